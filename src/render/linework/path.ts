/** The `d` of a path as corners, and corners as straight stretches. */

import type { Point } from '../scene/scene.ts';
import { courseOf, lengthOf, type Stretch } from './geometry.ts';

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

export const numbersOf = (text: string): number[] => (text.match(NUMBER) ?? []).map(Number);

/** Every second number is a y; a last one without a pair is left out. */
export const pointsOf = (values: readonly number[]): Point[] =>
  values.flatMap((x, i) => {
    const y = values[i + 1];
    return i % 2 === 0 && y !== undefined ? [{ x, y }] : [];
  });

const apart = (p: Point, q: Point): number => Math.hypot(p.x - q.x, p.y - q.y);

/** Distance of a point from the line through two others. */
function offLine(a: Point, b: Point, p: Point): number {
  const length = apart(a, b);
  if (length === 0) return apart(a, p);
  return Math.abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / length;
}

/** A curve as corners: a straight one is its end, and a rounded corner is the corner that it rounds. */
function curve(a: Point, c: Point, d: Point, b: Point): Point[] {
  if (apart(a, b) < 0.05 || (offLine(a, b, c) < 0.3 && offLine(a, b, d) < 0.3)) return [b];
  if (apart(c, d) < 1) return [c, b];
  return Array.from({ length: 8 }, (_, i): Point => {
    const t = (i + 1) / 8;
    const u = 1 - t;
    const at = (k: 'x' | 'y'): number =>
      u ** 3 * a[k] + 3 * u * u * t * c[k] + 3 * u * t * t * d[k] + t ** 3 * b[k];
    return { x: at('x'), y: at('y') };
  });
}

/**
 * @returns the corners of each stroke. Knows M, L and C with absolute coordinates, and Z: what Graphviz writes.
 * Throws for anything else, as a line that is not understood must not count as none.
 */
export function strokesOf(d: string): Point[][] {
  const strokes: Point[][] = [];
  for (const [, command = '', rest = ''] of d.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const points = pointsOf(numbersOf(rest));
    const stroke = strokes.at(-1);
    if (command === 'M') strokes.push(points);
    else if (command === 'L' && stroke) stroke.push(...points);
    else if (command === 'C' && stroke) {
      for (let i = 0; i + 2 < points.length; i += 3) {
        const [c, e, b] = points.slice(i, i + 3) as [Point, Point, Point];
        stroke.push(...curve(stroke.at(-1) ?? c, c, e, b));
      }
    } else if (/z/i.test(command) && stroke?.[0]) stroke.push(stroke[0]);
    else throw new Error(`path command ${command} is not known`);
  }
  return strokes;
}

const goesOn = (s: Stretch, to: Point): boolean =>
  (s.b.x - s.a.x) * (to.x - s.b.x) + (s.b.y - s.a.y) * (to.y - s.b.y) > 0;

/** Shorter steps between two stretches of one course are roundings, px. */
const STEP = 1;

/** Corners -> stretches, those that go on straight as one. */
export function stretchesOf(points: readonly Point[]): Stretch[] {
  const found: Stretch[] = [];
  let at = points[0];
  for (const point of points.slice(1)) {
    if (!at || apart(at, point) < 0.05) continue;
    const last = found.at(-1);
    if (last && goesOn(last, point) && offLine(last.a, point, last.b) < 0.6)
      found[found.length - 1] = { a: last.a, b: point };
    else found.push({ a: at, b: point });
    at = point;
  }
  for (let i = 1; i + 1 < found.length; i++) {
    const [before, step, after] = found.slice(i - 1, i + 2) as [Stretch, Stretch, Stretch];
    const alike = courseOf(before) === courseOf(after) && courseOf(before) !== 'slanted';
    if (lengthOf(step) >= STEP || !alike || !goesOn(before, after.b)) continue;
    found.splice(i - 1, 3, { a: before.a, b: after.b });
    i = Math.max(0, i - 2);
  }
  return found;
}
