/**
 * A hub as a bar: an element that many lines end at is drawn as a long box, and what it joins stands
 * in rows on both of its sides, each with a short line to the bar.
 */

import type { Direction } from '../../model/facts.ts';
import type { Block, BlockForm, BlockPart } from './block-forms.ts';
import { nearestTo } from './flow.ts';

/** Most columns of parts on one side of the bar. */
const MOST_COLUMNS = 4;
/** A part this many times as long as the usual one stands at the bar's beginning. */
const LARGE = 1.8;
/** Room for one line between two parts, px. */
const LANE = 14;
/** Room beside a bar and between two columns: an arrowhead at both ends, and a bend, px. */
const BESIDE = 48;

/** The side of a part: before the bar (left of it, or above), after it, or wherever there is room. */
export type PartSide = 'before' | 'after' | 'any';

export interface BarPart {
  /** @param end whether it stands at the bar's left (above it), or at its right (below it) */
  readonly block: (end: BarEnd) => Block;
  readonly side: PartSide;
  /** Holds several spokes, set out by the first of its forms in one column, by the next in two, … */
  readonly facing: boolean;
}

export type BarEnd = 'first' | 'second';

export interface HubForm {
  readonly block: Block;
  readonly shape: BlockForm;
  /** Where the bar begins in it, and how long it is, px along. */
  readonly offset: number;
  readonly length: number;
}

export interface BarInput {
  readonly parts: readonly BarPart[];
  /** The hub with a bar of at least this length in it. */
  readonly bar: (length: number) => HubForm;
  readonly direction: Direction;
  /** Largest width (of a bar across the page: height) of the words on its lines, px. */
  readonly words: number;
  /** The height of these (of a bar across the page: their width), px. */
  readonly wordsAcross: number;
  readonly room: number;
}

/** A block with its form and its place: along the bar, and across, from the bar outward. */
interface SidePlace {
  readonly block: Block;
  readonly shape: BlockForm;
  readonly along: number;
  readonly across: number;
  readonly depth: number;
}

interface SideForm {
  readonly placed: readonly SidePlace[];
  readonly along: number;
  readonly across: number;
}

type SizeOf = (shape: BlockForm) => number;

interface SidePart {
  readonly block: Block;
  readonly facing: boolean;
}

interface SideInput {
  readonly parts: readonly SidePart[];
  readonly columns: number;
  readonly along: SizeOf;
  readonly across: SizeOf;
  readonly vertical: boolean;
  /** Between two columns. */
  readonly gap: number;
  readonly lane: number;
  /** Whether rows are read towards the bar. */
  readonly towards: boolean;
}

const formOf = ({ block, facing }: SidePart, vertical: boolean, columns: number): BlockForm =>
  facing
    ? (block.shapes[Math.min(columns, block.shapes.length) - 1] as BlockForm)
    : nearestTo(block, vertical ? 1.8 : 1.3);

/**
 * Parts in rows of so many columns. Every other column is shifted by half a row, so that lines of the
 * outer one pass between the parts of the inner one.
 */
function sideOf(input: SideInput): SideForm {
  const { parts, columns, along, across, vertical, gap, lane, towards } = input;
  const shapes = parts.map((part) => ({
    block: part.block,
    facing: part.facing,
    shape: formOf(part, vertical, columns),
  }));
  const sizes = shapes.filter((s) => !s.facing).map(({ shape }) => along(shape));
  const usual = sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 0;
  const large = shapes.filter(({ facing, shape }) => facing || along(shape) > LARGE * usual);
  const others = shapes.filter((one) => !large.includes(one));
  const placed: SidePlace[] = [];
  const between = lane * Math.max(1, columns - 1) + LANE;
  let start = 0;
  for (const { block, shape } of large) {
    placed.push({ block, shape, along: start, across: 0, depth: across(shape) });
    start += along(shape) + between;
  }
  const cell = Math.max(0, ...others.map(({ shape }) => along(shape)));
  const pitch = cell + between;
  const at = others.map((_, i) => {
    const row = Math.floor(i / columns);
    const full = Math.min(columns, others.length - row * columns);
    const inRow = i % columns;
    return { row, column: towards ? full - 1 - inRow : inRow };
  });
  const depths = Array.from({ length: columns }, (_, c) =>
    Math.max(0, ...others.map(({ shape }, i) => (at[i]?.column === c ? across(shape) : 0))),
  );
  others.forEach(({ block, shape }, i) => {
    const { row, column } = at[i] as (typeof at)[number];
    const before = depths.slice(0, column).reduce((sum, d) => sum + d + gap, 0);
    const shift = column % 2 === 1 ? pitch / 2 : 0;
    // Cards of one column are equally wide.
    const isCard = shape.mode === 'leaf' && !block.centred && vertical;
    placed.push({
      block,
      shape: isCard ? { ...shape, w: depths[column] ?? shape.w } : shape,
      along: Math.round(start + row * pitch + shift + (cell - along(shape)) / 2),
      across: before,
      depth: isCard ? (depths[column] ?? 0) : across(shape),
    });
  });
  return {
    placed,
    along: Math.max(0, ...placed.map((p) => p.along + along(p.shape))),
    across: Math.max(0, ...placed.map((p) => p.across + p.depth)),
  };
}

