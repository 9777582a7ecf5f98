import { expect, test } from 'vitest';
import type { PortSide, RouteEnd } from '../src/render/arrange/line-ends.ts';
import { LabelPlaces } from '../src/render/arrange/place-labels.ts';
import { routeAll } from '../src/render/arrange/route.ts';
import type { RouteJob } from '../src/render/arrange/route-job.ts';
import type { Box } from '../src/render/scene/scene.ts';

test('no corner of a line lies on a corner of another, though the way around is longer', () => {
  const page: Box = { x: 0, y: 0, w: 700, h: 600 };
  const boxes: Box[] = [
    { x: 150, y: 292, w: 16, h: 16 },
    { x: 292, y: 430, w: 16, h: 16 },
    { x: 292, y: 160, w: 16, h: 16 },
    { x: 540, y: 292, w: 16, h: 16 },
  ];
  // Lanes of one line's width, which meet in the middle.
  const obstacles = [
    ...boxes,
    { x: 306, y: 130, w: 174, h: 164 },
    { x: 306, y: 306, w: 174, h: 108 },
    { x: 184, y: 212, w: 110, h: 82 },
    { x: 184, y: 306, w: 110, h: 108 },
  ];
  const none = new Set<number>();
  const end = (obstacle: number, side: PortSide): RouteEnd => {
    const box = boxes[obstacle] as Box;
    return { box, port: box, within: none, obstacle, sides: [side] };
  };
  const job = (from: RouteEnd, to: RouteEnd): RouteJob => ({
    from,
    to,
    home: none,
    outside: none,
    barred: none,
  });
  const routed = routeAll({
    page,
    obstacles,
    areas: [],
    jobs: [job(end(0, 1), end(1, 2)), job(end(2, 3), end(3, 0))],
    trunks: [],
    first: new Set([0]),
    painted: [0, 1],
    texts: [undefined, undefined],
    labels: new LabelPlaces(obstacles, [], page),
  });
  const [a, b] = routed.map(({ path = [] }) => path.slice(1, -1).map(({ x, y }) => `${x},${y}`));
  expect(a?.length).toBeGreaterThan(0);
  expect(b?.length).toBeGreaterThan(0);
  expect(b?.filter((corner) => a?.includes(corner))).toEqual([]);
});
