/** What filters traffic: security groups, network ACLs, prefix lists, firewalls. */

import { type PortRange, portRange, portText } from '../../model/ports.ts';
import { present } from '../present.ts';
import type { ResourceAttributes } from './attributes.ts';
import type { Mapper, Mapping } from './mapper.ts';
import { inVpc } from './networks.ts';
import type { ResourceRecords } from './records.ts';
import { ownerOfDefault } from './routes.ts';

/** Ports of a rule. What is not known lets nothing in for sure, and is no "all". */
function portsOf(r: ResourceAttributes, protocol = 'protocol'): PortRange {
  const names = [protocol, 'from_port', 'to_port'];
  const unknown = names.filter((name) => r.unknown(name));
  for (const name of unknown) r.needed(name);
  if (unknown.length > 0 || r.text(protocol) === undefined) return { protocol: 'unknown' };
  return portRange(r.text(protocol), r.number('from_port'), r.number('to_port'));
}

/** Whom a rule is for, one at a time. */
interface RuleSource {
  readonly ranges?: readonly string[];
  readonly peerGroups?: readonly string[];
  readonly prefixLists?: readonly string[];
}

const range = (block: string): RuleSource => ({ ranges: [block] });

/** One record for each source, so that the same rule has the same id however it is written. */
function addRules(
  r: ResourceAttributes,
  group: string,
  inbound: boolean,
  ports: PortRange,
  sources: readonly RuleSource[],
  to: ResourceRecords,
): void {
  const { absent: _, ...base } = r.base();
  for (const source of sources.length > 0 ? sources : [{}]) {
    const { ranges = [], peerGroups, prefixLists } = source as RuleSource;
    const key = [...ranges, ...(peerGroups ?? []), ...(prefixLists ?? [])][0] ?? 'unknown';
    const id = [group, inbound ? 'in' : 'out', portText(ports), key].join('|');
    to.add('securityGroupRules', {
      ...base,
      id,
      inbound,
      ports,
      groups: [group],
      ranges,
      ...present({ peerGroups, prefixLists }),
    });
  }
}

function listedSources(
  r: ResourceAttributes,
  group: string,
  groups: readonly string[],
): RuleSource[] {
  return [
    ...[...r.texts('cidr_blocks'), ...r.texts('ipv6_cidr_blocks')].map(range),
    ...r.refs('prefix_list_ids').map((list) => ({ prefixLists: [list] })),
    ...groups.map((peer) => ({ peerGroups: [peer] })),
    ...(r.flag('self') ? [{ peerGroups: [group] }] : []),
  ];
}

const group: Mapper = (r, to) => {
  const named = r.resource.type === 'aws_default_security_group' ? 'default' : undefined;
  const base = inVpc(r);
  // A name that CloudFormation makes up is not the one by which the template calls the group.
  const { applied, partial } = r.resource;
  const label = applied && partial ? base.id : base.name;
  const name = r.text('name') ?? named ?? label;
  to.add('securityGroups', { ...base, name });
  for (const [block, inbound] of [
    ['ingress', true],
    ['egress', false],
  ] as const) {
    // Rules that are not known may be for anyone: one that lets nothing in for sure stands for them.
    if (r.hasOpenBlocks(block)) addRules(r, base.id, inbound, { protocol: 'unknown' }, [], to);
    for (const rule of r.blocks(block)) {
      const sources = listedSources(rule, base.id, rule.refs('security_groups'));
      addRules(rule, base.id, inbound, portsOf(rule), sources, to);
    }
  }
};

const groupRule: Mapper = (r, to) => {
  const own = r.ref('security_group_id');
  if (own === undefined) return;
  const type = r.needed('type');
  if (type === undefined) return;
  const peer = r.has('source_security_group_id') ? r.ref('source_security_group_id') : undefined;
  const sources = listedSources(r, own, peer === undefined ? [] : [peer]);
  addRules(r, own, type === 'ingress', portsOf(r), sources, to);
};

