/** Corners of lines -> splines as Graphviz reads them. */

import type { Point, SceneLink } from '../scene/scene.ts';

/** Size of arrowheads, as Graphviz counts it. */
export const ARROW = 0.8;

/** A point in Graphviz' coordinates. */
type PointText = (point: Point) => string;

/** Radius of a line's corners, px. */
const CORNER = 6;
/** Length of an arrowhead: 10 px times its size. */
const ARROW_LENGTH = 10 * ARROW;

const toward = (from: Point, to: Point, by: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const t = Math.min(by, length) / length;
  return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
};

interface LineArrows {
  readonly head: boolean;
  readonly tail: boolean;
}

/** Graphviz' B-spline: straight stretches and rounded corners, shortened where an arrowhead goes. */
function spline(point: PointText, corners: readonly Point[], arrows: LineArrows): string {
  const points = [...corners];
  const { head, tail } = arrows;
  const first = points[0] as Point;
  const last = points.at(-1) as Point;
  const flags: string[] = [];
  if (tail) {
    flags.push(`s,${point(first)}`);
    points[0] = toward(first, points[1] ?? last, ARROW_LENGTH);
  }
  if (head) {
    flags.push(`e,${point(last)}`);
    points[points.length - 1] = toward(last, points.at(-2) ?? first, ARROW_LENGTH);
  }
  const out: Point[] = [points[0] as Point];
  const straight = (to: Point): void => {
    out.push(out.at(-1) as Point, to, to);
  };
  for (let i = 1; i < points.length - 1; i++) {
    const [a, b, c] = [points[i - 1], points[i], points[i + 1]] as [Point, Point, Point];
    const radius = Math.min(
      CORNER,
      Math.hypot(b.x - a.x, b.y - a.y) / 2,
      Math.hypot(c.x - b.x, c.y - b.y) / 2,
    );
    straight(toward(b, a, radius));
    out.push(b, b, toward(b, c, radius));
  }
  straight(points.at(-1) as Point);
  return [...flags, ...out.map((p) => point(p))].join(' ');
}

/** The line of a link; of a connector pair, its two stubs. */
export function splines(point: PointText, { points, connector, direction }: SceneLink): string {
  const head = direction === 'forward' || direction === 'both';
  const tail = direction === 'back' || direction === 'both';
  if (!connector) return spline(point, points, { head, tail });
  // Graphviz adds an arrowhead to a spline that has one at its start only, so stubs lead to their elements.
  return [
    spline(point, [...points].reverse(), { head: tail, tail: false }),
    spline(point, connector.points, { head, tail: false }),
  ].join(';');
}
