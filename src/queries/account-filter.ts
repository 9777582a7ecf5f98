/**
 * A query for one account only. In packs of this format the account (or project) is the variable `a`. The name stands in
 * a parameter, never in the text; and it is put behind the first MATCH that binds `a` as a clause of its own, so
 * that neither an OR nor an aggregation of the query can get around it.
 */

import { readStatement } from './read-statement.ts';

/** Name of the parameter that holds the account's id or name. */
export const ACCOUNT = '_account';

const FILTER = ` WITH * WHERE $${ACCOUNT} IN [a.id, a.name, a.displayname]`;

/** Where an insertion stands, and how long it is: so that positions in the text can be computed. */
export interface Filtered {
  readonly text: string;
  /** Offset in the query's own text of an offset in `text`. */
  original(n: number): number;
}

/** Undefined when a part of the query binds no `a` at its top level: it has no account to filter by. */
export function forAccount(text: string): Filtered | undefined {
  const { fault, places, parts } = readStatement(text);
  if (fault) return undefined;
  const at: number[] = [];
  for (let part = 0; part < parts; part += 1) {
    const place = places.find((p) => p.part === part && p.bound.has('a'));
    if (!place) return undefined;
    at.push(place.at);
  }
  const pieces = at.map((end, i) => text.slice(at[i - 1] ?? 0, end) + FILTER);
  return {
    text: pieces.join('') + text.slice(at[at.length - 1] ?? 0),
    original: (n) => {
      let moved = 0;
      for (const place of at) {
        const begin = place + moved;
        if (n <= begin) break;
        if (n < begin + FILTER.length) return place;
        moved += FILTER.length;
      }
      return n - moved;
    },
  };
}
