/** The figures of one finished picture: what is wrong with it, and how well it is drawn. */

import Flatbush from 'flatbush';
import { type Diagram, type Identity, inDocumentOrder } from '../../src/model/diagram.ts';
import {
  type DrawnEnd,
  type DrawnLine,
  type DrawnPart,
  type DrawnPicture,
  type DrawnStretch,
  distanceFromLine,
} from '../../src/render/linework/drawn-picture.ts';
import {
  boundsOf,
  clip,
  courseOf,
  grown,
  lengthOf,
  middleOf,
  overlapOf,
} from '../../src/render/linework/geometry.ts';
import { around, type LineDefectKind, lineDefects } from '../../src/render/linework/linework.ts';
import type { Box, Point } from '../../src/render/scene/scene.ts';

export interface PictureFigures {
  readonly links: number;
  readonly ends: number;
  readonly labels: number;
  readonly groups: number;
  readonly icons: number;
  readonly directed: number;
  /** What a picture may not show: links, or pairs of link and box. */
  readonly hard: Readonly<Record<HardFigure, number>>;
  readonly connectors: number;
  readonly crossings: number;
  /** Lines through words that are not their own. */
  readonly struck: number;
  /** Sides of an element where one end stands alone, off the middle. */
  readonly offAxis: number;
  /** Ends below an icon, at its words. */
  readonly atCaption: number;
  /** Stretches along a border, near to it. */
  readonly hugs: number;
  /** Pairs of lines too near to each other. */
  readonly tight: number;
  readonly corners: number;
  /** Labels off their line, and labels nearer to another's. */
  readonly beside: number;
  readonly ambiguous: number;
  /** Labels that are a letter with words in the legend. */
  readonly letters: number;
  /** Groups whose members fill less than 60 % of them. */
  readonly empty: number;
  /** Links with an arrow that do not run in the diagram's direction; none where links go round. */
  readonly against: number;
  /** Neighbouring icons off one axis. */
  readonly offRow: number;
  /** Card sizes beyond the first, of each kind. */
  readonly sizes: number;
}

export const HARD = [
  'through-zone',
  'through-box',
  'shared',
  'missing',
  'no-shaft',
  'slanted',
] as const satisfies readonly LineDefectKind[];
export type HardFigure = (typeof HARD)[number];

/** Ids as they are drawn: elements and links numbered in document order. */
export function drawnIdentities(diagram: Diagram): ReadonlyMap<string, Identity> {
  const { elements, links } = inDocumentOrder(diagram);
  return new Map([
    ...Object.keys(elements).map((id, i): [string, Identity] => [`e${i + 1}`, id]),
    ...Object.keys(links).map((id, i): [string, Identity] => [`l${i + 1}`, id]),
  ]);
}

interface Ended {
  readonly end: DrawnEnd;
  readonly part: DrawnPart;
  /** The stretch that reaches it, and the side of the part where it does. */
  readonly stretch: DrawnStretch;
  readonly side: 'left' | 'right' | 'top' | 'bottom';
}

class Page {
  readonly parts: ReadonlyMap<Identity, DrawnPart>;
  readonly ends: readonly Ended[];
  readonly picture: DrawnPicture;
  readonly diagram: Diagram;

  constructor(picture: DrawnPicture, diagram: Diagram, ids: ReadonlyMap<string, Identity>) {
    this.picture = picture;
    this.diagram = diagram;
    this.parts = new Map(picture.parts.map((part) => [ids.get(part.id) ?? '', part]));
    this.ends = picture.lines.flatMap((line) => {
      const link = diagram.links[ids.get(line.id) ?? ''];
      const [first, last] = [line.stretches[0], line.stretches.at(-1)];
      if (!link || !first || !last) return [];
      return [
        ...this.#ended(line.ends[0], this.parts.get(link.from), first, first.b),
        ...this.#ended(line.ends[1], this.parts.get(link.to), last, last.a),
      ];
    });
  }

