/** The lanes that lines may run in: a grid of coordinates between and through the boxes. */

import type { Box, Point } from '../scene/scene.ts';

/** Lines keep this far from boxes that are not their own, px. */
export const CLEAR = 6;

export interface Obstacle extends Box {
  /** Lines of this element may touch it. */
  readonly owner?: string;
}

export interface Lanes {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Per vertex (`column * ys.length + row`): index of the obstacle that it is in + 1, or 0. */
  readonly blocked: Int32Array;
  /** Per vertex: index of the innermost area that it is in + 1, or 0. */
  readonly area: Int32Array;
  /** Per vertex: bit 1 when a lane up or down runs on an area's border, bit 2 for left or right. */
  readonly onBorder: Uint8Array;
  readonly obstacles: readonly Box[];
}

/** Whether a straight stretch goes through an obstacle other than the one at index `own`. A loop, as it is asked millions of times. */
export function strikes(
  { obstacles }: Pick<Lanes, 'obstacles'>,
  a: Point,
  b: Point,
  own: number | undefined,
): boolean {
  const [left, right] = a.x < b.x ? [a.x, b.x] : [b.x, a.x];
  const [top, bottom] = a.y < b.y ? [a.y, b.y] : [b.y, a.y];
  for (let i = 0; i < obstacles.length; i++) {
    if (i === own) continue;
    const { x, y, w, h } = obstacles[i] as Box;
    if (left < x + w - 1 && right > x + 1 && top < y + h - 1 && bottom > y + 1) return true;
  }
  return false;
}

function fill(
  lanes: Pick<Lanes, 'xs' | 'ys'>,
  into: Int32Array,
  box: Box,
  by: number,
  value: number,
): void {
  const rows = lanes.ys.length;
  const [i0, i1] = within(lanes.xs, box.x - by, box.x + box.w + by);
  const [j0, j1] = within(lanes.ys, box.y - by, box.y + box.h + by);
  for (let i = i0; i <= i1; i++) into.fill(value, i * rows + j0, i * rows + Math.max(j0, j1 + 1));
}

/** A line this near to a border and along it reads as a double border, px. */
const NEAR = 8;

/** Nearest distance between parallel lanes, px. */
const STEP = 12;

/** Farthest distance between the places where lines meet one side of a box, px. */
const WIDE_STEP = 28;

/** Lines meet a box below this size in its middle, where that can be, px. */
const SMALL_BOX = 220;

/** Lanes nearer than this would draw one thick line, px. */
const APART = 8;

/** A coordinate at which lines may meet a box. */
interface WantedLane {
  readonly at: number;
  /** The lower, the more it matters: the middle of a small box first, then its other places. */
  readonly rank: number;
}

