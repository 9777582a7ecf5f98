/** A graph database as the rest of Cadastre sees it. */

import type { Json } from '../model/derivation.ts';
import type { Outcome } from '../model/diagnostic.ts';

/** A query and what is filled in for its `$names`: whole numbers become integers, as does `{"$int":"…"}`. */
export interface GraphQuery {
  readonly query: string;
  readonly params: Readonly<Record<string, Json>>;
}

export interface QueryRunOptions {
  /** How long the server may work on it, and how long it is waited for. */
  readonly timeoutMs: number;
  /**
   * Called for each row, in the order in which the server gives them; values are in the forms of `values.ts`. While a promise
   * that it returns is open, no more rows are fetched than are on their way.
   */
  readonly onRow: (row: readonly Json[], columns: readonly string[]) => void | Promise<void>;
  /** `onRow` never returns a promise: all rows are asked for at once, and come a third faster. */
  readonly atOnce?: boolean;
}

export interface Answered {
  readonly columns: readonly string[];
  /** How many rows there were. */
  readonly rows: number;
}

/** What a graph says of itself. */
export interface Description {
  readonly database: { readonly name: string; readonly product: string };
  readonly nodes: number;
  /** Versions of Cartography that wrote its nodes, sorted. */
  readonly cartography: readonly string[];
  /** Oldest and newest sync of its nodes: epoch seconds. */
  readonly updated?: { readonly from: number; readonly to: number };
  /** Ids of its organizations, or of its accounts where there are none. Sorted. */
  readonly tenants: readonly string[];
}

/**
 * All of it only reads. Errors: `graph-unreachable`, `graph-unauthorized`, `graph-no-database`, `graph-lost` (the graph
 * cannot be asked further); `query-invalid`, `query-writes`, `query-whole-node`, `query-timeout`, `query-failed`
 * (only this query is at fault). They have no origin: who asked knows where the query stands.
 */
export interface Graph {
  /** Whether the server takes the query, and whether it only reads. Nothing is run. */
  explain(query: GraphQuery, timeoutMs: number): Promise<Outcome<true>>;
  /** Explains the query if that has not been done, and runs it. Rows before an error have been handed over. */
  run(query: GraphQuery, options: QueryRunOptions): Promise<Outcome<Answered>>;
  describe(timeoutMs: number): Promise<Outcome<Description>>;
  close(): Promise<void>;
}

/** Whether an error is one of the connection: other queries would fail alike. */
export const endsAll = (code: string): boolean => code.startsWith('graph-');
