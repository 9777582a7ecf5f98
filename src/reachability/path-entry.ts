/** What is listed of a path. */

import { PortSet } from '../model/ports.ts';
import { CLIENT_PORTS } from './outcome.ts';
import { common } from './port-bounds.ts';
import type { Doubt, ReasonCode } from './reasons.ts';
import type { RouteHop } from './route-parts.ts';

export const PATH_VERDICTS = ['open', 'one-way', 'cannot-tell', 'closed'] as const;
export type PathVerdict = (typeof PATH_VERDICTS)[number];

/** What decides a path. */
export interface PathDecision {
  readonly id: string;
  readonly kind: string;
  readonly rule: string;
}

export interface PathEntry {
  /** Ids of ends. */
  readonly from: string;
  readonly to: string;
  readonly verdict: PathVerdict;
  /** `all` for every protocol. */
  readonly protocol: string;
  /** `443`, `8000-8100`; of ICMP its types; empty for all of the protocol. */
  readonly ports: readonly string[];
  /** Of `all`: what is not in it. */
  readonly except?: readonly string[];
  /** The only ports of the client that an answer gets back to. */
  readonly clientPorts?: readonly string[];
  readonly reason: ReasonCode;
  readonly decidedBy?: PathDecision;
  readonly hops: readonly RouteHop[];
  readonly assumed: readonly string[];
  /** Of what cannot be told: everything that is not known. */
  readonly doubts: readonly Doubt[];
}

export interface PortEntry {
  readonly set: PortSet;
  readonly protocol: string;
  readonly ports: readonly string[];
  readonly except?: readonly string[];
}

const entriesBySet = new WeakMap<PortSet, readonly PortEntry[]>();

export function portEntries(set: PortSet): readonly PortEntry[] {
  const before = entriesBySet.get(set);
  if (before) return before;
  const made = makeEntries(set);
  entriesBySet.set(set, made);
  return made;
}

/** Protocols of a set, each with its ports. */
function makeEntries(set: PortSet): PortEntry[] {
  const found = new Map<string, string[]>();
  for (const { protocol, low, high } of set.ranges) {
    const own = found.get(protocol) ?? [];
    if (low !== undefined)
      own.push(high === undefined || high === low ? `${low}` : `${low}-${high}`);
    found.set(protocol, own);
  }
  const except = set.without.length > 0 ? set.texts.slice(1).map((text) => text.slice(4)) : [];
  return [...found].map(([protocol, ports]) => ({
    set: common(set, protocol === 'all' ? PortSet.ALL : PortSet.of([{ protocol }])),
    ...{ protocol, ports },
    ...(except.length > 0 ? { except } : {}),
  }));
}

/** Absent where every client port will do. */
export function clientPorts(clients: PortSet, protocol: string): string[] | undefined {
  const all = PortSet.of([{ protocol }]).intersect(CLIENT_PORTS);
  const own = all.intersect(clients);
  if (all.isEmpty || own.equals(all)) return undefined;
  return own.texts.map((text) => text.slice(text.indexOf('/') + 1));
}
