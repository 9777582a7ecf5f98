/** Ways through gateways of one VPC: to the internet, to other sites, to services, through appliances. */

import { subnetOfTarget } from '../inventory/indexes.ts';
import type { NatGateway, Subnet } from '../inventory/network.ts';
import type { VpcRoute } from '../inventory/routing.ts';
import { AddressSet } from '../model/addresses.ts';
import { PortSet } from '../model/ports.ts';
import { isGone } from './network-model.ts';
import { common } from './port-bounds.ts';
import {
  ended,
  type RoutePart,
  type RouteProgress,
  stopped,
  unknown,
  withCrossing,
  withDoubt,
  withHop,
} from './route-parts.ts';
import type { WayPoint } from './way-point.ts';

const parsed = (...texts: string[]): AddressSet => AddressSet.parse(texts) ?? AddressSet.NONE;

/** Private, shared and link-local addresses, and those of nobody: never on the internet. */
export const NOT_PUBLIC = parsed(
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', 'fc00::/7', 'fe80::/10', 'ff00::/8', '::/128'],
);
export const PUBLIC = AddressSet.ALL.subtract(NOT_PUBLIC);

const IPV4 = AddressSet.ofIntervals(AddressSet.ALL.ipv4, []);
const TRANSLATED = PortSet.of([{ protocol: 'tcp' }, { protocol: 'udp' }, { protocol: 'icmp' }]);

export function gatewayWays(
  at: WayPoint,
  { kind, target, destination }: VpcRoute,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  switch (kind) {
    case 'internet-gateway':
    case 'egress-only-gateway':
      return internetWays(at, kind, target, part, withHop(p, target, kind));
    case 'nat-gateway':
      return natWays(at, target, part, withHop(p, target, kind));
    case 'virtual-private-gateway':
      return vpnWays(at, target, part, withHop(p, target, 'vpn-gateway'));
    case 'vpc-endpoint':
      return endpointWays(at, target, destination, part, withHop(p, target, kind));
    case 'network-interface':
    case 'instance':
      return applianceWays(at, target, part, withHop(p, target, kind));
    default:
      return [unknown(p, part, 'INTERFACE_TARGET_NOT_MODELLED', target)];
  }
}

