/**
 * Settled boxes that make room: a strip as wide (or as high) as the page is put in, and everything beyond it moves by as
 * much. Nothing overlaps that did not, and what was aligned stays so.
 */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Box } from '../scene/scene.ts';

export type StripAxis = 'x' | 'y';
type Boxes = ReadonlyMap<Identity, Box>;

const EXTENT = { x: 'w', y: 'h' } as const;

/** How far the farthest of two corners of a box moved, px. */
function movedBy(a: Box, b: Box): number {
  const start = Math.hypot(b.x - a.x, b.y - a.y);
  return Math.max(start, Math.hypot(b.x + b.w - a.x - a.w, b.y + b.h - a.y - a.h));
}

/** The farthest that any of these moved, px. */
export const mostMoved = (before: Boxes, after: Boxes, of: Iterable<Identity>): number => {
  let most = 0;
  for (const id of of) {
    const [a, b] = [before.get(id), after.get(id)];
    if (a && b) most = Math.max(most, movedBy(a, b));
  }
  return most;
};

/**
 * @param at where the strip begins, px: groups around it grow, and single elements around it stay, unless
 *   most of them lies beyond (a gateway on a border goes with the border)
 */
export function withStrip(
  boxes: Boxes,
  { elements }: Diagram,
  axis: StripAxis,
  at: number,
  by: number,
): Map<Identity, Box> {
  const extent = EXTENT[axis];
  const moved = new Map<Identity, Box>();
  for (const [id, box] of boxes) {
    const [start, size] = [box[axis], box[extent]];
    const inside = start < at && start + size > at;
    const beyond = start >= at || (inside && !elements[id]?.group && start + size / 2 >= at);
    if (beyond) moved.set(id, { ...box, [axis]: start + by });
    else if (inside && elements[id]?.group) moved.set(id, { ...box, [extent]: size + by });
    else moved.set(id, box);
  }
  return moved;
}

export const overlaps = (a: Box, b: Box, gap = 0): boolean =>
  a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

export const around = (boxes: Iterable<Box>): Box => {
  const all = [...boxes];
  const x = Math.min(...all.map((b) => b.x));
  const y = Math.min(...all.map((b) => b.y));
  return {
    ...{ x, y },
    w: Math.max(...all.map((b) => b.x + b.w)) - x,
    h: Math.max(...all.map((b) => b.y + b.h)) - y,
  };
};
