/** Derived content that meets on one page: what two derivations both draw is one mistake, not one for each id. */

import type { Content, DerivedContent } from '../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';

interface Clash {
  readonly first: DerivedContent;
  readonly second: DerivedContent;
  /** The first thing that both draw. */
  readonly what: string;
  count: number;
}

/** What an element that is there already leaves behind: its members are not placed, links to them lead nowhere. */
const FOLLOWING = new Set(['repeated-id', 'unknown-end', 'unplaced-end']);

export class Clashes {
  /** What stands in the place of which derived content, at any depth. */
  readonly #sources = new Map<Content, DerivedContent>();
  readonly #clashes: Clash[] = [];

  made(content: Content, source: DerivedContent | undefined): void {
    if (source) this.#sources.set(content, source);
  }

  sourceOf(content: Content): DerivedContent | undefined {
    return this.#sources.get(content);
  }

  /** The kind under which it counts: what a query of the author's own made is as recorded as all else. */
  kindOf(content: Content & { readonly derived?: string }): { readonly derived?: string } {
    const derived = content.derived ?? (this.sourceOf(content)?.query ? 'query' : undefined);
    return derived === undefined ? {} : { derived };
  }

  /** @returns whether two derivations made them */
  between(first: Content | undefined, second: Content, what: string): boolean {
    const one = first && this.sourceOf(first);
    const other = this.sourceOf(second);
    if (!one || !other || one === other) return false;
    const known = this.#clashes.find((clash) => clash.first === one && clash.second === other);
    if (known) known.count++;
    else this.#clashes.push({ first: one, second: other, what, count: 1 });
    return true;
  }

  /** Errors: `drawn-twice`, instead of all that only follows from it. */
  settle(found: readonly Diagnostic[], at: (origin?: Origin) => Origin | undefined): Diagnostic[] {
    if (this.#clashes.length === 0) return [...found];
    const clashes = this.#clashes.map(({ first, second, what, count }) => {
      const more = count > 1 ? ` (and ${count - 1} more)` : '';
      const place = at(first.origin);
      const message =
        first.derivation === second.derivation
          ? `${first.derivation} draws ${what}${more} twice`
          : `${first.derivation} and ${second.derivation} both draw ${what}${more}`;
      return error('drawn-twice', message, at(second.origin), {
        hint: 'Put each in a diagram of its own, or use one derivation for everything: accounts: [a, b].',
        ...(place
          ? { related: [{ message: `the first ${first.derivation}`, origin: place }] }
          : {}),
      });
    });
    return [...clashes, ...found.filter(({ code }) => !FOLLOWING.has(code))];
  }
}

/** In words, for messages. */
export const shownId = (kind: string, id: string): string => `${kind} ${quote(id).slice(1, -1)}`;
