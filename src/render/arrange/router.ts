/**
 * The router: leads one link at a time along the lanes, the cheapest way with few bends and crossings,
 * never through a box that is not the link's own, never on top of another link.
 * A* over (vertex, heading); links are routed one after the other, short ones first.
 */

import type { Point } from '../scene/scene.ts';
import { AreaPrices } from './area-prices.ts';
import { directLine } from './direct-line.ts';
import { Heap } from './heap.ts';
import type { Lanes } from './lanes.ts';
import { type Port, portsByVertex, portsOf, STUB, stubOf } from './line-ends.ts';
import { straightened } from './lines.ts';
import type { LaneMark, LaneRoute, Occupancy } from './occupancy.ts';
import type { JoinedLine, RouteJob } from './route-job.ts';

const BEND = 30;
const CROSSING = 70;
/** Two corners in one place: each line would read as the other's way on. */
const TOUCHING = 400;
const ALONG_BORDER = 4;

export class Router {
  readonly #lanes: Lanes;
  readonly #rows: number;
  readonly #occupied: Occupancy;
  readonly #cost: Float64Array;
  readonly #from: Int32Array;
  readonly #stamp: Int32Array;
  /** The route that has done with a state. */
  readonly #closed: Int32Array;
  /** The last route that has a port at a vertex. */
  readonly #isGoal: Int32Array;
  /** The last route that began on a line with this vertex. */
  readonly #joined: Int32Array;
  readonly #areaPrices: AreaPrices;
  /** How far each column and row is from the box that the link at hand goes to. */
  readonly #restAcross: Float64Array;
  readonly #restDown: Float64Array;
  #round = 0;

  /** @param occupied what is on the lanes already: it is read, and what is routed is noted in it */
  constructor(lanes: Lanes, occupied: Occupancy) {
    this.#lanes = lanes;
    this.#rows = lanes.ys.length;
    const n = lanes.xs.length * this.#rows;
    this.#occupied = occupied;
    this.#cost = new Float64Array(2 * n);
    this.#from = new Int32Array(2 * n);
    this.#stamp = new Int32Array(2 * n);
    this.#closed = new Int32Array(2 * n);
    this.#isGoal = new Int32Array(n);
    this.#joined = new Int32Array(n);
    this.#areaPrices = new AreaPrices(lanes.area);
    this.#restAcross = new Float64Array(lanes.xs.length);
    this.#restDown = new Float64Array(this.#rows);
  }

