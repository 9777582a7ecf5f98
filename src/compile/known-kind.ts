/** The kind of an element as the model keeps it. */

import { lookup } from '../icons/catalogue.ts';
import { nearest } from '../icons/search.ts';
import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';
import { wordOfKind } from '../model/words.ts';

/** Errors: `unknown-kind`. */
export function knownKind(
  kind: string,
  origin: Origin | undefined,
  report: (diagnostic: Diagnostic) => void,
): string {
  const entry = lookup(kind);
  if (!entry) {
    const near = nearest(kind, 3);
    const search = `\`cadastre icons ${kind.replace(/^[^:]*:/, '')}\` searches the catalogue.`;
    const hint = `${near.length > 0 ? `The nearest are ${near.join(', ')}. ` : ''}${search}`;
    report(error('unknown-kind', `unknown kind ${quote(kind)}`, origin, { hint }));
  }
  // A word stays itself (`vpc`): what it looks like depends on its surroundings.
  return wordOfKind(kind) ? kind : (entry?.kind ?? kind);
}
