/** What an author may have meant by a mistyped word. */

import { distance } from 'fastest-levenshtein';
import { byCodeUnit } from './order.ts';

/** The known word nearest to a mistyped one, or undefined when none is near. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 2.5));
  return known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || byCodeUnit(a.name, b.name))[0]?.name;
}
