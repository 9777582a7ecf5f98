/** What is wrong with the lines of a finished picture: found in the SVG, whatever arranged it. */

import Flatbush from 'flatbush';
import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Point } from '../scene/scene.ts';
import type { DrawnLine, DrawnPart, DrawnPicture, DrawnStretch } from './drawn-picture.ts';
import {
  boundsOf,
  clip,
  courseOf,
  crossingOf,
  grown,
  lengthOf,
  overlapOf,
  pointOn,
} from './geometry.ts';

/**
 * - `through-zone`, `through-box`: a line inside a box (with a zone; group, card or icon) that is neither an end of its link nor around one
 * - `shared`: two lines on one another that no trunk declares
 * - `missing`: no line to be seen, or a link to itself without a loop
 * - `no-shaft`: an arrowhead without a line before it
 * - `slanted`: drawn straight across the page
 * - `connector`: drawn as two stubs with a tag
 * - `crossing`: two lines cross
 */
export type LineDefectKind =
  | 'through-zone'
  | 'through-box'
  | 'shared'
  | 'missing'
  | 'no-shaft'
  | 'slanted'
  | 'connector'
  | 'crossing';

export interface LineDefect {
  readonly kind: LineDefectKind;
  readonly link: Identity;
  /** The element that is passed, or the other link. */
  readonly other?: Identity;
  readonly at?: Point;
}

/** The finished picture, and what is drawn in it under which id. */
export interface LineworkSubject {
  readonly picture: DrawnPicture;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly diagram: Diagram;
}

/** Less of a line than this inside of a box is on its border, px. */
const INSIDE = 2;
/** A box begins this far within its outline: a border has a width. */
const BORDER = { frame: 1.5, solid: 1 };
/** Lines this near to one another over this much seem to be one, px. */
const TOGETHER = { apart: 2, length: 4 };
/** Shortest line that is seen, px. */
const SEEN = 12;
/** Shortest straight line up to the tip of an arrowhead, px: with less than half a head of line before it, it is a head alone. */
const SHAFT = 11.8;
/** Longest stretch that may slant, px: as the chord of a corner. */
const SLANT = 12;

/** An element and the groups around it. */
export function around(diagram: Diagram, id: Identity): Identity[] {
  const found: Identity[] = [];
  for (let at: Identity | undefined = id; at !== undefined; at = diagram.elements[at]?.parent)
    found.push(at);
  return found;
}

/** Answers which boxes a stretch may touch. */
function indexOf(boxes: readonly { x: number; y: number; w: number; h: number }[]): Flatbush {
  const index = new Flatbush(Math.max(1, boxes.length));
  if (boxes.length === 0) index.add(0, 0, 0, 0);
  for (const { x, y, w, h } of boxes) index.add(x, y, x + w, y + h);
  index.finish();
  return index;
}

const near = (index: Flatbush, { a, b }: DrawnStretch, by: number): number[] => {
  const { x, y, w, h } = grown(boundsOf([a, b]), by);
  return index.search(x, y, x + w, y + h).sort((i, k) => i - k);
};

function passages({ picture, identities, diagram }: LineworkSubject): LineDefect[] {
  const obstacles = picture.parts.flatMap((part) => {
    const by = part.framed ? BORDER.frame : BORDER.solid;
    return part.solids.map((solid) => ({ part, box: grown(solid, -by) }));
  });
  const usable = obstacles.filter(({ box }) => box.w > 0 && box.h > 0);
  const index = indexOf(usable.map(({ box }) => box));
  return picture.lines.flatMap((line) => {
    const link = identities.get(line.id);
    const ends = link === undefined ? undefined : diagram.links[link];
    if (link === undefined || !ends) return [];
    const allowed = new Set([...around(diagram, ends.from), ...around(diagram, ends.to)]);
    const inside = new Map<DrawnPart, { length: number; at: Point }>();
    for (const stretch of line.stretches)
      for (const i of usable.length === 0 ? [] : near(index, stretch, 0)) {
        const { part, box } = usable[i] as (typeof usable)[number];
        if (allowed.has(identities.get(part.id) ?? '')) continue;
        const cut = clip(stretch, box);
        if (!cut) continue;
        const length = (cut[1] - cut[0]) * lengthOf(stretch);
        const before = inside.get(part);
        const at = before?.at ?? pointOn(stretch, (cut[0] + cut[1]) / 2);
        inside.set(part, { length: (before?.length ?? 0) + length, at });
      }
    return [...inside].flatMap(([part, { length, at }]): LineDefect[] => {
      const other = identities.get(part.id);
      if (length <= INSIDE || other === undefined) return [];
      const zone = part.framed && diagram.elements[other]?.facts.zone !== undefined;
      return [{ kind: zone ? 'through-zone' : 'through-box', link, other, at }];
    });
  });
}

