/** Finds each link's label a place on its own line where it hides nothing and nothing strikes it. */

import type { Box, Point } from '../scene/scene.ts';
import type { LabelText } from './label.ts';

export interface Labelled {
  readonly points: readonly Point[];
  readonly label: LabelText;
}

/** Distance that words keep from other words and boxes, px. */
const AIR = 6;

const overlap = (a: Box, b: Box, air: number): boolean =>
  a.x < b.x + b.w + air && b.x < a.x + a.w + air && a.y < b.y + b.h + air && b.y < a.y + a.h + air;

const spanning = (a: Point, b: Point): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

function outline({ x, y, w, h }: Box): Box[] {
  return [
    { x, y, w, h: 0 },
    { x, y: y + h, w, h: 0 },
    { x, y, w: 0, h },
    { x: x + w, y, w: 0, h },
  ];
}

const segments = (points: readonly Point[]): Box[] =>
  points.slice(1).map((p, i) => spanning(points[i] as Point, p));

/** A coarse index of boxes, so that a place is held only against what is near. */
class Near {
  readonly #cells = new Map<string, Box[]>();
  readonly #size = 160;

  #keys(box: Box): string[] {
    const keys: string[] = [];
    const at = (v: number): number => Math.floor(v / this.#size);
    for (let i = at(box.x - AIR); i <= at(box.x + box.w + AIR); i++)
      for (let j = at(box.y - AIR); j <= at(box.y + box.h + AIR); j++) keys.push(`${i},${j}`);
    return keys;
  }

  add(box: Box): void {
    for (const key of this.#keys(box)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
    }
  }

  hits(box: Box, air: number): number {
    const seen = new Set<Box>();
    for (const key of this.#keys(box))
      for (const other of this.#cells.get(key) ?? []) if (overlap(box, other, air)) seen.add(other);
    return seen.size;
  }
}

interface LabelCandidate {
  readonly box: Box;
  readonly cost: number;
}

function candidates({ points, label }: Labelled): LabelCandidate[] {
  const found: LabelCandidate[] = [];
  const { w, h } = label;
  const total = points
    .slice(1)
    .reduce(
      (sum, p, i) =>
        sum + Math.abs(p.x - (points[i]?.x ?? 0)) + Math.abs(p.y - (points[i]?.y ?? 0)),
      0,
    );
  let before = 0;
  points.slice(1).forEach((b, i) => {
    const a = points[i] as Point;
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    const across = a.y === b.y;
    const along = across ? w : h;
    const steps = Math.max(1, Math.min(24, Math.floor(length / 10)));
    for (let k = 0; k <= steps; k++) {
      const t = steps === 1 ? 0.5 : k / steps;
      const at = { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
      const room = Math.min(t, 1 - t) * length - along / 2;
      const fromMiddle = Math.abs(before + t * length - total / 2);
      const place = fromMiddle * 0.25 + (across ? 0 : 14);
      const cost = place + (room >= 12 ? 0 : room >= 0 ? 30 : 120 - room);
      found.push({ box: { x: at.x - w / 2, y: at.y - h / 2, w, h }, cost });
      // Beside the line, where the words do not fit on it.
      if (across) {
        found.push({ box: { x: at.x - w / 2, y: at.y - h - 5, w, h }, cost: place + 60 });
        found.push({ box: { x: at.x - w / 2, y: at.y + 5, w, h }, cost: place + 65 });
      } else {
        found.push({ box: { x: at.x + 6, y: at.y - h / 2, w, h }, cost: place + 60 });
        found.push({ box: { x: at.x - w - 6, y: at.y - h / 2, w, h }, cost: place + 65 });
      }
    }
    before += length;
  });
  return found.sort((x, y) => x.cost - y.cost);
}

/** Places labels one by one; what is placed or drawn is in the way of those that follow. */
export class LabelPlaces {
  readonly #solid = new Near();
  readonly #drawn = new Near();
  readonly #page: Box;

  /** @param fixed cards, icons and titles; @param frames borders that may not cut words */
  constructor(fixed: readonly Box[], frames: readonly Box[], page: Box) {
    for (const box of fixed) this.#solid.add(box);
    for (const frame of frames) for (const side of outline(frame)) this.#solid.add(side);
    this.#page = page;
  }

  /** @returns nothing where every place hides something or is struck */
  place(points: readonly Point[], label: LabelText | undefined): Box | undefined {
    const own = segments(points);
    const fit = label && candidates({ points, label }).find(({ box }) => this.#isFree(box));
    for (const segment of own) this.#drawn.add(segment);
    if (fit) this.#solid.add(fit.box);
    return fit?.box;
  }

  /** The place where least is hidden, for words that found none. */
  least(points: readonly Point[], label: LabelText): Box {
    const all = candidates({ points, label });
    const hidden = ({ box }: LabelCandidate): number =>
      3 * this.#solid.hits(box, 0) + this.#drawn.hits(box, 0);
    let best = all[0] as LabelCandidate;
    let least = Infinity;
    for (const candidate of all) {
      const n = hidden(candidate);
      if (n < least) [best, least] = [candidate, n];
    }
    this.#solid.add(best.box);
    return best.box;
  }

  #isFree(box: Box): boolean {
    const { x, y, w, h } = this.#page;
    return (
      box.x >= x &&
      box.y >= y &&
      box.x + box.w <= x + w &&
      box.y + box.h <= y + h &&
      this.#solid.hits(box, AIR) === 0 &&
      this.#drawn.hits(box, AIR) === 0
    );
  }
}
