/** Route tables of VPCs with their routes, and which subnets and gateways they serve. */

import type { Collections } from '../../inventory/inventory.ts';
import type {
  RouteTable,
  RouteTableAssociation,
  TargetKind,
  VpcRoute,
} from '../../inventory/routing.ts';
import { gatewayKind } from '../gateway-kinds.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy } from './records.ts';

/** Property of a route -> what it leads to. An instance's interface is named, too, so the instance goes first. */
const TARGETS: readonly (readonly [property: string, kind: TargetKind])[] = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'peering-connection'],
  ['VpcEndpointId', 'vpc-endpoint'],
  ['EgressOnlyInternetGatewayId', 'egress-only-gateway'],
  ['CarrierGatewayId', 'carrier-gateway'],
  ['LocalGatewayId', 'local-gateway'],
  ['InstanceId', 'instance'],
  ['NetworkInterfaceId', 'network-interface'],
  ['CoreNetworkArn', 'core-network'],
];

function targetOf(route: Item): Pick<VpcRoute, 'kind' | 'target'> {
  for (const [property, kind] of TARGETS) {
    const target = route.text(property);
    if (target !== undefined) return { kind, target };
  }
  const gateway = route.text('GatewayId');
  if (gateway === 'local') return { kind: 'local', target: 'local' };
  return { kind: gatewayKind(gateway) ?? 'unknown', target: gateway ?? 'unknown' };
}

function routeOf(route: Item, table: string): VpcRoute {
  const destination =
    route.text('DestinationCidrBlock') ??
    route.text('DestinationIpv6CidrBlock') ??
    route.text('DestinationPrefixListId') ??
    'unknown';
  return {
    id: `${table}|${destination}`,
    ...{ table, destination },
    ...targetOf(route),
    active: (route.text('State') ?? 'active') === 'active',
    propagated: route.text('Origin') === 'EnableVgwRoutePropagation',
    provenance: route.provenance,
  };
}

function associationOf(item: Item, table: string): RouteTableAssociation[] {
  const main = item.flag('Main');
  const [subnet, gateway] = [item.text('SubnetId'), item.text('GatewayId')];
  const state = item.inner('AssociationState').text('State') ?? 'associated';
  if (/^(?:disassociat|failed)/.test(state)) return [];
  const id = item.text('RouteTableAssociationId') ?? `${table}|${subnet ?? gateway ?? 'main'}`;
  return [{ ...{ id, table, main }, ...present({ subnet, gateway }), provenance: item.provenance }];
}

export function readTables(
  answers: AnswerSet,
): Pick<Collections, 'routeTables' | 'routes' | 'routeTableAssociations'> {
  const tables: RouteTable[] = [];
  const routes: VpcRoute[] = [];
  const associations: RouteTableAssociation[] = [];
  for (const item of answers.items('RouteTables')) {
    const id = item.text('RouteTableId');
    if (id === undefined) continue;
    const own = item.items('Associations').flatMap((one) => associationOf(one, id));
    tables.push({
      id,
      ...heldBy(item),
      main: own.some(({ main }) => main),
      ...present({ vpc: item.text('VpcId') }),
      provenance: item.provenance,
    });
    routes.push(...item.items('Routes').map((route) => routeOf(route, id)));
    associations.push(...own);
  }
  return {
    routeTables: byId(tables),
    routes: byId(routes),
    routeTableAssociations: byId(associations),
  };
}
