/**
 * What became of one diagram in another: (Diagram, Diagram) -> Comparison. It is empty if and only if
 * both have the same canonical model, so that nothing an approval covers can change unsaid; where a
 * line stands, the date of the data and what of it is stale are no part of that.
 */

import { canonicalModel } from '../model/canonical.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { type Diagram, type Identity, MODEL_FORMAT } from '../model/diagram.ts';
import { byCodeUnit } from '../model/order.ts';
import { type Unresolved, unresolvedText } from '../model/unresolved.ts';
import { childrenOf, matchElements, matchLinks, type Pairing } from './match.ts';

/** One fact that is not what it was; the value is absent on the side that does not state it. */
export interface Change {
  /** Name of the fact; `name`, `parent` (an identity), `from`, `to` and the like of what is no fact. */
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The same element or link before and after; the identities differ where it was renamed or moved. */
export interface Changed {
  readonly before: Identity;
  readonly after: Identity;
  readonly changes: readonly Change[];
}

/** Identities, sorted. */
export interface Parts {
  readonly added: readonly Identity[];
  readonly removed: readonly Identity[];
  readonly changed: readonly Changed[];
}

export interface Comparison {
  readonly before?: Diagram;
  readonly after: Diagram;
  /** Title, facts of the document, waivers, icons: all that is neither element nor link. */
  readonly document: readonly Change[];
  readonly elements: Parts;
  readonly links: Parts;
  /** Groups (identities after; `null`: the page) whose members stand in another order. */
  readonly reordered: readonly (Identity | null)[];
  readonly linksReordered: boolean;
  /** Of elements and links: identity before, by identity after, where these differ. */
  readonly was: Readonly<Record<Identity, Identity>>;
}

type FactRecord = Readonly<Record<string, unknown>>;

/** A model that was read from a file may have any keys, `constructor` too. */
const own = (bag: FactRecord, key: string): unknown =>
  Object.hasOwn(bag, key) ? bag[key] : undefined;

/** Keys of both, sorted, that are none of these. */
function keysOf(a: FactRecord, b: FactRecord, but: readonly string[]): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => !but.includes(key))
    .sort();
}

function changesOf(before: FactRecord, after: FactRecord, but: readonly string[] = []): Change[] {
  return keysOf(before, after, but).flatMap((what) =>
    change(what, own(before, what), own(after, what)),
  );
}

