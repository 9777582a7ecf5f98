/** A connection as entries that say what decides: one for each verdict and protocol. */

import type { Inventory } from '../inventory/inventory.ts';
import type { AddressSet } from '../model/addresses.ts';
import { PortSet } from '../model/ports.ts';
import { type ConnectedWay, type Connection, endPorts } from './connect.ts';
import { sameFamily } from './filters.ts';
import { CLIENT_PORTS } from './outcome.ts';
import type { PathEnd } from './path-ends.ts';
import {
  clientPorts,
  type PathDecision,
  type PathEntry,
  type PathVerdict,
  type PortEntry,
  portEntries,
} from './path-entry.ts';
import { common } from './port-bounds.ts';
import type { Doubt, ReasonCode } from './reasons.ts';
import type { AclCrossing, RouteHop, RoutePart } from './route-parts.ts';
import { aclHop, groupHops } from './rule-text.ts';
import type { WayFinder } from './way-finder.ts';

const decision = ({ id, kind, by = '' }: RouteHop): PathDecision => ({ id, kind, rule: by });

export class PathExplainer {
  readonly #inventory: Inventory;
  readonly #ways: WayFinder;

  constructor(ways: WayFinder) {
    this.#ways = ways;
    this.#inventory = ways.model.inventory;
  }

  /**
   * @param ports the only ones that are asked about
   * @param closed whether what is closed is listed, too
   */
  entries(connection: Connection, ports: PortSet, closed: boolean): PathEntry[] {
    const { open, oneWay, unsure } = connection.outcome;
    const verdicts = [
      ['open', open],
      ['one-way', oneWay],
      ['cannot-tell', unsure],
    ] as const;
    const found = verdicts.flatMap(([verdict, set]) =>
      portEntries(common(set, ports)).map((own) => this.#entry(connection, verdict, own)),
    );
    return found.length === 0 && closed ? [this.#closed(connection, ports)] : found;
  }

  #entry(connection: Connection, verdict: PathVerdict, own: PortEntry): PathEntry {
    const { from, to, ways, outcome } = connection;
    const [way] = ways;
    const { set: ports, ...words } = own;
    const hops = way ? this.#hops(connection, way, ports) : [];
    const doubts = verdict === 'cannot-tell' ? distinct(outcome.doubts) : [];
    const clients = verdict === 'open' ? clientPorts(outcome.clients, own.protocol) : undefined;
    const back = way && verdict === 'one-way' ? this.#lost(connection, way) : undefined;
    const [doubt] = doubts;
    const last = hops.findLast(({ kind }) => kind === 'security-group' || kind === 'network-acl');
    const reason = verdict === 'open' ? 'OPEN' : (doubt?.code ?? back?.code ?? 'OPEN');
    const decided = doubt
      ? { id: doubt.id, kind: 'unknown', rule: doubt.detail ?? '' }
      : (back?.decidedBy ?? ((last ?? hops.at(-1)) && decision((last ?? hops.at(-1)) as RouteHop)));
    return {
      ...{ from: from.id, to: to.id, verdict, ...words, reason, hops, doubts },
      ...(clients ? { clientPorts: clients } : {}),
      ...(decided ? { decidedBy: decided } : {}),
      assumed: assumptions(from, to),
    };
  }

  /** What keeps the answer from getting back. */
  #lost(
    { from, to }: Connection,
    { forward, replies }: ConnectedWay,
  ): { code: ReasonCode; decidedBy: PathDecision } {
    for (const { part, onward } of replies)
      for (const way of onward ? [part, onward] : [part]) {
        const { end } = way;
        if (end.kind === 'stopped') return { code: end.code, decidedBy: this.#stop(way, end.id) };
      }
    const crossings = replies.flatMap(({ part, onward }) => [
      ...part.crossings,
      ...(onward?.crossings ?? []),
    ]);
    const filtered = crossings
      .map((own) =>
        aclHop(this.#inventory, own, own.inbound ? to.addresses : from.addresses, CLIENT_PORTS),
      )
      .find(({ by }) => by?.includes('denied') || by?.includes(': deny '));
    if (filtered)
      return {
        code: 'SUBNET_ACL_RESTRICTION',
        decidedBy: decision({ ...filtered, by: `answer, ${filtered.by}` }),
      };
    const other = replies[0]?.part.hops.at(-1) ?? forward.hops.at(-1);
    return {
      code: 'ANSWER_TAKES_ANOTHER_WAY',
      decidedBy: other ? decision(other) : { id: to.id, kind: 'segment', rule: '' },
    };
  }

  #stop(way: RoutePart, id: string): PathDecision {
    const last = way.hops.at(-1);
    const row = way.hops.findLast(({ by }) => by !== undefined);
    return { id, kind: last?.kind ?? 'network', rule: last?.by ?? row?.by ?? '' };
  }

  #closed(connection: Connection, ports: PortSet): PathEntry {
    const { from, to, ways, others } = connection;
    const { set: _, ...asked } = portEntries(ports)[0] ?? {
      set: ports,
      protocol: 'all',
      ports: [],
    };
    const shared = {
      ...{ from: from.id, to: to.id, verdict: 'closed' as const, assumed: assumptions(from, to) },
      ...asked,
      doubts: [],
    };
    const [way] = ways;
    if (way) {
      const filter = this.#closing(connection, way, ports);
      const hops = this.#hops(connection, way, ports);
      return { ...shared, reason: filter.code, decidedBy: filter.decidedBy, hops };
    }
    const stop = others.find(({ end }) => end.kind === 'stopped') ?? others[0];
    if (stop?.end.kind === 'stopped')
      return {
        ...shared,
        reason: stop.end.code,
        decidedBy: this.#stop(stop, stop.end.id),
        hops: stop.hops,
      };
    const code =
      stop?.end.kind === 'internet'
        ? 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'
        : 'NO_ROUTE_TO_DESTINATION';
    const decidedBy = stop && decision(stop.hops.at(-1) ?? { id: from.id, kind: 'segment' });
    return { ...shared, reason: code, hops: stop?.hops ?? [], ...(decidedBy ? { decidedBy } : {}) };
  }

