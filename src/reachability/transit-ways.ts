/** Ways from one VPC to another: over a peering, or over transit gateways. */

import type { Subnet } from '../inventory/network.ts';
import type { TransitAttachment } from '../inventory/transit.ts';
import { AddressSet } from '../model/addresses.ts';
import { isGone, type NetworkModel } from './network-model.ts';
import {
  atHop,
  ended,
  type GroupScope,
  joinedWay,
  type RoutePart,
  type RouteProgress,
  START,
  stopped,
  unknown,
  withCrossing,
  withDoubt,
  withHop,
} from './route-parts.ts';
import type { WayFollower, WayPoint } from './way-point.ts';

/** Between its two VPCs, and no further. */
export function peeringWays(
  at: WayPoint,
  id: string,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const { inventory } = at.walker.model;
  const peering = inventory.peerings.get(id);
  const hop = withHop(p, id, 'peering');
  if (!peering) return [unknown(hop, part, 'NETWORK_NOT_READ', id)];
  const { requester, accepter, gone, status } = peering;
  if (gone || (status !== 'active' && status !== 'unknown'))
    return [stopped(hop, part, 'BAD_STATE', id)];
  const other = at.vpc === requester ? accepter : at.vpc === accepter ? requester : undefined;
  if (other === undefined)
    return requester === undefined || accepter === undefined
      ? [unknown(hop, part, 'NETWORK_NOT_READ', id)]
      : [stopped(hop, part, 'BAD_STATE_ATTACHMENT', id)];
  if (!p.inside) return [stopped(hop, part, 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', id)];
  const next = { ...hop, inside: false, groups: overPeering(at.walker.model, at.vpc, other, p) };
  return intoPeered(at.walker, id, other, part, next);
}

/** Into the VPC at the other end of a peering. */
export function intoPeered(
  walker: WayFollower,
  id: string,
  vpc: string,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const read = walker.model.isRead(vpc);
  const blocks = walker.model.blocks(vpc);
  // Of a network that was not read, it may not be known which addresses it has.
  const bounded = read || !blocks.isEmpty;
  const outside = bounded ? part.subtract(blocks) : AddressSet.NONE;
  const inside = bounded ? part.intersect(blocks) : part;
  const found = outside.isEmpty
    ? []
    : [stopped(p, outside, 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', id)];
  if (inside.isEmpty) return found;
  if (!read) return [...found, ended(p, inside, { kind: 'unread', vpc })];
  return [...found, ...walker.deliver(vpc, inside, p)];
}

/** Groups of the other VPC may be named over a peering in one region. */
function overPeering(
  { inventory: { vpcs } }: NetworkModel,
  a: string,
  b: string,
  { groups }: RouteProgress,
): GroupScope {
  if (groups === 'lost') return 'lost';
  const [one, other] = [vpcs.get(a)?.region, vpcs.get(b)?.region];
  if (one === undefined || other === undefined) return 'unknown';
  return one === other ? 'kept' : 'lost';
}

/** Into a transit gateway, by the attachment of the VPC in the zone of the sender. */
export function transitWays(
  at: WayPoint,
  id: string,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const { model } = at.walker;
  const attachment = model.attachment(id, at.vpc);
  const hop = withHop(p, model.transit.gatewayKey(id), 'transit-gateway');
  if (!attachment) {
    const read = model.wasRead('transitAttachments', model.inventory.vpcs.get(at.vpc) ?? {});
    return read
      ? [stopped(hop, part, 'BAD_STATE_ATTACHMENT', id)]
      : [unknown(hop, part, 'ATTACHMENT_UNKNOWN', id)];
  }
  const attached = withHop(hop, attachment.id, 'transit-gateway-attachment');
  if (isGone(attachment)) return [stopped(attached, part, 'BAD_STATE_ATTACHMENT', attachment.id)];
  const key = `${attachment.id} ${p.translation?.gateway.id}`;
  if (p.visited.includes(key)) return [stopped(attached, part, 'ROUTING_LOOP', attachment.id)];
  const entered = throughZone(at, attachment, attached);
  if (!entered) return [stopped(attached, part, 'TGW_ROUTE_AZ_RESTRICTION', attachment.id)];
  const next = { ...entered, inside: false, visited: [...p.visited, key] };
  return onward(at.walker, id, attachment, part, next);
}

/** What follows a look-up is the same for whatever comes in by a table: worked out once for a destination. */
function onward(
  walker: WayFollower,
  gateway: string,
  attachment: TransitAttachment,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const table = walker.model.transit.tableOf(gateway, attachment);
  const first = p.visited.length === 1 && !p.translation && p.groups === 'kept';
  if (!first || table === 'none' || table === 'unknown')
    return lookedUp(walker, gateway, attachment, part, p, attachment);
  const key = `${gateway} ${table.id} ${attachment.groupReferences}`;
  const ways = walker.onward.get(part)?.get(key) ?? [
    ...lookedUp(walker, gateway, attachment, part, { ...START, inside: false }, attachment),
  ];
  const own = walker.onward.get(part) ?? new Map<string, readonly RoutePart[]>();
  own.set(key, ways);
  walker.onward.set(part, own);
  return ways.map((way) => joinedWay(p, way));
}

/** Absent where the attachment has no subnet in the zone. */
function throughZone(
  { walker: { model }, subnet }: WayPoint,
  { id, subnets }: TransitAttachment,
  p: RouteProgress,
): RouteProgress | undefined {
  if (!subnets) return withDoubt(p, { code: 'ATTACHMENT_SUBNETS_UNKNOWN', id });
  const known = model.subnetsById(subnets);
  const near =
    known.find((own) => own.id === subnet?.id) ??
    known.find(({ zone }) => zone !== undefined && zone === subnet?.zone);
  if (near) return withCrossing(p, near.id, true);
  const blind =
    subnet?.zone === undefined ||
    known.length < subnets.length ||
    known.some(({ zone }) => zone === undefined);
  return blind ? withDoubt(p, { code: 'ZONE_UNKNOWN', id: subnet?.id ?? id }) : undefined;
}

/**
 * Where the table of an attachment leads.
 * @param from the attachment of the VPC that it comes from; absent for what comes from elsewhere
 */
export function lookedUp(
  walker: WayFollower,
  gateway: string,
  attachment: TransitAttachment,
  destination: AddressSet,
  p: RouteProgress,
  from?: TransitAttachment,
): RoutePart[] {
  const { transit, inventory } = walker.model;
  const table = transit.tableOf(gateway, attachment);
  const key = transit.gatewayKey(gateway);
  if (table === 'none')
    return [stopped(p, destination, 'TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', attachment.id)];
  if (table === 'unknown') return [unknown(p, destination, 'TGW_RTB_ROUTES_ARE_UNKNOWN', key)];
  return table.routes.over(destination).flatMap(({ value: choice, part }) => {
    if (!choice) {
      const looked = withHop(p, table.id, 'transit-gateway-route-table', 'no route');
      if (table.open) return [unknown(looked, part, 'TGW_RTB_ROUTES_ARE_UNKNOWN', table.id)];
      return [stopped(looked, part, 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', table.id)];
    }
    const { route, doubts } = choice;
    const [first, second] = route.targets;
    const on = withDoubt(atHop(p, choice.hop), ...doubts);
    if (!route.active) return [stopped(on, part, 'TGW_RTB_BAD_STATE_ROUTE', route.id)];
    const all = route.targets.flatMap((id) => inventory.transitAttachments.get(id) ?? []);
    // Several lines to other sites share the traffic: each of them is a way.
    if (all.length > 1 && all.every(({ type }) => type !== 'vpc' && type !== 'peering'))
      return all.flatMap((line) =>
        isGone(line)
          ? []
          : outOf(
              walker,
              key,
              line,
              part,
              withHop(on, line.id, 'transit-gateway-attachment'),
              from,
            ),
      );
    const [target] = all;
    if (!target) return [unknown(on, part, 'NETWORK_NOT_READ', first ?? route.id)];
    const next = withHop(on, target.id, 'transit-gateway-attachment');
    if (isGone(target)) return [stopped(next, part, 'BAD_STATE_ATTACHMENT', target.id)];
    const split = second !== undefined && target.type === 'vpc';
    const sure = split ? withDoubt(next, { code: 'ROUTES_CONTRADICT', id: route.id }) : next;
    return outOf(walker, key, target, part, sure, from);
  });
}

/** Out of a transit gateway by an attachment. */
function outOf(
  walker: WayFollower,
  gateway: string,
  target: TransitAttachment,
  part: AddressSet,
  p: RouteProgress,
  from: TransitAttachment | undefined,
): RoutePart[] {
  const { transit } = walker.model;
  switch (target.type) {
    case 'vpc':
      return intoAttached(walker, target, part, {
        ...p,
        groups: overTransit(walker.model, gateway, from, target, p),
      });
    case 'peering': {
      const other = transit.peers(target).find((id) => id !== gateway);
      if (other === undefined) return [unknown(p, part, 'NETWORK_NOT_READ', target.id)];
      const key = `${other} ${target.id}`;
      if (p.visited.includes(key)) return [stopped(p, part, 'ROUTING_LOOP', target.id)];
      const visited = [...p.visited, key];
      const next = { ...withHop(p, other, 'transit-gateway'), visited, groups: 'lost' } as const;
      return lookedUp(walker, other, target, part, next);
    }
    case 'vpn':
    case 'connect':
    case 'direct-connect-gateway':
      return [ended(p, part, { kind: 'on-premises', gateway: target.id })];
    default:
      return [unknown(p, part, 'INTERFACE_TARGET_NOT_MODELLED', target.id)];
  }
}

/** Only inbound rules may name groups over a transit gateway, and only where it and both attachments let them. */
function overTransit(
  { transit }: NetworkModel,
  gateway: string,
  from: TransitAttachment | undefined,
  to: TransitAttachment,
  { groups }: RouteProgress,
): GroupScope {
  if (groups === 'lost' || !from) return 'lost';
  const settings = [
    transit.gateway(gateway)?.groupReferences,
    ...[from, to].map((own) => own.groupReferences ?? true),
  ];
  if (settings.includes(false)) return 'lost';
  return settings.includes(undefined) ? 'unknown' : 'inbound';
}

/** Into the VPC behind an attachment: the tables of the attachment's own subnets decide what follows. */
function intoAttached(
  walker: WayFollower,
  { id, vpc, subnets }: TransitAttachment,
  part: AddressSet,
  p: RouteProgress,
): RoutePart[] {
  const { model } = walker;
  if (vpc === undefined || !model.isRead(vpc))
    return [ended(p, part, { kind: 'unread', vpc: vpc ?? id })];
  const known = model.subnetsById(subnets ?? []);
  if (!subnets || known.length < subnets.length || known.length === 0)
    return walker.deliver(vpc, part, withDoubt(p, { code: 'ATTACHMENT_SUBNETS_UNKNOWN', id }));
  const kinds = new Map<string, Subnet>();
  for (const subnet of known) {
    const near = part.overlaps(model.cidr(subnet)) ? subnet.id : '';
    const key = `${model.filteringOf(subnet)} ${near}`;
    if (!kinds.has(key)) kinds.set(key, subnet);
  }
  // Which of its subnets it comes out of is up to the gateway: mostly the one in the sender's zone.
  const several = kinds.size > 1;
  return [...kinds.values()].flatMap((subnet) =>
    walker.from(subnet, part, several ? { ...p, option: `${p.option}/${subnet.id}` } : p),
  );
}
