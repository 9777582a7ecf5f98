/**
 * A link without a way is drawn as a connector pair: a short stub at either end, with a tag that
 * names the other end. Engineering drawings lead on to other sheets in the same way.
 */

import { textWidth } from '../../text/measure.ts';
import type { Box, Connector, CutText, LinkLabel, Point, TextLine } from '../scene/scene.ts';
import { BADGE, INK, LABEL_SIZE, lineHeight, widest } from '../scene/theme.ts';
import { fitLines, withCut } from './fit-text.ts';
import { LABEL_PAD, type LabelText } from './label.ts';
import { type PortSide, type RouteEnd, STUB } from './line-ends.ts';
import type { LabelPlaces } from './place-labels.ts';

/** Length of a stub, px: an arrowhead and a visible shaft. */
const LENGTH = STUB + 8;
/** Distance between places that are tried along a side, px. */
const STEP = 12;
/** Nearest to a corner, px. */
const INSET = 6;

const OUTWARD: Readonly<Record<PortSide, Point>> = {
  0: { x: -1, y: 0 },
  1: { x: 1, y: 0 },
  2: { x: 0, y: -1 },
  3: { x: 0, y: 1 },
};

/** One end of a connector pair: from the element's border outward, and the tag beyond it. */
interface ConnectorEnd {
  readonly stub: readonly [Point, Point];
  readonly box: Box;
}

interface TagSize {
  readonly w: number;
  readonly h: number;
}

/** Places along a side, the middle first. */
function along(start: number, length: number): number[] {
  const middle = start + length / 2;
  const found = [middle];
  for (let off = STEP; off <= length / 2 - INSET; off += STEP)
    found.push(middle - off, middle + off);
  return found;
}

function endsAt({ box, port, sides, inside }: RouteEnd, { w, h }: TagSize): ConnectorEnd[] {
  const sign = inside ? -1 : 1;
  return ([1, 0, 2, 3] as const)
    .filter((side) => !sides || sides.includes(side))
    .flatMap((side) => {
      const out = OUTWARD[side];
      const across = side < 2;
      const starts = across
        ? along(port.y, port.h).map((y) => ({ x: side === 0 ? port.x : port.x + port.w, y }))
        : along(port.x, port.w).map((x) => ({ x, y: side === 2 ? box.y : box.y + box.h }));
      return starts.map((at): ConnectorEnd => {
        // Words beside an icon lie between it and the stub's end.
        const past = across ? (side === 0 ? at.x - box.x : box.x + box.w - at.x) : 0;
        const reach = sign * (LENGTH + (inside ? 0 : past));
        const tip = { x: at.x + out.x * reach, y: at.y + out.y * reach };
        const dx = out.x * sign;
        const dy = out.y * sign;
        return {
          stub: [at, tip],
          box: {
            x: tip.x - w / 2 + (dx * w) / 2,
            y: tip.y - h / 2 + (dy * h) / 2,
            w,
            h,
          },
        };
      });
    });
}

/** @returns the place that hides least; it is taken from then on */
function connectorEnd(end: RouteEnd, size: TagSize, places: LabelPlaces): ConnectorEnd {
  const all = endsAt(end, size);
  let best = all[0] as ConnectorEnd;
  let least = Infinity;
  for (const one of all) {
    const hidden = places.hiddenBy(one.box, one.stub);
    if (hidden < least) [best, least] = [one, hidden];
    if (hidden === 0) break;
  }
  places.take(best.box, best.stub);
  return best;
}

/** Widest line of a tag, px. */
const TAG_WIDTH = 200;

/** The tag's words: the other end and the letters of the pair, then what the link says. */
function connectorTag(
  text: string,
  words: LabelText | undefined,
): Omit<LinkLabel, 'box' | 'ground'> & TagSize {
  const cut: CutText[] = [...(words?.cut ?? [])];
  const limits = { usual: 1, most: 4 };
  const name = fitLines({ what: 'tag', text }, TAG_WIDTH, LABEL_SIZE, true, limits, cut).map(
    (line): TextLine => ({ text: line, size: LABEL_SIZE, bold: true, color: INK }),
  );
  const lines = [...name, ...(words?.lines ?? [])];
  const badge = words?.badge;
  const side =
    badge === undefined ? 0 : Math.max(BADGE, Math.ceil(textWidth(badge, LABEL_SIZE, true)) + 8);
  return {
    lines,
    ...(badge === undefined ? {} : { badge }),
    ...withCut(cut),
    w: Math.ceil(side + widest(lines) + 2 * LABEL_PAD),
    h: lines.reduce((h, line) => h + lineHeight(line.size), 2),
  };
}

export interface ConnectorPair {
  /** From the tail to the first tag. */
  readonly points: readonly Point[];
  readonly connector: Connector;
}

export interface ConnectorInput {
  readonly tag: string;
  readonly job: { readonly from: RouteEnd; readonly to: RouteEnd };
  /** Of the tail and the head. */
  readonly names: readonly [string, string];
  /** What the link says, if anything: it stands in the first tag. */
  readonly words: LabelText | undefined;
  readonly places: LabelPlaces;
  /** Colour of what a box stands on. */
  readonly ground: (box: Box) => string;
}

export function connectorPair(input: ConnectorInput): ConnectorPair {
  const { tag, job, names, words, places, ground } = input;
  const [tail, head] = names;
  const end = (at: RouteEnd, text: string, said: LabelText | undefined) => {
    const { w, h, ...rest } = connectorTag(text, said);
    const { stub, box } = connectorEnd(at, { w, h }, places);
    return { stub, label: { ...rest, box, ground: ground(box) } };
  };
  const first = end(job.from, `→ ${head} · ${tag}`, words);
  const second = end(job.to, `${tag} · ${tail} →`, undefined);
  return {
    points: first.stub,
    connector: {
      tag,
      points: [second.stub[1], second.stub[0]],
      tags: [first.label, second.label],
    },
  };
}