function change(what: string, before: unknown, after: unknown): Change[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  return [
    {
      what,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

const NOTHING = { elements: {}, links: {}, document: {}, icons: {} } as unknown as Diagram;

/** @param before absent for a diagram that is new: all of it is added */
export function compare(before: Diagram | undefined, after: Diagram): Comparison {
  const old = before ?? NOTHING;
  const elements = matchElements(old, after);
  const links = matchLinks(old, after, elements);
  const both: Pairing = {
    after: new Map([...elements.after, ...links.after]),
    before: new Map([...elements.before, ...links.before]),
  };
  const found: Comparison = {
    ...(before ? { before } : {}),
    after,
    document: documentChanges(old, after, both),
    elements: partsOf(old.elements, after.elements, elements, (a, b) =>
      entryChanges(a, b, ['parent'], elements),
    ),
    links: partsOf(old.links, after.links, links, (a, b) =>
      entryChanges(a, b, ['from', 'to'], elements),
    ),
    reordered: reordered(old, after, elements),
    linksReordered: inOtherOrder(Object.entries(old.links), Object.entries(after.links), links),
    was: Object.fromEntries([...both.after].flatMap(([a, b]) => (a === b ? [] : [[b, a]])).sort()),
  };
  // A model read from a file may be one that no source makes: two identities of one element, say.
  if (!before || !isEmpty(found) || canonicalModel(before) === canonicalModel(after)) return found;
  return { ...found, document: [{ what: 'identities' }] };
}

/** True if and only if the canonical models are equal. */
export function isEmpty({ document, elements, links, ...rest }: Comparison): boolean {
  const none = ({ added, removed, changed }: Parts): boolean =>
    added.length + removed.length + changed.length === 0;
  return (
    rest.before !== undefined &&
    document.length === 0 &&
    none(elements) &&
    none(links) &&
    rest.reordered.length === 0 &&
    !rest.linksReordered
  );
}

function partsOf<T>(
  before: Readonly<Record<Identity, T>>,
  after: Readonly<Record<Identity, T>>,
  pairs: Pairing,
  changesIn: (a: T, b: T) => Change[],
): Parts {
  const changed: Changed[] = [];
  for (const [old, now] of pairs.after) {
    const [a, b] = [before[old], after[now]];
    if (a === undefined || b === undefined) continue;
    const changes = changesIn(a, b);
    if (changes.length > 0) changed.push({ before: old, after: now, changes });
  }
  return {
    added: Object.keys(after)
      .filter((id) => !pairs.before.has(id))
      .sort(),
    removed: Object.keys(before)
      .filter((id) => !pairs.after.has(id))
      .sort(),
    changed: changed.sort((a, b) => byCodeUnit(a.after, b.after)),
  };
}

type ModelEntry = Diagram['elements'][string] | Diagram['links'][string];

/** @param refers the keys that name an element: changed only if it is another one */
function entryChanges(
  a: ModelEntry,
  b: ModelEntry,
  refers: readonly string[],
  elements: Pairing,
): Change[] {
  const [old, now] = [a as unknown as FactRecord, b as unknown as FactRecord];
  const references = refers.flatMap((what) => {
    const [from, to] = [old[what] as Identity | undefined, now[what] as Identity | undefined];
    const same = from !== undefined && to !== undefined && elements.after.get(from) === to;
    return same ? [] : change(what, from, to);
  });
  return [
    ...changesOf(old, now, ['facts', 'order', 'origin', ...refers]),
    ...references,
    ...changesOf(a.facts as FactRecord, b.facts as FactRecord),
  ];
}

const ELSEWHERE = ['elements', 'links', 'document', 'origin', 'asOf', 'stale', 'sources'];
const LISTS = ['hints', 'waivers', 'unresolved'] as const;

/** For models of two formats: the census is not part of the newer one. */
const notCompared = (before: Diagram, after: Diagram): readonly string[] =>
  [before, after].some(({ format }) => format === MODEL_FORMAT) ? ['census'] : [];

function documentChanges(before: Diagram, after: Diagram, pairs: Pairing): Change[] {
  // A reason is a code in one format and a text in the other.
  const inWords = before.format !== after.format;
  // What a list says of an element is the same when the element was renamed, another when it went.
  const key =
    ({ elements, links }: Diagram, paired: ReadonlyMap<Identity, Identity>, side: string) =>
    (entry: object): string => {
      const named = (id: unknown): unknown => {
        if (typeof id !== 'string') return id;
        const known = Object.hasOwn(elements, id) || Object.hasOwn(links, id);
        return paired.has(id) ? ['both', paired.get(id)] : known ? [side, id] : ['', id];
      };
      const { element, of, ...facts } = entry as FactRecord;
      const rest = inWords && 'what' in facts ? unresolvedText(entry as Unresolved) : facts;
      return canonicalJson([rest, named(element), Array.isArray(of) ? of.map(named) : of]);
    };
  const self = new Map([...pairs.before.keys()].map((id) => [id, id]));
  const [keyBefore, keyAfter] = [key(before, pairs.after, 'old'), key(after, self, 'new')];
  return [
    ...changesOf(before as unknown as FactRecord, after as unknown as FactRecord, [
      ...ELSEWHERE,
      ...LISTS,
      ...notCompared(before, after),
    ]),
    ...changesOf(before.document as FactRecord, after.document as FactRecord),
    ...LISTS.flatMap((what) => {
      const old = (before[what] ?? []).map((entry) => ({ entry, key: keyBefore(entry) }));
      const now = (after[what] ?? []).map((entry) => ({ entry, key: keyAfter(entry) }));
      return listChanges(what, old, now);
    }),
  ];
}

interface Keyed {
  readonly entry: object;
  readonly key: string;
}

/** Entries that only one of two lists has; the list's name with `order of` where just that differs. */
function listChanges(
  what: string,
  before: readonly Keyed[],
  after: readonly Keyed[],
): readonly Change[] {
  const without = (a: readonly Keyed[], b: readonly Keyed[]): object[] => {
    const left = new Map<string, number>();
    for (const { key } of b) left.set(key, (left.get(key) ?? 0) + 1);
    return a.flatMap(({ entry, key }) => {
      const n = left.get(key) ?? 0;
      left.set(key, n - 1);
      return n > 0 ? [] : [entry];
    });
  };
  const gone = without(before, after).map((entry) => ({ what, before: entry }));
  const come = without(after, before).map((entry) => ({ what, after: entry }));
  if (gone.length + come.length > 0) return [...gone, ...come];
  const same = before.every(({ key }, i) => key === after[i]?.key);
  return same ? [] : [{ what: `order of ${what}` }];
}

type Ordered = readonly [id: Identity, entry: { readonly order: number }];

/** Whether those that are on both sides have another order; where nothing came or went, to the number. */
function inOtherOrder(
  before: readonly Ordered[],
  after: readonly Ordered[],
  pairs: Pairing,
): boolean {
  const now = new Map(after);
  const old = new Map(before);
  const inBoth = before.flatMap(([id, { order }]) => {
    const partner = now.get(pairs.after.get(id) ?? '');
    return partner ? [{ order, now: partner.order }] : [];
  });
  if (inBoth.length === old.size && inBoth.length === now.size)
    return inBoth.some((pair) => pair.order !== pair.now);
  inBoth.sort((a, b) => a.order - b.order || a.now - b.now);
  return inBoth.some((pair, i) => pair.now < (inBoth[i - 1]?.now ?? pair.now));
}

function reordered(before: Diagram, after: Diagram, elements: Pairing): (Identity | null)[] {
  const old = childrenOf(before);
  const now = childrenOf(after);
  const members = (ids: readonly Identity[] = [], { elements: all }: Diagram): Ordered[] =>
    ids.map((id) => [id, { order: all[id]?.order ?? 0 }]);
  const parents = [[undefined, undefined], ...elements.after] as const;
  return parents
    .filter(([a, b]) =>
      inOtherOrder(members(old.get(a), before), members(now.get(b), after), elements),
    )
    .map(([, b]) => b ?? null)
    .sort();
}
