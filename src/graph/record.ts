/** Asks a graph, and keeps the answers in the least of memory: one text a row. */

import { type Diagnostic, failure, type Outcome } from '../model/diagnostic.ts';
import { endsAll, type Graph, type GraphQuery } from './graph.ts';
import type { RecordedTexts } from './snapshot.ts';
import { rowText } from './values.ts';

export interface RecordOptions {
  /** For each query. */
  readonly timeoutMs: number;
  /** Called before each query (n from 1), and now and then while its rows arrive. */
  readonly onProgress?: (n: number, of: number, rows: number) => void;
  /** Says of a problem where the query stands that has it. */
  readonly place?: (problem: Diagnostic, query: GraphQuery) => Diagnostic;
}

/** Often enough to see that it goes on. */
const TOLD_EVERY = 20_000;

/**
 * The answers of all queries, in their order; rows sorted. None when one fails: what is recorded is whole. All
 * queries are explained before the first is run, so that a mistake shows at once.
 * Errors: those of `Graph`, of every query that has one.
 */
export async function record(
  graph: Graph,
  queries: readonly GraphQuery[],
  { timeoutMs, onProgress = () => {}, place = (problem) => problem }: RecordOptions,
): Promise<Outcome<readonly RecordedTexts[]>> {
  const diagnostics: Diagnostic[] = [];
  /** @returns whether others can be asked */
  const keep = (found: readonly Diagnostic[], query: GraphQuery): boolean => {
    diagnostics.push(...found.map((problem) => place(problem, query)));
    return !found.some(({ code }) => endsAll(code));
  };
  for (const query of queries)
    if (!keep((await graph.explain(query, timeoutMs)).diagnostics, query)) break;
  if (diagnostics.length > 0) return failure(diagnostics);
  const recorded: RecordedTexts[] = [];
  for (const [i, query] of queries.entries()) {
    onProgress(i + 1, queries.length, 0);
    const rows: string[] = [];
    const { value, diagnostics: wrong } = await graph.run(query, {
      timeoutMs,
      atOnce: true,
      onRow(row) {
        rows.push(rowText(row));
        if (rows.length % TOLD_EVERY === 0) onProgress(i + 1, queries.length, rows.length);
      },
    });
    if (value) recorded.push({ ...query, columns: value.columns, rows: rows.sort() });
    if (!keep(wrong, query)) break;
  }
  return diagnostics.length > 0 ? failure(diagnostics) : { value: recorded, diagnostics };
}
