/** Reads tables that people keep: lists of accounts, OUs, VPCs and subnets as CSV or YAML. */

import type { FactSource, Inventory, RecordType, Vocabulary } from '../../inventory/inventory.ts';
import { inventoryOf } from '../../inventory/inventory.ts';
import type { Coverage } from '../../inventory/provenance.ts';
import { type Diagnostic, error, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byKey } from '../../model/order.ts';
import type { FileImport, FileImporter, SourceFile } from '../file-importer.ts';
import type { Field } from './columns.ts';
import { type FactTable, isCsvTable, isYamlTable, readCsv, readYaml } from './read-table.ts';
import { TABLES, TableRecords } from './table-records.ts';

const isCsv = ({ path }: SourceFile): boolean => /\.(?:csv|tsv|txt)$/i.test(path);

/** What the columns of these tables can say. */
function vocabularyOf(tables: readonly FactTable[]): Vocabulary {
  const has = (...fields: Field[]): boolean =>
    tables.some((table) => fields.some((field) => table.fields.has(field)));
  const kinds = new Set(tables.map(({ kind }) => kind));
  const account = has('account', 'accountId', 'accountName');
  const inNetwork = [...(account ? ['accounts'] : []), ...(has('region') ? ['region'] : [])];
  const network = kinds.has('vpcs') || kinds.has('subnets');
  const own: Partial<Record<RecordType, readonly string[]>> = {
    ...(account || kinds.has('accounts')
      ? {
          accounts: [
            'name',
            ...(has('state') ? ['state'] : []),
            ...(has('unit', 'unitId') ? ['path'] : []),
          ],
        }
      : {}),
    ...(has('unit', 'unitId') ? { units: ['short', 'name', 'root', 'parent'] } : {}),
    ...(network
      ? { vpcs: [...inNetwork, 'name', 'owner', 'blocks'], addressBlocks: ['vpc', 'block'] }
      : {}),
    ...(kinds.has('subnets')
      ? { subnets: [...inNetwork, 'name', 'cidr', 'vpc', ...(has('zone') ? ['zone'] : [])] }
      : {}),
  };
  return own as Vocabulary;
}

const sourceOf = (tables: readonly FactTable[]): FactSource => ({
  id: TABLES,
  name: 'the tables',
  ifEmpty: (what) =>
    `Do the tables list ${what ?? 'accounts, VPCs or subnets'}? docs/tables.md says which columns are read.`,
  vocabulary: vocabularyOf(tables),
});

/** A table says all that it lists; of an account without a network in it, it may just not speak. */
function coverageOf(to: TableRecords, vocabulary: Vocabulary): Inventory['coverage'] {
  const owners = new Set(to.records.all('vpcs').flatMap(({ accounts }) => accounts));
  const except: Coverage['except'] = to.records
    .all('accounts')
    .filter(({ id }) => !owners.has(id))
    .map(({ id }) => ({
      account: id,
      state: 'not-asked' as const,
      reason: 'no table lists a network of this account',
    }));
  const whole: Coverage = { state: 'read', except: [] };
  const found: [string, Coverage][] = Object.keys(vocabulary).map((type) => [
    type,
    type === 'accounts' || type === 'units' ? whole : { state: 'read', except },
  ]);
  return Object.fromEntries(found);
}

/** Accounts whose networks are listed were read by whoever wrote the table. */
function markListed(to: TableRecords): void {
  for (const { accounts } of to.records.all('vpcs'))
    for (const id of accounts)
      to.records.update('accounts', id, () => ({ inscope: true, synced: true }));
}

async function read(files: readonly SourceFile[]): Promise<FileImport> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const tables = files.flatMap((file) => {
    const found = isCsv(file) ? readCsv(file, report) : readYaml(file, report);
    if (found.length === 0 && !hasErrors(diagnostics))
      report(
        error(
          'import-broken',
          'the table has no column that is read',
          { file: file.path },
          {
            hint: 'docs/tables.md lists the names of columns.',
          },
        ),
      );
    return found;
  });
  const to = new TableRecords(report);
  to.read(tables);
  if (hasErrors(diagnostics)) return { diagnostics };
  markListed(to);
  const source = sourceOf(tables);
  const coverage = coverageOf(to, source.vocabulary);
  const unmapped = tables.flatMap(({ file, unknown }) =>
    [...unknown].map(([column, n]) => [`column ${column} of ${file}`, n] as const),
  );
  return {
    facts: {
      inventory: inventoryOf(source, { ...to.records.collections(), coverage }),
      inputs: files.map(({ path, bytes }) => ({ path, sha256: sha256(bytes), kind: 'table' })),
      unmapped: new Map([...unmapped].sort(byKey)),
      unresolved: to.unresolved,
    },
    diagnostics,
  };
}

export const tableImporter: FileImporter = {
  id: TABLES,
  kindOf: (file) => (isCsvTable(file) || isYamlTable(file) ? 'table' : undefined),
  read,
};