  #ended(
    end: DrawnEnd | undefined,
    part: DrawnPart | undefined,
    stretch: DrawnStretch,
    inner: Point,
  ): Ended[] {
    if (!end || !part || courseOf(stretch) === 'slanted') return [];
    const side =
      courseOf(stretch) === 'level'
        ? inner.x < end.at.x
          ? ('left' as const)
          : ('right' as const)
        : inner.y < end.at.y
          ? ('top' as const)
          : ('bottom' as const);
    return [{ end, part, stretch, side }];
  }
}

const OFF_AXIS = 3;

function axes({ ends }: Page): number {
  const sides = new Map<string, number[]>();
  for (const { end, part, side } of ends) {
    if (part.group) continue;
    const middle = middleOf(part.icon && !part.framed ? part.icon : part.box);
    const upright = side === 'top' || side === 'bottom';
    const off = upright ? end.at.x - middle.x : end.at.y - middle.y;
    const key = `${part.id} ${side}`;
    sides.set(key, [...(sides.get(key) ?? []), off]);
  }
  return [...sides.values()].filter(
    ([first = 0, ...others]) =>
      Math.abs(first) > OFF_AXIS && others.every((off) => Math.abs(off - first) <= 2),
  ).length;
}

const captions = ({ ends }: Page): number =>
  ends.filter(
    ({ end, part, side }) =>
      side === 'bottom' && !part.framed && part.icon && end.at.y > part.icon.y + part.icon.h + 14,
  ).length;

const HUG = { off: 10, length: 40 };

function hugging({ picture }: Page): number {
  const borders = picture.parts.filter((p) => p.framed).map(({ box }) => box);
  if (borders.length === 0) return 0;
  const index = new Flatbush(borders.length);
  for (const { x, y, w, h } of borders) index.add(x, y, x + w, y + h);
  index.finish();
  const hugs = (stretch: DrawnStretch): boolean => {
    const course = courseOf(stretch);
    if (course === 'slanted' || lengthOf(stretch) < HUG.length) return false;
    const { x, y, w, h } = boundsOf([stretch.a, stretch.b]);
    const reach = grown({ x, y, w, h }, HUG.off);
    return index
      .search(reach.x, reach.y, reach.x + reach.w, reach.y + reach.h)
      .map((i) => borders[i] as Box)
      .some((b) => {
        const level = course === 'level';
        const side = level
          ? Math.min(x + w, b.x + b.w) - Math.max(x, b.x)
          : Math.min(y + h, b.y + b.h) - Math.max(y, b.y);
        const at = level ? [y - b.y, y - b.y - b.h] : [x - b.x, x - b.x - b.w];
        return side >= HUG.length && at.some((off) => Math.abs(off) <= HUG.off);
      });
  };
  // What links of a trunk share is one stretch.
  const once = new Map(
    picture.lines.flatMap(({ id, stretches }) =>
      stretches.map((s, i) => [s.trunk ? JSON.stringify(s) : `${id} ${i}`, s] as const),
    ),
  );
  return [...once.values()].filter(hugs).length;
}

const TIGHT = { most: 13, least: 2, length: 60 };

function tightPairs({ picture: { lines } }: Page): number {
  const all = lines.flatMap((line) => line.stretches.map((stretch) => ({ line, stretch })));
  if (all.length === 0) return 0;
  const index = new Flatbush(all.length);
  for (const { stretch } of all) {
    const { x, y, w, h } = boundsOf([stretch.a, stretch.b]);
    index.add(x, y, x + w, y + h);
  }
  index.finish();
  const found = new Set<string>();
  all.forEach(({ line, stretch }, i) => {
    if (courseOf(stretch) === 'slanted') return;
    const { x, y, w, h } = grown(boundsOf([stretch.a, stretch.b]), TIGHT.most);
    for (const k of index.search(x, y, x + w, y + h)) {
      const other = all[k];
      if (k <= i || !other || other.line === line) continue;
      if (stretch.trunk !== undefined && stretch.trunk === other.stretch.trunk) continue;
      const run = overlapOf(stretch, other.stretch);
      const near = run && run.apart > TIGHT.least && run.apart < TIGHT.most;
      if (near && run.length >= TIGHT.length) found.add(`${line.id} ${other.line.id}`);
    }
  });
  return found.size;
}

