/** `cadastre inventory`: what the sources say of an estate, record by record. */

import type { EstateListing, ListedRecord } from '../app/inventory/listed-records.ts';
import { plural } from '../report/text.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, openProject } from './run.ts';

interface InventoryFlags extends CommonOptions {
  readonly csv?: boolean;
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
}: ListedRecord) => [
  ...[type, id, name, account, region, parent],
  [...new Set(provenance.map(({ source }) => source))].join(' '),
];

async function csvText({ records }: EstateListing): Promise<string> {
  const { csvRow } = await import('../report/csv.ts');
  const rows = records.map((record) => [
    ...cells(record),
    JSON.stringify(record.facts),
    record.unknown.join(' '),
  ]);
  return [[...HEADERS, 'facts', 'unknown'], ...rows].map(csvRow).join('');
}

/** Most differences that a terminal gets; `--json` has them all. */
const LISTED = 20;

async function text({
  records,
  joins,
  conflicts,
  ambiguous,
  unresolved,
  unmapped,
}: EstateListing): Promise<string> {
  const { table } = await import('../report/table.ts');
  const differences = conflicts
    .slice(0, LISTED)
    .map(
      ({ type, id, fact, values }) =>
        `  ${type} ${id}: ${fact} is ${values.map(({ value, source }) => `${JSON.stringify(value)} (${source})`).join(', ')}`,
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

async function inventory(name: string | undefined, options: InventoryFlags): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { listRecords, joinedEstate } = await import('../app/inventory/index.ts');
  const { value, diagnostics } = await joinedEstate(name, project);
  const listing = value && listRecords(value);
  const json = { format: 'cadastre/inventory@1', ...listing };
  const words = options.csv ? csvText : text;
  finish(
    { json, text: listing && !options.json ? await words(listing) : undefined, diagnostics },
    options,
    project,
  );
}

export const inventoryCommand: Declare = (program) => {
  common(
    program
      .command('inventory')
      .argument('[name]', 'the estate (default: the only one that is recorded)')
      .description('list what the sources say of an estate, with joins and differences')
      .option('--csv', 'one line for each record, as CSV'),
  ).action((name: string | undefined, options: InventoryFlags) => inventory(name, options));
};
