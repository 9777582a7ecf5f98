/**
 * A comparison as a list that programs read: an entry for each way in which one thing is not what it was, with the
 * words that `describe` has for it. Empty if and only if the comparison is.
 */

import type { Diagram, Element, Identity, Link } from '../model/diagram.ts';
import type { Change, Changed, Comparison } from './compare.ts';
import { changedElement, changedLink, documentLine, elementLines, linkLines } from './describe.ts';
import { naming } from './words.ts';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved' | 'renamed';

export interface DifferentFact {
  readonly fact: string;
  /** Absent on the side that does not state it. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface Difference {
  /** The element's kind, the link's relation; `diagram` and `order` of what is neither. */
  readonly kind: string;
  readonly change: ChangeKind;
  /** After the change, of what is removed before it; `null`: the diagram or its page. */
  readonly identity: Identity | null;
  /** Identity before, where it is another one. */
  readonly was?: Identity;
  /** What was there, the name, or the group (`null`: the page): by `change`. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of what changed. */
  readonly facts: readonly DifferentFact[];
  /** In words, a line each. */
  readonly words: readonly string[];
}

const factsOf = (changes: readonly Change[]): DifferentFact[] =>
  changes.map(({ what, ...values }) => ({ fact: what, ...values }));

const elementValue = ({ name, parent, facts }: Element): object => ({
  name,
  ...(parent === undefined ? {} : { parent }),
  facts,
});

const linkValue = ({ from, to, facts }: Link): object => ({ from, to, facts });

/** Each change of one element: its name, its place, and all other facts together. */
function elementDifferences(
  one: Changed,
  before: Diagram,
  after: Diagram,
  words: (part: Changed) => readonly string[],
): Difference[] {
  const [old, now] = [before.elements[one.before], after.elements[one.after]];
  const common = {
    kind: now?.kind ?? '',
    identity: one.after,
    ...(one.before === one.after ? {} : { was: one.before }),
  };
  const part = (changes: readonly Change[]): readonly string[] => words({ ...one, changes });
  const name = one.changes.filter(({ what }) => what === 'name');
  const parent = one.changes.filter(({ what }) => what === 'parent');
  const rest = one.changes.filter(({ what }) => what !== 'name' && what !== 'parent');
  const found: Difference[] = [];
  if (name.length > 0)
    found.push({
      ...common,
      change: 'renamed',
      ...{ before: old?.name, after: now?.name, facts: [], words: part(name) },
    });
  if (parent.length > 0)
    found.push({
      ...common,
      change: 'moved',
      ...{ before: old?.parent ?? null, after: now?.parent ?? null, facts: [] },
      words: part(parent),
    });
  if (rest.length > 0)
    found.push({ ...common, change: 'changed', facts: factsOf(rest), words: part(rest) });
  return found;
}

function linkDifference(
  one: Changed,
  { links }: Diagram,
  after: Diagram,
  words: readonly string[],
): Difference {
  const ends = one.changes.filter(({ what }) => what === 'from' || what === 'to');
  const [old, now] = [links[one.before], after.links[one.after]];
  return {
    kind: now?.relation ?? '',
    change: ends.length > 0 ? 'moved' : 'changed',
    identity: one.after,
    ...(one.before === one.after ? {} : { was: one.before }),
    ...(ends.length > 0
      ? { before: { from: old?.from, to: old?.to }, after: { from: now?.from, to: now?.to } }
      : {}),
    facts: factsOf(one.changes.filter((change) => !ends.includes(change))),
    words,
  };
}

/** The document first, then elements, links and the order; each by kind of change and identity. */
export function differences(comparison: Comparison): readonly Difference[] {
  const { after, document, elements, links } = comparison;
  const before = comparison.before ?? { ...after, elements: {}, links: {} };
  const [old, now] = [naming(before), naming(after)];
  const found: Difference[] = document.map((change) => ({
    ...{ kind: 'diagram', change: 'changed', identity: null, facts: factsOf([change]) },
    words: documentLine(change, old, now),
  }));
  for (const id of elements.removed) {
    const element = before.elements[id] as Element;
    const words = elementLines(before, old, [id], 'removed');
    found.push({
      ...{ kind: element.kind, change: 'removed', identity: id, before: elementValue(element) },
      ...{ facts: [], words },
    });
  }
  for (const id of elements.added) {
    const element = after.elements[id] as Element;
    const words = elementLines(after, now, [id], 'added');
    found.push({
      ...{ kind: element.kind, change: 'added', identity: id, after: elementValue(element) },
      ...{ facts: [], words },
    });
  }
  for (const one of elements.changed)
    found.push(
      ...elementDifferences(one, before, after, (part) => changedElement(part, old, now, before)),
    );
  for (const id of links.removed) {
    const link = before.links[id] as Link;
    const words = linkLines(before, old, [id], 'removed');
    found.push({
      ...{ kind: link.relation, change: 'removed', identity: id, before: linkValue(link) },
      ...{ facts: [], words },
    });
  }
  for (const id of links.added) {
    const link = after.links[id] as Link;
    const words = linkLines(after, now, [id], 'added');
    found.push({
      ...{ kind: link.relation, change: 'added', identity: id, after: linkValue(link) },
      ...{ facts: [], words },
    });
  }
  for (const one of links.changed)
    found.push(linkDifference(one, before, after, changedLink(one, old, now, after.links)));
  const order = { kind: 'order', change: 'changed', facts: [] } as const;
  for (const id of comparison.reordered) {
    const where = id === null ? ' on the page' : ` in ${now.full(id)}`;
    found.push({ ...order, identity: id, words: [`order changed${where}`] });
  }
  if (comparison.linksReordered)
    found.push({ ...order, identity: null, words: ['order of links changed'] });
  return found;
}
