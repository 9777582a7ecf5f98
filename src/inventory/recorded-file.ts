/**
 * The file of a recorded inventory: `diagrams/snapshots/NAME.SOURCE.json`.
 *
 * It is JSON, written in one fixed way: a line for each record, sorted, so that the diff of a pull request
 * reads as what changed in the estate. The last line holds the SHA-256 of all text before it. What the
 * inputs hold besides the facts of records is not in it: they may hold secrets.
 */

import { canonicalJson } from '../model/canonical-json.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import { error, type Failure, type Outcome, quote } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { byCodeUnit, sortedBy } from '../model/order.ts';
import type { ImportedFacts, RecordedInput, UnresolvedFact } from './imported.ts';
import {
  type FactSource,
  type Inventory,
  inventoryOf,
  RECORD_TYPES,
  type RecordType,
  type Vocabulary,
} from './inventory.ts';
import type { InventoryRecord } from './provenance.ts';

export const RECORDED_FORMAT = 'cadastre/recorded-inventory@1';

/** Whose facts they are, and when they were recorded. */
export interface RecordedHead {
  readonly estate: string;
  /** When: ISO 8601, UTC, whole seconds. */
  readonly taken: string;
  /** What recorded it: `cadastre 0.1.0`. */
  readonly by: string;
}

/** Facts of files, as they were recorded. */
export interface RecordedInventory extends RecordedHead, ImportedFacts {}

/** The parts of the file in their order; the lines of each are sorted. */
const PARTS = [
  'inputs',
  'coverage',
  'counts',
  'unmapped',
  'unresolved',
  'listed',
  'pairs',
  'records',
] as const;

type FilePart = (typeof PARTS)[number];

/** Asked for on purpose, and never by whoever reads files. */
const NEVER_RECORDED = 'email';

function recordText(type: RecordType, record: InventoryRecord): string {
  const facts = Object.entries(record).filter(
    ([fact, value]) => value !== undefined && fact !== NEVER_RECORDED,
  );
  return canonicalJson([type, Object.fromEntries(facts)]);
}

function linesOf({
  inventory,
  inputs,
  unmapped,
  unresolved,
  listed = new Map(),
}: ImportedFacts): Record<FilePart, string[]> {
  return {
    inputs: inputs.map(canonicalJson),
    coverage: Object.entries(inventory.coverage).map(canonicalJson),
    counts: inventory.counts.map(canonicalJson),
    unmapped: [...unmapped].map(canonicalJson),
    unresolved: unresolved.map(canonicalJson),
    listed: [...listed].map(canonicalJson),
    pairs: inventory.securityGroupPairs.map(canonicalJson),
    records: RECORD_TYPES.flatMap((type) =>
      [...inventory[type].values()].map((record) => recordText(type, record)),
    ),
  };
}

/** The facts as they are printed, without who recorded them and when: equal facts make equal text. */
export function factsText(facts: ImportedFacts): string {
  const { id, name, vocabulary } = facts.inventory.source;
  const lines = linesOf(facts);
  const parts = PARTS.map((part) => {
    const own = lines[part].sort(byCodeUnit);
    return `"${part}": [\n${own.length > 0 ? `${own.join(',\n')}\n` : ''}],\n`;
  });
  return `"source": ${canonicalJson({ id, name, vocabulary })},\n${parts.join('')}`;
}

/** The text of the file. */
export function printRecorded({ estate, taken, by }: RecordedHead, facts: ImportedFacts): string {
  const head = { format: RECORDED_FORMAT, estate, taken, by };
  const lines = Object.entries(head).map(([key, text]) => `"${key}": ${JSON.stringify(text)},\n`);
  const body = `{\n${lines.join('')}${factsText(facts)}`;
  return `${body}"digest": ${JSON.stringify(sha256(body))}\n}\n`;
}

