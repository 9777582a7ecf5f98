/** Rules of security groups in a form that sources can be compared in: one for each source of traffic. */

import type { Inventory } from '../inventory/inventory.ts';
import type { SecurityGroupPair, SecurityGroupRule } from '../inventory/security.ts';
import { rulePlace, ruleSource } from './keys.ts';

/** Each rule of each group, with one block, group or list; one without any stays as it is. */
export function unitRules(rules: Iterable<SecurityGroupRule>): SecurityGroupRule[] {
  return [...rules].flatMap((rule) => {
    const { id, groups, ranges, peerGroups, prefixLists } = rule;
    const none = {
      ranges: [],
      ...(peerGroups === undefined ? {} : { peerGroups: [] }),
      ...(prefixLists === undefined ? {} : { prefixLists: [] }),
    };
    const sources: Pick<SecurityGroupRule, 'ranges' | 'peerGroups' | 'prefixLists'>[] = [
      ...ranges.map((range) => ({ ...none, ranges: [range] })),
      ...(peerGroups ?? []).map((group) => ({ ...none, peerGroups: [group] })),
      ...(prefixLists ?? []).map((list) => ({ ...none, prefixLists: [list] })),
    ];
    const parts = sources.length > 0 ? sources : [none];
    const single = groups.length * parts.length === 1;
    return groups.flatMap((group) =>
      parts.map((part): SecurityGroupRule => {
        const unit = { ...rule, groups: [group], ...part };
        return single ? unit : { ...unit, id: `${id}|${group}|${ruleSource(unit)}` };
      }),
    );
  });
}

/** Whether a source that keeps blocks of IPv4 only with a rule would have lost what this one is for. */
const isLost = ({ ranges, peerGroups = [], prefixLists = [] }: SecurityGroupRule): boolean =>
  peerGroups.length > 0 || prefixLists.length > 0 || ranges.some((range) => range.includes(':'));

/**
 * Ids of rules without a source that another source's rules explain: those for a group, a list or IPv6
 * addresses, of the same group and ports.
 */
export function explainedRules(rules: Iterable<SecurityGroupRule>): ReadonlySet<string> {
  const all = [...rules];
  const telling = new Set(all.filter(isLost).map(rulePlace));
  return new Set(
    all.flatMap((rule) =>
      ruleSource(rule) === '' && rule.peerGroups === undefined && telling.has(rulePlace(rule))
        ? rule.id
        : [],
    ),
  );
}

/** Pairs of groups that no rule explains. */
export function unexplainedPairs(
  inventories: readonly Inventory[],
  rules: Iterable<SecurityGroupRule>,
): SecurityGroupPair[] {
  const explained = new Set(
    [...rules].flatMap(({ groups, peerGroups = [] }) =>
      groups.flatMap((group) => peerGroups.map((peer) => `${group} ${peer}`)),
    ),
  );
  return inventories.flatMap(({ securityGroupPairs }) =>
    securityGroupPairs.filter(({ group, source }) => !explained.has(`${group} ${source}`)),
  );
}
