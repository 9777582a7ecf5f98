/** Cards for what stands on other sheets, and where each end of a link is drawn. */

import type { Element, Identity } from '../../model/diagram.ts';
import { type AtlasPlan, above, folded, sheetOf } from './plan.ts';

/** Ends on one other part that are drawn one by one; of more, the part is one card. */
const FOREIGN_ENDS = 6;

/** From this many boxes that are linked to the same two ends elsewhere, their lines would cross: each box has cards of its own. */
const TANGLED = 3;

/** A link to another sheet: the end here, the root that it stands in, and the end there. */
export interface Outward {
  readonly near: Identity;
  readonly block: Identity;
  readonly far: Identity;
}

/** The ends elsewhere that share three or more boxes of this sheet with another one. */
function tangledEnds(outward: readonly Outward[]): ReadonlySet<Identity> {
  const blocks = new Map<Identity, Set<Identity>>();
  for (const { far, block } of outward) blocks.set(far, (blocks.get(far) ?? new Set()).add(block));
  const wide = [...blocks].filter(([, of]) => of.size >= TANGLED);
  const shared = (a: ReadonlySet<Identity>, b: ReadonlySet<Identity>): number =>
    [...a].filter((id) => b.has(id)).length;
  return new Set(
    wide
      .filter(([end, of]) =>
        wide.some(([other, others]) => other !== end && shared(of, others) >= TANGLED),
      )
      .map(([end]) => end),
  );
}

/** A card of its own for an end elsewhere, beside one box; no element of a model has this identity. */
const copyOf = (far: Identity, block: Identity): Identity =>
  `sheet-end:${JSON.stringify([far, block])}`;

export class Neighbours {
  readonly cards = new Map<Identity, Element>();
  readonly leads = new Map<Identity, number>();
  readonly #ends = new Map<Identity, Set<Identity>>();
  readonly #plan: AtlasPlan;
  readonly #frames: ReadonlySet<Identity>;
  readonly #tangled: ReadonlySet<Identity>;

  /** @param frames groups around the part, which are drawn */
  constructor(plan: AtlasPlan, frames: ReadonlySet<Identity>, outward: readonly Outward[]) {
    this.#plan = plan;
    this.#frames = frames;
    this.#tangled = tangledEnds(outward);
    for (const { far, block } of outward) {
      if (this.#tangled.has(far)) {
        this.#copy(far, block);
        continue;
      }
      const root = plan.rootOf.get(far) ?? far;
      this.#ends.set(root, (this.#ends.get(root) ?? new Set()).add(far));
    }
    for (const [root, ends] of this.#ends) this.#add(root, ends);
  }

  /** Where a link's end elsewhere is drawn, for a link of something in `block`. */
  drawnAs(far: Identity, block: Identity): Identity {
    if (this.#tangled.has(far)) return copyOf(far, block);
    return this.cards.has(far) ? far : (this.#plan.rootOf.get(far) ?? far);
  }

  #frameOf(id: Identity): Identity | undefined {
    return above(this.#plan.whole, id).find((group) => this.#frames.has(group));
  }

  #lead(id: Identity, to: Identity): void {
    const number = this.#plan.partOf.get(to);
    this.leads.set(id, number === undefined ? 1 : sheetOf(number));
  }

  #copy(far: Identity, block: Identity): void {
    const id = copyOf(far, block);
    if (this.cards.has(id)) return;
    const { order = 0 } = this.#plan.whole.elements[block] ?? {};
    this.cards.set(id, { ...folded(this.#plan, far, this.#frameOf(block)), order });
    this.#lead(id, far);
  }

  #add(root: Identity, ends: ReadonlySet<Identity>): void {
    const single = ends.has(root) || ends.size > FOREIGN_ENDS;
    this.cards.set(root, { ...folded(this.#plan, root, this.#frameOf(root)), group: !single });
    this.#lead(root, root);
    if (single) return;
    for (const id of ends) this.cards.set(id, folded(this.#plan, id, root));
  }
}
