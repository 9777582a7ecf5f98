/** What was recorded of each estate, a line for each file. */

import { columns, plural } from './text.ts';

/** A recording of files. */
export interface ReportedRecording {
  readonly file: string;
  readonly files: number;
  readonly changed: boolean;
}

/** Recorded answers of a graph. */
export interface ReportedSnapshot {
  readonly file: string;
  readonly queries: number;
  readonly rows: number;
  readonly changed: boolean;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
}

const written = (changed: boolean): string => (changed ? 'written' : 'unchanged');

export function snapshotText(
  recordings: readonly ReportedRecording[],
  snapshots: readonly ReportedSnapshot[],
): string {
  return columns([
    ...recordings.map(({ file, files, changed }) => [
      file,
      plural(files, 'file'),
      written(changed),
    ]),
    ...snapshots.map(({ file, queries, rows, changed, asOf }) => [
      file,
      queries === 1 ? '1 query' : `${queries} queries`,
      plural(rows, 'row'),
      written(changed),
      `as of ${asOf}`,
    ]),
  ]);
}
