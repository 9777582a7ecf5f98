/** The first sheet: a card for each other one, and the lines between them. */

import type { Element, Identity, Link } from '../../model/diagram.ts';
import { linesOf, oneLine, partCard, plural } from './cards.ts';
import { type AtlasPlan, type AtlasSheet, part, sheetOf } from './plan.ts';

/** More lines than this between cards of the overview hide each other: they are told, and stand on the sheets. */
const OVERVIEW_LINES = 40;
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
    return [linesOf(`${++n}`), oneLine(of.map(([, link]) => link))];
  });
  return { links: Object.fromEntries([...kept, ...lines]), shown, left: 0 };
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
    `Overview of the ${plural(parts.length, 'sheet')} that follow${parts.length === 1 ? 's' : ''}`,
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
