/** What to do about an end that names no element. */

import { quote } from '../model/diagnostic.ts';
import type { Element } from '../model/diagram.ts';
import { nearestOf } from '../model/nearest.ts';

/** @param otherwise where nothing comes near */
export function endHint(
  text: string,
  elements: Iterable<Element>,
  otherwise = 'Give the element `id`, or pass the element itself.',
): string {
  const all = [...elements];
  const named = all.filter(({ name }) => name === text);
  const [first, second] = named;
  if (first && !second) {
    const { kind, facts } = first;
    return facts.id === undefined
      ? `The ${kind} of that name has no id: give it one, or pass the element itself.`
      : `The ${kind} of that name has the id ${quote(facts.id)}: use that.`;
  }
  if (first) return `${named.length} elements have that name: use the id of one.`;
  const near = nearestOf(
    text,
    all.map(({ facts }) => facts.id).filter((id) => id !== undefined),
  );
  return near === undefined ? otherwise : `Did you mean ${quote(near)}?`;
}
