/** Networks and what is in them: VPCs, subnets, gateways, endpoints, peerings, lines to other sites. */

import type { UnresolvedReason } from '../model/unresolved.ts';
import type { AccountRecord, InventoryRecord } from './provenance.ts';

export interface Vpc extends AccountRecord {
  /** Its Name tag; the id where it has none. */
  readonly name: string;
  /** The account that it belongs to, among those that list it. */
  readonly owner?: string;
  /** Active address blocks, the primary one first where it is known. */
  readonly blocks: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Made by AWS with the account. */
  readonly isDefault: boolean;
  /** Why only its existence is known; absent for VPCs that were read. */
  readonly stub?: UnresolvedReason;
  /** Named by others and no record of the source. */
  readonly unlisted: boolean;
  /** The newest complete read of its account did not read it: it is older data, or it is gone. */
  readonly behind: boolean;
}

/** One address block of a VPC. */
export interface AddressBlock extends InventoryRecord {
  readonly vpc?: string;
  readonly block: string;
  /** Taken from the VPC, and listed for a while longer. */
  readonly gone: boolean;
}

export interface Subnet extends AccountRecord {
  readonly name: string;
  readonly cidr?: string;
  /** Its block of IPv6, beside one of IPv4. */
  readonly ipv6Cidr?: string;
  /** Availability zone. */
  readonly zone?: string;
  readonly vpc?: string;
  readonly isDefault: boolean;
  /** Whether anything has an address in it. */
  readonly used: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Something in a VPC. */
export interface VpcRecord extends AccountRecord {
  readonly name: string;
  readonly vpc?: string;
}

export interface InternetGateway extends VpcRecord {
  readonly tags: Readonly<Record<string, string>>;
}

/** Lets IPv6 out and nothing in. */
export interface EgressOnlyGateway extends VpcRecord {}

export interface NatGateway extends VpcRecord {
  readonly subnet?: string;
  readonly connectivity?: 'public' | 'private';
  readonly publicAddresses: readonly string[];
  readonly state?: string;
}

/** The cloud's end of VPN connections and of Direct Connect: a virtual private gateway. */
export interface VpnGateway extends VpcRecord {
  readonly asn?: number;
  readonly state?: string;
}

/** The other end of a VPN connection. */
export interface CustomerGateway extends AccountRecord {
  readonly name: string;
  readonly address?: string;
  readonly asn?: number;
}

export interface VpnConnection extends AccountRecord {
  readonly name: string;
  /** Id of a virtual private or a transit gateway. */
  readonly gateway?: string;
  readonly customerGateway?: string;
  /** Destinations without BGP. */
  readonly staticRoutes: readonly string[];
  readonly state?: string;
}

export interface DirectConnectGateway extends AccountRecord {
  readonly name: string;
  readonly asn?: number;
}

/** Joins a Direct Connect gateway to a virtual private or transit gateway. */
export interface DirectConnectAssociation extends InventoryRecord {
  readonly directConnectGateway: string;
  readonly gateway?: string;
  /** What is announced to the other side. */
  readonly allowedPrefixes: readonly string[];
  readonly state?: string;
}

/** A virtual interface on a Direct Connect connection. */
export interface DirectConnectInterface extends AccountRecord {
  readonly name: string;
  readonly type: 'private' | 'public' | 'transit' | 'unknown';
  /** Id of a Direct Connect or virtual private gateway. */
  readonly gateway?: string;
  readonly vlan?: number;
  readonly state?: string;
}

export interface Peering extends InventoryRecord {
  readonly status: string;
  /** AWS lists peerings for a while after they were deleted. */
  readonly gone: boolean;
  /** Ids of VPCs. */
  readonly requester?: string;
  readonly accepter?: string;
}

export interface VpcEndpoint extends VpcRecord {
  /** `Interface`, `Gateway`, `GatewayLoadBalancer` …, as AWS writes it. */
  readonly type: string;
  readonly service: string;
  readonly state?: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}

/** A service of one's own that endpoints of others lead to. */
export interface EndpointService extends AccountRecord {
  readonly name: string;
  /** Ids of the load balancers behind it. */
  readonly balancers: readonly string[];
  readonly acceptanceRequired?: boolean;
  /** ARNs of who may connect; `*` for everyone. */
  readonly allowedPrincipals: readonly string[];
}

export interface PrefixList extends AccountRecord {
  readonly name: string;
  readonly entries: readonly { readonly cidr: string; readonly description?: string }[];
  /** Kept by AWS: its entries are in no source but AWS's own answer. */
  readonly managed: boolean;
}

/** A public address that an account holds, in use or not. */
export interface ElasticAddress extends AccountRecord {
  readonly address: string;
  /** The network interface that has it, and its address there. */
  readonly networkInterface?: string;
  readonly privateAddress?: string;
  /** The instance that has it. */
  readonly instance?: string;
  /** The NAT gateway that has it. */
  readonly natGateway?: string;
  /** Brought in by the account, and not of AWS's own. */
  readonly ownPool?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NetworkInterface extends InventoryRecord {
  /** `interface`, `nat_gateway`, `transit_gateway`, `network_load_balancer`, `lambda` …, as AWS writes it. */
  readonly type?: string;
  readonly subnet?: string;
  readonly groups: readonly string[];
  readonly privateAddresses: readonly string[];
  readonly publicAddress?: string;
  /** The NAT gateway that it is of. */
  readonly natGateway?: string;
  /** The instance that it is attached to. */
  readonly instance?: string;
}
