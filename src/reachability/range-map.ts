/** A value for every address: the address space cut at the borders of what is given, and no finer. */

import { AddressSet } from '../model/addresses.ts';
import { type Intervals, intersection } from '../model/intervals.ts';

/** What holds for some addresses. */
export interface Ranged<T> {
  readonly addresses: AddressSet;
  readonly item: T;
}

/** A part of a set of addresses for which one value holds. */
export interface ValuePart<V> {
  readonly value: V;
  readonly part: AddressSet;
}

interface Border<T> {
  readonly at: bigint;
  readonly opens: boolean;
  readonly order: number;
  readonly item: T;
}

/** One family: `values[i]` holds from `starts[i]` up to `starts[i + 1]`. */
interface Cuts<V> {
  readonly starts: readonly bigint[];
  readonly values: readonly V[];
}

function cutsOf<T, V>(
  ranged: readonly Ranged<T>[],
  family: (set: AddressSet) => Intervals<bigint>,
  pick: (items: readonly T[]) => V,
): Cuts<V> {
  const borders = ranged.flatMap(({ addresses, item }, order): Border<T>[] =>
    family(addresses).flatMap(({ start, end }) => [
      { at: start, opens: true, order, item },
      { at: end, opens: false, order, item },
    ]),
  );
  borders.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const none = pick([]);
  const starts: bigint[] = [0n];
  const values: V[] = [none];
  const open = new Map<number, T>();
  for (let i = 0; i < borders.length; ) {
    const at = borders[i]?.at ?? 0n;
    for (; borders[i]?.at === at; i++) {
      const border = borders[i];
      if (border?.opens) open.set(border.order, border.item);
      else if (border) open.delete(border.order);
    }
    const items = [...open].sort(([a], [b]) => a - b).map(([, item]) => item);
    const value = items.length === 0 ? none : pick(items);
    if (at === starts.at(-1)) values[values.length - 1] = value;
    else if (values.at(-1) !== value) {
      starts.push(at);
      values.push(value);
    }
  }
  return { starts, values };
}

/** The last index whose start is not above the address. */
function indexAt(starts: readonly bigint[], address: bigint): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0n) <= address) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Immutable. Built once, in the time of sorting the borders; a look-up of a set takes the logarithm of
 * their number, and as many steps as the set has parts.
 */
export class RangeMap<V> {
  readonly #ipv4: Cuts<V>;
  readonly #ipv6: Cuts<V>;

  /**
   * @param pick the value of what holds for an address, in the order given; of nothing for all other addresses.
   * Parts of one value are one part when it gives the same object for them.
   */
  static of<T, V>(ranged: readonly Ranged<T>[], pick: (items: readonly T[]) => V): RangeMap<V> {
    return new RangeMap(
      cutsOf(ranged, ({ ipv4 }) => ipv4, pick),
      cutsOf(ranged, ({ ipv6 }) => ipv6, pick),
    );
  }

  private constructor(ipv4: Cuts<V>, ipv6: Cuts<V>) {
    this.#ipv4 = ipv4;
    this.#ipv6 = ipv6;
  }

  /** The values that hold for a set, each with its part of the set, in the order of their first address. */
  over(set: AddressSet): readonly ValuePart<V>[] {
    const only = this.#single(set);
    return only ? [only] : this.#parts(set);
  }

  /** Most sets have one value: found without making any other. */
  #single(set: AddressSet): ValuePart<V> | undefined {
    let found: ValuePart<V> | undefined;
    for (const [cuts, intervals] of [
      [this.#ipv4, set.ipv4],
      [this.#ipv6, set.ipv6],
    ] as const)
      for (const { start, end } of intervals) {
        const at = indexAt(cuts.starts, start);
        const next = cuts.starts[at + 1];
        const value = cuts.values[at] as V;
        if ((next !== undefined && next < end) || (found && found.value !== value))
          return undefined;
        found ??= { value, part: set };
      }
    return found;
  }

  #parts(set: AddressSet): readonly ValuePart<V>[] {
    const found = new Map<V, { ipv4: Intervals<bigint>; ipv6: Intervals<bigint> }>();
    for (const [family, cuts, intervals] of [
      ['ipv4', this.#ipv4, set.ipv4],
      ['ipv6', this.#ipv6, set.ipv6],
    ] as const)
      for (const { start, end } of intervals)
        for (let i = indexAt(cuts.starts, start); i < cuts.starts.length; i++) {
          const from = cuts.starts[i] ?? 0n;
          if (from >= end) break;
          const next = cuts.starts[i + 1] ?? end;
          const value = cuts.values[i] as V;
          const own = found.get(value) ?? { ipv4: [], ipv6: [] };
          const [piece] = intersection([{ start: from, end: next }], [{ start, end }]);
          if (!piece) continue;
          found.set(value, { ...own, [family]: [...own[family], piece] });
        }
    const [only] = found;
    if (found.size === 1 && only) return [{ value: only[0], part: set }];
    return [...found].map(([value, { ipv4, ipv6 }]) => ({
      value,
      part: AddressSet.ofIntervals(ipv4, ipv6),
    }));
  }
}
