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

  remove(box: Box): void {
    for (const key of this.#keys(box)) {
      const cell = this.#cells.get(key) ?? [];
      const at = cell.indexOf(box);
      if (at >= 0) cell.splice(at, 1);
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

/** Length of a line that is seen before its end, px: an arrowhead and a shaft. */
const TIP = 16;

/** The stretches at the two ends of a line that words keep off. */
function tipsOf(points: readonly Point[]): Box[] {
  const tip = (end: Point | undefined, next: Point | undefined): Box[] => {
    if (!end || !next) return [];
    const length = Math.abs(next.x - end.x) + Math.abs(next.y - end.y);
    const t = Math.min(1, TIP / (length || 1));
    return [spanning(end, { x: end.x + (next.x - end.x) * t, y: end.y + (next.y - end.y) * t })];
  };
  return [...tip(points[0], points[1]), ...tip(points.at(-1), points.at(-2))];
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
  const tips = tipsOf(points);
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
  return found
    .filter(({ box }) => !tips.some((tip) => overlap(box, tip, 0)))
    .sort((x, y) => x.cost - y.cost);
}

/** A line that is in the way of others, and where its words stand. */
export interface PlacedLine {
  readonly segments: readonly Box[];
  readonly words?: Box;
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

  /** The words have no box where every place hides something or is struck. */
  place(points: readonly Point[], label: LabelText | undefined): PlacedLine {
    const fit = label && candidates({ points, label }).find(({ box }) => this.#isFree(box));
    const placed = { segments: segments(points), ...(fit ? { words: fit.box } : {}) };
    this.restore(placed);
    return placed;
  }

  /** Takes back a line with its words. */
  erase({ segments: drawn, words }: PlacedLine): void {
    for (const segment of drawn) this.#drawn.remove(segment);
    if (words) this.#solid.remove(words);
  }

  restore({ segments: drawn, words }: PlacedLine): void {
    for (const segment of drawn) this.#drawn.add(segment);
    if (words) this.#solid.add(words);
  }

  /** The place where least is hidden, for words that found none. */
  least(points: readonly Point[], label: LabelText): Box {
    const [a = { x: 0, y: 0 }] = points;
    const all = candidates({ points, label });
    const hidden = ({ box }: LabelCandidate): number =>
      3 * this.#solid.hits(box, 0) + this.#drawn.hits(box, 0);
    let best = all[0] ?? { box: { ...a, w: label.w, h: label.h }, cost: 0 };
    let least = Infinity;
    for (const candidate of all) {
      const n = hidden(candidate);
      if (n < least) [best, least] = [candidate, n];
    }
    this.#solid.add(best.box);
    return best.box;
  }

  /** What a tag and the stub that leads to it would hide or strike; more where it leaves the page. */
  hiddenBy(box: Box, [a, b]: readonly [Point, Point]): number {
    const { x, y, w, h } = this.#page;
    const inside = box.x >= x && box.y >= y && box.x + box.w <= x + w && box.y + box.h <= y + h;
    const stub = spanning(a, b);
    // The stub itself begins at its element.
    const shaft =
      stub.w > 0
        ? { ...stub, x: stub.x + 1, w: stub.w - 2 }
        : { ...stub, y: stub.y + 1, h: stub.h - 2 };
    return (
      (inside ? 0 : 20) +
      3 * this.#solid.hits(box, AIR) +
      3 * this.#drawn.hits(box, AIR) +
      this.#solid.hits(shaft, 0) +
      50 * this.#drawn.hits(shaft, 4)
    );
  }

  /** Keeps what follows off a tag and its stub. */
  take(box: Box, [a, b]: readonly [Point, Point]): void {
    this.#solid.add(box);
    this.#drawn.add(spanning(a, b));
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