/** The wanted lanes that are far enough from all that matter more. */
function keptLanes(wanted: readonly WantedLane[]): number[] {
  const half = (v: number): number => Math.round(v * 2) / 2;
  const kept: number[] = [];
  const sorted = wanted
    .map(({ at, rank }) => ({ at: half(at), rank }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at);
  for (const { at } of sorted) {
    let next = 0;
    for (let high = kept.length; next < high; ) {
      const middle = (next + high) >> 1;
      if ((kept[middle] ?? 0) < at) next = middle + 1;
      else high = middle;
    }
    const before = kept[next - 1] ?? -Infinity;
    const after = kept[next] ?? Infinity;
    if (at - before >= APART && after - at >= APART) kept.splice(next, 0, at);
  }
  return kept;
}

function coordinates(
  edges: readonly number[],
  wanted: readonly WantedLane[],
  most: number,
): Float64Array {
  const half = (v: number): number => Math.round(v * 2) / 2;
  const sorted = [...new Set(edges.map((e) => Math.round(e)))].sort((a, b) => a - b);
  const kept = keptLanes(wanted);
  const between: number[] = [];
  sorted.forEach((a, i) => {
    const b = sorted[i + 1];
    if (b === undefined || b - a < 6) return;
    const n = Math.max(1, Math.min(most, Math.floor((b - a) / STEP)));
    for (let k = 1; k <= n; k++) between.push(half(a + ((b - a) * k) / (n + 1)));
  });
  const known = Float64Array.from(kept);
  const free = (v: number): boolean => {
    const next = firstAtLeast(known, v);
    return (
      Math.abs((known[next] ?? Infinity) - v) >= APART &&
      Math.abs((known[next - 1] ?? -Infinity) - v) >= APART
    );
  };
  const all = [...kept, ...new Set(between.filter(free))].sort((a, b) => a - b);
  return Float64Array.from(all);
}

function firstAtLeast(values: Float64Array, least: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indexes of the values within [from, to]. */
export function within(values: Float64Array, from: number, to: number): [number, number] {
  return [firstAtLeast(values, from), firstAtLeast(values, to + 1e-6) - 1];
}

/** Coordinates at which lines may meet boxes: the middle, and as many to its sides as lines end there. */
function through(
  ports: ReadonlyMap<Box, number>,
  span: (box: Box) => readonly [start: number, length: number],
): WantedLane[] {
  const found: WantedLane[] = [];
  for (const [box, count] of ports) {
    const [start, length] = span(box);
    const middle = start + length / 2;
    const rank = Math.round(length);
    found.push({ at: middle, rank: length < SMALL_BOX ? 0 : rank });
    const step = Math.min(WIDE_STEP, Math.max(STEP, length / (count + 1)));
    const reach = Math.min(Math.ceil(count / 2) * step, length / 2 - APART);
    for (let off = step; off <= reach; off += step)
      found.push({ at: middle - off, rank }, { at: middle + off, rank });
  }
  return found;
}

/**
 * @param obstacles cards, icons and titles; @param areas groups, outer ones first
 * @param ports boxes that lines end at, with how many do: lanes through their middles and beside
 * @param most parallel lanes between two neighbouring edges
 */
export function lanesOf(
  page: Box,
  obstacles: readonly Obstacle[],
  areas: readonly Box[],
  ports: ReadonlyMap<Box, number>,
  most: number,
): Lanes {
  const boxes: readonly Box[] = [...obstacles, ...areas];
  const xs = coordinates(
    [page.x, page.x + page.w, ...boxes.flatMap((b) => [b.x, b.x + b.w])],
    through(ports, (b) => [b.x, b.w]),
    most,
  );
  const ys = coordinates(
    [page.y, page.y + page.h, ...boxes.flatMap((b) => [b.y, b.y + b.h])],
    through(ports, (b) => [b.y, b.h]),
    most,
  );
  const rows = ys.length;
  const size = xs.length * rows;
  const blocked = new Int32Array(size);
  const area = new Int32Array(size);
  const onBorder = new Uint8Array(size);
  areas.forEach((box, a) => {
    fill({ xs, ys }, area, box, 0, a + 1);
    const [i0, i1] = within(xs, box.x, box.x + box.w);
    const [j0, j1] = within(ys, box.y, box.y + box.h);
    for (const x of [box.x, box.x + box.w]) {
      const [a0, a1] = within(xs, x - NEAR, x + NEAR);
      for (let i = a0; i <= a1; i++)
        for (let j = j0; j <= j1; j++) onBorder[i * rows + j] = (onBorder[i * rows + j] ?? 0) | 1;
    }
    for (const y of [box.y, box.y + box.h]) {
      const [b0, b1] = within(ys, y - NEAR, y + NEAR);
      for (let i = i0; i <= i1; i++)
        for (let j = b0; j <= b1; j++) onBorder[i * rows + j] = (onBorder[i * rows + j] ?? 0) | 2;
    }
  });
  obstacles.forEach((box, o) => {
    fill({ xs, ys }, blocked, box, CLEAR - 1, o + 1);
  });
  return { xs, ys, blocked, area, onBorder, obstacles };
}
