/**
 * The file of a recorded estate: `diagrams/snapshots/NAME.json`.
 *
 * It is JSON, written in one fixed way: a line for each row, sorted, so that the diff of a pull request
 * reads as what changed in the estate. The last line holds the SHA-256 of all text before it: a
 * snapshot is what a graph answered, and an edited one is not.
 */

import { createHash } from 'node:crypto';
import type { Json } from '../model/derivation.ts';
import { error, type Origin, type Outcome, quote } from '../model/diagnostic.ts';
import { canonical } from './values.ts';

export const SNAPSHOT_FORMAT = 'cadastre/snapshot@1';

/** Answers of one query. */
export interface Recorded {
  readonly query: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly columns: readonly string[];
  /** Values by column, sorted by their canonical JSON. */
  readonly rows: readonly (readonly Json[])[];
}

export interface SnapshotHead {
  readonly estate: string;
  /** When it was recorded: ISO 8601, UTC, whole seconds. */
  readonly taken: string;
  /** What recorded it: `cadastre 0.1.0`. */
  readonly by: string;
  readonly database: { readonly name: string; readonly product: string };
  /** Versions of Cartography that wrote the graph, sorted. */
  readonly cartography: readonly string[];
  /** Oldest and newest `lastupdated` of the graph's nodes: epoch seconds. Absent in a graph without. */
  readonly updated?: { readonly from: number; readonly to: number };
  /** Ids of the organizations, or of the accounts where there are none: whose estate it is. Sorted. */
  readonly tenants: readonly string[];
}

export interface Snapshot extends SnapshotHead {
  /** Sorted by text and parameters. */
  readonly queries: readonly Recorded[];
}

/** A snapshot as it was read: rows know their line. */
export interface ReadSnapshot extends Snapshot {
  /** Place of the n-th row (from 0) of a query of this snapshot. */
  at(query: Recorded, n: number): Origin;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Which query it is: text and parameters. */
export const keyOf = ({ query, params }: Pick<Recorded, 'query' | 'params'>): string =>
  `${query}\n${canonical(params)}`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Lines of the head before the first query; `readSnapshot` counts on them. */
function headLines(snapshot: SnapshotHead): string[] {
  const { estate, taken, by, database, cartography, updated, tenants } = snapshot;
  const entries: [string, Json][] = [
    ['format', SNAPSHOT_FORMAT],
    ['estate', estate],
    ['taken', taken],
    ['by', by],
    ['database', { ...database }],
    ['cartography', cartography],
    ['updated', updated ? { ...updated } : null],
    ['tenants', tenants],
  ];
  return entries.map(([key, value]) => `${JSON.stringify(key)}: ${canonical(value)},`);
}

const HEAD = 8;

/** Lines of one query: its head, a line for each row, its end. */
function queryLines(
  { query, params, columns, rows }: Recorded,
  rowTexts?: readonly string[],
): string[] {
  const head = `{"query":${JSON.stringify(query)},"params":${canonical(params)},"columns":${canonical(columns)},"count":${rows.length},"rows":[`;
  const texts = rowTexts ?? rows.map((row) => canonical(row));
  return [head, ...texts.map((text, n) => (n < texts.length - 1 ? `${text},` : text)), ']}'];
}

/** The text of the file. Rows and queries are sorted here, so that callers need not. */
export function printSnapshot(snapshot: Snapshot): string {
  const lines = ['{', ...headLines(snapshot), '"queries": ['];
  const queries = snapshot.queries
    .map((recorded) => ({ recorded, key: keyOf(recorded) }))
    .sort((a, b) => compare(a.key, b.key));
  queries.forEach(({ recorded }, i) => {
    const texts = recorded.rows.map((row) => canonical(row)).sort(compare);
    const printed = queryLines(recorded, texts);
    if (i < queries.length - 1) printed[printed.length - 1] += ',';
    for (const line of printed) lines.push(line);
  });
  lines.push('],');
  const body = `${lines.join('\n')}\n`;
  return `${body}"digest": ${JSON.stringify(sha256(body))}\n}\n`;
}

/** Whether two snapshots hold the same answers, whenever they were taken. */
export function sameAnswers(a: Snapshot, b: Snapshot): boolean {
  if (a.queries.length !== b.queries.length) return false;
  const text = ({ queries }: Snapshot): string[] =>
    queries
      .map(
        (q) =>
          `${keyOf(q)}\n${q.rows
            .map((row) => canonical(row))
            .sort(compare)
            .join('\n')}`,
      )
      .sort(compare);
  const [left, right] = [text(a), text(b)];
  return left.every((line, i) => line === right[i]);
}

const AGAIN = 'Record it again with `cadastre snapshot`, or restore the committed file.';

/**
 * @param text Content of the file; line ends may have been changed by git.
 * @param file Its path, for messages and as the origin of rows.
 * @param estate The name that it must be of.
 * Errors: `snapshot-broken`, `snapshot-newer`, `snapshot-edited`, `snapshot-of-another`.
 */
export function readSnapshot(text: string, file: string, estate: string): Outcome<ReadSnapshot> {
  const plain = text.replaceAll('\r\n', '\n');
  const fail = (code: string, message: string, hint: string): Outcome<ReadSnapshot> => ({
    diagnostics: [error(code, message, { file }, { hint })],
  });
  let parsed: Partial<Snapshot & { format: string; digest: string }>;
  try {
    parsed = JSON.parse(plain);
  } catch {
    return fail('snapshot-broken', 'the snapshot is cut off or no JSON', AGAIN);
  }
  const { format } = parsed ?? {};
  if (typeof format !== 'string' || !format.startsWith('cadastre/snapshot@'))
    return fail('snapshot-broken', 'the file is no snapshot', AGAIN);
  if (format !== SNAPSHOT_FORMAT)
    return fail(
      'snapshot-newer',
      `the snapshot has the format ${quote(format)}, this version knows ${SNAPSHOT_FORMAT}`,
      `It was recorded by ${quote(String(parsed.by))}: use that version, or record it again with this one.`,
    );
  const end = plain.lastIndexOf('"digest": ');
  if (end < 0 || parsed.digest !== sha256(plain.slice(0, end)))
    return fail(
      'snapshot-edited',
      'the snapshot is not as it was recorded: its digest does not match',
      `It was edited or merged by hand. ${AGAIN}`,
    );
  const {
    digest: _,
    format: __,
    ...snapshot
  } = parsed as Snapshot & { format: string; digest: string };
  if (snapshot.estate !== estate)
    return fail(
      'snapshot-of-another',
      `the snapshot is of the estate ${quote(snapshot.estate)}, not of ${quote(estate)}`,
      'It was copied or renamed. Record this estate with `cadastre snapshot`.',
    );
  const first = new Map<Recorded, number>();
  // One for "{", the head, one for "queries"; each query has a line before its rows and one after.
  let line = 1 + HEAD + 1;
  for (const recorded of snapshot.queries) {
    first.set(recorded, line + 2);
    line += recorded.rows.length + 2;
  }
  const { updated, ...rest } = snapshot;
  return {
    value: {
      ...rest,
      ...(updated ? { updated } : {}),
      at: (query, n) => ({ file, line: (first.get(query) ?? 0) + n, column: 1 }),
    },
    diagnostics: [],
  };
}
