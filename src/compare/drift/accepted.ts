/** Differences and gaps that the baseline accepts, each with a reason and until a day. */

import type { DriftChange, DriftComparison, DriftDifference, DriftGap, GapKind } from './drift.ts';

interface BaselineBase {
  /** The word of a type. */
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
}

/** One difference, or one gap. */
export type BaselineEntry = BaselineBase &
  (
    | { readonly change: DriftChange; readonly fact?: string; readonly gap?: undefined }
    | { readonly gap: GapKind; readonly change?: undefined }
  );

export interface Accepted<T> {
  readonly found: T;
  readonly reason: string;
  readonly until: string;
}

export interface JudgedComparison extends DriftComparison {
  readonly accepted: {
    readonly differences: readonly Accepted<DriftDifference>[];
    readonly incomplete: readonly Accepted<DriftGap>[];
  };
}

const isCalled = (
  { id, name }: BaselineEntry,
  found: { readonly id?: string; readonly name?: string; readonly what?: string },
): boolean =>
  (id === undefined || id === found.id) &&
  (name === undefined || name === found.name || name === found.what);

const acceptsDifference = (entry: BaselineEntry, found: DriftDifference): boolean =>
  entry.change === found.change &&
  (entry.type === undefined || entry.type === found.type) &&
  (entry.fact === undefined || entry.fact === found.fact) &&
  isCalled(entry, found);

/** A gap of several types is accepted only as a whole. */
const acceptsGap = (entry: BaselineEntry, found: DriftGap): boolean =>
  entry.gap === found.gap &&
  (entry.type === undefined || (found.types ?? ['']).every((type) => type === entry.type)) &&
  isCalled(entry, found);

/**
 * @param entries those in force
 * @param used gets the entries that accept anything
 */
export function withBaseline(
  comparison: DriftComparison,
  entries: readonly BaselineEntry[],
  used: Set<BaselineEntry>,
): JudgedComparison {
  function parted<T>(
    all: readonly T[],
    accepts: (entry: BaselineEntry, found: T) => boolean,
  ): { left: T[]; taken: Accepted<T>[] } {
    const left: T[] = [];
    const taken: Accepted<T>[] = [];
    for (const found of all) {
      const entry = entries.find((one) => accepts(one, found));
      if (!entry) {
        left.push(found);
        continue;
      }
      used.add(entry);
      taken.push({ found, reason: entry.reason, until: entry.until });
    }
    return { left, taken };
  }
  const differences = parted(comparison.differences, acceptsDifference);
  const incomplete = parted(comparison.incomplete, acceptsGap);
  return {
    ...comparison,
    differences: differences.left,
    incomplete: incomplete.left,
    accepted: { differences: differences.taken, incomplete: incomplete.taken },
  };
}
