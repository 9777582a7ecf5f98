/** What security groups let in from the whole internet, on both sides in one form: a rule for each group and port. */

import { grouped } from '../../inventory/indexes.ts';
import type { Inventory, RecordTypes } from '../../inventory/inventory.ts';
import type { SecurityGroupRule } from '../../inventory/security.ts';
import { parseBlock } from '../../model/cidr.ts';
import { portText } from '../../model/ports.ts';
import { DIAGRAM } from './declared-kinds.ts';
import type { DeclaredOpening } from './declared-records.ts';

const ANYWHERE = '0.0.0.0/0';
/** Bits of the widest private blocks, 10.0.0.0/8 and fc00::/7: what is wider holds addresses of the internet. */
const WIDEST = { ipv4: 8, ipv6: 7 } as const;

function isWorld(range: string): boolean {
  const block = parseBlock(range);
  return block !== undefined && block.bits < WIDEST[block.address.kind()];
}

const rangesOf = (
  { ranges, prefixLists: lists = [] }: SecurityGroupRule,
  known: Inventory['prefixLists'],
): readonly string[] => [
  ...ranges,
  ...lists.flatMap((id) => known.get(id)?.entries.map(({ cidr }) => cidr) ?? []),
];

type Rules = ReadonlyMap<string, SecurityGroupRule>;

function ruleOf(group: string, rule: Pick<SecurityGroupRule, 'ports' | 'provenance'>) {
  const id = `${group} ${portText(rule.ports)}`;
  const { ports, provenance } = rule;
  return { id, ports, provenance, inbound: true, groups: [group], ranges: [ANYWHERE] };
}

/** Inbound rules for anyone, of IPv4 and IPv6 alike. */
export function openRules({ securityGroupRules, prefixLists }: Inventory): Rules {
  const found = new Map<string, SecurityGroupRule>();
  for (const rule of securityGroupRules.values())
    if (rule.inbound && rangesOf(rule, prefixLists).some(isWorld))
      for (const group of rule.groups) {
        const one = ruleOf(group, rule);
        if (!found.has(one.id)) found.set(one.id, one);
      }
  return found;
}

/** The group of a link's control: by its id, else by a name that is the only one there. */
function groupOf(
  { control, vpc }: DeclaredOpening,
  { securityGroups }: Inventory,
  byName: ReadonlyMap<string, readonly RecordTypes['securityGroups'][]>,
  aliases: (vpc: string) => string,
): string | undefined {
  if (securityGroups.has(control) || /^sg-[0-9a-f]{8,17}$/.test(control)) return control;
  const named = byName.get(control) ?? [];
  const there = vpc === undefined ? named : named.filter((one) => one.vpc === aliases(vpc));
  const [only] = there;
  return there.length === 1 ? only?.id : undefined;
}

/**
 * What links declare to be open, by the security groups that they name as their control. Another control, such as a
 * firewall, opens no group.
 * @param runningVpc what the running side calls a declared VPC
 */
export function declaredRules(
  openings: readonly DeclaredOpening[],
  running: Inventory,
  runningVpc: (declared: string) => string,
): Rules {
  const byName = grouped(running.securityGroups.values(), ({ name }) => name);
  const found = new Map<string, SecurityGroupRule>();
  for (const opening of openings) {
    const group = groupOf(opening, running, byName, runningVpc);
    if (group === undefined) continue;
    const { ports, at } = opening;
    const one = ruleOf(group, { ports, provenance: { source: DIAGRAM.id, at } });
    found.set(one.id, one);
  }
  return found;
}
