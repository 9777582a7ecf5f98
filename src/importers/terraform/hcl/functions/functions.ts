/** Calls functions. One that is not here gives an unknown that names it. docs/terraform.md lists them. */

import { Sensitive, Unknown, type Value } from '../../../aws-resources/values.ts';
import {
  asText,
  asUnknown,
  bare,
  booleanOrThrow,
  hasSecret,
  isOpen,
  numberOrThrow,
  openPart,
  withSecrets,
} from '../partial-values.ts';
import type { HclFunction } from './arguments.ts';
import { COLLECTIONS } from './collections.ts';
import { ENCODINGS } from './encodings.ts';
import { FILE_FUNCTIONS } from './files.ts';
import { NETWORKS } from './networks.ts';
import { NUMERIC } from './numeric.ts';
import { TEXTS } from './texts.ts';

const CONVERSIONS: Readonly<Record<string, HclFunction>> = {
  tostring: (value) =>
    value === null ? null : (asText(value ?? null) ?? new Unknown('tostring needs a string')),
  tonumber: (value) => (value === null ? null : numberOrThrow(value)),
  tobool: (value) => (value === null ? null : booleanOrThrow(value)),
};

/** All of whose arguments have to be known as a whole. */
const WHOLE: Readonly<Record<string, HclFunction>> = {
  ...NUMERIC,
  ...TEXTS,
  ...ENCODINGS,
  ...NETWORKS,
  ...CONVERSIONS,
};

const OF_MARKS: Readonly<Record<string, HclFunction>> = {
  sensitive: (value) => new Sensitive(value ?? null),
  nonsensitive: (value) => bare(value ?? null),
  issensitive: (value) => hasSecret(value ?? null),
};

/** Names of all functions that are evaluated. */
export const FUNCTIONS: readonly string[] = [
  ...Object.keys(WHOLE),
  ...Object.keys(COLLECTIONS),
  ...Object.keys(OF_MARKS),
  ...FILE_FUNCTIONS,
  ...['can', 'try'],
].sort();

const own = (
  table: Readonly<Record<string, HclFunction>>,
  name: string,
): HclFunction | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

export function callFunction(name: string, args: readonly Value[]): Value {
  const bareName = name.replace(/^core::/, '');
  const marks = own(OF_MARKS, bareName);
  if (marks) return marks(...args);
  const whole = own(WHOLE, bareName);
  const collection = own(COLLECTIONS, bareName);
  if (!whole && !collection) return new Unknown(`the function ${name} is not evaluated`);
  return withSecrets(args, (values) => {
    if (collection) return collection(...values);
    for (const value of values) {
      const open = isOpen(value) ? asUnknown(value) : openPart(value);
      if (open) return open;
    }
    return whole ? whole(...values) : null;
  });
}
