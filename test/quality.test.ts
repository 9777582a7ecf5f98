/** What an arrangement is chosen by: each figure of a page counts. */

import { describe, expect, test } from 'vitest';
import { penalty, type Quality } from '../src/render/arrange/quality.ts';
import type { Scene } from '../src/render/scene/scene.ts';

const scene = (width: number, height: number): Scene => ({
  width,
  height,
  groups: [],
  nodes: [],
  links: [],
  frame: {
    title: { box: { x: 0, y: 0, w: 0, h: 0 }, lines: [] },
    titleBlock: {
      box: { x: 0, y: 0, w: 0, h: 0 },
      draft: true,
      widths: [0, 0],
      keys: [0, 0],
      fields: [],
    },
  },
});

const GOOD: Quality = {
  blank: 0.1,
  aspect: 1.41,
  points: 12,
  crossings: 0,
  unlabelled: 0,
  unrouted: 0,
  leaving: 0,
  bends: 1,
  offDirection: 0,
};
const page = scene(1410, 1000);

describe('of two arrangements that are alike but for one figure, the better one', () => {
  test.each<[keyof Quality, number]>([
    ['blank', 0.3],
    ['aspect', 2.5],
    ['points', 6],
    ['points', 8],
    ['crossings', 3],
    ['unlabelled', 1],
    ['unrouted', 1],
    ['leaving', 1],
    ['bends', 2],
    ['offDirection', 0.5],
  ])('has the better %s than %d', (figure, worse) => {
    expect(penalty({ ...GOOD, [figure]: worse }, page)).toBeGreaterThan(penalty(GOOD, page));
  });

  test('is as long as a sheet of paper, whichever way it is too long', () => {
    const square = penalty(GOOD, scene(1187, 1187));
    expect(penalty(GOOD, page)).toBeLessThan(square);
    expect(penalty(GOOD, scene(1700, 829))).toBeGreaterThan(penalty(GOOD, page));
  });

  test('counts an aspect above the limit more than a little blank', () => {
    expect(penalty({ ...GOOD, aspect: 2.2 }, page)).toBeGreaterThan(
      penalty({ ...GOOD, blank: 0.4 }, page),
    );
  });
});
