/** Routes all links of a page, short ones first, and gives their words a place as they are drawn. */

import type { Box, Point } from '../scene/scene.ts';
import { type Lanes, lanesOf, type Obstacle } from './lanes.ts';
import { type RouteJob, Router } from './router.ts';

/** Beyond this many vertices only one lane is kept between neighbours, then lines are drawn straight. */
const MANY = 400_000;

const middle = (b: Box): Point => ({ x: b.x + b.w / 2, y: b.y + b.h / 2 });

export interface Routed {
  readonly path?: readonly Point[];
  /** Where the words of the link stand, if it has any and there was room. */
  readonly words?: Box;
}

export interface RouteInput {
  readonly page: Box;
  readonly obstacles: readonly Obstacle[];
  readonly areas: readonly Box[];
  readonly jobs: readonly RouteJob[];
  /** Jobs that go before the others. */
  readonly first: ReadonlySet<number>;
  /** Finds room for the words of a job as soon as its line is drawn, so that later lines keep away. */
  readonly place: (job: number, path: readonly Point[]) => Box | undefined;
}

/** Routes the jobs one after the other. The answers are in the order of the jobs. */
export function routeAll(input: RouteInput): Routed[] {
  const { page, obstacles, areas, jobs, first } = input;
  const none: Routed[] = jobs.map(() => ({}));
  if (jobs.length === 0) return none;
  const ports = new Map<Box, number>();
  for (const { port } of jobs.flatMap((j) => [j.from, j.to]))
    ports.set(port, (ports.get(port) ?? 0) + 1);
  const build = (most: number): Lanes => lanesOf(page, obstacles, areas, ports, most);
  let lanes = build(jobs.length > 150 ? 2 : 5);
  if (lanes.blocked.length > MANY) lanes = build(1);
  if (lanes.blocked.length > 4 * MANY) return none;
  const router = new Router(lanes);
  const length = ({ from, to }: RouteJob): number => {
    const [a, b] = [middle(from.box), middle(to.box)];
    return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  };
  const names = new Map([...ports.keys()].map((box, i) => [box, `p${i}`]));
  const turn = jobs
    .map((job, i) => ({ job, i, length: length(job) }))
    .sort(
      (a, b) => Number(first.has(b.i)) - Number(first.has(a.i)) || a.length - b.length || a.i - b.i,
    );
  for (const { job, i } of turn) {
    const path = router.route(job, {
      from: names.get(job.from.port) ?? '',
      to: names.get(job.to.port) ?? '',
    });
    if (!path) continue;
    const words = input.place(i, path);
    if (words) router.block(words);
    none[i] = { path, ...(words ? { words } : {}) };
  }
  return none;
}
