/** Finds the hub of a level: the item whose one element many lines from the others end at. */

import type { Identity } from '../../model/diagram.ts';
import type { BlockContext } from './block-context.ts';
import type { Block } from './block-forms.ts';
import { components, treeDepth } from './flow.ts';
import type { FlowLink } from './flow-input.ts';
import type { Level, LiftedLink } from './tree.ts';

/** A link of a level between two of its items. */
export interface ItemLink extends FlowLink {
  readonly lifted: LiftedLink;
}

export interface HubInput {
  /** Of the connected items of a level: their blocks, and the members that a hub may be. */
  readonly blocks: readonly Block[];
  readonly members: readonly (Level | undefined)[];
  readonly links: readonly ItemLink[];
  readonly context: BlockContext;
  readonly blockOf: (level: Level, context: BlockContext) => Block;
}

/** Fewer spokes than this stand around their hub as `dot` places them. */
const LEAST_SPOKES = 6;
/** Share of the hub's lines that end at one and the same element of it. */
const MOST_LINES = 0.7;

export const holds = (level: Level, id: Identity): boolean =>
  level.identity === id || level.members.some((m) => holds(m, id));

export interface Hub {
  /** Index of an item, and the element in it that its lines end at. */
  readonly hub: number;
  readonly bar: Identity;
  /** What hangs together without the hub: indexes of items, in order. */
  readonly parts: readonly (readonly number[])[];
}

/** The element that most lines of an item end at. */
function barIn(links: readonly ItemLink[], hub: number): Identity | undefined {
  const counts = new Map<Identity, number>();
  for (const { from, lifted } of links) {
    const end = from === hub ? lifted.ends.from : lifted.ends.to;
    counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most && most[1] >= links.length * MOST_LINES ? most[0] : undefined;
}

/** The member of an item that holds an end; the item itself where it has no members. */
function spokeOf(item: Level | undefined, end: Identity): Identity {
  const member = item?.members.find((m) => holds(m, end));
  return member?.identity ?? end;
}

export const touching = (links: readonly ItemLink[], item: number): ItemLink[] =>
  links.filter((l) => l.from === item || l.to === item);

/** The spokes that a hub joins in another item. */
export const spokesIn = (
  { members, links }: HubInput,
  hub: number,
  bar: Identity,
  item: number,
): Set<Identity> =>
  new Set(
    touching(links, hub)
      .filter((l) => l.from === item || l.to === item)
      .filter(({ lifted: { ends } }) => ends.from === bar || ends.to === bar)
      .map(({ from, lifted: { ends } }) =>
        spokeOf(members[item], from === item ? ends.from : ends.to),
      ),
  );

/** Whether few lines are left where trunks lead to several members of parts that cannot face a bar. */
function fansOut(
  { links, context }: HubInput,
  hub: number,
  parts: readonly (readonly number[])[],
): boolean {
  const lines = parts.flatMap((part) => {
    const own = links.filter(
      (l) => (l.from === hub && part.includes(l.to)) || (l.to === hub && part.includes(l.from)),
    );
    return part.length === 1
      ? own.map((l) => l.lifted.link)
      : [...new Set(own.map((l) => context.trunk(l.lifted.link) ?? l.lifted.link))];
  });
  return lines.length < LEAST_SPOKES;
}

/** The item with the most spokes, if they are enough. */
export function hubOf(input: HubInput): Hub | undefined {
  const { blocks, links } = input;
  // A tree shows its ranks.
  if (treeDepth(blocks.length, links) > 1) return undefined;
  let most = LEAST_SPOKES - 1;
  let found: Pick<Hub, 'hub' | 'bar'> | undefined;
  blocks.forEach((_, hub) => {
    const bar = barIn(touching(links, hub), hub);
    if (bar === undefined) return;
    const spokes = blocks.reduce(
      (sum, __, item) => sum + (item === hub ? 0 : spokesIn(input, hub, bar, item).size),
      0,
    );
    if (spokes <= most) return;
    most = spokes;
    found = { hub, bar };
  });
  if (!found) return undefined;
  const { hub } = found;
  const without = links.filter(({ from, to }) => from !== hub && to !== hub);
  const parts = components(blocks.length, without).filter(([first]) => first !== hub);
  const crowded = parts.some((part) => part.length > Math.max(3, blocks.length / 2));
  return crowded || fansOut(input, hub, parts) ? undefined : { ...found, parts };
}
