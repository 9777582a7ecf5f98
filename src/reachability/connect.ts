/** Whether one end can open connections to another: ways there and back, and the filters on them. */

import { AddressSet } from '../model/addresses.ts';
import { PortSet } from '../model/ports.ts';
import { type CutSet, type EndView, PartOutcomes, quantified, viewsOf } from './end-views.ts';
import { families, filtered, sameFamily, type WayFilter } from './filters.ts';
import { anyOf, NOTHING, outcomeOf, type PathOutcome } from './outcome.ts';
import type { PathEnd } from './path-ends.ts';
import {
  CLOSED,
  common,
  exactly,
  OPEN,
  type PortBounds,
  through,
  unknownBecause,
} from './port-bounds.ts';
import type { Doubt } from './reasons.ts';
import type { AclCrossing, GroupScope, RoutePart } from './route-parts.ts';
import type { ReplyWay, WayFinder } from './way-finder.ts';

/** A way there that arrives, or may, with the ways back. */
export interface ConnectedWay {
  readonly forward: RoutePart;
  readonly replies: readonly ReplyWay[];
}

export interface Connection {
  readonly from: PathEnd;
  readonly to: PathEnd;
  readonly outcome: PathOutcome;
  /** Ways that arrive, or may. */
  readonly ways: readonly ConnectedWay[];
  /** Ways there that do not. */
  readonly others: readonly RoutePart[];
}

const BLIND = (code: Doubt['code'], id: string): PortBounds => unknownBecause({ code, id });

/** What rules of security groups let pass that name the groups of the other end. */
function groupBounds(
  byGroup: ReadonlyMap<string, PortBounds>,
  other: PathEnd,
  scope: GroupScope,
  inbound: boolean,
): PortBounds {
  if (byGroup.size === 0 || scope === 'lost' || other.kind !== 'segment') return CLOSED;
  if (scope === 'inbound' && !inbound) return CLOSED;
  const groups = other.groups ?? [...byGroup.keys()];
  const all = groups.flatMap((id) => byGroup.get(id) ?? []);
  const sum = all.reduce(
    (a, b) => ({
      sure: a.sure.union(b.sure),
      maybe: a.maybe.union(b.maybe),
      doubts: [...a.doubts, ...b.doubts],
    }),
    CLOSED,
  );
  if (all.length === 0) return CLOSED;
  if (other.groups && scope !== 'unknown') return sum;
  const code = other.groups ? 'SG_REFERENCING_SUPPORT' : 'GROUPS_UNKNOWN';
  return { ...sum, sure: CLOSED.sure, doubts: [{ code, id: other.id }] };
}

export class PathConnector {
  readonly ways: WayFinder;

  constructor(ways: WayFinder) {
    this.ways = ways;
  }

