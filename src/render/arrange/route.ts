/** Routes all links of a page, short ones first, and gives their words a place as they are drawn. */

import type { Box, Point } from '../scene/scene.ts';
import type { LabelText } from './label.ts';
import { type Lanes, lanesOf, type Obstacle } from './lanes.ts';
import { type LaneRoute, Occupancy } from './occupancy.ts';
import type { LabelPlaces, PlacedLine } from './place-labels.ts';
import type { RouteJob } from './route-job.ts';
import { Router } from './router.ts';
import { type DrawnTrunk, drawTrunk, jobsOf, type TrunkJobs } from './trunk-route.ts';

/** Beyond this many vertices only one lane is kept between neighbours, then lines are drawn straight. */
const MANY = 400_000;

const middle = (b: Box): Point => ({ x: b.x + b.w / 2, y: b.y + b.h / 2 });

export interface Routed {
  readonly path?: readonly Point[];
  /** Where the words of the link stand, if it has any and there was room. */
  readonly words?: Box;
  /** Name of the trunk that it shares. */
  readonly trunk?: string;
  /** Another link of its trunk says the words. */
  readonly silent?: true;
}

export interface RouteInput {
  readonly page: Box;
  readonly obstacles: readonly Obstacle[];
  readonly areas: readonly Box[];
  readonly jobs: readonly RouteJob[];
  /** Jobs that share a line. */
  readonly trunks: readonly TrunkJobs[];
  /** Jobs that go before the others. */
  readonly first: ReadonlySet<number>;
  /** Ranks of the jobs in the order in which the finished picture paints them. */
  readonly painted: readonly number[];
  /** What each job says. */
  readonly texts: readonly (LabelText | undefined)[];
  readonly labels: LabelPlaces;
}

/** How often each line is taken back and drawn again, now that it knows the others. */
const ROUNDS = 2;
/** With more jobs than this, lines stay as they were drawn first. */
const REDRAWN = 120;
/** A stem is longer than its words by this, px: line is seen on both sides of them. */
const BESIDE_WORDS = 36;

/** What is drawn in one go: the line of a job, or a trunk with all of its jobs. */
type RouteUnit = number | TrunkJobs;

/** What was drawn, and all that it takes up. */
interface RoutedUnit {
  readonly routes: readonly LaneRoute[];
  readonly placed: readonly PlacedLine[];
  /** By index of the job. */
  readonly lines: ReadonlyMap<number, Routed>;
  /** Its words found no place. */
  readonly wordless: boolean;
}

/** A page while its lines are drawn. */
class RoutedPage {
  readonly #router: Router;
  readonly #occupied: Occupancy;
  readonly #input: RouteInput;
  readonly #names: ReadonlyMap<Box, string>;
  readonly drawn = new Map<RouteUnit, RoutedUnit>();

  constructor(lanes: Lanes, input: RouteInput, ports: Iterable<Box>) {
    this.#occupied = new Occupancy(lanes);
    this.#router = new Router(lanes, this.#occupied);
    this.#input = input;
    this.#names = new Map([...ports].map((box, i) => [box, `p${i}`]));
  }

  /** @returns nothing where there is no way */
  draw(unit: RouteUnit): RoutedUnit | undefined {
    const drawn = typeof unit === 'number' ? this.#line(unit) : this.#trunk(unit);
    if (!drawn) return undefined;
    this.#blockWords(drawn);
    this.drawn.set(unit, drawn);
    return drawn;
  }

