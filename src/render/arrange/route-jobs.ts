/** What the router is asked for: the ends of each link, and where its line may go. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Box, Figure, Point } from '../scene/scene.ts';
import type { BorderSide } from './border.ts';
import { fitted } from './docks.ts';
import { type PortSide, portBox, type RouteEnd } from './line-ends.ts';
import type { RouteJob } from './route-job.ts';
import type { TrunkJobs } from './trunk-route.ts';
import type { Trunk } from './trunks.ts';

export interface JobsInput {
  readonly diagram: Diagram;
  readonly boxes: ReadonlyMap<Identity, Box>;
  readonly figure: (id: Identity) => Figure;
  /** The side of its network's border that a gateway stands on. */
  readonly gateway: (id: Identity) => BorderSide | undefined;
  /** Indexes of elements among the obstacles, and of groups among the areas. */
  readonly obstacleOf: ReadonlyMap<Identity, number>;
  readonly areaOf: ReadonlyMap<Identity, number>;
}

const SIDES: Readonly<Record<BorderSide, PortSide>> = { left: 0, right: 1, top: 2, bottom: 3 };
const OPPOSITE: Readonly<Record<PortSide, PortSide>> = { 0: 1, 1: 0, 2: 3, 3: 2 };

function ancestors(diagram: Diagram, id: Identity): Identity[] {
  const found: Identity[] = [];
  for (let at = diagram.elements[id]?.parent; at !== undefined; at = diagram.elements[at]?.parent)
    found.push(at);
  return found;
}

/** One job for each link, in the order of the links. */
export function routeJobs({
  diagram,
  boxes,
  figure,
  gateway,
  obstacleOf,
  areaOf,
}: JobsInput): RouteJob[] {
  const portOf = new Map<Identity, Box>();
  /** The border that a gateway stands on: its side, its network, and whether the other end lies in that. */
  const borderOf = (id: Identity, other: Identity) => {
    const side = gateway(id);
    const network = diagram.elements[id]?.parent;
    if (!side || network === undefined) return undefined;
    // The network itself is reached from within: the gateway is a member of it.
    const inside = other === network || ancestors(diagram, other).includes(network);
    return { side, network, inside };
  };
  /** A gateway lets in on its outer side and leads on to the members on its inner one. */
  const sidesOf = (id: Identity, other: Identity, end: 'from' | 'to'): Pick<RouteEnd, 'sides'> => {
    const border = borderOf(id, other);
    // A link to itself goes around a corner.
    if (id === other) return { sides: end === 'from' ? [0, 1] : [2, 3] };
    if (!border) return {};
    const outer = SIDES[border.side];
    return { sides: [border.inside ? OPPOSITE[outer] : outer] };
  };
  const endOf = (id: Identity, other: Identity, end: 'from' | 'to'): RouteEnd => {
    const obstacle = obstacleOf.get(id);
    const box = boxes.get(id) as Box;
    const port =
      portOf.get(id) ?? (obstacle === undefined ? box : portBox(box, fitted(figure(id), box)));
    portOf.set(id, port);
    return {
      box,
      port,
      within: new Set(ancestors(diagram, id).flatMap((a) => areaOf.get(a) ?? [])),
      ...(obstacle === undefined ? {} : { obstacle }),
      ...sidesOf(id, other, end),
      ...(ancestors(diagram, other).includes(id) ? { inside: true } : {}),
    };
  };
  const outsideOf = (from: Identity, to: Identity): Set<number> => {
    if (from === to) return new Set();
    const shared = [from, ...ancestors(diagram, from)].filter((a) =>
      [to, ...ancestors(diagram, to)].includes(a),
    );
    return shared.length === 0
      ? new Set()
      : new Set([-1, ...shared.slice(1).flatMap((a) => areaOf.get(a) ?? [])]);
  };
  /** A line passes the border that a gateway stands on in the gateway, and nowhere else. */
  const barredOf = (from: Identity, to: Identity): Set<number> => {
    const barred = new Set<number>();
    for (const border of [borderOf(from, to), borderOf(to, from)]) {
      if (!border) continue;
      if (border.inside) barred.add(-1);
      const { network } = border;
      for (const [group, area] of areaOf) {
        const within = group === network || ancestors(diagram, group).includes(network);
        if (within !== border.inside) barred.add(area);
      }
    }
    return barred;
  };
  return Object.values(diagram.links).map(({ from, to }): RouteJob => {
    const [start, goal] = [endOf(from, to, 'from'), endOf(to, from, 'to')];
    return {
      from: start,
      to: goal,
      outside: outsideOf(from, to),
      home: new Set([...start.within, ...goal.within]),
      barred: barredOf(from, to),
    };
  });
}

/** How many lines leave the smallest area that holds both their ends. @param areas outer ones first */
export function leaving(
  jobs: readonly RouteJob[],
  paths: readonly (readonly Point[])[],
  areas: readonly Box[],
): number {
  return jobs.filter(({ from, to }, i) => {
    const shared = [...from.within].filter((a) => to.within.has(a));
    const area = areas[Math.max(...shared)];
    return (
      area &&
      paths[i]?.some(
        ({ x, y }) => x < area.x || x > area.x + area.w || y < area.y || y > area.y + area.h,
      )
    );
  }).length;
}

/** Graphviz paints links by where their tails, then their heads, stand in its list of nodes: elements first, then stand-ins for groups. */
export function paintedOrder(
  { links }: Diagram,
  parts: readonly { readonly identity: Identity }[],
): number[] {
  const order = new Map(parts.map(({ identity }, i) => [identity, i]));
  const all = Object.values(links);
  const at = (id: Identity): number => order.get(id) ?? 0;
  return all.map(({ from, to }, i) => (at(from) * parts.length + at(to)) * all.length + i);
}

/** Longer than its figure by this many times, along the page's ranks, an element is drawn as a bar. */
const BAR = 2;

/** Trunks as jobs; none to a bar, to which each link has a short line of its own. */
export function trunkJobs(
  { diagram, boxes, figure }: Pick<JobsInput, 'diagram' | 'boxes' | 'figure'>,
  trunks: readonly Trunk[],
  jobs: readonly RouteJob[],
): TrunkJobs[] {
  const across = diagram.direction === 'right' || diagram.direction === 'left';
  const at = new Map(Object.keys(diagram.links).map((id, i) => [id, i]));
  const isBar = (id: Identity): boolean => {
    const box = boxes.get(id) as Box;
    if (diagram.elements[id]?.group) return across ? box.h > 3 * box.w : box.w > 3 * box.h;
    const own = figure(id);
    return across ? box.h > BAR * own.h : box.w > BAR * own.w;
  };
  return trunks.flatMap(({ name, tails, heads, links, among }) => {
    const hubs = [...(tails.length === 1 ? tails : []), ...(heads.length === 1 ? heads : [])];
    if (among.length === 0 && hubs.some(isBar)) return [];
    const table = links.map((row) => row.map((id) => at.get(id) as number));
    // All lines of a trunk use the same sides of an end.
    const sides = (of: readonly number[], end: 'from' | 'to'): number =>
      new Set(of.map((i) => JSON.stringify(jobs[i]?.[end].sides))).size;
    const columns = heads.map((_, h) => table.map((row) => row[h] as number));
    const mixed = table.some((row) => sides(row, 'from') > 1);
    if (mixed || columns.some((column) => sides(column, 'to') > 1)) return [];
    const rest = among.map(({ from, to, link }) => ({ from, to, job: at.get(link) as number }));
    return [{ name, jobs: table, among: rest }];
  });
}
