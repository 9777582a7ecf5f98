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

const known = new WeakMap<PortSet, PortBounds>();
const byText = new Map<string, PortBounds>([
  [PortSet.ALL.texts.join(), OPEN],
  [PortSet.NONE.texts.join(), CLOSED],
]);

/** One object for one set of ports: what is worked out for two of them is worked out once. */
export function exactly(ports: PortSet): PortBounds {
  if (ports === PortSet.ALL) return OPEN;
  if (ports === PortSet.NONE) return CLOSED;
  const before = known.get(ports);
  if (before) return before;
  const text = ports.texts.join();
  const made = byText.get(text) ?? { sure: ports, maybe: ports, doubts: [] };
  byText.set(text, made);
  known.set(ports, made);
  return made;
}

// Filters are few and pairs are many: the same sets meet again and again.
const metSets = new WeakMap<PortSet, WeakMap<PortSet, PortSet>>();
const metBounds = new WeakMap<PortBounds, WeakMap<PortBounds, PortBounds>>();
const metEither = new WeakMap<PortBounds, WeakMap<PortBounds, PortBounds>>();

/** The ports that are in both. */
export function common(a: PortSet, b: PortSet): PortSet {
  if (a === PortSet.ALL || a === b) return b;
  if (b === PortSet.ALL) return a;
  if (a === PortSet.NONE || b === PortSet.NONE) return PortSet.NONE;
  return onceFor(metSets, a, b, () => {
    const both = a.intersect(b);
    return both.isEmpty ? PortSet.NONE : both;
  });
}

/** Worked out once for two objects. */
export function onceFor<A extends object, B extends object, T>(
  known: WeakMap<A, WeakMap<B, T>>,
  a: A,
  b: B,
  make: () => T,
): T {
  const before = known.get(a)?.get(b);
  if (before !== undefined) return before;
  const made = make();
  const own = known.get(a) ?? new WeakMap<B, T>();
  own.set(b, made);
  known.set(a, own);
  return made;
}

const joined = (a: readonly Doubt[], b: readonly Doubt[]): readonly Doubt[] =>
  a.length === 0 ? b : b.length === 0 || a === b ? a : [...new Set([...a, ...b])];

/** True when both bounds are equal: nothing is in doubt. */
export const isKnown = ({ sure, maybe }: PortBounds): boolean => sure === maybe;

/** What passes one filter and the next. */
export function through(a: PortBounds, b: PortBounds): PortBounds {
  if (a === OPEN) return b;
  if (b === OPEN) return a;
  if (isKnown(a) && isKnown(b))
    return onceFor(metBounds, a, b, () => exactly(common(a.sure, b.sure)));
  const maybe = common(a.maybe, b.maybe);
  if (maybe === PortSet.NONE) return CLOSED;
  return { sure: common(a.sure, b.sure), maybe, doubts: joined(a.doubts, b.doubts) };
}

/** What passes by one of two, where either may be taken. */
export function either(a: PortBounds, b: PortBounds): PortBounds {
  if (a === CLOSED || a === b) return b;
  if (b === CLOSED) return a;
  if (isKnown(a) && isKnown(b))
    return onceFor(metEither, a, b, () => exactly(a.sure.union(b.sure)));
  return {
    sure: a.sure.union(b.sure),
    maybe: a.maybe.union(b.maybe),
    doubts: joined(a.doubts, b.doubts),
  };
}
