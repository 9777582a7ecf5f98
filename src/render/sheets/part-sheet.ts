/** The sheet of one part, with what it is linked to folded into cards that lead to their sheets. */

import type { Element, Identity, Link } from '../../model/diagram.ts';
import { bundles, isBundled } from './bundled-links.ts';
import { Neighbours, type Outward } from './neighbours.ts';
import type { SheetPart } from './partition.ts';
import { type AtlasPlan, type AtlasSheet, above, part, sheetOf } from './plan.ts';

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
    { ...elements, ...Object.fromEntries(many.cards.map(({ id, card }) => [id, card])) },
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
      remarks: Object.fromEntries([
        ...remarks,
        ...many.cards.map(({ id, remarks: of }) => [id, of]),
      ]),
    },
    leads: new Map([
      ...neighbours.leads,
      ...many.cards.map(({ id, lead }): [Identity, number] => [id, lead]),
    ]),
    shows: new Set([...Object.keys(whole.elements).filter(inside), ...single.map(([id]) => id)]),
  };
}
