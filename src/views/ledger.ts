/** What became of everything in the graph, so that nothing is dropped silently. */

import type { Place } from '../inventory/placement.ts';
import type { Origin } from '../model/diagnostic.ts';
import type { Census } from '../model/diagram.ts';
import { byCodeUnit } from '../model/order.ts';
import type { UnresolvedReason, UnresolvedSubject } from '../model/unresolved.ts';

/** Something that the graph names and does not describe, drawn as a stub. */
export interface Stub {
  /** Kind under which it is counted. */
  readonly kind: string;
  /** Cloud id of the stub's element or link. */
  readonly id: string;
  readonly what: UnresolvedSubject;
  readonly reason: UnresolvedReason;
  readonly at: Origin;
}

interface LedgerEntry {
  found: number;
  folded: number;
  omitted: number;
  unresolved: number;
}

export class Ledger {
  readonly stubs: Stub[] = [];
  /** Ids of elements whose data is older than the newest sync, with the id in the source that says how old. */
  readonly stale = new Map<string, string>();
  /** Ids in the source of what is shown by elements with another id, or none: it says how old it is. */
  readonly sources = new Set<string>();
  /** By id of the element; what is in the element is there, too. */
  readonly places = new Map<string, Place>();
  /** By id of the element: what only one of several sources says. */
  readonly remarks = new Map<string, string>();
  /** By id of the element: which sort of sources alone knows it, though one of the other sort looked for it. */
  readonly only = new Map<string, 'declared' | 'running'>();
  readonly #entries = new Map<string, LedgerEntry>();

  #entry(kind: string): LedgerEntry {
    const entry = this.#entries.get(kind) ?? { found: 0, folded: 0, omitted: 0, unresolved: 0 };
    this.#entries.set(kind, entry);
    return entry;
  }

  /** How many the graph holds, by a count of its own: not the number of rows that were read. */
  found(kind: string, n: number): void {
    this.#entry(kind).found += n;
  }

  /** For rules over OUs and accounts that are not drawn: of an account, or of a network that stands without one. */
  place(id: string, place: Place): void {
    this.places.set(id, place);
  }

  older(element: string, source = element): void {
    this.stale.set(element, source);
  }

  /** Shown as a part or a number of something else. */
  folded(kind: string, n = 1): void {
    this.#entry(kind).folded += n;
  }

  /** Left out because the options ask for less. */
  omitted(kind: string, n = 1): void {
    this.#entry(kind).omitted += n;
  }

  /** Drawn as a stub: `drawn` counts it too, through its element or link. */
  stub(stub: Stub): void {
    this.stubs.push(stub);
    this.#entry(stub.kind).unresolved += 1;
  }

  /** Unresolved without an element of its own, e.g. a route's target in a table. */
  unresolved(kind: string, n = 1): void {
    this.#entry(kind).unresolved += n;
  }

  census(): readonly Census[] {
    return [...this.#entries]
      .map(([kind, entry]) => ({ kind, ...entry }))
      .sort((a, b) => byCodeUnit(a.kind, b.kind));
  }
}