const trunkOf = ({ stretches }: DrawnLine): string | undefined => stretches[0]?.trunk;

const oneTrunk = (a: DrawnLine, b: DrawnLine): boolean =>
  trunkOf(a) !== undefined && trunkOf(a) === trunkOf(b);

/** Lines through words of elements and of other links, shrunk a little: touching is not striking. */
function struckWords({ picture: { parts, lines } }: Page): number {
  const words = [
    ...parts.flatMap(({ words: own }) => own.map((box) => ({ box, line: undefined }))),
    ...lines.flatMap((line) => (line.label ? [{ box: line.label.box, line }] : [])),
  ];
  if (words.length === 0) return 0;
  const index = new Flatbush(words.length);
  for (const { box } of words) index.add(box.x, box.y, box.x + box.w, box.y + box.h);
  index.finish();
  const struck = new Set<string>();
  for (const line of lines)
    for (const stretch of line.stretches) {
      const { x, y, w, h } = boundsOf([stretch.a, stretch.b]);
      for (const k of index.search(x, y, x + w, y + h)) {
        const word = words[k];
        const own = word?.line && (word.line === line || oneTrunk(word.line, line));
        if (word && !own && clip(stretch, grown(word.box, -2))) struck.add(`${line.id} ${k}`);
      }
    }
  return struck.size;
}

const lettered = ({ label }: DrawnLine): boolean =>
  label?.badge !== undefined && label.text === '' && /[a-z]/i.test(label.badge);

function labelling({
  picture: { lines },
}: Page): Pick<PictureFigures, 'labels' | 'letters' | 'beside' | 'ambiguous'> {
  const labelled = lines.filter((l) => l.label);
  let [beside, ambiguous] = [0, 0];
  for (const line of labelled) {
    const { box } = line.label as NonNullable<DrawnLine['label']>;
    const own = distanceFromLine(box, line);
    if (own === Infinity) continue;
    if (own > 0.5) beside++;
    const limit = 2.5 * Math.max(own, 1);
    if (
      lines.some((l) => l !== line && !oneTrunk(l, line) && distanceFromLine(box, l, limit) < limit)
    )
      ambiguous++;
  }
  return {
    labels: labelled.length,
    letters: labelled.filter(lettered).length,
    beside,
    ambiguous,
  };
}

/** Share of the room from `low` to `high` that spans take, even margins at both ends not counted. */
function filled(low: number, high: number, spans: readonly (readonly [number, number])[]): number {
  const first = Math.max(low, Math.min(...spans.map(([from]) => from)));
  const last = Math.min(high, Math.max(...spans.map(([, to]) => to)));
  const even = Math.min(Math.min(first - low, high - last), 80);
  return Math.max(0, last - first) / Math.max(1, high - low - 2 * Math.max(0, even));
}

function emptyGroups({ parts, diagram }: Page): { groups: number; empty: number } {
  const members = new Map<Identity, DrawnPart[]>();
  for (const [id, part] of parts) {
    const parent = diagram.elements[id]?.parent;
    if (parent !== undefined) members.set(parent, [...(members.get(parent) ?? []), part]);
  }
  const groups = [...members].flatMap(([id, of]) => {
    const group = parts.get(id);
    return group ? [{ group, of }] : [];
  });
  const empty = groups.filter(({ group: { box, words, icon }, of }) => {
    const heads = [...words, ...(icon ? [icon] : [])];
    const head = Math.max(box.y, ...heads.map((b) => b.y + b.h)) + 4;
    const span = ({ x, w }: Box): readonly [number, number] => [x, x + w];
    const boxes = of.map((p) => p.box);
    // A group cannot be narrower than its title.
    const along = (list: readonly Box[]): number =>
      filled(box.x + 10, box.x + box.w - 10, list.map(span));
    const across = Math.max(along(boxes), along([...boxes, ...heads]));
    const down = filled(
      head,
      box.y + box.h - 10,
      boxes.map(({ y, h }) => [y, y + h] as const),
    );
    return across * down < 0.6;
  });
  return { groups: groups.length, empty: empty.length };
}