  /** The first filter on a way that lets none of the ports pass. */
  #closing(
    { from, to }: Connection,
    way: ConnectedWay,
    ports: PortSet,
  ): { code: ReasonCode; decidedBy: PathDecision } {
    const { forward } = way;
    const none = (own: PathEnd, inbound: boolean) => {
      const ids = own.kind === 'segment' ? (own.groups ?? []) : [];
      const rule = `no ${inbound ? 'inbound' : 'outbound'} rule admits it`;
      const filter =
        own.kind === 'segment' && own.groups
          ? this.#ways.model.groups.of(own.groups, inbound)
          : undefined;
      const code: ReasonCode = filter?.empty ? 'SG_HAS_NO_RULES' : 'ENI_SG_RULES_MISMATCH';
      return { code, decidedBy: { id: ids.join('+'), kind: 'security-group', rule } };
    };
    const source = sameFamily(from.addresses, forward.destination);
    const target = forward.destination;
    const ends = closingEnd(from, to, ports);
    if (ends) return ends;
    if (hasGroups(from) && this.#groupHops(from, to, target, forward, false, ports).length === 0)
      return none(from, false);
    for (const crossing of crossingsOf(forward)) {
      const hop = aclHop(this.#inventory, crossing, crossing.inbound ? source : target, ports);
      if (hop.by !== undefined && !hop.by.includes(': allow '))
        return { code: 'SUBNET_ACL_RESTRICTION', decidedBy: decision(hop) };
    }
    if (hasGroups(to) && this.#groupHops(to, from, source, forward, true, ports).length === 0)
      return none(to, true);
    const [last] = crossingsOf(forward).slice(-1);
    const hop = last ? aclHop(this.#inventory, last, source, ports) : forward.hops.at(-1);
    return {
      code: last ? 'SUBNET_ACL_RESTRICTION' : 'PROTOCOL_RESTRICTION',
      decidedBy: decision(hop ?? { id: to.id, kind: 'segment' }),
    };
  }

  #groupHops(
    own: PathEnd,
    other: PathEnd,
    addresses: AddressSet,
    forward: RoutePart,
    inbound: boolean,
    ports: PortSet,
  ): RouteHop[] {
    const seen =
      inbound && forward.translation ? this.#ways.natAddresses(forward.translation).all : addresses;
    return groupHops(this.#inventory, own, other, seen, forward.groups, inbound, ports);
  }

  /** The components of a way in their order, each with the row or rule that decides. */
  #hops({ from, to }: Connection, { forward }: ConnectedWay, ports: PortSet): RouteHop[] {
    const inventory = this.#inventory;
    const source = sameFamily(from.addresses, forward.destination);
    const target = forward.destination;
    const acls = crossingsOf(forward).map((own) =>
      aclHop(inventory, own, own.inbound ? source : target, ports),
    );
    const [first] = crossingsOf(forward);
    const leaves = first !== undefined && !first.inbound;
    return [
      ...this.#groupHops(from, to, target, forward, false, ports),
      ...(leaves ? acls.slice(0, 1) : []),
      ...forward.hops,
      ...(leaves ? acls.slice(1) : acls),
      ...this.#groupHops(to, from, source, forward, true, ports),
    ];
  }
}

const crossingsOf = ({ crossings, translation }: RoutePart): readonly AclCrossing[] => [
  ...crossings,
  ...(translation?.crossings ?? []),
];

const hasGroups = (end: PathEnd): boolean =>
  end.kind === 'segment' && end.groups !== undefined && end.groups.length > 0;

function distinct(doubts: readonly Doubt[]): Doubt[] {
  const found = new Map(doubts.map((doubt) => [`${doubt.code} ${doubt.id}`, doubt]));
  return [...found.values()];
}

const assumptions = (...ends: readonly PathEnd[]): string[] =>
  ends.flatMap((end) =>
    end.kind !== 'segment' && end.declaredBy !== undefined
      ? [`${end.name}: ${end.declaredBy}`]
      : [],
  );

/** Where the ends themselves have nothing to do with the ports: a load balancer that hears or sends none of them. */
function closingEnd(
  from: PathEnd,
  to: PathEnd,
  ports: PortSet,
): { code: ReasonCode; decidedBy: PathDecision } | undefined {
  if (to.kind === 'segment' && to.listens && common(to.listens, ports) === PortSet.NONE) {
    const id = to.members.map((member) => member.id).join('+');
    const decidedBy = { id, kind: 'load-balancer', rule: 'no listener for it' };
    return { code: 'ELBV2_LISTENERS_MISMATCH', decidedBy };
  }
  if (!endPorts(from, to, ports).isEmpty) return undefined;
  const decidedBy = { id: from.id, kind: 'segment', rule: 'sends to its targets only' };
  return { code: 'OPENS_NO_CONNECTIONS', decidedBy };
}
