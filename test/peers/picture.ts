/** A picture of any tool as lines, words and boxes, and what can be counted on it alike for all of them. */

import {
  boundsOf,
  clip,
  crossingOf,
  grown,
  lengthOf,
  overlapOf,
  pointOn,
  type Stretch,
  unionOf,
} from '../../src/render/linework/geometry.ts';
import type { Box, Point } from '../../src/render/scene/scene.ts';

export interface PeerLine {
  readonly id: string;
  /** Elements at its ends, as the model names them: it may run over their words. */
  readonly ends: readonly string[];
  readonly stretches: readonly (Stretch & { readonly trunk?: string })[];
}

export interface PeerWords {
  readonly box: Box;
  /** The element or line whose they are. */
  readonly of: string;
  /** The trunk that they are on. */
  readonly trunk?: string;
}

export interface PeerPicture {
  /** The whole page, px. */
  readonly width: number;
  readonly height: number;
  readonly lines: readonly PeerLine[];
  readonly words: readonly PeerWords[];
  /** Cards and icons; no boxes around others. */
  readonly boxes: readonly Box[];
  /** px. */
  readonly smallestFont: number;
}

export interface PeerFigures {
  readonly crossings: number;
  /** Words with a line of something else through them. */
  readonly struck: number;
  /** pt, printed on A3. */
  readonly smallestText: number;
  /** Share of the drawing, legend and title aside, in which nothing is. */
  readonly blank: number;
}

/** Polyline of a curve or a path of corners. */
export const stretchesThrough = (points: readonly Point[]): Stretch[] =>
  points.slice(1).map((b, i) => ({ a: points[i] as Point, b }));

const near = (p: Point, q: Point): boolean => Math.hypot(p.x - q.x, p.y - q.y) <= 2;

type PeerStretch = PeerLine['stretches'][number];

/** What is seen as one line: a trunk of several links, or the line of one. */
const seenAs = (line: PeerLine, { trunk }: PeerStretch): string => trunk ?? line.id;

/** Notes the points where the two cross, but not where they meet an end of both. */
function noteCrossings(one: PeerLine, other: PeerLine, found: Map<string, Point[]>): void {
  const ends = [one, other].flatMap(({ stretches }) =>
    [stretches[0]?.a, stretches.at(-1)?.b].filter((p) => p !== undefined),
  );
  for (const s of one.stretches)
    for (const t of other.stretches) {
      const [a, b] = [seenAs(one, s), seenAs(other, t)].sort();
      const at = a === b ? undefined : crossingOf(s, t);
      if (!at || ends.some((end) => near(end, at))) continue;
      const known = found.get(`${a} ${b}`) ?? [];
      if (!known.some((p) => near(p, at))) found.set(`${a} ${b}`, [...known, at]);
    }
}

/** Lines that run on each other for more than this cannot be told apart, px. They count as crossing once. */
const TOGETHER = 4;

const runTogether = (one: PeerLine, other: PeerLine): boolean =>
  one.stretches.some((s) =>
    other.stretches.some((t) => {
      if (s.trunk !== undefined && s.trunk === t.trunk) return false;
      const run = overlapOf(s, t);
      return run !== undefined && run.apart <= 1 && run.length > TOGETHER;
    }),
  );

const strikes = (line: PeerLine, { box, of, trunk }: PeerWords): boolean =>
  line.id !== of &&
  !line.ends.includes(of) &&
  line.stretches.some((stretch) => {
    if (trunk !== undefined && stretch.trunk === trunk) return false;
    const inside = clip(stretch, grown(box, -2));
    return inside !== undefined && (inside[1] - inside[0]) * lengthOf(stretch) > 2;
  });

/** px of the squares of which the blank ones are counted. */
const SQUARE = 10;

function blankShare({ lines, words, boxes }: PeerPicture): number {
  const runs = lines.flatMap(({ stretches }) => stretches);
  const filled = [...boxes, ...words.map(({ box }) => box)];
  const all = unionOf([...filled, ...runs.map(({ a, b }) => boundsOf([a, b]))]);
  const [columns, rows] = [Math.ceil(all.w / SQUARE), Math.ceil(all.h / SQUARE)];
  const taken = new Uint8Array(columns * rows);
  const fill = (box: Box): void => {
    const [left, top] = [(box.x - all.x) / SQUARE, (box.y - all.y) / SQUARE].map(Math.floor);
    const [right, bottom] = [
      Math.floor((box.x + box.w - all.x) / SQUARE),
      Math.floor((box.y + box.h - all.y) / SQUARE),
    ];
    for (let row = top ?? 0; row <= Math.min(bottom, rows - 1); row++)
      taken.fill(1, row * columns + (left ?? 0), row * columns + Math.min(right, columns - 1) + 1);
  };
  for (const box of filled) fill(box);
  for (const { a, b } of runs) {
    const steps = Math.max(1, Math.ceil(lengthOf({ a, b }) / SQUARE));
    for (let i = 0; i <= steps; i++) {
      const { x, y } = pointOn({ a, b }, i / steps);
      fill({ x, y, w: 0, h: 0 });
    }
  }
  return 1 - taken.reduce((sum, square) => sum + square, 0) / taken.length;
}

/** A3, pt. */
const PAPER = { long: 1190.55, short: 841.89 };

export function peerFigures(picture: PeerPicture): PeerFigures {
  const { lines, words, width, height, smallestFont } = picture;
  const crossed = new Map<string, Point[]>();
  let together = 0;
  lines.forEach((one, i) => {
    for (const other of lines.slice(i + 1)) {
      noteCrossings(one, other, crossed);
      if (runTogether(one, other)) together++;
    }
  });
  const crossings = [...crossed.values()].reduce((sum, points) => sum + points.length, together);
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  return {
    crossings,
    struck: words.filter((one) => lines.some((line) => strikes(line, one))).length,
    smallestText: smallestFont * Math.min(PAPER.long / long, PAPER.short / short),
    blank: blankShare(picture),
  };
}
