/** Transit gateways: what is attached, and which table routes what. */

import type { AccountRecord, InventoryRecord } from './provenance.ts';

export interface TransitGateway extends AccountRecord {
  readonly name?: string;
  /** `tgw-…`, as routes name it; `id` may be an ARN. */
  readonly short: string;
  readonly owner?: string;
  readonly state?: string;
  /** Rules of security groups may name groups across it; absent where the source does not say. */
  readonly groupReferences?: boolean;
  /** Ids of accounts. */
  readonly sharedWith: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface TransitAttachment extends AccountRecord {
  /** `vpc`, `vpn`, `peering`, `direct-connect-gateway` … */
  readonly type: string;
  readonly state: string;
  readonly gateway?: string;
  /** The other gateway of a peering between two that are known. */
  readonly peerGateway?: string;
  readonly vpc?: string;
  /** Of a VPC, where it has an interface: one in each zone from which traffic gets in; absent where the source does not say. */
  readonly subnets?: readonly string[];
  /** As of the gateway, and needed there, too. */
  readonly groupReferences?: boolean;
  /** Id of what is attached, where it is no VPC: a VPN connection, the peer's gateway … */
  readonly resource?: string;
}

export interface TransitRouteTable extends InventoryRecord {
  readonly gateway?: string;
}

/** Which attachment looks routes up in a table, or fills it. */
export interface TransitTableUse extends InventoryRecord {
  readonly table: string;
  readonly attachment: string;
  readonly state: string;
}

export interface TransitRoute extends InventoryRecord {
  readonly table: string;
  readonly destination: string;
  /** Ids of attachments; what the route names when it leads to none. */
  readonly targets: readonly string[];
  /** False for a blackhole. */
  readonly active: boolean;
  readonly origin?: 'static' | 'propagated';
}
