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
  /** Of a full mesh, which has one tail: the jobs from one head to another. */
  readonly among: readonly { readonly from: number; readonly to: number; readonly job: number }[];
}

export const jobsOf = ({ jobs, among }: TrunkJobs): number[] => [
  ...jobs.flat(),
  ...among.map(({ job }) => job),
];

/** The job in the way that leads from a box: in a full mesh, links are written either way. */
const leading = (job: RouteJob, from: Box): RouteJob =>
  job.from.port === from ? job : { ...job, from: job.to, to: job.from };

/** The box that all jobs of a row end at. */
function commonBox(row: readonly RouteJob[]): Box {
  const [first, second] = row as readonly [RouteJob, RouteJob | undefined];
  const ends = second ? [second.from.port, second.to.port] : [first.from.port];
  return ends.includes(first.from.port) ? first.from.port : first.to.port;
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
  { jobs: table, among }: TrunkJobs,
  jobs: readonly RouteJob[],
  names: ReadonlyMap<Box, string>,
  room: StemRoom,
  router: Router,
  occupied: Occupancy,
): DrawnTrunk | undefined {
  const rows = table.map((row) => row.map((i) => jobs[i] as RouteJob));
  const mesh = among.length > 0;
  const tailBoxes = rows.map((row) => (mesh ? commonBox(row) : (row[0] as RouteJob).from.port));
  const jobAt = (tail: number, head: number): RouteJob =>
    leading(rows[tail]?.[head] as RouteJob, tailBoxes[tail] as Box);
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
  const all = togetherOf([...rows.flat(), ...among.map(({ job }) => jobs[job] as RouteJob)]);
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
      const points = tree.path(['tail', tail], ['head', head], links);
      const written = rows[tail]?.[head]?.from.port === tailBoxes[tail];
      paths.set(table[tail]?.[head] as number, written ? points : points.reverse());
    }
  for (const { from: a, to: b, job } of among) {
    const links = tree.wayBetween(a, b, jobs[job] as RouteJob);
    if (!links) return failed();
    paths.set(job, tree.path(['head', a], ['head', b], links));
  }
  routes.push(occupied.weigh(uses));
  return { tree, routes, paths, first };
}
