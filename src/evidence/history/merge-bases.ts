/**
 * The best common ancestors of two commits, from the commits that were read and hashed: git is not asked, so that
 * nothing that goes wrong there passes as "they have none".
 */

import type { Commit } from '../git/commit.ts';

const LEFT = 1;
const RIGHT = 2;
/** Below a common ancestor: common as well, but not the best. */
const BELOW = 4;

export class MergeBases {
  /** In topological order: parents before children. */
  readonly #commits: readonly Commit[];
  readonly #place: ReadonlyMap<string, number>;
  readonly #known = new Map<string, readonly string[]>();

  /** @param commits parents before children, with all that they descend from */
  constructor(commits: ReadonlyMap<string, Commit>) {
    this.#commits = [...commits.values()];
    this.#place = new Map(this.#commits.map(({ id }, i) => [id, i]));
  }

  /** Ids, the newest first. */
  of(a: string, b: string): readonly string[] {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = this.#find(this.#placeOf(a), this.#placeOf(b));
    this.#known.set(key, found);
    return found;
  }

  #placeOf(id: string): number {
    const place = this.#place.get(id);
    if (place === undefined) throw new Error(`the commit ${id} is not in this history`);
    return place;
  }

  /** Children hand on to their parents from which side they were reached; what both reach first is a base. */
  #find(a: number, b: number): readonly string[] {
    const reached = new Uint8Array(Math.max(a, b) + 1);
    reached[a] = LEFT;
    reached[b] = (reached[b] ?? 0) | RIGHT;
    // Reached, and not yet known to be below a base: where none is left, all bases are found.
    let open = a === b ? 1 : 2;
    const found: string[] = [];
    for (let i = reached.length - 1; i >= 0 && open > 0; i--) {
      const from = reached[i] ?? 0;
      if (from === 0) continue;
      if (!(from & BELOW)) open--;
      const commit = this.#commits[i];
      let pass = from;
      if (from === (LEFT | RIGHT) && commit) found.push(commit.id);
      if ((from & (LEFT | RIGHT)) === (LEFT | RIGHT)) pass |= BELOW;
      for (const parent of commit?.parents ?? []) {
        const place = this.#placeOf(parent);
        const before = reached[place] ?? 0;
        const now = before | pass;
        reached[place] = now;
        if (before === 0 && !(now & BELOW)) open++;
        else if (before !== 0 && !(before & BELOW) && now & BELOW) open--;
      }
    }
    return found;
  }
}
