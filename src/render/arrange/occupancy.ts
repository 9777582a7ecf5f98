/** What is on the lanes of a page: lines and words, each of which can be taken back. */

import type { Box, Point } from '../scene/scene.ts';
import { CLEAR, type Lanes, within } from './lanes.ts';

/** What a line leaves behind in one of the counters. */
export interface LaneMark {
  readonly counter: Uint8Array;
  readonly at: number;
  readonly by: number;
}

/** A line, and all that keeps others off it. */
export interface LaneRoute {
  readonly points: readonly Point[];
  /** What it passes between its two stubs: vertex times 2, plus 1 where it comes up or down. */
  readonly states: readonly number[];
  readonly marks: readonly LaneMark[];
  readonly ports: readonly string[];
}

const add = (counter: Uint8Array, at: number, by: number): void => {
  counter[at] = (counter[at] as number) + by;
};

/** A line that more links share is not dearer to cross. */
const MOST_WEIGHED = 4;

export class Occupancy {
  /** Per vertex: links that pass it left-right, up-down, or turn in it; labels that cover it. */
  readonly across: Uint8Array;
  readonly upDown: Uint8Array;
  readonly turns: Uint8Array;
  readonly words: Uint8Array;
  /** Per vertex: links on the edge from it to the right, and downward. */
  readonly edgeAcross: Uint8Array;
  readonly edgeDown: Uint8Array;
  /** Ports that a line ends at. */
  readonly taken = new Set<string>();
  readonly #lanes: Pick<Lanes, 'xs' | 'ys'>;

  constructor(lanes: Pick<Lanes, 'xs' | 'ys'>) {
    this.#lanes = lanes;
    const n = lanes.xs.length * lanes.ys.length;
    this.across = new Uint8Array(n);
    this.upDown = new Uint8Array(n);
    this.turns = new Uint8Array(n);
    this.words = new Uint8Array(n);
    this.edgeAcross = new Uint8Array(n);
    this.edgeDown = new Uint8Array(n);
  }

  /** Keeps all lines to come out of a box of words. */
  block(box: Box): void {
    this.#cover(box, 1);
  }

  /** Lets lines pass where a box of words stood. */
  unblock(box: Box): void {
    this.#cover(box, -1);
  }

  #cover({ x, y, w, h }: Box, by: number): void {
    const { xs, ys } = this.#lanes;
    const [i0, i1] = within(xs, x - CLEAR + 1, x + w + CLEAR - 1);
    const [j0, j1] = within(ys, y - CLEAR + 1, y + h + CLEAR - 1);
    for (let i = i0; i <= i1; i++)
      for (let j = j0; j <= j1; j++) add(this.words, i * ys.length + j, by);
  }

  /** Makes it dearer to cross a line that several links share. @param links how many run there, by vertex */
  weigh(links: ReadonlyMap<number, number>): LaneRoute {
    const marks = [...links].flatMap(([at, n]): LaneMark[] => {
      const by = Math.min(n, MOST_WEIGHED) - 1;
      const counter = (this.across[at] as number) > 0 ? this.across : this.upDown;
      return by > 0 && (counter[at] as number) > 0 ? [{ counter, at, by }] : [];
    });
    const weight = { points: [], states: [], marks, ports: [] };
    this.restore(weight);
    return weight;
  }

  /** Takes a line back, as if it had never been drawn. */
  erase({ marks, ports }: LaneRoute): void {
    for (const { counter, at, by } of marks) add(counter, at, -by);
    for (const port of ports) this.taken.delete(port);
  }

  /** Notes a line, or notes it again after it was taken back. */
  restore({ marks, ports }: LaneRoute): void {
    for (const { counter, at, by } of marks) add(counter, at, by);
    for (const port of ports) this.taken.add(port);
  }
}
