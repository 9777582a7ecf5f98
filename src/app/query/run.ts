/** Runs queries of packs, one after the other: one that fails does not keep the others from running. */

import { endsAll, type Graph } from '../../graph/graph.ts';
import type { Json } from '../../model/derivation.ts';
import { type Diagnostic, error, hasErrors, quote, warning } from '../../model/diagnostic.ts';
import { ACCOUNT, type Filtered, forAccount } from '../../queries/account-filter.ts';
import { nearestOf } from '../../queries/graph-model.ts';
import type { PackQuery } from '../../queries/pack.ts';
import { type ParameterValues, unknownParameters, valuesOf } from '../../queries/select.ts';

export interface RunRequest {
  readonly queries: readonly PackQuery[];
  /** Id or name of an account, project, subscription or cluster. */
  readonly account?: string;
  readonly given: ParameterValues;
  /** For each query. */
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** Gets what the queries answer, in order. A promise that it returns holds the rows back. */
export interface Receiver {
  begin(query: PackQuery, headers: readonly string[]): void | Promise<void>;
  row(cells: readonly Json[]): void | Promise<void>;
  /** `rows` is how many there were; not called for a query that failed before it began. */
  end(query: PackQuery, rows: number): void | Promise<void>;
}

const OWNERS = `MATCH (a) WHERE a:AWSAccount OR a:GCPProject OR a:AzureSubscription OR a:KubernetesCluster
RETURN a.id AS id, coalesce(a.name, a.displayname) AS name`;

/** A wrong account would give empty answers, which read as if all were well. */
async function checkAccount(
  graph: Graph,
  account: string,
  timeoutMs: number,
): Promise<readonly Diagnostic[]> {
  const known = new Set<string>();
  const { value, diagnostics } = await graph.run(
    { query: OWNERS, params: {} },
    {
      timeoutMs,
      onRow: (row) => {
        for (const cell of row) if (cell !== null) known.add(String(cell));
      },
    },
  );
  if (!value) return diagnostics;
  if (known.has(account)) return [];
  const near = nearestOf(account, known);
  return [
    error('query-unknown-account', `the graph has no account ${quote(account)}`, undefined, {
      hint: near
        ? `Did you mean ${near}?`
        : 'Give the id or name of an account, project, subscription or cluster.',
    }),
  ];
}

const PLACE = / \(line (\d+) of the query, column (\d+)\)/;

/** What the graph says of a query, at the query's place; at the very spot where the server names one. */
function placed(
  diagnostic: Diagnostic,
  query: PackQuery,
  { text, original }: Filtered,
): Diagnostic {
  const found = PLACE.exec(diagnostic.message);
  const message = `${quote(query.name)}: ${diagnostic.message.replace(PLACE, '')}`;
  if (!found) return { ...diagnostic, message, origin: query.origin };
  let at = 0;
  for (let line = 1; line < Number(found[1]); line += 1) at = text.indexOf('\n', at) + 1;
  return { ...diagnostic, message, origin: query.at(original(at + Number(found[2]) - 1)) };
}

async function runOne(
  graph: Graph,
  query: PackQuery,
  { account, given, timeoutMs, now }: RunRequest,
  receiver: Receiver,
): Promise<readonly Diagnostic[]> {
  const values = valuesOf(query, given, now);
  if (!values.value) return values.diagnostics;
  const filtered: Filtered | undefined =
    account === undefined ? { text: query.text, original: (n) => n } : forAccount(query.text);
  if (!filtered)
    return [
      warning(
        'query-without-account',
        `${quote(query.name)} was not run: it cannot be filtered by account`,
        query.origin,
        {
          hint: 'In a pack the account is the variable a: MATCH (a:AWSAccount)-[:RESOURCE]->…',
        },
      ),
    ];
  const notes: Diagnostic[] = [];
  let begun = false;
  const begin = async (columns: readonly string[]): Promise<void> => {
    begun = true;
    const fits = columns.length === query.headers.length;
    if (!fits)
      notes.push(
        warning(
          'query-headers',
          `${query.headers.length} result_headers for ${columns.length} returned columns: showing the column names instead`,
          query.headersOrigin,
          { hint: 'Give one header per column, in the same order.' },
        ),
      );
    await receiver.begin(query, fits ? query.headers : columns);
  };
  const params = { ...values.value, ...(account === undefined ? {} : { [ACCOUNT]: account }) };
  const { value, diagnostics } = await graph.run(
    { query: filtered.text, params },
    {
      timeoutMs,
      onRow: (row, columns) => {
        if (begun) return receiver.row(row);
        return begin(columns).then(() => receiver.row(row));
      },
    },
  );
  if (value && !begun) await begin(value.columns);
  if (value) await receiver.end(query, value.rows);
  return [...notes, ...diagnostics.map((d) => (endsAll(d.code) ? d : placed(d, query, filtered)))];
}

/**
 * Errors: those of the graph, with the query's place; `query-missing-parameter`, `query-unknown-parameter`,
 * `query-unknown-account`; warnings: `query-without-account`, `query-headers`.
 */
export async function runQueries(
  request: RunRequest,
  receiver: Receiver,
): Promise<readonly Diagnostic[]> {
  const { queries, account, given, env, timeoutMs } = request;
  const unknown = unknownParameters(queries, given);
  if (unknown.length > 0) return unknown;
  const { connect } = await import('../../graph/neo4j.ts');
  const { value: graph, diagnostics: refused } = connect(env);
  if (!graph) return refused;
  try {
    const wrong = account === undefined ? [] : await checkAccount(graph, account, timeoutMs);
    if (hasErrors(wrong)) return wrong;
    const found: Diagnostic[] = [];
    for (const query of queries) {
      const diagnostics = await runOne(graph, query, request, receiver);
      found.push(...diagnostics);
      if (diagnostics.some(({ code }) => endsAll(code))) break;
    }
    return found;
  } finally {
    await graph.close();
  }
}
