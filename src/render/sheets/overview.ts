/** The first sheet: a card for each other one, and the lines between them. */

import type { Element, Identity, Link, ModelFacts } from '../../model/diagram.ts';
import type { LinkFacts } from '../../model/facts.ts';
import type { SheetPart } from './partition.ts';
import { type AtlasPlan, type AtlasSheet, folded, part, sheetOf } from './plan.ts';

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** More lines than this between cards of the overview hide each other: they are told, and stand on the sheets. */
const OVERVIEW_LINES = 40;
/** Identity of what stands for a sheet with several roots; no element of a model has it. */
const cardOf = (number: number): Identity => `sheet:${number}`;
/** Identity of the lines between two cards of the overview. */
const linesOf = (n: number): Identity => `sheet-links:${n}`;

/** How many elements of a part are no groups, or have no members. */
function weight({ children }: AtlasPlan, roots: readonly Identity[]): number {
  let n = 0;
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const inside = children.get(id) ?? [];
    if (inside.length === 0) n++;
    open.push(...inside);
  }
  return n;
}

/** The card of a part on the overview. */
function partCard(plan: AtlasPlan, n: number): { id: Identity; card: Element; remarks: string[] } {
  const { whole, parts, zoneOf } = plan;
  const { roots, name } = parts[n] as SheetPart;
  const root = roots[0] as Identity;
  const { parent } = whole.elements[root] as Element;
  const number = sheetOf(n);
  const remarks = [`sheet ${number}`, plural(weight(plan, roots), 'element')];
  if (roots.length === 1) return { id: root, card: folded(plan, root, parent), remarks };
  const { kind, order } = whole.elements[root] as Element;
  const zones = new Set(roots.map(zoneOf));
  const [zone] = zones;
  const facts: ModelFacts = zones.size === 1 && zone !== undefined ? { zone } : {};
  const card: Element = { kind, name, group: false, order, facts };
  return {
    id: cardOf(number),
    card: { ...card, ...(parent === undefined ? {} : { parent }) },
    remarks,
  };
}

/** Links between cards: a lone one as it is, several as one line with their number. */
function overviewLinks(
  { whole, partOf }: AtlasPlan,
  cardAt: (id: Identity) => Identity,
): { links: Record<Identity, Link>; shown: Identity[]; left: number } {
  const pairs = new Map<string, [Identity, Link][]>();
  const kept: [Identity, Link][] = [];
  for (const [id, link] of Object.entries(whole.links)) {
    if (!partOf.has(link.from) && !partOf.has(link.to)) {
      kept.push([id, link]);
      continue;
    }
    const [from, to] = [cardAt(link.from), cardAt(link.to)];
    if (from === to) continue;
    const key = JSON.stringify([from, to].sort());
    pairs.set(key, [...(pairs.get(key) ?? []), [id, { ...link, from, to }]]);
  }
  const shown = kept.map(([id]) => id);
  if (pairs.size > OVERVIEW_LINES) {
    const left = [...pairs.values()].reduce((sum, of) => sum + of.length, 0);
    return { links: Object.fromEntries(kept), shown, left };
  }
  let n = 0;
  const lines = [...pairs.values()].map((of): [Identity, Link] => {
    const [[id, first]] = of as [[Identity, Link]];
    if (of.length === 1) return [id, first];
    const ways = new Set(of.map(([, link]) => way(link, first.from)));
    const [only] = ways;
    const direction = ways.size === 1 && only !== undefined ? only : 'both';
    const facts: LinkFacts = { label: plural(of.length, 'link'), direction };
    const relation = of.every(([, l]) => l.relation === 'flow') ? 'flow' : 'connection';
    return [linesOf(++n), { relation, from: first.from, to: first.to, order: first.order, facts }];
  });
  return { links: Object.fromEntries([...kept, ...lines]), shown, left: 0 };
}

/** The way of a link as seen from one of its ends. */
function way({ from, facts }: Link, start: Identity): NonNullable<LinkFacts['direction']> {
  const direction = facts.direction ?? 'forward';
  if (from === start || direction === 'both' || direction === 'none') return direction;
  return direction === 'forward' ? 'back' : 'forward';
}

export function overview(plan: AtlasPlan): AtlasSheet {
  const { whole, parts, partOf } = plan;
  const cards = parts.map((_, n) => partCard(plan, n));
  const first = new Map(parts.map(({ roots }, n) => [roots[0], n]));
  const elements: Record<Identity, Element> = {};
  for (const [id, element] of Object.entries(whole.elements)) {
    const n = first.get(id);
    const made = n === undefined ? undefined : cards[n];
    if (made) elements[made.id] = made.card;
    else if (!partOf.has(id)) elements[id] = element;
  }
  const cardAt = (id: Identity): Identity => {
    const n = partOf.get(id);
    return n === undefined ? id : (cards[n]?.id ?? id);
  };
  const { links, shown, left } = overviewLinks(plan, cardAt);
  const diagram = part(whole, elements, links);
  const { description } = whole.document;
  const told = [
    description,
    `Overview of ${plural(parts.length, 'sheet')}`,
    ...(left > 0 ? [`${plural(left, 'link')} between sheets: on the sheets of their ends`] : []),
  ];
  return {
    number: 1,
    name: 'Overview',
    diagram: {
      ...diagram,
      document: { ...whole.document, description: told.filter((t) => t).join('. ') },
      remarks: Object.fromEntries(cards.map(({ id, remarks }) => [id, remarks])),
    },
    leads: new Map(cards.map(({ id }, n) => [id, sheetOf(n)])),
    shows: new Set([...Object.keys(whole.elements).filter((id) => !partOf.has(id)), ...shown]),
  };
}
