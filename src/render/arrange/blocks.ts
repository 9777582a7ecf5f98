/** Levels -> blocks: what each group holds, and the ways to set it out. */

import type { Element, Identity } from '../../model/diagram.ts';
import type { Direction } from '../../model/facts.ts';
import type { Figure } from '../scene/scene.ts';
import type { BlockContext } from './block-context.ts';
import { type Block, type BlockForm, type BorderPart, cells, leafShape } from './block-forms.ts';
import { components, type FlowInput, type FlowLink, flowShapes } from './flow.ts';
import { matrix } from './matrix.ts';
import { line, pack } from './pack.ts';
import type { Level } from './tree.ts';

const NETWORKS = new Set(['vpc', 'virtual-network', 'gcp:vpc', 'azure:virtual-network', 'aws:vpc']);
const BORDER_KIND =
  /^(aws:(internet|virtual-private|vpn|customer|egress-only-internet|carrier|local)-?(internet-)?gateway|aws:transit-gateway-attachment|azure:(virtual-network|vpn|express-?route)-gateways?|gcp:cloud-(vpn|router))$/;

/** True for a gateway, which stands on the border of the network that holds it. */
export function standsOnBorder(element: Element | undefined, around: Element | undefined): boolean {
  return (
    element !== undefined &&
    around !== undefined &&
    !element.group &&
    NETWORKS.has(around.kind) &&
    BORDER_KIND.test(element.kind)
  );
}

/**
 * Gateways to the internet stand where traffic comes in; the others opposite, unless
 * lines only come in to them.
 */
export function borderSide(
  element: Element,
  direction: Direction,
  entered: boolean,
): 'left' | 'right' {
  const { side } = element.facts;
  if (side === 'left' || side === 'right') return side;
  const start = direction === 'left' ? 'right' : 'left';
  const end = start === 'left' ? 'right' : 'left';
  return entered || /internet/.test(element.kind) ? start : end;
}

interface BlockItem {
  readonly block: Block;
  readonly identities: readonly Identity[];
  readonly leaf?: Figure;
}

function itemsOf(members: readonly Level[], context: BlockContext): BlockItem[] {
  const isZone = (m: Level): boolean =>
    m.element?.kind === 'availability-zone' && m.members.length > 0;
  const zones = members.filter(isZone);
  const together = zones.length > 1;
  const inZones = new Set(zones.flatMap((z) => z.members.map((m) => m.identity)));
  const tables = members.filter(
    (m) =>
      together &&
      m.element?.group === false &&
      context.users(m.identity as Identity).some((user) => inZones.has(user)),
  );
  const items: BlockItem[] = [];
  for (const member of members) {
    const identity = member.identity as Identity;
    if (tables.includes(member)) continue;
    if (together && isZone(member)) {
      if (member === zones[0])
        items.push({
          block: matrix(zones, tables, context, blockOf),
          identities: [...zones, ...tables].map((m) => m.identity as Identity),
        });
      continue;
    }
    const block = blockOf(member, context);
    const leaf = member.element?.group ? undefined : context.figure(identity);
    items.push({ block, identities: [identity], ...(leaf ? { leaf } : {}) });
  }
  return items;
}

/** Neighbouring leaves of one look become one grid. */
function gathered(items: readonly BlockItem[], context: BlockContext, columns?: number): Block[] {
  const blocks: Block[] = [];
  let run: BlockItem[] = [];
  const flush = (): void => {
    const looks = run[0]?.leaf;
    if (looks)
      blocks.push(
        cells(
          run.map(({ leaf, identities }) => ({
            identity: identities[0] as Identity,
            w: leaf?.w ?? 0,
            h: leaf?.h ?? 0,
          })),
          context.linked ? context.density.gap + 14 : looks.aside ? 2 : context.density.gap,
          looks.shape === 'card',
          columns,
        ),
      );
    run = [];
  };
  for (const item of items) {
    const groupable = item.leaf !== undefined && item.leaf.shape !== 'table';
    if (!groupable || (run[0] && run[0].leaf?.shape !== item.leaf?.shape)) flush();
    if (groupable) run.push(item);
    else blocks.push(item.block);
  }
  flush();
  return blocks;
}

function flowInput(
  items: readonly BlockItem[],
  set: readonly number[],
  links: readonly FlowLink[],
  level: Level,
  context: BlockContext,
): FlowInput {
  const at = new Map(set.map((item, i) => [item, i]));
  const inside = (ids: readonly Identity[]): number[] => [
    ...new Set(
      ids.flatMap((id) => {
        const item = items.findIndex((x) => x.identities.includes(id));
        return at.get(item) ?? [];
      }),
    ),
  ];
  const own = links.flatMap((l): FlowLink[] => {
    const [from, to] = [at.get(l.from), at.get(l.to)];
    return from === undefined || to === undefined ? [] : [{ ...l, from, to }];
  });
  const chains = context.ordered.flatMap((ids): FlowLink[] =>
    inside(ids).flatMap((to, i, all) => (i > 0 ? [{ from: all[i - 1] as number, to }] : [])),
  );
  const sided = (...sides: string[]): number[] =>
    inside(
      level.members.flatMap((m) =>
        m.element?.facts.side && sides.includes(m.element.facts.side)
          ? [m.identity as Identity]
          : [],
      ),
    );
  const backwards = context.direction === 'left' || context.direction === 'up';
  const start = sided('left', 'top');
  const end = sided('right', 'bottom');
  return {
    blocks: set.map((i) => (items[i] as BlockItem).block),
    links: [...own, ...chains],
    ranks: context.aligned.map(inside).filter((rank) => rank.length > 1),
    first: backwards ? end : start,
    last: backwards ? start : end,
  };
}

