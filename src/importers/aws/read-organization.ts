/** Organizations: the tree of OUs, and accounts with their place in it. Addresses of mail are never read. */

import type { Collections } from '../../inventory/inventory.ts';
import type { Account, Organization, OrganizationalUnit } from '../../inventory/organization.ts';
import type { RecordProvenance } from '../../inventory/provenance.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, ofArn } from './records.ts';

type Tree = Pick<Collections, 'organizations' | 'units' | 'accounts'>;

/** `o-abc` of `arn:aws:organizations::1:ou/o-abc/ou-1`. */
const organizationIn = (arn: string | undefined): string | undefined =>
  /:[a-z]+\/(o-[a-z0-9]+)\//.exec(arn ?? '')?.[1];

function readUnits(answers: AnswerSet): Map<string, OrganizationalUnit> {
  const unit = (item: Item, root: boolean, parent: string | undefined): OrganizationalUnit[] => {
    const id = item.text('Id');
    if (id === undefined) return [];
    const organization = organizationIn(item.text('Arn'));
    const { provenance } = item;
    const name = item.text('Name') ?? id;
    return [{ id, short: id, name, root, ...present({ organization, parent }), provenance }];
  };
  return byId([
    ...answers.items('Roots').flatMap((item) => unit(item, true, undefined)),
    ...answers
      .of('OrganizationalUnits')
      .flatMap(({ items, key }) => items.flatMap((item) => unit(item, false, key))),
  ]);
}

interface AccountNote {
  readonly provenance: RecordProvenance;
  readonly item?: Item;
}

/** Every account that is listed, whose answers are there, or that another one names. */
function noted(
  answers: AnswerSet,
  named: Iterable<readonly [string, RecordProvenance]>,
): Map<string, AccountNote> {
  const found = new Map<string, AccountNote>();
  for (const item of answers.items('Accounts')) {
    const id = item.text('Id');
    if (id !== undefined && !found.has(id)) found.set(id, { item, provenance: item.provenance });
  }
  for (const { whole } of answers.of('Vpcs'))
    if (whole.account !== undefined && !found.has(whole.account))
      found.set(whole.account, { provenance: whole.provenance });
  for (const [id, provenance] of named) if (!found.has(id)) found.set(id, { provenance });
  return found;
}

/** @param named accounts that things of others name, with where */
export function readOrganization(
  answers: AnswerSet,
  named: Iterable<readonly [string, RecordProvenance]>,
): Tree {
  const organizations = byId<Organization>(
    answers.items('Organization').flatMap((item) => {
      const id = item.text('Id');
      return id === undefined ? [] : [{ id, provenance: item.provenance }];
    }),
  );
  const units = readUnits(answers);
  const managing = new Set(
    answers.items('Organization').flatMap((item) => item.text('MasterAccountId') ?? []),
  );
  const parents = new Map(
    answers
      .of('Accounts')
      .flatMap(({ items, key }) =>
        key === undefined ? [] : items.map((item) => [item.text('Id') ?? '', key] as const),
      ),
  );
  const above = (id: string | undefined): string[] => {
    const path: string[] = [];
    for (let at = id; at !== undefined && !path.includes(at); at = units.get(at)?.parent)
      if (units.has(at)) path.unshift(at);
      else break;
    return path;
  };
  const read = new Set(answers.of('Vpcs').flatMap(({ account }) => account ?? []));
  const accounts = [...noted(answers, named)].map(([id, { item, provenance }]): Account => {
    const organization = organizationIn(item?.text('Arn'));
    const state = item?.text('State') ?? item?.text('Status');
    return {
      id,
      name: item?.text('Name') ?? id,
      management: managing.has(id),
      path: above(parents.get(id)),
      inscope: read.has(id),
      synced: read.has(id),
      behind: false,
      ...present({ state, organization }),
      provenance,
    };
  });
  return { organizations, units, accounts: byId(accounts) };
}

/** Accounts that own what other accounts' answers name. */
export function* namedAccounts(answers: AnswerSet): Generator<readonly [string, RecordProvenance]> {
  for (const peering of answers.items('VpcPeeringConnections'))
    for (const side of ['RequesterVpcInfo', 'AccepterVpcInfo']) {
      const owner = peering.inner(side).text('OwnerId');
      if (owner !== undefined) yield [owner, peering.provenance];
    }
  for (const key of ['Vpcs', 'Subnets', 'TransitGateways', 'NetworkInterfaces'] as const)
    for (const item of answers.items(key)) {
      const owner = item.text('OwnerId') ?? ofArn(item.text('SubnetArn')).account;
      if (owner !== undefined && /^\d{12}$/.test(owner)) yield [owner, item.provenance];
    }
}
