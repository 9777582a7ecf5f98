/** Which records a comparison is about: what a diagram says that it shows in full, or all that two sources know. */

import type { Inventory, RecordType, RecordTypes } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import { tagKey } from '../../inventory/tags.ts';
import { isScope } from '../../model/covers.ts';
import type { Covered, CoveredDetail, CoveredScope, CoveredVpcs } from '../../model/facts.ts';
import { vpcsOf, whereabouts } from './placement.ts';

/** One claim to show all of some types. */
export interface ScopePart {
  readonly types: ReadonlySet<RecordType>;
  /** Of what belongs to VPCs, the VPCs whose things it is about; absent: everything of these types. */
  readonly vpc?: (vpc: Vpc, inventory: Inventory) => boolean;
  /** Of what belongs to none: by account and region. */
  readonly vpcs?: CoveredVpcs;
}

const CONNECTIONS: readonly RecordType[] = [
  ...(['peerings', 'transitGateways', 'transitAttachments', 'vpnConnections'] as const),
  ...(['clientVpnEndpoints', 'endpointServices'] as const),
];
const GATEWAYS: readonly RecordType[] = [
  ...(['internetGateways', 'egressOnlyGateways', 'natGateways', 'vpnGateways'] as const),
  'endpoints',
];

/** Types by detail, each with those before it. */
const DETAIL_TYPES: Readonly<Record<CoveredDetail, readonly RecordType[]>> = {
  vpcs: ['vpcs', ...CONNECTIONS],
  subnets: ['vpcs', ...CONNECTIONS, 'subnets', ...GATEWAYS],
  routes: ['vpcs', ...CONNECTIONS, 'subnets', ...GATEWAYS, 'routeTables', 'routes'],
  resources: [
    ...(['vpcs', ...CONNECTIONS, 'subnets', ...GATEWAYS, 'routeTables', 'routes'] as const),
    ...(['securityGroupRules', 'instances', 'loadBalancers', 'databases', 'caches'] as const),
    ...(['dataWarehouses', 'functions', 'kubernetesServices', 'networkFirewalls'] as const),
  ],
};

/** Connections of a network with anything else. */
const LINK_TYPES: readonly RecordType[] = [
  ...(['peerings', 'transitAttachments', 'internetGateways', 'egressOnlyGateways'] as const),
  ...(['vpnGateways', 'endpoints', 'vpnConnections', 'clientVpnEndpoints'] as const),
  'endpointServices',
];

const named = (names: readonly string[], id: string, { accounts }: Inventory): boolean =>
  names.includes(id) || names.includes(accounts.get(id)?.name ?? id);

export function hasTags({ tags }: Vpc, wanted: NonNullable<CoveredVpcs['tags']>): boolean {
  const own = new Map(Object.entries(tags).map(([key, value]) => [tagKey(key), value]));
  return Object.entries(wanted).every(([key, values]) => {
    const value = own.get(tagKey(key));
    return value !== undefined && [values].flat().includes(value);
  });
}

const isCovered =
  ({ accounts, regions, tags }: CoveredVpcs) =>
  (vpc: Vpc, inventory: Inventory): boolean => {
    const { account, region } = whereabouts(inventory, 'vpcs', vpc);
    return (
      (!accounts || (account !== undefined && named(accounts, account, inventory))) &&
      (!regions || (region !== undefined && regions.includes(region))) &&
      (!tags || hasTags(vpc, tags))
    );
  };

function partOf(scope: CoveredScope, inZone: (zone: string, vpc: string) => boolean): ScopePart {
  if ('organization' in scope) return { types: new Set(['units', 'accounts']) };
  if ('links' in scope)
    return { types: new Set(LINK_TYPES), vpc: ({ id }) => inZone(scope.links, id) };
  const types = new Set(DETAIL_TYPES[scope.detail ?? 'subnets']);
  return scope.vpcs === true ? { types } : { types, vpc: isCovered(scope.vpcs), vpcs: scope.vpcs };
}

/** @param inZone whether a running VPC is drawn in a zone */
export const scopeParts = (
  covers: readonly Covered[],
  inZone: (zone: string, vpc: string) => boolean,
): readonly ScopePart[] => covers.filter(isScope).map((scope) => partOf(scope, inZone));

/** Whether a running record is of what one claims to show in full. */
export function isInScope<T extends RecordType>(
  parts: readonly ScopePart[],
  inventory: Inventory,
  type: T,
  record: RecordTypes[T],
): boolean {
  return parts.some((part) => {
    if (!part.types.has(type)) return false;
    if (!part.vpc) return true;
    const vpcs = vpcsOf(inventory, type, record).flatMap((id) => inventory.vpcs.get(id) ?? []);
    if (vpcs.length > 0) return vpcs.some((vpc) => part.vpc?.(vpc, inventory));
    // Tags are those of VPCs: what belongs to none has none of them.
    if (!part.vpcs || part.vpcs.tags) return false;
    const { account, region } = whereabouts(inventory, type, record);
    const { accounts, regions } = part.vpcs;
    return (
      (!accounts || (account !== undefined && named(accounts, account, inventory))) &&
      (!regions || (region !== undefined && regions.includes(region)))
    );
  });
}

/** All types that are claimed, by any part. */
export const typesOf = (parts: readonly ScopePart[]): ReadonlySet<RecordType> =>
  new Set(parts.flatMap(({ types }) => [...types]));

/** Whether one claims to show everything of an account and region, as far as that is VPCs' or the organization's. */
export function asksAbout(
  part: ScopePart,
  inventory: Inventory,
  account: string | undefined,
  region: string | undefined,
): boolean {
  const { accounts, regions } = part.vpcs ?? {};
  return (
    (!accounts || account === undefined || named(accounts, account, inventory)) &&
    (!regions || region === undefined || regions.includes(region))
  );
}
