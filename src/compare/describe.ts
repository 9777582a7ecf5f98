/** A comparison in plain words, a line for each thing that changed: what an approver reads before signing. */

import { canonicalJson } from '../model/canonical-json.ts';
import type { Diagram, Identity } from '../model/diagram.ts';
import { type Unresolved, unresolvedText } from '../model/unresolved.ts';
import type { Change, Changed, Comparison, Parts } from './compare.ts';
import { type Naming, naming, quoted, value } from './words.ts';

/** Words for facts whose names are not. */
const FACTS: Readonly<Record<string, string>> = {
  cidr: 'CIDR',
  reviewEvery: 'review period',
  group: 'drawn as a group',
  derived: 'counted as',
  icons: 'icon files',
  fonts: 'font files',
  census: 'counts of the recorded estate',
  format: 'format of the model',
};

const factWord = (what: string): string =>
  Object.hasOwn(FACTS, what) ? (FACTS[what] ?? what) : value(what);

const isBag = (given: unknown): given is Record<string, unknown> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** `ports tcp/5432 became tcp/5432, tcp/22` */
function changeText(word: string, before: unknown, after: unknown): string[] {
  const bags = [before, after].filter((side) => side !== undefined);
  if (bags.length > 0 && bags.every(isBag)) return bagText(word, before ?? {}, after ?? {});
  if (isLong(before) || isLong(after)) {
    const rows = rowsText(word, before, after);
    if (rows.length > 0) return rows;
  }
  if (bags.length === 0) return [`${word} changed`];
  if (before === undefined) return [`${word} ${value(after)} added`];
  if (after === undefined) return [`${word} ${value(before)} removed`];
  // The step 1 and the step "1".
  if (value(before) === value(after)) return [`${word} ${value(after)} has a different type`];
  return [`${word} ${value(before)} became ${value(after)}`];
}

/** Tags, styles and the like: by key. */
function bagText(word: string, before: object, after: object): string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const lines = [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((key) => canonicalJson(old.get(key)) !== canonicalJson(now.get(key)))
    .flatMap((key) => changeText(`${word} ${value(key)}`, old.get(key), now.get(key)));
  // One side has none, the other an empty set.
  return lines.length > 0 ? lines : [`${word} changed`];
}

const textOf = ({ what, before, after }: Change): string[] =>
  changeText(factWord(what), before, after);

/** Tables (routes) and lists that are too long to be read twice. */
const isLong = (given: unknown): given is readonly unknown[] =>
  Array.isArray(given) && (given.length > 6 || given.some(isBag));

function rowsText(word: string, before: unknown, after: unknown): string[] {
  const rows = (given: unknown): string[] => (Array.isArray(given) ? given.map(value) : []);
  const [old, now] = [rows(before), rows(after)];
  return [
    ...old.filter((row) => !now.includes(row)).map((row) => `${word}: ${row} removed`),
    ...now.filter((row) => !old.includes(row)).map((row) => `${word}: ${row} added`),
  ];
}

