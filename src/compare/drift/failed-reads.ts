/**
 * Signs that a part of a read failed, though its source says nothing of it: AWS makes some things with others, and
 * what records name exists. Of what such a read should have given, nothing is known to be gone.
 */

import { once, routesOf } from '../../inventory/indexes.ts';
import { type Inventory, type RecordType, readState } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { DriftSide } from './compare-facts.ts';
import type { DriftGap } from './drift.ts';

export interface FailedReads {
  readonly gaps: readonly DriftGap[];
  /** Whether a record of this type in this VPC, or table, may be there all the same. */
  readonly mayHold: (type: RecordType, holders: readonly string[]) => boolean;
  /** Whether others name it: it exists. */
  readonly isNamed: (type: RecordType, id: string) => boolean;
}

const isWhole = ({ stub, unlisted }: Vpc): boolean => stub === undefined && !unlisted;

/** VPCs by the types of which AWS makes one with each. */
const MADE_WITH_VPC: readonly RecordType[] = ['routeTables', 'securityGroups', 'networkAcls'];
/** What is read together: without its table, a route is not there. */
const READ_WITH: Partial<Readonly<Record<RecordType, readonly RecordType[]>>> = {
  routeTables: ['routeTables', 'routes', 'routeTableAssociations'],
  securityGroups: ['securityGroups', 'securityGroupRules'],
  networkAcls: ['networkAcls', 'networkAclRules'],
};

const heldTypes = once((inventory: Inventory) => {
  const found = new Map<RecordType, Set<string>>();
  for (const type of MADE_WITH_VPC)
    found.set(
      type,
      new Set(
        [...inventory[type].values()].flatMap((record) => (record as { vpc?: string }).vpc ?? []),
      ),
    );
  return found;
});

/** Subnets that tables, interfaces and what runs in them name. */
const namedSubnets = once((inventory: Inventory) => {
  const found = new Set<string>();
  const add = (id: string | undefined): void => {
    if (id !== undefined && !inventory.subnets.has(id)) found.add(id);
  };
  for (const { subnet } of inventory.routeTableAssociations.values()) add(subnet);
  for (const { subnet } of inventory.networkInterfaces.values()) add(subnet);
  for (const { subnets } of inventory.instances.values()) for (const id of subnets) add(id);
  for (const { subnets } of inventory.endpoints.values()) for (const id of subnets) add(id);
  return found;
});

const namedVpcs = once(
  ({ vpcs }: Inventory) =>
    new Set([...vpcs.values()].filter((vpc) => !isWhole(vpc)).map(({ id }) => id)),
);

const listed = (ids: readonly string[]): string => {
  const sorted = [...ids].sort(byCodeUnit);
  return sorted.length > 5
    ? `${sorted.slice(0, 5).join(', ')} and ${sorted.length - 5} more`
    : sorted.join(', ');
};

/**
 * @param types those that are compared
 * @param inScope whether a VPC is asked about
 */
export function failedReads(
  { inventory, source }: DriftSide,
  types: ReadonlySet<RecordType>,
  inScope: (vpc: Vpc) => boolean,
): FailedReads {
  const gaps: DriftGap[] = [];
  const lacking = new Map<RecordType, Set<string>>();
  const vpcs = [...inventory.vpcs.values()].filter((vpc) => isWhole(vpc) && inScope(vpc));
  const isRead = (type: RecordType, { owner, accounts, region }: Vpc): boolean =>
    readState(inventory, type, owner ?? accounts[0], region) === 'read';
  for (const type of MADE_WITH_VPC) {
    const together = READ_WITH[type] ?? [type];
    if (!together.some((one) => types.has(one)) || source.vocabulary[type] === undefined) continue;
    const held = heldTypes(inventory).get(type);
    const without = vpcs.filter((vpc) => isRead(type, vpc) && !held?.has(vpc.id));
    if (without.length === 0) continue;
    const ids = without.map(({ id }) => id);
    for (const one of together) lacking.set(one, new Set(ids));
    gaps.push({
      gap: 'read-failed',
      what: `${TYPE_WORDS[type]}s of ${listed(ids)}`,
      why: `AWS makes one with each VPC, and ${source.name} has none: a part of its read failed`,
      types: together.map((one) => TYPE_WORDS[one]).sort(byCodeUnit),
      ...(ids.length === 1 && ids[0] !== undefined ? { id: ids[0] } : {}),
    });
  }
  const empty = new Set<string>();
  if (types.has('routes'))
    for (const { id, vpc } of inventory.routeTables.values()) {
      const own = vpcs.find((one) => one.id === vpc);
      if (own && isRead('routes', own) && routesOf(inventory, id).length === 0) empty.add(id);
    }
  if (empty.size > 0)
    gaps.push({
      gap: 'read-failed',
      what: `routes of ${listed([...empty])}`,
      why: `each table routes its own VPC, and ${source.name} has no route of it: a part of its read failed`,
      types: ['route'],
    });
  const unseen = types.has('subnets') ? [...namedSubnets(inventory)] : [];
  if (unseen.length > 0)
    gaps.push({
      gap: 'read-failed',
      what: `subnets ${listed(unseen)}`,
      why: `${source.name} names them and has no record of them: a part of its read failed`,
      types: ['subnet'],
    });
  return {
    gaps,
    mayHold: (type, holders) =>
      holders.some((id) => lacking.get(type)?.has(id) || (type === 'routes' && empty.has(id))),
    isNamed: (type, id) =>
      (type === 'subnets' && namedSubnets(inventory).has(id)) ||
      (type === 'vpcs' && namedVpcs(inventory).has(id)),
  };
}

/** What the newest complete read of its account did not read. */
export function olderData(
  { inventory, source }: DriftSide,
  accounts: readonly string[],
  inScope: (vpc: Vpc) => boolean,
): DriftGap[] {
  const behind = accounts.flatMap((id) => {
    const account = inventory.accounts.get(id);
    return account?.behind ? [account] : [];
  });
  const networks = [...inventory.vpcs.values()].filter(
    (vpc) => vpc.behind && isWhole(vpc) && inScope(vpc),
  );
  return [
    ...behind.map(
      ({ id, name, provenance }): DriftGap => ({
        gap: 'behind',
        what: `account ${name === id ? id : `${name} (${id})`}`,
        why: `its last complete read is older than the newest one of ${source.name}`,
        ...{ id, name, place: provenance.at },
      }),
    ),
    ...networks.map(
      ({ id, name, provenance }): DriftGap => ({
        gap: 'behind',
        what: `VPC ${name === id ? id : `${name} (${id})`}`,
        why: `the last read of its account did not read it: it is older data, or it is gone`,
        ...{ id, name, place: provenance.at },
      }),
    ),
  ];
}
