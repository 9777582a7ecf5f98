/** What several layers say of one resource: the first that knows an attribute is believed. */

import {
  isList,
  isMap,
  Reference,
  Unknown,
  type Value,
  type ValueMap,
} from '../aws-resources/values.ts';
import type { LayerResource } from './layer.ts';

/** @param same in the order of layers */
export function mergedResource([first, ...others]: readonly [
  LayerResource,
  ...LayerResource[],
]): LayerResource {
  let result = first;
  for (const next of others) {
    const { applied } = result;
    const known = (['asOf', 'account', 'region', 'label', 'matchedByIndex'] as const).flatMap(
      (key) => {
        const value = result[key] ?? next[key];
        return value === undefined ? [] : [[key, value]];
      },
    );
    result = {
      ...result,
      ...Object.fromEntries(known),
      values: mergedMaps(result.values, next.values, applied),
      applied: applied || next.applied,
    };
  }
  return result;
}

/** @param complete the first was applied: what it does not have, it does not have */
function mergedMaps(first: ValueMap, next: ValueMap, complete: boolean): ValueMap {
  const keys = new Set([...Object.keys(first), ...(complete ? [] : Object.keys(next))]);
  return Object.fromEntries(
    [...keys].flatMap((key): [string, Value][] => {
      const own = Object.hasOwn(first, key) ? first[key] : undefined;
      const other = Object.hasOwn(next, key) ? next[key] : undefined;
      const value = merged(own, other);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** What is not known is taken from the other; what is secret stays so. */
function merged(own: Value | undefined, other: Value | undefined): Value | undefined {
  if (own === undefined || other === undefined) return own ?? other;
  if (own instanceof Unknown)
    return own.absence === 'redacted' || other instanceof Unknown ? own : other;
  if (isMap(own) && isMap(other)) return mergedMaps(own, other, false);
  if (isList(own) && isList(other)) return mergedLists(own, other);
  return own;
}

/** Blocks of a plan are sorted otherwise than in code: those are one that agree in all that both know. */
function mergedLists(own: readonly Value[], others: readonly Value[]): readonly Value[] {
  const rest = [...others];
  return own.map((item, i) => {
    if (!isMap(item))
      return merged(item, own.length === others.length ? others[i] : undefined) ?? null;
    const at = rest.findIndex((other) => isMap(other) && agree(item, other));
    const [found] = at < 0 ? [] : rest.splice(at, 1);
    return merged(item, found) ?? null;
  });
}

const isBare = (value: Value | undefined): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isSet = (value: Value | undefined): boolean =>
  value !== null && value !== undefined && value !== '' && !(isList(value) && value.length === 0);

function agree(a: ValueMap, b: ValueMap): boolean {
  return Object.entries(a).every(([key, value]) => {
    const other = Object.hasOwn(b, key) ? b[key] : undefined;
    if (!isBare(value) || !isSet(value) || other instanceof Unknown || other instanceof Reference)
      return true;
    // Numbers of blocks are texts in some, and a zero may stand for what is not there.
    if (!isSet(other)) return value === false || value === 0 || value === '0';
    return !isBare(other) || String(value) === String(other);
  });
}
