/** The sheet of one part, with what it is linked to folded into cards that lead to their sheets. */

import type { Element, Identity, Link } from '../../model/diagram.ts';
import { cardOf, linesOf, oneLine, partCard } from './cards.ts';
import { Neighbours, type Outward } from './neighbours.ts';
import type { SheetPart } from './partition.ts';
import { type AtlasPlan, type AtlasSheet, above, part, sheetOf } from './plan.ts';

/** From this many links of one element to one other sheet, they are one line: each stands on that sheet for itself. */
const BUNDLED = 4;

/** Whether a link is one of many from an element of this sheet to another one, and its other end has few to this one. */
function isBundled({ partOf, linksTo }: AtlasPlan, near: Identity, far: Identity): boolean {
  const there = partOf.get(far);
  return (
    there !== undefined &&
    linksTo(near, there) >= BUNDLED &&
    linksTo(far, partOf.get(near)) < BUNDLED
  );
}

/** Lines that stand for many links of one element to one other sheet, with the cards of those sheets. */
function bundles(
  plan: AtlasPlan,
  frames: ReadonlySet<Identity>,
  links: readonly (readonly [near: Identity, far: Identity, link: Link])[],
): {
  readonly cards: [Identity, Element][];
  readonly lines: [Identity, Link][];
  readonly remarks: [Identity, readonly string[]][];
  readonly leads: [Identity, number][];
} {
  const { partOf, whole } = plan;
  const found = new Map<string, Link[]>();
  const sheets = new Set<number>();
  for (const [near, far, link] of links) {
    const part = partOf.get(far) as number;
    sheets.add(part);
    const card = cardOf(sheetOf(part));
    const drawn = {
      ...link,
      from: link.from === near ? near : card,
      to: link.to === near ? near : card,
    };
    const key = `${part} ${near}`;
    found.set(key, [...(found.get(key) ?? []), drawn]);
  }
  const cards = [...sheets].map((n) => ({ ...partCard(plan, n), n, id: cardOf(sheetOf(n)) }));
  return {
    cards: cards.map(({ id, n, card: { parent: _, ...card } }) => {
      const root = plan.parts[n]?.roots[0] ?? '';
      const around = above(whole, root).find((of) => frames.has(of));
      return [id, { ...card, ...(around === undefined ? {} : { parent: around }) }];
    }),
    lines: [...found].map(([key, of]) => [linesOf(key), oneLine(of)]),
    remarks: cards.map(({ id, remarks }) => [id, remarks]),
    leads: cards.map(({ id, n }) => [id, sheetOf(n)]),
  };
}

export function partSheet(plan: AtlasPlan, n: number): AtlasSheet {
  const { whole, parts, partOf } = plan;
  const { roots, name } = parts[n] as SheetPart;
  const frames = new Set(roots.flatMap((root) => above(whole, root)));
  const inside = (id: Identity): boolean => partOf.get(id) === n;
  const here = (id: Identity): boolean => inside(id) || frames.has(id);
  const links = Object.entries(whole.links).filter(([, l]) => inside(l.from) || inside(l.to));
  /** The end on this sheet and the one elsewhere, of a link that is one of many. */
  const bundled = ({ from, to }: Link): readonly [Identity, Identity] | undefined => {
    if (here(from) === here(to)) return undefined;
    const [near, far] = here(from) ? [from, to] : [to, from];
    return inside(near) && isBundled(plan, near, far) ? [near, far] : undefined;
  };
  const single = links.filter(([, link]) => bundled(link) === undefined);
  const many = bundles(
    plan,
    frames,
    links.flatMap(([, link]) => {
      const ends = bundled(link);
      return ends ? [[...ends, link] as const] : [];
    }),
  );
  /** The root of this part that an end is or stands in; the end itself where it is a group around the part. */
  const blockOf = (id: Identity): Identity => (inside(id) ? (plan.rootOf.get(id) ?? id) : id);
  const outward = single.flatMap(([, { from, to }]): Outward[] => {
    if (here(from) === here(to)) return [];
    const [near, far] = here(from) ? [from, to] : [to, from];
    return [{ near, block: blockOf(near), far }];
  });
  const neighbours = new Neighbours(plan, frames, outward);
  const elements: Record<Identity, Element> = {};
  for (const [id, element] of Object.entries(whole.elements)) {
    const card = neighbours.cards.get(id);
    if (here(id)) elements[id] = element;
    else if (card) elements[id] = card;
  }
  for (const [id, card] of neighbours.cards) elements[id] ??= card;
  const drawn = single.map(([id, link]): [Identity, Link] => {
    const at = (end: Identity, other: Identity): Identity =>
      here(end) ? end : neighbours.drawnAs(end, blockOf(other));
    return [id, { ...link, from: at(link.from, link.to), to: at(link.to, link.from) }];
  });
  const diagram = part(
    whole,
    { ...elements, ...Object.fromEntries(many.cards) },
    Object.fromEntries([...drawn, ...many.lines]),
  );
  const remarks = [...neighbours.leads].map(([id, number]): [Identity, readonly string[]] => [
    id,
    [`sheet ${number}`],
  ]);
  return {
    number: sheetOf(n),
    name,
    diagram: {
      ...diagram,
      title: `${whole.title}: ${name}`,
      remarks: Object.fromEntries([...remarks, ...many.remarks]),
    },
    leads: new Map([...neighbours.leads, ...many.leads]),
    shows: new Set([...Object.keys(whole.elements).filter(inside), ...single.map(([id]) => id)]),
  };
}
