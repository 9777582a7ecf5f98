/**
 * Where gone things stand among those that are there: in their group, in a free place near the one they stood beside; in
 * a strip that is made for them, as long as everything else stays nearly where it was; otherwise below the drawing.
 */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Box, Point } from '../scene/scene.ts';
import { freePlace } from './free-place.ts';
import type { Ghost, GhostForms } from './ghosts.ts';
import type { Overlay } from './overlay.ts';
import { around, mostMoved, withStrip } from './room.ts';

export interface GhostRoom {
  /** Between two boxes, px; around one that lines lead to. */
  readonly gap: number;
  readonly lines: number;
  /** Height that a ghost needs above it for its mark, and the width of that, px. */
  readonly above: (ghost: Ghost) => number;
  readonly mark: (ghost: Ghost, detached: boolean) => number;
  /** Between a group's border and its members. */
  readonly pad: number;
  /** Height of a group's title row. */
  readonly header: (id: Identity, width: number) => number;
  /** How far what did not change may move, px. */
  readonly most: number;
}

export interface PlacedGhosts {
  readonly boxes: ReadonlyMap<Identity, Box>;
  /** Each in the size in which it is drawn. */
  readonly ghosts: readonly Ghost[];
  /** What stands elsewhere than in its group: there was no room, or nothing else is in that any more. `null`: the page. */
  readonly elsewhere: ReadonlyMap<Identity, Identity | null>;
}

/** The nearest group around a thing that is there; undefined: the page. */
export function holderOf(
  { elements }: Pick<Diagram, 'elements'>,
  id: Identity,
): Identity | undefined {
  const parent = elements[id]?.parent;
  return parent === undefined || elements[parent]?.group ? parent : holderOf({ elements }, parent);
}

class Placing {
  boxes: Map<Identity, Box>;
  readonly #start: ReadonlyMap<Identity, Box>;
  readonly #overlay: Overlay;
  readonly #room: GhostRoom;
  readonly #members = new Map<Identity | undefined, Identity[]>();
  /** What lines lead to. */
  readonly #ends: ReadonlySet<Identity>;
  /** What must stay nearly where it was. */
  readonly #steady: readonly Identity[];

  constructor(boxes: ReadonlyMap<Identity, Box>, overlay: Overlay, room: GhostRoom) {
    this.boxes = new Map(boxes);
    this.#start = boxes;
    this.#overlay = overlay;
    this.#room = room;
    this.#ends = new Set(Object.values(overlay.union.links).flatMap(({ from, to }) => [from, to]));
    this.#steady = [...boxes.keys()].filter((id) => !overlay.marks.has(id));
    for (const [id, { parent }] of Object.entries(overlay.union.elements))
      if (boxes.has(id)) this.#add(parent, id);
  }

