/** What the answers say of networks, as one linked picture in memory; ids everywhere, nothing drawn yet. */

import type { Origin } from '../../../model/diagnostic.ts';
import type { UnresolvedReason } from '../../../model/unresolved.ts';

/** What everything has: an id, the accounts that hold it, its place in the snapshot. */
export interface Held {
  readonly id: string;
  /** Accounts that list it: several when it is shared. Sorted. */
  readonly accounts: readonly string[];
  readonly region?: string;
  readonly at: Origin;
}

export interface Vpc extends Held {
  /** Its Name tag; the id where it has none. */
  readonly name: string;
  /** The account that it belongs to, among those that list it. */
  readonly owner?: string;
  readonly blocks: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Made by AWS with the account. */
  readonly isDefault: boolean;
  /** Why only its existence is known; absent for VPCs that were read. */
  readonly stub?: UnresolvedReason;
  /** Named by others and no node of the graph. */
  readonly unlisted: boolean;
}

export interface Subnet extends Held {
  readonly name: string;
  readonly cidr?: string;
  readonly zone?: string;
  readonly vpc?: string;
  readonly isDefault: boolean;
  /** Whether anything has an address in it. */
  readonly used: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Table extends Held {
  readonly main: boolean;
  readonly vpc?: string;
  /** Ids of the subnets that are associated with it. */
  readonly own: readonly string[];
  /** Ids of all its associations. */
  readonly associations: readonly string[];
  /** Gateways whose incoming traffic it routes. */
  readonly gateways: readonly string[];
  readonly routes: readonly RouteRow[];
}

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

export interface RouteRow {
  readonly id: string;
  readonly destination: string;
  readonly kind: TargetKind;
  /** Id of what it leads to; `local`. */
  readonly target: string;
  readonly active: boolean;
  readonly propagated: boolean;
  readonly at: Origin;
}

/** Something in a VPC, e.g. a gateway, an endpoint, an ACL. */
export interface InVpc extends Held {
  readonly name: string;
  readonly vpc?: string;
}

export interface Endpoint extends InVpc {
  readonly type: string;
  readonly service: string;
  readonly state?: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}

export interface Acl extends InVpc {
  readonly isDefault: boolean;
  readonly rules: number;
}

/** All networks of an estate. Maps are in the order of ids. */
export interface Networks {
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly gateways: ReadonlyMap<string, InVpc>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly acls: ReadonlyMap<string, Acl>;
  /** Id of an address block, of an association -> VPC, table. */
  readonly blocks: ReadonlyMap<string, { readonly vpc?: string; readonly gone: boolean }>;
  readonly associations: ReadonlyMap<string, string | undefined>;
  /** Route's id -> table's id. */
  readonly routes: ReadonlyMap<string, string | undefined>;
  /** NAT gateway or interface -> subnet. */
  readonly interfaces: ReadonlyMap<string, string>;
  /** The table that decides for a subnet: its own, else its VPC's main one. */
  tableOf(subnet: Subnet): Table | undefined;
  /** Subnets for which a table decides; those of a VPC, or of none. By id. */
  servedBy(table: string): readonly Subnet[];
  subnetsOf(vpc: string | undefined): readonly Subnet[];
  tagsOf(id: string): Readonly<Record<string, string>>;
  nameOf(id: string): string | undefined;
}
