/** What filters traffic: security groups, network ACLs, prefix lists, network firewalls. */

import { Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import { regionOf, type ZoneNetwork, type ZoneVpc } from './network.ts';
import { groupAddress, named, subnetAddress } from './vpcs.ts';
import { known, knownTexts, name, names } from './zone.ts';

/** Types of rules that the accelerator knows by a name. */
const SERVICES: Readonly<Record<string, number>> = {
  SSH: 22,
  RDP: 3389,
  HTTP: 80,
  HTTPS: 443,
  MSSQL: 1433,
  'MYSQL/AURORA': 3306,
  REDSHIFT: 5439,
  POSTGRESQL: 5432,
  'ORACLE-RDS': 1521,
};

const range = (protocol: string, from: Value, to: Value): ValueMap => ({
  protocol,
  from_port: from,
  to_port: to,
});

/** Protocols and ports of a rule, each for a rule of its own. */
function portsOf(rule: YamlMapping): readonly ValueMap[] {
  const own = (key: string): Value => known(rule, key) ?? new Unknown('the rule has no ports');
  const typed = names(rule, 'types').map((type): ValueMap => {
    const port = SERVICES[type];
    if (port !== undefined) return range('tcp', port, port);
    if (type === 'ALL') return range('-1', 0, 0);
    return /^(?:TCP|UDP|ICMP)$/.test(type)
      ? range(type.toLowerCase(), own('fromPort'), own('toPort'))
      : range(type.toLowerCase(), new Unknown(`the type ${type} is not known`), 0);
  });
  const listed = (['tcp', 'udp'] as const).flatMap((protocol) =>
    knownTexts(rule, `${protocol}Ports`).map((port) => range(protocol, port, port)),
  );
  if (typed.length + listed.length > 0) return [...typed, ...listed];
  // A range of its own, with the protocol by name or number.
  return [range(rule.text('ipProtocol') ?? 'unknown', own('fromPort'), own('toPort'))];
}

/** Whom a rule is for, in the words of the provider. */
function sourcesOf(network: ZoneNetwork, vpc: ZoneVpc, rule: YamlMapping): ValueMap {
  const { zone } = network;
  const blocks: Value[] = [];
  const groups: Value[] = [];
  const lists: Value[] = [];
  for (const text of knownTexts(rule, 'sources')) blocks.push(text);
  for (const item of rule.items('sources')) {
    for (const own of names(item, 'securityGroups')) groups.push(zone.ref(groupAddress(vpc, own)));
    for (const own of names(item, 'prefixLists'))
      lists.push(zone.ref(zone.address(vpc.place, 'prefix-list', own)));
    const wanted = name(item, 'vpc');
    const other =
      wanted === undefined ? undefined : network.find(wanted, item, name(item, 'account'));
    for (const own of other ? names(item, 'subnets') : [])
      blocks.push(zone.ref(subnetAddress(other as ZoneVpc, own), 'cidr_block'));
  }
  return { cidr_blocks: blocks, security_groups: groups, prefix_list_ids: lists };
}

function addGroups(network: ZoneNetwork, vpc: ZoneVpc): void {
  const { zone } = network;
  for (const [own, item] of named(vpc.item, 'securityGroups')) {
    const rules = (key: string): Value[] =>
      item.items(key).flatMap((rule) => {
        const sources = sourcesOf(network, vpc, rule);
        return portsOf(rule).map((ports) => ({ ...ports, ...sources }));
      });
    const out = rules('outboundRules');
    const values = {
      name: own,
      vpc_id: zone.ref(vpc.address),
      ingress: rules('inboundRules'),
      // CloudFormation keeps the rule that AWS makes where none is stated, and whether it does is not stated here.
      egress: out.length > 0 ? out : new Unknown('no outbound rule is stated'),
    };
    const more = { label: own, place: vpc.place };
    zone.add('aws_security_group', groupAddress(vpc, own), item.at, values, more);
  }
}

function aclBlock(network: ZoneNetwork, item: YamlMapping, key: string): Value {
  const text = known(item, key);
  if (text !== undefined) return text;
  const other = item.item(key);
  const vpc = other && network.find(name(other, 'vpc') ?? '', other, name(other, 'account'));
  const subnet = other && name(other, 'subnet');
  return vpc && subnet !== undefined
    ? network.zone.ref(subnetAddress(vpc, subnet), 'cidr_block')
    : new Unknown('what the rule is for is not known');
}

function addAcls(network: ZoneNetwork, vpc: ZoneVpc): void {
  const { zone } = network;
  for (const [own, item] of named(vpc.item, 'networkAcls')) {
    const rules = (key: string, end: string): Value[] =>
      item.items(key).map((rule) => ({
        rule_no: known(rule, 'rule') ?? new Unknown('the rule has no number'),
        action: known(rule, 'action') ?? new Unknown('the rule has no action'),
        protocol: known(rule, 'protocol') ?? new Unknown('the rule has no protocol'),
        from_port: known(rule, 'fromPort') ?? null,
        to_port: known(rule, 'toPort') ?? null,
        cidr_block: aclBlock(network, rule, end),
      }));
    const values = {
      vpc_id: zone.ref(vpc.address),
      subnet_ids: names(item, 'subnetAssociations').map((s) => zone.ref(subnetAddress(vpc, s))),
      ingress: rules('inboundRules', 'source'),
      egress: rules('outboundRules', 'destination'),
    };
    const more = { label: own, place: vpc.place };
    zone.add('aws_network_acl', `${vpc.address}/acl/${own}`, item.at, values, more);
  }
}

function addPrefixLists(network: ZoneNetwork): void {
  const { zone } = network;
  for (const [own, item] of named(network.item, 'prefixLists'))
    for (const place of network.places(item)) {
      network.organization.ensure(place.account, item.at);
      const entry = knownTexts(item, 'entries').map((cidr): Value => ({ cidr }));
      const address = zone.address(place, 'prefix-list', own);
      zone.add('aws_ec2_managed_prefix_list', address, item.at, { name: own, entry }, { place });
    }
}

/** The endpoints of a firewall have no id yet: they are known by their zone, as routes to them are. */
function addFirewalls(network: ZoneNetwork): void {
  const { zone, home } = network;
  const section = network.item.item('centralNetworkServices');
  for (const [own, item] of section?.item('networkFirewall')
    ? named(section.item('networkFirewall') as YamlMapping, 'firewalls')
    : []) {
    const vpc = network.find(name(item, 'vpc') ?? '', item);
    if (!vpc) continue;
    const subnets = names(item, 'subnets');
    const zones = new Map(
      named(vpc.item, 'subnets').map(([key, one]) => [key, one.text('availabilityZone')]),
    );
    const endpoint = (subnet: string): string => {
      const at = zones.get(subnet) ?? '?';
      return `firewall/${own}/endpoint/${/^[a-z]$/.test(at) ? `${vpc.place.region}${at}` : at}`;
    };
    const attached = subnets.map(
      (subnet): Value => ({
        attachment: [
          { subnet_id: zone.ref(subnetAddress(vpc, subnet)), endpoint_id: endpoint(subnet) },
        ],
      }),
    );
    const values = {
      name: own,
      vpc_id: zone.ref(vpc.address),
      subnet_mapping: subnets.map((s): Value => ({ subnet_id: zone.ref(subnetAddress(vpc, s)) })),
      firewall_status: [{ sync_states: attached }],
    };
    const place = { account: vpc.place.account, region: regionOf(item, home) };
    zone.add('aws_networkfirewall_firewall', `firewall/${own}`, item.at, values, { place });
  }
}

export function addFilters(network: ZoneNetwork): void {
  addPrefixLists(network);
  addFirewalls(network);
  for (const vpc of network.vpcs) {
    addGroups(network, vpc);
    addAcls(network, vpc);
  }
}
