/** What the sources say of an estate, record by record, as a table or CSV. */

import type { Json } from '../model/derivation.ts';
import { csvRow } from './csv.ts';
import { table } from './table.ts';
import { terminalText } from './terminal.ts';
import { plural } from './text.ts';

interface ReportedRecord {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  readonly parent?: string;
  readonly facts: Readonly<Record<string, Json>>;
  readonly unknown: readonly string[];
  readonly provenance: readonly { readonly source: string }[];
}

export interface ReportedInventory {
  readonly records: readonly ReportedRecord[];
  readonly joins: readonly unknown[];
  /** Facts that sources tell differently. */
  readonly conflicts: readonly {
    readonly type: string;
    readonly id: string;
    readonly fact: string;
    readonly values: readonly { readonly value: Json; readonly source: string }[];
  }[];
  readonly ambiguous: readonly unknown[];
  readonly unresolved: readonly unknown[];
  /** By the source's own name of the type. */
  readonly unmapped: Readonly<Record<string, number>>;
}

const HEADERS = ['type', 'id', 'name', 'account', 'region', 'parent', 'sources'];

const cells = ({
  type,
  id,
  name = '',
  account = '',
  region = '',
  parent = '',
  provenance,
}: ReportedRecord) => [
  ...[type, id, name, account, region, parent],
  [...new Set(provenance.map(({ source }) => source))].join(' '),
];

function csvText({ records }: ReportedInventory): string {
  const rows = records.map((record) => [
    ...cells(record),
    JSON.stringify(record.facts),
    record.unknown.join(' '),
  ]);
  return [[...HEADERS, 'facts', 'unknown'], ...rows].map(csvRow).join('');
}

/** Most differences that a terminal gets; `--json` has them all. */
const LISTED = 20;

function tableText({
  records,
  joins,
  conflicts,
  ambiguous,
  unresolved,
  unmapped,
}: ReportedInventory): string {
  const differences = conflicts
    .slice(0, LISTED)
    .map(({ type, id, fact, values }) =>
      terminalText(
        `  ${type} ${id}: ${fact} is ${values.map(({ value, source }) => `${JSON.stringify(value)} (${source})`).join(', ')}`,
      ),
    );
  const more =
    conflicts.length > LISTED ? [`  and ${conflicts.length - LISTED} more (--json lists all)`] : [];
  const others = Object.values(unmapped).reduce((sum, n) => sum + n, 0);
  return [
    table(HEADERS, records.map(cells)),
    [
      plural(records.length, 'record'),
      `${joins.length} joined`,
      `${conflicts.length} differing ${conflicts.length === 1 ? 'fact' : 'facts'}`,
      `${ambiguous.length} ambiguous`,
      `${unresolved.length} unresolved`,
      `${others} not mapped`,
    ].join(', '),
    ...(differences.length > 0 ? [['differing facts', ...differences, ...more].join('\n')] : []),
  ].join('\n');
}

export const INVENTORY_TEXTS = { table: tableText, csv: csvText };
