/** What became of each single thing that was read: drawn, folded into something else, or left out as asked. */

import type { Ledger } from '../ledger.ts';

type Disposition = 'drawn' | 'folded' | 'omitted';

export class Dispositions {
  readonly #kinds = new Map<string, Map<string, Disposition>>();
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  #set(kind: string, id: string, fate: Disposition): void {
    const fates = this.#kinds.get(kind) ?? new Map<string, Disposition>();
    this.#kinds.set(kind, fates);
    if (!fates.has(id)) fates.set(id, fate);
  }

  /** @returns the kind, to be counted by */
  draw(kind: string, id: string): string {
    this.#set(kind, id, 'drawn');
    return kind;
  }

  fold(kind: string, ids: Iterable<string>): void {
    for (const id of ids) this.#set(kind, id, 'folded');
  }

  omit(kind: string, ids: Iterable<string>): void {
    for (const id of ids) this.#set(kind, id, 'omitted');
  }

  has(kind: string, id: string): boolean {
    return this.#kinds.get(kind)?.has(id) ?? false;
  }

  isDrawn(kind: string, id: string): boolean {
    return this.#kinds.get(kind)?.get(id) === 'drawn';
  }

  /**
   * Whatever the options do not ask for is left out. The rest must have been drawn or folded before:
   * nothing is done about it here, so that the comparison with the graph's own count finds it.
   */
  leaveOut<T extends { readonly id: string }>(
    kind: string,
    items: Iterable<T>,
    asked: (item: T) => boolean,
  ): void {
    for (const item of items) if (!asked(item)) this.#set(kind, item.id, 'omitted');
  }

  /** Hands the numbers to the ledger; what is drawn is counted in the diagram itself. */
  report(): void {
    for (const [kind, fates] of this.#kinds)
      for (const fate of fates.values())
        if (fate === 'folded') this.#ledger.folded(kind);
        else if (fate === 'omitted') this.#ledger.omitted(kind);
  }

  /** For what no query counts, as it is made up of several things: as many as were read. */
  made(kind: string): void {
    const read = this.#kinds.get(kind)?.size ?? 0;
    if (read > 0) this.#ledger.found(kind, read);
  }
}
