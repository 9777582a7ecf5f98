/** What filters traffic: security groups, network ACLs, firewalls. */

import type { Collections } from '../../inventory/inventory.ts';
import type {
  NetworkAcl,
  NetworkAclRule,
  NetworkFirewall,
  SecurityGroupRule,
} from '../../inventory/security.ts';
import { portRange, portText } from '../../model/ports.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy, unique } from './records.ts';

/** The rules of a permission: one for each block, group or list that it is for. */
function rulesIn(permission: Item, group: string, inbound: boolean): SecurityGroupRule[] {
  const ports = portRange(
    permission.text('IpProtocol') ?? 'unknown',
    permission.number('FromPort'),
    permission.number('ToPort'),
  );
  const rule = (
    source: string,
    parts: Pick<SecurityGroupRule, 'ranges' | 'peerGroups' | 'prefixLists'>,
  ): SecurityGroupRule => ({
    id: `${group}|${inbound ? 'in' : 'out'}|${icmpText(permission, portText(ports))}|${source}`,
    ...{ inbound, ports, groups: [group], ...parts },
    provenance: permission.provenance,
  });
  const none = { ranges: [], peerGroups: [], prefixLists: [] };
  return [
    ...[...permission.each('IpRanges', 'CidrIp'), ...permission.each('Ipv6Ranges', 'CidrIpv6')].map(
      (block) => rule(block, { ...none, ranges: [block] }),
    ),
    ...unique(permission.each('UserIdGroupPairs', 'GroupId')).map((id) =>
      rule(id, { ...none, peerGroups: [id] }),
    ),
    ...permission
      .each('PrefixListIds', 'PrefixListId')
      .map((id) => rule(id, { ...none, prefixLists: [id] })),
  ];
}

/** ICMP has a type and a code where others have ports: rules of two types are two. */
function icmpText(permission: Item, text: string): string {
  const [type, code] = [permission.number('FromPort'), permission.number('ToPort')];
  return text.startsWith('icmp') && type !== undefined && type >= 0
    ? `${text.split('/')[0]}/${type}/${code}`
    : text;
}

export function readSecurityGroups(
  answers: AnswerSet,
): Pick<Collections, 'securityGroups' | 'securityGroupRules'> {
  const groups = answers.items('SecurityGroups').flatMap((item) => {
    const id = item.text('GroupId');
    return id === undefined ? [] : [{ id, item }];
  });
  return {
    securityGroups: byId(
      groups.map(({ id, item }) => ({
        id,
        name: item.text('GroupName') ?? id,
        ...heldBy(item),
        ...present({ vpc: item.text('VpcId') }),
        provenance: item.provenance,
      })),
    ),
    securityGroupRules: byId(
      groups.flatMap(({ id, item }) => [
        ...item.items('IpPermissions').flatMap((one) => rulesIn(one, id, true)),
        ...item.items('IpPermissionsEgress').flatMap((one) => rulesIn(one, id, false)),
      ]),
    ),
  };
}

function aclRule(entry: Item, acl: string): NetworkAclRule[] {
  const number = entry.number('RuleNumber');
  const cidr = entry.text('CidrBlock') ?? entry.text('Ipv6CidrBlock');
  if (number === undefined || cidr === undefined) return [];
  const inbound = !entry.flag('Egress');
  const range = entry.inner('PortRange');
  const icmp = entry.inner('IcmpTypeCode');
  const v6 = cidr.includes(':') ? '|v6' : '';
  return [
    {
      id: `${acl}|${inbound ? 'in' : 'out'}|${number}${v6}`,
      ...{ acl, number, inbound, cidr },
      allow: entry.text('RuleAction') === 'allow',
      ports: portRange(
        entry.text('Protocol') ?? 'unknown',
        range.number('From') ?? icmp.number('Type'),
        range.number('To') ?? icmp.number('Code'),
      ),
      provenance: entry.provenance,
    },
  ];
}

/** Not a rule of anyone's: what every list ends with. */
const isLast = (entry: Item): boolean => entry.number('RuleNumber') === 32_767;

export function readAcls(answers: AnswerSet): Pick<Collections, 'networkAcls' | 'networkAclRules'> {
  const lists = answers.items('NetworkAcls').flatMap((item) => {
    const id = item.text('NetworkAclId');
    const entries = item.items('Entries').filter((entry) => !isLast(entry));
    return id === undefined ? [] : [{ id, item, entries }];
  });
  return {
    networkAcls: byId(
      lists.map(
        ({ id, item, entries }): NetworkAcl => ({
          ...{ id, name: id, ...heldBy(item), isDefault: item.flag('IsDefault') },
          subnets: unique(item.each('Associations', 'SubnetId')),
          ruleCount: entries.length,
          ...present({ vpc: item.text('VpcId') }),
          provenance: item.provenance,
        }),
      ),
    ),
    networkAclRules: byId(
      lists.flatMap(({ id, entries }) => entries.flatMap((entry) => aclRule(entry, id))),
    ),
  };
}

/** Of `describe-firewall`, which answers for one firewall at a time, with its state beside it. */
export function readFirewalls(answers: AnswerSet): Collections['networkFirewalls'] {
  return byId(
    answers.of('Firewall').flatMap(({ items, whole }): NetworkFirewall[] =>
      items.flatMap((item) => {
        const id = item.text('FirewallArn') ?? item.text('FirewallId');
        if (id === undefined) return [];
        const states = whole.inner('FirewallStatus').values.SyncStates ?? {};
        const endpoints = new Map(
          Object.values(states as Readonly<Record<string, unknown>>).flatMap((state) => {
            const attachment = (state as { Attachment?: Readonly<Record<string, unknown>> })
              .Attachment;
            const { SubnetId: subnet, EndpointId: endpoint } = attachment ?? {};
            return typeof subnet === 'string' && typeof endpoint === 'string'
              ? [[subnet, endpoint] as const]
              : [];
          }),
        );
        return [
          {
            ...{ id, name: item.text('FirewallName') ?? id, ...heldBy(item) },
            endpoints: unique(item.each('SubnetMappings', 'SubnetId')).map((subnet) => ({
              subnet,
              ...present({ endpoint: endpoints.get(subnet) }),
            })),
            ...present({ vpc: item.text('VpcId'), policy: item.text('FirewallPolicyArn') }),
            provenance: item.provenance,
          },
        ];
      }),
    ),
  );
}
