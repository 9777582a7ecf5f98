/** What becomes of the ports of a pair: open, arriving without an answer, or not known. All others are closed. */

import { PortSet } from '../model/ports.ts';
import { common, isKnown, onceFor, type PortBounds } from './port-bounds.ts';
import type { Doubt } from './reasons.ts';

export interface PathOutcome {
  readonly open: PortSet;
  /** It arrives, and no answer gets back. */
  readonly oneWay: PortSet;
  readonly unsure: PortSet;
  /** Client ports to which the answer of what is open may go. */
  readonly clients: PortSet;
  readonly doubts: readonly Doubt[];
}

export const NOTHING: PathOutcome = {
  ...{ open: PortSet.NONE, oneWay: PortSet.NONE, unsure: PortSet.NONE, clients: PortSet.NONE },
  doubts: [],
};

const PORTED = ['tcp', 'udp', 'sctp', 'dccp', 'udplite'] as const;

/** Ports that senders take for themselves: of Linux, Windows, NAT gateways and load balancers. */
export const CLIENT_PORTS = PortSet.of(
  PORTED.map((protocol) => ({ protocol, low: 1024, high: 65_535 })),
);

const one = (protocol: string, low?: number): PortSet =>
  PortSet.of([low === undefined ? { protocol } : { protocol, low }]);

/** What asks, and what has to come back: of other messages of ICMP nothing does. */
const ECHO = [
  [one('icmp', 8), one('icmp', 0)],
  [one('icmpv6', 128), one('icmpv6', 129)],
] as const;

const WITH_ANSWERS = PORTED.map((protocol) => ({
  asked: one(protocol),
  answer: common(CLIENT_PORTS, one(protocol)),
}));
const SPECIAL = PortSet.of([...PORTED, 'icmp', 'icmpv6'].map((protocol) => ({ protocol })));

/** Of the ports that arrive, those whose answer gets back. */
export function answered(forward: PortSet, reply: PortSet): PortSet {
  if (reply === PortSet.ALL || forward === PortSet.NONE) return forward;
  if (reply === PortSet.NONE) return PortSet.NONE;
  let left = forward;
  for (const { asked, answer } of WITH_ANSWERS)
    if (common(reply, answer) === PortSet.NONE) left = left.subtract(asked);
  for (const [asked, answer] of ECHO) if (!reply.contains(answer)) left = left.subtract(asked);
  // Protocols without ports are answered in kind.
  const others = left.subtract(SPECIAL);
  return others.isEmpty ? left : left.intersect(SPECIAL).union(others.intersect(reply));
}

/** @param reply bounds of the ports of the client that the answer may go to */
export function outcomeOf(forward: PortBounds, reply: PortBounds): PathOutcome {
  if (forward.maybe === PortSet.NONE) return NOTHING;
  return isKnown(forward) && isKnown(reply)
    ? onceFor(judged, forward, reply, () => workedOut(forward, reply))
    : workedOut(forward, reply);
}

const judged = new WeakMap<PortBounds, WeakMap<PortBounds, PathOutcome>>();

function workedOut(forward: PortBounds, reply: PortBounds): PathOutcome {
  const open = answered(forward.sure, reply.sure);
  const stuck =
    reply.maybe === PortSet.ALL
      ? PortSet.NONE
      : forward.sure.subtract(answered(forward.sure, reply.maybe));
  const oneWay = stuck.isEmpty ? PortSet.NONE : stuck;
  const known = oneWay === PortSet.NONE ? open : open.union(oneWay);
  const rest = known === forward.maybe ? PortSet.NONE : forward.maybe.subtract(known);
  const unsure = rest.isEmpty ? PortSet.NONE : rest;
  const doubts = unsure === PortSet.NONE ? [] : [...forward.doubts, ...reply.doubts];
  const clients = reply.sure === PortSet.ALL ? CLIENT_PORTS : common(reply.sure, CLIENT_PORTS);
  return { open, oneWay, unsure, clients: open.isEmpty ? PortSet.NONE : clients, doubts };
}

const joined = (a: readonly Doubt[], b: readonly Doubt[]): readonly Doubt[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...new Set([...a, ...b])];

const less = (a: PortSet, b: PortSet): PortSet => {
  if (a === PortSet.NONE || b === PortSet.NONE) return a;
  const left = a.subtract(b);
  return left.isEmpty ? PortSet.NONE : left;
};

const sum = (a: PortSet, b: PortSet): PortSet =>
  a === PortSet.NONE || a === b ? b : b === PortSet.NONE ? a : a.union(b);

/** Of two of which both are there: what either lets through, gets through. */
export function anyOf(a: PathOutcome, b: PathOutcome): PathOutcome {
  if (a === NOTHING || a === b) return b;
  if (b === NOTHING) return a;
  const open = sum(a.open, b.open);
  const unsure = less(sum(a.unsure, b.unsure), open);
  return {
    ...{ open, unsure, oneWay: less(less(sum(a.oneWay, b.oneWay), open), unsure) },
    clients: sum(a.clients, b.clients),
    doubts: joined(a.doubts, b.doubts),
  };
}

/** Of two of which one is there, and nobody knows which: only what both let through, gets through for sure. */
export function eitherOf(a: PathOutcome, b: PathOutcome, ...why: readonly Doubt[]): PathOutcome {
  if (a === b) return a;
  const open = common(a.open, b.open);
  const oneWay = common(a.oneWay, b.oneWay);
  const all = [a, b].reduce(
    (set, own) => sum(sum(sum(set, own.open), own.oneWay), own.unsure),
    PortSet.NONE,
  );
  const unsure = less(less(all, open), oneWay);
  const doubts = joined(a.doubts, b.doubts);
  return {
    ...{ open, oneWay, unsure, clients: common(a.clients, b.clients) },
    doubts: unsure === PortSet.NONE ? doubts : joined(doubts, why),
  };
}
