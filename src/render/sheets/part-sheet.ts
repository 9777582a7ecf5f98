/** The sheet of one part, with what it is linked to folded into cards that lead to their sheets. */

import type { Element, Identity, Link } from '../../model/diagram.ts';
import type { SheetPart } from './partition.ts';
import { type AtlasPlan, type AtlasSheet, above, folded, part, sheetOf } from './plan.ts';

/** Ends on one other part that are drawn one by one; of more, the part is one card. */
const FOREIGN_ENDS = 6;

/** Cards for ends of links that stand on other sheets, and where each such end is drawn. */
class Neighbours {
  readonly cards = new Map<Identity, Element>();
  readonly leads = new Map<Identity, number>();
  readonly #ends = new Map<Identity, Set<Identity>>();
  readonly #plan: AtlasPlan;
  readonly #frames: ReadonlySet<Identity>;

  /** @param frames groups around the part, which are drawn */
  constructor(plan: AtlasPlan, frames: ReadonlySet<Identity>, foreign: readonly Identity[]) {
    this.#plan = plan;
    this.#frames = frames;
    for (const id of foreign) {
      const root = plan.rootOf.get(id) ?? id;
      this.#ends.set(root, (this.#ends.get(root) ?? new Set()).add(id));
    }
    for (const [root, ends] of this.#ends) this.#add(root, ends);
  }

  /** Where a link's end is drawn. */
  drawnAs(id: Identity): Identity {
    return this.cards.has(id) ? id : (this.#plan.rootOf.get(id) ?? id);
  }

  #add(root: Identity, ends: ReadonlySet<Identity>): void {
    const { whole, partOf } = this.#plan;
    const around = above(whole, root).find((id) => this.#frames.has(id));
    const number = partOf.get(root);
    const single = ends.has(root) || ends.size > FOREIGN_ENDS;
    this.cards.set(root, { ...folded(this.#plan, root, around), group: !single });
    this.leads.set(root, number === undefined ? 1 : sheetOf(number));
    if (single) return;
    for (const id of ends) this.cards.set(id, folded(this.#plan, id, root));
  }
}

export function partSheet(plan: AtlasPlan, n: number): AtlasSheet {
  const { whole, parts, partOf } = plan;
  const { roots, name } = parts[n] as SheetPart;
  const frames = new Set(above(whole, roots[0] ?? ''));
  const inside = (id: Identity): boolean => partOf.get(id) === n;
  const links = Object.entries(whole.links).filter(([, l]) => inside(l.from) || inside(l.to));
  const foreign = links
    .flatMap(([, { from, to }]) => [from, to])
    .filter((id) => !inside(id) && !frames.has(id));
  const neighbours = new Neighbours(plan, frames, foreign);
  const elements: Record<Identity, Element> = {};
  for (const [id, element] of Object.entries(whole.elements)) {
    const card = neighbours.cards.get(id);
    if (inside(id) || frames.has(id)) elements[id] = element;
    else if (card) elements[id] = card;
  }
  const own = (id: Identity): Identity =>
    inside(id) || frames.has(id) ? id : neighbours.drawnAs(id);
  const drawn = links.map(([id, link]): [Identity, Link] => [
    id,
    { ...link, from: own(link.from), to: own(link.to) },
  ]);
  const diagram = part(whole, elements, Object.fromEntries(drawn));
  const remarks = Object.fromEntries(
    [...neighbours.leads].map(([id, number]) => [id, [`sheet ${number}`]]),
  );
  return {
    number: sheetOf(n),
    name,
    diagram: { ...diagram, title: `${whole.title}: ${name}`, remarks },
    leads: neighbours.leads,
    shows: new Set([...Object.keys(whole.elements).filter(inside), ...links.map(([id]) => id)]),
  };
}
