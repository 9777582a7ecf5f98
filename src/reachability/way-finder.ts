/** Ways there and back between two ends, whatever they are. */

import { AddressSet } from '../model/addresses.ts';
import { PUBLIC } from './gateway-ways.ts';
import { isGone, type NetworkModel } from './network-model.ts';
import { isConnected, vpcOfSite } from './outside.ts';
import type { NetworkSegment, OutsideEnd, PathEnd } from './path-ends.ts';
import { CLOSED, OPEN, type PortBounds, unknownBecause } from './port-bounds.ts';
import type { Doubt } from './reasons.ts';
import {
  type RoutePart,
  START,
  stopped,
  type Translation,
  withDoubt,
  withHop,
} from './route-parts.ts';
import { RouteWalker } from './route-walker.ts';
import { intoPeered, lookedUp } from './transit-ways.ts';

/** A way of the answer, and where a translation is on the way, the way from there on. */
export interface ReplyWay {
  readonly part: RoutePart;
  readonly onward?: RoutePart;
}

export class WayFinder {
  readonly model: NetworkModel;
  readonly walker: RouteWalker;
  readonly #natAddresses = new Map<string, AddressSet>();

  constructor(model: NetworkModel) {
    this.model = model;
    this.walker = new RouteWalker(model);
    for (const { natGateway, privateAddresses } of model.inventory.networkInterfaces.values())
      if (natGateway !== undefined)
        this.#natAddresses.set(natGateway, AddressSet.parse(privateAddresses) ?? AddressSet.NONE);
  }

  /** Private addresses of a NAT gateway; all of its subnet where they are not recorded. */
  natAddresses({ gateway, subnet }: Translation): { all: AddressSet; known: AddressSet } {
    const known = this.#natAddresses.get(gateway.id) ?? AddressSet.NONE;
    const cidr = this.model.cidr(subnet);
    return known.isEmpty || !cidr.contains(known)
      ? { all: cidr, known: AddressSet.NONE }
      : { all: known, known };
  }

  /** Ways of an end to addresses of another. */
  forward(from: PathEnd, to: PathEnd, destination: AddressSet): RoutePart[] {
    if (from.kind === 'segment') return this.walker.from(from.subnet, destination);
    if (from.kind === 'internet') return this.#fromInternet(to, destination);
    return from.kind === 'on-premises'
      ? this.#fromSite(from, destination)
      : this.#fromUnread(from, destination);
  }

  /** Through the internet gateways of the receiver's VPC, to interfaces with public addresses. */
  #fromInternet(to: PathEnd, destination: AddressSet): RoutePart[] {
    if (to.kind !== 'segment' || to.subnet.vpc === undefined) return [];
    const { vpc } = to.subnet;
    const { internetGateways } = this.model.inventory;
    const start = withHop({ ...START, inside: false, groups: 'lost' }, 'internet', 'internet');
    const open = to.hasPublic === 'no' ? destination.intersect(to.publicAddresses) : destination;
    const shut = destination.subtract(open);
    const found = shut.isEmpty
      ? []
      : [stopped(start, shut, 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS', to.id)];
    if (open.isEmpty) return found;
    const gateways = [...internetGateways.values()].filter((own) => own.vpc === vpc);
    if (gateways.length > 0)
      return [
        ...found,
        ...gateways.flatMap(({ id }) =>
          this.walker.enter(id, vpc, open, withHop(start, id, 'internet-gateway')),
        ),
      ];
    if (this.model.wasRead('internetGateways', this.model.inventory.vpcs.get(vpc) ?? {}))
      return [...found, stopped(start, open, 'BAD_STATE_ATTACHMENT', vpc)];
    const blind = { ...start, doubts: [{ code: 'ATTACHMENT_UNKNOWN', id: vpc }] as const };
    return [...found, ...this.walker.deliver(vpc, open, blind)];
  }

  #fromSite({ id }: OutsideEnd, destination: AddressSet): RoutePart[] {
    const { transitAttachments, vpnGateways } = this.model.inventory;
    const start = withHop(
      { ...START, inside: false, groups: 'lost' },
      'on-premises',
      'on-premises',
    );
    const vpc = vpcOfSite(this.model.inventory, id);
    if (vpc !== undefined) {
      const inside = destination.intersect(this.model.blocks(vpc));
      const hop = withHop(start, id, 'vpn-gateway');
      const gateway = vpnGateways.get(id);
      const known = gateway !== undefined && isConnected(this.model, gateway);
      const sure = known ? hop : withDoubt(hop, { code: 'ATTACHMENT_UNKNOWN', id });
      return inside.isEmpty ? [] : this.walker.enter(id, vpc, inside, sure);
    }
    const attachment = transitAttachments.get(id);
    if (attachment?.gateway === undefined) return [];
    const hop = withHop(start, id, 'transit-gateway-attachment');
    return lookedUp(this.walker, attachment.gateway, attachment, destination, hop);
  }

