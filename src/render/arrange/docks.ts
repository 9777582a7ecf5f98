/** Room for the ends of lines: an element grows until each of its links has a docking place of its own. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Box, Figure, Paint } from '../scene/scene.ts';
import { standsOnBorder } from './border.ts';
import { labelOf } from './label.ts';
import { portBox } from './line-ends.ts';
import { linksOfTrunk, type Trunk } from './trunks.ts';

/** Distance between two ends on one side, px. */
const PITCH = 14;
/** Parallel links that fit on any side as it is. */
const USUAL = 3;
/** Nearest to a corner, px, and distance of the places on a side as lanes are laid, px. */
const CORNER = 8;
const LANE = 12;

/** A box that exceeds its figure by more than this, px, grew for its lines. */
const GREW = 6;

/** The outline of an icon that grew: its lines end there. */
const OUTLINE: Paint = {
  border: '#94a3b8',
  fill: '#ffffff',
  line: 'solid',
  width: 1,
  rounded: true,
};

export interface DockingRoom {
  readonly w: number;
  readonly h: number;
}

function isOnBorder({ elements }: Diagram, id: Identity): boolean {
  const element = elements[id];
  return standsOnBorder(element, elements[element?.parent ?? '']);
}

/** The least size of each element that needs more than its figure has, px. */
export function dockingRoom(
  diagram: Diagram,
  figure: (id: Identity) => Figure,
  trunks: readonly Trunk[] = [],
): ReadonlyMap<Identity, DockingRoom> {
  const across = diagram.direction === 'right' || diagram.direction === 'left';
  const room = new Map<Identity, DockingRoom>();
  const need = (id: Identity, side: number): void => {
    const { w, h } = room.get(id) ?? { w: 0, h: 0 };
    room.set(id, across ? { w, h: Math.max(h, side) } : { w: Math.max(w, side), h });
  };
  const pairs = new Map<string, { readonly ends: readonly Identity[]; pitch: number; n: number }>();
  const ends = new Map<Identity, number>();
  const shared = new Set(trunks.flatMap(linksOfTrunk));
  // A trunk ends once at each of its ends.
  for (const { tails, heads } of trunks)
    for (const end of [...tails, ...heads]) ends.set(end, (ends.get(end) ?? 0) + 1);
  for (const [id, link] of Object.entries(diagram.links)) {
    if (shared.has(id)) continue;
    const { from, to } = link;
    for (const end of [from, to]) ends.set(end, (ends.get(end) ?? 0) + 1);
    if (from === to) continue;
    const both = [from, to].sort();
    const key = both.join('\n');
    const pair = pairs.get(key) ?? { ends: both, pitch: PITCH, n: 0 };
    pair.n++;
    const label = across ? labelOf(link) : undefined;
    pair.pitch = Math.max(pair.pitch, (label?.h ?? 0) + 10);
    pairs.set(key, pair);
  }
  for (const { ends: both, pitch, n } of pairs.values())
    if (n > USUAL) for (const id of both) need(id, (n + 1) * pitch);
  // A gateway lets in on one side of it, and leads on on the other.
  for (const [id, n] of ends)
    if (n > 1 && isOnBorder(diagram, id))
      room.set(id, {
        w: (n + 1) * PITCH,
        h: Math.max(room.get(id)?.h ?? 0, (n + 1) * PITCH),
      });
  for (const [id, n] of ends) {
    if (diagram.elements[id]?.group || isOnBorder(diagram, id)) continue;
    const own = figure(id);
    if (capacity(own) >= n) continue;
    let { w, h } = { w: own.w, h: own.h };
    while (2 * placesOn(w) + 2 * placesOn(h) < n)
      if (across) h += LANE;
      else w += LANE;
    need(id, (across ? h : w) + PITCH);
  }
  return room;
}

const placesOn = (side: number): number =>
  1 + 2 * Math.max(0, Math.floor((side / 2 - CORNER) / LANE));

/** How many lines can end at a figure; those at the words below an icon are left out. */
function capacity(figure: Figure): number {
  const { w, h } = portBox({ x: 0, y: 0, w: figure.w, h: figure.h }, figure);
  return 2 * placesOn(h) + placesOn(w) * (h < figure.h ? 1 : 2);
}

/** The figure as it stands in a box: an icon in a box of another size gets an outline. */
export function fitted(figure: Figure, box: Box): Figure {
  const grew = box.w > figure.w + GREW || box.h > figure.h + GREW;
  const bare = figure.shape === 'icon' && figure.paint.border === 'none' && !figure.onBorder;
  return grew && bare ? { ...figure, w: box.w, h: box.h, paint: OUTLINE } : figure;
}
