/** Counts the parts of a configuration that nothing reads: none is skipped in silence. */

import type { YamlMapping } from '../yaml-mapping.ts';
import type { ConfigName, ZoneConfig } from './config-files.ts';
import type { LandingZone } from './zone.ts';

/** Read elsewhere, or settings that make nothing of their own. */
const READ: Readonly<Record<string, readonly string[]>> = {
  accounts: ['mandatoryAccounts', 'workloadAccounts', 'accountIds'],
  organization: ['enable', 'organizationalUnits', 'quarantineNewAccounts'],
  network: [
    ...['homeRegion', 'defaultVpc', 'transitGateways', 'transitGatewayPeering', 'vpcs'],
    ...['vpcTemplates', 'vpcPeering', 'customerGateways', 'directConnectGateways', 'prefixLists'],
    ...['endpointPolicies', 'vpcFlowLogs', 'disasterRecoveryRegion', 'elbAccountIds'],
    ...[
      'centralNetworkServices',
      'accountVpcIds',
      'accountVpcEndpointIds',
      'firewallManagerService',
    ],
  ],
};

/** Of a VPC: read, or a setting. */
const VPC_KEYS: ReadonlySet<string> = new Set([
  ...['name', 'account', 'region', 'cidrs', 'cidr', 'ipamAllocations', 'internetGateway'],
  ...['egressOnlyIgw', 'virtualPrivateGateway', 'routeTables', 'subnets', 'natGateways'],
  ...['transitGatewayAttachments', 'gatewayEndpoints', 'interfaceEndpoints', 'securityGroups'],
  ...['networkAcls', 'tags', 'deploymentTargets', 'useCentralEndpoints', 'enableDnsHostnames'],
  ...['enableDnsSupport', 'instanceTenancy', 'dhcpOptions', 'defaultSecurityGroupRulesDeletion'],
  ...['vpcFlowLogs', 'dnsFirewallRuleGroups', 'queryLogs', 'resolverRules', 'options'],
]);

const CENTRAL = ['delegatedAdminAccount', 'networkFirewall'];

function countKeys(
  item: YamlMapping,
  known: (key: string) => boolean,
  name: (key: string) => string,
  zone: LandingZone,
): void {
  for (const key of item.keys) {
    const node = item.node(key);
    if (!known(key) && node?.is !== 'scalar') zone.skip(name(key), item.size(key));
  }
}

export function countUnread({ files }: ZoneConfig, zone: LandingZone): void {
  for (const [file, item] of files) {
    // Settings of the accelerator itself, which make nothing that an inventory holds.
    if (file === 'global') continue;
    const read = READ[file as ConfigName] ?? [];
    countKeys(
      item,
      (key) => read.includes(key),
      (key) => `${file}-config: ${key}`,
      zone,
    );
  }
  const network = files.get('network');
  for (const key of ['vpcs', 'vpcTemplates'])
    for (const vpc of network?.items(key) ?? [])
      countKeys(
        vpc,
        (own) => VPC_KEYS.has(own),
        (own) => `network-config: ${own} of VPCs`,
        zone,
      );
  const central = network?.item('centralNetworkServices');
  if (central)
    countKeys(
      central,
      (key) => CENTRAL.includes(key),
      (key) => `network-config: ${key}`,
      zone,
    );
}
