/** Where facts come from, what their source can say at all, and what was asked of it. */

import type { Origin } from '../model/diagnostic.ts';

/** Where one record comes from. */
export interface RecordProvenance {
  /** `id` of one of the inventory's sources. */
  readonly source: string;
  /** `file:line`: a row of a snapshot, a resource in a state or in code. */
  readonly at: Origin;
  /** Time of the data, epoch seconds. Absent where the source does not say it for single records. */
  readonly asOf?: number;
  /** What the source calls it, where that outlives the cloud's id: `module.net["core"].aws_vpc.this`, a URN. */
  readonly address?: string;
  /** The rule by which it follows from other records; absent for what the source states. */
  readonly derivedBy?: DerivationRule;
}

/**
 * Rules by which AWS makes things that no resource stands for.
 * - `local-route`: each table routes its VPC's own blocks;
 * - `main-table`, `default-acl`: what subnets without an association use;
 * - `endpoint-route`: a gateway endpoint's rows in its tables;
 * - `default-association`, `default-propagation`: what a transit gateway does with new attachments;
 * - `propagated-route`: the blocks of an attached VPC;
 * - `same-index`: its ends were matched by their index, as the plan does not name them.
 */
export type DerivationRule =
  | 'local-route'
  | 'main-table'
  | 'default-acl'
  | 'endpoint-route'
  | 'default-association'
  | 'default-propagation'
  | 'propagated-route'
  | 'same-index';

/**
 * Why a fact is absent.
 * - `not-recorded`: the source could say it, and does not for this record;
 * - `not-expressible`: no record of this source can (see `Vocabulary`);
 * - `known-after-apply`: code that was not applied yet;
 * - `redacted`: a secret, or what may hold one;
 * - `conflicting`: it says two things.
 */
export type AbsenceReason =
  | 'not-recorded'
  | 'not-expressible'
  | 'known-after-apply'
  | 'redacted'
  | 'conflicting';

/** What every record has. A fact that is absent is unknown, never "no": `absenceOf` says why. */
export interface InventoryRecord {
  /** The cloud's id, or what the source keys it by. */
  readonly id: string;
  readonly provenance: RecordProvenance;
  /** By the name of a fact, where its absence has another reason than `not-recorded`. */
  readonly absent?: Readonly<Record<string, AbsenceReason>>;
}

/** What an estate's account holds, or lists. */
export interface AccountRecord extends InventoryRecord {
  /** Accounts that list it: several when it is shared. Sorted. */
  readonly accounts: readonly string[];
  readonly region?: string;
}

/**
 * Whether records of one type were asked for, and given.
 * `not-asked` and `refused` are never "there is none".
 */
export type ReadState = 'read' | 'not-asked' | 'refused';

/** For one type of record. */
export interface Coverage {
  /** Everywhere but in `except`. */
  readonly state: ReadState;
  readonly except: readonly {
    readonly account?: string;
    readonly region?: string;
    readonly state: ReadState;
    /** In the words of the source: `the account was never synced`. */
    readonly reason: string;
  }[];
}

/** The state of an account and region: that of the most particular exception that covers it. */
export function stateIn(
  { state, except }: Coverage,
  account: string | undefined,
  region: string | undefined,
): ReadState {
  const own = except.filter(
    (e) =>
      (e.account === undefined || e.account === account) &&
      (e.region === undefined || e.region === region),
  );
  const detail = ({ account: a, region: r }: Coverage['except'][number]): number =>
    (a === undefined ? 0 : 2) + (r === undefined ? 0 : 1);
  return own.sort((a, b) => detail(b) - detail(a))[0]?.state ?? state;
}
