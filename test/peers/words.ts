/** What a picture of any tool has to say: names, addresses, and the words on lines, taken from the model. */

import type { Diagram, Element, Link } from '../../src/model/diagram.ts';

export const wordsOf = ({ name, facts }: Element): readonly string[] => [
  name,
  ...(facts.id === undefined ? [] : [facts.id]),
  ...(facts.cidr ?? []),
];

export function wordsOn({ facts }: Link): readonly string[] {
  if (facts.label !== undefined) return facts.label === '' ? [] : facts.label.split('\n');
  return [
    ...(facts.data === undefined ? [] : [facts.data]),
    ...(facts.ports?.length ? [facts.ports.join(', ')] : []),
    ...(facts.control === undefined ? [] : [facts.control]),
    ...(facts.encrypted === undefined ? [] : [facts.encrypted ? 'encrypted' : 'in the clear']),
  ];
}

/** Elements by that which holds them, in the author's order; those at the top under ''. */
export function childrenOf({ elements }: Diagram): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [id, { parent = '' }] of Object.entries(elements))
    found.set(parent, [...(found.get(parent) ?? []), id]);
  for (const ids of found.values())
    ids.sort((a, b) => (elements[a]?.order ?? 0) - (elements[b]?.order ?? 0));
  return found;
}
