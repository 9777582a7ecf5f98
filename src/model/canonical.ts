/**
 * The model as it is signed: RFC 8785 canonical JSON of a Diagram without what
 * does not change its meaning: origins (a comment line must not void an approval), the date of the
 * data and what of it is stale (a new recording of the same must not either).
 */

import { canonicalJson } from './canonical-json.ts';
import type { Diagram } from './diagram.ts';

/** Ends with a newline. Throws on lone surrogates; `validate` refuses those first. */
export function canonicalModel(diagram: Diagram): string {
  const { origin: _, asOf: __, stale: ___, elements, links, ...rest } = diagram;
  const bare = <T extends { origin?: unknown }>(entries: Readonly<Record<string, T>>): object =>
    Object.fromEntries(
      Object.entries(entries).map(([id, { origin: ____, ...facts }]) => [id, facts]),
    );
  return `${canonicalJson({ ...rest, elements: bare(elements), links: bare(links) })}\n`;
}