/** Shares the parts that may stand on either side, so that both sides are about as long. */
function shared(
  parts: readonly BarPart[],
  backwards: boolean,
): Readonly<Record<BarEnd, readonly SidePart[]>> {
  const fixed = (side: PartSide): number => parts.filter((p) => p.side === side).length;
  const free = fixed('any');
  const early = Math.max(
    0,
    Math.min(free, Math.ceil((free + fixed('after') - fixed('before')) / 2)),
  );
  let n = 0;
  const ends = { first: [] as SidePart[], second: [] as SidePart[] };
  for (const { block, side, facing } of parts) {
    const goes = side === 'any' ? (n++ < early ? 'before' : 'after') : side;
    const end: BarEnd = (goes === 'before') === backwards ? 'second' : 'first';
    ends[end].push({ block: block(end), facing });
  }
  return ends;
}

interface Axes {
  readonly vertical: boolean;
  readonly along: SizeOf;
  readonly across: SizeOf;
}

function axesOf(direction: Direction): Axes {
  const vertical = direction === 'right' || direction === 'left';
  return {
    vertical,
    along: (s) => (vertical ? s.h : s.w),
    across: (s) => (vertical ? s.w : s.h),
  };
}

const gapOf = ({ words, room }: Pick<BarInput, 'words' | 'room'>): number =>
  Math.round((words > 0 ? words + BESIDE : BESIDE) * room);

const laneOf = ({ wordsAcross, room }: Pick<BarInput, 'wordsAcross' | 'room'>): number =>
  Math.round(Math.max(LANE, wordsAcross > 0 ? wordsAcross + 8 : 0) * room);

function bounded(rows: readonly BlockPart[]): BlockForm {
  return {
    w: Math.max(...rows.map((p) => p.x + p.shape.w)),
    h: Math.max(...rows.map((p) => p.y + p.shape.h)),
    mode: 'fixed',
    rows: [rows],
  };
}

/** Ways to set out a hub and what it joins: with more and more columns on a side. */
export function barForms(input: BarInput): BlockForm[] {
  const { parts, bar, direction } = input;
  const { vertical, along, across } = axesOf(direction);
  const { first, second } = shared(parts, direction === 'left' || direction === 'up');
  const longest = Math.max(first.length, second.length);
  const most = parts.some((p) => p.facing) ? MOST_COLUMNS : Math.min(MOST_COLUMNS, longest);
  const gap = gapOf(input);
  const forms: BlockForm[] = [];
  for (let columns = 1; columns <= most; columns++) {
    const own = (side: readonly SidePart[]): number =>
      side.some((p) => p.facing)
        ? columns
        : Math.max(1, Math.ceil((columns * side.length) / longest));
    const side = (of: readonly SidePart[], towards: boolean): SideForm =>
      sideOf({
        parts: of,
        columns: own(of),
        along,
        across,
        vertical,
        gap,
        lane: laneOf(input),
        towards,
      });
    const [left, right] = [side(first, true), side(second, false)];
    const hub = bar(Math.max(left.along, right.along));
    const at = left.placed.length > 0 ? left.across + gap : 0;
    const thick = across(hub.shape);
    const put = ({ placed, along: used }: SideForm, mirrored: boolean): BlockPart[] =>
      placed.map(({ block, shape, along: a, across: c, depth }) => {
        const y = Math.round(hub.offset + a + (hub.length - used) / 2);
        const x = mirrored ? left.across - c - depth : at + thick + gap + c;
        return { block, shape, x: vertical ? x : y, y: vertical ? y : x };
      });
    const barAt = { x: vertical ? at : 0, y: vertical ? 0 : at };
    forms.push(
      bounded([
        ...put(left, true),
        { block: hub.block, shape: hub.shape, ...barAt },
        ...put(right, false),
      ]),
    );
  }
  return forms;
}

export interface FacingInput
  extends Pick<BarInput, 'direction' | 'words' | 'wordsAcross' | 'room'> {
  readonly blocks: readonly Block[];
  readonly end: BarEnd;
}

/** Ways to set out what a bar outside joins: in one column along it, in two, … */
export function facingForms(input: FacingInput): BlockForm[] {
  const { blocks, direction, end } = input;
  const { vertical, along, across } = axesOf(direction);
  const parts = blocks.map((block) => ({ block, facing: false }));
  return Array.from({ length: Math.min(MOST_COLUMNS, blocks.length) }, (_, i) => {
    const side = sideOf({
      parts,
      columns: i + 1,
      along,
      across,
      vertical,
      gap: gapOf(input),
      lane: laneOf(input),
      towards: end === 'first',
    });
    return bounded(
      side.placed.map(({ block, shape, along: y, across: c, depth }) => {
        const x = end === 'first' ? side.across - c - depth : c;
        return { block, shape, x: vertical ? x : y, y: vertical ? y : x };
      }),
    );
  });
}