  connect(from: PathEnd, to: PathEnd): Connection {
    const ways: ConnectedWay[] = [];
    const others: RoutePart[] = [];
    let total = NOTHING;
    for (const sender of viewsOf(from))
      for (const receiver of viewsOf(to))
        for (const target of families(receiver.addresses)) {
          const source = sameFamily(sender.addresses, target);
          if (source.isEmpty || target.isEmpty) continue;
          const outcomes = new PartOutcomes(receiver);
          for (const forward of this.ways.forward(from, to, target)) {
            const senders = this.ways.senders(forward, from, source);
            if (this.ways.arrives(forward, to) === 'no' || senders.isEmpty) {
              others.push(forward);
              outcomes.add(forward.option, NOTHING);
              continue;
            }
            const replies = this.ways.replies(forward, from, to, senders);
            ways.push({ forward, replies });
            const view = { ...sender, addresses: senders };
            outcomes.add(forward.option, this.#answers(view, receiver, forward, replies));
          }
          total = anyOf(total, outcomes.total);
        }
    return { from, to, outcome: total, ways, others };
  }

  #answers(
    sender: EndView,
    receiver: EndView,
    forward: RoutePart,
    replies: readonly ReplyWay[],
  ): PathOutcome {
    const outcomes = new PartOutcomes(sender);
    for (const reply of replies) {
      const option = `${reply.part.option}${reply.onward?.option ?? ''}`;
      outcomes.add(option, this.#judge(sender, receiver, forward, reply));
    }
    return outcomes.total;
  }

  /** Filters by the address of the sender, of a NAT gateway on the way, and of the receiver. */
  #judge(
    sender: EndView,
    receiver: EndView,
    forward: RoutePart,
    { part: reply, onward }: ReplyWay,
  ): PathOutcome {
    const [from, to] = [sender.end, receiver.end];
    const { acls } = this.ways.model;
    const acl = ({ subnet, inbound }: AclCrossing, ofReply: boolean): WayFilter => ({
      bounds: acls.filter(subnet, inbound),
      ofReply,
    });
    const of = (all: readonly AclCrossing[], inbound: boolean, ofReply: boolean): WayFilter[] =>
      all.filter((own) => own.inbound === inbound).map((own) => acl(own, ofReply));
    const { translation } = forward;
    const arriving = this.#groupFilter(to, from, forward.groups, true);
    const leaving = this.#groupFilter(from, to, forward.groups, false);
    const behind = translation?.crossings ?? [];
    const back = onward?.crossings ?? [];
    const bySender = [
      ...of(forward.crossings, true, false),
      ...(translation ? of(back, false, true) : [...arriving, ...of(reply.crossings, false, true)]),
    ];
    const byReceiver = [
      ...leaving,
      ...of([...forward.crossings, ...behind], false, false),
      ...of([...reply.crossings, ...back], true, true),
    ];
    const byGateway = translation
      ? [...of(behind, true, false), ...arriving, ...of(reply.crossings, false, true)]
      : [];
    const gateway = translation && this.ways.natAddresses(translation);
    const senders = (onward ?? reply).destination.intersect(sender.addresses);
    const sets: CutSet[] = [
      { atoms: filtered(senders, bySender), every: sender.every, end: from },
      { atoms: filtered(forward.destination, byReceiver), every: receiver.every, end: to },
      ...(gateway
        ? [{ atoms: filtered(gateway.all, byGateway), every: gateway.known.isEmpty, end: from }]
        : []),
    ];
    const bounds = this.#endBounds(from, to, forward);
    const replied = translation
      ? through(
          this.ways.replyBounds(reply, translation.subnet.id, from),
          onward ? this.ways.replyBounds(onward, subnetOf(from), from) : OPEN,
        )
      : this.ways.replyBounds(reply, subnetOf(from), from);
    return quantified(sets, (f, r) => outcomeOf(through(bounds, f), through(replied, r)));
  }

  #groupFilter(own: PathEnd, other: PathEnd, scope: GroupScope, inbound: boolean): WayFilter[] {
    if (own.kind !== 'segment') return [];
    if (!own.groups) return [{ bounds: BLIND('GROUPS_UNKNOWN', own.id), ofReply: false }];
    if (own.groups.length === 0) return [];
    const { byAddress, byGroup } = this.ways.model.groups.of(own.groups, inbound);
    return [
      {
        bounds: byAddress,
        byGroup: groupBounds(byGroup, other, scope, inbound),
        ofReply: false,
      },
    ];
  }

  /** What ends and components of the way add: protocols that pass, public addresses, what is not known. */
  #endBounds(from: PathEnd, to: PathEnd, forward: RoutePart): PortBounds {
    const doubts = [...forward.doubts, ...this.ways.doubtsOf(forward, from, to)];
    const ports = endPorts(from, to, forward.ports);
    if (ports === PortSet.NONE) return CLOSED;
    if (doubts.length === 0) return exactly(ports);
    return { sure: CLOSED.sure, maybe: ports, doubts };
  }
}

/** Of the ports that pass, those that the sender asks for and the receiver listens on, where that is all they do. */
export function endPorts(from: PathEnd, to: PathEnd, ports: PortSet): PortSet {
  const heard = to.kind === 'segment' && to.listens ? common(ports, to.listens) : ports;
  if (from.kind !== 'segment' || !from.opens) return heard;
  const members = to.kind === 'segment' ? to.members : [];
  const sent = [...from.opens].filter(
    ([target]) =>
      members.some(({ id, instance }) => id === target || instance === target) ||
      (AddressSet.parse([target])?.overlaps(to.addresses) ?? false),
  );
  const asked = sent.reduce((all, [, own]) => all.union(own), PortSet.NONE);
  return asked.isEmpty ? PortSet.NONE : common(heard, asked);
}

const subnetOf = (end: PathEnd): string | undefined =>
  end.kind === 'segment' ? end.subnet.id : undefined;
