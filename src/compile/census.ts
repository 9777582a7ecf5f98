/** Holds what the graph counted against what the diagram shows of it. */

import { type Diagnostic, error } from '../model/diagnostic.ts';
import type { Census, Diagram } from '../model/diagram.ts';
import { byCodeUnit } from '../model/order.ts';

/** Elements and links that the diagram shows, by the kind under which their source counts them. */
export function drawnByKind({ elements, links }: Diagram): Map<string, number> {
  const drawn = new Map<string, number>();
  for (const { derived } of [...Object.values(elements), ...Object.values(links)])
    if (derived !== undefined) drawn.set(derived, (drawn.get(derived) ?? 0) + 1);
  return drawn;
}

/** What is neither drawn nor folded nor left out on purpose: an error for each kind. */
export function checkCensus(diagram: Diagram): Diagnostic[] {
  const drawn = drawnByKind(diagram);
  const census = new Map((diagram.census ?? []).map((entry) => [entry.kind, entry]));
  const kinds = new Set([...census.keys(), ...drawn.keys()]);
  const none: Omit<Census, 'kind'> = { found: 0, folded: 0, omitted: 0, unresolved: 0 };
  return [...kinds].sort().flatMap((kind) => {
    const { found, folded, omitted } = census.get(kind) ?? none;
    const shown = drawn.get(kind) ?? 0;
    if (found === shown + folded + omitted) return [];
    return [
      error(
        'count-mismatch',
        `the graph has ${found} elements of the kind ${kind}, but ${shown} are drawn, ${folded} folded and ${omitted} left out`,
        diagram.origin,
        {
          hint: 'The graph changed while it was recorded: record it again between two syncs. If this persists, report it as a bug.',
        },
      ),
    ];
  });
}

/** One line of `cadastre inspect`. */
export interface KindCount extends Census {
  readonly drawn: number;
}

/**
 * Everything by kind, sorted: `found` = `drawn` + `folded` + `omitted`. What was written by hand counts by
 * its kind (links by their relation) and is all drawn; derived content by the kind of its source.
 */
export function countsOf(diagram: Diagram): readonly KindCount[] {
  const counts = new Map<string, { -readonly [K in keyof KindCount]: KindCount[K] }>();
  const at = (kind: string) => {
    const none = { kind, found: 0, drawn: 0, folded: 0, omitted: 0, unresolved: 0 };
    const count = counts.get(kind) ?? none;
    counts.set(kind, count);
    return count;
  };
  for (const [kind, n] of drawnByKind(diagram)) at(kind).drawn += n;
  for (const { kind, found, folded, omitted, unresolved } of diagram.census ?? []) {
    const count = at(kind);
    count.found += found;
    count.folded += folded;
    count.omitted += omitted;
    count.unresolved += unresolved;
  }
  const byHand = (kind: string): void => {
    const count = at(kind);
    count.found++;
    count.drawn++;
  };
  for (const { kind, derived } of Object.values(diagram.elements))
    if (derived === undefined) byHand(kind);
  for (const { relation, derived } of Object.values(diagram.links))
    if (derived === undefined) byHand(relation);
  return [...counts.values()].sort((a, b) => byCodeUnit(a.kind, b.kind));
}
