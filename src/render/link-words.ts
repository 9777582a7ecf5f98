/** How links are named in messages, and many findings of one kind as one. */

import type { DiagnosticCode } from '../model/codes.ts';
import { type Diagnostic, quote, warning } from '../model/diagnostic.ts';
import type { Diagram, Identity } from '../model/diagram.ts';

export function linkName({ elements, links }: Diagram, id: Identity): string {
  const { from = '', to = '' } = links[id] ?? {};
  const name = (end: string): string => quote(elements[end]?.name ?? end);
  return `link from ${name(from)} to ${name(to)}`;
}

/** Above this many findings of a kind, one names the first few and counts them: the page is too full, whichever they are. */
const SINGLE = 5;
const NAMED = 3;

export interface LinkFinding {
  readonly link: Identity;
  readonly message: string;
}

/**
 * A warning for each finding, or one for all when they are many.
 * @param summary words for `n` links, as in "12 links find no way"
 */
export function linkWarnings(
  diagram: Diagram,
  code: DiagnosticCode,
  found: readonly LinkFinding[],
  { summary, hint }: { readonly summary: (n: number) => string; readonly hint: string },
): Diagnostic[] {
  if (found.length <= SINGLE)
    return found.map(({ link, message }) =>
      warning(code, message, diagram.links[link]?.origin, { hint }),
    );
  const links = [...new Set(found.map(({ link }) => link))];
  const named = links.slice(0, NAMED).map((id) => `the ${linkName(diagram, id)}`);
  const more = links.length > NAMED ? ', …' : '';
  const message = `${summary(found.length)}: ${named.join(', ')}${more}`;
  return [warning(code, message, diagram.origin, { hint })];
}
