/** A free place for a box among others. Pure geometry. */

import type { Box, Point } from '../scene/scene.ts';
import { overlaps } from './room.ts';

/** With more boxes than this in one group, only the places beside the last ones are tried. */
const MOST = 80;

/**
 * The free place that is nearest to a point.
 * @param within where the box has to stand whole
 * @param taken what it keeps `gap` px away from
 */
export function freePlace(
  size: Pick<Box, 'w' | 'h'>,
  within: Box,
  taken: readonly Box[],
  gap: number,
  near: Point,
): Box | undefined {
  const recent = taken.slice(-MOST);
  const xs = new Set([within.x, ...recent.map((b) => b.x), ...recent.map((b) => b.x + b.w + gap)]);
  const ys = new Set([within.y, ...recent.map((b) => b.y), ...recent.map((b) => b.y + b.h + gap)]);
  let best: { readonly box: Box; readonly away: number } | undefined;
  for (const y of ys) {
    if (y < within.y || y + size.h > within.y + within.h) continue;
    for (const x of xs) {
      if (x < within.x || x + size.w > within.x + within.w) continue;
      const box = { x, y, ...size };
      const away = Math.hypot(x + size.w / 2 - near.x, y + size.h / 2 - near.y);
      if (best && best.away <= away) continue;
      if (taken.some((other) => overlaps(box, other, gap))) continue;
      best = { box, away };
    }
  }
  return best?.box;
}
