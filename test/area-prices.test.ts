import { describe, expect, test } from 'vitest';
import { LabelPlaces } from '../src/render/arrange/place-labels.ts';
import { routeAll } from '../src/render/arrange/route.ts';
import { leaving } from '../src/render/arrange/route-jobs.ts';
import type { Box, Point } from '../src/render/scene/scene.ts';

const page: Box = { x: 0, y: 0, w: 1000, h: 700 };
const within = ({ x, y, w, h }: Box, p: Point): boolean =>
  p.x >= x && p.x <= x + w && p.y >= y && p.y <= y + h;

/** The line from one box to another. */
function line(
  [from, to]: readonly [Box, Box],
  [around, about]: readonly [readonly number[], readonly number[]],
  areas: readonly Box[],
  walls: readonly Box[],
): readonly Point[] {
  const [a, b] = [new Set(around), new Set(about)];
  const shared = around.filter((area) => b.has(area));
  const obstacles = [from, to, ...walls];
  const [drawn] = routeAll({
    page,
    obstacles,
    areas,
    jobs: [
      {
        from: { box: from, port: from, obstacle: 0, within: a },
        to: { box: to, port: to, obstacle: 1, within: b },
        home: new Set([...around, ...about]),
        outside: shared.length > 0 ? new Set([-1]) : new Set(),
        barred: new Set(),
      },
    ],
    trunks: [],
    first: new Set(),
    painted: [0],
    texts: [undefined],
    labels: new LabelPlaces(obstacles, areas, page),
  });
  return drawn?.path ?? [];
}

const AREA: Box = { x: 100, y: 100, w: 700, h: 500 };
const LEFT: Box = { x: 200, y: 130, w: 60, h: 60 };
const RIGHT: Box = { x: 600, y: 130, w: 60, h: 60 };
/** From above the area almost to its lower border. */
const WALL: Box = { x: 400, y: 95, w: 40, h: 440 };

describe('the line between two members of a group', () => {
  test('takes the long way inside rather than the short one outside', () => {
    const path = line([LEFT, RIGHT], [[0], [0]], [AREA], [WALL]);
    expect(path.length).toBeGreaterThan(2);
    expect(path.filter((p) => !within(AREA, p))).toEqual([]);
  });

  test('goes outside where there is no way inside, and is counted', () => {
    const path = line([LEFT, RIGHT], [[0], [0]], [AREA], [{ ...WALL, h: 510 }]);
    expect(path.some((p) => !within(AREA, p))).toBe(true);
    const end = (box: Box) => ({ box, port: box, within: new Set([0]) });
    const none = new Set<number>();
    const job = { from: end(LEFT), to: end(RIGHT), home: none, outside: none, barred: none };
    expect(leaving([job], [path], [AREA])).toBe(1);
    expect(
      leaving(
        [job],
        [
          [
            { x: 260, y: 160 },
            { x: 600, y: 160 },
          ],
        ],
        [AREA],
      ),
    ).toBe(0);
  });
});

test('a line that has left its group does not pass through it again', () => {
  const group: Box = { x: 100, y: 100, w: 400, h: 300 };
  const member: Box = { x: 410, y: 300, w: 60, h: 60 };
  const goal: Box = { x: 120, y: 30, w: 60, h: 40 };
  // Around the member, open only to the right, where the border is near.
  const walls = [
    { x: 380, y: 270, w: 105, h: 10 },
    { x: 380, y: 380, w: 105, h: 10 },
    { x: 380, y: 270, w: 10, h: 120 },
    // What lies in the way outside.
    { x: 440, y: 35, w: 20, h: 60 },
  ];
  const path = line([member, goal], [[0], []], [group], walls);
  const inside = path.map((p) => within(group, p));
  expect(inside[0]).toBe(true);
  expect(inside.slice(inside.indexOf(false))).not.toContain(true);
});