const separateRule: Mapper = (r, to) => {
  const own = r.ref('security_group_id');
  if (own === undefined) return;
  const block = r.text('cidr_ipv4') ?? r.text('cidr_ipv6');
  const list = r.has('prefix_list_id') ? r.ref('prefix_list_id') : undefined;
  // `ACCOUNT/sg-…` for a group of another account.
  const name = 'referenced_security_group_id';
  const peer = r.has(name) ? r.ref(name)?.replace(/^\d{12}\//, '') : undefined;
  const sources: RuleSource[] = [
    ...(block === undefined ? [] : [range(block)]),
    ...(list === undefined ? [] : [{ prefixLists: [list] }]),
    ...(peer === undefined ? [] : [{ peerGroups: [peer] }]),
  ];
  if (sources.length === 0) for (const a of ['cidr_ipv4', 'cidr_ipv6']) r.needed(a);
  const inbound = r.resource.type.endsWith('_ingress_rule');
  addRules(r, own, inbound, portsOf(r, 'ip_protocol'), sources, to);
};

const acl: Mapper = (r, to) => {
  const isDefault = r.resource.type === 'aws_default_network_acl';
  const base = inVpc(r);
  const vpc = base.vpc ?? (isDefault ? ownerOfDefault(r, 'default_network_acl_id') : undefined);
  const subnets = r.has('subnet_ids') ? r.refs('subnet_ids') : [];
  const open = r.hasOpenBlocks('ingress') || r.hasOpenBlocks('egress');
  const unread = open ? (true as const) : undefined;
  to.add('networkAcls', { ...base, isDefault, subnets, ruleCount: 0, ...present({ vpc, unread }) });
  for (const rule of r.blocks('ingress')) addAclRule(rule, base.id, true, to);
  for (const rule of r.blocks('egress')) addAclRule(rule, base.id, false, to);
};

function addAclRule(
  r: ResourceAttributes,
  own: string,
  inbound: boolean,
  to: ResourceRecords,
): void {
  const number = r.number('rule_number') ?? r.number('rule_no');
  if (number === undefined) {
    r.cannotTell('rule_number', 'the number of the rule is not known');
    return;
  }
  const action = r.needed(r.has('rule_action') ? 'rule_action' : 'action');
  const cidr = r.text('cidr_block') ?? r.text('ipv6_cidr_block');
  if (action === undefined || cidr === undefined) {
    r.cannotTell('cidr_block', 'what the rule is for is not known');
    return;
  }
  const ports = portsOf(r);
  const { absent: _, ...base } = r.base();
  to.add('networkAclRules', {
    ...base,
    id: [own, inbound ? 'in' : 'out', number].join('|'),
    acl: own,
    number,
    inbound,
    allow: action.toLowerCase() === 'allow',
    cidr,
    ...(ports.protocol === 'unknown' ? {} : { ports }),
  });
}

const aclRule: Mapper = (r, to) => {
  const own = r.ref('network_acl_id');
  if (own !== undefined) addAclRule(r, own, !(r.flag('egress') ?? false), to);
};

const prefixList: Mapper = (r, to) => {
  const held = r.held();
  const entries = r.blocks('entry').flatMap((e) => {
    const cidr = e.needed('cidr');
    return cidr === undefined ? [] : [{ cidr }];
  });
  const name = r.text('name') ?? held.id;
  to.add('prefixLists', { ...held, name, entries, managed: name.startsWith('com.amazonaws.') });
};

const firewall: Mapper = (r, to) => {
  const held = r.held({ vpc: 'vpc_id' });
  const states = r.blocks('firewall_status').flatMap((s) => s.blocks('sync_states'));
  const attachments = states.flatMap((s) => s.blocks('attachment'));
  const endpoints = r.blocks('subnet_mapping').flatMap((mapping) => {
    const subnet = mapping.ref('subnet_id');
    if (subnet === undefined) return [];
    const own = attachments.find((a) => a.ref('subnet_id') === subnet);
    return [{ subnet, ...present({ endpoint: own?.text('endpoint_id') }) }];
  });
  to.add('networkFirewalls', {
    ...held,
    name: r.text('name') ?? held.id,
    endpoints,
    ...present({ vpc: r.ref('vpc_id'), policy: r.ref('firewall_policy_arn') }),
  });
};

export const FILTERS: Mapping = {
  aws_security_group: group,
  aws_default_security_group: group,
  aws_security_group_rule: groupRule,
  aws_vpc_security_group_ingress_rule: separateRule,
  aws_vpc_security_group_egress_rule: separateRule,
  aws_network_acl: acl,
  aws_default_network_acl: acl,
  aws_network_acl_rule: aclRule,
  aws_ec2_managed_prefix_list: prefixList,
  aws_networkfirewall_firewall: firewall,
};

export const FILTER_TIES: Mapping = {
  aws_ec2_managed_prefix_list_entry(r, to) {
    const cidr = r.needed('cidr');
    if (cidr === undefined) return;
    const entry = { cidr };
    to.update('prefixLists', r.ref('prefix_list_id'), ({ entries }) => ({
      entries: entries.some((e) => e.cidr === cidr) ? entries : [...entries, entry],
    }));
  },
  aws_network_acl_association(r, to) {
    const subnet = r.ref('subnet_id');
    if (subnet !== undefined)
      to.update('networkAcls', r.ref('network_acl_id'), ({ subnets = [] }) => ({
        subnets: [...new Set([...subnets, subnet])],
      }));
  },
  aws_vpc_security_group_vpc_association: (r) =>
    r.cannotTell('vpc_id', 'a security group in several VPCs is kept with its own VPC only'),
};
