/** What resources of the AWS provider can say at all, by type of record. */

import type { RecordType, Vocabulary } from '../../inventory/inventory.ts';

const HELD = ['accounts', 'region'] as const;
const IN_VPC = [...HELD, 'name', 'vpc'] as const;
const WORKLOAD = [...IN_VPC, 'subnets', 'groups', 'tags'] as const;

export const RESOURCE_VOCABULARY: Vocabulary = {
  organizations: [],
  units: ['short', 'name', 'root', 'organization', 'parent'],
  accounts: ['name', 'state', 'organization', 'management', 'path'],
  vpcs: [...HELD, 'name', 'owner', 'blocks', 'tags', 'isDefault'],
  addressBlocks: ['vpc', 'block'],
  subnets: [...HELD, 'name', 'cidr', 'ipv6Cidr', 'zone', 'vpc', 'isDefault', 'tags'],
  internetGateways: [...IN_VPC, 'tags'],
  egressOnlyGateways: IN_VPC,
  natGateways: [...IN_VPC, 'subnet', 'connectivity', 'publicAddresses'],
  vpnGateways: [...IN_VPC, 'asn'],
  customerGateways: [...HELD, 'name', 'address', 'asn'],
  vpnConnections: [...HELD, 'name', 'gateway', 'customerGateway', 'staticRoutes'],
  directConnectGateways: [...HELD, 'name', 'asn'],
  directConnectAssociations: ['directConnectGateway', 'gateway', 'allowedPrefixes'],
  directConnectInterfaces: [...HELD, 'name', 'type', 'gateway', 'vlan'],
  peerings: ['status', 'gone', 'requester', 'accepter'],
  endpoints: [...IN_VPC, 'type', 'service', 'state', 'subnets', 'groups'],
  endpointServices: [...HELD, 'name', 'balancers', 'acceptanceRequired', 'allowedPrincipals'],
  prefixLists: [...HELD, 'name', 'entries', 'managed'],
  networkInterfaces: ['subnet', 'groups', 'privateAddresses', 'instance', 'type'],
  elasticAddresses: [...HELD, 'address', 'networkInterface', 'instance', 'natGateway', 'tags'],
  clientVpnEndpoints: [
    ...IN_VPC,
    ...(['clientCidr', 'subnets', 'groups', 'splitTunnel', 'authentication', 'transport'] as const),
    ...(['port', 'authorizations', 'routes', 'tags'] as const),
  ],
  coreNetworks: [...HELD, 'name', 'arn', 'globalNetwork', 'edges', 'segments', 'tags'],
  coreNetworkAttachments: [
    ...HELD,
    'coreNetwork',
    'type',
    'segment',
    'edge',
    'resource',
    'subnets',
  ],
  routeTables: [...HELD, 'main', 'vpc'],
  routes: ['table', 'destination', 'kind', 'target', 'active', 'propagated'],
  routeTableAssociations: ['table', 'main', 'subnet', 'gateway'],
  transitGateways: [...HELD, 'name', 'short', 'owner', 'sharedWith', 'tags', 'groupReferences'],
  transitAttachments: [
    ...HELD,
    ...([
      'type',
      'gateway',
      'peerGateway',
      'vpc',
      'resource',
      'subnets',
      'groupReferences',
    ] as const),
  ],
  transitRouteTables: ['gateway'],
  transitAssociations: ['table', 'attachment'],
  transitPropagations: ['table', 'attachment'],
  transitRoutes: ['table', 'destination', 'targets', 'active', 'origin'],
  securityGroups: IN_VPC,
  securityGroupRules: ['inbound', 'ports', 'groups', 'ranges', 'peerGroups', 'prefixLists'],
  networkAcls: [...IN_VPC, 'isDefault', 'subnets', 'ruleCount'],
  networkAclRules: ['acl', 'number', 'inbound', 'allow', 'cidr', 'ports'],
  networkFirewalls: [...HELD, 'name', 'vpc', 'endpoints', 'policy'],
  instances: [...WORKLOAD, 'state', 'interfaceSubnets', 'publicAddress'],
  loadBalancers: [...WORKLOAD, 'type', 'arn', 'scheme', 'listeners'],
  balancerTargets: ['balancer', 'target', 'sends'],
  databases: [...WORKLOAD, 'engine', 'port', 'zone', 'multiZone', 'public'],
  databaseClusters: [...WORKLOAD, 'engine', 'port', 'members'],
  dataWarehouses: [...WORKLOAD, 'port', 'public'],
  caches: [...WORKLOAD, 'engine', 'replicationGroup', 'subnetGroup'],
  searchDomains: WORKLOAD,
  fileSystems: WORKLOAD,
  fileMounts: [...HELD, 'fileSystem', 'subnet', 'vpc', 'groups'],
  kubernetesServices: [...WORKLOAD, 'publicEndpoint', 'status'],
  functions: WORKLOAD,
  containerClusters: WORKLOAD,
  containerServices: [...WORKLOAD, 'cluster', 'launchType'],
  scalingGroups: WORKLOAD,
};

/** Types of which the files hold all that is declared. */
export const RESOURCE_TYPES = Object.keys(RESOURCE_VOCABULARY) as readonly RecordType[];
