/** Corners of lines -> splines as Graphviz reads them. */

import type { Point, SceneLink } from '../scene/scene.ts';

/** Size of arrowheads, as Graphviz counts it. */
export const ARROW = 0.8;

/** A point in Graphviz' coordinates. */
type PointText = (point: Point) => string;

/** Radius of a line's corners, px. */
const CORNER = 6;
/** Length of an arrowhead: 10 px times its size. */
export const ARROW_LENGTH = 10 * ARROW;

const toward = (from: Point, to: Point, by: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const t = Math.min(by, length) / length;
  return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
};

interface LineArrows {
  readonly head: boolean;
  readonly tail: boolean;
}

/** A straight stretch, and the corner to the next one: it is cut off at both of its sides. */
interface CorneredStretch {
  readonly from: Point;
  readonly to: Point;
  readonly corner?: Point;
  /** Where the next stretch begins. */
  readonly next?: Point;
}

/**
 * Straight stretches with room for rounded corners between them.
 * @param short what is left out at the ends, px: arrowheads stand there
 */
export function corneredLine(
  corners: readonly Point[],
  short: { readonly head: number; readonly tail: number },
): CorneredStretch[] {
  const points = [...corners];
  const [first, last] = [points[0], points.at(-1)] as [Point, Point];
  points[0] = toward(first, points[1] ?? last, short.tail);
  points[points.length - 1] = toward(last, points.at(-2) ?? first, short.head);
  const out: CorneredStretch[] = [];
  let from = points[0];
  for (let i = 1; i < points.length - 1; i++) {
    const [a, b, c] = [points[i - 1], points[i], points[i + 1]] as [Point, Point, Point];
    const radius = Math.min(
      CORNER,
      Math.hypot(b.x - a.x, b.y - a.y) / 2,
      Math.hypot(c.x - b.x, c.y - b.y) / 2,
    );
    const next = toward(b, c, radius);
    out.push({ from, to: toward(b, a, radius), corner: b, next });
    from = next;
  }
  out.push({ from, to: points.at(-1) as Point });
  return out;
}

/** Graphviz' B-spline: straight stretches and rounded corners, shortened where an arrowhead goes. */
function spline(point: PointText, corners: readonly Point[], arrows: LineArrows): string {
  const { head, tail } = arrows;
  const flags = [
    ...(tail ? [`s,${point(corners[0] as Point)}`] : []),
    ...(head ? [`e,${point(corners.at(-1) as Point)}`] : []),
  ];
  const short = { head: head ? ARROW_LENGTH : 0, tail: tail ? ARROW_LENGTH : 0 };
  const stretches = corneredLine(corners, short);
  const out: Point[] = [(stretches[0] as CorneredStretch).from];
  for (const { to, corner, next } of stretches) {
    out.push(out.at(-1) as Point, to, to);
    if (corner && next) out.push(corner, corner, next);
  }
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
