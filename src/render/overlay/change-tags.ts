/** Where the words of marks stand: on the upper border of their boxes, with nothing behind or above them. */

import type { Identity } from '../../model/diagram.ts';
import type { Box, SceneMark, Tag } from '../scene/scene.ts';
import { TAG_HEIGHT, tagWidth } from '../scene/theme.ts';
import type { Overlay } from './overlay.ts';
import { mostMoved, overlaps, withStrip } from './room.ts';

export interface MarkRoom {
  /** How much of a mark stands inside of its box, px. */
  readonly inner: (id: Identity) => number;
  /** Whether it has no outline of its own: its mark draws one, which keeps off its words. */
  readonly unframed: (id: Identity) => boolean;
  /** Of a box at its upper right: what else stands there. */
  readonly taken: (id: Identity, box: Box) => number;
  /** Words at the top of a group, which no mark may cover. */
  readonly header: (id: Identity, box: Box) => Box;
  readonly most: number;
}

/** Distance from the corner, px. */
const CORNER = 6;
const AIR = 2;

/** px at either side */
const OUTLINE = 3;
const grown = ({ x, y, w, h }: Box): Box => ({ x: x - OUTLINE, y, w: w + 2 * OUTLINE, h: h + 2 });

function markBox(id: Identity, box: Box, tag: Tag, { inner, taken }: MarkRoom): Box {
  const w = tagWidth(tag);
  const right = box.x + box.w - CORNER - taken(id, box);
  const x = w + CORNER > box.w ? box.x : Math.max(box.x + 2, right - w);
  return { x, y: box.y - TAG_HEIGHT + inner(id), w, h: TAG_HEIGHT };
}

/** How far down the box of a mark has to go until nothing is behind the part of it that stands out. */
function lackOf(mark: Box, box: Box, others: Iterable<Box>): number {
  const out = { ...mark, h: box.y - mark.y };
  let lack = 0;
  for (const other of others)
    if (other.y < box.y && overlaps(out, other, AIR))
      lack = Math.max(lack, other.y + other.h + AIR - mark.y);
  return lack;
}

/** Boxes that moved as far apart as their marks need, as long as that is allowed; and the marks. */
export function placeMarks(
  start: ReadonlyMap<Identity, Box>,
  placed: ReadonlyMap<Identity, Box>,
  tags: ReadonlyMap<Identity, Tag>,
  { union, marks }: Overlay,
  room: MarkRoom,
): { readonly boxes: ReadonlyMap<Identity, Box>; readonly marks: readonly SceneMark[] } {
  let boxes: ReadonlyMap<Identity, Box> = new Map(
    [...placed].map(([id, box]) => [id, marks.has(id) && room.unframed(id) ? grown(box) : box]),
  );
  const steady = [...start.keys()].filter((id) => !marks.has(id));
  const behind = (of: Identity): Box[] =>
    [...boxes].flatMap(([id, box]) => {
      if (id === of) return [];
      return union.elements[id]?.group ? [room.header(id, box)] : [box];
    });
  const marked = [...tags].filter(([id]) => boxes.has(id));
  const top = ([id]: readonly [Identity, Tag]): number => boxes.get(id)?.y ?? 0;
  for (const [id, tag] of marked.sort((a, b) => top(a) - top(b))) {
    const box = boxes.get(id) as Box;
    const lack = lackOf(markBox(id, box, tag, room), box, behind(id));
    if (lack <= 0) continue;
    const moved = withStrip(boxes, union, 'y', box.y, Math.ceil(lack));
    if (mostMoved(start, moved, steady) <= room.most) boxes = moved;
  }
  return {
    boxes,
    marks: marked.map(([id, tag], i) => ({
      id: `mark${i + 1}`,
      of: id,
      box: markBox(id, boxes.get(id) as Box, tag, room),
      tag,
    })),
  };
}
