/** Lines that no node of the graph stands for. */

import type { End, LinkContent } from '../model/content.ts';
import type { Origin } from '../model/diagnostic.ts';
import type { LinkFacts } from '../model/facts.ts';
import { link } from './elements.ts';
import type { Ledger } from './ledger.ts';

type LinkDetails<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * A line that follows from several things in the graph, e.g. from a rule, a range and a tag. It counts as
 * found where it is drawn, so that nobody takes it for written by hand.
 * @param kind under which it is counted
 */
export function line(
  ledger: Ledger,
  at: Origin,
  kind: string,
  from: End,
  to: End,
  facts: LinkDetails<LinkFacts> = {},
): LinkContent {
  ledger.found(kind, 1);
  return link({ at, counted: kind }, from, to, facts);
}