const oneTrunk = (s: DrawnStretch, t: DrawnStretch): boolean =>
  s.trunk !== undefined && s.trunk === t.trunk;

/** Where two lines meet, whichever links of their trunks these are. */
const meeting = (
  s: DrawnStretch,
  t: DrawnStretch,
  [link, other]: readonly [Identity, Identity],
  { x, y }: Point,
): string => {
  const names = [s.trunk ?? `link ${link}`, t.trunk ?? `link ${other}`].sort();
  return JSON.stringify([...names, Math.round(x), Math.round(y)]);
};

function pairs({ picture, identities }: LineworkSubject): LineDefect[] {
  const stretches = picture.lines.flatMap((line) =>
    line.stretches.map((stretch) => ({ line, stretch })),
  );
  const index = indexOf(stretches.map(({ stretch }) => boundsOf([stretch.a, stretch.b])));
  const crossings: LineDefect[] = [];
  // A line across a trunk crosses one line.
  const met = new Set<string>();
  const shared = new Map<DrawnLine, Map<DrawnLine, Point>>();
  stretches.forEach(({ line, stretch }, i) => {
    const link = identities.get(line.id);
    if (link === undefined) return;
    for (const k of near(index, stretch, TOGETHER.apart)) {
      const second = stretches[k] as (typeof stretches)[number];
      const other = identities.get(second.line.id);
      if (k <= i || second.line === line || other === undefined) continue;
      const at = crossingOf(stretch, second.stretch);
      if (oneTrunk(stretch, second.stretch)) continue;
      if (at && !met.has(meeting(stretch, second.stretch, [link, other], at)))
        crossings.push({ kind: 'crossing', link, other, at });
      if (at) {
        met.add(meeting(stretch, second.stretch, [link, other], at));
        continue;
      }
      const run = overlapOf(stretch, second.stretch);
      if (!run || run.apart > TOGETHER.apart || run.length <= TOGETHER.length) continue;
      const of = shared.get(line) ?? new Map<DrawnLine, Point>();
      if (!of.has(second.line)) of.set(second.line, run.at);
      shared.set(line, of);
    }
  });
  const together = [...shared].flatMap(([line, others]) =>
    [...others].map(
      ([other, at]): LineDefect => ({
        kind: 'shared',
        link: identities.get(line.id) ?? '',
        other: identities.get(other.id) ?? '',
        at,
      }),
    ),
  );
  return [...together, ...crossings];
}

/** Where an arrowhead has less line before it than it needs to be read as the end of one. */
function shaftless({ stretches, ends, label }: DrawnLine): Point | undefined {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last) return undefined;
  for (const [end, stretch] of [
    [ends[0], { a: first.b, b: first.a }],
    [ends[1], last],
  ] as const) {
    if (end?.head === undefined) continue;
    const whole = lengthOf(stretch);
    const words = label && clip(stretch, label.box);
    // From the words that hide it, or from the corner, to the tip.
    const seen = words ? (1 - words[1]) * whole : whole;
    if (seen < SHAFT) return end.at;
  }
  return undefined;
}

function single({ picture, identities, diagram }: LineworkSubject): LineDefect[] {
  const drawn = new Set<Identity>();
  const found = picture.lines.flatMap((line): LineDefect[] => {
    const link = identities.get(line.id);
    const ends = link === undefined ? undefined : diagram.links[link];
    if (link === undefined || !ends) return [];
    drawn.add(link);
    const { stretches, length, connector } = line;
    const start = stretches[0]?.a;
    const place = start ? { at: start } : {};
    if (connector !== undefined) {
      const missing: LineDefect[] = length < SEEN ? [{ kind: 'missing', link, ...place }] : [];
      return [{ kind: 'connector', link, ...place }, ...missing];
    }
    const loop = ends.from === ends.to;
    if (length < SEEN || (loop && stretches.length < 3))
      return [{ kind: 'missing', link, ...place }];
    const slant = stretches.find((s) => courseOf(s) === 'slanted' && lengthOf(s) > SLANT);
    const tip = shaftless(line);
    return [
      ...(slant ? [{ kind: 'slanted' as const, link, at: pointOn(slant, 0.5) }] : []),
      ...(tip ? [{ kind: 'no-shaft' as const, link, at: tip }] : []),
    ];
  });
  const lost = [...identities.values()].filter(
    (id) => diagram.links[id] !== undefined && !drawn.has(id),
  );
  return [...lost.map((link): LineDefect => ({ kind: 'missing', link })), ...found];
}

/** All defects, by kind in the order in which the lines are drawn. */
export function lineDefects(subject: LineworkSubject): LineDefect[] {
  return [...passages(subject), ...pairs(subject), ...single(subject)];
}