  /** By each peering and attachment of it: which of them its own routes take, is not known. */
  #fromUnread({ id }: OutsideEnd, destination: AddressSet): RoutePart[] {
    const { peerings, transitAttachments } = this.model.inventory;
    const doubts = [{ code: 'NETWORK_NOT_READ', id }] as const;
    const start = { ...START, inside: false, groups: 'unknown', doubts } as const;
    const found: RoutePart[] = [];
    for (const peering of peerings.values()) {
      const { requester, accepter, gone, status } = peering;
      const other = requester === id ? accepter : accepter === id ? requester : undefined;
      if (gone || (status !== 'active' && status !== 'unknown') || other === undefined) continue;
      if (!destination.overlaps(this.model.blocks(other))) continue;
      const inside = destination.intersect(this.model.blocks(other));
      found.push(
        ...intoPeered(
          this.walker,
          peering.id,
          other,
          inside,
          withHop(start, peering.id, 'peering'),
        ),
      );
    }
    for (const attachment of transitAttachments.values()) {
      const { type, vpc = attachment.id } = attachment;
      if (vpc !== id || isGone(attachment)) continue;
      const peers = this.model.transit.peers(attachment);
      const gateway =
        type === 'peering' ? peers.find((own) => this.model.transit.isRead(own)) : peers[0];
      if (gateway === undefined) continue;
      const hop = withHop(start, attachment.id, 'transit-gateway-attachment');
      if (type === 'peering') {
        found.push(...lookedUp(this.walker, gateway, attachment, destination, hop));
        continue;
      }
      found.push(...lookedUp(this.walker, gateway, attachment, destination, hop, attachment));
    }
    return found;
  }

  /** Whether a way leads to an end; `maybe` where it is not known where it leads. */
  arrives({ end }: RoutePart, to: PathEnd): 'yes' | 'no' | 'maybe' {
    if (end.kind === 'unknown') return 'maybe';
    const fits =
      (end.kind === 'subnet' && to.kind === 'segment' && end.subnet.id === to.subnet.id) ||
      (end.kind === 'internet' && to.kind === 'internet') ||
      (end.kind === 'on-premises' && to.kind === 'on-premises' && end.gateway === to.id) ||
      (end.kind === 'unread' && to.kind === 'unread' && end.vpc === to.id);
    return fits ? 'yes' : 'no';
  }

  /** Ways of the answer to a sender, each with the part of the sender's addresses that it is for. */
  replies(forward: RoutePart, from: PathEnd, to: PathEnd, source: AddressSet): ReplyWay[] {
    const { translation, end } = forward;
    const blind = (part: AddressSet): RoutePart => ({
      ...forward,
      ...{ destination: part, crossings: [], hops: [], doubts: [], option: '' },
    });
    if (!translation) {
      if (end.kind === 'unknown') return [{ part: blind(source) }];
      return this.#back(to, from, forward, source).map((part) => ({ part }));
    }
    const { all } = this.natAddresses(translation);
    const gateway: NetworkSegment = gatewayEnd(translation, all);
    const first = end.kind === 'unknown' ? [blind(all)] : this.#back(to, gateway, forward, all);
    const onward = this.walker.from(translation.subnet, source);
    return first.flatMap((part) => onward.map((own) => ({ part, onward: own })));
  }

  /** The internet answers through the gateway that it was asked through. */
  #back(to: PathEnd, from: PathEnd, { end }: RoutePart, source: AddressSet): RoutePart[] {
    if (to.kind !== 'internet') return this.forward(to, from, source);
    if (from.kind !== 'segment' || end.kind !== 'internet') return [];
    const start = withHop({ ...START, inside: false }, end.gateway, 'internet-gateway');
    return this.walker.enter(end.gateway, from.subnet.vpc ?? '', source, start);
  }

  /** What the ends of a way leave open. */
  doubtsOf({ end, translation }: RoutePart, from: PathEnd, to: PathEnd): readonly Doubt[] {
    if (end.kind === 'unknown') return [{ code: end.code, id: end.id }];
    if (end.kind === 'unread') return [{ code: 'NETWORK_NOT_READ', id: end.vpc }];
    if (from.kind === 'internet' && to.kind === 'segment' && to.hasPublic === 'unknown')
      return [{ code: 'PUBLIC_ADDRESS_UNKNOWN', id: to.id }];
    const sends = end.kind === 'internet' && !translation && !end.outwardsOnly;
    if (sends && from.kind === 'segment' && from.hasPublic === 'unknown')
      return [{ code: 'PUBLIC_ADDRESS_UNKNOWN', id: from.id }];
    return [];
  }

  /** Addresses of a sender from which a way can be taken: an internet gateway passes on those with a public one. */
  senders(
    { end, translation, destination }: RoutePart,
    from: PathEnd,
    source: AddressSet,
  ): AddressSet {
    const open = end.kind === 'internet' && !translation && from.kind === 'segment';
    if (!open || from.hasPublic !== 'no' || destination.ipv4.length === 0) return source;
    return source.intersect(from.publicAddresses);
  }

  /**
   * Whether an answer gets back: everything where it arrives, nothing where it does not. Behind a NAT gateway it
   * would come from another address than was asked.
   */
  replyBounds(reply: RoutePart, subnet: string | undefined, from: PathEnd): PortBounds {
    const { end, doubts, translation } = reply;
    if (end.kind === 'unknown') return unknownBecause({ code: end.code, id: end.id });
    const lost = translation !== undefined || (end.kind === 'internet' && end.outwardsOnly);
    const arrives =
      end.kind === 'subnet' ? end.subnet.id === subnet : this.arrives(reply, from) === 'yes';
    if (lost || !arrives) return doubts.length > 0 ? unknownBecause(...doubts) : CLOSED;
    if (end.kind === 'unread') return unknownBecause({ code: 'NETWORK_NOT_READ', id: end.vpc });
    return doubts.length > 0 ? unknownBecause(...doubts) : OPEN;
  }
}

/** A NAT gateway as an end. */
function gatewayEnd({ gateway, subnet }: Translation, addresses: AddressSet): NetworkSegment {
  return {
    ...{ kind: 'segment', id: gateway.id, name: gateway.name, subnet, addresses },
    ...{ known: addresses, members: [], groups: [], hasPublic: 'yes', publicAddresses: PUBLIC },
  };
}
