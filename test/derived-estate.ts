/** Recorded estates made by hand, and what diagrams make of them: no database takes part. */

import { join } from 'node:path';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { printSnapshot, type Recorded, type SnapshotHead } from '../src/graph/snapshot.ts';
import type { Json } from '../src/model/derivation.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import type { Element } from '../src/model/diagram.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { organization } from './derivations.ts';
import { estate, lines } from './sources-estate.ts';

type Row = Readonly<Record<string, Json>>;

/** The answer to a query of one's own. */
export function answer(
  query: string,
  rows: readonly Row[],
  params: Recorded['params'] = {},
): Recorded {
  const columns = Object.keys(rows[0] ?? {});
  return { query, params, columns, rows: rows.map((row) => columns.map((c) => row[c] ?? null)) };
}

const HEAD = {
  taken: '2026-11-20T08:00:00Z',
  by: 'cadastre 0.1.0',
  database: { name: 'neo4j', product: 'Neo4j 5.26.0' },
  cartography: ['0.143.0'],
  tenants: ['o-1'],
};

/** `diagrams/snapshots/NAME.json`. */
export const snapshot = (
  name: string,
  queries: readonly Recorded[],
  head: Partial<SnapshotHead> = {},
): Record<string, string> => ({
  [`diagrams/snapshots/${name}.json`]: printSnapshot({ ...HEAD, estate: name, queries, ...head }),
});

const OU = { organization: 'o-1', root: false, parent: 'r-1' };
const ACCOUNT = { state: 'ACTIVE', organization: 'o-1', inscope: true, synced: true };
const UNITS: readonly Row[] = [
  { id: 'r-1', short: 'r-1', name: 'Root', organization: 'o-1', root: true, parent: null },
  { id: 'o-1/ou-prod', short: 'ou-prod', name: 'Prod', ...OU },
  { id: 'o-1/ou-cde', short: 'ou-cde', name: 'Payments-CDE', ...OU, parent: 'o-1/ou-prod' },
];
const ACCOUNTS: readonly Row[] = [
  { id: '100000000006', name: 'production', parent: 'o-1/ou-prod', ...ACCOUNT },
  { id: '100000000007', name: 'payments', parent: 'o-1/ou-cde', ...ACCOUNT },
];
const COUNTS: readonly Row[] = [
  { kind: 'organization', found: 1 },
  { kind: 'root', found: 1 },
  { kind: 'ou', found: 2 },
  { kind: 'account', found: 2 },
];

/** Columns of a query: what its last RETURN calls them. */
function columnsOf(query: string): string[] {
  const returned = query.slice(query.lastIndexOf('RETURN ') + 'RETURN '.length);
  const flat = returned.replace(/\([^()]*\)/g, '').replace(/CASE .*? END/gs, '');
  return flat.split(',').map((part) => part.trim().replace(/^(?:.* )?AS /s, ''));
}

/** An organization of two OUs in each other and two accounts, as the built-in derivation asks for it. */
export const ORGANIZATION: readonly Recorded[] = organization.importer
  .questions({}, { tagKeys: ['name'] })
  .map(({ query, params }) => {
    const columns = columnsOf(query);
    const has = (...names: string[]): boolean => names.every((name) => columns.includes(name));
    const rows = has('found')
      ? COUNTS
      : has('management')
        ? ACCOUNTS
        : has('short')
          ? UNITS
          : [{ id: 'o-1' }];
    return {
      query,
      params,
      columns,
      rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
    };
  });

export interface Tried {
  /** By name; of an empty diagram after an error. */
  readonly elements: Readonly<Record<string, Element>>;
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly compiled: Awaited<ReturnType<typeof compileSource>>;
}

/** Compiles one diagram file of an estate, the way that commands do. */
export async function compileIn(
  files: Readonly<Record<string, string>>,
  file: string,
): Promise<Tried> {
  const root = estate(files);
  const { value: config, diagnostics: wrong } = await loadConfig(root);
  if (!config) throw new Error(lines(wrong, root).join('\n'));
  const compiled = await compileSource(join(root, file), { root, config });
  const elements = Object.values(compiled.diagrams[0]?.diagram.elements ?? {});
  return {
    compiled,
    elements: Object.fromEntries(elements.map((element) => [element.name, element])),
    diagnostics: compiled.diagnostics,
    lines: lines(compiled.diagnostics, root),
  };
}

/** A TypeScript diagram `diagrams/a.ts` over the estate `bank`. */
export const typescript = (
  content: string,
  queries: readonly Recorded[] = ORGANIZATION,
  more: Readonly<Record<string, string>> = {},
): Promise<Tried> =>
  compileIn(
    {
      ...snapshot('bank', queries),
      'diagrams/a.ts': `import { account, annotate, connect, diagram, estate, internet, node, organization, ou, vpc } from 'cadastre';
${content}
void [account, annotate, connect, diagram, estate, internet, node, organization, ou, vpc];`,
      ...more,
    },
    'diagrams/a.ts',
  );

/** The same with `diagrams/a.yaml`. */
export const yaml = (
  text: string,
  queries: readonly Recorded[] = ORGANIZATION,
  more: Readonly<Record<string, string>> = {},
): Promise<Tried> =>
  compileIn({ ...snapshot('bank', queries), 'diagrams/a.yaml': text, ...more }, 'diagrams/a.yaml');
