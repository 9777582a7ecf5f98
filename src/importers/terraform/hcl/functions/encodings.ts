/** Functions that encode, decode and hash. */

import { createHash } from 'node:crypto';
import { parse as parseCsv } from 'csv-parse/sync';
import { parseYaml, type YamlNode } from '../../../../formats/yaml-tree.ts';
import { isList, isMap, Unknown, type Value } from '../../../aws-resources/values.ts';
import { CannotEvaluate, sortedEntries, textOrThrow } from '../partial-values.ts';
import type { HclFunction } from './arguments.ts';

/** As Terraform writes it: keys sorted, no blanks, `<`, `>` and `&` escaped. */
export function jsonText(value: Value): string {
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
  if (isMap(value))
    return `{${sortedEntries(value)
      .map(([key, item]) => `${jsonText(key)}:${jsonText(item)}`)
      .join(',')}}`;
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A map for each row, by the names in the first. */
function csvRows(text: string): Value {
  try {
    const rows = parseCsv(text, { columns: true, skip_empty_lines: true });
    return rows as Record<string, string>[];
  } catch {
    throw new CannotEvaluate('csvdecode needs CSV whose rows have the columns of the first');
  }
}

/** One document. A number with a zero before it may mean what it says or an octal one. */
function yamlValue(text: string): Value {
  const { value, diagnostics } = parseYaml(text, '', { merge: true });
  const [first, ...others] = value ?? [];
  if (diagnostics.length > 0 || others.length > 0)
    throw new CannotEvaluate('yamldecode needs YAML');
  return first ? plainYaml(first) : null;
}

function plainYaml(tree: YamlNode): Value {
  if (tree.is === 'list') return tree.items.map(plainYaml);
  if (tree.is === 'map')
    return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plainYaml(value)]));
  const octal = typeof tree.value === 'number' && /^[-+]?0\d/.test(tree.source);
  return octal ? new Unknown('a number of YAML that begins with 0') : tree.value;
}

const hash =
  (name: string, encoding: 'hex' | 'base64'): HclFunction =>
  (text) =>
    createHash(name).update(textOrThrow(text)).digest(encoding);

export const ENCODINGS: Readonly<Record<string, HclFunction>> = {
  base64decode: (text) => Buffer.from(textOrThrow(text), 'base64').toString('utf8'),
  base64encode: (text) => Buffer.from(textOrThrow(text)).toString('base64'),
  jsonencode: (value) => jsonText(value ?? null),
  jsondecode(text) {
    try {
      return JSON.parse(textOrThrow(text)) as Value;
    } catch {
      throw new CannotEvaluate('jsondecode needs JSON');
    }
  },
  csvdecode: (text) => csvRows(textOrThrow(text)),
  yamldecode: (text) => yamlValue(textOrThrow(text)),
  urlencode: (text) =>
    encodeURIComponent(textOrThrow(text))
      .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%20/g, '+'),
  md5: hash('md5', 'hex'),
  sha1: hash('sha1', 'hex'),
  sha256: hash('sha256', 'hex'),
  sha512: hash('sha512', 'hex'),
  base64sha256: hash('sha256', 'base64'),
  base64sha512: hash('sha512', 'base64'),
  basename: (path) => textOrThrow(path).replace(/\/+$/, '').split('/').at(-1) ?? '',
  dirname(path) {
    const parts = textOrThrow(path).split('/').slice(0, -1);
    return parts.length === 0 ? '.' : parts.join('/') || '/';
  },
};
