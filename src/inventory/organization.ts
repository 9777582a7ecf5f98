/** Organizations, their units and accounts. */

import type { Place } from './placement.ts';
import type { InventoryRecord } from './provenance.ts';

export interface Organization extends InventoryRecord {}

/** An OU, or the root of an organization. */
export interface OrganizationalUnit extends InventoryRecord {
  /** `ou-…` or `r-…`, as people know it; `id` may hold its organization, too: `o-…/ou-…`. */
  readonly short: string;
  readonly name: string;
  readonly root: boolean;
  readonly organization?: string;
  /** Id of the unit above. */
  readonly parent?: string;
  /** Names of the service control policies that are attached to it, without those that it inherits. Sorted. */
  readonly policies?: readonly string[];
}

export interface Account extends InventoryRecord {
  /** The id where nothing else is known. */
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED` …; absent for accounts outside the organization. */
  readonly state?: string;
  /** Id of the organization that lists it. */
  readonly organization?: string;
  /** Whether it manages its organization. */
  readonly management: boolean;
  /** Ids of the root and the OUs above it, from the root down; empty when it has no place. */
  readonly path: readonly string[];
  /** Names of the service control policies that are attached to it, without those that it inherits. Sorted. */
  readonly policies?: readonly string[];
  /** Only where it was asked for. */
  readonly email?: string;
  /** Whether the source was configured to read it. */
  readonly inscope: boolean;
  /** Whether any read of it ever ended. */
  readonly synced: boolean;
  /** Its newest complete read is older than the newest of the source. */
  readonly behind: boolean;
}

/** What is needed to name and place accounts. */
export interface AccountTree {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly units: ReadonlyMap<string, OrganizationalUnit>;
}

/** Whether the account itself was read, and not only what others know of it. */
export const isRead = ({ accounts }: AccountTree, id: string | undefined): boolean => {
  const account = id === undefined ? undefined : accounts.get(id);
  return account !== undefined && (account.synced || account.inscope);
};

/** Whether nothing says that a read of an account ever ended, in a source that says so of others. */
export function isIncomplete({ accounts }: AccountTree, { synced, inscope }: Account): boolean {
  return !synced && inscope && [...accounts.values()].some((other) => other.synced);
}

/** Where an account is, by all that people call it and what is above it. */
export function placeOf({ id, name, path }: Account, { units }: AccountTree): Place {
  const above = path.map((unit) => units.get(unit)).filter((unit) => unit !== undefined);
  return {
    accounts: [id, name],
    ous: above.flatMap((unit) => [unit.id, unit.short, unit.name]),
  };
}