  #line(i: number): RoutedUnit | undefined {
    const job = this.#input.jobs[i] as RouteJob;
    const route = this.#router.route(job, {
      from: this.#names.get(job.from.port) ?? '',
      to: this.#names.get(job.to.port) ?? '',
    });
    if (!route) return undefined;
    // Words get their place at once, so that later lines keep away.
    const text = this.#input.texts[i];
    const placed = this.#input.labels.place(route.points, text);
    const { words } = placed;
    const line = { path: route.points, ...(words ? { words } : {}) };
    return {
      routes: [route],
      placed: [placed],
      lines: new Map([[i, line]]),
      wordless: text !== undefined && !words,
    };
  }

  #trunk(unit: TrunkJobs): RoutedUnit | undefined {
    const { jobs } = this.#input;
    const speaker = this.#last(jobsOf(unit));
    const text = this.#input.texts[speaker];
    const room = {
      w: (text?.w ?? 0) + BESIDE_WORDS,
      h: (text?.h ?? 0) + BESIDE_WORDS,
    };
    const trunk = drawTrunk(unit, jobs, this.#names, room, this.#router, this.#occupied);
    if (!trunk) return undefined;
    const { placed, words } = this.#placeTrunk(unit, trunk, text, speaker);
    const said = words.size > 0;
    const lines = [...trunk.paths].map(([job, path]): [number, Routed] => {
      const box = words.get(job);
      const silent = said ? !box : job !== speaker;
      return [
        job,
        { path, trunk: unit.name, ...(box ? { words: box } : {}), ...(silent ? { silent } : {}) },
      ];
    });
    return {
      routes: trunk.routes,
      placed,
      lines: new Map(lines),
      wordless: text !== undefined && !said,
    };
  }

  /** Of several jobs the one that is painted last: its words stand on the lines of all. */
  #last(jobs: readonly number[]): number {
    const { painted } = this.#input;
    return jobs.reduce((a, b) => ((painted[b] ?? 0) > (painted[a] ?? 0) ? b : a));
  }

  /** Words stand on the stem; where that is too short, on each of the lines that branch off. */
  #placeTrunk(
    unit: TrunkJobs,
    { tree, first }: DrawnTrunk,
    text: LabelText | undefined,
    speaker: number,
  ): { placed: PlacedLine[]; words: ReadonlyMap<number, Box> } {
    const { labels } = this.#input;
    const tails = tree.twigs('tail', first.tail);
    const heads = tree.twigs('head', first.head);
    const all = [...tails.values(), ...heads.values()];
    const placed = all.map((points) => labels.place(points, undefined));
    // The stem of a full mesh leads to one of its members only.
    const stem = labels.place(tree.stem(), unit.among.length > 0 ? undefined : text);
    if (!text || stem.words)
      return {
        placed: [...placed, stem],
        words: new Map(stem.words ? [[speaker, stem.words]] : []),
      };
    const side = unit.jobs.length > 1 && heads.size <= 1 ? 'tail' : 'head';
    const twigs = side === 'tail' ? tails : heads;
    for (const one of placed) labels.erase(one);
    const rest = [...(side === 'tail' ? heads : tails).values()].map((points) =>
      labels.place(points, undefined),
    );
    const said = [...twigs].map(([end, points]) => ({ end, line: labels.place(points, text) }));
    if (said.every(({ line }) => line.words)) {
      const words = said.map(({ end, line }): [number, Box] => {
        const jobs = side === 'tail' ? (unit.jobs[end] ?? []) : unit.jobs.map((row) => row[end]);
        return [this.#last(jobs.flatMap((job) => job ?? [])), line.words as Box];
      });
      return { placed: [...rest, stem, ...said.map(({ line }) => line)], words: new Map(words) };
    }
    for (const one of [...rest, ...said.map(({ line }) => line)]) labels.erase(one);
    for (const one of placed) labels.restore(one);
    return { placed: [...placed, stem], words: new Map() };
  }

  /** Draws it again among all others; as it was, where its words would lose their place. */
  redraw(unit: RouteUnit): void {
    const before = this.drawn.get(unit);
    if (before) this.#erase(before);
    const after = this.draw(unit);
    if (!before || (after && (!after.wordless || before.wordless))) return;
    if (after) this.#erase(after);
    for (const route of before.routes) this.#occupied.restore(route);
    for (const placed of before.placed) this.#input.labels.restore(placed);
    this.#blockWords(before);
    this.drawn.set(unit, before);
  }

  #blockWords({ placed }: RoutedUnit): void {
    for (const { words } of placed) if (words) this.#occupied.block(words);
  }

  #erase({ routes, placed }: RoutedUnit): void {
    for (const route of routes) this.#occupied.erase(route);
    for (const one of placed) {
      this.#input.labels.erase(one);
      if (one.words) this.#occupied.unblock(one.words);
    }
  }
}

/** What is drawn, in the order in which it is: short lines first, trunks by the mean of their lines. */
function unitsOf({ jobs, trunks, first }: RouteInput): RouteUnit[] {
  const length = (i: number): number => {
    const { from, to } = jobs[i] as RouteJob;
    const [a, b] = [middle(from.box), middle(to.box)];
    return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  };
  const shared = new Set(trunks.flatMap(jobsOf));
  const single = jobs.flatMap((_, i) =>
    shared.has(i) ? [] : [{ unit: i as RouteUnit, length: length(i), i, early: first.has(i) }],
  );
  const joined = trunks.map((unit) => {
    const all = jobsOf(unit);
    return {
      unit,
      length: all.reduce((sum, i) => sum + length(i), 0) / all.length,
      i: Math.min(...all),
      early: all.some((i) => first.has(i)),
    };
  });
  return [...single, ...joined]
    .sort((a, b) => Number(b.early) - Number(a.early) || a.length - b.length || a.i - b.i)
    .map(({ unit }) => unit);
}

/** Routes the jobs one after the other. The answers are in the order of the jobs. */
export function routeAll(input: RouteInput): Routed[] {
  const { page, obstacles, areas, jobs } = input;
  const none: Routed[] = jobs.map(() => ({}));
  if (jobs.length === 0) return none;
  const ports = new Map<Box, number>();
  for (const { port } of jobs.flatMap((j) => [j.from, j.to]))
    ports.set(port, (ports.get(port) ?? 0) + 1);
  const build = (most: number): Lanes => lanesOf(page, obstacles, areas, ports, most);
  let lanes = build(jobs.length > 150 ? 2 : 5);
  if (lanes.blocked.length > MANY) lanes = build(1);
  if (lanes.blocked.length > 4 * MANY) return none;
  const drawn = new RoutedPage(lanes, input, ports.keys());
  // The links of a trunk that finds no way have lines of their own.
  const turn = unitsOf(input).flatMap((unit): RouteUnit[] => {
    if (drawn.draw(unit) || typeof unit === 'number') return [unit];
    const own = jobsOf(unit);
    for (const i of own) drawn.draw(i);
    return own;
  });
  if (jobs.length <= REDRAWN)
    for (let round = 0; round < ROUNDS; round++) for (const unit of turn) drawn.redraw(unit);
  const lines = new Map([...drawn.drawn.values()].flatMap((unit) => [...unit.lines]));
  return jobs.map((_, i): Routed => lines.get(i) ?? {});
}
