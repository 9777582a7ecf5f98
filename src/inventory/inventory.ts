/** What an estate is made of, whoever says so: the one model between sources of facts and what is made of them. */

import type { IamRole, RoleTrust } from './access.ts';
import type { ClientVpnEndpoint } from './client-vpn.ts';
import type { CoreNetwork, CoreNetworkAttachment } from './cloud-wan.ts';
import type { SourceCount } from './counts.ts';
import type { ContentDistribution } from './edge.ts';
import type * as net from './network.ts';
import type { Account, Organization, OrganizationalUnit } from './organization.ts';
import type { AbsenceReason, Coverage, InventoryRecord, ReadState } from './provenance.ts';
import { stateIn } from './provenance.ts';
import type { RouteTable, RouteTableAssociation, VpcRoute } from './routing.ts';
import type * as security from './security.ts';
import type * as transit from './transit.ts';
import type * as work from './workloads.ts';

/** Every type of record by its collection. */
export interface RecordTypes {
  readonly organizations: Organization;
  readonly units: OrganizationalUnit;
  readonly accounts: Account;
  readonly vpcs: net.Vpc;
  readonly addressBlocks: net.AddressBlock;
  readonly subnets: net.Subnet;
  readonly internetGateways: net.InternetGateway;
  readonly egressOnlyGateways: net.EgressOnlyGateway;
  readonly natGateways: net.NatGateway;
  readonly vpnGateways: net.VpnGateway;
  readonly customerGateways: net.CustomerGateway;
  readonly vpnConnections: net.VpnConnection;
  readonly directConnectGateways: net.DirectConnectGateway;
  readonly directConnectAssociations: net.DirectConnectAssociation;
  readonly directConnectInterfaces: net.DirectConnectInterface;
  readonly peerings: net.Peering;
  readonly endpoints: net.VpcEndpoint;
  readonly endpointServices: net.EndpointService;
  readonly prefixLists: net.PrefixList;
  readonly networkInterfaces: net.NetworkInterface;
  readonly elasticAddresses: net.ElasticAddress;
  readonly clientVpnEndpoints: ClientVpnEndpoint;
  readonly coreNetworks: CoreNetwork;
  readonly coreNetworkAttachments: CoreNetworkAttachment;
  readonly routeTables: RouteTable;
  readonly routes: VpcRoute;
  readonly routeTableAssociations: RouteTableAssociation;
  readonly transitGateways: transit.TransitGateway;
  readonly transitAttachments: transit.TransitAttachment;
  readonly transitRouteTables: transit.TransitRouteTable;
  readonly transitAssociations: transit.TransitTableUse;
  readonly transitPropagations: transit.TransitTableUse;
  readonly transitRoutes: transit.TransitRoute;
  readonly securityGroups: security.SecurityGroup;
  readonly securityGroupRules: security.SecurityGroupRule;
  readonly networkAcls: security.NetworkAcl;
  readonly networkAclRules: security.NetworkAclRule;
  readonly networkFirewalls: security.NetworkFirewall;
  readonly instances: work.ComputeInstance;
  readonly loadBalancers: work.LoadBalancer;
  readonly balancerTargets: work.BalancerTarget;
  readonly databases: work.ManagedDatabase;
  readonly databaseClusters: work.DatabaseCluster;
  readonly dataWarehouses: work.DataWarehouse;
  readonly caches: work.CacheCluster;
  readonly searchDomains: work.SearchDomain;
  readonly messageBrokers: work.MessageBroker;
  readonly fileSystems: work.FileSystem;
  readonly fileMounts: work.FileMount;
  readonly kubernetesServices: work.KubernetesControlPlane;
  readonly functions: work.ServerlessFunction;
  readonly containerClusters: work.ContainerCluster;
  readonly containerServices: work.ContainerService;
  readonly containerTasks: work.ContainerTasks;
  readonly scalingGroups: work.ScalingGroup;
  readonly contentDistributions: ContentDistribution;
  readonly openServices: work.OpenService;
  readonly roles: IamRole;
  readonly trusts: RoleTrust;
}

export type RecordType = keyof RecordTypes;

/** Records by id, in the order of ids. */
export type Collections = { readonly [T in RecordType]: ReadonlyMap<string, RecordTypes[T]> };

