/** Values of a root's variables, from the files that Terraform would load. */

import { posix } from 'node:path';
import { sortedBy } from '../../../model/order.ts';
import type { NoteUnresolved } from '../../aws-resources/resource.ts';
import type { Value, ValueMap } from '../../aws-resources/values.ts';
import { isJson } from '../json-values.ts';
import type { VariablesFile } from './code-folders.ts';
import { evaluateSafely } from './evaluate.ts';
import type { EvaluationScope } from './evaluation-scope.ts';

/** Files of values name nothing. */
const NOTHING: EvaluationScope = {
  resolve: () => undefined,
  attributeOf: (reference) => reference,
  spend: () => undefined,
};

const rank = (path: string): number => {
  const name = posix.basename(path);
  if (name === 'terraform.tfvars') return 0;
  if (name === 'terraform.tfvars.json') return 1;
  return /\.auto\.tfvars(?:\.json)?$/.test(name) ? 2 : 3;
};

/** The last goes first. Of files that `-var-file` would name, one alone is taken. */
export function variableValues(files: readonly VariablesFile[], note: NoteUnresolved): ValueMap {
  const sorted = sortedBy(files, ({ path }) => path).sort((a, b) => rank(a.path) - rank(b.path));
  const loaded = sorted.filter(({ path }) => rank(path) < 3);
  const named = sorted.filter(({ path }) => rank(path) === 3);
  const [only] = named;
  if (named.length > 1) {
    const names = named.map(({ path }) => posix.basename(path)).join(', ');
    note(names, 'which of them applies is not known: import one of them', {
      file: only?.path ?? '',
    });
  }
  const used = only && named.length === 1 ? [...loaded, only] : loaded;
  return Object.fromEntries(used.flatMap(valuesOf));
}

function valuesOf({ body, json }: VariablesFile): readonly [string, Value][] {
  if (isJson(json)) return Object.entries(json) as [string, Value][];
  return [...(body?.attributes ?? [])].map(([name, { value }]) => [
    name,
    evaluateSafely(value, NOTHING),
  ]);
}