function facts(given: object, first: readonly string[], but: readonly string[]): string {
  const all = given as Record<string, unknown>;
  const leading = first.filter((key) => all[key] !== undefined).map((key) => value(all[key]));
  const rest = Object.keys(all)
    .filter((key) => !first.includes(key) && !but.includes(key) && all[key] !== undefined)
    .sort()
    .map((key) => `${factWord(key)} ${value(all[key])}`);
  const words = [...leading, ...rest];
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

const NO_LOOKS = ['style', 'attributes', 'layout', 'columns', 'side', 'constraint'];

export function elementLines(
  of: Diagram,
  names: Naming,
  ids: readonly Identity[],
  verb: string,
): string[] {
  return ids.map((id) => {
    const given = facts(of.elements[id]?.facts ?? {}, ['id', 'cidr'], NO_LOOKS);
    return `${verb} ${names.short(id)}${given}${names.within(id)}`;
  });
}

export function linkLines(
  of: Diagram,
  names: Naming,
  ids: readonly Identity[],
  verb: string,
): string[] {
  return ids.map((id) => {
    const given = facts(of.links[id]?.facts ?? {}, ['ports'], NO_LOOKS);
    return `${verb} ${names.link(id)}${given}`;
  });
}

/** Moved, renamed, and the facts that changed: each a line of its own. */
export function changedElement(
  changed: Changed,
  old: Naming,
  now: Naming,
  before: Diagram,
): string[] {
  const what = now.full(changed.after);
  return changed.changes.flatMap((change) => {
    if (change.what === 'name') {
      const was = before.elements[changed.before]?.name ?? '';
      return [`renamed ${quoted(was)} to ${what}`];
    }
    if (change.what === 'parent') {
      const from = old.within(changed.before).replace(/^ in /, ' from ') || ' from the page';
      const to = now.within(changed.after).replace(/^ in /, ' to ') || ' to the page';
      return [`moved ${now.short(changed.after)}${from}${to}`];
    }
    return textOf(change).map((text) => `${what}: ${text}`);
  });
}

export function changedLink(
  changed: Changed,
  old: Naming,
  now: Naming,
  links: Diagram['links'],
): string[] {
  const what = now.link(changed.after);
  const ends = changed.changes.some((c) => c.what === 'from' || c.what === 'to');
  return [
    ...(ends
      ? [`${old.link(changed.before)}: became ${what} (${value(links[changed.after]?.facts.id)})`]
      : []),
    ...changed.changes
      .filter((c) => c.what !== 'from' && c.what !== 'to')
      .flatMap((change) => textOf(change).map((text) => `${what}: ${text}`)),
  ];
}

/** Waivers, what is unresolved, hints: lists whose entries name elements. */
export function documentLine(change: Change, old: Naming, now: Naming): string[] {
  const entry = (change.before ?? change.after) as Record<string, unknown>;
  const gone = change.after === undefined;
  const names = gone ? old : now;
  const verb = gone ? 'removed' : 'added';
  const of = (id: unknown): string =>
    typeof id === 'string' ? ` for ${identityWords(id, names)}` : '';
  if (change.what === 'waivers') {
    const { rule, reason, until, element } = entry;
    return [
      `${verb} waiver of ${value(rule)} until ${value(until)}${of(element)}: ${value(reason)}`,
    ];
  }
  if (change.what === 'unresolved') {
    const { what, reason, element } = entry;
    const { what: subject, reason: why } = unresolvedText({ what, reason } as Unresolved);
    return [`${verb} unresolved ${value(subject)}${of(element)}: ${value(why)}`];
  }
  if (change.what === 'hints' && entry.hint === 'sheet')
    return [`${verb} sheet ${value(entry.name)}`];
  if (change.what === 'hints') return [`${verb} layout hint: ${value(entry)}`];
  if (change.what.startsWith('order of ')) return [`${change.what} changed`];
  return textOf(change).map((text) => `diagram: ${text}`);
}

const identityWords = (id: Identity, names: Naming): string =>
  id.startsWith('connection=') || id.startsWith('flow=') ? names.link(id) : names.full(id);

/** The title stands in the line "new diagram"; how it is laid out is seen in its picture. */
const SAID_BY_NEW = ['title', 'format', 'direction', 'directionAsked', 'legend'];

/**
 * Lines without an end, each a change: the document first, then elements, links and the order; sorted
 * by code unit within these. Empty if and only if the comparison is.
 */
export function describe(comparison: Comparison): string[] {
  const { after, document, elements, links, reordered, linksReordered } = comparison;
  const now = naming(after);
  const before = comparison.before ?? { ...after, elements: {}, links: {} };
  const old = naming(before);
  const parts = (
    { added, removed, changed }: Parts,
    lines: typeof elementLines,
    one: (c: Changed) => string[],
  ): string[] => [
    ...lines(before, old, removed, 'removed').sort(),
    ...lines(after, now, added, 'added').sort(),
    ...changed.flatMap(one).sort(),
  ];
  return [
    ...(comparison.before ? [] : [`new diagram ${quoted(after.title)}`]),
    ...document
      .filter(({ what }) => comparison.before || !SAID_BY_NEW.includes(what))
      .flatMap((change) => documentLine(change, old, now))
      .sort(),
    ...parts(elements, elementLines, (c) => changedElement(c, old, now, before)),
    ...parts(links, linkLines, (c) => changedLink(c, old, now, after.links)),
    ...reordered
      .map((id) => `order changed${id === null ? ' on the page' : ` in ${now.full(id)}`}`)
      .sort(),
    ...(linksReordered ? ['order of links changed'] : []),
  ];
}
