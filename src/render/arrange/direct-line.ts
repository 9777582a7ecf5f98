/** A straight line between boxes that face each other, so near that the stubs of both overlap. */

import type { Port } from './line-ends.ts';

/** The shortest line, px: an arrowhead at both ends, and what is seen between. */
const SHORTEST = 28;

export interface DirectLine {
  readonly start: Port;
  readonly goal: Port;
  /** What it passes: vertex times 2, plus 1 where it runs up or down. */
  readonly states: readonly number[];
}

/** @param rows lanes across the page: the vertices of one column */
export function directLine(
  starts: readonly Port[],
  goals: readonly Port[],
  rows: number,
): DirectLine | undefined {
  let best: { readonly start: Port; readonly goal: Port; readonly cost: number } | undefined;
  for (const start of starts)
    for (const goal of goals) {
      const across = start.side < 2;
      // Left and right, top and bottom are numbered in pairs.
      const faces = (start.side ^ 1) === goal.side;
      const onLine = across ? start.at.y === goal.at.y : start.at.x === goal.at.x;
      if (!faces || !onLine) continue;
      const out = start.side % 2 === 0 ? -1 : 1;
      const gap = (across ? goal.at.x - start.at.x : goal.at.y - start.at.y) * out;
      const overlaps = (start.vertex - goal.vertex) * out > 0;
      const cost = start.cost + goal.cost;
      if (gap >= SHORTEST && overlaps && (!best || cost < best.cost)) best = { start, goal, cost };
    }
  if (!best) return undefined;
  const { start, goal } = best;
  const states: number[] = [];
  const across = start.side < 2;
  const step = Math.sign(start.vertex - goal.vertex) * (across ? rows : 1);
  for (let v = goal.vertex; ; v += step) {
    states.push(2 * v + (across ? 0 : 1));
    if (v === start.vertex) return { start, goal, states };
  }
}
