/** What a record is in, and whose it is: worked out of the records around it. */

import { vpcOfSubnets } from '../../inventory/indexes.ts';
import type { Inventory, RecordType, RecordTypes } from '../../inventory/inventory.ts';

export interface Holder {
  readonly type: RecordType;
  readonly id: string;
}

type FactValues = Readonly<Record<string, unknown>>;
const text = (record: object, fact: string): string | undefined => {
  const value = (record as FactValues)[fact];
  return typeof value === 'string' ? value : undefined;
};
const texts = (record: object, fact: string): readonly string[] => {
  const value = (record as FactValues)[fact];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** `tgw-1` of `arn:…:transit-gateway/tgw-1`, `ou-1` of `o-1/ou-1`: sources write either. */
export const shortId = (id: string): string =>
  /^arn:[^/]*:transit-gateway\/|^o-[^/]*\//.test(id) ? id.slice(id.lastIndexOf('/') + 1) : id;

const held = (type: RecordType, id: string | undefined): Holder[] =>
  id === undefined ? [] : [{ type, id }];

/** Types by what they are in. */
const HOLDERS: {
  readonly [T in RecordType]?: (record: RecordTypes[T]) => readonly Holder[];
} = {
  routes: ({ table }) => held('routeTables', table),
  routeTableAssociations: ({ table, subnet }) => [
    ...held('routeTables', table),
    ...held('subnets', subnet),
  ],
  peerings: ({ requester, accepter }) => [...held('vpcs', requester), ...held('vpcs', accepter)],
  transitAttachments: ({ vpc, gateway }) => [
    ...held('vpcs', vpc),
    ...held('transitGateways', gateway),
  ],
  vpnConnections: ({ gateway }) => [
    ...held('vpnGateways', gateway),
    ...held('transitGateways', gateway),
  ],
  transitRouteTables: ({ gateway }) => held('transitGateways', gateway),
  transitRoutes: ({ table }) => held('transitRouteTables', table),
  transitAssociations: ({ table, attachment }) => [
    ...held('transitRouteTables', table),
    ...held('transitAttachments', attachment),
  ],
  transitPropagations: ({ table, attachment }) => [
    ...held('transitRouteTables', table),
    ...held('transitAttachments', attachment),
  ],
  securityGroupRules: ({ groups }) => held('securityGroups', groups[0]),
  networkAclRules: ({ acl }) => held('networkAcls', acl),
  balancerTargets: ({ balancer }) => held('loadBalancers', balancer),
  networkInterfaces: ({ subnet }) => held('subnets', subnet),
  fileMounts: ({ fileSystem, subnet }) => [
    ...held('fileSystems', fileSystem),
    ...held('subnets', subnet),
  ],
  natGateways: ({ vpc, subnet }) => [...held('vpcs', vpc), ...held('subnets', subnet)],
};

/** What a record is gone with, or came with. */
export function holdersOf<T extends RecordType>(
  inventory: Inventory,
  type: T,
  record: RecordTypes[T],
): readonly Holder[] {
  const own = (HOLDERS[type] as ((record: RecordTypes[T]) => readonly Holder[]) | undefined)?.(
    record,
  );
  if (own) return own;
  if (type === 'vpcs') return [];
  return held('vpcs', text(record, 'vpc') ?? vpcOfSubnets(inventory, texts(record, 'subnets')));
}

/** The VPCs that a record belongs to, or joins. */
export function vpcsOf<T extends RecordType>(
  inventory: Inventory,
  type: T,
  record: RecordTypes[T],
): readonly string[] {
  if (type === 'vpcs') return [record.id];
  return holdersOf(inventory, type, record).flatMap((holder) => {
    if (holder.type === 'vpcs') return [holder.id];
    const other = inventory[holder.type].get(holder.id);
    return other ? vpcsOf(inventory, holder.type, other as never) : [];
  });
}

export interface Whereabouts {
  /** Id of the account. */
  readonly account?: string;
  readonly region?: string;
}

/** The account and region of a record: its own, else those of what holds it. */
export function whereabouts<T extends RecordType>(
  inventory: Inventory,
  type: T,
  record: RecordTypes[T],
): Whereabouts {
  const account =
    type === 'accounts'
      ? record.id
      : (text(record, 'owner') ?? texts(record, 'accounts')[0] ?? text(record, 'account'));
  const region = text(record, 'region');
  const own = {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
  if (account !== undefined && region !== undefined) return own;
  for (const holder of holdersOf(inventory, type, record)) {
    const other = inventory[holder.type].get(holder.id);
    if (!other) continue;
    const found = whereabouts(inventory, holder.type, other as never);
    if (found.account !== undefined) return { ...found, ...own };
  }
  return own;
}
