/** Security groups: which ports their rules let pass, for each address and for each group on the other side. */

import { namedGroups, once, rulesOf } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { SecurityGroupRule } from '../inventory/security.ts';
import { AddressSet } from '../model/addresses.ts';
import { PortSet } from '../model/ports.ts';
import { CLOSED, either, exactly, type PortBounds, unknownBecause } from './port-bounds.ts';
import { type Ranged, RangeMap } from './range-map.ts';
import type { Doubt } from './reasons.ts';

/** How a set of groups filters one direction. */
export interface GroupFilter {
  readonly byAddress: RangeMap<PortBounds>;
  /** What rules let pass that name a group, by its id: for its members alone. */
  readonly byGroup: ReadonlyMap<string, PortBounds>;
  /** Whether there is any rule. */
  readonly empty: boolean;
}

/** Ports of a rule; of one whose ports no source says, any. */
export function boundsOfRule({ id, ports }: SecurityGroupRule): PortBounds {
  if (ports.protocol !== 'unknown') return exactly(PortSet.of([ports]));
  return unknownBecause({ code: 'RULE_PORTS_UNKNOWN', id });
}

const unsure = ({ maybe }: PortBounds, doubt: Doubt): PortBounds => ({
  sure: PortSet.NONE,
  maybe,
  doubts: [doubt],
});

/**
 * The blocks of a prefix list; absent where no source has them. AWS lists lists and their entries in answers of their
 * own: one without entries may have any.
 */
export function entriesOf({ prefixLists }: Inventory, id: string): AddressSet | undefined {
  const list = prefixLists.get(id);
  return list && list.entries.length > 0
    ? AddressSet.parse(list.entries.map(({ cidr }) => cidr))
    : undefined;
}

/** Whom a rule is for: addresses, each with what passes. */
function rangedRules(inventory: Inventory, rule: SecurityGroupRule): Ranged<PortBounds>[] {
  const ports = boundsOfRule(rule);
  const { id, ranges, peerGroups, prefixLists = [] } = rule;
  const blocks = AddressSet.parse(ranges);
  const found: Ranged<PortBounds>[] = [];
  if (!blocks)
    found.push({
      addresses: AddressSet.ALL,
      item: unsure(ports, { code: 'RULE_PORTS_UNKNOWN', id }),
    });
  else if (!blocks.isEmpty) found.push({ addresses: blocks, item: ports });
  for (const list of prefixLists) {
    const addresses = entriesOf(inventory, list);
    if (addresses) found.push({ addresses, item: ports });
    else
      found.push({
        addresses: AddressSet.ALL,
        item: unsure(ports, { code: 'PREFIX_LIST_UNKNOWN', id: list }),
      });
  }
  // A rule of which no source says for whom it is may be for anyone.
  const nobody = ranges.length === 0 && prefixLists.length === 0;
  if (nobody && peerGroups === undefined && !hasPairs(inventory).has(rule.groups[0] ?? ''))
    found.push({
      addresses: AddressSet.ALL,
      item: unsure(ports, { code: 'RULE_PORTS_UNKNOWN', id }),
    });
  return found;
}

/** Groups that are known to name others in some rule: it is those that a rule without addresses is for. */
const hasPairs = once(
  ({ securityGroupPairs }) => new Set(securityGroupPairs.map(({ group }) => group)),
);

const isKnown = (inventory: Inventory, group: string): boolean =>
  inventory.securityGroups.has(group) || rulesOf(inventory, group).length > 0;

export class GroupFilters {
  readonly #inventory: Inventory;
  readonly #known = new Map<string, GroupFilter>();
  readonly #inbound = new WeakMap<readonly string[], GroupFilter>();
  readonly #outbound = new WeakMap<readonly string[], GroupFilter>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** @param groups of one interface: what the rules of any of them let pass, passes */
  of(groups: readonly string[], inbound: boolean): GroupFilter {
    const listed = (inbound ? this.#inbound : this.#outbound).get(groups);
    if (listed) return listed;
    const key = `${inbound} ${groups.join(' ')}`;
    const found = this.#known.get(key) ?? this.#make(groups, inbound);
    this.#known.set(key, found);
    (inbound ? this.#inbound : this.#outbound).set(groups, found);
    return found;
  }

  #make(groups: readonly string[], inbound: boolean): GroupFilter {
    const inventory = this.#inventory;
    const ranged: Ranged<PortBounds>[] = [];
    const byGroup = new Map<string, PortBounds>();
    const add = (peer: string, bounds: PortBounds): void =>
      void byGroup.set(peer, either(byGroup.get(peer) ?? CLOSED, bounds));
    let count = 0;
    for (const group of groups) {
      if (!isKnown(inventory, group)) {
        ranged.push({
          addresses: AddressSet.ALL,
          item: unknownBecause({ code: 'GROUP_RULES_UNKNOWN', id: group }),
        });
        count++;
      }
      for (const rule of rulesOf(inventory, group)) {
        if (rule.inbound !== inbound) continue;
        count++;
        ranged.push(...rangedRules(inventory, rule));
        for (const peer of rule.peerGroups ?? []) add(peer, boundsOfRule(rule));
      }
      // Which rule names the other group, the source does not say: one of those without addresses.
      for (const source of namedGroups(inventory, group))
        for (const rule of rulesOf(inventory, group))
          if (rule.inbound === inbound && rule.ranges.length === 0 && !rule.peerGroups)
            add(source, unsure(boundsOfRule(rule), { code: 'RULE_PORTS_UNKNOWN', id: rule.id }));
    }
    return { byAddress: mapOf(ranged), byGroup, empty: count === 0 };
  }
}

function mapOf(ranged: readonly Ranged<PortBounds>[]): RangeMap<PortBounds> {
  // One object for one answer, so that addresses of one answer are one part.
  const answers = new Map<string, PortBounds>();
  return RangeMap.of(ranged, (items) => {
    const all = items.reduce((a, b) => either(a, b), CLOSED);
    if (all.sure.equals(all.maybe)) return exactly(all.sure);
    const text = `${JSON.stringify(all.sure.texts)}|${JSON.stringify(all.maybe.texts)}`;
    const same = answers.get(text) ?? all;
    answers.set(text, same);
    return same;
  });
}
