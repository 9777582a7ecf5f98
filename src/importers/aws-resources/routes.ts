/** Route tables of VPCs, with their routes and what uses them. */

import type { TargetKind, VpcRoute } from '../../inventory/routing.ts';
import { gatewayKind } from '../gateway-kinds.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import type { ResourceRecords } from './records.ts';

/** What each attribute of a route leads to; `gateway_id` holds several kinds. */
const TARGETS: readonly (readonly [attribute: string, kind: TargetKind])[] = [
  ['nat_gateway_id', 'nat-gateway'],
  ['transit_gateway_id', 'transit-gateway'],
  ['vpc_peering_connection_id', 'peering-connection'],
  ['vpc_endpoint_id', 'vpc-endpoint'],
  ['egress_only_gateway_id', 'egress-only-gateway'],
  ['carrier_gateway_id', 'carrier-gateway'],
  ['local_gateway_id', 'local-gateway'],
  ['instance_id', 'instance'],
  ['network_interface_id', 'network-interface'],
  ['core_network_arn', 'core-network'],
];

/** By the type of a resource that has no id yet. */
const GATEWAY_TYPES: ReadonlyMap<string | undefined, TargetKind> = new Map([
  ['aws_internet_gateway', 'internet-gateway'],
  ['aws_vpn_gateway', 'virtual-private-gateway'],
  ['aws_vpc_endpoint', 'vpc-endpoint'],
  ['aws_egress_only_internet_gateway', 'egress-only-gateway'],
  ['aws_ec2_carrier_gateway', 'carrier-gateway'],
  ['aws_ec2_local_gateway', 'local-gateway'],
]);

function targetOf(r: ResourceAttributes): Pick<VpcRoute, 'kind' | 'target'> {
  for (const [attribute, kind] of TARGETS) {
    const target = r.has(attribute) ? r.ref(attribute) : undefined;
    if (target !== undefined) return { kind, target };
  }
  const target = r.has('gateway_id') ? r.ref('gateway_id') : undefined;
  if (target === 'local') return { kind: 'local', target };
  const kind = GATEWAY_TYPES.get(r.targetType('gateway_id')) ?? gatewayKind(target) ?? 'unknown';
  return { kind, target: target ?? 'unknown' };
}

const DESTINATIONS = [
  ...['destination_cidr_block', 'destination_ipv6_cidr_block'],
  ...['cidr_block', 'ipv6_cidr_block'],
];

function addRoute(r: ResourceAttributes, table: string | undefined, to: ResourceRecords): void {
  const list = r.ref('destination_prefix_list_id');
  const destination = DESTINATIONS.map((a) => r.text(a)).find((d) => d !== undefined) ?? list;
  if (destination === undefined) for (const a of DESTINATIONS) r.needed(a);
  const { absent: _, ...base } = r.base();
  const route: VpcRoute = {
    ...base,
    id: `${table ?? 'unknown'}|${destination ?? r.id}`,
    destination: destination ?? 'unknown',
    ...targetOf(r),
    active: (r.text('state') ?? 'active') === 'active',
    propagated: r.text('origin') === 'EnableVgwRoutePropagation',
    ...present({ table }),
  };
  to.add('routes', route);
}

const table: Mapper = (r, to) => {
  const held = r.held({ vpc: 'vpc_id' });
  const main = r.resource.type === 'aws_default_route_table';
  // An adopted table names its VPC by the attribute that it was adopted by, before it is applied.
  const vpc = r.ref('vpc_id') ?? (main ? ownerOfDefault(r, 'default_route_table_id') : undefined);
  // Of routes that are not known, any may be there.
  const unread = r.hasOpenBlocks('route') ? (true as const) : undefined;
  to.add('routeTables', { ...held, main, ...present({ vpc, unread }) });
  for (const route of r.blocks('route')) addRoute(route, held.id, to);
};

/** The VPC of `aws_vpc.x.default_…_id`. */
export function ownerOfDefault(r: ResourceAttributes, attribute: string): string | undefined {
  const { index } = r.context;
  const value = r.resource.values[attribute];
  const text = typeof value === 'string' ? value : undefined;
  const byText = ['aws_vpc', 'aws_default_vpc']
    .flatMap((type) => index.ofType(type))
    .find(({ values }) => text !== undefined && values[attribute] === text);
  const owner = byText ?? r.referenced(attribute);
  return owner?.type === 'aws_vpc' || owner?.type === 'aws_default_vpc'
    ? index.idOf(owner)
    : undefined;
}

const association: Mapper = (r, to) => {
  const base = r.base({ subnet: 'subnet_id', gateway: 'gateway_id', table: 'route_table_id' });
  const facts = present({
    table: r.ref('route_table_id'),
    subnet: r.has('subnet_id') ? r.ref('subnet_id') : undefined,
    gateway: r.has('gateway_id') ? r.ref('gateway_id') : undefined,
  });
  to.add('routeTableAssociations', { ...base, main: false, ...facts });
};

const mainAssociation: Mapper = (r, to) => {
  const [vpc, own] = [r.ref('vpc_id'), r.ref('route_table_id')];
  to.add('routeTableAssociations', { ...r.base(), main: true, ...present({ table: own }) });
  for (const other of to.all('routeTables'))
    if (other.vpc === vpc && vpc !== undefined)
      to.update('routeTables', other.id, () => ({ main: other.id === own }));
};

export const ROUTES: Mapping = {
  aws_route_table: table,
  aws_default_route_table: table,
  aws_route: (r, to) => addRoute(r, r.ref('route_table_id'), to),
  aws_route_table_association: association,
};

const propagation = (r: ResourceAttributes): void => {
  const gateway = r.ref('vpn_gateway_id') ?? 'a gateway';
  r.cannotTell('route_table_id', `the routes that ${gateway} propagates are in no file`);
};

export const ROUTE_TIES: Mapping = {
  aws_main_route_table_association: mainAssociation,
  aws_vpn_gateway_route_propagation: propagation,
  aws_route_table(r) {
    for (const gateway of r.refs('propagating_vgws'))
      r.cannotTell('propagating_vgws', `the routes that ${gateway} propagates are in no file`);
  },
};
