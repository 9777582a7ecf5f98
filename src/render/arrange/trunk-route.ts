/** Routes a trunk: from the nearest of its pairs outward, tails before heads. */

import type { Box, Point } from '../scene/scene.ts';
import type { LaneRoute, Occupancy } from './occupancy.ts';
import type { RouteJob } from './route-job.ts';
import type { Router } from './router.ts';
import { type StemRoom, TrunkTree } from './trunk-tree.ts';

export interface TrunkJobs {
  readonly name: string;
  /** Indexes of jobs, by tail, then by head. */
  readonly jobs: readonly (readonly number[])[];
}

const intersection = (sets: readonly ReadonlySet<number>[]): ReadonlySet<number> =>
  new Set([...(sets[0] ?? [])].filter((v) => sets.every((set) => set.has(v))));

/** Several links in one: it runs where all of them may. */
function togetherOf(jobs: readonly RouteJob[]): RouteJob {
  const [first] = jobs as readonly [RouteJob];
  return {
    ...first,
    home: intersection(jobs.map((j) => j.home)),
    outside: new Set(jobs.flatMap((j) => [...j.outside])),
    barred: new Set(jobs.flatMap((j) => [...j.barred])),
  };
}

const apart = (p: Point, q: Point): number => Math.abs(p.x - q.x) + Math.abs(p.y - q.y);

const middle = (b: Box): Point => ({ x: b.x + b.w / 2, y: b.y + b.h / 2 });

export interface DrawnTrunk {
  readonly tree: TrunkTree;
  readonly routes: readonly LaneRoute[];
  /** By index of the job. */
  readonly paths: ReadonlyMap<number, readonly Point[]>;
  /** The ends between which the first way runs. */
  readonly first: { readonly tail: number; readonly head: number };
}

/** @returns nothing where one of its links finds no way */
export function drawTrunk(
  { jobs: table }: TrunkJobs,
  jobs: readonly RouteJob[],
  names: ReadonlyMap<Box, string>,
  room: StemRoom,
  router: Router,
  occupied: Occupancy,
): DrawnTrunk | undefined {
  const jobAt = (tail: number, head: number): RouteJob =>
    jobs[table[tail]?.[head] ?? -1] as RouteJob;
  const of = (box: Box): string => names.get(box) ?? '';
  const tails = table.map((_, i) => i);
  const heads = (table[0] ?? []).map((_, i) => i);
  const fromTail = tails.map((t) => middle(jobAt(t, 0).from.box));
  const atHead = heads.map((h) => middle(jobAt(0, h).to.box));
  const length = (t: number, h: number): number => apart(fromTail[t] as Point, atHead[h] as Point);
  const [nearest] = tails
    .flatMap((tail) => heads.map((head) => ({ tail, head })))
    .sort((a, b) => length(a.tail, a.head) - length(b.tail, b.head));
  const first = nearest as { tail: number; head: number };
  const routes: LaneRoute[] = [];
  const failed = (): undefined => {
    for (const route of routes) occupied.erase(route);
  };
  const { from, to } = jobAt(first.tail, first.head);
  const way = router.route(jobAt(first.tail, first.head), { from: of(from.port), to: of(to.port) });
  if (!way) return undefined;
  routes.push(way);
  const all = togetherOf(tails.flatMap((t) => heads.map((h) => jobAt(t, h))));
  const tree = new TrunkTree(router, all, way, room);
  const byDistance = (ends: readonly number[], places: readonly Point[], own: number): number[] =>
    ends
      .filter((i) => i !== own)
      .sort(
        (a, b) =>
          apart(places[a] as Point, places[own] as Point) -
            apart(places[b] as Point, places[own] as Point) || a - b,
      );
  for (const tail of byDistance(tails, fromTail, first.tail)) {
    const job = togetherOf(heads.map((h) => jobAt(tail, h)));
    const name = { from: '', to: of(job.from.port) };
    const route = router.route({ ...job, from: job.to, to: job.from }, name, tree.line('tail'));
    if (!route) return failed();
    routes.push(route);
    tree.add(route, 'tail', tail);
  }
  for (const head of byDistance(heads, atHead, first.head)) {
    const job = togetherOf(tails.map((t) => jobAt(t, head)));
    const route = router.route(job, { from: '', to: of(job.to.port) }, tree.line('head'));
    if (!route) return failed();
    routes.push(route);
    tree.add(route, 'head', head);
  }
  const paths = new Map<number, readonly Point[]>();
  const uses = new Map<number, number>();
  for (const tail of tails)
    for (const head of heads) {
      const links = tree.way(tail, head, jobAt(tail, head));
      if (!links) return failed();
      for (const v of links) uses.set(v, (uses.get(v) ?? 0) + 1);
      paths.set(table[tail]?.[head] as number, tree.path(tail, head, links));
    }
  routes.push(occupied.weigh(uses));
  return { tree, routes, paths, first };
}
