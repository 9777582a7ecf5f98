/** Elements and links of derived content. */

import type { Content, ElementContent, End, LinkContent } from '../model/content.ts';
import type { Origin } from '../model/diagnostic.ts';
import type { ElementFacts, LinkFacts } from '../model/facts.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Ledger } from './ledger.ts';

/** Where it comes from, and the kind under which the ledger counts it. */
export interface Source {
  readonly at: Origin;
  /** Absent: it reads as written by hand. See `grouping` for what stands for no node. */
  readonly counted?: string;
}

/** Facts of which some may be unknown: those are left out. */
type PartialFacts<T> = { readonly [K in keyof T]?: T[K] | undefined };

function known<T>(facts: PartialFacts<T>): T {
  return Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as T;
}

/** A card or icon, or with members (also none yet) a box. */
export function element(
  source: Source,
  kind: string,
  name: string,
  facts: PartialFacts<ElementFacts>,
  members?: readonly Content[],
): ElementContent {
  return {
    type: 'element',
    kind,
    name,
    group: members !== undefined,
    facts: known<ElementFacts>(facts),
    members: members ?? [],
    ...(source.counted === undefined ? {} : { derived: source.counted }),
    origin: source.at,
  };
}

export function link(
  source: Source,
  from: End,
  to: End,
  facts: PartialFacts<LinkFacts> = {},
): LinkContent {
  return {
    type: 'link',
    relation: 'connection',
    from,
    to,
    facts: known<LinkFacts>(facts),
    ...(source.counted === undefined ? {} : { derived: source.counted }),
    origin: source.at,
  };
}

/**
 * What no node of the graph stands for: a box around a few, one card for many. It counts as found where it
 * is drawn, so that nobody takes it for written by hand.
 */
export function grouping(
  ledger: Ledger,
  at: Origin,
  kind: string,
  name: string,
  facts: PartialFacts<ElementFacts>,
  members?: readonly Content[],
): ElementContent {
  ledger.found('grouping', 1);
  return element({ at, counted: 'grouping' }, kind, name, facts, members);
}

/** The order of derived content: by name, then by id. */
export function byName<T extends Pick<ElementContent, 'name' | 'facts'>>(
  elements: readonly T[],
): T[] {
  return [...elements].sort(
    (a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.facts.id ?? '', b.facts.id ?? ''),
  );
}
