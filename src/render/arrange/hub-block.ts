/** Sets out the hub of a level as a bar between the parts that it joins. */

import type { Identity } from '../../model/diagram.ts';
import type { Box } from '../scene/scene.ts';
import {
  type BarEnd,
  type BarPart,
  barForms,
  facingForms,
  type HubForm,
  type PartSide,
} from './bar.ts';
import type { BlockContext, FacingGroup } from './block-context.ts';
import { type Block, type BlockForm, leafShape, placeBlock } from './block-forms.ts';
import { flowShapes, nearestTo } from './flow.ts';
import type { FlowLink } from './flow-input.ts';
import { type HubInput, hubOf, type ItemLink, spokesIn, touching } from './hub.ts';
import type { Level } from './tree.ts';

/** A part with as many spokes in it is set out along the bar. */
const FACING = 3;
/** Between a bar's border and what it shows, px. */
const PAD = 8;
/** Between a bar and its neighbours in a box around both, px. */
const BESIDE = 40;

const isAcross = ({ direction }: BlockContext): boolean =>
  direction === 'right' || direction === 'left';

/** Lines come from parts that stand before the bar, and go to those that stand after it. */
function sideOf(links: readonly ItemLink[], hub: number, { heading }: BlockContext): PartSide {
  const sides = new Set(
    links.map(({ from, lifted }): PartSide => {
      const way = heading(lifted.link);
      if (way === 'both' || way === 'none') return 'any';
      return (from === hub) === (way === 'forward') ? 'after' : 'before';
    }),
  );
  sides.delete('any');
  const [only] = sides;
  return sides.size === 1 && only ? only : 'any';
}

/** Some of the blocks, set out along the links between them. */
function partBlock({ blocks, links, context }: HubInput, part: readonly number[]): Block {
  const [first] = part;
  if (part.length === 1) return blocks[first as number] as Block;
  const at = new Map(part.map((item, i) => [item, i]));
  const own = links.flatMap((l): FlowLink[] => {
    const [from, to] = [at.get(l.from), at.get(l.to)];
    return from === undefined || to === undefined ? [] : [{ ...l, from, to }];
  });
  const shapes = flowShapes(
    {
      blocks: part.map((i) => blocks[i] as Block),
      links: own,
      ranks: [],
      first: [],
      last: [],
      room: context.room,
    },
    context,
  );
  return { shapes, stretch: false };
}

/** The hub's own block with a bar of at least some length in it. */
function hubBlock(
  { context, blockOf }: HubInput,
  member: Level,
  bar: Identity,
  least: number,
  taken: BarEnd | undefined,
): HubForm {
  const across = isAcross(context);
  const thin = (forms: readonly BlockForm[]): BlockForm =>
    forms.reduce((a, b) => ((across ? b.w < a.w : b.h < a.h) ? b : a));
  if (member.identity === bar && member.element?.group) {
    const natural = thin(blockOf(member, context).shapes);
    const length = Math.max(across ? natural.h : natural.w, least);
    const shape = across ? { ...natural, h: length } : { ...natural, w: length };
    const block = { identity: bar, shapes: [shape], stretch: true };
    return { block, shape, offset: 0, length };
  }
  const figure = context.figure(bar);
  const size = {
    w: across ? figure.w + 2 * PAD : Math.max(least, figure.w + 2 * PAD),
    h: across ? Math.max(least, figure.h + 2 * PAD) : figure.h + 2 * PAD,
  };
  const own = { identity: bar, ...size, ...(taken ? { taken } : {}) };
  const block = blockOf(member, { ...context, bar: own });
  const shape = thin(block.shapes);
  const boxes = new Map<Identity, Box>();
  placeBlock({ ...block, stretch: false }, shape, { x: 0, y: 0, w: shape.w, h: shape.h }, boxes);
  const { x, y, w, h } = boxes.get(bar) ?? { x: 0, y: 0, ...size };
  return {
    block: { ...block, shapes: [shape], stretch: false },
    shape,
    offset: across ? y : x,
    length: across ? h : w,
  };
}

