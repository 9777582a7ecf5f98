/** The members of a level as items to be set out, and the links between them. */

import type { Identity } from '../../model/diagram.ts';
import type { Figure } from '../scene/scene.ts';
import type { BlockContext } from './block-context.ts';
import { type Block, cells } from './block-forms.ts';
import type { FlowInput, FlowLink } from './flow-input.ts';
import type { ItemLink } from './hub.ts';
import { type BlockOf, matrix } from './matrix.ts';
import type { Level } from './tree.ts';

export interface BlockItem {
  readonly block: Block;
  /** Of a single member. */
  readonly member?: Level;
  readonly identities: readonly Identity[];
  readonly leaf?: Figure;
}

export function itemsOf(
  members: readonly Level[],
  context: BlockContext,
  blockOf: BlockOf,
): BlockItem[] {
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
    items.push({ block, member, identities: [identity], ...(leaf ? { leaf } : {}) });
  }
  return items;
}

/** Neighbouring leaves of one look become one grid. */
export function gathered(
  items: readonly BlockItem[],
  context: BlockContext,
  columns?: number,
): Block[] {
  const blocks: Block[] = [];
  let run: BlockItem[] = [];
  const flush = (): void => {
    const looks = run[0]?.leaf;
    if (looks)
      blocks.push(
        cells(
          run.map(({ block, identities }) => ({
            identity: identities[0] as Identity,
            w: block.shapes[0]?.w ?? 0,
            h: block.shapes[0]?.h ?? 0,
          })),
          context.linked
            ? (context.density.gap + 14) * context.room
            : looks.aside
              ? 2
              : context.density.gap,
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

export function flowInput(
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
    room: context.room,
    first: backwards ? end : start,
    last: backwards ? start : end,
  };
}

export const itemsByIdentity = (items: readonly BlockItem[]): ReadonlyMap<Identity, number> =>
  new Map(items.flatMap((item, i) => item.identities.map((id) => [id, i] as const)));

/** The links of a level that have a say in places, between its items. */
export function linksOf(
  level: Level,
  items: readonly BlockItem[],
  context: BlockContext,
): ItemLink[] {
  const itemOf = itemsByIdentity(items);
  return level.links.flatMap((lifted): ItemLink[] => {
    const { from, to, link } = lifted;
    const [a, b] = [itemOf.get(from), itemOf.get(to)];
    if (a === undefined || b === undefined || a === b || !context.constrains(link)) return [];
    const label = context.label(link);
    const way = context.heading(link);
    const free = way === 'both' || way === 'none';
    const trunk = context.trunk(link);
    return [
      {
        from: a,
        to: b,
        lifted,
        free,
        ...(label ? { label } : {}),
        ...(trunk === undefined ? {} : { trunk }),
      },
    ];
  });
}
