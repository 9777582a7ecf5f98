/** Which accounts an estate has, where they stand in their organization, and which of them the options ask for. */

import type { Place } from '../../../inventory/placement.ts';
import type { Scope } from '../../../model/derivation.ts';
import { type Diagnostic, error, type Origin, quote } from '../../../model/diagnostic.ts';
import type { Answers, Question } from '../question.ts';

/**
 * Every account of the graph: members, accounts that left, and stubs that only a peering or a trust names.
 * `behind`: its own sync is older than the newest one. Only Cartography's mark at the end of an account's
 * sync says so: the account's own `lastupdated` is refreshed by others, and `inscope` is never taken back.
 * A graph read in the middle of a move has two parents: the first one counts.
 */
const ACCOUNTS: Question = {
  query: `OPTIONAL MATCH (every:ModuleSyncMetadata {grouptype: 'AWSAccount', syncedtype: 'AWSAccount'})
WITH max(every.lastupdated) AS newest
MATCH (a:AWSAccount)
OPTIONAL MATCH (a)-[:PARENT]->(p:AWSOrganizationalUnit|AWSOrganizationRoot)
OPTIONAL MATCH (own:ModuleSyncMetadata {grouptype: 'AWSAccount', syncedtype: 'AWSAccount', groupid: a.id})
WITH a, newest, max(own.lastupdated) AS synced, min(p.id) AS parent
OPTIONAL MATCH (o:AWSOrganization {management_account_id: a.id})
RETURN a.id AS id, a.name AS name, coalesce(a.state, a.status) AS state, a.org_id AS organization, parent,
count(o) > 0 AS management, coalesce(a.inscope, false) AS inscope,
synced IS NOT NULL AS synced, coalesce(synced < newest, false) AS behind`,
  params: {},
};

/** Roots and OUs with what they hang from (`PARENT`: `RESOURCE` joins every OU to the root). */
const UNITS: Question = {
  query: `MATCH (u:AWSOrganizationalUnit|AWSOrganizationRoot)
OPTIONAL MATCH (u)-[:PARENT]->(p:AWSOrganizationalUnit|AWSOrganizationRoot)
OPTIONAL MATCH (u)-[:PARENT]->(o:AWSOrganization)
RETURN u.id AS id, u.name AS name, u:AWSOrganizationRoot AS root,
CASE WHEN u:AWSOrganizationRoot THEN u.root_id ELSE u.ou_id END AS short,
coalesce(u.org_id, o.id) AS organization, min(p.id) AS parent`,
  params: {},
};

/** Asked by everything that knows accounts; equal questions are recorded once. */
export const ACCOUNT_QUESTIONS: readonly Question[] = [ACCOUNTS, UNITS];