interface RecordedDocument extends RecordedHead {
  readonly format: string;
  readonly source: Pick<FactSource, 'id' | 'name'> & { readonly vocabulary: Vocabulary };
  readonly inputs: readonly RecordedInput[];
  readonly coverage: readonly (readonly [
    RecordType,
    NonNullable<Inventory['coverage'][RecordType]>,
  ])[];
  readonly counts: Inventory['counts'];
  readonly unmapped: readonly (readonly [string, number])[];
  readonly unresolved: readonly UnresolvedFact[];
  readonly listed: readonly (readonly [string, number])[];
  readonly pairs: Inventory['securityGroupPairs'];
  readonly records: readonly (readonly [RecordType, InventoryRecord])[];
}

/** @param facts of a file whose digest matches: what `factsText` printed */
function inventoryIn({ source, coverage, counts, pairs, records }: RecordedDocument): Inventory {
  const collections = new Map(
    RECORD_TYPES.map((type) => [type, new Map<string, InventoryRecord>()]),
  );
  for (const [type, record] of sortedBy(records, ([, { id }]) => id))
    collections.get(type)?.set(record.id, record);
  const ifEmpty = (): string => `Record ${source.name} again with \`cadastre import\`.`;
  return inventoryOf(
    { ...source, ifEmpty },
    {
      ...(Object.fromEntries(collections) as object),
      coverage: Object.fromEntries(coverage),
      counts,
      securityGroupPairs: pairs,
    },
  );
}

/** The estate and the source of a file by its first lines; absent where it is no recorded inventory. */
export function recordedOf(begin: string): { readonly estate: string } | undefined {
  const [, format, estate] =
    /^\{\r?\n"format": "([^"]*)",\r?\n"estate": ("(?:[^"\\]|\\.)*"),/.exec(begin) ?? [];
  if (estate === undefined || !format?.startsWith('cadastre/recorded-inventory@')) return undefined;
  return { estate: JSON.parse(estate) as string };
}

const AGAIN = 'Record it again with `cadastre import`, or restore the committed file.';

/**
 * Reads the file, and holds it against its digest.
 * @param content of the file; line ends may have been changed by git
 * @param file its path, for messages
 * @param estate the name that it must be of
 * Errors: `snapshot-broken`, `snapshot-newer`, `snapshot-edited`, `snapshot-of-another`.
 */
export function readRecorded(
  content: string,
  file: string,
  estate: string,
): Outcome<RecordedInventory> {
  const fail = (code: DiagnosticCode, message: string, hint: string): Failure => ({
    diagnostics: [error(code, message, { file }, { hint })],
  });
  const text = content.replaceAll('\r\n', '\n');
  let document: RecordedDocument;
  try {
    document = JSON.parse(text) as RecordedDocument;
  } catch {
    return fail('snapshot-broken', 'the recorded inventory is truncated or not JSON', AGAIN);
  }
  const format = (document as { format?: unknown } | null)?.format;
  if (typeof format !== 'string' || !format.startsWith('cadastre/recorded-inventory@'))
    return fail('snapshot-broken', 'the file is not a recorded inventory', AGAIN);
  if (format !== RECORDED_FORMAT)
    return fail(
      'snapshot-newer',
      `the recorded inventory has the format ${quote(format)}, this version knows ${RECORDED_FORMAT}`,
      `It was recorded by ${quote(String(document.by))}: use that version, or record it again with this one.`,
    );
  const end = text.lastIndexOf('"digest": ');
  if (text.slice(end) !== `"digest": ${JSON.stringify(sha256(text.slice(0, end)))}\n}\n`)
    return fail(
      'snapshot-edited',
      'the recorded inventory is not as it was recorded: its digest does not match',
      `It was edited or merged by hand. ${AGAIN}`,
    );
  if (document.estate !== estate)
    return fail(
      'snapshot-of-another',
      `the recorded inventory is of the estate ${quote(document.estate)}, not of ${quote(estate)}`,
      'It was copied or renamed. Record this estate with `cadastre import`.',
    );
  const { taken, by, inputs, unmapped, unresolved, listed } = document;
  const counted = listed.length > 0 ? { listed: new Map(listed) } : {};
  const inventory = inventoryIn(document);
  return {
    value: {
      estate,
      taken,
      by,
      inventory,
      inputs,
      unmapped: new Map(unmapped),
      unresolved,
      ...counted,
    },
    diagnostics: [],
  };
}
