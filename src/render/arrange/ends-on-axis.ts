/**
 * Lines end on the axis of their element: an end that stands alone on a side is moved to its middle, with the stretch
 * that leads to it and its words, where nothing is in the way and no line is crossed that was not.
 */

import type { Box, Point } from '../scene/scene.ts';
import { straightened } from './lines.ts';
import type { RouteJob } from './route-job.ts';

export interface DrawnRoute {
  readonly path?: readonly Point[];
  readonly words?: Box;
  readonly trunk?: string;
}

export interface AxisInput {
  readonly jobs: readonly RouteJob[];
  readonly obstacles: readonly Box[];
  readonly areas: readonly Box[];
}

/** Nearer to its axis than this an end stands on it, px. */
const ON_AXIS = 1.5;
/** What lines keep from boxes, from lines beside them, from words, and from borders along them, px. */
const CLEAR = 5;
const APART = 12;
const WORDS = 5;
const BORDER = 9;
/** Shortest stretch between two corners, and before an end, px. */
const SHORTEST = 14;
const STUB = 22;
/** Line that is seen on both sides of words, px. */
const BESIDE_WORDS = 14;
/** With more lines than this, ends stay where they are. */
const MANY = 150;

type RouteStretch = readonly [Point, Point];

const boundsOf = ([a, b]: RouteStretch): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

const meets = (a: Box, b: Box, by: number): boolean =>
  a.x < b.x + b.w + by && b.x < a.x + a.w + by && a.y < b.y + b.h + by && b.y < a.y + a.h + by;

const stretchesOf = (points: readonly Point[]): RouteStretch[] =>
  points.slice(1).map((b, i): RouteStretch => [points[i] as Point, b]);

const isLevel = ([a, b]: RouteStretch): boolean => a.y === b.y;

/** How two stretches stand to one another: too near, crossing, or apart. */
function between(s: RouteStretch, t: RouteStretch): 'near' | 'cross' | 'apart' {
  const [a, b] = [boundsOf(s), boundsOf(t)];
  if (isLevel(s) === isLevel(t)) return meets(a, b, APART - 0.5) ? 'near' : 'apart';
  if (!meets(a, b, 6)) return 'apart';
  const [level, upright] = isLevel(s) ? [a, b] : [b, a];
  const through =
    upright.x > level.x + 6 &&
    upright.x < level.x + level.w - 6 &&
    level.y > upright.y + 6 &&
    level.y < upright.y + upright.h - 6;
  return through ? 'cross' : 'near';
}

const outlineOf = ({ x, y, w, h }: Box): Box[] => [
  { x, y, w, h: 0 },
  { x, y: y + h, w, h: 0 },
  { x, y, w: 0, h },
  { x: x + w, y, w: 0, h },
];

type EndName = 'from' | 'to';

/** A line with one of its ends last. */
interface Moved {
  readonly points: readonly Point[];
  /** Of these, the stretches that are new. */
  readonly stretches: readonly RouteStretch[];
  readonly words?: Box;
}

class AxisPage {
  readonly #input: AxisInput;
  readonly routes: DrawnRoute[];

  constructor(input: AxisInput, routes: readonly DrawnRoute[]) {
    this.#input = input;
    this.routes = [...routes];
  }

