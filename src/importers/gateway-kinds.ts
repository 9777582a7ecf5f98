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
