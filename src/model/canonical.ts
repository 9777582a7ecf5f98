/**
 * The model as it is signed: RFC 8785 canonical JSON of a Diagram without what
 * does not change its meaning: origins (a comment line must not void an approval), the date of the
 * data, what of it is stale, which sources know what, and the census (a new recording of the same must not either: the digest
 * of the snapshot covers what it counts). A model of the format 1 keeps its census, and so its bytes.
 */

import { canonicalJson } from './canonical-json.ts';
import { type Diagram, MODEL_FORMAT } from './diagram.ts';
import { unresolvedText } from './unresolved.ts';

/** Ends with a newline. Throws on lone surrogates; `validate` refuses those first. */
export function canonicalModel(diagram: Diagram): string {
  const {
    origin: _,
    asOf: __,
    stale: ___,
    sources: _s,
    census,
    elements,
    links,
    ...facts
  } = diagram;
  const rest = diagram.format === MODEL_FORMAT || !census ? facts : { ...facts, census };
  const bare = <T extends { origin?: unknown }>(entries: Readonly<Record<string, T>>): object =>
    Object.fromEntries(
      Object.entries(entries).map(([id, { origin: ____, ...facts }]) => [id, facts]),
    );
  return `${canonicalJson({ ...rest, elements: bare(elements), links: bare(links) })}\n`;
}

/** The same diagram as the format 1 held it: to compare with models that were published then. */
export function inFormat1(diagram: Diagram): Diagram {
  const unresolved = diagram.unresolved.map((entry) => ({ ...entry, ...unresolvedText(entry) }));
  return { ...diagram, format: 'cadastre/diagram@1', unresolved };
}