/**
 * Facts that a source can express, by type of record; a type that is missing, it does not know at all.
 * What it cannot express is never a difference between it and another source.
 */
export type Vocabulary = {
  readonly [T in RecordType]?: readonly Exclude<
    keyof RecordTypes[T] & string,
    keyof InventoryRecord
  >[];
};

/** Who says what an inventory holds. */
export interface FactSource {
  /** `cartography`, `terraform` … */
  readonly id: string;
  /** As messages speak of it: `the graph`. */
  readonly name: string;
  /**
   * A hint where it holds nothing of what is asked.
   * @param what `IAM`, `AWS`: what it may not have read; everything when absent
   */
  readonly ifEmpty: (what?: string) => string;
  readonly vocabulary: Vocabulary;
}

export interface Inventory extends Collections {
  readonly source: FactSource;
  /** By type of record; one that is missing was not asked for. */
  readonly coverage: { readonly [T in RecordType]?: Coverage };
  /** Groups that name each other where the source does not keep that with the rules. */
  readonly securityGroupPairs: readonly security.SecurityGroupPair[];
  /** How many of each kind the source holds, counted by itself and not by the records here. */
  readonly counts: readonly SourceCount[];
}

const TYPES: { readonly [T in RecordType]: true } = {
  ...{ organizations: true, units: true, accounts: true },
  ...{ vpcs: true, addressBlocks: true, subnets: true, networkInterfaces: true },
  ...{ elasticAddresses: true, clientVpnEndpoints: true },
  ...{ coreNetworks: true, coreNetworkAttachments: true },
  ...{ internetGateways: true, egressOnlyGateways: true, natGateways: true },
  ...{ vpnGateways: true, customerGateways: true, vpnConnections: true },
  ...{ directConnectGateways: true, directConnectAssociations: true },
  ...{ directConnectInterfaces: true, peerings: true },
  ...{ endpoints: true, endpointServices: true, prefixLists: true },
  ...{ routeTables: true, routes: true, routeTableAssociations: true },
  ...{ transitGateways: true, transitAttachments: true, transitRouteTables: true },
  ...{ transitAssociations: true, transitPropagations: true, transitRoutes: true },
  ...{ securityGroups: true, securityGroupRules: true },
  ...{ networkAcls: true, networkAclRules: true, networkFirewalls: true },
  ...{ instances: true, loadBalancers: true, balancerTargets: true },
  ...{ databases: true, databaseClusters: true, dataWarehouses: true, caches: true },
  ...{ searchDomains: true, messageBrokers: true, fileSystems: true, fileMounts: true },
  ...{ contentDistributions: true },
  ...{ kubernetesServices: true, functions: true, scalingGroups: true, openServices: true },
  ...{ containerClusters: true, containerServices: true, containerTasks: true },
  ...{ roles: true, trusts: true },
};

export const RECORD_TYPES = Object.keys(TYPES) as readonly RecordType[];

/** An inventory of what is given; of all other types, nothing is known. */
export function inventoryOf(
  source: FactSource,
  parts: Partial<Omit<Inventory, 'source'>>,
): Inventory {
  const none = new Map<string, never>();
  const empty = {} as Record<RecordType, ReadonlyMap<string, never>>;
  for (const type of RECORD_TYPES) empty[type] = none;
  return { ...empty, coverage: {}, securityGroupPairs: [], counts: [], ...parts, source };
}

/** Whether records of a type were asked for in an account and region, and given. */
export function readState(
  { coverage }: Inventory,
  type: RecordType,
  account?: string,
  region?: string,
): ReadState {
  const own = coverage[type];
  return own === undefined ? 'not-asked' : stateIn(own, account, region);
}

/** Why a record does not have a fact; absent where it has it. */
export function absenceOf<T extends RecordType>(
  { source }: Inventory,
  type: T,
  record: RecordTypes[T],
  fact: Exclude<keyof RecordTypes[T] & string, keyof InventoryRecord>,
): AbsenceReason | undefined {
  if (record[fact] !== undefined) return undefined;
  const expressible: readonly string[] = source.vocabulary[type] ?? [];
  if (!expressible.includes(fact)) return 'not-expressible';
  return record.absent?.[fact] ?? 'not-recorded';
}
