/** Routes all links of a page, short ones first, and gives their words a place as they are drawn. */

import type { Box, Point } from '../scene/scene.ts';
import type { LabelText } from './label.ts';
import { type Lanes, lanesOf, type Obstacle } from './lanes.ts';
import { type LaneRoute, Occupancy } from './occupancy.ts';
import type { LabelPlaces, PlacedLine } from './place-labels.ts';
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
  /** What each job says. */
  readonly texts: readonly (LabelText | undefined)[];
  readonly labels: LabelPlaces;
}

/** How often each line is taken back and drawn again, now that it knows the others. */
const ROUNDS = 2;
/** With more jobs than this, lines stay as they were drawn first. */
const REDRAWN = 120;

/** A line as it is drawn, and where its words stand. */
interface RoutedLine {
  readonly route: LaneRoute;
  readonly placed: PlacedLine;
}

/** A page while its lines are drawn. */
class RoutedPage {
  readonly #router: Router;
  readonly #occupied: Occupancy;
  readonly #input: RouteInput;
  readonly #names: ReadonlyMap<Box, string>;
  readonly lines: (RoutedLine | undefined)[];

  constructor(lanes: Lanes, input: RouteInput, ports: Iterable<Box>) {
    this.#occupied = new Occupancy(lanes);
    this.#router = new Router(lanes, this.#occupied);
    this.#input = input;
    this.#names = new Map([...ports].map((box, i) => [box, `p${i}`]));
    this.lines = input.jobs.map(() => undefined);
  }

  /** @returns nothing where there is no way */
  draw(i: number): RoutedLine | undefined {
    const job = this.#input.jobs[i] as RouteJob;
    const route = this.#router.route(job, {
      from: this.#names.get(job.from.port) ?? '',
      to: this.#names.get(job.to.port) ?? '',
    });
    if (!route) return undefined;
    // Words get their place at once, so that later lines keep away.
    const placed = this.#input.labels.place(route.points, this.#input.texts[i]);
    if (placed.words) this.#occupied.block(placed.words);
    const line = { route, placed };
    this.lines[i] = line;
    return line;
  }

  /** Draws a line again among all others; as it was, where its words would lose their place. */
  redraw(i: number): void {
    const before = this.lines[i];
    if (before) this.#erase(before);
    const after = this.draw(i);
    if (!before || (after && (after.placed.words || !before.placed.words))) return;
    if (after) this.#erase(after);
    this.#occupied.restore(before.route);
    this.#input.labels.restore(before.placed);
    if (before.placed.words) this.#occupied.block(before.placed.words);
    this.lines[i] = before;
  }

  #erase({ route, placed }: RoutedLine): void {
    this.#occupied.erase(route);
    this.#input.labels.erase(placed);
    if (placed.words) this.#occupied.unblock(placed.words);
  }
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
  const length = ({ from, to }: RouteJob): number => {
    const [a, b] = [middle(from.box), middle(to.box)];
    return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  };
  const turn = jobs
    .map((job, i) => ({ i, length: length(job) }))
    .sort(
      (a, b) => Number(first.has(b.i)) - Number(first.has(a.i)) || a.length - b.length || a.i - b.i,
    )
    .map(({ i }) => i);
  const drawn = new RoutedPage(lanes, input, ports.keys());
  for (const i of turn) drawn.draw(i);
  if (jobs.length <= REDRAWN)
    for (let round = 0; round < ROUNDS; round++) for (const i of turn) drawn.redraw(i);
  return drawn.lines.map((line): Routed => {
    if (!line) return {};
    const { words } = line.placed;
    return { path: line.route.points, ...(words ? { words } : {}) };
  });
}
