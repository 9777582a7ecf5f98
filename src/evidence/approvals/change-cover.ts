/** Which of several approved sets of changes make one model of another, each change in one of them. */

import {
  type ChangeSet,
  type ListedChange,
  type ModelParts,
  misfit,
  notTheSum,
  overlap,
} from '../../compare/change-list.ts';

/** The same changes, in each of the models that they were approved in. */
export interface CandidateSet extends ChangeSet {
  readonly others: readonly ModelParts[];
}

export interface Sum<T extends CandidateSet> {
  /** Absent where none do. */
  readonly used?: readonly T[];
  /** Why none do. */
  readonly why?: string;
}

/** So many ways are tried: sets that overlap in ever more ways are nobody's honest work. */
const MOST_TRIES = 10_000;

/**
 * @param base absent for a diagram that is new
 * @param needed changes between the two
 * @param candidates the preferred ones first; the larger of them are tried first
 */
export function sumOf<T extends CandidateSet>(
  base: ModelParts | undefined,
  merged: ModelParts,
  needed: readonly ListedChange[],
  candidates: readonly T[],
): Sum<T> {
  const byThing = new Map(needed.map((change) => [change.thing, change]));
  const fitting = candidates
    .filter((one) => misfit(one, byThing) === undefined)
    .sort((a, b) => b.changes.length - a.changes.length);
  const holders = new Map<string, T[]>();
  for (const one of fitting)
    for (const { thing } of one.changes) holders.set(thing, [...(holders.get(thing) ?? []), one]);
  const orphans = needed.filter(({ thing }) => !holders.has(thing));
  if (orphans.length > 0)
    return { why: `nobody approved the change of ${few(orphans.map(({ thing }) => thing))}` };
  let tries = 0;
  let why: string | undefined;
  const search = (used: readonly T[], open: readonly ListedChange[]): readonly T[] | undefined => {
    const [next] = open;
    if (next === undefined) {
      const sets = used.flatMap((one) =>
        [one.model, ...one.others].map((model) => ({ ...one, model })),
      );
      const wrong = notTheSum(base, sets, merged);
      why ??= wrong;
      return wrong === undefined ? used : undefined;
    }
    for (const one of holders.get(next.thing) ?? []) {
      if (++tries > MOST_TRIES) return undefined;
      const shared = firstOf(used, (other) => overlap(one.touched, other.touched));
      if (shared !== undefined) {
        why ??= `two approved changes touch ${plain(shared)}${idHint(shared)}`;
        continue;
      }
      const found = search(
        [...used, one],
        open.filter(({ thing }) => !one.touched.things.has(thing)),
      );
      if (found) return found;
    }
    return undefined;
  };
  const used = search([], needed);
  return used ? { used } : { why: why ?? 'too many approved changes touch the same things' };
}

function firstOf<T, R>(all: readonly T[], of: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = of(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MOST_THINGS = 4;

const few = (things: readonly string[]): string =>
  [
    ...things.slice(0, MOST_THINGS).map(plain),
    ...(things.length > MOST_THINGS ? [`${things.length - MOST_THINGS} more`] : []),
  ].join(', ');

const LONGEST = 120;

/** On one line, cut: identities may be long, and anything. */
export function plain(thing: string): string {
  const text = JSON.stringify(thing).slice(1, -1);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Siblings of one kind and name are told apart by their order, so that one more makes others of them. */
export const idHint = (thing: string): string =>
  /~\d+(?:\/|$)/.test(thing)
    ? ' (siblings of one name are told apart by their place: give each an id)'
    : '';
