/** Functions of lists, sets and maps, which work also where some of the elements are not known. */

import { isList, isMap, Unknown, type Value } from '../../../aws-resources/values.ts';
import {
  asUnknown,
  booleanOrThrow,
  CannotEvaluate,
  elementsOf,
  isOpen,
  numberOrThrow,
  openPart,
  sameValue,
  sortedEntries,
  textOrThrow,
} from '../partial-values.ts';
import { type HclFunction, listArgument, mapArgument } from './arguments.ts';
import { setOf } from './sets.ts';

const flattened = (list: readonly Value[]): readonly Value[] =>
  list.flatMap((item) => (isList(item) ? flattened(item) : [item]));

/** The first that is neither null nor empty. */
function coalesce(values: readonly Value[]): Value {
  for (const value of values) {
    if (isOpen(value)) {
      if (sameValue(value, null) === false && sameValue(value, '') === false) return value;
      return asUnknown(value);
    }
    if (value !== null && value !== '') return value;
  }
  throw new CannotEvaluate('coalesce has only empty values');
}

function coalesceList(values: readonly Value[]): Value {
  for (const value of values) {
    if (isOpen(value)) return asUnknown(value);
    if ((elementsOf(value) ?? []).length > 0) return value;
  }
  throw new CannotEvaluate('coalescelist has only empty lists');
}

/** Without what is null or empty; what may be either makes the whole unknown. */
function compact(list: readonly Value[]): Value {
  const kept: Value[] = [];
  for (const item of list) {
    if (item instanceof Unknown) return item;
    if (isOpen(item)) {
      if (sameValue(item, '') !== false) return asUnknown(item);
      kept.push(item);
    } else if (item !== null && item !== '') kept.push(item);
  }
  return kept;
}

function contains(list: readonly Value[], wanted: Value): Value {
  const same = list.map((item) => sameValue(item, wanted));
  if (same.includes(true)) return true;
  const open = same.indexOf(undefined);
  return open < 0 ? false : (openPart(list[open] ?? null) ?? openPart(wanted) ?? false);
}

/** An element of a list of unknown length is one of its own. */
function element(list: Value, at: Value): Value {
  if (isOpen(at)) return asUnknown(at);
  const index = numberOrThrow(at);
  if (isOpen(list))
    return new Unknown(`element ${index} of what is not known: ${asUnknown(list).reason}`);
  const items = listArgument(list);
  if (items.length === 0) throw new CannotEvaluate('element of an empty list');
  const place = ((index % items.length) + items.length) % items.length;
  return items[place] ?? null;
}

/** So many unknowns as there would be elements: a subnet each, even where its zone is not known. */
function slice(list: Value, from: Value, to: Value): Value {
  const open = [from, to].find(isOpen);
  if (open !== undefined) return asUnknown(open);
  const [start, end] = [numberOrThrow(from), numberOrThrow(to)];
  if (isOpen(list)) {
    const { reason } = asUnknown(list);
    const count = Math.min(Math.max(end - start, 0), 1024);
    return Array.from(
      { length: count },
      (_, i) => new Unknown(`element ${start + i} of: ${reason}`),
    );
  }
  const items = listArgument(list);
  if (start < 0 || end > items.length || start > end)
    throw new CannotEvaluate('slice goes beyond the list');
  return items.slice(start, end);
}

function lookup(map: Value, key: Value, other: Value | undefined): Value {
  if (isOpen(map)) return asUnknown(map);
  if (isOpen(key)) return asUnknown(key);
  const own = mapArgument(map);
  const name = textOrThrow(key);
  if (Object.hasOwn(own, name)) return own[name] ?? null;
  if (other === undefined) throw new CannotEvaluate('lookup finds no such key');
  return other;
}

function merge(maps: readonly Value[]): Value {
  const open = maps.find(isOpen);
  if (open !== undefined) return asUnknown(open);
  return Object.fromEntries(
    maps.filter((map) => map !== null).flatMap((map) => Object.entries(mapArgument(map))),
  );
}

function one(list: Value): Value {
  if (isOpen(list)) return asUnknown(list);
  const items = list === null ? [] : listArgument(list);
  if (items.length > 1) throw new CannotEvaluate('one needs a list with at most one element');
  return items[0] ?? null;
}

function range(args: readonly Value[]): Value {
  const numbers = args.map(numberOrThrow);
  const [start, limit] =
    numbers.length === 1 ? [0, numbers[0] ?? 0] : [numbers[0] ?? 0, numbers[1] ?? 0];
  const step = numbers[2] ?? (start <= limit ? 1 : -1);
  if (step === 0) throw new CannotEvaluate('range needs a step');
  const found: number[] = [];
  for (let at = start; step > 0 ? at < limit : at > limit; at += step) {
    if (found.length >= 1024) throw new CannotEvaluate('range gives more than 1024 elements');
    found.push(at);
  }
  return found;
}

function zipmap(keys: Value, values: Value): Value {
  const open = [keys, values].find(isOpen) ?? listArgument(keys).find(isOpen);
  if (open !== undefined) return asUnknown(open);
  const [names, items] = [listArgument(keys), listArgument(values)];
  if (names.length !== items.length) throw new CannotEvaluate('zipmap needs lists of one length');
  return Object.fromEntries(names.map((name, i) => [textOrThrow(name), items[i] ?? null]));
}

