/** Which elements go on which sheet: siblings with all that is inside of them. */

import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import type { SheetsBy } from '../../model/facts.ts';
import { type Paper, printable } from '../../model/paper.ts';

export interface SheetPart {
  /** Siblings, in document order. */
  readonly roots: readonly Identity[];
  /** What a reader calls it. */
  readonly name: string;
}

/** Kinds of elements that begin a sheet, by the word of the option. */
const KINDS: Readonly<Record<Exclude<SheetsBy, 'auto' | 'one' | 'zone'>, readonly string[]>> = {
  account: ['account', 'project', 'subscription'],
  ou: ['ou', 'folder', 'management-group'],
  vpc: ['vpc', 'virtual-network'],
  region: ['region'],
};

/** How many elements without members a sheet holds with its text at 6.5 pt or more on A3, when its size decides. */
const ROOM = { linked: 28, unlinked: 140 };

/** How much more, or less, another paper holds than A3. */
function shareOfA3(paper: Paper): number {
  const [own, a3] = [printable(paper), printable('A3')];
  return (own.width * own.height) / (a3.width * a3.height);
}
/** What a link to another sheet takes of that: its other end stands there, too, as a card. */
const FOREIGN_END = 1 / 3;

export const childrenOf = ({
  elements,
}: Pick<Diagram, 'elements'>): ReadonlyMap<Identity | undefined, readonly Identity[]> => {
  const children = new Map<Identity | undefined, Identity[]>();
  for (const [id, { parent }] of Object.entries(elements)) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  return children;
};

const nameOf = ({ elements }: Diagram, roots: readonly Identity[]): string => {
  const name = (id: Identity | undefined): string => elements[id ?? '']?.name ?? '';
  return roots.length === 1 ? name(roots[0]) : `${name(roots[0])} … ${name(roots.at(-1))}`;
};

/** The outermost elements for which `begins` holds, one to a sheet. */
function outermost(
  diagram: Diagram,
  children: ReturnType<typeof childrenOf>,
  begins: (id: Identity) => boolean,
): SheetPart[] {
  const parts: SheetPart[] = [];
  const open = [...(children.get(undefined) ?? [])].reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (begins(id)) parts.push({ roots: [id], name: nameOf(diagram, [id]) });
    else open.push(...[...(children.get(id) ?? [])].reverse());
  }
  return parts;
}

