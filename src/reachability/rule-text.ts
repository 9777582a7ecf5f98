/** Which rules of a filter decide for a pair, in words that a person finds again in the console. */

import { aclOf, aclRules, rulesOf } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { NetworkAclRule, SecurityGroupRule } from '../inventory/security.ts';
import { AddressSet } from '../model/addresses.ts';
import { PortSet, portText } from '../model/ports.ts';
import { rulePorts } from './network-acls.ts';
import type { PathEnd } from './path-ends.ts';
import { common } from './port-bounds.ts';
import type { AclCrossing, GroupScope, RouteHop } from './route-parts.ts';
import { boundsOfRule, entriesOf } from './security-groups.ts';

const peersOf = ({ ranges, peerGroups = [], prefixLists = [] }: SecurityGroupRule): string =>
  [...ranges, ...peerGroups, ...prefixLists].join(', ') || 'unknown';

const groupRuleText = (rule: SecurityGroupRule): string =>
  `${rule.inbound ? 'in' : 'out'} ${portText(rule.ports)} ${rule.inbound ? 'from' : 'to'} ${peersOf(rule)}`;

/** What is read of a rule once: its blocks (absent where they are none), and what is shown of it. */
interface RuleWords {
  readonly blocks: AddressSet | undefined;
  readonly ports: PortSet;
  readonly hops: Map<string, RouteHop>;
}

const words = new WeakMap<SecurityGroupRule, RuleWords>();

function wordsOf(rule: SecurityGroupRule): RuleWords {
  const before = words.get(rule);
  if (before) return before;
  const blocks = AddressSet.parse(rule.ranges);
  const made = { blocks, ports: boundsOfRule(rule).maybe, hops: new Map<string, RouteHop>() };
  words.set(rule, made);
  return made;
}

function groupHop(id: string, rule: SecurityGroupRule): RouteHop {
  const { hops } = wordsOf(rule);
  const hop = hops.get(id) ?? { id, kind: 'security-group', by: groupRuleText(rule) };
  hops.set(id, hop);
  return hop;
}

function admits(
  inventory: Inventory,
  rule: SecurityGroupRule,
  other: PathEnd,
  addresses: AddressSet,
  scope: GroupScope,
): boolean {
  const { ranges, peerGroups = [], prefixLists = [] } = rule;
  if (prefixLists.some((id) => entriesOf(inventory, id)?.overlaps(addresses) ?? true)) return true;
  const { blocks } = wordsOf(rule);
  if (!blocks || blocks.overlaps(addresses)) return true;
  const kept = scope === 'kept' || scope === 'unknown' || (scope === 'inbound' && rule.inbound);
  const groups = other.kind === 'segment' ? (other.groups ?? peerGroups) : [];
  if (kept && peerGroups.some((id) => groups.includes(id))) return true;
  const nobody = ranges.length === 0 && prefixLists.length === 0;
  return nobody && rule.peerGroups === undefined;
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
      .filter((rule) => common(wordsOf(rule).ports, ports) !== PortSet.NONE)
      .filter((rule) => admits(inventory, rule, other, addresses, scope))
      .map((rule) => groupHop(id, rule)),
  );
}

const aclRuleText = ({ inbound, number, allow, ports, cidr }: NetworkAclRule): string =>
  `${inbound ? 'inbound' : 'outbound'} rule ${number}: ${allow ? 'allow' : 'deny'} ${ports ? portText(ports) : 'unknown ports'} ${inbound ? 'from' : 'to'} ${cidr}`;

const entryBlocks = new WeakMap<NetworkAclRule, AddressSet>();

function blocksOfEntry(rule: NetworkAclRule): AddressSet {
  const before = entryBlocks.get(rule);
  if (before) return before;
  const made = AddressSet.parse([rule.cidr]) ?? AddressSet.ALL;
  entryBlocks.set(rule, made);
  return made;
}

/** One object for one text: many paths pass one ACL. */
const aclHops = new Map<string, RouteHop>();

function hopOf(id: string, by: string): RouteHop {
  const key = `${id} ${by}`;
  const hop = aclHops.get(key) ?? { id, kind: 'network-acl', by };
  aclHops.set(key, hop);
  return hop;
}

/** The rules of a subnet's ACL that decide for the ports: up to the one that decides the last of them. */
export function aclHop(
  inventory: Inventory,
  { subnet, inbound }: AclCrossing,
  addresses: AddressSet,
  ports: PortSet,
): RouteHop {
  const acl = aclOf(inventory, subnet);
  if (!acl) return hopOf(subnet, 'not known');
  let left = ports;
  const texts: string[] = [];
  for (const rule of aclRules(inventory, acl.id, inbound)) {
    const own = rulePorts(rule);
    const blocks = blocksOfEntry(rule);
    if (common(own.maybe, left) === PortSet.NONE || !blocks.overlaps(addresses)) continue;
    texts.push(aclRuleText(rule));
    if (own.sure === PortSet.ALL && blocks.contains(addresses)) left = PortSet.NONE;
    else if (blocks.contains(addresses)) left = left.subtract(own.sure);
    if (left.isEmpty) break;
  }
  if (!left.isEmpty) texts.push(`${inbound ? 'inbound' : 'outbound'}: the rest is denied`);
  return hopOf(acl.id, texts.join('; '));
}
