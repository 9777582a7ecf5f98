/** Estates that ask a graph, and `cadastre snapshot` run in them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  printSnapshot,
  type Recorded,
  readSnapshot,
  type Snapshot,
} from '../src/graph/snapshot.ts';
import type { TestGraph } from './neo4j.ts';
import {
  type Ended,
  estate,
  expectNoTrace,
  filesIn,
  cadastre as inOwnProcess,
  type RunOptions,
} from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const quoted = (text: string): string => JSON.stringify(text);

/** A query, or one with the source of its parameters. */
export type Asking = string | { readonly query: string; readonly params: string };

/** A diagram of one node for each row of each query: its first column is the id, the second the name. */
export function asking(...queries: readonly Asking[]): string {
  const calls = queries.map((asked) => {
    const { query, params } = typeof asked === 'string' ? { query: asked, params: '{}' } : asked;
    return `  estate('bank').cypher(${quoted(query)}, ${params}, made),`;
  });
  return `import { diagram, estate, node } from 'cadastre';
const made = (row: object) => {
  const [id, name = id] = Object.values(row).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return node('aws:ec2', String(name), { id: String(id) });
};
export default diagram('Asked', { content: [
${calls.join('\n')}
] });
`;
}

/** Line of the first query in a diagram of `asking`. */
export const FIRST_CALL = 7;

/** A query with a row for each account of the graph. */
export const ACCOUNTS = 'MATCH (a:AWSAccount) RETURN a.id AS id, coalesce(a.name, a.id) AS name';

export const BANK = 'diagrams/snapshots/bank.json';

export const bytesOf = (root: string, file = BANK): string =>
  readFileSync(join(root, file), 'utf8');

/** The snapshot of an estate, read as commands read it. */
export function bank(root: string, file = BANK): Snapshot {
  const { value, diagnostics } = readSnapshot(bytesOf(root, file), file, 'bank');
  expect(diagnostics).toEqual([]);
  if (!value) throw new Error('no snapshot');
  return value;
}

/** The only query of a snapshot. */
export function only({ queries }: Snapshot): Recorded {
  expect(queries).toHaveLength(1);
  return queries[0] as Recorded;
}

/** Runs `cadastre snapshot`; whatever happens there is no trace, nothing half-written and no secret anywhere. */
export async function snap(
  root: string,
  graph: Pick<TestGraph, 'env'>,
  args: readonly string[] = [],
  { env, ...options }: RunOptions = {},
): Promise<Ended> {
  const own = options.onStart !== undefined || env?.NODE_OPTIONS !== undefined;
  const run = own ? inOwnProcess : cadastre;
  const ended = await run(root, ['snapshot', ...args], {
    ...options,
    env: { ...graph.env, ...env },
  });
  expectNoTrace(ended);
  const files = filesIn(root);
  expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
  const { NEO4J_URI: uri = '', NEO4J_PASSWORD: password = '' } = { ...graph.env, ...env };
  const written = files.map((file) => readFileSync(join(root, file), 'utf8'));
  for (const secret of [uri, password].filter(({ length }) => length > 7))
    for (const text of [ended.stdout, ended.stderr, ...written])
      expect(text.includes(secret)).toBe(false);
  return ended;
}

interface Problem {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly origin?: { readonly file: string; readonly line?: number; readonly column?: number };
}

/** The problems of a run with `--json`. */
export const problems = ({ stdout }: Ended): Problem[] => JSON.parse(stdout).diagnostics;

export const codes = (ended: Ended): string[] => problems(ended).map(({ code }) => code);

/** What is there already, and must stay. */
export const OLD = printSnapshot({
  estate: 'bank',
  taken: '2024-01-01T00:00:00Z',
  by: 'cadastre 0.0.1',
  database: { name: 'neo4j', product: 'Neo4j/5.0.0' },
  cartography: [],
  tenants: [],
  queries: [{ query: ACCOUNTS, params: {}, columns: ['id', 'name'], rows: [['1', 'one']] }],
});

/** An estate with that snapshot. */
export const withOld = (...queries: readonly Asking[]): string =>
  estate({ 'diagrams/a.ts': asking(...queries), [BANK]: OLD });

/** Exit code 2, one error of this code (a warning may stand beside it), and the old snapshot alone in its folder. */
export async function expectFault(
  graph: Pick<TestGraph, 'env'>,
  code: string,
  { root = withOld(ACCOUNTS), env = {}, args = [] as readonly string[] } = {},
): Promise<{ message: string; hint: string; ended: Ended }> {
  const ended = await snap(root, graph, ['--json', ...args], { env });
  const errors = problems(ended).filter(({ severity }) => severity === 'error');
  expect(errors.map((error) => error.code)).toEqual([code]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toBe('');
  expect(bytesOf(root)).toBe(OLD);
  expect(filesIn(`${root}/diagrams/snapshots`)).toEqual(['bank.json']);
  const { message = '', hint = '' } = errors[0] ?? {};
  expect(hint).toMatch(/\S/);
  return { message, hint, ended };
}