  #add(holder: Identity | undefined, id: Identity): void {
    const known = this.#members.get(holder);
    if (known) known.push(id);
    else this.#members.set(holder, [id]);
  }

  #taken(holder: Identity | undefined): Box[] {
    return (this.#members.get(holder) ?? []).flatMap((id) => this.boxes.get(id) ?? []);
  }

  /** Of a ghost with what it needs above it. */
  #size(ghost: Ghost, detached = false): Pick<Box, 'w' | 'h'> {
    const { above, mark } = this.#room;
    return { w: Math.max(ghost.w, mark(ghost, detached)), h: ghost.h + above(ghost) };
  }

  #gap({ boxes }: Ghost): number {
    const { gap, lines } = this.#room;
    return [...boxes.keys()].some((id) => this.#ends.has(id)) ? lines : gap;
  }

  /** Where members of a group may stand. */
  #content(holder: Identity): Box {
    const { pad, header, gap } = this.#room;
    const { x, y, w, h } = this.boxes.get(holder) as Box;
    const top = header(holder, w) + Math.min(gap, pad);
    return { x: x + pad, y: y + top, w: w - 2 * pad, h: h - top - pad };
  }

  /** The middle of what stood before it in the same group and is still there, or after it; else the group's beginning. */
  #near(ghost: Ghost, holder: Identity | undefined): Point {
    const { before, union, gone } = this.#overlay;
    const was = gone.get(ghost.id) ?? '';
    const parent = this.boxes.get(union.elements[ghost.id]?.parent ?? '');
    if (parent && union.elements[ghost.id]?.parent !== holder)
      return { x: parent.x + parent.w / 2, y: parent.y + parent.h };
    const siblings = Object.entries(before.elements)
      .filter(([, { parent }]) => parent === before.elements[was]?.parent)
      .map(([id]) => id);
    const at = siblings.indexOf(was);
    const beside = [...siblings.slice(0, at).reverse(), ...siblings.slice(at + 1)];
    const there = beside.find((id) => this.boxes.has(id) && union.elements[id]?.parent === holder);
    const box = there === undefined ? undefined : this.boxes.get(there);
    if (box) return { x: box.x + box.w, y: box.y + box.h / 2 };
    if (holder !== undefined) return this.#content(holder);
    const page = around(this.boxes.values());
    return { x: page.x, y: page.y + page.h };
  }

  #put(ghost: Ghost, holder: Identity | undefined, { x, y }: Point): void {
    const top = y + this.#room.above(ghost);
    for (const [id, box] of ghost.boxes)
      this.boxes.set(id, { ...box, x: x + box.x, y: top + box.y });
    this.#add(holder, ghost.id);
  }

  /** Boxes with a row at a group's bottom, or a column at its right, in which the ghost fits. */
  #strips(ghost: Ghost, holder: Identity): Map<Identity, Box>[] {
    const gap = this.#gap(ghost);
    const { w, h } = this.#size(ghost);
    const { union } = this.#overlay;
    const content = this.#content(holder);
    const box = this.boxes.get(holder) as Box;
    const members = around([...this.#taken(holder), { ...content, w: 0, h: 0 }]);
    const lack = (need: number, there: number): number => Math.max(0, need - there);
    const make = (right: number, down: number): Map<Identity, Box> => {
      const wider =
        right > 0 ? withStrip(this.boxes, union, 'x', box.x + box.w - 1, right) : this.boxes;
      return down > 0 ? withStrip(wider, union, 'y', box.y + box.h - 1, down) : wider;
    };
    const below = content.y + content.h - (members.y + members.h + gap);
    const beside = content.x + content.w - (members.x + members.w + gap);
    return [make(lack(w, content.w), lack(h, below)), make(lack(w, beside), lack(h, content.h))];
  }

  /** @returns false where it would move too much */
  inGroup(ghost: Ghost, holder: Identity): boolean {
    const near = this.#near(ghost, holder);
    const { most } = this.#room;
    const gap = this.#gap(ghost);
    const free = (): Box | undefined =>
      freePlace(this.#size(ghost), this.#content(holder), this.#taken(holder), gap, near);
    const here = free();
    if (here) {
      this.#put(ghost, holder, here);
      return true;
    }
    const before = this.boxes;
    const tries = this.#strips(ghost, holder)
      .map((boxes) => ({ boxes, moved: mostMoved(this.#start, boxes, this.#steady) }))
      .filter(({ moved }) => moved <= most)
      .sort((a, b) => a.moved - b.moved);
    for (const { boxes } of tries) {
      this.boxes = boxes;
      const made = free();
      if (made) {
        this.#put(ghost, holder, made);
        return true;
      }
    }
    this.boxes = before;
    return false;
  }

  /** On the page itself: where it stood, or below all. */
  onPage(ghost: Ghost, below: boolean): void {
    const page = around(this.boxes.values());
    const { gap } = this.#room;
    const elsewhere = below || this.#overlay.union.elements[ghost.id]?.parent !== undefined;
    const size = this.#size(ghost, elsewhere);
    const apart = 2 * gap;
    const within = {
      x: page.x,
      y: below ? page.y + page.h + apart : page.y,
      w: Math.max(page.w, size.w),
      h: page.h + size.h + 2 * apart,
    };
    const near = below ? { x: page.x, y: page.y + page.h } : this.#near(ghost, undefined);
    const free = freePlace(size, within, this.#taken(undefined), apart, near);
    this.#put(ghost, undefined, free ?? { x: page.x, y: page.y + page.h + apart });
  }
}

export function placeGhosts(
  boxes: ReadonlyMap<Identity, Box>,
  ghosts: readonly GhostForms[],
  overlay: Overlay,
  room: GhostRoom,
): PlacedGhosts {
  const placing = new Placing(boxes, overlay, room);
  const below: Ghost[] = [];
  const elsewhere = new Map<Identity, Identity | null>();
  const drawn = ghosts.map((forms): Ghost => {
    const [largest] = forms;
    const holder = holderOf(overlay.union, largest.id);
    if (overlay.union.elements[largest.id]?.parent !== holder)
      elsewhere.set(largest.id, holder ?? null);
    if (holder === undefined) {
      placing.onPage(largest, false);
      return largest;
    }
    const fitting = forms.find((form) => placing.inGroup(form, holder));
    if (!fitting) {
      below.push(largest);
      elsewhere.set(largest.id, null);
    }
    return fitting ?? largest;
  });
  for (const ghost of below) placing.onPage(ghost, true);
  return { boxes: placing.boxes, ghosts: drawn, elsewhere };
}
