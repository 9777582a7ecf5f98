/** Where routes lead, and what traffic passes on the way. */

import type { NatGateway, Subnet } from '../inventory/network.ts';
import type { AddressSet } from '../model/addresses.ts';
import { PortSet } from '../model/ports.ts';
import { common } from './port-bounds.ts';
import type { Doubt, ReasonCode } from './reasons.ts';

/** One component on the way. */
export interface RouteHop {
  readonly id: string;
  /** As the inventory calls its type: `route-table`, `peering` …; `internet`, `on-premises` outside of it. */
  readonly kind: string;
  /** What in it decides: a row of a table, a rule. */
  readonly by?: string;
}

/** The border of a subnet, where its network ACL is evaluated. */
export interface AclCrossing {
  readonly subnet: string;
  /** Inbound rules look at the source, outbound rules at the destination. */
  readonly inbound: boolean;
}

export type WayEnd =
  | { readonly kind: 'subnet'; readonly subnet: Subnet }
  | { readonly kind: 'internet'; readonly gateway: string; readonly outwardsOnly: boolean }
  /** By a virtual private gateway, or an attachment of a transit gateway. */
  | { readonly kind: 'on-premises'; readonly gateway: string }
  | { readonly kind: 'service'; readonly endpoint: string }
  /** A VPC of which no source has more than its id and blocks. */
  | { readonly kind: 'unread'; readonly vpc: string }
  | { readonly kind: 'stopped' | 'unknown'; readonly code: ReasonCode; readonly id: string };

/**
 * Whether rules that name groups apply to it: `kept` as in one VPC, `inbound` rules only, `unknown` for want of a
 * fact, `lost` behind what does not pass them on.
 */
export type GroupScope = 'kept' | 'inbound' | 'unknown' | 'lost';

/** A NAT gateway on the way: behind it, the source is the gateway. */
export interface Translation {
  readonly gateway: NatGateway;
  readonly subnet: Subnet;
  readonly crossings: readonly AclCrossing[];
}

/** One way of some destinations, to where it ends. */
export interface RoutePart {
  readonly destination: AddressSet;
  readonly end: WayEnd;
  readonly hops: readonly RouteHop[];
  /** Up to a translation, where there is one. */
  readonly crossings: readonly AclCrossing[];
  readonly translation?: Translation;
  readonly groups: GroupScope;
  /** What components on the way pass on at all. */
  readonly ports: PortSet;
  /** Why it may be otherwise. */
  readonly doubts: readonly Doubt[];
  /** Ways of which one is taken, and nobody knows which, differ in this; empty where there is one. */
  readonly option: string;
}

/** What a way has come through so far. */
export interface RouteProgress extends Omit<RoutePart, 'destination' | 'end'> {
  /** Whether its sender is in the VPC where it is now: gateways to the outside serve those only. */
  readonly inside: boolean;
  readonly visited: readonly string[];
}

export const START: RouteProgress = {
  ...{ hops: [], crossings: [], groups: 'kept', ports: PortSet.ALL, doubts: [], option: '' },
  ...{ inside: true, visited: [] },
};

export const atHop = (p: RouteProgress, hop: RouteHop): RouteProgress => ({
  ...p,
  hops: [...p.hops, hop],
});

export const withHop = (
  p: RouteProgress,
  id: string,
  kind: string,
  by?: string,
): RouteProgress => ({
  ...p,
  hops: [...p.hops, by === undefined ? { id, kind } : { id, kind, by }],
});

export const withDoubt = (p: RouteProgress, ...doubts: readonly Doubt[]): RouteProgress =>
  doubts.length === 0 ? p : { ...p, doubts: [...p.doubts, ...doubts] };

export function withCrossing(p: RouteProgress, subnet: string, inbound: boolean): RouteProgress {
  const crossing = { subnet, inbound };
  if (!p.translation) return { ...p, crossings: [...p.crossings, crossing] };
  const crossings = [...p.translation.crossings, crossing];
  return { ...p, translation: { ...p.translation, crossings } };
}

/** A way with this end. One that stops, and may be otherwise, is not known to stop. */
export function ended(p: RouteProgress, destination: AddressSet, end: WayEnd): RoutePart {
  const known = end.kind !== 'stopped' || p.doubts.length === 0;
  return {
    destination,
    end: known ? end : { ...end, kind: 'unknown' },
    hops: p.hops,
    crossings: p.crossings,
    ...(p.translation ? { translation: p.translation } : {}),
    groups: p.groups,
    ports: p.ports,
    doubts: p.doubts,
    option: p.option,
  };
}

/** A way that goes on with another, which was worked out by itself. */
export function joinedWay(p: RouteProgress, way: RoutePart): RoutePart {
  const doubts = p.doubts.length === 0 ? way.doubts : [...p.doubts, ...way.doubts];
  const stops = way.end.kind === 'stopped' && doubts.length > 0;
  return {
    ...way,
    end: stops ? { ...way.end, kind: 'unknown' } : way.end,
    hops: [...p.hops, ...way.hops],
    crossings: [...p.crossings, ...way.crossings],
    ports: common(p.ports, way.ports),
    doubts,
    option: p.option + way.option,
  };
}

export const stopped = (
  p: RouteProgress,
  destination: AddressSet,
  code: ReasonCode,
  id: string,
): RoutePart => ended(p, destination, { kind: 'stopped', code, id });

export const unknown = (
  p: RouteProgress,
  destination: AddressSet,
  code: ReasonCode,
  id: string,
): RoutePart => ended(p, destination, { kind: 'unknown', code, id });
