/**
 * One trunk while it grows: a way from one tail to one head, to whose beginning the other tails come, and from whose
 * end the other heads branch off. Between the last that comes and the first that leaves is the stem.
 */

import type { Point } from '../scene/scene.ts';
import { straightened } from './lines.ts';
import type { LaneRoute } from './occupancy.ts';
import type { JoinedLine, RouteJob, RouteJoin } from './route-job.ts';
import type { Router } from './router.ts';

/** The room for words that a stem has to have on one of its stretches. */
export interface StemRoom {
  readonly w: number;
  readonly h: number;
}

/** Nearer to its end than this, px, a line is joined only where there is no other place; and what that costs. */
const NEAR_END = 24;
const AT_END = 25;
/** What a stem without room for the words costs. */
const NO_ROOM = 160;

const apart = (p: Point, q: Point): number => Math.abs(p.x - q.x) + Math.abs(p.y - q.y);

/** A line that another joined, from there to its end. */
interface Branch {
  readonly route: LaneRoute;
  readonly side: 'tail' | 'head';
  readonly index: number;
}

type TreeEnd = readonly [side: Branch['side'], index: number];

export class TrunkTree {
  readonly #router: Router;
  readonly #all: RouteJob;
  readonly #room: StemRoom;
  /** Vertices of the first way, from its tail to its head. */
  readonly #first: readonly number[];
  /** Their places, with the ends of both stubs before and behind. */
  readonly #points: readonly Point[];
  readonly #branches: Branch[] = [];
  /** On the tails' side, from a vertex to the next on the way to the stem; and the state in which the line leaves it. */
  readonly #onward = new Map<number, number>();
  readonly #leaving = new Map<number, number>();
  /** On the heads' side, from a vertex to the one before it; and the state in which the line comes. */
  readonly #back = new Map<number, number>();
  readonly #coming = new Map<number, number>();
  readonly #atEnd = new Set<number>();
  /** Indexes in `#first` of the last place where a tail comes, and the first where a head leaves. */
  #from = 0;
  #to: number;