/** Ways to set out a hub with all that it joins; none where there is no hub. */
export function hubForms(input: HubInput): BlockForm[] {
  const { members, links, context, blockOf } = input;
  const found = hubOf(input);
  const member = found && members[found.hub];
  if (!found || !member) return [];
  const { hub, bar } = found;
  const outer = context.bar?.identity === bar ? context.bar : undefined;
  const spokes = touching(links, hub);
  const across = isAcross(context);
  const most = (size: 'w' | 'h'): number => Math.max(0, ...spokes.map((l) => l.label?.[size] ?? 0));
  const words = most(across ? 'w' : 'h');
  const wordsAcross = most(across ? 'h' : 'w');
  const { bar: _, ...usual } = context;
  const parts = found.parts.map((part): BarPart => {
    const own = spokes.filter((l) => part.includes(l.from === hub ? l.to : l.from));
    const [only] = part;
    const group = part.length === 1 ? members[only as number] : undefined;
    const faces =
      group?.identity !== undefined &&
      group.links.length === 0 &&
      spokesIn(input, hub, bar, only as number).size >= FACING;
    const side = outer?.taken ? sideAway(outer.taken, context) : sideOf(own, hub, context);
    return {
      facing: faces,
      side,
      block: (end) =>
        faces
          ? blockOf(group, {
              ...usual,
              facing: { identity: group.identity as Identity, end, words, wordsAcross },
            })
          : partBlock({ ...input, context: usual }, part),
    };
  });
  const ends = new Set(parts.map((p) => p.side));
  const [side] = ends;
  const taken =
    found.parts.length === 1 && side
      ? endOf(side === 'any' ? 'before' : side, context)
      : ends.size === 1 && side && side !== 'any'
        ? endOf(side, context)
        : undefined;
  const least = outer ? (across ? outer.h : outer.w) : 0;
  return barForms({
    parts,
    bar: (length) =>
      hubBlock({ ...input, context: usual }, member, bar, Math.max(length, least), taken),
    direction: context.direction,
    words,
    wordsAcross,
    room: context.room,
  });
}

const isBackwards = ({ direction }: BlockContext): boolean =>
  direction === 'left' || direction === 'up';

const endOf = (side: 'before' | 'after', context: BlockContext): BarEnd =>
  (side === 'before') === isBackwards(context) ? 'second' : 'first';

/** The side of a bar at the end that is not taken. */
const sideAway = (taken: BarEnd, context: BlockContext): PartSide =>
  (taken === 'first') === isBackwards(context) ? 'before' : 'after';

/** Ways to set out the members of a group along a bar outside of it. */
export const facing = (
  blocks: readonly Block[],
  { end, words, wordsAcross }: FacingGroup,
  { direction, room }: BlockContext,
): BlockForm[] => facingForms({ blocks, end, words, wordsAcross, direction, room });

/** A level that holds a bar, and other things beside its beginning. */
export function barLevel(
  bar: Block,
  others: readonly BlockForm[],
  context: BlockContext,
): BlockForm[] {
  const across = isAcross(context);
  const own = bar.shapes.reduce((a, b) => ((across ? b.w < a.w : b.h < a.h) ? b : a));
  const [first] = others;
  if (!first)
    return [
      { w: own.w, h: own.h, mode: 'fixed', rows: [[{ block: bar, shape: own, x: 0, y: 0 }]] },
    ];
  const beside = nearestTo({ shapes: others, stretch: false }, across ? 0.4 : 2.5);
  const block: Block = { shapes: [beside], stretch: false };
  const w = across ? Math.max(beside.w, own.w) : 0;
  const h = across ? 0 : Math.max(beside.h, own.h);
  const form = (x: number, y: number): BlockForm => ({
    w: across ? w : x + own.w,
    h: across ? y + own.h : h,
    mode: 'fixed',
    rows: [
      [
        {
          block,
          shape: beside,
          x: across ? Math.round((w - beside.w) / 2) : 0,
          y: across ? 0 : Math.round((h - beside.h) / 2),
        },
        { block: bar, shape: own, x, y },
      ],
    ],
  });
  return [
    across
      ? form(Math.round((w - own.w) / 2), beside.h + BESIDE)
      : form(beside.w + BESIDE, Math.round((h - own.h) / 2)),
  ];
}

export const leafOf = (identity: Identity, context: BlockContext): BlockForm => {
  const { bar } = context;
  if (bar?.identity === identity) return leafShape(bar.w, bar.h);
  const { w, h } = context.figure(identity);
  const least = context.docks(identity);
  return leafShape(Math.max(w, least.w), Math.max(h, least.h));
};
