/** What areas and their borders cost the line of one link. Areas have indexes, outer ones lower; here plus 1, the page is 0. */

import type { RouteJob } from './route-job.ts';

/** Leaving the smallest area around both ends: at once, and by length. */
const LEFT = 400;
const LEAVING = 14;
/** Going back into an area that was left, or out of one that is the goal's. */
const BACK = 120;

/** Kept out of, whatever that costs: a line there would say what is not so. */
const BARRED = 1;
/** Around the smallest one that holds both ends. */
const OUTSIDE = 2;
/** Around one end alone. */
const AROUND_FROM = 4;
const AROUND_TO = 8;

export class AreaPrices {
  readonly #kinds: Uint8Array;

  constructor(areas: Int32Array) {
    this.#kinds = new Uint8Array(1 + areas.reduce((most, a) => Math.max(most, a), 0));
  }

  /** Prices for this link from now on. */
  begin({ from, to, home, outside, barred }: RouteJob): void {
    for (let area = 0; area < this.#kinds.length; area++) {
      const i = area - 1;
      const [leads, ends] = [from.within.has(i), to.within.has(i)];
      this.#kinds[area] =
        (barred.has(i) || (area !== 0 && !home.has(i)) ? BARRED : 0) |
        (outside.has(i) ? OUTSIDE : 0) |
        (leads && !ends ? AROUND_FROM : 0) |
        (ends && !leads ? AROUND_TO : 0);
    }
  }

  /** Of beginning or ending in an area; Infinity where that is barred. */
  atEnd(area: number): number {
    const kind = this.#kinds[area] as number;
    if ((kind & BARRED) !== 0) return Infinity;
    return (kind & OUTSIDE) !== 0 ? LEFT : 0;
  }

  /** Of a step from one area to another, or within one; Infinity where that is barred. */
  step(before: number, after: number, length: number): number {
    const entered = this.#kinds[after] as number;
    if ((entered & BARRED) !== 0) return Infinity;
    const along = (entered & OUTSIDE) !== 0 ? length * LEAVING : 0;
    if (before === after) return along;
    const left = this.#kinds[before] as number;
    const leaves = (left & OUTSIDE) === 0 && (entered & OUTSIDE) !== 0;
    const back =
      ((left & AROUND_TO) !== 0 && after < before) ||
      ((entered & AROUND_FROM) !== 0 && after > before);
    return along + (leaves ? LEFT : 0) + (back ? BACK : 0);
  }
}