  constructor(router: Router, all: RouteJob, first: LaneRoute, room: StemRoom) {
    this.#router = router;
    this.#all = all;
    this.#room = room;
    const { states, points } = first;
    this.#first = states.map((s) => s >> 1);
    const [tail, head] = [points[0] as Point, points.at(-1) as Point];
    this.#points = [tail, ...this.#first.map((v) => router.pointAt(v)), head];
    this.#to = this.#first.length - 1;
    this.#first.forEach((v, i) => {
      const [before, after] = [this.#first[i - 1], this.#first[i + 1]];
      if (before !== undefined) this.#back.set(v, before);
      if (after !== undefined) this.#onward.set(v, after);
      this.#coming.set(v, states[i] as number);
      const next = states[i + 1] ?? v * 2 + this.#courseTo(head, v);
      this.#leaving.set(v, v * 2 + (next & 1));
      const at = router.pointAt(v);
      if (apart(at, tail) < NEAR_END || apart(at, head) < NEAR_END) this.#atEnd.add(v);
    });
  }

  #courseTo(end: Point, vertex: number): number {
    return end.x === this.#router.pointAt(vertex).x ? 1 : 0;
  }

  /** The area around one of the first way's points; around the first vertex for the end of its stub. */
  #areaOf(point: number): number {
    const i = Math.max(0, Math.min(point - 1, this.#first.length - 1));
    return this.#router.areaAt(this.#first[i] as number);
  }

  /** Whether one of the stretches between two of the first way's points has room for the words. */
  #hasRoom(from: number, to: number): boolean {
    let start = this.#points[from] as Point;
    for (let i = from + 1; i <= to; i++) {
      const [a, b] = [this.#points[i - 1] as Point, this.#points[i] as Point];
      // Words stand on one straight stretch, and on no border.
      const border = this.#areaOf(i - 1) !== this.#areaOf(i);
      if (border || (start.x !== b.x && start.y !== b.y)) start = border ? b : a;
      const across = start.y === b.y;
      if (apart(start, b) >= (across ? this.#room.w : this.#room.h)) return true;
    }
    return false;
  }

  /** Where a tail may come, or a head leave. */
  #joins(side: Branch['side']): RouteJoin[] {
    const states = side === 'tail' ? this.#leaving : this.#coming;
    const found: RouteJoin[] = [];
    for (const [v, state] of states) {
      if (this.#router.bars(this.#all, v)) continue;
      const i = this.#first.indexOf(v);
      const near = this.#atEnd.has(v) ? AT_END : 0;
      if (i < 0) {
        found.push({ state, price: near });
        continue;
      }
      if (side === 'tail' ? i > this.#to : i <= this.#from && this.#from > 0) continue;
      // The points begin with the end of the stub.
      const [from, to] = side === 'tail' ? [i + 1, this.#to + 2] : [this.#start, i + 1];
      found.push({ state, price: near + (this.#hasRoom(from, to) ? 0 : NO_ROOM) });
    }
    return found;
  }

  get #start(): number {
    return this.#from === 0 ? 0 : this.#from + 1;
  }

  line(side: Branch['side']): JoinedLine {
    return { joins: this.#joins(side), vertices: this.#vertices() };
  }

  *#vertices(): Generator<number> {
    yield* this.#onward.keys();
    yield* this.#back.keys();
  }

  /** Adds a line from one of the joins to an end. */
  add(route: LaneRoute, side: Branch['side'], index: number): void {
    const { states, points } = route;
    const end = points.at(-1) as Point;
    this.#branches.push({ route, side, index });
    const at = this.#first.indexOf((states[0] as number) >> 1);
    if (at >= 0 && side === 'tail') this.#from = Math.max(this.#from, at);
    if (at >= 0 && side === 'head') this.#to = Math.min(this.#to, at);
    states.slice(1).forEach((state, k) => {
      const [v, before] = [state >> 1, (states[k] as number) >> 1];
      const [way, by] =
        side === 'tail' ? [this.#onward, this.#leaving] : [this.#back, this.#coming];
      way.set(v, before);
      by.set(v, state);
      if (apart(this.#router.pointAt(v), end) < NEAR_END) this.#atEnd.add(v);
    });
  }

  #endOf(side: Branch['side'], index: number): { vertex: number; at: Point } {
    const branch = this.#branches.find((b) => b.side === side && b.index === index);
    if (branch) {
      const { states, points } = branch.route;
      return { vertex: (states.at(-1) as number) >> 1, at: points.at(-1) as Point };
    }
    const first = side === 'tail';
    return {
      vertex: this.#first.at(first ? 0 : -1) as number,
      at: this.#points.at(first ? 0 : -1) as Point,
    };
  }

  /** The vertices from a tail to a head; none where the link may not run all along them. */
  way(tail: number, head: number, job: RouteJob): number[] | undefined {
    const [from, to] = [this.#endOf('tail', tail), this.#endOf('head', head)];
    // By vertex, its place on the way up; a line that crosses its own trunk may lead around in a circle.
    const reached = new Map<number, number>();
    for (
      let v: number | undefined = to.vertex;
      v !== undefined && !reached.has(v);
      v = this.#back.get(v)
    )
      reached.set(v, reached.size);
    const passed = new Set<number>();
    let v: number | undefined = from.vertex;
    while (v !== undefined && !reached.has(v) && !passed.has(v)) {
      passed.add(v);
      v = this.#onward.get(v);
    }
    const meets = v === undefined ? undefined : reached.get(v);
    if (meets === undefined) return undefined;
    const way = [...passed, ...[...reached.keys()].slice(0, meets + 1).reverse()];
    return way.some((w) => this.#router.bars(job, w)) ? undefined : way;
  }

  /** The vertices from one head to another; none where the link may not run all along them. */
  wayBetween(a: number, b: number, job: RouteJob): number[] | undefined {
    const upFrom = (head: number): number[] => {
      const up: number[] = [];
      let v: number | undefined = this.#endOf('head', head).vertex;
      for (; v !== undefined; v = this.#back.get(v)) up.push(v);
      return up;
    };
    const [from, to] = [upFrom(a), upFrom(b)];
    const reached = new Map(to.map((v, i) => [v, i]));
    const meet = from.findIndex((v) => reached.has(v));
    const at = reached.get(from[meet] ?? -1);
    if (at === undefined) return undefined;
    const way = [...from.slice(0, meet), ...to.slice(0, at + 1).reverse()];
    return way.some((w) => this.#router.bars(job, w)) ? undefined : way;
  }

  path(from: TreeEnd, to: TreeEnd, way: readonly number[]): Point[] {
    const points = way.map((v) => this.#router.pointAt(v));
    return straightened([this.#endOf(...from).at, ...points, this.#endOf(...to).at]);
  }

  /** From the last tail that comes to the first head that leaves. */
  stem(): Point[] {
    const to = this.#to === this.#first.length - 1 ? this.#points.length : this.#to + 2;
    return straightened(this.#points.slice(this.#start, to));
  }

  /** What is not the stem: all other lines, by the end that they lead to. */
  twigs(side: Branch['side'], first: number): ReadonlyMap<number, Point[]> {
    const found = new Map<number, Point[]>();
    for (const { route, side: of, index } of this.#branches)
      if (of === side) found.set(index, [...route.points]);
    const own =
      side === 'tail'
        ? this.#points.slice(0, this.#start + 1)
        : this.#points.slice(this.#to === this.#first.length - 1 ? Infinity : this.#to + 1);
    if (own.length > 1) found.set(first, straightened(own));
    return found;
  }
}
