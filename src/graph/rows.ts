/** Rows of an answer, as the driver hands them over. */

import type { Json } from '../model/derivation.ts';
import { Refused } from './cells.ts';

interface GraphRow {
  get(column: number): unknown;
}

/** What the driver calls a result. */
interface GraphRows extends AsyncIterable<GraphRow> {
  subscribe(observer: {
    onNext(row: GraphRow): void;
    onCompleted(): void;
    onError(thrown: Error): void;
  }): void;
}

/**
 * @param read the conversion of one value
 * @returns that of a row; it throws `Refused`, with the column and the way to what is refused
 */
export const rowReader =
  (read: (value: unknown) => Json) =>
  (from: GraphRow, columns: readonly string[]): readonly Json[] => {
    const row = new Array<Json>(columns.length);
    for (let i = 0; i < columns.length; i++) {
      try {
        row[i] = read(from.get(i));
      } catch (thrown) {
        if (thrown instanceof Refused) thrown.path = (columns[i] ?? '') + thrown.path;
        throw thrown;
      }
    }
    return row;
  };

/**
 * @param atOnce `take` never waits: then the driver's iterator is passed by, whose promises for each row take as long
 *   as all the rest
 */
export async function each(
  rows: GraphRows,
  atOnce: boolean,
  take: (row: GraphRow) => void | Promise<void>,
): Promise<void> {
  if (!atOnce) {
    for await (const row of rows) {
      const more = take(row);
      if (more) await more;
    }
    return;
  }
  await new Promise<void>((resolve, reject) => {
    let failed = false;
    rows.subscribe({
      onNext(row) {
        if (failed) return;
        try {
          take(row);
        } catch (thrown) {
          failed = true;
          reject(thrown);
        }
      },
      onCompleted: () => resolve(),
      onError: reject,
    });
  });
}
