/** Asks the graph when each account, project, cluster and the like was read. */

import { isTime } from '../../graph/describe.ts';
import type { Graph } from '../../graph/graph.ts';
import { SYNC_TIMES, syncTimes } from '../../importers/cartography/sync-times.ts';
import type { Json } from '../../model/derivation.ts';
import type { Outcome } from '../../model/diagnostic.ts';

/** Epoch seconds by id. */
export async function unitsOf(
  graph: Pick<Graph, 'run'>,
  timeoutMs: number,
): Promise<Outcome<Readonly<Record<string, number>>>> {
  const rows: (readonly Json[])[] = [];
  const onRow = (row: readonly Json[]): void => {
    rows.push(row);
  };
  const { value, diagnostics } = await graph.run(SYNC_TIMES, { timeoutMs, onRow });
  return value ? { value: syncTimes(rows, isTime), diagnostics } : { diagnostics };
}
