/** Levels -> blocks: what each group holds, and the ways to set it out. */

import type { Identity } from '../../model/diagram.ts';
import { tagsWidth } from '../scene/theme.ts';
import type { BlockContext } from './block-context.ts';
import type { Block, BlockForm, BorderPart } from './block-forms.ts';
import { type BorderSide, standsOnBorder } from './border.ts';
import { components, flowShapes } from './flow.ts';
import type { FlowLink } from './flow-input.ts';
import { holds, type ItemLink } from './hub.ts';
import { barLevel, facing, hubForms, leafOf } from './hub-block.ts';
import { type BlockItem, flowInput, gathered, itemsByIdentity, itemsOf, linksOf } from './items.ts';
import { line, pack } from './pack.ts';
import type { Level } from './tree.ts';
import { treeForms } from './tree-forms.ts';

/** Where a bar that goes on beyond this level joins enough of this level, too. */
function hubAround(
  level: Level,
  members: readonly Level[],
  { bar, ...context }: BlockContext,
): BlockForm[] {
  const items = itemsOf(members, context, blockOf);
  const links = linksOf(level, items, context);
  const all = items.map((_, i) => i);
  const joined = components(items.length, links);
  return joined.length > 1 ? [] : barsOf(items, all, links, bar ? { ...context, bar } : context);
}

/** Ways to set out connected items of which one is a hub. */
function barsOf(
  items: readonly BlockItem[],
  set: readonly number[],
  links: readonly ItemLink[],
  context: BlockContext,
): BlockForm[] {
  const at = new Map(set.map((item, i) => [item, i]));
  return hubForms({
    blocks: items.map((i) => i.block),
    members: items.map((i) => i.member),
    links: links.flatMap((l): ItemLink[] => {
      const [from, to] = [at.get(l.from), at.get(l.to)];
      return from === undefined || to === undefined ? [] : [{ ...l, from, to }];
    }),
    context,
    blockOf,
  });
}

/** More linked members than this are set out in a grid: along their links they would fill no page. */
const MANY = 200;

/** Most leaves that are set out in one line without being asked; and where a trunk leads to all of them. */
const FAN = 4;
const FANNED = 8;

interface LinkedItems {
  readonly level: Level;
  readonly items: readonly BlockItem[];
  readonly links: readonly ItemLink[];
  /** The author wants some of them in an order, on a line or at a side. */
  readonly hinted: boolean;
  /** A side is one of the whole level, so all of it is placed as one. */
  readonly sided: boolean;
  readonly gap: number;
  readonly columns: number | undefined;
}

/** Ways to set out items of which some are linked: what hangs together is placed together. */
function linkedForms(given: LinkedItems, context: BlockContext): BlockForm[] {
  const { level, items, links, hinted, sided, gap, columns } = given;
  const itemOf = itemsByIdentity(items);
  const blocks: Block[] = [];
  const single: BlockItem[] = [];
  const bonds = [...context.ordered, ...context.aligned].flatMap((ids) => {
    const here = ids.flatMap((id) => itemOf.get(id) ?? []);
    return here.slice(1).map((to, i): FlowLink => ({ from: here[i] as number, to }));
  });
  if (sided) bonds.push(...items.slice(1).map((_, i): FlowLink => ({ from: i, to: i + 1 })));
  for (const set of components(items.length, [...links, ...bonds])) {
    if (set.length === 1) {
      single.push(items[set[0] as number] as BlockItem);
      continue;
    }
    const own = set.map((i) => items[i] as BlockItem);
    if (set.length > MANY) {
      blocks.push(...gathered(own, context, columns));
      continue;
    }
    const bar = hinted ? [] : barsOf(own, set, links, context);
    if (bar.length > 0) {
      blocks.push({ shapes: bar, stretch: false });
      continue;
    }
    const input = flowInput(items, set, links, level, context);
    blocks.push({ shapes: flowShapes(input, context), stretch: false });
  }
  if (single.length > 0) blocks.push(...gathered(single, context, columns));
  const [only, ...others] = blocks;
  // Whole, so that the one along the links stays beside denser ones.
  if (only && others.length === 0) return [...only.shapes];
  return pack(blocks, gap);
}

