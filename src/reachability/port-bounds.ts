/**
 * What passes, as far as it is known: ports that pass for sure, and ports that may. Every filter and every route
 * gives both; an answer is open where all are sure, closed where one excludes it, and cannot be told in between.
 */

import { PortSet } from '../model/ports.ts';
import type { Doubt } from './reasons.ts';

export interface PortBounds {
  readonly sure: PortSet;
  /** At least `sure`. */
  readonly maybe: PortSet;
  /** Why they differ; empty where they do not. */
  readonly doubts: readonly Doubt[];
}

export const CLOSED: PortBounds = { sure: PortSet.NONE, maybe: PortSet.NONE, doubts: [] };
export const OPEN: PortBounds = { sure: PortSet.ALL, maybe: PortSet.ALL, doubts: [] };

export const unknownBecause = (...doubts: readonly Doubt[]): PortBounds => ({
  sure: PortSet.NONE,
  maybe: PortSet.ALL,
  doubts,
});

export const exactly = (ports: PortSet): PortBounds => ({ sure: ports, maybe: ports, doubts: [] });

// Filters are few and pairs are many: the same sets meet again and again.
const met = new WeakMap<PortSet, WeakMap<PortSet, PortSet>>();

/** The ports that are in both. */
export function common(a: PortSet, b: PortSet): PortSet {
  if (a === PortSet.ALL || a === b) return b;
  if (b === PortSet.ALL) return a;
  if (a === PortSet.NONE || b === PortSet.NONE) return PortSet.NONE;
  const known = met.get(a)?.get(b);
  if (known) return known;
  const both = a.intersect(b);
  const found = both.isEmpty ? PortSet.NONE : both;
  const own = met.get(a) ?? new WeakMap<PortSet, PortSet>();
  own.set(b, found);
  met.set(a, own);
  return found;
}

const joined = (a: readonly Doubt[], b: readonly Doubt[]): readonly Doubt[] =>
  a.length === 0 ? b : b.length === 0 || a === b ? a : [...new Set([...a, ...b])];

/** What passes one filter and the next. */
export function through(a: PortBounds, b: PortBounds): PortBounds {
  if (a === OPEN) return b;
  if (b === OPEN) return a;
  const maybe = common(a.maybe, b.maybe);
  if (maybe === PortSet.NONE) return CLOSED;
  return { sure: common(a.sure, b.sure), maybe, doubts: joined(a.doubts, b.doubts) };
}

/** What passes by one of two, where either may be taken. */
export function either(a: PortBounds, b: PortBounds): PortBounds {
  if (a === CLOSED || a === b) return b;
  if (b === CLOSED) return a;
  return {
    sure: a.sure.union(b.sure),
    maybe: a.maybe.union(b.maybe),
    doubts: joined(a.doubts, b.doubts),
  };
}
