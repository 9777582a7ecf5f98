/** Which rules of a filter decide for a pair, in words that a person finds again in the console. */

import { rulesOf } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { NetworkAclRule, SecurityGroupRule } from '../inventory/security.ts';
import { AddressSet } from '../model/addresses.ts';
import { type PortSet, portText } from '../model/ports.ts';
import { aclOf, aclRules, rulePorts } from './network-acls.ts';
import type { PathEnd } from './path-ends.ts';
import type { AclCrossing, GroupScope, RouteHop } from './route-parts.ts';
import { boundsOfRule } from './security-groups.ts';

const peersOf = ({ ranges, peerGroups = [], prefixLists = [] }: SecurityGroupRule): string =>
  [...ranges, ...peerGroups, ...prefixLists].join(', ') || 'unknown';

const groupRuleText = (rule: SecurityGroupRule): string =>
  `${rule.inbound ? 'in' : 'out'} ${portText(rule.ports)} ${rule.inbound ? 'from' : 'to'} ${peersOf(rule)}`;

function admits(
  rule: SecurityGroupRule,
  other: PathEnd,
  addresses: AddressSet,
  scope: GroupScope,
): boolean {
  const { ranges, peerGroups = [], prefixLists = [] } = rule;
  if (prefixLists.length > 0) return true;
  const blocks = AddressSet.parse(ranges);
  if (!blocks || blocks.overlaps(addresses)) return true;
  const kept = scope === 'kept' || scope === 'unknown' || (scope === 'inbound' && rule.inbound);
  const groups = other.kind === 'segment' ? (other.groups ?? peerGroups) : [];
  if (kept && peerGroups.some((id) => groups.includes(id))) return true;
  return ranges.length === 0 && rule.peerGroups === undefined;
}

/** Rules of an end's groups that let some of the ports pass. */
export function groupHops(
  inventory: Inventory,
  own: PathEnd,
  other: PathEnd,
  addresses: AddressSet,
  scope: GroupScope,
  inbound: boolean,
  ports: PortSet,
): RouteHop[] {
  if (own.kind !== 'segment') return [];
  return (own.groups ?? []).flatMap((id) =>
    rulesOf(inventory, id)
      .filter((rule) => rule.inbound === inbound)
      .filter((rule) => !boundsOfRule(rule).maybe.intersect(ports).isEmpty)
      .filter((rule) => admits(rule, other, addresses, scope))
      .map((rule) => ({ id, kind: 'security-group', by: groupRuleText(rule) })),
  );
}

const aclRuleText = ({ inbound, number, allow, ports, cidr }: NetworkAclRule): string =>
  `${inbound ? 'inbound' : 'outbound'} rule ${number}: ${allow ? 'allow' : 'deny'} ${ports ? portText(ports) : 'unknown ports'} ${inbound ? 'from' : 'to'} ${cidr}`;

/** The rules of a subnet's ACL that decide for the ports: up to the one that decides the last of them. */
export function aclHop(
  inventory: Inventory,
  { subnet, inbound }: AclCrossing,
  addresses: AddressSet,
  ports: PortSet,
): RouteHop {
  const acl = aclOf(inventory, subnet);
  if (!acl) return { id: subnet, kind: 'network-acl', by: 'not known' };
  let left = ports;
  const texts: string[] = [];
  for (const rule of aclRules(inventory, acl.id, inbound)) {
    const own = rulePorts(rule);
    const blocks = AddressSet.parse([rule.cidr]);
    if (own.maybe.intersect(left).isEmpty || (blocks && !blocks.overlaps(addresses))) continue;
    texts.push(aclRuleText(rule));
    if (!blocks || blocks.contains(addresses)) left = left.subtract(own.sure);
    if (left.isEmpty) break;
  }
  if (!left.isEmpty) texts.push(`${inbound ? 'inbound' : 'outbound'}: the rest is denied`);
  return { id: acl.id, kind: 'network-acl', by: texts.join('; ') };
}
