/** Zones, owners and environments of derived elements, from rules over what the graph says of them. */

import type { Place } from '../../inventory/placement.ts';
import type { ClassifyRule } from '../../model/derivation.ts';
import type { Diagnostic, Outcome } from '../../model/diagnostic.ts';
import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import { ambiguous, nearTags, stricterRule, unclassified } from './doubts.ts';
import { type Condition, conditionOf, Surroundings } from './match.ts';

/** Keys of the tags that derivations record: `name`, and those of the rules; lower case, trimmed, sorted. */
export function tagKeys(rules: readonly ClassifyRule[]): readonly string[] {
  const keys = rules.flatMap(({ when }) => Object.keys(when.tags ?? {}));
  return [...new Set(['name', ...keys.map((key) => key.trim().toLowerCase())])].sort();
}

/** The rules that hold for an element, in their order. */
function matching(
  identity: Identity,
  conditions: readonly Condition[],
  around: Surroundings,
): readonly ClassifyRule[] {
  return conditions.filter(({ holds }) => holds(identity, around)).map(({ rule }) => rule);
}

/** Facts that are there already stand; of the rules, the first that sets one: a stricter one for the zone comes first. */
function withFacts(element: Element, rules: readonly ClassifyRule[]): Element {
  const facts: Record<string, unknown> = { ...element.facts };
  for (const { set } of rules)
    for (const [key, value] of Object.entries(set))
      if (facts[key] === undefined && value !== undefined) facts[key] = value;
  return { ...element, facts };
}

/**
 * The diagram with the facts that the rules set. What was written by hand is left alone.
 * @param places where derived elements are, by id: OUs that the diagram does not draw count, too
 * Warnings: `unclassified`, `tag-nearly-matches`, `zone-ambiguous`.
 */
export function classify(
  diagram: Diagram,
  rules: readonly ClassifyRule[],
  places: ReadonlyMap<string, Place> = new Map(),
): Outcome<Diagram> {
  if (rules.length === 0) return { value: diagram, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const conditions = rules.map(conditionOf);
  const around = new Surroundings(diagram.elements, places);
  const elements: Record<Identity, Element> = {};
  for (const [identity, element] of Object.entries(diagram.elements)) {
    elements[identity] = element;
    if (element.derived === undefined) continue;
    const applied = matching(identity, conditions, around);
    const stricter = stricterRule(element, applied);
    elements[identity] = withFacts(element, stricter ? [stricter, ...applied] : applied);
    diagnostics.push(...nearTags(element, conditions), ...ambiguous(element, applied));
  }
  const classified = { ...diagram, elements };
  return { value: classified, diagnostics: [...diagnostics, ...unclassified(classified, rules)] };
}
