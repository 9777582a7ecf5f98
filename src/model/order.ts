/** The one order of texts: by code unit, never by locale. */

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Items by a text of theirs; of equals the first stays first. */
export function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => compare(key(a), key(b)));
}