/** A function whose collections have to be known, though not all that is in them. */
const ofKnown =
  (work: HclFunction): HclFunction =>
  (...args) => {
    const open = args.find(isOpen);
    return open === undefined ? work(...args) : asUnknown(open);
  };

/** All of them true, or any. */
function decided(list: readonly Value[], wanted: boolean): Value {
  const known = list
    .filter((item) => !isOpen(item))
    .map((item) => item !== null && booleanOrThrow(item));
  if (known.includes(wanted)) return wanted;
  const open = list.find(isOpen);
  return open === undefined ? !wanted : asUnknown(open);
}

export const COLLECTIONS: Readonly<Record<string, HclFunction>> = {
  alltrue: ofKnown((list) => decided(listArgument(list), false)),
  anytrue: ofKnown((list) => decided(listArgument(list), true)),
  coalesce: (...values) => coalesce(values),
  coalescelist: (...values) => coalesceList(values),
  compact: ofKnown((list) => compact(listArgument(list))),
  concat: ofKnown((...lists) => lists.flatMap((list) => listArgument(list))),
  contains: ofKnown((list, wanted) => contains(listArgument(list), wanted ?? null)),
  chunklist: ofKnown((list, size) => {
    const [items, count] = [listArgument(list), numberOrThrow(size)];
    const chunks = count > 0 ? Math.ceil(items.length / count) : 1;
    return Array.from({ length: chunks }, (_, i) =>
      count > 0 ? items.slice(i * count, (i + 1) * count) : items,
    );
  }),
  distinct: ofKnown((list) =>
    listArgument(list).filter(
      (item, i, all) => !all.slice(0, i).some((other) => sameValue(item, other) === true),
    ),
  ),
  element: (list, at) => element(list ?? null, at ?? null),
  flatten: ofKnown((list) => flattened(listArgument(list))),
  index: ofKnown((list, wanted) => {
    const same = listArgument(list).map((item) => sameValue(item, wanted ?? null));
    const at = same.indexOf(true);
    if (at < 0) throw new CannotEvaluate('index finds no such element');
    return at;
  }),
  keys: ofKnown((map) => sortedEntries(mapArgument(map)).map(([key]) => key)),
  values: ofKnown((map) => sortedEntries(mapArgument(map)).map(([, value]) => value)),
  length: ofKnown((of) =>
    typeof of === 'string' ? [...of].length : (elementsOf(of ?? null) ?? fail()).length,
  ),
  lookup: (map, key, other) => lookup(map ?? null, key ?? null, other),
  matchkeys: ofKnown((values, keys, wanted) => {
    const [all, own] = [listArgument(values), listArgument(keys)];
    return all.filter((_, i) =>
      listArgument(wanted).some((w) => sameValue(w, own[i] ?? null) === true),
    );
  }),
  merge: (...maps) => merge(maps),
  one: (list) => one(list ?? null),
  range: ofKnown((...args) => range(args)),
  reverse: ofKnown((list) => [...listArgument(list)].reverse()),
  slice: (list, from, to) => slice(list ?? null, from ?? null, to ?? null),
  transpose: ofKnown((map) => {
    const found = new Map<string, string[]>();
    for (const [key, list] of sortedEntries(mapArgument(map)))
      for (const item of listArgument(list))
        found.set(textOrThrow(item), [...(found.get(textOrThrow(item)) ?? []), key]);
    return Object.fromEntries(found);
  }),
  zipmap: (keys, values) => zipmap(keys ?? null, values ?? null),
  toset: ofKnown((list) =>
    setOf(isMap(list) ? Object.values(list) : list === null ? [] : listArgument(list)),
  ),
  tolist: ofKnown((list) => (list === null ? null : [...listArgument(list)])),
  tomap: ofKnown((map) => (map === null ? null : mapArgument(map))),
  setunion: ofKnown((...sets) => setOf(sets.flatMap((set) => listArgument(set)))),
  setintersection: ofKnown((first, ...others) =>
    setOf(
      listArgument(first).filter((item) =>
        others.every((other) => listArgument(other).some((o) => sameValue(o, item) === true)),
      ),
    ),
  ),
  setsubtract: ofKnown((first, other) =>
    setOf(
      listArgument(first).filter(
        (item) => !listArgument(other).some((o) => sameValue(o, item) === true),
      ),
    ),
  ),
  setproduct: ofKnown((...sets) => product(sets.map((set) => listArgument(set)))),
};

const fail = (): never => {
  throw new CannotEvaluate('a collection is required');
};

function product(sets: readonly (readonly Value[])[]): readonly Value[] {
  const size = sets.reduce((count, set) => count * set.length, 1);
  if (size > 100_000) throw new CannotEvaluate('setproduct gives more than 100,000 elements');
  return sets.reduce<readonly (readonly Value[])[]>(
    (rows, set) => rows.flatMap((row) => set.map((item) => [...row, item])),
    [[]],
  );
}
