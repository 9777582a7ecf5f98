/**
 * Values of a graph as JSON: one form for each type of Cypher, whatever the driver hands over.
 *
 * integer: a number up to 2^53, else {"$int":"9007199254740993"}; float: a number, else {"$float":"NaN"};
 * date, time, datetime (ISO 8601): {"$date":…} {"$time":…} {"$localtime":…} {"$datetime":…} {"$localdatetime":…};
 * duration: {"$duration":"P1M2DT3S"}; point: {"$point":{"srid":…,"x":…,"y":…}}; bytes: {"$bytes":base64};
 * a map with a key that begins with "$": {"$map":{…}}.
 */

import { canonicalJson } from '../model/canonical-json.ts';
import type { Json } from '../model/derivation.ts';

/** RFC 8785. Half a surrogate pair (a graph can hold one) becomes U+FFFD, as it could be neither signed nor drawn. */
export function canonical(value: Json): string {
  try {
    return canonicalJson(value);
  } catch {
    return canonicalJson(wellFormed(value));
  }
}

/** Whether `JSON.stringify` writes what RFC 8785 does, in a third of the time: where the keys of maps are sorted. */
function isSorted(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return areSorted(value);
  const map = value as Readonly<Record<string, Json>>;
  let last = '';
  for (const key in map) {
    if (key < last || !isSorted(map[key] as Json)) return false;
    last = key;
  }
  return true;
}

function areSorted(values: readonly Json[]): boolean {
  for (let i = 0; i < values.length; i++) if (!isSorted(values[i] as Json)) return false;
  return true;
}

/** The canonical JSON of a row, fast. */
export function rowText(row: readonly Json[]): string {
  if (!areSorted(row)) return canonical(row);
  const text = JSON.stringify(row);
  // Half a surrogate pair is written as an escape, and so may be a backslash before a "u".
  return text.includes('\\ud') ? canonical(row) : text;
}

function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
    );
  return value;
}
