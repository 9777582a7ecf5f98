/** Command-line options that are more than a string. */

import { InvalidArgumentError } from 'commander';
import type { ParameterValues } from '../app/query/index.ts';
import type { Json } from '../model/derivation.ts';
import { type Diagnostic, error } from '../model/diagnostic.ts';
import { parsePeriod } from '../model/period.ts';
import { FORMATS, type Format } from '../sources/config/types.ts';

export function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Expected a whole number, 1 or more.');
}

export const also = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

/** `name=text`, or `name:=JSON`. */
export function parameter(text: string, before: ParameterValues = new Map()): ParameterValues {
  const [, name = '', sign, value = ''] =
    /^\$?([\p{L}_][\p{L}\p{N}_]*)(:?=)(.*)$/su.exec(text) ?? [];
  if (!sign) throw new InvalidArgumentError('Expected name=value, or name:=value with JSON.');
  if (sign === '=') return new Map(before).set(name, { text: value });
  try {
    return new Map(before).set(name, { json: JSON.parse(value) as Json });
  } catch {
    throw new InvalidArgumentError(`The value of ${name}:= is not valid JSON.`);
  }
}

export function period(text: string): string {
  if (parsePeriod(text)) return text;
  throw new InvalidArgumentError('Expected a period, such as 30 days or 1 month.');
}

export function date(text: string): string {
  // The calendar turns a date that does not exist, such as 30 February, into another.
  const day = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('Expected a date as YYYY-MM-DD.');
}

/** A list of formats of pictures, or why it is none. */
export function formatsOf(list: string): Format[] | Diagnostic {
  const words = list.split(',').map((word) => word.trim().toLowerCase());
  const formats = words.map((word) => (word === 'jpeg' ? 'jpg' : word));
  const known = formats.filter((word): word is Format => FORMATS.some((format) => format === word));
  const wrong = formats.find((word) => !known.some((format) => format === word));
  if (wrong === undefined) return [...new Set(known)];
  return error('unknown-format', `unknown format "${wrong}"`, undefined, {
    hint: `Formats are ${FORMATS.join(', ')}, e.g. -f svg,jpg`,
  });
}
