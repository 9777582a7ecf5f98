/** What two descriptions of one estate differ in, and what of them could not be compared. */

import type { Json } from '../../model/derivation.ts';
import type { Origin } from '../../model/diagnostic.ts';

/**
 * - `missing`: declared, and not running;
 * - `unmanaged`: running, and not declared;
 * - `differs`, `moved`, `renamed`: on both sides, with another fact, in another place, under another name.
 */
export const DRIFT_CHANGES = ['missing', 'unmanaged', 'differs', 'moved', 'renamed'] as const;
export type DriftChange = (typeof DRIFT_CHANGES)[number];

/** Where one side says something. */
export interface DriftPlace {
  /** `diagram`, `cartography`, `terraform` … */
  readonly source: string;
  readonly place: Origin;
}

export interface DriftDifference {
  /** The word of the language: `vpc`, `route`. */
  readonly type: string;
  readonly change: DriftChange;
  /** The cloud's id; absent where neither side has one. */
  readonly id?: string;
  readonly name?: string;
  /** Id of what it is in: of the table of a route. */
  readonly in?: string;
  readonly fact?: string;
  readonly declared?: Json;
  readonly running?: Json;
  /** The declared place first. */
  readonly places: readonly DriftPlace[];
  /** What is in it and is missing, or unmanaged, with it: numbers by type. */
  readonly holds?: Readonly<Record<string, number>>;
}

/**
 * Why something could not be compared.
 * - `not-read`: the account or region, or this thing, was not read;
 * - `not-asked`: the source was not asked for records of this type;
 * - `refused`: the source refused to give them;
 * - `read-failed`: a part of a read failed: what AWS always makes is not there, or what others name;
 * - `behind`: older than the newest complete read of the source;
 * - `stale`: older than the limit;
 * - `unknown-schema`: written by a version that Cadastre does not know;
 * - `unresolved`: the source leaves it open;
 * - `conflict`: sources of what runs disagree on it;
 * - `ambiguous`: it may be any of several;
 * - `no-key`: nothing by which it could be found on the other side;
 * - `unclear`: words that cannot be compared;
 * - `not-expressible`: it is declared, and no source can say whether it is there;
 * - `scope-not-stated`: nothing says what the diagram shows in full;
 * - `same-source`: derived from what it would be compared with.
 */
export const GAP_KINDS = [
  'not-read',
  'not-asked',
  'refused',
  'read-failed',
  'behind',
  'stale',
  'unknown-schema',
  'unresolved',
  'conflict',
  'ambiguous',
  'no-key',
  'unclear',
  'not-expressible',
  'scope-not-stated',
  'same-source',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** Something that could not be compared. */
export interface DriftGap {
  readonly gap: GapKind;
  readonly what: string;
  readonly why: string;
  /** Words of the types that it is about; all where it is absent. */
  readonly types?: readonly string[];
  readonly id?: string;
  readonly name?: string;
  readonly place?: Origin;
  readonly hint?: string;
}

export interface DriftCount {
  readonly declared: number;
  readonly running: number;
  readonly both: number;
}

export interface DriftComparison {
  readonly differences: readonly DriftDifference[];
  readonly incomplete: readonly DriftGap[];
  /** By word of the type, of what the scope covers; sorted. */
  readonly counts: Readonly<Record<string, DriftCount>>;
  /** What was not compared, and is no gap: types that no source knows, drawn kinds that no inventory holds. */
  readonly notCompared: readonly string[];
}

export type DriftVerdict = 'in-sync' | 'differs' | 'incomplete';

/** Incomplete is never in sync, and what differs is listed all the same. */
export function verdictOf({
  differences,
  incomplete,
}: Pick<DriftComparison, 'differences' | 'incomplete'>): DriftVerdict {
  if (incomplete.length > 0) return 'incomplete';
  return differences.length > 0 ? 'differs' : 'in-sync';
}