/** Between two ranks of a tree more than between neighbours, px. */
const RANKS = 6;

/** Ways to set out the members of a level. */
export function innerShapes(level: Level, context: BlockContext): BlockForm[] {
  const members = level.members.filter((m) => !standsOnBorder(m.element, level.element));
  const { bar, ...usual } = context;
  const holder = bar && members.find((m) => holds(m, bar.identity));
  const around = holder && hubAround(level, members, context);
  if (around && around.length > 0) return around;
  if (holder) {
    const rest = { ...level, members: level.members.filter((m) => m !== holder) };
    const beside = rest.members.length > 0 ? innerShapes(rest, usual) : [];
    return barLevel(blockOf(holder, context), beside, context);
  }
  const { layout: asked, columns } = level.element?.facts ?? context.page;
  const layout = asked ?? (context.inTree ? 'tree' : 'auto');
  const inside = { ...context, inTree: layout === 'tree' };
  const items = itemsOf(members, inside, blockOf);
  if (context.facing && context.facing.identity === level.identity)
    return facing(
      items.map((i) => i.block),
      context.facing,
      context,
    );
  const gap = context.linked ? (context.density.gap + 18) * context.room : context.density.gap;
  const itemOf = itemsByIdentity(items);
  const links = linksOf(level, items, context);
  if (layout === 'row' || layout === 'column') {
    const words = links.map((l) => (layout === 'row' ? l.label?.w : l.label?.h) ?? 0);
    return line(
      items.map((i) => i.block),
      Math.max(gap, ...words.map((w) => (w > 0 ? w + 36 : 0))),
      layout,
    );
  }
  if (layout === 'tree' && links.length === 0) {
    const isGroup = (i: BlockItem): boolean => i.leaf === undefined;
    const leaves = gathered(
      items.filter((i) => !isGroup(i)),
      context,
      columns,
    );
    const groups = items.filter(isGroup).map((i) => i.block);
    const rankGap = gap + RANKS;
    return treeForms({ leaves, groups, direction: context.direction, gap, rankGap });
  }
  const sided = members.some((m) => m.element?.facts.side !== undefined);
  const hintsHere =
    sided ||
    [...context.ordered, ...context.aligned].some(
      (ids) => ids.filter((id) => itemOf.has(id)).length > 1,
    );
  const fanned = context.fanned(items.flatMap((i) => i.identities));
  // A few equals that lines fan out to stand in one line, not in a crooked grid.
  const fan =
    context.linked &&
    items.length > 1 &&
    items.length <= (fanned ? FANNED : FAN) &&
    items.every((i) => i.leaf?.shape === 'icon');
  if (layout === 'auto' && links.length === 0 && !hintsHere && fan) {
    const blocks = items.map((i) => i.block);
    const lanes = (context.density.gap + 14) * context.room;
    return [...line(blocks, lanes, 'column'), ...line(blocks, lanes, 'row')];
  }
  if (layout === 'grid' || (layout === 'auto' && links.length === 0 && !hintsHere))
    return pack(gathered(items, context, columns), gap);
  // Links give a tree its ranks, and nothing turns them.
  const ranked = layout === 'tree' ? { ...context, turns: false } : context;
  const hinted = hintsHere || layout === 'tree';
  return linkedForms({ level, items, links, hinted, sided, gap, columns }, ranked);
}

/** Room for a line between a gateway and what stands inside, px. */
const BESIDE_GATEWAY = 26;

/** More than any title needs, px. */
const WIDE = 1e5;

/** Room for a line from a group's border to what is inside of it, px: an arrowhead, and a shaft that is seen. */
const OWN_LINK = 14;

