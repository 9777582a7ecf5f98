/** Judges the lines of an arranged page by their geometry alone: which seem to be one, which pass a border where they may not. */

import type { Diagram, Identity } from '../src/model/diagram.ts';
import type { Box, Point, Scene, SceneLink } from '../src/render/scene/scene.ts';

/** Parallel lines nearer than this seem to be one, px. */
const GAP = 5;
/** Less than this of two lines on one another is not seen, px. */
const SEEN = 3;

type Stretch = readonly [Point, Point];

const stretches = (points: readonly Point[]): Stretch[] =>
  points.slice(1).map((b, i) => [points[i] as Point, b]);

/** How far two stretches run side by side with no visible gap, px. */
function together([a, b]: Stretch, [c, d]: Stretch): number {
  const along = (axis: 'x' | 'y', other: 'x' | 'y'): number =>
    a[other] === b[other] && c[other] === d[other] && Math.abs(a[other] - c[other]) < GAP
      ? Math.min(Math.max(a[axis], b[axis]), Math.max(c[axis], d[axis])) -
        Math.max(Math.min(a[axis], b[axis]), Math.min(c[axis], d[axis]))
      : 0;
  return Math.max(0, along('x', 'y'), along('y', 'x'));
}

/** The stretches of a line that touch the element `end`. */
const lastTo = ({ from, to, points }: SceneLink, end: string): Stretch[] => {
  const all = stretches(points);
  return [...(from === end ? all.slice(0, 1) : []), ...(to === end ? all.slice(-1) : [])];
};

/** Pairs of links that lie on one another; those of a trunk may, and those to one end where they reach it. */
export function merged({ links }: Scene): string[] {
  return links.flatMap((one, i) =>
    links.slice(i + 1).flatMap((other) => {
      if (one.trunk !== undefined && one.trunk === other.trunk) return [];
      const common = [one.from, one.to].filter((end) => [other.from, other.to].includes(end));
      const allowed = (s: Stretch, t: Stretch): boolean =>
        common.some((end) => {
          const has = (link: SceneLink, [a, b]: Stretch): boolean =>
            lastTo(link, end).some(([c, d]) => a === c && b === d);
          return has(one, s) && has(other, t);
        });
      const found = stretches(one.points).some((s) =>
        stretches(other.points).some((t) => together(s, t) > SEEN && !allowed(s, t)),
      );
      return found ? [`${one.identity} and ${other.identity}`] : [];
    }),
  );
}

/** Where a line goes through the outline of a box. */
function passes(points: readonly Point[], { x, y, w, h }: Box): Point[] {
  const between = (v: number, a: number, b: number): boolean =>
    v > Math.min(a, b) && v < Math.max(a, b);
  return stretches(points).flatMap(([a, b]): Point[] =>
    a.y === b.y
      ? [x, x + w].flatMap((at) =>
          between(at, a.x, b.x) && a.y > y && a.y < y + h ? [{ x: at, y: a.y }] : [],
        )
      : [y, y + h].flatMap((at) =>
          between(at, a.y, b.y) && a.x > x && a.x < x + w ? [{ x: a.x, y: at }] : [],
        ),
  );
}

/**
 * Links of gateways that pass the border of the gateway's network somewhere else than in the gateway.
 * @param isGateway which elements stand on the border of the network that holds them
 */
export function besideGateways(
  { links, groups, nodes }: Scene,
  { elements }: Diagram,
  isGateway: (id: Identity) => boolean,
): string[] {
  return links.flatMap(({ identity, link, points }) =>
    [link.from, link.to].filter(isGateway).flatMap((id) => {
      const network = groups.find((g) => g.identity === elements[id]?.parent)?.box;
      const own = nodes.find((n) => n.identity === id)?.box;
      if (!network || !own) return [`${identity}: the gateway is not drawn`];
      const wrong = passes(points, network).filter(
        ({ x, y }) => x < own.x || x > own.x + own.w || y < own.y || y > own.y + own.h,
      );
      return wrong.length > 0 ? [`${identity} passes the border beside ${id}`] : [];
    }),
  );
}
