/** A line that is alone on its side of an element ends on the element's axis, if nothing is in the way. */

import { expect, test } from 'vitest';
import { type DrawnRoute, endsOnAxis } from '../src/render/arrange/ends-on-axis.ts';
import type { RouteJob } from '../src/render/arrange/route-job.ts';
import type { Box, Point } from '../src/render/scene/scene.ts';

const box = (x: number, y: number): Box => ({ x, y, w: 60, h: 60 });
const at = (x: number, y: number): Point => ({ x, y });

/** Boxes by number; links between pairs of them. */
function moved(
  boxes: readonly Box[],
  pairs: readonly (readonly [number, number])[],
  routes: readonly DrawnRoute[],
  areas: readonly Box[] = [],
): DrawnRoute[] {
  const none = new Set<number>();
  const end = (i: number) => ({
    box: boxes[i] as Box,
    port: boxes[i] as Box,
    within: none,
    obstacle: i,
  });
  const jobs = pairs.map(
    ([from, to]): RouteJob => ({
      from: end(from),
      to: end(to),
      home: none,
      outside: none,
      barred: none,
    }),
  );
  return endsOnAxis({ jobs, obstacles: boxes, areas }, routes);
}

const TWO = [box(0, 0), box(300, 100)];
/** Leaves the first box on its axis, and reaches the second 20 px above its own. */
const STEP = [at(60, 30), at(150, 30), at(150, 110), at(300, 110)];

test('the stretch before a lone end moves to the axis, and its words with it', () => {
  const words = { x: 200, y: 100, w: 50, h: 20 };
  const [route] = moved(TWO, [[0, 1]], [{ path: STEP, words }]);
  expect(route?.path).toEqual([at(60, 30), at(150, 30), at(150, 130), at(300, 130)]);
  expect(route?.words).toEqual({ ...words, y: 120 });
});

test('a straight line moves to the axis of one end only where the other loses nothing by it', () => {
  const level = [box(0, 0), box(300, 0)];
  const off = [at(60, 18), at(300, 18)];
  expect(moved(level, [[0, 1]], [{ path: off }])[0]?.path).toEqual([at(60, 30), at(300, 30)]);
  const apart = [box(0, 0), box(300, 20)];
  const onAxis = [at(60, 30), at(300, 30)];
  expect(moved(apart, [[0, 1]], [{ path: onAxis }])[0]?.path).toEqual(onAxis);
});

test('a step whose end comes in line with its beginning becomes straight', () => {
  const level = [box(0, 0), box(300, 0)];
  const jog = [at(60, 30), at(150, 30), at(150, 48), at(300, 48)];
  expect(moved(level, [[0, 1]], [{ path: jog }])[0]?.path).toEqual([at(60, 30), at(300, 30)]);
});

const stays = (given: readonly DrawnRoute[], found: readonly DrawnRoute[]): void => {
  expect(found[0]?.path).toEqual(given[0]?.path);
};

test('it stays where another end is on that side, or it belongs to a trunk', () => {
  const above = [at(30, 60), at(30, 140), at(300, 140)];
  const both = [{ path: STEP }, { path: above }];
  stays(
    both,
    moved(
      TWO,
      [
        [0, 1],
        [0, 1],
      ],
      both,
    ),
  );
  const trunk = [{ path: STEP, trunk: 'T1' }];
  stays(trunk, moved(TWO, [[0, 1]], trunk));
});

test('it stays where a box, a line, words or a border is in the way, or a line would be crossed', () => {
  const blocked = [{ path: STEP }];
  stays(blocked, moved([...TWO, box(200, 132)], [[0, 1]], blocked));
  stays(blocked, moved(TWO, [[0, 1]], blocked, [{ x: 170, y: 125, w: 60, h: 60 }]));
  const others = [box(200, 400), box(420, 400)];
  for (const other of [
    // Along it, and across it.
    { path: [at(200, 430), at(180, 430), at(180, 135), at(280, 135), at(280, 430), at(420, 430)] },
    { path: [at(200, 430), at(220, 430), at(220, 122), at(250, 122), at(250, 430), at(420, 430)] },
    { path: [at(260, 430), at(420, 430)], words: { x: 200, y: 120, w: 40, h: 20 } },
  ]) {
    const given = [{ path: STEP }, other];
    stays(
      given,
      moved(
        [...TWO, ...others],
        [
          [0, 1],
          [2, 3],
        ],
        given,
      ),
    );
  }
});
