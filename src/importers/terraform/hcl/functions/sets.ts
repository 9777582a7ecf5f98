/** Sets: lists without repeats, in the order in which Terraform goes through them. */

import { isList, isMap, type Value } from '../../../aws-resources/values.ts';
import { isOpen, sameValue } from '../partial-values.ts';
import { byBytes } from './texts.ts';

export function setOf(list: readonly Value[]): readonly Value[] {
  // Texts and numbers by what they are, all others by comparing each with each.
  const seen = new Set<Value>();
  const once = list.filter((item, i) => {
    if (isOpen(item) || isList(item) || isMap(item))
      return !list.slice(0, i).some((other) => sameValue(item, other) === true);
    if (seen.has(item)) return false;
    seen.add(item);
    return true;
  });
  // Of one type they would be texts when any is.
  if (once.every((item) => typeof item === 'number'))
    return [...once].sort((a, b) => Number(a) - Number(b));
  const texts = once.every((item) => ['string', 'number', 'boolean'].includes(typeof item));
  return texts ? [...new Set(once.map(String))].sort(byBytes) : once;
}
