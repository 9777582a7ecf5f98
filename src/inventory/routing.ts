/** Route tables of VPCs. */

import type { AccountRecord, InventoryRecord } from './provenance.ts';

/** Kinds of what a route leads to. */
export type TargetKind =
  | 'local'
  | 'internet-gateway'
  | 'nat-gateway'
  | 'virtual-private-gateway'
  | 'egress-only-gateway'
  | 'carrier-gateway'
  | 'local-gateway'
  | 'vpc-endpoint'
  | 'transit-gateway'
  | 'peering-connection'
  | 'network-interface'
  | 'instance'
  | 'core-network'
  | 'unknown';

export interface VpcRoute extends InventoryRecord {
  /** The table that it is in; absent where nothing names it. */
  readonly table?: string;
  /** A block, or the id of a prefix list. */
  readonly destination: string;
  readonly kind: TargetKind;
  /** Id of what it leads to; `local`. */
  readonly target: string;
  /** False for a blackhole. */
  readonly active: boolean;
  readonly propagated: boolean;
}

export interface RouteTable extends AccountRecord {
  /** Decides for subnets of its VPC without a table of their own. */
  readonly main: boolean;
  readonly vpc?: string;
  /** Other things name it, and the source does not have its routes: it may have any. */
  readonly unread?: true;
}

/** Which subnet, or gateway, uses which table. */
export interface RouteTableAssociation extends InventoryRecord {
  readonly table?: string;
  readonly main: boolean;
  readonly subnet?: string;
  /** An internet or virtual private gateway, for what comes in through it. */
  readonly gateway?: string;
}
