/** How far apart linked blocks stand: lines, their words and their arrowheads pass between them. */

import type { Direction } from '../../model/facts.ts';
import type { FlowInput } from './flow-input.ts';

/** Room for lines between neighbours, px. */
const LANE = 12;
/** Between the words on a trunk and what its branches lead to, px: a corner, and an arrowhead; and where it has no words. */
const BRANCHES = 24;
const WORDLESS = 10;

export function spacing(input: FlowInput, direction: Direction): { node: number; rank: number } {
  const across = direction === 'right' || direction === 'left';
  const labels = input.links.flatMap((l) => l.label ?? []);
  const longest = Math.max(0, ...labels.map((l) => (across ? l.w : l.h)));
  const lines = new Set(input.links.map((l, i) => l.trunk ?? i)).size;
  const perRank = lines / Math.max(1, input.blocks.length);
  // Gateways stand out from the border of their network.
  const out = Math.max(
    0,
    ...input.blocks.flatMap(({ shapes: [shape] }) =>
      (shape?.onBorder ?? []).map((part) =>
        part.side === 'top' || part.side === 'bottom' ? part.out + 8 : 0,
      ),
    ),
  );
  const branches = Math.max(
    0,
    ...input.links.map((l) => (l.trunk === undefined ? 0 : l.label ? BRANCHES : WORDLESS)),
  );
  return {
    node:
      (22 + (across ? Math.max(0, ...labels.map((l) => l.h)) * 0.6 : 8) + perRank * 4) * input.room,
    rank:
      Math.max(40, longest + 28) +
      (across ? 0 : out) +
      branches +
      (Math.min(5, perRank) + 4 * (input.room - 1)) * LANE,
  };
}
