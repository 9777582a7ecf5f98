/**
 * Values of a graph as JSON: one form for each type of Cypher, whatever the driver hands over.
 *
 * integer: a number up to 2^53, else {"$int":"9007199254740993"}; float: a number, else {"$float":"NaN"};
 * date, time, datetime (ISO 8601): {"$date":…} {"$time":…} {"$localtime":…} {"$datetime":…} {"$localdatetime":…};
 * duration: {"$duration":"P1M2DT3S"}; point: {"$point":{"srid":…,"x":…,"y":…}}; bytes: {"$bytes":base64};
 * a map with a key that begins with "$": {"$map":{…}}.
 */

import canonicalize from 'canonicalize';
import type { Json } from '../model/derivation.ts';

/** RFC 8785. Half a surrogate pair (a graph can hold one) becomes U+FFFD, as it could be neither signed nor drawn. */
export function canonical(value: Json): string {
  try {
    return canonicalize(value) as string;
  } catch {
    return canonicalize(wellFormed(value)) as string;
  }
}

/** Whether maps take part: without them `JSON.stringify` writes what RFC 8785 does, in a third of the time. */
const holdsMap = (value: Json): boolean =>
  Array.isArray(value) ? value.some(holdsMap) : typeof value === 'object' && value !== null;

/** The canonical JSON of a row, fast. */
export function rowText(row: readonly Json[]): string {
  if (row.some(holdsMap)) return canonical(row);
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
