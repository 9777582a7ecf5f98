/** How many of each kind an inventory's records are, by the names of the ledger, for sources that count nothing themselves. */

import type { SourceCount } from '../inventory/counts.ts';
import type { Collections, Inventory, RecordType } from '../inventory/inventory.ts';
import type { NetworkOptions } from '../model/derivation.ts';
import { wishesOf } from './network/plan.ts';

type Kinds = Readonly<Record<string, RecordType>>;

const NETWORK: Kinds = {
  account: 'accounts',
  'cidr-block': 'addressBlocks',
  subnet: 'subnets',
  'route-table': 'routeTables',
  'route-table-association': 'routeTableAssociations',
  route: 'routes',
  'internet-gateway': 'internetGateways',
  'vpc-endpoint': 'endpoints',
  'network-acl': 'networkAcls',
  'network-acl-rule': 'networkAclRules',
  'network-firewall': 'networkFirewalls',
  'peering-connection': 'peerings',
  'customer-gateway': 'customerGateways',
  'vpn-connection': 'vpnConnections',
  'direct-connect-gateway': 'directConnectGateways',
  'direct-connect-association': 'directConnectAssociations',
  'direct-connect-interface': 'directConnectInterfaces',
  'transit-gateway': 'transitGateways',
  'transit-gateway-attachment': 'transitAttachments',
  'transit-gateway-route-table': 'transitRouteTables',
  'transit-gateway-association': 'transitAssociations',
  'transit-gateway-propagation': 'transitPropagations',
  'transit-gateway-route': 'transitRoutes',
};

const RESOURCES: Kinds = {
  instance: 'instances',
  'load-balancer': 'loadBalancers',
  'load-balancer-target': 'balancerTargets',
  database: 'databases',
  'kubernetes-cluster': 'kubernetesServices',
  function: 'functions',
  'database-cluster': 'databaseClusters',
  'data-warehouse': 'dataWarehouses',
  cache: 'caches',
  'search-domain': 'searchDomains',
  'message-broker': 'messageBrokers',
  'file-system': 'fileSystems',
  'mount-target': 'fileMounts',
  'container-cluster': 'containerClusters',
  'container-service': 'containerServices',
  'autoscaling-group': 'scalingGroups',
};

const GROUPS: Kinds = {
  'security-group': 'securityGroups',
  'security-group-rule': 'securityGroupRules',
};

const sized = (inventory: Collections, kinds: Kinds): SourceCount[] =>
  Object.entries(kinds).map(([kind, type]) => ({ kind, found: inventory[type].size }));

/** Of `organization()`. */
export function organizationCounts(inventory: Inventory): readonly SourceCount[] {
  const roots = [...inventory.units.values()].filter(({ root }) => root).length;
  return [
    ...sized(inventory, { organization: 'organizations', account: 'accounts' }),
    { kind: 'root', found: roots },
    { kind: 'ou', found: inventory.units.size - roots },
  ];
}

/** Of `network()`: what the depth asks for. Gateways that routes name are counted by the id that they name, recorded or not. */
export function networkCounts(
  inventory: Inventory,
  options: NetworkOptions,
): readonly SourceCount[] {
  const { depth, securityGroups } = wishesOf(options);
  const gateways = (kind: string, recorded: ReadonlyMap<string, unknown>): number =>
    new Set([
      ...recorded.keys(),
      ...[...inventory.routes.values()].flatMap((r) => (r.kind === kind ? r.target : [])),
    ]).size;
  const tasks = [...inventory.containerTasks.values()].reduce((sum, { count }) => sum + count, 0);
  const pairs = new Set(
    inventory.securityGroupPairs.map(({ group, source }) => `${group} ${source}`),
  );
  return [
    ...sized(inventory, NETWORK),
    { kind: 'vpc', found: [...inventory.vpcs.values()].filter((vpc) => !vpc.unlisted).length },
    { kind: 'nat-gateway', found: gateways('nat-gateway', inventory.natGateways) },
    {
      kind: 'virtual-private-gateway',
      found: gateways('virtual-private-gateway', inventory.vpnGateways),
    },
    ...(depth === 'resources'
      ? [...sized(inventory, RESOURCES), { kind: 'container-task', found: tasks }]
      : []),
    ...(securityGroups
      ? [...sized(inventory, GROUPS), { kind: 'security-group-pair', found: pairs.size }]
      : []),
  ];
}
