/**
 * Sets of whole numbers as sorted intervals that neither touch nor overlap. Half-open, so that the same code
 * serves ports (numbers) and addresses (bigints): no step from one member to the next is needed.
 */

type IntegerType = number | bigint;

/** From `start` up to, and without, `end`. */
export interface Interval<T extends IntegerType> {
  readonly start: T;
  readonly end: T;
}

export type Intervals<T extends IntegerType> = readonly Interval<T>[];

const byStart = <T extends IntegerType>(a: Interval<T>, b: Interval<T>): number =>
  a.start < b.start ? -1 : a.start > b.start ? 1 : 0;

/** Sorted and joined; empty intervals are dropped. */
export function normalized<T extends IntegerType>(intervals: Intervals<T>): Intervals<T> {
  const joined: { start: T; end: T }[] = [];
  for (const { start, end } of [...intervals].sort(byStart)) {
    if (start >= end) continue;
    const last = joined.at(-1);
    if (!last || start > last.end) joined.push({ start, end });
    else if (end > last.end) last.end = end;
  }
  return joined;
}

// `Math.max` knows no bigint.
const [later, earlier] = [
  <T extends IntegerType>(a: T, b: T): T => [a, b].reduce((x, y) => (y > x ? y : x)),
  <T extends IntegerType>(a: T, b: T): T => [a, b].reduce((x, y) => (y < x ? y : x)),
];

export function intersection<T extends IntegerType>(
  a: Intervals<T>,
  b: Intervals<T>,
): Intervals<T> {
  const found: Interval<T>[] = [];
  let [i, j] = [0, 0];
  for (let [x, y] = [a[i], b[j]]; x && y; [x, y] = [a[i], b[j]]) {
    const start = later(x.start, y.start);
    const end = earlier(x.end, y.end);
    if (start < end) found.push({ start, end });
    if (x.end < y.end) i++;
    else j++;
  }
  return found;
}

/** Whether they share a member. */
export function overlapping<T extends IntegerType>(a: Intervals<T>, b: Intervals<T>): boolean {
  let [i, j] = [0, 0];
  for (let [x, y] = [a[i], b[j]]; x && y; [x, y] = [a[i], b[j]]) {
    if (x.start < y.end && y.start < x.end) return true;
    if (x.end < y.end) i++;
    else j++;
  }
  return false;
}

export function difference<T extends IntegerType>(a: Intervals<T>, b: Intervals<T>): Intervals<T> {
  const found: Interval<T>[] = [];
  let j = 0;
  for (const { start, end } of a) {
    let from = start;
    while ((b[j]?.end ?? end) <= start) j++;
    // From here with an index of its own: an interval of `b` may reach into the next of `a`, too.
    for (let k = j; from < end; k++) {
      const cut = b[k];
      if (!cut || cut.start >= end) break;
      if (cut.start > from) found.push({ start: from, end: cut.start });
      if (cut.end > from) from = cut.end;
    }
    if (from < end) found.push({ start: from, end });
  }
  return found;
}

export const sameIntervals = <T extends IntegerType>(a: Intervals<T>, b: Intervals<T>): boolean =>
  a.length === b.length &&
  a.every(({ start, end }, i) => start === b[i]?.start && end === b[i]?.end);
