/**
 * The file of a recorded estate: `diagrams/snapshots/NAME.json`.
 *
 * It is JSON, written in one fixed way: a line for each row, sorted, so that the diff of a pull request
 * reads as what changed in the estate. The last line holds the SHA-256 of all text before it: a
 * snapshot is what a graph answered, and an edited one is not.
 */

import { createHash } from 'node:crypto';
import type { DiagnosticCode } from '../model/codes.ts';
import type { Json } from '../model/derivation.ts';
import { error, type Failure, type Origin, type Outcome, quote } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { byCodeUnit } from '../model/order.ts';
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
  /** Times of the graph's data: epoch seconds. Absent in a graph without. */
  readonly updated?: {
    /** Oldest and newest `lastupdated` of its nodes. */
    readonly from: number;
    readonly to: number;
    /**
     * Of the newest complete sync, by id of account, project, cluster and the like; of what such a sync did not read,
     * its own. Absent in snapshots from before it was asked for.
     */
    readonly units?: Readonly<Record<string, number>>;
  };
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

/** Which query it is: text and parameters. */
export const keyOf = ({ query, params }: Pick<Recorded, 'query' | 'params'>): string =>
  `${query}\n${canonical(params)}`;

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

/** Large enough that hashing and writing it takes little longer than its part of the whole. */
const PIECE = 1 << 17;

/** Text of one query, in pieces of whole lines: its head, a line for each row, its end. */
function* queryText({ query, params, columns, rows }: RecordedTexts): Generator<string> {
  let piece = `{"query":${JSON.stringify(query)},"params":${canonical(params)},"columns":${canonical(columns)},"count":${rows.length},"rows":[\n`;
  for (let n = 0; n < rows.length; n++) {
    piece += rows[n];
    piece += n < rows.length - 1 ? ',\n' : '\n';
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]}`;
}

/**
 * The text of the answers alone, in pieces: equal answers make equal text, whenever they were taken.
 * Queries are sorted here.
 */
function* answersText(queries: readonly RecordedTexts[]): Generator<string> {
  const sorted = queries
    .map((recorded) => ({ recorded, key: keyOf(recorded) }))
    .sort((a, b) => byCodeUnit(a.key, b.key));
  for (const [i, { recorded }] of sorted.entries()) {
    yield* queryText(recorded);
    yield i < sorted.length - 1 ? ',\n' : '\n';
  }
}

/** Texts put together, as bytes: encoding, hashing and writing each alone takes longer than making it. */
function* encoded(texts: Iterable<string>): Generator<Buffer> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

/** The bytes of the file, in pieces. */
export function* snapshotBytes(
  head: SnapshotHead,
  queries: readonly RecordedTexts[],
): Generator<Uint8Array> {
  const hash = createHash('sha256');
  function* body(): Generator<string> {
    yield `{\n${headLines(head).join('\n')}\n${ANSWERS}`;
    yield* answersText(queries);
    yield '],\n';
  }
  for (const piece of encoded(body())) {
    hash.update(piece);
    yield piece;
  }
  yield Buffer.from(`${DIGEST}${JSON.stringify(hash.digest('hex'))}\n}\n`);
}

/** The answers as they are printed: rows by their canonical JSON, sorted. */
const textsOf = (queries: readonly Recorded[]): RecordedTexts[] =>
  queries.map((recorded) => ({ ...recorded, rows: recorded.rows.map(rowText).sort(byCodeUnit) }));

/** The text of the file. Rows and queries are sorted here, so that callers need not. */
export function printSnapshot(snapshot: Snapshot): string {
  return Buffer.concat([...snapshotBytes(snapshot, textsOf(snapshot.queries))]).toString();
}

/**
 * Whether a snapshot holds these answers, whenever they were taken.
 * @param held `answers` of `readHead`
 */
export function sameAnswers(held: Buffer, queries: readonly RecordedTexts[]): boolean {
  let at = 0;
  for (const piece of encoded(answersText(queries))) {
    if (!held.subarray(at, at + piece.length).equals(piece)) return false;
    at += piece.length;
  }
  return at === held.length;
}

const AGAIN = 'Record it again with `cadastre snapshot`, or restore the committed file.';

/** What a snapshot says before its answers. */
export interface ReadHead extends SnapshotHead {
  /** The text of the answers, in bytes. */
  readonly answers: Buffer;
}

/** A file taken apart by its fixed lines; absent where those are missing. */
function partsOf(
  file: Buffer,
): { head: string; answers: Buffer; body: Buffer; end: string } | undefined {
  const start = file.indexOf(`\n${ANSWERS}`);
  const end = file.lastIndexOf(`\n],\n${DIGEST}`);
  if (start < 0 || end < start) return undefined;
  return {
    head: `${file.toString('utf8', 0, start).replace(/,$/, '')}}`,
    answers: file.subarray(start + 1 + ANSWERS.length, end + 1),
    body: file.subarray(0, end + 4),
    end: file.toString('utf8', end + 4),
  };
}

/** Line ends as they were written. */
const withoutReturns = (file: Buffer): Buffer =>
  file.includes('\r\n')
    ? Buffer.from(file.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
    : file;

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
 * @param content Content of the file; line ends may have been changed by git.
 * @param file Its path, for messages.
 * @param estate The name that it must be of.
 * Errors: `snapshot-broken`, `snapshot-newer`, `snapshot-edited`, `snapshot-of-another`.
 */
export function readHead(content: Buffer, file: string, estate: string): Outcome<ReadHead> {
  const plain = withoutReturns(content);
  const fail = (code: DiagnosticCode, message: string, hint: string): Failure => ({
    diagnostics: [error(code, message, { file }, { hint })],
  });
  const parts = partsOf(plain);
  const head = parsed(parts?.head ?? plain.toString()) as
    | (SnapshotHead & { format?: unknown })
    | undefined;
  if (head === undefined)
    return fail('snapshot-broken', 'the snapshot is truncated or not JSON', AGAIN);
  const format = formatOf(head);
  if (typeof format !== 'string' || !format.startsWith('cadastre/snapshot@'))
    return fail('snapshot-broken', 'the file is not a snapshot', AGAIN);
  if (format !== SNAPSHOT_FORMAT)
    return fail(
      'snapshot-newer',
      `the snapshot has the format ${quote(format)}, but this version supports ${SNAPSHOT_FORMAT}`,
      `It was recorded by ${quote(String(head.by))}: use that version, or record it again with this one.`,
    );
  if (!parts || parts.end !== `${DIGEST}${JSON.stringify(sha256(parts.body))}\n}\n`)
    return fail(
      'snapshot-edited',
      'the snapshot was changed after it was recorded: its digest does not match',
      `It was edited or merged by hand. ${AGAIN}`,
    );
  if (head.estate !== estate)
    return fail(
      'snapshot-of-another',
      `the snapshot belongs to the estate ${quote(head.estate)}, not to ${quote(estate)}`,
      'It was copied or renamed. Record this estate with `cadastre snapshot`.',
    );
  const { format: _, updated, ...rest } = head;
  const { answers } = parts;
  return { value: { ...rest, ...(updated ? { updated } : {}), answers }, diagnostics: [] };
}

/** The whole of it; parameters and errors as of `readHead`. */
export function readSnapshot(
  content: string | Buffer,
  file: string,
  estate: string,
): Outcome<ReadSnapshot> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { value, diagnostics } = readHead(bytes, file, estate);
  if (!value) return { diagnostics };
  const { answers: _, ...head } = value;
  // Its digest matches: this is what was printed.
  const { queries } = JSON.parse(bytes.toString()) as Snapshot;
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
