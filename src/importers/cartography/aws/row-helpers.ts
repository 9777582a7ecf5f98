/** Small steps of reading rows: parents that may lie in an edge or in a text, and who owns what is shared. */

import type { InventoryRecord } from '../../../inventory/provenance.ts';
import { type Diagnostic, type Origin, quote, warning } from '../../../model/diagnostic.ts';
import { byCodeUnit, byKey } from '../../../model/order.ts';
import type { Fields } from '../question.ts';

interface LackingEdges {
  readonly ids: string[];
  readonly at: Origin;
}

/** Words and a cure for edges that the graph lacks, by whether it has what they would lead to. */
const EDGE_WARNINGS = {
  recorded: {
    words: 'placed by the references in their properties',
    hint: 'The first run of Cartography into an empty database leaves out edges. Run it once more and record again.',
  },
  unrecorded: {
    words: 'what their properties refer to is not in the graph either',
    hint: 'It was deleted, or is in an account or region that Cartography does not read; reading the same accounts again does not help. Let Cartography read its owner, if it still exists.',
  },
} as const;

/**
 * Collects the edges that the graph lacks though a text names what they would lead to: a first read of
 * an empty database leaves many behind; what the graph does not hold never gets one. One warning for each sort.
 */
export class Missing {
  readonly #recorded: (id: string) => boolean;
  readonly #sorts = {
    recorded: new Map<string, LackingEdges>(),
    unrecorded: new Map<string, LackingEdges>(),
  };

  /** @param recorded whether the graph has a node of this id */
  constructor(recorded: (id: string) => boolean) {
    this.#recorded = recorded;
  }

  /**
   * @param sort what lacks what: `subnet(s) without an edge to their VPC`
   * @param named what the edge would lead to
   */
  note(sort: string, id: string, named: string, at: Origin): void {
    const sorts = this.#sorts[this.#recorded(named) ? 'recorded' : 'unrecorded'];
    const sorted = sorts.get(sort) ?? { ids: [], at };
    sorted.ids.push(id);
    sorts.set(sort, sorted);
  }

  report(report: (diagnostic: Diagnostic) => void): void {
    for (const state of ['recorded', 'unrecorded'] as const) {
      const { words, hint } = EDGE_WARNINGS[state];
      for (const [sort, { ids, at }] of [...this.#sorts[state]].sort(byKey)) {
        const message = `the graph has ${ids.length} ${sort}, e.g. ${quote(ids[0] ?? '')}: ${words}`;
        report(warning('incomplete-sync', message, at, { hint }));
      }
    }
  }
}

/** The far end of an edge; where it is missing, what a text names instead. */
export function parentOf(
  row: Fields,
  column: string,
  text: string | undefined,
  sort: string,
  missing: Missing,
): string | undefined {
  const [edge] = row.texts(column);
  if (edge !== undefined) return edge;
  if (text !== undefined) missing.note(sort, row.text('id') ?? '', text, row.at);
  return text;
}

/** The account in an ARN. */
export const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1];

/** The entry that most name; of equals the first by code unit. */
export function mostNamed(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || byCodeUnit(a, b))[0]?.[0];
}

/** Rows by id, in the order of ids: a row twice, by whatever twin, is one record. */
export function byId<T extends Pick<InventoryRecord, 'id'>>(
  rows: readonly Fields[],
  read: (row: Fields, id: string) => T,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const row of rows) {
    const id = row.required('id');
    if (id !== '' && !found.has(id)) found.set(id, read(row, id));
  }
  return new Map([...found].sort(byKey));
}

export const unique = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
