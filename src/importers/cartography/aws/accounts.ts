/** Which accounts an estate has, where they stand in their organization, and which of them the options ask for. */

import type { Account, AccountTree, OrganizationalUnit } from '../../../inventory/organization.ts';
import { present } from '../../present.ts';
import type { Answers, Question } from '../question.ts';
import { provenance } from './source.ts';

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

const shortOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** @param emails by account; only where they are asked for */
export function readAccounts(
  answers: Answers,
  emails: ReadonlyMap<string, string> = new Map(),
): AccountTree {
  const units = new Map<string, OrganizationalUnit>();
  for (const row of answers.rows(UNITS)) {
    const id = row.required('id');
    const short = shortOf(row.text('short') ?? id);
    if (id === '') continue;
    units.set(id, {
      id,
      short,
      name: row.text('name') ?? short,
      root: row.flag('root'),
      ...present({ organization: row.text('organization'), parent: row.text('parent') }),
      ...provenance(row),
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
    if (id === '') continue;
    accounts.set(id, {
      id,
      name: row.text('name') ?? id,
      management: row.flag('management'),
      path: above(row.text('parent')),
      inscope: row.flag('inscope'),
      synced: row.flag('synced'),
      behind: row.flag('behind'),
      ...present({
        state: row.text('state'),
        organization: row.text('organization'),
        email: emails.get(id),
      }),
      ...provenance(row),
    });
  }
  return { accounts, units };
}

/** Accounts of which nothing says that a read of them ever ended, in a graph that says so of others. */
export function unreadAccounts({ accounts }: AccountTree): readonly string[] {
  const all = [...accounts.values()];
  if (!all.some(({ synced }) => synced)) return [];
  return all.filter(({ synced }) => !synced).map(({ id }) => id);
}
