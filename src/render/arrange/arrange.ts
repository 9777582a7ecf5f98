/**
 * Diagram -> Scene: sets out every element, routes every link, and keeps the
 * best of several arrangements by measure.
 */

import type { Identity } from '../../model/diagram.ts';
import type { Scene } from '../scene/scene.ts';
import { DENSITIES, type Density } from '../scene/theme.ts';
import { type ArrangeInput, type Arrangement, arrangeAt } from './arrangement.ts';
import type { DrawnIcons } from './presentation.ts';
import type { Quality } from './quality.ts';

export interface Arranged {
  readonly scene: Scene;
  readonly quality: Quality;
  readonly density: Density['name'];
  readonly icons: DrawnIcons;
  /** Links whose words did not find a place. */
  readonly unlabelled: readonly Identity[];
  readonly unrouted: readonly Identity[];
}

/** Points on paper at which no smaller density is tried. */
const READABLE = 7.2;

/** How much more room than usual is given to lines. */
const ROOMS = [1.4, 2, 3];
/** How many arrangements are routed with more room. */
const ROUTED = 3;
/** With more links than this, more room is given only where lines find no way. */
const MANY_LINKS = 60;

/** The best way to set the page out, at the density that suits it; its lines are not routed yet. */
function bestArrangement(input: ArrangeInput): Arrangement {
  const cards = Object.values(input.diagram.elements).filter((e) => !e.group).length;
  let best: Arrangement | undefined;
  // Lines are routed for one density only: boxes alone tell how large the page will be.
  for (const density of DENSITIES.slice(cards > 250 ? 2 : cards > 120 ? 1 : 0)) {
    const attempt = arrangeAt(input, density);
    if (!best || attempt.estimate.penalty < best.estimate.penalty) best = attempt;
    if (attempt.estimate.quality.points >= READABLE) break;
  }
  return best as Arrangement;
}

/** What a page would be like with its lines drawn straight: whether it is worth drawing. */
export const estimatedQuality = (input: ArrangeInput): Quality =>
  bestArrangement(input).estimate.quality;

/** Pure but for `place`, which asks Graphviz where linked boxes go. */
export function arrange(input: ArrangeInput): Arranged {
  const { presentation, finish } = bestArrangement(input);
  let finished = finish();
  const links = Object.keys(input.diagram.links).length;
  for (const [i, room] of ROOMS.entries()) {
    // A little more room is always tried; much more only for the sake of links without a way.
    if (links === 0 || (finished.drawn.unrouted.length === 0 && (i > 0 || links > MANY_LINKS)))
      break;
    const roomier = arrangeAt(input, presentation.density, room).finish(ROUTED);
    if (roomier.penalty < finished.penalty) finished = roomier;
  }
  const { drawn, quality } = finished;
  return {
    scene: drawn.scene,
    quality,
    density: presentation.density.name,
    icons: presentation.icons,
    unlabelled: drawn.unlabelled,
    unrouted: drawn.unrouted,
  };
}