function borderParts(level: Level, context: BlockContext): BorderPart[] {
  // However wide the group will be: with the title on one line.
  const title = context.header(level.identity as Identity, WIDE).w;
  return level.members
    .filter((m) => standsOnBorder(m.element, level.element))
    .map((m): BorderPart => {
      const identity = m.identity as Identity;
      const figure = context.figure(identity);
      const docks = context.docks(identity);
      const side = context.gatewaySide(identity);
      const across = side === 'left' || side === 'right';
      return {
        identity,
        w: across ? figure.w : Math.max(figure.w, docks.w),
        h: across ? Math.max(figure.h, docks.h) : figure.h,
        side,
        out: (figure.icon?.size ?? 0) / 2,
        after: side === 'top' ? title + BESIDE_GATEWAY : BESIDE_GATEWAY,
      };
    });
}

/** A group around each of these inner shapes. */
export function framed(
  level: Level,
  inner: readonly BlockForm[],
  context: BlockContext,
): BlockForm[] {
  const identity = level.identity as Identity;
  const onBorder = borderParts(level, context);
  // Lanes run between a border and what is inside of it; borders within borders need air too.
  const nested = level.members.some((m) => m.element?.group);
  const lanes = (nested ? 8 : 5) + 16 * (context.room - 1);
  const own = context.ownLinks(identity) ? OWN_LINK : 0;
  const pad = context.density.groupPad + (context.linked ? lanes : 0) + own;
  // Between a gateway and the members stand the words of the lines that join them.
  const words = (gateway: Identity, size: 'w' | 'h'): number =>
    Math.max(
      0,
      ...level.links
        .filter((l) => l.from === gateway || l.to === gateway)
        .map((l) => (context.label(l.link)?.[size] ?? 0) + 12),
    );
  const at = (side: BorderSide): BorderPart[] => onBorder.filter((b) => b.side === side);
  const inward = (side: BorderSide): number[] => {
    const size = side === 'left' || side === 'right' ? 'w' : 'h';
    return at(side).map((b) => b[size] - b.out + BESIDE_GATEWAY + words(b.identity, size));
  };
  const room = (side: BorderSide): number => Math.max(pad, ...inward(side));
  const along = (side: BorderSide): number => {
    const own = at(side);
    if (side === 'left' || side === 'right') return own.reduce((h, b) => h + b.h + 14, 0);
    const { tags } = context.header(identity, WIDE);
    const beside = side === 'top' && tags ? tagsWidth(tags) : 0;
    const [first] = own;
    return first ? own.reduce((w, b) => w + b.w + 14, first.after + beside + 14) : 0;
  };
  const least = {
    w: Math.max(along('top'), along('bottom')),
    h: Math.max(along('left'), along('right')),
  };
  const shapes = inner.map((shape): BlockForm => {
    const [left, right] = [room('left'), room('right')];
    const header = context.header(identity, shape.w + left + right);
    const content = { shapes: [shape], stretch: true };
    const top = Math.max(header.h + Math.max(3, pad - 6), ...inward('top'));
    return {
      w: Math.max(shape.w + left + right, header.w, least.w),
      h: top + Math.max(shape.h, least.h) + room('bottom'),
      mode: 'frame',
      rows: [[{ block: content, shape, x: left, y: top }]],
      ...(onBorder.length > 0 ? { onBorder } : {}),
      ...(shape.cost === undefined ? {} : { cost: shape.cost }),
    };
  });
  return shapes.sort((a, b) => a.w - b.w || a.h - b.h);
}

export function blockOf(level: Level, context: BlockContext): Block {
  const identity = level.identity as Identity;
  if (!level.element?.group) {
    // One below the other, icons stand on one axis.
    const centred = context.figure(identity).shape === 'icon';
    return {
      identity,
      shapes: [leafOf(identity, context)],
      stretch: false,
      ...(centred ? { centred } : {}),
    };
  }
  return { identity, shapes: framed(level, innerShapes(level, context), context), stretch: true };
}