/** More linked members than this are set out in a grid: along their links they would fill no page. */
const MANY = 200;

/** Most leaves that are set out in one line without being asked. */
const FAN = 4;

/** Ways to set out the members of a level. */
export function innerShapes(level: Level, context: BlockContext): BlockForm[] {
  const members = level.members.filter((m) => !standsOnBorder(m.element, level.element));
  const items = itemsOf(members, context);
  const { layout = 'auto', columns } = level.element?.facts ?? context.page;
  const gap = context.linked ? context.density.gap + 18 : context.density.gap;
  const itemOf = new Map(items.flatMap((item, i) => item.identities.map((id) => [id, i] as const)));
  const links = level.links.flatMap(({ from, to, link }): FlowLink[] => {
    const [a, b] = [itemOf.get(from), itemOf.get(to)];
    if (a === undefined || b === undefined || a === b || !context.constrains(link)) return [];
    const label = context.label(link);
    return [{ from: a, to: b, ...(label ? { label } : {}) }];
  });
  if (layout === 'row' || layout === 'column') {
    const words = links.map((l) => (layout === 'row' ? l.label?.w : l.label?.h) ?? 0);
    return line(
      items.map((i) => i.block),
      Math.max(gap, ...words.map((w) => (w > 0 ? w + 36 : 0))),
      layout,
    );
  }
  const sided = members.some((m) => m.element?.facts.side !== undefined);
  const hintsHere =
    sided ||
    [...context.ordered, ...context.aligned].some(
      (ids) => ids.filter((id) => itemOf.has(id)).length > 1,
    );
  // A few equals that lines fan out to stand in one line, not in a crooked grid.
  const fan =
    context.linked &&
    items.length > 1 &&
    items.length <= FAN &&
    items.every((i) => i.leaf?.shape === 'icon');
  if (layout === 'auto' && links.length === 0 && !hintsHere && fan) {
    const blocks = items.map((i) => i.block);
    const lanes = context.density.gap + 14;
    return [...line(blocks, lanes, 'column'), ...line(blocks, lanes, 'row')];
  }
  if (layout === 'grid' || (layout === 'auto' && links.length === 0 && !hintsHere))
    return pack(gathered(items, context, columns), gap);
  const blocks: Block[] = [];
  const single: BlockItem[] = [];
  const bonds = [...context.ordered, ...context.aligned].flatMap((ids) => {
    const here = ids.flatMap((id) => itemOf.get(id) ?? []);
    return here.slice(1).map((to, i): FlowLink => ({ from: here[i] as number, to }));
  });
  // A side is one of the whole level, so all of it is placed as one.
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
    const input = flowInput(items, set, links, level, context);
    blocks.push({ shapes: flowShapes(input, context.direction, context.place), stretch: false });
  }
  if (single.length > 0) blocks.push(...gathered(single, context, columns));
  const [only, ...others] = blocks;
  // Whole, so that the one along the links stays beside denser ones.
  if (only && others.length === 0) return [...only.shapes];
  return pack(blocks, gap);
}

/** A group around each of these inner shapes. */
export function framed(
  level: Level,
  inner: readonly BlockForm[],
  context: BlockContext,
): BlockForm[] {
  const identity = level.identity as Identity;
  const border = level.members.filter((m) => standsOnBorder(m.element, level.element));
  const onBorder = border.map((m): BorderPart => {
    const figure = context.figure(m.identity as Identity);
    return {
      identity: m.identity as Identity,
      w: figure.w,
      h: figure.h,
      side: context.gatewaySide(m.identity as Identity),
      out: (figure.icon?.size ?? 0) / 2,
    };
  });
  // Lanes run between a border and what is inside of it; borders within borders need air too.
  const nested = level.members.some((m) => m.element?.group);
  const pad = context.density.groupPad + (context.linked ? (nested ? 8 : 5) : 0);
  // Between a gateway and the members stand the words of the lines that join them.
  const words = (gateway: Identity): number =>
    Math.max(
      0,
      ...level.links
        .filter((l) => l.from === gateway || l.to === gateway)
        .map((l) => (context.label(l.link)?.w ?? 0) + 12),
    );
  const room = (side: 'left' | 'right'): number =>
    Math.max(
      pad,
      ...onBorder.filter((b) => b.side === side).map((b) => b.w - b.out + 16 + words(b.identity)),
    );
  const tall = (side: 'left' | 'right'): number =>
    onBorder.filter((b) => b.side === side).reduce((h, b) => h + b.h + 14, 0);
  const least = Math.max(tall('left'), tall('right'));
  const shapes = inner.map((shape): BlockForm => {
    const [left, right] = [room('left'), room('right')];
    const header = context.header(identity, shape.w + left + right);
    const content = { shapes: [shape], stretch: true };
    const top = header.h + Math.max(3, pad - 6);
    return {
      w: Math.max(shape.w + left + right, header.w),
      h: top + Math.max(shape.h, least) + pad,
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
    const { w, h } = context.figure(identity);
    return { identity, shapes: [leafShape(w, h)], stretch: false };
  }
  return { identity, shapes: framed(level, innerShapes(level, context), context), stretch: true };
}
