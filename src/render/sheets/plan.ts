/** What is decided before any sheet is made, and how elements are carried over to one. */

import type {
  Diagram,
  Element,
  Identity,
  Link,
  ModelFacts,
  PictureSources,
} from '../../model/diagram.ts';
import type { Zone } from '../../model/facts.ts';
import { childrenOf, type SheetPart } from './partition.ts';

export interface AtlasSheet {
  /** From 1, which is the overview. */
  readonly number: number;
  readonly name: string;
  /** A part of the whole, for drawing alone. */
  readonly diagram: Diagram;
  /** Elements of this sheet that lead to another one, by its number. */
  readonly leads: ReadonlyMap<Identity, number>;
  /** Whatever of the whole this sheet shows for itself, not folded into something else. */
  readonly shows: ReadonlySet<Identity>;
}

export interface AtlasPlan {
  readonly whole: Diagram;
  readonly parts: readonly SheetPart[];
  readonly children: ReturnType<typeof childrenOf>;
  /** The part of each element, counted from 0; none of what stands on the overview itself. */
  readonly partOf: ReadonlyMap<Identity, number>;
  /** The root of its part that each element is or stands in. */
  readonly rootOf: ReadonlyMap<Identity, Identity>;
  /** How many links an element has to a part. */
  readonly linksTo: (id: Identity, part: number | undefined) => number;
  /** The zone in force. */
  readonly zoneOf: (id: Identity) => Zone | undefined;
}

export const sheetOf = (part: number): number => part + 2;

export function planOf(whole: Diagram, parts: readonly SheetPart[]): AtlasPlan {
  const children = childrenOf(whole);
  const partOf = new Map<Identity, number>();
  const rootOf = new Map<Identity, Identity>();
  for (const [n, { roots }] of parts.entries())
    for (const root of roots) {
      const open = [root];
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        partOf.set(id, n);
        rootOf.set(id, root);
        open.push(...(children.get(id) ?? []));
      }
    }
  const zoneOf = (of: Identity): Zone | undefined => {
    for (let at: Identity | undefined = of; at !== undefined; at = whole.elements[at]?.parent) {
      const zone = whole.elements[at]?.facts.zone;
      if (zone !== undefined) return zone;
    }
    return undefined;
  };
  const counts = new Map<string, number>();
  const key = (id: Identity, to: number | undefined): string => `${to ?? ''} ${id}`;
  for (const { from, to } of Object.values(whole.links))
    for (const one of [key(from, partOf.get(to)), key(to, partOf.get(from))])
      counts.set(one, (counts.get(one) ?? 0) + 1);
  const linksTo = (id: Identity, to: number | undefined): number => counts.get(key(id, to)) ?? 0;
  return { whole, parts, children, partOf, rootOf, linksTo, zoneOf };
}

export function above({ elements }: Diagram, id: Identity): Identity[] {
  const found: Identity[] = [];
  for (let at = elements[id]?.parent; at !== undefined; at = elements[at]?.parent) found.push(at);
  return found;
}

/** What identifies an element that is shown for the sake of its links. */
export function folded(plan: AtlasPlan, id: Identity, parent: Identity | undefined): Element {
  const { facts, parent: _, ...element } = plan.whole.elements[id] as Element;
  const { id: own, cidr, region, icon, link } = facts;
  const zone = plan.zoneOf(id);
  const kept: ModelFacts = {
    ...(own === undefined ? {} : { id: own }),
    ...(cidr === undefined ? {} : { cidr }),
    ...(region === undefined ? {} : { region }),
    ...(icon === undefined ? {} : { icon }),
    ...(link === undefined ? {} : { link }),
    ...(zone === undefined ? {} : { zone }),
  };
  return { ...element, group: false, facts: kept, ...(parent === undefined ? {} : { parent }) };
}

const sourcesHere = (
  { names, declaredOnly, runningOnly }: PictureSources,
  here: (id: Identity) => boolean,
): PictureSources => ({
  names,
  ...(declaredOnly ? { declaredOnly: declaredOnly.filter(here) } : {}),
  ...(runningOnly ? { runningOnly: runningOnly.filter(here) } : {}),
});

/** What of a diagram belongs to some of its elements. */
export function part(
  whole: Diagram,
  elements: Readonly<Record<Identity, Element>>,
  links: Readonly<Record<Identity, Link>>,
): Diagram {
  const here = (id: Identity): boolean => Object.hasOwn(elements, id);
  const { columns: _, layout: __, census: ___, ...rest } = whole;
  return {
    ...rest,
    elements,
    links,
    hints: whole.hints.filter(({ hint, of }) => hint !== 'sheet' && of.every((id) => here(id))),
    unresolved: whole.unresolved.filter(
      ({ element }) => element !== undefined && (here(element) || Object.hasOwn(links, element)),
    ),
    ...(whole.stale ? { stale: whole.stale.filter(here) } : {}),
    ...(whole.sources ? { sources: sourcesHere(whole.sources, here) } : {}),
  };
}
