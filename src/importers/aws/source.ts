/** Answers of the AWS command line as a source of facts: its words, and what it can express at all. */

import type { FactSource, Vocabulary } from '../../inventory/inventory.ts';

const IN_ACCOUNT = ['accounts', 'region', 'name'] as const;
const IN_VPC = [...IN_ACCOUNT, 'vpc'] as const;
const WORKLOAD = [...IN_VPC, 'subnets', 'groups', 'tags'] as const;

const VOCABULARY: Vocabulary = {
  organizations: [],
  units: ['short', 'name', 'root', 'organization', 'parent'],
  accounts: ['name', 'state', 'organization', 'management', 'path', 'inscope', 'synced', 'behind'],
  vpcs: [...IN_ACCOUNT, 'owner', 'blocks', 'tags', 'isDefault', 'stub', 'unlisted', 'behind'],
  addressBlocks: ['vpc', 'block', 'gone'],
  subnets: [...IN_ACCOUNT, 'cidr', 'ipv6Cidr', 'zone', 'vpc', 'isDefault', 'used', 'tags'],
  internetGateways: [...IN_VPC, 'tags'],
  egressOnlyGateways: [...IN_VPC],
  natGateways: [...IN_VPC, 'subnet', 'connectivity', 'publicAddresses', 'state'],
  vpnGateways: [...IN_VPC, 'asn', 'state'],
  customerGateways: [...IN_ACCOUNT, 'address', 'asn'],
  vpnConnections: [...IN_ACCOUNT, 'gateway', 'customerGateway', 'staticRoutes', 'state'],
  directConnectGateways: [...IN_ACCOUNT, 'asn'],
  directConnectAssociations: ['directConnectGateway', 'gateway', 'allowedPrefixes', 'state'],
  directConnectInterfaces: [...IN_ACCOUNT, 'type', 'gateway', 'vlan', 'state'],
  peerings: ['status', 'gone', 'requester', 'accepter'],
  endpoints: [...IN_VPC, 'type', 'service', 'state', 'subnets', 'groups'],
  endpointServices: [...IN_ACCOUNT, 'balancers', 'acceptanceRequired', 'allowedPrincipals'],
  prefixLists: [...IN_ACCOUNT, 'entries', 'managed'],
  networkInterfaces: [
    ...(['subnet', 'groups', 'privateAddresses', 'publicAddress'] as const),
    ...(['natGateway', 'instance', 'type'] as const),
  ],
  elasticAddresses: [
    ...(['accounts', 'region', 'address', 'networkInterface', 'privateAddress'] as const),
    ...(['instance', 'natGateway', 'ownPool', 'tags'] as const),
  ],
  clientVpnEndpoints: [
    ...IN_VPC,
    ...(['clientCidr', 'subnets', 'groups', 'state', 'splitTunnel', 'authentication'] as const),
    ...(['transport', 'port', 'authorizations', 'routes', 'tags'] as const),
  ],
  routeTables: ['accounts', 'region', 'main', 'vpc'],
  routes: ['table', 'destination', 'kind', 'target', 'active', 'propagated'],
  routeTableAssociations: ['table', 'main', 'subnet', 'gateway'],
  transitGateways: [
    ...IN_ACCOUNT,
    'short',
    'owner',
    'state',
    'sharedWith',
    'tags',
    'groupReferences',
  ],
  transitAttachments: [
    ...(['accounts', 'region', 'type', 'state', 'gateway', 'peerGateway', 'vpc'] as const),
    ...(['resource', 'subnets', 'groupReferences'] as const),
  ],
  transitRouteTables: ['gateway'],
  transitAssociations: ['table', 'attachment', 'state'],
  transitPropagations: ['table', 'attachment', 'state'],
  transitRoutes: ['table', 'destination', 'targets', 'active', 'origin'],
  securityGroups: [...IN_VPC],
  securityGroupRules: ['inbound', 'ports', 'groups', 'ranges', 'peerGroups', 'prefixLists'],
  networkAcls: [...IN_VPC, 'isDefault', 'subnets', 'ruleCount'],
  networkAclRules: ['acl', 'number', 'inbound', 'allow', 'cidr', 'ports'],
  networkFirewalls: [...IN_VPC, 'endpoints', 'policy'],
  instances: [...WORKLOAD, 'state', 'interfaceSubnets', 'publicAddress'],
  loadBalancers: [...WORKLOAD, 'type', 'arn', 'scheme', 'listeners'],
  balancerTargets: ['balancer', 'target', 'sends'],
  databases: [...WORKLOAD, 'engine', 'port', 'zone', 'multiZone', 'public'],
  databaseClusters: [...WORKLOAD, 'engine', 'port', 'status', 'members'],
  dataWarehouses: [...WORKLOAD, 'port', 'status', 'public'],
  caches: [...WORKLOAD, 'engine', 'status', 'replicationGroup', 'subnetGroup'],
  fileSystems: [...IN_ACCOUNT, 'tags', 'status'],
  fileMounts: ['accounts', 'region', 'fileSystem', 'subnet', 'vpc', 'groups'],
  kubernetesServices: [...WORKLOAD, 'status', 'publicEndpoint'],
  functions: [...WORKLOAD],
  scalingGroups: [...WORKLOAD, 'members'],
};

export const AWS: FactSource = {
  id: 'aws',
  name: 'the export of AWS',
  ifEmpty: (what) =>
    `Were the answers ${what ? `on ${what} ` : ''}of all accounts and regions in the folder? Import it again.`,
  vocabulary: VOCABULARY,
};
