/** A finished picture as parts and lines, read from its SVG alone. */

import type { Svg } from '../../model/brands.ts';
import type { Box, Point } from '../scene/scene.ts';
import {
  boundsOf,
  contains,
  distanceFrom,
  grown,
  lengthOf,
  middleOf,
  type Stretch,
  unionOf,
} from './geometry.ts';
import { stretchesOf } from './path.ts';
import { readPage, type SvgGroup, type SvgShape } from './read-svg.ts';

export interface DrawnPart {
  readonly id: string;
  readonly group: boolean;
  /** Has a visible border or ground of its own: a group, card or table; not an icon with words. */
  readonly framed: boolean;
  readonly box: Box;
  /** What a line must not cover: the frame, or icon, words and tags one by one. */
  readonly solids: readonly Box[];
  readonly words: readonly Box[];
  readonly icon?: Box;
}

export interface DrawnStretch extends Stretch {
  /** Name of the trunk that several links share here on purpose. */
  readonly trunk?: string;
}

export interface DrawnEnd {
  /** Where the line stops: at the tip of its arrowhead, if it has one. */
  readonly at: Point;
  /** Length of the arrowhead, px. */
  readonly head?: number;
}

export interface DrawnLine {
  readonly id: string;
  /** Corner to corner, from tail to head, up to the tips of arrowheads. */
  readonly stretches: readonly DrawnStretch[];
  /** px of line that can be seen, arrowheads not counted. */
  readonly length: number;
  /** Both, or none where there is no line; none of a connector pair. */
  readonly ends: readonly DrawnEnd[];
  readonly connector?: string;
  readonly label?: {
    readonly box: Box;
    /** Words beside the badge; empty when there is only a badge. */
    readonly text: string;
    readonly badge?: string;
  };
}

export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly DrawnPart[];
  readonly lines: readonly DrawnLine[];
  /** Texts that are cut, as drawn, by the id of the part or line. */
  readonly cut: readonly { readonly id: string; readonly text: string }[];
}

function partOf({ kind, id, shapes, words, icons }: SvgGroup): DrawnPart | undefined {
  const [outline, ...others] = shapes;
  if (!outline) return undefined;
  const group = kind === 'cluster';
  const framed = group || outline.stroked || outline.filled;
  const texts = words.map(({ box }) => box);
  const tags = others.filter((s) => s.filled).map(({ box }) => box);
  const [icon] = icons;
  return {
    id,
    group,
    framed,
    box: outline.box,
    solids: framed ? [outline.box] : [...icons, ...texts, ...tags],
    words: texts,
    ...(icon ? { icon } : {}),
  };
}

/** A stroke that begins this near to where another ended goes on with it, px. */
const JOIN = 16;
/** An arrowhead is looked for this near to the end of its line, px. */
const HEAD = 14;

const apart = (p: Point, q: Point): number => Math.hypot(p.x - q.x, p.y - q.y);

interface Strand {
  readonly points: Point[];
  readonly stretches: DrawnStretch[];
}

/** Strokes that go on with each other are one strand; one beside it is a second colour of the same line. */
function strandsOf(paths: readonly SvgShape[], connector: boolean): Strand[] {
  const strands: Strand[] = [];
  for (const { strokes, trunk } of paths)
    for (const points of strokes) {
      const stretches = stretchesOf(points).map((s) => (trunk === undefined ? s : { ...s, trunk }));
      const [start, last] = [points[0], strands.at(-1)];
      const end = last?.points.at(-1);
      if (last && start && end && apart(start, end) <= JOIN) {
        last.points.push(...points);
        last.stretches.push(...stretches);
      } else if (strands.length === 0 || connector)
        strands.push({ points: [...points], stretches });
    }
  return strands;
}

