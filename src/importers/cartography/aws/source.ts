/** Cartography's graph as a source of facts: its words, and what it can express at all. */

import type { FactSource, RecordType, Vocabulary } from '../../../inventory/inventory.ts';
import type { Coverage, InventoryRecord } from '../../../inventory/provenance.ts';
import type { Fields } from '../question.ts';

/** What everything that runs in networks has. */
const WORKLOAD = ['accounts', 'region', 'name', 'vpc', 'subnets', 'groups', 'tags'] as const;

/**
 * NAT, VPN, customer and egress-only gateways, VPN connections, Direct Connect, Client VPN, Cloud WAN, endpoint
 * services and firewalls have no nodes; elastic addresses are not asked for; prefix lists have no entries. Network ACLs are joined to one of their subnets only, and their rules
 * have no ports: neither is read.
 */
const VOCABULARY: Vocabulary = {
  organizations: [],
  units: ['short', 'name', 'root', 'organization', 'parent'],
  accounts: [
    'name',
    'state',
    'organization',
    'management',
    'path',
    'email',
    'inscope',
    'synced',
    'behind',
  ],
  vpcs: [
    'accounts',
    'region',
    'name',
    'owner',
    'blocks',
    'tags',
    'isDefault',
    'stub',
    'unlisted',
    'behind',
  ],
  addressBlocks: ['vpc', 'block', 'gone'],
  subnets: ['accounts', 'region', 'name', 'cidr', 'zone', 'vpc', 'isDefault', 'used', 'tags'],
  internetGateways: ['accounts', 'region', 'name', 'vpc', 'tags'],
  peerings: ['status', 'gone', 'requester', 'accepter'],
  endpoints: ['accounts', 'region', 'name', 'vpc', 'type', 'service', 'state', 'subnets', 'groups'],
  networkInterfaces: ['subnet', 'natGateway'],
  routeTables: ['accounts', 'region', 'main', 'vpc'],
  routes: ['table', 'destination', 'kind', 'target', 'active', 'propagated'],
  routeTableAssociations: ['table', 'main', 'subnet', 'gateway'],
  transitGateways: ['accounts', 'region', 'name', 'short', 'owner', 'state', 'sharedWith', 'tags'],
  transitAttachments: ['accounts', 'region', 'type', 'state', 'gateway', 'peerGateway', 'vpc'],
  transitRouteTables: ['gateway'],
  transitAssociations: ['table', 'attachment', 'state'],
  transitPropagations: ['table', 'attachment', 'state'],
  transitRoutes: ['table', 'destination', 'targets', 'active'],
  securityGroups: ['accounts', 'region', 'name', 'vpc'],
  securityGroupRules: ['inbound', 'ports', 'groups', 'ranges'],
  networkAcls: ['accounts', 'region', 'name', 'vpc', 'isDefault', 'ruleCount'],
  instances: [...WORKLOAD, 'state', 'interfaceSubnets', 'publicAddress', 'exposure'],
  loadBalancers: [...WORKLOAD, 'type', 'arn', 'scheme', 'listeners', 'exposed'],
  balancerTargets: ['balancer', 'target', 'sends'],
  databases: [...WORKLOAD, 'engine', 'port', 'zone', 'multiZone', 'public'],
  databaseClusters: ['accounts', 'region', 'name', 'tags', 'engine', 'port', 'status', 'members'],
  dataWarehouses: [...WORKLOAD, 'port', 'status', 'public', 'unlistedVpc'],
  caches: [
    'accounts',
    'region',
    'name',
    'tags',
    'engine',
    'status',
    'replicationGroup',
    'subnetGroup',
  ],
  searchDomains: [...WORKLOAD, 'deleted', 'exposed'],
  fileSystems: ['accounts', 'region', 'name', 'tags', 'status'],
  fileMounts: ['accounts', 'region', 'fileSystem', 'subnet', 'vpc', 'groups'],
  kubernetesServices: ['accounts', 'region', 'name', 'tags', 'status', 'publicEndpoint'],
  functions: ['accounts', 'region', 'name', 'tags'],
  containerClusters: ['accounts', 'region', 'name', 'tags', 'status'],
  containerServices: ['accounts', 'region', 'name', 'tags', 'status', 'launchType', 'cluster'],
  containerTasks: [...WORKLOAD, 'service', 'cluster', 'stopped', 'count', 'instances'],
  scalingGroups: ['accounts', 'region', 'name', 'tags', 'subnets', 'members'],
  openServices: ['accounts', 'region', 'name', 'tags', 'type', 'actions'],
  roles: ['name', 'account'],
  trusts: ['role', 'principal', 'allowed'],
};

export const CARTOGRAPHY: FactSource = {
  id: 'cartography',
  name: 'the graph',
  ifEmpty: (what) =>
    `Check that it is the right database and that Cartography has ${what ? `read ${what}` : 'run'}, then record it again.`,
  vocabulary: VOCABULARY,
};

/** Where a record comes from: its row. */
export const provenance = ({ at }: Pick<Fields, 'at'>): Pick<InventoryRecord, 'provenance'> => ({
  provenance: { source: CARTOGRAPHY.id, at },
});

/**
 * What was asked, by type of record.
 * @param unread accounts that were never read to the end
 */
export function coverageOf(
  types: readonly RecordType[],
  unread: readonly string[],
): { readonly [T in RecordType]?: Coverage } {
  const except = unread.map((account) => ({
    account,
    state: 'not-asked' as const,
    reason: 'Cartography never read this account to the end',
  }));
  return Object.fromEntries(types.map((type) => [type, { state: 'read', except }]));
}
