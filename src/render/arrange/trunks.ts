/**
 * Links that share one trunk: they say the same and look the same, and each of their tails is joined to each of
 * their heads; or they are a full mesh, and have heads at both ends or at none. So whoever follows the trunk from any
 * tail to any head follows a link that there is.
 */

import type { Diagram, Identity, Link } from '../../model/diagram.ts';
import type { LabelText } from './label.ts';
import { lineStyle } from './line-style.ts';

export interface Trunk {
  readonly name: string;
  readonly tails: readonly Identity[];
  readonly heads: readonly Identity[];
  /** By tail, then by head. */
  readonly links: readonly (readonly Identity[])[];
  /** Of a full mesh, where one member counts as tail: the links among the others, from a head to a head. */
  readonly among: readonly {
    readonly from: number;
    readonly to: number;
    readonly link: Identity;
  }[];
}

/** A full mesh of fewer members has lines of their own. */
const LEAST_MESH = 5;

/** Fewer links than this have lines of their own. */
const LEAST_LINKS = 3;

type JoinedEnds = Map<Identity, Map<Identity, Identity>>;

function isWithin({ elements }: Diagram, id: Identity, group: Identity): boolean {
  for (let at: Identity | undefined = id; at !== undefined; at = elements[at]?.parent)
    if (at === group) return true;
  return false;
}

/** What has to be equal; none for links that have a line of their own in any case. */
function keyOf(
  diagram: Diagram,
  link: Link,
  words: LabelText | undefined,
  stub: boolean,
): string | undefined {
  const { from, to, relation, facts } = link;
  const way = facts.direction ?? 'forward';
  if (facts.step !== undefined) return undefined;
  if (isWithin(diagram, from, to) || isWithin(diagram, to, from)) return undefined;
  const looks = [lineStyle(link, stub), facts.style, facts.attributes];
  return JSON.stringify([relation, way, words?.facts ?? [], looks]);
}

/** The ends on one side by what they are joined to on the other, the largest complete set first. */
function largest(ends: JoinedEnds): readonly [near: Identity[], far: Identity[]] {
  const alike = new Map<string, { near: Identity[]; far: Identity[] }>();
  for (const [id, others] of ends) {
    const far = [...others.keys()].sort();
    const key = JSON.stringify(far);
    const known = alike.get(key);
    if (known) known.near.push(id);
    else alike.set(key, { near: [id], far });
  }
  let found: readonly [Identity[], Identity[]] = [[], []];
  for (const { near, far } of alike.values())
    if (near.length * far.length > found[0].length * found[1].length) found = [near, far];
  return found;
}

const join = (ends: JoinedEnds, a: Identity, b: Identity, link: Identity): void => {
  const known = ends.get(a) ?? new Map<Identity, Identity>();
  ends.set(a, known.set(b, link));
};

function part(ends: JoinedEnds, a: Identity, b: Identity): void {
  const known = ends.get(a);
  known?.delete(b);
  if (known?.size === 0) ends.delete(a);
}

/** The members of one side are joined with the same others, and with each other. */
function* meshesOf(links: readonly (readonly [Identity, Link])[]): Generator<Omit<Trunk, 'name'>> {
  const ends: JoinedEnds = new Map();
  for (const [id, { from, to }] of links) {
    if (ends.get(from)?.has(to)) continue;
    join(ends, from, to, id);
    join(ends, to, from, id);
  }
  const alike = new Map<string, Identity[]>();
  for (const [id, others] of ends) {
    const key = JSON.stringify([id, ...others.keys()].sort());
    alike.set(key, [...(alike.get(key) ?? []), id]);
  }
  for (const members of alike.values()) {
    const [first, ...heads] = members;
    if (first === undefined || members.length < LEAST_MESH) continue;
    const linkOf = (a: Identity, b: Identity): Identity => ends.get(a)?.get(b) as Identity;
    const own = new Map(links);
    yield {
      tails: [first],
      heads,
      links: [heads.map((head) => linkOf(first, head))],
      among: heads.flatMap((a, i) =>
        heads.slice(i + 1).map((b, k) => {
          const [link, ends] = [linkOf(a, b), [i, i + 1 + k] as const];
          const [from, to] = own.get(link)?.from === a ? ends : [ends[1], ends[0]];
          return { from, to, link };
        }),
      ),
    };
  }
}

/** Divides equal links into trunks; what is left has lines of its own. */
function* divided(links: readonly (readonly [Identity, Link])[]): Generator<Omit<Trunk, 'name'>> {
  const [byTail, byHead]: [JoinedEnds, JoinedEnds] = [new Map(), new Map()];
  for (const [id, { from, to }] of links) {
    // A second link between the same ends has a line of its own.
    if (byTail.get(from)?.has(to)) continue;
    join(byTail, from, to, id);
    join(byHead, to, from, id);
  }
  for (;;) {
    const [tails, heads] = largest(byTail);
    const [ownHeads, ownTails] = largest(byHead);
    const wide = ownTails.length * ownHeads.length > tails.length * heads.length;
    const [from, to] = wide ? [ownTails, ownHeads] : [tails, heads];
    if (from.length * to.length < LEAST_LINKS) return;
    yield {
      tails: from,
      heads: to,
      links: from.map((a) => to.map((b) => byTail.get(a)?.get(b) as Identity)),
      among: [],
    };
    for (const a of from)
      for (const b of to) {
        part(byTail, a, b);
        part(byHead, b, a);
      }
  }
}

/** In the order of their first links. */
export function trunksOf(
  diagram: Diagram,
  words: (link: Identity) => LabelText | undefined,
  stubs: ReadonlySet<Identity>,
): Trunk[] {
  const equal = new Map<string, [Identity, Link][]>();
  for (const [id, link] of Object.entries(diagram.links)) {
    const key = keyOf(diagram, link, words(id), stubs.has(id));
    if (key === undefined) continue;
    const known = equal.get(key);
    if (known) known.push([id, link]);
    else equal.set(key, [[id, link]]);
  }
  return [...equal.values()]
    .flatMap((links) => {
      const way = links[0]?.[1].facts.direction ?? 'forward';
      // A line with a head at every end, or at none, joins each of them with each.
      return way === 'both' || way === 'none' ? [...meshesOf(links)] : [...divided(links)];
    })
    .map((trunk, i) => ({ name: `T${i + 1}`, ...trunk }));
}

export const linksOfTrunk = ({ links, among }: Trunk): Identity[] => [
  ...links.flat(),
  ...among.map(({ link }) => link),
];

/** By link. */
export const trunkNames = (trunks: readonly Trunk[]): ReadonlyMap<Identity, string> =>
  new Map(trunks.flatMap((trunk) => linksOfTrunk(trunk).map((id) => [id, trunk.name] as const)));