/** The arrowhead at the end of a stretch: where its tip is, and how long it is. */
function arrowhead(
  { a, b }: Stretch,
  shapes: readonly SvgShape[],
): { readonly tip: Point; readonly length: number } | undefined {
  const length = apart(a, b);
  if (length === 0) return undefined;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const beyond = (p: Point): number => (p.x - b.x) * ux + (p.y - b.y) * uy;
  for (const { strokes, box } of shapes) {
    const middle = middleOf(box);
    if (apart(middle, b) > HEAD || beyond(middle) < -2) continue;
    const reach = strokes.flat().map(beyond);
    const tip = Math.max(0, ...reach);
    return { tip: { x: b.x + ux * tip, y: b.y + uy * tip }, length: tip - Math.min(0, ...reach) };
  }
  return undefined;
}

const reversed = ({ a, b }: Stretch): Stretch => ({ a: b, b: a });

/** A line up to the tips of its arrowheads. */
function withHeads(
  stretches: readonly DrawnStretch[],
  heads: readonly SvgShape[],
): Pick<DrawnLine, 'stretches' | 'ends'> {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last) return { stretches, ends: [] };
  const [tail, head] = [arrowhead(reversed(first), heads), arrowhead(last, heads)];
  const whole = [...stretches];
  if (tail) whole[0] = { ...first, a: tail.tip };
  if (head) whole[whole.length - 1] = { ...(whole.at(-1) as DrawnStretch), b: head.tip };
  return {
    stretches: whole,
    ends: [
      { at: tail?.tip ?? first.a, ...(tail ? { head: tail.length } : {}) },
      { at: head?.tip ?? last.b, ...(head ? { head: head.length } : {}) },
    ],
  };
}

function labelOf({ shapes, words }: SvgGroup): DrawnLine['label'] {
  const grounds = shapes.filter((s) => s.element === 'polygon' && s.filled && !s.stroked);
  if (grounds.length === 0) return undefined;
  const inner = grounds.slice(1).map(({ box }) => box);
  const badge = words.find(({ box }) => inner.some((b) => contains(b, middleOf(box))));
  const text = words
    .filter((w) => w !== badge)
    .map((w) => w.text.trim())
    .join(' ');
  return {
    box: unionOf(grounds.map(({ box }) => box)),
    text,
    ...(badge ? { badge: badge.text.trim() } : {}),
  };
}

function lineOf(group: SvgGroup): DrawnLine {
  const { id, connector, shapes } = group;
  const paths = shapes.filter((s) => s.element === 'path' && s.stroked && !s.filled);
  const strands = strandsOf(paths, connector !== undefined);
  const length = strands
    .flatMap(({ stretches }) => stretches)
    .reduce((sum, s) => sum + lengthOf(s), 0);
  const label = labelOf(group);
  const common = { id, length, ...(label ? { label } : {}) };
  const heads = shapes.filter((s) => s.stroked && !paths.includes(s));
  if (connector !== undefined)
    return { ...common, connector, stretches: strands.flatMap((s) => s.stretches), ends: [] };
  return { ...common, ...withHeads(strands[0]?.stretches ?? [], heads) };
}

export function readPicture(svg: Svg): DrawnPicture {
  const { width, height, groups } = readPage(svg);
  const frame = new Set(['title', 'legend', 'titleblock']);
  return {
    width,
    height,
    parts: groups.flatMap((g) => (g.kind === 'edge' || frame.has(g.id) ? [] : (partOf(g) ?? []))),
    lines: groups.filter((g) => g.kind === 'edge').map(lineOf),
    cut: groups.flatMap(({ id, words }) =>
      words.flatMap(({ text }) => (text.trimEnd().endsWith('…') ? [{ id, text }] : [])),
    ),
  };
}

/** Distance of a box from the nearest stretch of a line; Infinity where it has none within `most`. */
export function distanceFromLine(box: Box, line: DrawnLine, most = Infinity): number {
  const reach = grown(box, most);
  let nearest = Infinity;
  for (const stretch of line.stretches) {
    const { x, y, w, h } = boundsOf([stretch.a, stretch.b]);
    const far =
      x > reach.x + reach.w || y > reach.y + reach.h || x + w < reach.x || y + h < reach.y;
    if (!far) nearest = Math.min(nearest, distanceFrom(box, stretch));
  }
  return nearest;
}