  /** Infinity for a port that another line ends at or passes, or before which the link may not run. */
  readonly #portPrice = (port: Port): number => {
    if (this.#occupied.taken.has(port.key)) return Infinity;
    const price = this.#areaPrices.atEnd(this.#lanes.area[port.vertex] as number);
    const edges = port.side < 2 ? this.#occupied.edgeAcross : this.#occupied.edgeDown;
    for (const { v, edge } of stubOf(this.#lanes, port))
      if (edges[edge] !== 0 || this.#occupied.words[v] !== 0) return Infinity;
    return price;
  };

  /** Price of going on from a vertex to its neighbour along an edge, or Infinity. */
  #step(from: number, to: number, edge: number, across: boolean, length: number): number {
    const { blocked, area, onBorder } = this.#lanes;
    if (blocked[to] !== 0 || this.#joined[to] === this.#round || this.#occupied.words[to] !== 0)
      return Infinity;
    if ((across ? this.#occupied.edgeAcross[edge] : this.#occupied.edgeDown[edge]) !== 0)
      return Infinity;
    let cost = length + this.#areaPrices.step(area[from] as number, area[to] as number, length);
    if (((onBorder[to] as number) & (across ? 2 : 1)) !== 0) cost += length * ALONG_BORDER;
    cost +=
      (across ? (this.#occupied.upDown[to] as number) : (this.#occupied.across[to] as number)) *
      CROSSING;
    cost += (this.#occupied.turns[to] as number) * CROSSING * 2;
    return cost;
  }

  /** What is the same for all steps of one link. */
  #begin(job: RouteJob, joined: JoinedLine | undefined): void {
    this.#round++;
    for (const v of joined?.vertices ?? []) this.#joined[v] = this.#round;
    this.#areaPrices.begin(job);
    const { box } = job.to;
    const { xs, ys } = this.#lanes;
    for (let i = 0; i < xs.length; i++)
      this.#restAcross[i] = Math.max(
        box.x - (xs[i] as number),
        0,
        (xs[i] as number) - box.x - box.w,
      );
    for (let j = 0; j < ys.length; j++)
      this.#restDown[j] = Math.max(box.y - (ys[j] as number), 0, (ys[j] as number) - box.y - box.h);
  }

  /** At least what is left of the way. */
  #rest(v: number): number {
    const i = Math.floor(v / this.#rows);
    return (this.#restAcross[i] as number) + (this.#restDown[v - i * this.#rows] as number);
  }

  pointAt(vertex: number): Point {
    const { xs, ys } = this.#lanes;
    return {
      x: xs[Math.floor(vertex / this.#rows)] as number,
      y: ys[vertex % this.#rows] as number,
    };
  }

  /** Index of the innermost area around a vertex; -1 for the page. */
  areaAt(vertex: number): number {
    return (this.#lanes.area[vertex] as number) - 1;
  }

  /** Whether a link may not run at a vertex. */
  bars(job: RouteJob, vertex: number): boolean {
    const around = this.areaAt(vertex);
    return job.barred.has(around) || (around !== -1 && !job.home.has(around));
  }

  /**
   * @param joined the line on which it begins, instead of at the box that it comes from
   * @returns nothing where there is no way
   */
  route(
    job: RouteJob,
    name: { from: string; to: string },
    joined?: JoinedLine,
  ): LaneRoute | undefined {
    const { xs, ys } = this.#lanes;
    const rows = this.#rows;
    this.#begin(job, joined);
    const joins = joined?.joins;
    const starts = joins ? [] : portsOf(this.#lanes, job.from, name.from, this.#portPrice);
    const goals = portsOf(this.#lanes, job.to, name.to, this.#portPrice);
    if ((joins ?? starts).length === 0 || goals.length === 0) return undefined;
    const direct = directLine(starts, goals, rows);
    if (direct) return this.#note(direct.states, direct.start, direct.goal, []);
    const goalAt = portsByVertex(goals);
    for (const { vertex } of goals) this.#isGoal[vertex] = this.#round;
    const heap = new Heap();
    const relax = (state: number, cost: number, from: number): void => {
      if (this.#stamp[state] === this.#round && (this.#cost[state] as number) <= cost) return;
      this.#stamp[state] = this.#round;
      this.#cost[state] = cost;
      this.#from[state] = from;
      heap.push(cost + this.#rest(state >> 1), state);
    };
    const startAt = new Map<number, Port>();
    for (const port of starts) {
      const across = port.side < 2 ? 0 : 1;
      const state = port.vertex * 2 + across;
      const known = startAt.get(state);
      if (known && known.cost <= port.cost) continue;
      startAt.set(state, port);
      relax(state, port.cost, -1);
    }
    for (const { state, price } of joins ?? []) relax(state, price, -1);
    let best: { cost: number; state: number; port: Port } | undefined;
    while (heap.size > 0) {
      const state = heap.pop();
      if (this.#closed[state] === this.#round) continue;
      this.#closed[state] = this.#round;
      const v = state >> 1;
      const heading = state & 1;
      const cost = this.#cost[state] as number;
      if (best && cost + this.#rest(v) >= best.cost) break;
      const before = this.#from[state] as number;
      for (const port of this.#isGoal[v] === this.#round ? (goalAt.get(v) ?? []) : []) {
        if (before === -1 ? joins : before >> 1 === this.#towards(port)) continue;
        const turn = (port.side < 2 ? 0 : 1) !== heading ? BEND : 0;
        const total = cost + port.cost + turn + 1;
        if (!best || total < best.cost) best = { cost: total, state, port };
      }
      const i = Math.floor(v / rows);
      const j = v % rows;
      const x = xs[i] as number;
      const y = ys[j] as number;
      // A line that turned back into its own stub would have no shaft.
      const start = before === -1 ? startAt.get(state) : undefined;
      const back = start ? this.#towards(start) : -1;
      // On the line that it joins it may turn.
      const turn = BEND + (before === -1 && joins ? 0 : this.#turnPrice(v));
      const bendAcross = heading === 0 ? 0 : turn;
      const bendDown = heading === 1 ? 0 : turn;
      if (i + 1 < xs.length && v + rows !== back) {
        const price = this.#step(v, v + rows, v, true, (xs[i + 1] as number) - x);
        if (price < Infinity) relax((v + rows) * 2, cost + price + bendAcross, state);
      }
      if (i > 0 && v - rows !== back) {
        const price = this.#step(v, v - rows, v - rows, true, x - (xs[i - 1] as number));
        if (price < Infinity) relax((v - rows) * 2, cost + price + bendAcross, state);
      }
      if (j + 1 < rows && v + 1 !== back) {
        const price = this.#step(v, v + 1, v, false, (ys[j + 1] as number) - y);
        if (price < Infinity) relax((v + 1) * 2 + 1, cost + price + bendDown, state);
      }
      if (j > 0 && v - 1 !== back) {
        const price = this.#step(v, v - 1, v - 1, false, y - (ys[j - 1] as number));
        if (price < Infinity) relax((v - 1) * 2 + 1, cost + price + bendDown, state);
      }
    }
    return best && this.#trace(best.state, best.port, startAt);
  }

  /** The vertex after a port's first one on the way to its box. */
  #towards({ vertex, side, at }: Port): number {
    const rows = this.#rows;
    const across = side < 2;
    const place = (
      across ? this.#lanes.xs[Math.floor(vertex / rows)] : this.#lanes.ys[vertex % rows]
    ) as number;
    return vertex + Math.sign((across ? at.x : at.y) - place) * (across ? rows : 1);
  }

  /** Turning where another link passes or turns would look like a junction. */
  #turnPrice(v: number): number {
    const { across, upDown, turns } = this.#occupied;
    return (
      ((across[v] as number) + (upDown[v] as number)) * CROSSING * 3 +
      (turns[v] as number) * TOUCHING
    );
  }

  /** Keeps later lines off the stretch between a port and its first corner, where an arrowhead may be. */
  #guard(port: Port, marks: LaneMark[]): void {
    const edges = port.side < 2 ? this.#occupied.edgeAcross : this.#occupied.edgeDown;
    for (const { v, edge, left } of stubOf(this.#lanes, port)) {
      if (left <= STUB + 2) marks.push({ counter: this.#occupied.turns, at: v, by: 3 });
      // No other line may lie on this stretch.
      marks.push({ counter: edges, at: edge, by: 1 });
    }
  }

  #trace(end: number, goal: Port, startAt: ReadonlyMap<number, Port>): LaneRoute {
    const { across, upDown, turns, edgeAcross, edgeDown } = this.#occupied;
    const states: number[] = [];
    for (let s = end; s !== -1; s = this.#from[s] as number) states.push(s);
    states.reverse();
    const marks: LaneMark[] = [];
    states.forEach((state, k) => {
      const v = state >> 1;
      const next = states[k + 1];
      const leaves = next === undefined ? (goal.side < 2 ? 0 : 1) : next & 1;
      const comes = state & 1;
      // Crossing just before an arrowhead would look like an end.
      const atEnd = k === 0 || next === undefined;
      const own = comes === 0 ? across : upDown;
      marks.push({ counter: comes !== leaves || atEnd ? turns : own, at: v, by: 1 });
      if (next === undefined) return;
      const edges = (next & 1) === 0 ? edgeAcross : edgeDown;
      marks.push({ counter: edges, at: Math.min(v, next >> 1), by: 1 });
    });
    return this.#note(states, startAt.get(states[0] as number), goal, marks);
  }

  /** @param start none for a line that joins another */
  #note(
    states: readonly number[],
    start: Port | undefined,
    goal: Port,
    way: readonly LaneMark[],
  ): LaneRoute {
    const marks: LaneMark[] = [];
    if (start) this.#guard(start, marks);
    this.#guard(goal, marks);
    const points = [
      ...(start ? [start.at] : []),
      ...states.map((s) => this.pointAt(s >> 1)),
      goal.at,
    ];
    const ports = [...(start ? [start.key] : []), goal.key];
    const route = { points: straightened(points), states, marks: [...marks, ...way], ports };
    this.#occupied.restore(route);
    return route;
  }
}
