/**
 * The changes between two models as a list that can be signed, and whether several lists add up to a third model.
 *
 * What a change names is a thing of the model by its own identity: no likeness is weighed, so that every reader of two
 * models finds the same list. Where a thing stands among its siblings is no part of it: a sibling that only moves down
 * since another came in is not changed. Siblings that change places are a change of their order.
 */

import { canonicalJson } from '../model/canonical-json.ts';
import { type Diagram, MODEL_FORMAT } from '../model/diagram.ts';
import { sha256 } from '../model/digest.ts';
import { byCodeUnit } from '../model/order.ts';

export const CHANGES_FORMAT = 'cadastre/changes@1';

/** One thing that is not what it was; a side that does not have it is absent. */
export interface ListedChange {
  /** `element #vpc-1`, `link connection=…`, `document owner`, `waiver …`, `order of links`. */
  readonly thing: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A model taken apart; equal parts are equal canonical models. */
export interface ModelParts {
  /** Canonical JSON of each thing. */
  readonly things: ReadonlyMap<string, string>;
  /** Things that stand in a row, by the name of the row: `page`, `members of #vpc-1`, `links`. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

const ORDER = 'order of ';
/** What is no thing of its own, or no part of the signed model. */
const APART = [
  'elements',
  'links',
  'document',
  'icons',
  'fonts',
  'origin',
  'asOf',
  'stale',
  'sources',
];
const LISTS = { hints: 'hint', waivers: 'waiver', unresolved: 'unresolved' } as const;

export function partsOf(diagram: Diagram): ModelParts {
  const things = new Map<string, string>();
  const rows = new Map<string, readonly string[]>();
  const apart = [...APART, ...Object.keys(LISTS)];
  if (diagram.format === MODEL_FORMAT) apart.push('census');
  for (const [key, value] of Object.entries(diagram))
    if (!apart.includes(key) && value !== undefined)
      things.set(`diagram ${key}`, canonicalJson(value));
  if (diagram.fonts) things.set('diagram fonts', 'true');
  const bags = { document: diagram.document, icon: diagram.icons, font: diagram.fonts ?? {} };
  for (const [word, bag] of Object.entries(bags))
    for (const [key, value] of Object.entries(bag))
      if (value !== undefined) things.set(`${word} ${key}`, canonicalJson(value));
  for (const [key, word] of Object.entries(LISTS)) {
    const seen = new Map<string, number>();
    const row = (diagram[key as keyof typeof LISTS] as readonly object[]).map((entry) => {
      const text = canonicalJson(entry);
      const n = (seen.get(text) ?? 0) + 1;
      seen.set(text, n);
      const thing = `${word} ${text}${n > 1 ? ` ${n}` : ''}`;
      things.set(thing, text);
      return thing;
    });
    rows.set(key, row);
  }
  addRows('element', Object.entries(diagram.elements), rowOfElement, things, rows);
  addRows('link', Object.entries(diagram.links), () => 'links', things, rows);
  return { things, rows };
}

const rowOfElement = ({ parent }: { readonly parent?: string }): string =>
  parent === undefined ? 'page' : `members of ${parent}`;

interface OrderedEntry {
  readonly order: number;
  readonly origin?: unknown;
  readonly parent?: string;
}

function addRows<T extends OrderedEntry>(
  word: string,
  entries: readonly (readonly [id: string, entry: T])[],
  rowOf: (entry: T) => string,
  things: Map<string, string>,
  rows: Map<string, readonly string[]>,
): void {
  const grouped = new Map<string, (readonly [string, T])[]>();
  for (const entry of entries) {
    const row = rowOf(entry[1]);
    const there = grouped.get(row);
    if (there) there.push(entry);
    else grouped.set(row, [entry]);
  }
  for (const [row, members] of grouped) {
    members.sort(([a, x], [b, y]) => x.order - y.order || byCodeUnit(a, b));
    // Numbers that do not simply count say more than which stands where: then they are signed as they are.
    const counted = members.every(([, { order }], i) => order === i);
    for (const [id, { origin: _, order, ...rest }] of members)
      things.set(`${word} ${id}`, canonicalJson(counted ? rest : { ...rest, order }));
    rows.set(
      row,
      members.map(([id]) => `${word} ${id}`),
    );
  }
}

const NO_PARTS: ModelParts = { things: new Map(), rows: new Map() };

const both = (row: readonly string[], other: readonly string[]): string[] => {
  const there = new Set(other);
  return row.filter((thing) => there.has(thing));
};

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((thing, i) => thing === b[i]);

/**
 * Sorted by thing; empty if and only if the canonical models are equal, or only what came in or went stands elsewhere.
 * @param before absent for a diagram that is new
 */
export function listedChanges(
  before: ModelParts | undefined,
  after: ModelParts,
): readonly ListedChange[] {
  const old = before ?? NO_PARTS;
  const found: ListedChange[] = [];
  for (const thing of new Set([...old.things.keys(), ...after.things.keys()])) {
    const [was, is] = [old.things.get(thing), after.things.get(thing)];
    if (was === is) continue;
    found.push({
      thing,
      ...(was === undefined ? {} : { before: JSON.parse(was) }),
      ...(is === undefined ? {} : { after: JSON.parse(is) }),
    });
  }
  for (const [name, row] of after.rows) {
    const was = both(old.rows.get(name) ?? [], row);
    const is = both(row, was);
    if (!same(was, is)) found.push({ thing: ORDER + name, before: was, after: is });
  }
  return found.sort((a, b) => byCodeUnit(a.thing, b.thing));
}

/** SHA-256 of the list in canonical JSON. */
export const changesDigest = (changes: readonly ListedChange[]): string =>
  sha256(canonicalJson({ format: CHANGES_FORMAT, changes }));

/** What a list lays its hands on. */
export interface Touched {
  readonly things: ReadonlySet<string>;
  /** Rows that something comes into, and rows whose members change places. */
  readonly into: ReadonlySet<string>;
  readonly reordered: ReadonlySet<string>;
}

/** @param changes those from `before` to `after` */
export function touchedBy(
  before: ModelParts | undefined,
  after: ModelParts,
  changes: readonly ListedChange[],
): Touched {
  const things = new Set(changes.map(({ thing }) => thing));
  const into = new Set<string>();
  for (const [name, row] of after.rows) {
    const was = new Set(before?.rows.get(name));
    if (row.some((thing) => !was.has(thing))) into.add(name);
  }
  const reordered = [...after.rows.keys()].filter((name) => things.has(ORDER + name));
  return { things, into, reordered: new Set(reordered) };
}

/** The first thing that both touch. Who puts something into a row touches its order only where the other changes that. */
export function overlap(a: Touched, b: Touched): string | undefined {
  for (const thing of a.things) if (b.things.has(thing)) return thing;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    for (const row of one.reordered) if (other.into.has(row)) return ORDER + row;
  return undefined;
}

/** Changes that one person or more approved, with the model that they saw them in. */
export interface ChangeSet {
  readonly changes: readonly ListedChange[];
  readonly touched: Touched;
  /** The model that they make of the one that they began with. */
  readonly model: ModelParts;
}

/**
 * Whether every change of a list is one of those between two models, as it stands there.
 * @returns the first that is not
 */
export function misfit(
  { changes }: Pick<ChangeSet, 'changes'>,
  needed: ReadonlyMap<string, ListedChange>,
): string | undefined {
  return changes.find(({ thing, before, after }) => {
    const one = needed.get(thing);
    if (!one) return true;
    // The order among what both sides have: others may have come between.
    if (thing.startsWith(ORDER)) return false;
    return canonicalJson([one.before, one.after]) !== canonicalJson([before, after]);
  })?.thing;
}

/**
 * Why several sets of changes do not make one model of another, though each change between the two is in one of them:
 * what stands in a row must stand there as each set has it, and nothing may lead to what is gone.
 * @param base absent for a diagram that is new
 */
export function notTheSum(
  base: ModelParts | undefined,
  sets: readonly ChangeSet[],
  sum: ModelParts,
): string | undefined {
  for (const [name, row] of sum.rows) {
    const sides = sets.filter(
      ({ touched: { into, reordered } }) => into.has(name) || reordered.has(name),
    );
    const reordered = sets.some(({ touched }) => touched.reordered.has(name));
    const rows = sides.map(({ model }) => model.rows.get(name) ?? []);
    if (!reordered) rows.push(base?.rows.get(name) ?? []);
    for (const side of rows)
      if (!same(both(side, row), both(row, side)))
        return `${ORDER}${name} is not as anyone approved it`;
  }
  return dangling(sum);
}

/** What refers to an element that is not there. */
function dangling({ things }: ModelParts): string | undefined {
  for (const [thing, text] of things) {
    if (!thing.startsWith('element ') && !thing.startsWith('link ')) continue;
    const { parent, from, to } = JSON.parse(text) as Record<string, unknown>;
    for (const id of [parent, from, to])
      if (typeof id === 'string' && !things.has(`element ${id}`))
        return `${thing} refers to something that another change removes`;
  }
  return undefined;
}