/** Only for senders in its own VPC, and only to addresses that are on the internet. */
function internetWays(
  { walker: { model }, vpc }: WayPoint,
  kind: 'internet-gateway' | 'egress-only-gateway',
  id: string,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const outwardsOnly = kind === 'egress-only-gateway';
  const fits = outwardsOnly ? part.subtract(IPV4) : part;
  const wrong = outwardsOnly ? part.intersect(IPV4) : AddressSet.NONE;
  const found = wrong.isEmpty ? [] : [stopped(p, wrong, 'PROTOCOL_RESTRICTION', id)];
  const inner = fits.intersect(NOT_PUBLIC);
  if (!inner.isEmpty)
    found.push(stopped(p, inner, 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', id));
  const outer = inner.isEmpty ? fits : fits.subtract(inner);
  if (outer.isEmpty) return found;
  const noAddress = !p.inside || p.translation?.gateway.connectivity === 'private';
  if (noAddress) return [...found, stopped(p, outer, 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', id)];
  const type = outwardsOnly ? 'egressOnlyGateways' : 'internetGateways';
  const gateway = model.inventory[type].get(id);
  if (gateway && gateway.vpc !== vpc)
    return [...found, stopped(p, outer, 'BAD_STATE_ATTACHMENT', id)];
  const read = model.wasRead(type, model.inventory.vpcs.get(vpc) ?? {});
  if (!gateway && read) return [...found, stopped(p, outer, 'BAD_STATE', id)];
  const sure = gateway ? p : withDoubt(p, { code: 'ATTACHMENT_UNKNOWN', id });
  const end = { kind: 'internet', gateway: id, outwardsOnly } as const;
  return [...found, ended(withHop(sure, 'internet', 'internet'), outer, end)];
}

/** Opens connections outwards; what follows is decided by the table of its own subnet. */
function natWays(at: WayPoint, id: string, part: AddressSet, p: RouteProgress): RoutePart[] {
  const { model } = at.walker;
  const gateway: NatGateway | undefined = model.inventory.natGateways.get(id);
  const subnet = model.inventory.subnets.get(
    gateway?.subnet ?? subnetOfTarget(model.inventory, id) ?? '',
  );
  if (gateway && isGone(gateway)) return [stopped(p, part, 'BAD_STATE', id)];
  if (!subnet) return [unknown(p, part, 'NETWORK_NOT_READ', id)];
  if (subnet.vpc !== at.vpc) return [stopped(p, part, 'NGW_REQUIRES_SOURCE_IN_VPC', id)];
  if (p.translation)
    return p.translation.gateway.id === id
      ? [stopped(p, part, 'ROUTING_LOOP', id)]
      : [unknown(p, part, 'INTERFACE_TARGET_NOT_MODELLED', id)];
  const wrong = part.subtract(IPV4);
  const found = wrong.isEmpty ? [] : [stopped(p, wrong, 'PROTOCOL_RESTRICTION', id)];
  const fits = part.intersect(IPV4);
  if (fits.isEmpty) return found;
  // A source that has no record of it has its interface.
  const known = gateway ?? natOf(id, subnet, p);
  const before = intoSubnet(at, subnet, p);
  const translation = { gateway: known, subnet, crossings: [] };
  const ports = common(p.ports, TRANSLATED);
  const next = { ...before, translation, ports, groups: 'lost', inside: true } as const;
  return [...found, ...at.walker.from(subnet, fits, next)];
}

const natOf = (id: string, subnet: Subnet, _: RouteProgress): NatGateway => ({
  ...{ id, name: id, accounts: subnet.accounts, subnet: subnet.id, publicAddresses: [] },
  provenance: subnet.provenance,
});

/** From where it is into a subnet of the same VPC: within one subnet no ACL is evaluated. */
function intoSubnet({ subnet: from }: WayPoint, to: Subnet, p: RouteProgress): RouteProgress {
  if (from?.id !== to.id) return withCrossing(p, to.id, true);
  if (p.translation)
    return {
      ...p,
      translation: { ...p.translation, crossings: p.translation.crossings.slice(0, -1) },
    };
  return { ...p, crossings: p.crossings.slice(0, -1) };
}

function vpnWays(
  { walker: { model }, vpc }: WayPoint,
  id: string,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const gateway = model.inventory.vpnGateways.get(id);
  if (gateway && isGone(gateway)) return [stopped(p, part, 'BAD_STATE', id)];
  if (gateway?.vpc !== undefined && gateway.vpc !== vpc)
    return [stopped(p, part, 'BAD_STATE_ATTACHMENT', id)];
  if (!p.inside) return [stopped(p, part, 'BAD_STATE_ATTACHMENT', id)];
  const sure = gateway ? p : withDoubt(p, { code: 'ATTACHMENT_UNKNOWN', id });
  return [ended(sure, part, { kind: 'on-premises', gateway: id })];
}

function endpointWays(
  at: WayPoint,
  id: string,
  destination: string,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const { endpoints, networkFirewalls } = at.walker.model.inventory;
  const endpoint = endpoints.get(id);
  if (endpoint?.type === 'Gateway' || (!endpoint && destination.startsWith('pl-')))
    return p.inside
      ? [ended(p, part, { kind: 'service', endpoint: id })]
      : [stopped(p, part, 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', id)];
  const firewall = [...networkFirewalls.values()]
    .flatMap((own) => own.endpoints)
    .find((own) => own.endpoint === id);
  return applianceWays(at, id, part, p, endpoint?.subnets[0] ?? firewall?.subnet);
}

/** It may pass on what it gets, or not; if it does, the table of its subnet decides. */
function applianceWays(
  at: WayPoint,
  id: string,
  part: AddressSet,
  p: RouteProgress,
  inSubnet?: string,
): RoutePart[] {
  const { model } = at.walker;
  const { subnets, instances } = model.inventory;
  const known = inSubnet ?? subnetOfTarget(model.inventory, id) ?? instances.get(id)?.subnets[0];
  const subnet = known === undefined ? undefined : subnets.get(known);
  if (!subnet) return [unknown(p, part, 'FIREWALL_NOT_EVALUATED', id)];
  if (p.visited.includes(id)) return [stopped(p, part, 'ROUTING_LOOP', id)];
  const next = {
    ...withDoubt(intoSubnet(at, subnet, p), { code: 'FIREWALL_NOT_EVALUATED', id }),
    groups: 'lost',
    visited: [...p.visited, id],
  } as const;
  return at.walker.from(subnet, part, next);
}
