/** What elements of a diagram declare, by their kinds, and what a diagram can say of each. */

import type { FactSource, RecordType, Vocabulary } from '../../inventory/inventory.ts';

/**
 * Types of record by kind, the more usual one first: which of several it is, its id says. Words are in
 * `declared-elements.ts`.
 */
export const KIND_TYPES: Readonly<Record<string, readonly RecordType[]>> = {
  'aws:internet-gateway': ['internetGateways', 'egressOnlyGateways'],
  'aws:nat-gateway': ['natGateways'],
  'aws:vpn-gateway': ['vpnGateways'],
  'aws:customer-gateway': ['customerGateways'],
  'aws:site-to-site-vpn': ['vpnConnections'],
  'aws:transit-gateway': ['transitGateways'],
  'aws:vpc-endpoint': ['endpoints'],
  'aws:network-firewall': ['networkFirewalls'],
  'aws:client-vpn': ['clientVpnEndpoints'],
  'aws:ec2': ['instances'],
  'aws:ec2-auto-scaling': ['scalingGroups'],
  'aws:rds': ['databases', 'databaseClusters'],
  'aws:aurora': ['databaseClusters', 'databases'],
  'aws:redshift': ['dataWarehouses'],
  'aws:elasticache': ['caches'],
  'aws:opensearch-service': ['searchDomains'],
  'aws:efs': ['fileSystems'],
  'aws:lambda': ['functions'],
  'aws:elastic-kubernetes-service': ['kubernetesServices'],
  'aws:elastic-container-service': ['containerClusters'],
  'aws:ecs-service': ['containerServices'],
  'aws:elastic-load-balancing': ['loadBalancers'],
  'aws:application-load-balancer': ['loadBalancers'],
  'aws:network-load-balancer': ['loadBalancers'],
  'aws:gateway-load-balancer': ['loadBalancers'],
  'aws:classic-load-balancer': ['loadBalancers'],
};

/** What a kind of AWS is called as a word of the language. */
export const KIND_WORDS: Readonly<Record<string, string>> = {
  'aws:account': 'account',
  'aws:vpc': 'vpc',
  'aws:private-subnet': 'subnet',
  'aws:public-subnet': 'subnet',
  'aws:route-table': 'route-table',
};

/** Groups, people and what is outside: nothing that an estate's inventory would hold. */
export const CONTEXT_KINDS: ReadonlySet<string> = new Set([
  ...['organization', 'region', 'availability-zone', 'internet', 'on-premises', 'user', 'group'],
  ...['zone', 'security-group', 'aws:security-group'],
]);

/** What holds other clouds' elements. */
export const OTHER_CLOUDS: ReadonlySet<string> = new Set([
  ...['folder', 'project', 'management-group', 'subscription', 'resource-group'],
  ...['virtual-network', 'cluster', 'namespace'],
]);

const VOCABULARY: Vocabulary = {
  units: ['name', 'parent'],
  accounts: ['name', 'state', 'management', 'path'],
  vpcs: ['name', 'region', 'owner', 'blocks'],
  subnets: ['name', 'cidr', 'ipv6Cidr', 'zone', 'vpc'],
  internetGateways: ['name', 'vpc'],
  egressOnlyGateways: ['name', 'vpc'],
  natGateways: ['name', 'subnet'],
  vpnGateways: ['name', 'vpc'],
  customerGateways: ['name'],
  vpnConnections: ['name'],
  transitGateways: ['name', 'region'],
  endpoints: ['vpc'],
  networkFirewalls: ['name', 'vpc'],
  clientVpnEndpoints: ['name', 'vpc'],
  routeTables: ['vpc', 'main'],
  routes: ['table', 'destination', 'target', 'active', 'propagated'],
  peerings: ['status', 'requester', 'accepter'],
  transitAttachments: ['state', 'gateway', 'vpc'],
  securityGroupRules: ['inbound', 'ports', 'groups', 'ranges'],
  instances: ['name', 'subnets'],
  ...Object.fromEntries(
    [
      ...(['scalingGroups', 'databases', 'databaseClusters', 'dataWarehouses', 'caches'] as const),
      ...(['searchDomains', 'fileSystems', 'functions', 'kubernetesServices'] as const),
      ...(['containerClusters', 'containerServices', 'loadBalancers'] as const),
    ].map((type) => [type, ['name']]),
  ),
};

/** What a diagram says, as a source of facts. */
export const DIAGRAM: FactSource = {
  id: 'diagram',
  name: 'the diagram',
  ifEmpty: () => 'Draw what it shows, with the ids of the cloud.',
  vocabulary: VOCABULARY,
};
