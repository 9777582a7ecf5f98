/** By what two sources speak of one thing: the cloud's id, else keys that AWS itself keeps unique. */

import type { RecordType, RecordTypes } from '../inventory/inventory.ts';
import type { AccountRecord, InventoryRecord } from '../inventory/provenance.ts';
import type { SecurityGroupRule } from '../inventory/security.ts';
import { portText } from '../model/ports.ts';

/** - `cloud-id`, `arn`, `address`: what a source itself keys it by;
 *  - `parts`: it is nothing but its parts, e.g. a route of a table to a destination;
 *  - `natural`: unique by the rules of AWS, for what has no id yet. */
export type KeyKind = 'cloud-id' | 'arn' | 'address' | 'parts' | 'natural';

export interface JoinKey {
  readonly kind: KeyKind;
  readonly text: string;
}

type PartsOf = { readonly [T in RecordType]?: (record: RecordTypes[T]) => string | undefined };

const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : parts.join('|');

/** One rule for one source; see `unitRules`. */
export const rulePlace = ({ groups, inbound, ports }: SecurityGroupRule): string =>
  `${groups[0]}|${inbound ? 'in' : 'out'}|${portText(ports)}`;

export const ruleSource = ({
  ranges,
  peerGroups = [],
  prefixLists = [],
}: SecurityGroupRule): string => ranges[0] ?? peerGroups[0] ?? prefixLists[0] ?? '';

/** Things without an id that outlives them, or whose ids differ by source. */
const PARTS: PartsOf = {
  addressBlocks: ({ vpc, block }) => joined(vpc, block),
  routes: ({ table, destination }) => joined(table, destination),
  routeTableAssociations: ({ main, table, subnet, gateway }) =>
    main ? joined('main', table) : (joined('subnet', subnet) ?? joined('gateway', gateway)),
  transitAssociations: ({ attachment }) => attachment,
  transitPropagations: ({ table, attachment }) => joined(table, attachment),
  transitRoutes: ({ table, destination }) => joined(table, destination),
  securityGroupRules: (rule) => `${rulePlace(rule)}|${ruleSource(rule)}`,
  networkAclRules: ({ acl, inbound, number, cidr }) =>
    `${acl}|${inbound}|${number}|${cidr.includes(':') ? 'v6' : 'v4'}`,
  balancerTargets: ({ balancer, target, sends }) =>
    `${balancer}|${target}|${sends.flatMap(({ ports }) => ports.map(portText)).join()}`,
};

const named = ({ id, name, accounts, region }: AccountRecord & { readonly name: string }) =>
  name === id ? undefined : joined(accounts[0], region, name);

/** For what one of two sources has no id of yet. VPCs are never joined by their blocks. */
const NATURAL: PartsOf = {
  accounts: ({ id, name }) => (name === id ? undefined : name),
  units: ({ root, parent, name }) => (root ? 'root' : joined(parent, name)),
  vpcs: named,
  subnets: ({ vpc, cidr }) => joined(vpc, cidr),
  /** A VPC has one main table, and a gateway endpoint one row in a table. */
  routeTables: ({ main, vpc }) => (main ? joined('main', vpc) : undefined),
  routes: ({ table, kind, destination, target }) =>
    kind === 'vpc-endpoint' && (destination.startsWith('pl-') || isPlaceholder(destination))
      ? joined(table, target)
      : undefined,
  internetGateways: ({ vpc }) => vpc,
  vpnGateways: ({ vpc }) => vpc,
  natGateways: ({ id, subnet, connectivity = 'public', name }) =>
    name === id ? undefined : joined(subnet, connectivity, name),
  elasticAddresses: ({ address }) => (address === 'unknown' ? undefined : address),
  securityGroups: ({ vpc, name }) => joined(vpc, name),
  networkAcls: ({ vpc, isDefault }) => (isDefault ? joined(vpc, 'default') : undefined),
  peerings: ({ requester, accepter }) =>
    requester === undefined || accepter === undefined
      ? undefined
      : [requester, accepter].sort().join('|'),
  transitGateways: ({ name, accounts, region }) => joined(accounts[0], region, name),
  transitAttachments: ({ gateway, vpc, resource }) => joined(gateway, vpc ?? resource),
  vpnConnections: ({ customerGateway, gateway }) => joined(customerGateway, gateway),
  endpoints: ({ vpc, service, type }) => joined(vpc, service, type),
  loadBalancers: named,
  databases: named,
  databaseClusters: named,
  dataWarehouses: named,
  messageBrokers: named,
  contentDistributions: ({ domain }) => domain,
  kubernetesServices: named,
  functions: named,
  scalingGroups: named,
  instances: ({ id, name, subnets }) => (name === id ? undefined : joined(subnets[0], name)),
};

/**
 * Stands for the id of what exists with something else, and that the source does not say:
 * `vpc-1.default_route_table_id`, `vpce-1.prefix_list_id`.
 */
export const isPlaceholder = (id: string): boolean => /\.(?:[a-z_]+_id|roots\[\d+\]\.id)$/.test(id);

/** Whether the cloud gave it its id; a plan or code has none yet. */
export const hasCloudId = ({ id, provenance: { address } }: InventoryRecord): boolean =>
  id !== address &&
  !isPlaceholder(id) &&
  !(address !== undefined && id.endsWith(`:${address}`)) &&
  !/^(?:aws_|module\.|data\.|urn:)/.test(id);

/** `ou-1` of `o-1/ou-1`, `tgw-1` of `arn:…:transit-gateway/tgw-1`. */
const shortId = (type: RecordType, id: string): string =>
  ['units', 'transitGateways', 'networkAcls'].includes(type)
    ? id.slice(id.lastIndexOf('/') + 1)
    : id;

const apply = <T extends RecordType>(
  keys: PartsOf,
  type: T,
  record: RecordTypes[T],
): string | undefined =>
  (keys[type] as ((record: RecordTypes[T]) => string | undefined) | undefined)?.(record);

/** Keys by which a record is the same as another's that has one of them. */
export function strongKeys<T extends RecordType>(type: T, record: RecordTypes[T]): JoinKey[] {
  const parts = apply(PARTS, type, record);
  if (parts !== undefined) return [{ kind: 'parts', text: parts }];
  const { arn } = record as { readonly arn?: string };
  const { address } = record.provenance;
  return [
    ...(hasCloudId(record) ? [{ kind: 'cloud-id' as const, text: shortId(type, record.id) }] : []),
    ...(arn === undefined ? [] : [{ kind: 'arn' as const, text: arn }]),
    ...(address === undefined ? [] : [{ kind: 'address' as const, text: address }]),
  ];
}

/** The key by which it can be the same where one of the two has no cloud id. */
export const naturalKey = <T extends RecordType>(
  type: T,
  record: RecordTypes[T],
): string | undefined => apply(NATURAL, type, record);
