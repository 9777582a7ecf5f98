/** Straight lines: where they cross, and how they run. */

import type { Direction } from '../../model/facts.ts';
import type { Point } from '../scene/scene.ts';

export interface StraightLine {
  readonly a: Point;
  readonly b: Point;
  /** Lines of one link do not count as crossing each other. */
  readonly link?: number;
}

const side = (a: Point, b: Point, p: Point): number =>
  Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));

const cross = (s: StraightLine, t: StraightLine): boolean =>
  side(s.a, s.b, t.a) * side(s.a, s.b, t.b) < 0 && side(t.a, t.b, s.a) * side(t.a, t.b, s.b) < 0;

/** Most lines that are compared with each other; of more, none is counted. */
const COUNTED = 2500;

/** Number of pairs that cross properly; lines that share an end do not. */
export function crossings(lines: readonly StraightLine[]): number {
  if (lines.length > COUNTED) return 0;
  let n = 0;
  lines.forEach((s, i) => {
    for (let k = i + 1; k < lines.length; k++) {
      const t = lines[k] as StraightLine;
      if ((s.link === undefined || s.link !== t.link) && cross(s, t)) n++;
    }
  });
  return n;
}

const FORWARD: Readonly<Record<Direction, Point>> = {
  right: { x: 1, y: 0 },
  left: { x: -1, y: 0 },
  down: { x: 0, y: 1 },
  up: { x: 0, y: -1 },
};

/** 0: along the direction, 0.5: across, 1: against it. */
export function offDirection({ a, b }: StraightLine, direction: Direction): number {
  const forward = FORWARD[direction];
  const along = (b.x - a.x) * forward.x + (b.y - a.y) * forward.y;
  return (1 - along / (Math.hypot(b.x - a.x, b.y - a.y) || 1)) / 2;
}

/** Drops points that repeat or lie on the way between their neighbours. */
export function straightened(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    if (
      last &&
      before &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    )
      kept.pop();
    kept.push(point);
  }
  return kept;
}
