/** Expressions of Terraform's language: the same values as Terraform itself gives, and unknowns that say why. */

import { expect, test } from 'vitest';
import { evaluateSafely } from '../src/importers/terraform/hcl/evaluate.ts';
import { parseHcl } from '../src/importers/terraform/hcl/parse.ts';
import { bare } from '../src/importers/terraform/hcl/partial-values.ts';
import { withNeed } from './required.ts';
import { terraformValues } from './terraform-console.ts';
import { EXPRESSIONS } from './terraform-expressions.ts';

const NOTHING = {
  resolve: () => undefined,
  attributeOf: (reference: never) => reference,
  spend: () => undefined,
};

async function valuesOf(expressions: readonly string[]) {
  const parsed = await parseHcl(expressions.map((text, i) => `e${i} = ${text}\n`).join(''));
  if (parsed.fault) throw new Error(`line ${parsed.fault.line} does not parse`);
  return [...parsed.body.attributes.values()].map(({ value }) =>
    bare(evaluateSafely(value, NOTHING)),
  );
}

withNeed('terraform', test)('every expression has the value that Terraform gives it', async () => {
  const theirs = terraformValues(EXPRESSIONS);
  const ours = await valuesOf(EXPRESSIONS);
  const compared = EXPRESSIONS.map((text, i) => [text, ours[i]]);
  expect(compared).toEqual(EXPRESSIONS.map((text, i) => [text, theirs[i]]));
});
