/** Two sources of one estate in a form in which each can be held against the other. */

import { type Inventory, RECORD_TYPES, type RecordType } from '../../inventory/inventory.ts';
import type { SecurityGroupRule } from '../../inventory/security.ts';
import { explainedRules, unitRules } from '../../reconcile/rules.ts';
import type { ComparedEstates } from './compare-estates.ts';
import type { DriftSide } from './compare-facts.ts';

/**
 * Said by other records, or only by who looks: blocks are those of their VPCs, and interfaces come and go with what
 * they are of.
 */
const NOT_COMPARED: ReadonlySet<RecordType> = new Set([
  ...(['addressBlocks', 'networkInterfaces', 'balancerTargets', 'containerTasks'] as const),
  ...(['openServices', 'organizations', 'trusts'] as const),
]);

const knowsPeers = ({ source }: DriftSide): boolean =>
  source.vocabulary.securityGroupRules?.includes('peerGroups') ?? false;

const isForBlocks = ({ ranges, peerGroups = [], prefixLists = [] }: SecurityGroupRule): boolean =>
  peerGroups.length === 0 &&
  prefixLists.length === 0 &&
  !ranges.some((range) => range.includes(':'));

/**
 * Rules with one source each. Where one side keeps only blocks of IPv4 with its rules, those for groups, lists and
 * IPv6 are not compared, nor its own rules that lost what they are for.
 */
function comparedRules(own: DriftSide, other: DriftSide): ReadonlyMap<string, SecurityGroupRule> {
  const all = unitRules(own.inventory.securityGroupRules.values());
  const others = unitRules(other.inventory.securityGroupRules.values());
  const bothKnow = knowsPeers(own) && knowsPeers(other);
  const explained = bothKnow ? new Set<string>() : explainedRules([...all, ...others]);
  const kept = all.filter((rule) => bothKnow || (isForBlocks(rule) && !explained.has(rule.id)));
  return new Map(kept.map((rule) => [rule.id, rule]));
}

/** @param from what declares; `to`: what runs */
export function comparableSources(from: DriftSide, to: DriftSide): ComparedEstates {
  const side = (own: DriftSide, other: DriftSide): DriftSide => ({
    source: own.source,
    inventory: {
      ...own.inventory,
      securityGroupRules: comparedRules(own, other),
    } satisfies Inventory,
  });
  const types = RECORD_TYPES.filter(
    (type) =>
      !NOT_COMPARED.has(type) &&
      from.source.vocabulary[type] !== undefined &&
      to.source.vocabulary[type] !== undefined,
  );
  return {
    declared: side(from, to),
    running: side(to, from),
    parts: [{ types: new Set(types) }],
    partial: false,
  };
}
