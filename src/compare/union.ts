/**
 * Two models as one: all of the later one, and what the earlier one had beside it. It is there to be looked at, and is
 * never a model that anybody signs: what became of each thing stands beside it, in marks.
 */

import type { Diagram, Element, Identity, Link } from '../model/diagram.ts';
import { inDocumentOrder } from '../model/diagram.ts';
import type { Comparison } from './compare.ts';
import { type ChangeKind, differences } from './differences.ts';

export interface ChangeMark {
  readonly change: ChangeKind;
  /** In words, a line each. */
  readonly words: readonly string[];
}

export interface Union {
  readonly diagram: Diagram;
  /** By identity in the union; what has none is as it was. */
  readonly marks: ReadonlyMap<Identity, ChangeMark>;
  /** What is gone: identity in the union -> before. */
  readonly gone: ReadonlyMap<Identity, Identity>;
  /** What changed and is neither an element nor a link, in words. */
  readonly remarks: readonly string[];
}

/** The more a change says, the earlier. */
const WEIGHT: readonly ChangeKind[] = ['added', 'removed', 'moved', 'renamed', 'changed'];

/** Follows from what came into it or left it, which has a mark of its own. */
const isConsequence = (facts: readonly { readonly fact: string }[]): boolean =>
  facts.length > 0 && facts.every(({ fact }) => fact === 'group');

/** An identity that no element or link of the later model has. */
const identityGone = (id: Identity): Identity => `removed ${id}`;

function marksOf(comparison: Comparison): Pick<Union, 'marks' | 'remarks'> {
  const marks = new Map<Identity, ChangeMark>();
  const remarks: string[] = [];
  for (const { kind, change, identity, facts, words } of differences(comparison)) {
    if (identity === null || kind === 'order') {
      remarks.push(...words);
      continue;
    }
    if (change === 'changed' && isConsequence(facts)) continue;
    const id = change === 'removed' ? identityGone(identity) : identity;
    const known = marks.get(id);
    const weightier = known && WEIGHT.indexOf(known.change) < WEIGHT.indexOf(change);
    marks.set(id, {
      change: weightier ? known.change : change,
      words: [...(known?.words ?? []), ...words],
    });
  }
  return { marks, remarks };
}

export function unionOf(comparison: Comparison): Union {
  const after = inDocumentOrder(comparison.after);
  const { marks, remarks } = marksOf(comparison);
  const gone = new Map<Identity, Identity>();
  if (!comparison.before) return { diagram: after, marks, gone, remarks };
  const before = inDocumentOrder(comparison.before);
  const now = new Map(Object.entries(comparison.was).map(([later, old]) => [old, later]));
  const removed = new Set([...comparison.elements.removed, ...comparison.links.removed]);
  const unionId = (id: Identity): Identity =>
    removed.has(id) ? identityGone(id) : (now.get(id) ?? id);
  const elements: Record<Identity, Element> = { ...after.elements };
  for (const [id, { parent, ...element }] of Object.entries(before.elements)) {
    if (!removed.has(id)) continue;
    gone.set(unionId(id), id);
    elements[unionId(id)] = {
      ...element,
      ...(parent === undefined ? {} : { parent: unionId(parent) }),
    };
  }
  const links: Record<Identity, Link> = { ...after.links };
  for (const [id, link] of Object.entries(before.links)) {
    if (!removed.has(id)) continue;
    gone.set(unionId(id), id);
    links[unionId(id)] = { ...link, from: unionId(link.from), to: unionId(link.to) };
  }
  return { diagram: { ...after, elements, links }, marks, gone, remarks };
}