  #sideOf(i: number, end: EndName): { key: string; off: number; level: boolean } | undefined {
    const path = this.routes[i]?.path;
    const job = this.#input.jobs[i];
    if (!path || !job || path.length < 2) return undefined;
    const at = (end === 'from' ? path[0] : path.at(-1)) as Point;
    const next = (end === 'from' ? path[1] : path.at(-2)) as Point;
    const { x, y, w, h } = job[end].port;
    const level = next.y === at.y;
    const side = level ? (next.x < at.x ? 0 : 1) : next.y < at.y ? 2 : 3;
    const off = level ? y + h / 2 - at.y : x + w / 2 - at.x;
    return { key: `${x} ${y} ${w} ${h} ${side}`, off, level };
  }

  /** How many lines end on each side of each element; a trunk ends once. */
  #counts(): Map<string, number> {
    const ends = new Map<string, Set<string>>();
    this.routes.forEach((route, i) => {
      for (const end of ['from', 'to'] as const) {
        const side = this.#sideOf(i, end);
        if (!side) continue;
        const of = ends.get(side.key) ?? new Set<string>();
        ends.set(side.key, of.add(route.trunk ?? String(i)));
      }
    });
    return new Map([...ends].map(([key, of]) => [key, of.size]));
  }

  moveAll(): void {
    const counts = this.#counts();
    this.routes.forEach((route, i) => {
      const job = this.#input.jobs[i];
      if (!job || route.trunk !== undefined || job.from.port === job.to.port) return;
      for (const end of ['from', 'to'] as const) {
        const side = this.#sideOf(i, end);
        // A group has no icon that a line should point to.
        if (!side || job[end].obstacle === undefined) continue;
        if (counts.get(side.key) !== 1 || Math.abs(side.off) <= ON_AXIS) continue;
        const moved = this.#moved(i, end, side);
        if (!moved || !this.#fits(i, moved)) continue;
        const points = end === 'from' ? [...moved.points].reverse() : moved.points;
        const { words } = moved;
        this.routes[i] = { ...this.routes[i], path: points, ...(words ? { words } : {}) };
      }
    });
  }

  #moved(
    i: number,
    end: EndName,
    { off, level }: { off: number; level: boolean },
  ): Moved | undefined {
    const { path = [], words } = this.routes[i] as DrawnRoute;
    const points = end === 'from' ? [...path].reverse() : [...path];
    const n = points.length;
    const by = (p: Point): Point => (level ? { x: p.x, y: p.y + off } : { x: p.x + off, y: p.y });
    const [a, b] = [points[n - 2], points[n - 1]] as [Point, Point];
    const onLast = words !== undefined && this.#isOn(words, [a, b]);
    const shifted = onLast ? { ...words, ...by(words) } : undefined;
    if (n === 2) {
      if (!this.#mayShift(i, end === 'from' ? 'to' : 'from', off, level)) return undefined;
      const line: RouteStretch = [by(a), by(b)];
      return { points: line, stretches: [line], ...(shifted ? { words: shifted } : {}) };
    }
    const before = points[n - 3] as Point;
    const [corner, tip] = [by(a), by(b)];
    const length = level ? corner.y - before.y : corner.x - before.x;
    const was = level ? a.y - before.y : a.x - before.x;
    const least = n === 3 ? STUB : SHORTEST;
    const straight = n > 3 && Math.abs(length) < 0.5;
    if (!straight && Math.abs(length) < least) return undefined;
    if (n === 3 && Math.sign(length) !== Math.sign(was)) return undefined;
    const side: RouteStretch = [before, corner];
    // Words on the stretch that grows or shrinks stay where they are.
    if (words && !onLast && this.#isOn(words, [before, a]) && !this.#holds(side, words))
      return undefined;
    const whole = straightened([...points.slice(0, -2), corner, tip]);
    const stretches = straight
      ? stretchesOf(whole).slice(-1)
      : [side, [corner, tip] as RouteStretch];
    return { points: whole, stretches, ...(shifted ? { words: shifted } : {}) };
  }

  /** Whether the other end of a straight line may go along. */
  #mayShift(i: number, end: EndName, off: number, level: boolean): boolean {
    const job = this.#input.jobs[i] as RouteJob;
    const { path = [] } = this.routes[i] as DrawnRoute;
    const at = (end === 'from' ? path[0] : path.at(-1)) as Point;
    const { x, y, w, h } = job[end].port;
    const to = level ? at.y + off : at.x + off;
    const [low, high] = level ? [y, y + h] : [x, x + w];
    if (to < low + 5 || to > high - 5) return false;
    const middle = (low + high) / 2;
    const was = Math.abs((level ? at.y : at.x) - middle);
    return job[end].obstacle === undefined || Math.abs(to - middle) <= was + 0.5;
  }

  #isOn(words: Box, stretch: RouteStretch): boolean {
    const { x, y, w, h } = boundsOf(stretch);
    const [cx, cy] = [words.x + words.w / 2, words.y + words.h / 2];
    return isLevel(stretch)
      ? meets(words, { x, y, w, h }, 8) && Math.abs(cy - y) < words.h / 2 + 8
      : meets(words, { x, y, w, h }, 8) && Math.abs(cx - x) < words.w / 2 + 8;
  }

  #holds(stretch: RouteStretch, words: Box): boolean {
    const { x, y, w, h } = boundsOf(stretch);
    return isLevel(stretch)
      ? words.x >= x + BESIDE_WORDS && words.x + words.w <= x + w - BESIDE_WORDS
      : words.y >= y + BESIDE_WORDS && words.y + words.h <= y + h - BESIDE_WORDS;
  }

  #fits(i: number, { stretches, points, words }: Moved): boolean {
    const { obstacles, areas, jobs } = this.#input;
    const { from, to, home, barred } = jobs[i] as RouteJob;
    const own = this.routes[i] as DrawnRoute;
    const old = stretchesOf(own.path ?? []);
    const others = this.routes.flatMap((route, k) =>
      k === i || !route.path ? [] : [{ route, lines: stretchesOf(route.path) }],
    );
    const crossed = (of: readonly RouteStretch[]): number =>
      others.reduce(
        (sum, { lines }) =>
          sum + lines.filter((t) => of.some((s) => between(s, t) === 'cross')).length,
        0,
      );
    for (const stretch of stretches) {
      const box = boundsOf(stretch);
      const blocked = obstacles.some(
        (o, k) => k !== from.obstacle && k !== to.obstacle && meets(box, o, CLEAR),
      );
      const foreign = areas.some((a, k) => (!home.has(k) || barred.has(k)) && meets(box, a, 1));
      const hugs = areas.some((a) =>
        outlineOf(a).some(
          (side) => (side.h === 0) === isLevel(stretch) && meets(box, side, BORDER),
        ),
      );
      const near = others.some(({ lines }) => lines.some((t) => between(stretch, t) === 'near'));
      const strikes = others.some(({ route }) => route.words && meets(box, route.words, WORDS));
      if (blocked || foreign || hugs || near || strikes) return false;
    }
    if (crossed(stretchesOf(points)) > crossed(old)) return false;
    const place = words ?? own.words;
    if (!place) return true;
    if (!words)
      return !stretches.some((s) => !this.#isOn(place, s) && meets(boundsOf(s), place, 2));
    return (
      !obstacles.some((o) => meets(o, words, WORDS)) &&
      !areas.some((a) => outlineOf(a).some((side) => meets(side, words, WORDS))) &&
      !others.some(
        ({ route, lines }) =>
          (route.words && meets(route.words, words, WORDS)) ||
          lines.some((t) => meets(boundsOf(t), words, WORDS)),
      )
    );
  }
}

/** How often all ends are tried: one that moves makes room for others. */
const ROUNDS = 2;

export function endsOnAxis<T extends DrawnRoute>(input: AxisInput, routes: readonly T[]): T[] {
  if (routes.length > MANY || routes.some(({ path }) => !path)) return [...routes];
  const page = new AxisPage(input, routes);
  for (let round = 0; round < ROUNDS; round++) page.moveAll();
  return page.routes as T[];
}
