/** Boxes and straight stretches, in px. */

import type { Box, Point } from '../scene/scene.ts';

/** A straight piece of a line between two corners. */
export interface Stretch {
  readonly a: Point;
  readonly b: Point;
}

export const lengthOf = ({ a, b }: Stretch): number => Math.hypot(b.x - a.x, b.y - a.y);

export const pointOn = ({ a, b }: Stretch, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

/** How far a line may be off level or upright, and count as that: coordinates are rounded. */
const LEVEL = 1.2;

export function courseOf({ a, b }: Stretch): 'level' | 'upright' | 'slanted' {
  const [dx, dy] = [Math.abs(b.x - a.x), Math.abs(b.y - a.y)];
  if (dy <= LEVEL && dx >= dy) return 'level';
  return dx <= LEVEL ? 'upright' : 'slanted';
}

export function boundsOf(points: readonly Point[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}

export const unionOf = (boxes: readonly Box[]): Box =>
  boundsOf(
    boxes.flatMap(({ x, y, w, h }) => [
      { x, y },
      { x: x + w, y: y + h },
    ]),
  );

export const grown = ({ x, y, w, h }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  w: w + 2 * by,
  h: h + 2 * by,
});

export const contains = ({ x, y, w, h }: Box, p: Point): boolean =>
  p.x >= x && p.x <= x + w && p.y >= y && p.y <= y + h;

export const middleOf = ({ x, y, w, h }: Box): Point => ({ x: x + w / 2, y: y + h / 2 });

/** The part of a stretch inside a box, as shares of its length; none when it only touches the border. */
export function clip(
  { a, b }: Stretch,
  { x, y, w, h }: Box,
): readonly [number, number] | undefined {
  let [from, to] = [0, 1];
  for (const [start, delta, low, high] of [
    [a.x, b.x - a.x, x, x + w],
    [a.y, b.y - a.y, y, y + h],
  ] as const) {
    if (delta === 0) {
      if (start <= low || start >= high) return undefined;
      continue;
    }
    const [t, u] = [(low - start) / delta, (high - start) / delta];
    from = Math.max(from, Math.min(t, u));
    to = Math.min(to, Math.max(t, u));
  }
  return from < to ? [from, to] : undefined;
}

/** Stretches that end or begin on another one touch it; only what goes on at both sides crosses. px. */
const BEYOND = 1;

/** Where two stretches cross properly. */
export function crossingOf(s: Stretch, t: Stretch): Point | undefined {
  const [sx, sy] = [s.b.x - s.a.x, s.b.y - s.a.y];
  const [tx, ty] = [t.b.x - t.a.x, t.b.y - t.a.y];
  const area = sx * ty - sy * tx;
  if (Math.abs(area) < 1e-9) return undefined;
  const [ox, oy] = [t.a.x - s.a.x, t.a.y - s.a.y];
  const [u, v] = [(ox * ty - oy * tx) / area, (ox * sy - oy * sx) / area];
  const within = (share: number, length: number): boolean =>
    share * length > BEYOND && (1 - share) * length > BEYOND;
  return within(u, lengthOf(s)) && within(v, lengthOf(t)) ? pointOn(s, u) : undefined;
}

export interface Overlap {
  /** How far two parallel stretches run side by side, px. */
  readonly length: number;
  /** How far apart, px. */
  readonly apart: number;
  readonly at: Point;
}

/** Two parallel stretches side by side; none when they are not parallel or nowhere beside each other. */
export function overlapOf(s: Stretch, t: Stretch): Overlap | undefined {
  const length = lengthOf(s);
  if (length === 0 || lengthOf(t) === 0) return undefined;
  const [ux, uy] = [(s.b.x - s.a.x) / length, (s.b.y - s.a.y) / length];
  const inS = ({ x, y }: Point): readonly [along: number, off: number] => [
    (x - s.a.x) * ux + (y - s.a.y) * uy,
    (y - s.a.y) * ux - (x - s.a.x) * uy,
  ];
  const [[from, offA], [to, offB]] = [inS(t.a), inS(t.b)];
  // Slightly out of parallel is so by rounding.
  if (Math.abs(offA - offB) > 0.6 + Math.abs(to - from) * 0.01) return undefined;
  const [start, end] = [Math.max(0, Math.min(from, to)), Math.min(length, Math.max(from, to))];
  if (end <= start) return undefined;
  const at = pointOn(s, (start + end) / 2 / length);
  return { length: end - start, apart: Math.max(Math.abs(offA), Math.abs(offB)), at };
}

/** Distance of a point from a stretch. */
const fromPoint = ({ a, b }: Stretch, p: Point): number => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const q = pointOn({ a, b }, Math.max(0, Math.min(1, share)));
  return Math.hypot(p.x - q.x, p.y - q.y);
};

/** Distance of a stretch from a box; 0 where it enters it. */
export function distanceFrom(box: Box, stretch: Stretch): number {
  if (clip(stretch, grown(box, 0.01))) return 0;
  const { x, y, w, h } = box;
  const outside = (p: Point): number =>
    Math.hypot(Math.max(x - p.x, 0, p.x - x - w), Math.max(y - p.y, 0, p.y - y - h));
  const corners = [x, x + w].flatMap((cx) => [y, y + h].map((cy) => ({ x: cx, y: cy })));
  return Math.min(
    outside(stretch.a),
    outside(stretch.b),
    ...corners.map((corner) => fromPoint(stretch, corner)),
  );
}
