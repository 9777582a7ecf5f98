/** What a route leads to by the id of a gateway, where one property holds several kinds alike. */

import type { TargetKind } from '../inventory/routing.ts';

const KINDS: readonly (readonly [prefix: string, kind: TargetKind])[] = [
  ['igw-', 'internet-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['eigw-', 'egress-only-gateway'],
  ['cagw-', 'carrier-gateway'],
  ['lgw-', 'local-gateway'],
];

export const gatewayKind = (id: string | undefined): TargetKind | undefined =>
  KINDS.find(([prefix]) => id?.startsWith(prefix))?.[1];

/** The NAT gateway that an interface is of, by the whole description that AWS gives it; people describe theirs freely. */
export const natGatewayDescribed = (description: string | undefined): string | undefined =>
  /^Interface for NAT Gateway (nat-[0-9a-z]+)$/.exec(description ?? '')?.[1];