/** Links whose ends could be told apart by an order; none where links with an arrow go round. */
function directions({ parts, diagram }: Page): { directed: number; against: number } {
  const directed = Object.values(diagram.links).flatMap(({ from, to, facts }) => {
    const way = facts.direction ?? 'forward';
    const [a, b] = way === 'back' ? [to, from] : [from, to];
    const nested = around(diagram, a).includes(b) || around(diagram, b).includes(a);
    return (way === 'forward' || way === 'back') && !nested ? [{ a, b }] : [];
  });
  let left = directed;
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const reached = new Set(left.map(({ b }) => b));
    left = left.filter(({ a }) => reached.has(a));
  }
  if (left.length > 0) return { directed: 0, against: 0 };
  const sign = diagram.direction === 'right' || diagram.direction === 'down' ? 1 : -1;
  const axis = diagram.direction === 'right' || diagram.direction === 'left' ? 'x' : 'y';
  const at = (id: Identity): number => {
    const part = parts.get(id);
    return part ? sign * middleOf(part.icon && !part.framed ? part.icon : part.box)[axis] : 0;
  };
  return {
    directed: directed.length,
    against: directed.filter(({ a, b }) => at(b) - at(a) <= 10).length,
  };
}

/** Neighbours in one row or column whose icons nearly stand on one axis, and do not. */
function rows({ parts, diagram }: Page): { icons: number; offRow: number } {
  const icons = [...parts].flatMap(([id, { icon, group, framed }]) =>
    icon && !group && !framed ? [{ icon, parent: diagram.elements[id]?.parent }] : [],
  );
  let offRow = 0;
  for (const { icon, parent } of icons) {
    const beside = icons.filter((o) => o.icon !== icon && o.parent === parent);
    for (const [along, cross, size, depth] of [
      ['x', 'y', 'w', 'h'],
      ['y', 'x', 'h', 'w'],
    ] as const) {
      const [next] = beside
        .filter(
          (o) =>
            o.icon[along] > icon[along] + icon[size] / 2 &&
            Math.abs(o.icon[cross] - icon[cross]) < icon[depth],
        )
        .sort((p, q) => p.icon[along] - q.icon[along]);
      const off = next ? Math.abs(middleOf(next.icon)[cross] - middleOf(icon)[cross]) : 0;
      if (off > 1.5) offRow++;
    }
  }
  return { icons: icons.length, offRow };
}

function cardSizes({ parts, diagram }: Page): number {
  const sizes = new Map<string, Set<string>>();
  for (const [id, { box, group, framed }] of parts) {
    if (group || !framed) continue;
    const kind = diagram.elements[id]?.kind ?? '';
    const of = sizes.get(kind) ?? new Set();
    sizes.set(kind, of.add(`${Math.round(box.w)} ${Math.round(box.h)}`));
  }
  return [...sizes.values()].reduce((sum, of) => sum + of.size - 1, 0);
}

export function figuresOf(picture: DrawnPicture, diagram: Diagram): PictureFigures {
  const identities = drawnIdentities(diagram);
  const defects = lineDefects({ picture, identities, diagram });
  const count = (kind: LineDefectKind): number => defects.filter((d) => d.kind === kind).length;
  const page = new Page(picture, diagram, identities);
  return {
    links: Object.keys(diagram.links).length,
    ends: page.ends.length,
    hard: Object.fromEntries(HARD.map((kind) => [kind, count(kind)])) as Record<HardFigure, number>,
    connectors: count('connector'),
    crossings: count('crossing'),
    struck: struckWords(page),
    offAxis: axes(page),
    atCaption: captions(page),
    hugs: hugging(page),
    tight: tightPairs(page),
    corners: picture.lines.reduce((sum, l) => sum + Math.max(0, l.stretches.length - 1), 0),
    ...labelling(page),
    ...emptyGroups(page),
    ...directions(page),
    ...rows(page),
    sizes: cardSizes(page),
  };
}