export interface Account {
  /** Twelve digits. */
  readonly id: string;
  /** The id where the graph has no name. */
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED` …; absent for accounts outside the organization. */
  readonly state?: string;
  /** Id of the organization that lists it. */
  readonly organization?: string;
  /** Whether it manages its organization. */
  readonly management: boolean;
  /** Ids of the root and the OUs above it, from the root down; empty when it has no place. */
  readonly path: readonly string[];
  readonly inscope: boolean;
  /** Whether any sync of it ever ended. */
  readonly synced: boolean;
  /** Its newest sync is older than the newest of the graph. */
  readonly behind: boolean;
  readonly at: Origin;
}

/** An OU, or the root of an organization. */
export interface Unit {
  /** `o-…/ou-…`, as the graph keys it. */
  readonly id: string;
  /** `ou-…` or `r-…`, as people know it. */
  readonly short: string;
  readonly name: string;
  readonly root: boolean;
  readonly organization?: string;
  readonly parent?: string;
  readonly at: Origin;
}

/** Accounts and units by id. */
export interface Accounts {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly units: ReadonlyMap<string, Unit>;
}

const shortOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export function readAccounts(answers: Answers): Accounts {
  const units = new Map<string, Unit>();
  for (const row of answers.rows(UNITS)) {
    const id = row.required('id');
    const short = row.text('short') ?? id;
    const organization = row.text('organization');
    const parent = row.text('parent');
    if (id === '') continue;
    units.set(id, {
      id,
      short: shortOf(short),
      name: row.text('name') ?? shortOf(short),
      root: row.flag('root'),
      ...(organization ? { organization } : {}),
      ...(parent ? { parent } : {}),
      at: row.at,
    });
  }
  const above = (id: string | undefined): string[] => {
    const path: string[] = [];
    for (let at = id; at !== undefined && !path.includes(at); at = units.get(at)?.parent)
      path.unshift(at);
    return path;
  };
  const accounts = new Map<string, Account>();
  for (const row of answers.rows(ACCOUNTS)) {
    const id = row.required('id');
    const state = row.text('state');
    const organization = row.text('organization');
    if (id === '') continue;
    accounts.set(id, {
      id,
      name: row.text('name') ?? id,
      ...(state ? { state } : {}),
      ...(organization ? { organization } : {}),
      management: row.flag('management'),
      path: above(row.text('parent')),
      inscope: row.flag('inscope'),
      synced: row.flag('synced'),
      behind: row.flag('behind'),
      at: row.at,
    });
  }
  return { accounts, units };
}

/** Whether an account, by id, is asked for. What belongs to no known account is not, once accounts or OUs are named. */
export type WantsAccount = (id: string | undefined) => boolean;

/**
 * @param at place of the diagram's call, for messages
 * Errors: `not-in-graph`: an account or OU that the options name and the graph does not have. A picture
 * that lacks it without a word would be taken for complete.
 */
export function accountFilter(
  { accounts: names, ous }: Pick<Scope, 'accounts' | 'ous'>,
  { accounts, units }: Accounts,
  report: (diagnostic: Diagnostic) => void,
  at?: Origin,
): WantsAccount {
  const missing = (what: string, name: string): void =>
    report(
      error('not-in-graph', `the graph has no ${what} ${quote(name)}`, at, {
        hint: 'Names and ids must be as the graph has them; if it left the estate, take it out of the options.',
      }),
    );
  const wanted = new Set<string>();
  for (const name of names ?? []) {
    const found = [...accounts.values()].filter((a) => a.id === name || a.name === name);
    if (found.length === 0) missing('account', name);
    for (const { id } of found) wanted.add(id);
  }
  const within = new Set<string>();
  for (const name of ous ?? []) {
    const found = [...units.values()].filter((u) => [u.id, u.short, u.name].includes(name));
    if (found.length === 0) missing('OU', name);
    for (const { id } of found) within.add(id);
  }
  return (id) => {
    if (names === undefined && ous === undefined) return true;
    const account = id === undefined ? undefined : accounts.get(id);
    if (!account) return false;
    if (names !== undefined && !wanted.has(account.id)) return false;
    return ous === undefined || account.path.some((unit) => within.has(unit));
  };
}

/** Where an account is, for the rules of the config: `ledger.place(account.id, placeOf(account, accounts))`. */
export function placeOf({ id, name, path }: Account, { units }: Accounts): Place {
  const above = path.map((unit) => units.get(unit)).filter((unit) => unit !== undefined);
  return {
    accounts: [id, name],
    ous: above.flatMap((unit) => [unit.id, unit.short, unit.name]),
  };
}

/** How tags are compared: keys without regard to case and outer blanks, values exactly. */
export const tagKey = (key: string): string => key.trim().toLowerCase();

/** Whether all tags that the options name are there, each with one of its values. */
export function tagFilter(
  tags: Scope['tags'],
): (own: Readonly<Record<string, string>> | undefined) => boolean {
  const wanted = Object.entries(tags ?? {}).map(
    ([key, value]) => [tagKey(key), typeof value === 'string' ? [value] : value] as const,
  );
  return (own = {}) => {
    const values = new Map(Object.entries(own).map(([key, value]) => [tagKey(key), value]));
    return wanted.every(([key, allowed]) => {
      const value = values.get(key);
      return value !== undefined && allowed.includes(value);
    });
  };
}
