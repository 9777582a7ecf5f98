/** Expressions of Terraform's language: the same values as Terraform itself gives, and unknowns that say why. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluateSafely } from '../src/importers/terraform/hcl/evaluate.ts';
import { parseHcl } from '../src/importers/terraform/hcl/parse.ts';
import { bare } from '../src/importers/terraform/hcl/partial-values.ts';
import { programOf, withNeed } from './required.ts';
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
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-console-'));
  const rows = EXPRESSIONS.map((text, i) => `    e${i} = ${text}`);
  writeFileSync(join(folder, 'main.tf'), `locals {\n  all = {\n${rows.join('\n')}\n  }\n}\n`);
  const { stdout, stderr } = spawnSync(programOf(['terraform', 'tofu']) ?? '', ['console'], {
    cwd: folder,
    input: 'jsonencode(local.all)\n',
    encoding: 'utf8',
    env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
  });
  rmSync(folder, { recursive: true });
  if (stdout.trim() === '') throw new Error(stderr);
  const theirs = JSON.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string);
  const ours = await valuesOf(EXPRESSIONS);
  const compared = EXPRESSIONS.map((text, i) => [text, ours[i]]);
  expect(compared).toEqual(EXPRESSIONS.map((text, i) => [text, theirs[`e${i}`]]));
});
