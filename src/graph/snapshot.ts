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
import { canonical, rowText } from './values.ts';

export const SNAPSHOT_FORMAT = 'cadastre/snapshot@1';

/** Answers of one query. */
export interface Recorded {
  readonly query: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly columns: readonly string[];
  /** Values by column, sorted by their canonical JSON. */
  readonly rows: readonly (readonly Json[])[];
}

/** The same with the canonical JSON of each row, sorted: a third of the memory. */
export interface RecordedTexts extends Omit<Recorded, 'rows'> {
  readonly rows: readonly string[];
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

/** What stands before the answers and behind them; neither can be in a value, where line ends are escaped. */
const ANSWERS = '"queries": [\n';
const DIGEST = '"digest": ';

/** Lines of one query: its head, a line for each row, its end. */
function* queryLines({ query, params, columns, rows }: RecordedTexts): Generator<string> {
  yield `{"query":${JSON.stringify(query)},"params":${canonical(params)},"columns":${canonical(columns)},"count":${rows.length},"rows":[\n`;
  for (let n = 0; n < rows.length; n++)
    yield n < rows.length - 1 ? `${rows[n]},\n` : `${rows[n]}\n`;
  yield ']}';
}

/**
 * The text of the answers alone, in pieces: equal answers make equal text, whenever they were taken.
 * Queries are sorted here.
 */
function* answerLines(queries: readonly RecordedTexts[]): Generator<string> {
  const sorted = queries
    .map((recorded) => ({ recorded, key: keyOf(recorded) }))
    .sort((a, b) => compare(a.key, b.key));
  for (const [i, { recorded }] of sorted.entries()) {
    yield* queryLines(recorded);
    yield i < sorted.length - 1 ? ',\n' : '\n';
  }
}

const PIECE = 1 << 16;

/** Lines put together: hashing and writing each alone takes longer than making it. */
function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** The text of the file, in pieces. */
export function* snapshotText(
  head: SnapshotHead,
  queries: readonly RecordedTexts[],
): Generator<string> {
  const hash = createHash('sha256');
  function* body(): Generator<string> {
    yield `{\n${headLines(head).join('\n')}\n${ANSWERS}`;
    yield* answerLines(queries);
    yield '],\n';
  }
  for (const piece of pieces(body())) {
    hash.update(piece);
    yield piece;
  }
  yield `${DIGEST}${JSON.stringify(hash.digest('hex'))}\n}\n`;
}

/** The answers as they are printed: rows by their canonical JSON, sorted. */
const textsOf = (queries: readonly Recorded[]): RecordedTexts[] =>
  queries.map((recorded) => ({ ...recorded, rows: recorded.rows.map(rowText).sort(compare) }));

/** The text of the file. Rows and queries are sorted here, so that callers need not. */
export function printSnapshot(snapshot: Snapshot): string {
  return [...snapshotText(snapshot, textsOf(snapshot.queries))].join('');
}

/**
 * Whether a snapshot holds these answers, whenever they were taken.
 * @param held `answers` of `readHead`
 */
export function sameAnswers(held: string, queries: readonly RecordedTexts[]): boolean {
  let at = 0;
  for (const line of answerLines(queries)) {
    if (!held.startsWith(line, at)) return false;
    at += line.length;
  }
  return at === held.length;
}

const AGAIN = 'Record it again with `cadastre snapshot`, or restore the committed file.';

/** What a snapshot says before its answers. */
export interface ReadHead extends SnapshotHead {
  /** The text of the answers. */
  readonly answers: string;
}

/** A file taken apart by its fixed lines; absent where those are missing. */
function partsOf(text: string): { head: string; answers: string; end: string } | undefined {
  const start = text.indexOf(`\n${ANSWERS}`);
  const end = text.lastIndexOf(`\n],\n${DIGEST}`);
  if (start < 0 || end < start) return undefined;
  return {
    head: `${text.slice(0, start).replace(/,$/, '')}}`,
    answers: text.slice(start + 1 + ANSWERS.length, end + 1),
    end: text.slice(end + 4),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const formatOf = (value: unknown): unknown =>
  (value as { format?: unknown } | null | undefined)?.format;

/**
 * Reads a snapshot without its answers, and holds it against its digest.
 * @param text Content of the file; line ends may have been changed by git.
 * @param file Its path, for messages.
 * @param estate The name that it must be of.
 * Errors: `snapshot-broken`, `snapshot-newer`, `snapshot-edited`, `snapshot-of-another`.
 */
export function readHead(text: string, file: string, estate: string): Outcome<ReadHead> {
  const plain = text.replaceAll('\r\n', '\n');
  const fail = (code: string, message: string, hint: string): Outcome<ReadHead> => ({
    diagnostics: [error(code, message, { file }, { hint })],
  });
  const parts = partsOf(plain);
  const head = parsed(parts?.head ?? plain) as (SnapshotHead & { format?: unknown }) | undefined;
  if (head === undefined)
    return fail('snapshot-broken', 'the snapshot is cut off or no JSON', AGAIN);
  const format = formatOf(head);
  if (typeof format !== 'string' || !format.startsWith('cadastre/snapshot@'))
    return fail('snapshot-broken', 'the file is no snapshot', AGAIN);
  if (format !== SNAPSHOT_FORMAT)
    return fail(
      'snapshot-newer',
      `the snapshot has the format ${quote(format)}, this version knows ${SNAPSHOT_FORMAT}`,
      `It was recorded by ${quote(String(head.by))}: use that version, or record it again with this one.`,
    );
  const body = parts ? plain.slice(0, plain.length - parts.end.length) : '';
  if (parts?.end !== `${DIGEST}${JSON.stringify(sha256(body))}\n}\n`)
    return fail(
      'snapshot-edited',
      'the snapshot is not as it was recorded: its digest does not match',
      `It was edited or merged by hand. ${AGAIN}`,
    );
  if (head.estate !== estate)
    return fail(
      'snapshot-of-another',
      `the snapshot is of the estate ${quote(head.estate)}, not of ${quote(estate)}`,
      'It was copied or renamed. Record this estate with `cadastre snapshot`.',
    );
  const { format: _, updated, ...rest } = head;
  const { answers } = parts;
  return { value: { ...rest, ...(updated ? { updated } : {}), answers }, diagnostics: [] };
}

/** The whole of it; parameters and errors as of `readHead`. */
export function readSnapshot(text: string, file: string, estate: string): Outcome<ReadSnapshot> {
  const { value, diagnostics } = readHead(text, file, estate);
  if (!value) return { diagnostics };
  const { answers: _, ...head } = value;
  // Its digest matches: this is what was printed.
  const { queries } = JSON.parse(text) as Snapshot;
  const first = new Map<Recorded, number>();
  // One for "{", the head, one for "queries"; each query has a line before its rows and one after.
  let line = 1 + HEAD + 1;
  for (const recorded of queries) {
    first.set(recorded, line + 2);
    line += recorded.rows.length + 2;
  }
  return {
    value: {
      ...head,
      queries,
      at: (query, n) => ({ file, line: (first.get(query) ?? 0) + n, column: 1 }),
    },
    diagnostics: [],
  };
}
