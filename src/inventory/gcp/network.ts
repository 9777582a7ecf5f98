/** Networks of Google Cloud: what is in them, whoever says so. */

import type { Origin } from '../../model/diagnostic.ts';
import type { SourceCount } from '../counts.ts';
import type { GcpTree } from './tree.ts';

export interface GcpResource {
  readonly id: string;
  readonly name: string;
  /** Id of the project that owns it; of shared networks that is the host. */
  readonly project: string | undefined;
  readonly at: Origin;
}

export interface GcpVpc extends GcpResource {
  /** Subnets were made by Google, one for each region. */
  readonly auto: boolean;
  /** Only named by a peering or a gateway: nothing but its id is known. */
  readonly stub: boolean;
}

/** One side of a peering. */
export interface GcpPeering extends GcpResource {
  /** `ACTIVE` when both sides agree; only then traffic passes. */
  readonly state: string | undefined;
  readonly local: string | undefined;
  readonly peer: string | undefined;
}

export interface GcpVpnGateway extends GcpResource {
  readonly region: string | undefined;
  readonly vpc: string | undefined;
}

export interface GcpVpnTunnel extends GcpResource {
  readonly region: string | undefined;
  readonly status: string | undefined;
  /** Of a classic VPN the graph has no gateway of this id. */
  readonly gateway: string | undefined;
  /** Gateway of Google Cloud at the other end. */
  readonly peer: string | undefined;
  /** Address at the other end. */
  readonly address: string | undefined;
  /** Blocks that may pass; `0.0.0.0/0` where routes decide. */
  readonly near: readonly string[];
  readonly far: readonly string[];
}

export interface GcpSubnet extends GcpResource {
  readonly cidr: string | undefined;
  readonly region: string | undefined;
  readonly purpose: string | undefined;
  readonly vpc: string | undefined;
  /** Only named by an interface: nothing but its id is known. */
  readonly stub: boolean;
}

export interface GcpInterface {
  readonly id: string;
  readonly name: string;
  readonly ip: string | undefined;
  readonly subnet: string | undefined;
  readonly public: string | undefined;
}

export interface GcpInstance extends GcpResource {
  readonly status: string | undefined;
  readonly zone: string | undefined;
  readonly exposed: boolean;
  /** `direct`, `gcp_lb`. */
  readonly ways: readonly string[];
  readonly forwards: boolean;
  readonly interfaces: readonly GcpInterface[];
}

export interface GcpFirewallRule {
  readonly id: string;
  readonly firewall: string | undefined;
  /** Absent when the graph does not say it in a way that is known: it is not taken to allow anything. */
  readonly effect: 'allow' | 'deny' | undefined;
  /** `tcp/443`, `tcp/1024-65535`, `icmp`, `all`. */
  readonly ports: string;
  readonly ranges: readonly string[];
}

export interface GcpFirewall extends GcpResource {
  readonly ingress: boolean;
  readonly disabled: boolean;
  readonly priority: number | undefined;
  /** Holds for service accounts, of which the graph has no names. */
  readonly accounts: boolean;
  readonly vpc: string | undefined;
  readonly tags: readonly string[];
  readonly rules: readonly GcpFirewallRule[];
  readonly instances: readonly string[];
}

export interface GcpPlaced extends GcpResource {
  readonly subnet: string | undefined;
  readonly vpc: string | undefined;
  readonly region: string | undefined;
}

export interface GcpForwarding extends GcpPlaced {
  readonly address: string | undefined;
  readonly ports: readonly string[];
  readonly scheme: string | undefined;
  readonly target: string | undefined;
  readonly exposed: boolean;
  readonly backends: readonly string[];
}

export interface GcpBackend extends GcpResource {
  readonly region: string | undefined;
  readonly ports: string | undefined;
  readonly scheme: string | undefined;
  readonly policies: readonly string[];
}

export interface GcpInstanceGroup extends GcpPlaced {
  readonly size: number | undefined;
  readonly backends: readonly string[];
  readonly instances: readonly string[];
}

export interface GkeCluster extends GcpPlaced {
  readonly status: string | undefined;
  /** Its control plane has a public endpoint. */
  readonly exposed: boolean;
  /** Only authorized networks may connect to the control plane; the graph does not say which. */
  readonly restricted: boolean;
}

export interface GcpDatabase extends GcpPlaced {
  readonly version: string | undefined;
  readonly status: string | undefined;
  /** Blocks outside that may connect. */
  readonly ranges: readonly string[];
}

export interface GcpNetwork {
  readonly vpcs: ReadonlyMap<string, GcpVpc>;
  readonly peerings: readonly GcpPeering[];
  readonly vpnGateways: ReadonlyMap<string, GcpVpnGateway>;
  readonly vpnTunnels: readonly GcpVpnTunnel[];
  /** Ids of what the newest sync did not read. */
  readonly stale: ReadonlySet<string>;
  readonly subnets: ReadonlyMap<string, GcpSubnet>;
  readonly instances: ReadonlyMap<string, GcpInstance>;
  readonly firewalls: readonly GcpFirewall[];
  /** Rules that belong to no firewall. */
  readonly loose: number;
  readonly forwarding: readonly GcpForwarding[];
  readonly backends: ReadonlyMap<string, GcpBackend>;
  readonly groups: readonly GcpInstanceGroup[];
  /** Ids of groups, and of firewalls, by instance. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
  readonly firewallsOf: ReadonlyMap<string, readonly string[]>;
  readonly clusters: readonly GkeCluster[];
  readonly databases: readonly GcpDatabase[];
  /** Projects that own something of a network, by id. */
  readonly owners: ReadonlyMap<string, Origin>;
}

/** Last part of an id: `default` of `projects/p/global/networks/default`. */
export const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export interface GcpNetworkFacts {
  readonly counts: readonly SourceCount[];
  /** Of networks, and not described here. */
  readonly others: readonly SourceCount[];
  readonly tree: GcpTree;
  readonly network: GcpNetwork;
}