/** How many links lead out of each element: one end is it or inside of it, the other is not. */
function linksOutOf({ elements, links }: Diagram): ReadonlyMap<Identity, number> {
  const counts = new Map<Identity, number>();
  for (const { from, to } of Object.values(links)) {
    const chains = [from, to].map((end) => {
      const chain: Identity[] = [];
      for (let at: Identity | undefined = end; at !== undefined; at = elements[at]?.parent)
        chain.push(at);
      return chain;
    });
    const common = new Set(chains[0]?.filter((id) => chains[1]?.includes(id)));
    for (const id of chains.flat()) if (!common.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Siblings together as long as there is room; a group that is too large alone is entered. */
function bySize(
  { diagram, around }: Remainder,
  children: ReturnType<typeof childrenOf>,
  paper: Paper,
): SheetPart[] {
  const linked = Object.keys(diagram.links).length > 0;
  const room = Math.max(2, (linked ? ROOM.linked : ROOM.unlinked) * shareOfA3(paper));
  const weights = new Map<Identity, number>();
  const outward = linksOutOf(diagram);
  const sizeOf = (id: Identity): number =>
    (weights.get(id) ?? 1) + FOREIGN_END * (outward.get(id) ?? 0);
  // Members come after their groups in document order, so backwards each weight is known when it is added.
  for (const id of Object.keys(diagram.elements).reverse()) {
    const inside = (children.get(id) ?? []).reduce((sum, c) => sum + (weights.get(c) ?? 0), 0);
    weights.set(id, Math.max(1, inside));
  }
  const parts: SheetPart[] = [];
  const pending: (Identity | undefined)[] = [undefined];
  for (let next = 0; next < pending.length; next++) {
    let roots: Identity[] = [];
    let weight = 0;
    const close = (): void => {
      if (roots.length > 0) parts.push({ roots, name: nameOf(diagram, roots) });
      roots = [];
      weight = 0;
    };
    for (const id of children.get(pending[next]) ?? []) {
      const own = sizeOf(id);
      if (around.has(id) || (own > room && (children.get(id) ?? []).length > 0)) {
        pending.push(id);
        continue;
      }
      if (weight + own > room) close();
      roots.push(id);
      weight += own;
    }
    close();
  }
  return parts;
}

/** Zones in the order in which an assessor reads. */
const RANKS = ['cde', 'connected', 'security-impacting'];

/** The zone that matters most of what a part holds, or stands in. */
function rank(
  diagram: Diagram,
  { roots }: SheetPart,
  children: ReturnType<typeof childrenOf>,
): number {
  let best = RANKS.length;
  const see = (id: Identity): void => {
    const at = RANKS.indexOf(diagram.elements[id]?.facts.zone ?? '');
    if (at >= 0) best = Math.min(best, at);
  };
  for (let at = diagram.elements[roots[0] ?? '']?.parent; at !== undefined; ) {
    see(at);
    at = diagram.elements[at]?.parent;
  }
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    see(id);
    open.push(...(children.get(id) ?? []));
  }
  return best;
}

/** The sheets that the author names, in that order. */
function authored({ hints, elements }: Diagram): SheetPart[] {
  const place = new Map(Object.keys(elements).map((id, i) => [id, i]));
  return hints.flatMap(({ hint, name = '', of }) =>
    hint === 'sheet'
      ? [
          {
            name,
            roots: [...new Set(of)].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
          },
        ]
      : [],
  );
}

/** What is left to be divided. */
interface Remainder {
  readonly diagram: Diagram;
  /** Groups that may be on no sheet: some of what they hold is on one already. */
  readonly around: ReadonlySet<Identity>;
}

/** A diagram without what stands on the author's sheets; groups around some of that stay, but begin no sheet. */
function without(diagram: Diagram, parts: readonly SheetPart[]): Remainder {
  const taken = new Set(parts.flatMap(({ roots }) => roots));
  const elements: Record<Identity, Element> = {};
  // A group comes before its members.
  for (const [id, element] of Object.entries(diagram.elements))
    if (taken.has(id) || taken.has(element.parent ?? '')) taken.add(id);
    else elements[id] = element;
  const links = Object.entries(diagram.links).filter(
    ([, { from, to }]) => !taken.has(from) && !taken.has(to),
  );
  const around = new Set<Identity>();
  for (const { roots } of parts)
    for (const root of roots)
      for (let at = diagram.elements[root]?.parent; at; at = diagram.elements[at]?.parent)
        around.add(at);
  return { diagram: { ...diagram, elements, links: Object.fromEntries(links) }, around };
}

/** Parts by the size or the kind of what they hold. */
function divided(
  { diagram, around }: Remainder,
  by: Exclude<SheetsBy, 'one'>,
  paper: Paper,
): SheetPart[] {
  const children = childrenOf(diagram);
  if (by === 'auto') return bySize({ diagram, around }, children, paper);
  return outermost(diagram, children, (id) => {
    if (around.has(id)) return false;
    const { kind = '', facts, group } = diagram.elements[id] ?? {};
    return by === 'zone' ? facts?.zone !== undefined && group === true : KINDS[by].includes(kind);
  });
}

/**
 * The parts of a diagram: those that the author names, and the rest as `by` says, or none of it. Of each, what matters
 * most comes first: the cardholder data environment, then in document order.
 */
export function partition(
  diagram: Diagram,
  by: Exclude<SheetsBy, 'one'> | undefined,
  paper: Paper,
): SheetPart[] {
  const children = childrenOf(diagram);
  const own = authored(diagram);
  const rest = by === undefined ? [] : divided(without(diagram, own), by, paper);
  const ranks = new Map([...own, ...rest].map((part) => [part, rank(diagram, part, children)]));
  return [...own, ...rest].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}
