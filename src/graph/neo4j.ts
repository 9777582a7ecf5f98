/** Neo4j, or what speaks Bolt as it does. The one file that knows its driver; loading that takes a moment, so load this late. */

import { createRequire } from 'node:module';
import type neo4jDriver from 'neo4j-driver';
import type { Driver, Result, ResultSummary } from 'neo4j-driver';
import type { Json } from '../model/derivation.ts';
import { type Diagnostic, error, type Outcome, quote } from '../model/diagnostic.ts';
import { cellReader, Refused } from './cells.ts';
import { describe } from './describe.ts';
import { faultOf, invalid, timedOut, unreachable, writes } from './faults.ts';
import type { Answered, Graph, GraphQuery, QueryRunOptions } from './graph.ts';
import { each, rowReader } from './rows.ts';

// Node reads a CommonJS package twice for an `import`, to find its names; this one is large, and that takes 50 ms.
const neo4j: typeof neo4jDriver = createRequire(import.meta.url)('neo4j-driver');

/** Where the database is and who asks it: `NEO4J_URI`, `NEO4J_USER`, `NEO4J_PASSWORD`, `NEO4J_DATABASE`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const SCHEME = /^(?:bolt|neo4j)(?:\+s|\+ssc)?:\/\/[^\s/?#]/;
const CONNECT_MS = 15_000;
/** The server ends what takes too long; this much later nobody waits for it any more. */
const GRACE_MS = 10_000;
/** Rows that the server sends before it is asked for more. */
const FETCH = 2000;
/** Each pause for asking is one for both sides: without them, the server works on while rows are taken here. */
const ALL = -1;

const rowOf = rowReader(cellReader(neo4j));

/** JSON -> what the driver sends: its plain numbers are floats, and `LIMIT $n` wants an integer. */
function parameter(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(parameter);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const [[key, text] = ['', null]] = entries;
  if (entries.length === 1 && key === '$int' && typeof text === 'string' && /^-?\d+$/.test(text))
    return neo4j.int(text);
  return Object.fromEntries(entries.map(([name, inner]) => [name, parameter(inner)]));
}

const parameters = (params: GraphQuery['params']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, parameter(value)]));

function wrongAddress(message: string, hint: string): Diagnostic {
  return error('graph-address', `NEO4J_URI ${message}`, undefined, { hint });
}

/** What is wrong with the address can be said without showing it. */
function checkAddress(uri: string): Diagnostic | undefined {
  if (uri.trim() === '')
    return error('graph-not-configured', 'NEO4J_URI is not set', undefined, {
      hint: 'Set NEO4J_URI (e.g. bolt://localhost:7687), NEO4J_USER and NEO4J_PASSWORD in the environment.',
    });
  if (/^[^/?#]*:\/\/[^/?#]*@/.test(uri))
    return wrongAddress(
      'contains a user name or password',
      'Put them into NEO4J_USER and NEO4J_PASSWORD: addresses end up in logs.',
    );
  const hint = 'Use bolt://host:7687 or neo4j://host:7687, with TLS bolt+s:// or neo4j+s://.';
  return SCHEME.test(uri) && URL.canParse(uri)
    ? undefined
    : wrongAddress('is not a Neo4j address', hint);
}

/**
 * Makes ready to ask; the first question connects.
 * Errors: `graph-not-configured`, `graph-address`.
 */
export function connect(env: Environment): Outcome<Graph> {
  const { NEO4J_URI: uri = '', NEO4J_USER: user, NEO4J_PASSWORD: password } = env;
  const wrong = checkAddress(uri);
  if (wrong) return { diagnostics: [wrong] };
  const auth =
    user === undefined && password === undefined
      ? undefined
      : neo4j.auth.basic(user ?? 'neo4j', password ?? '');
  try {
    const driver = neo4j.driver(uri, auth, {
      connectionTimeout: CONNECT_MS,
      connectionAcquisitionTimeout: CONNECT_MS + 5000,
      telemetryDisabled: true,
      userAgent: 'cadastre',
    });
    const database = env.NEO4J_DATABASE || undefined;
    return { value: new Neo4j(driver, database, [uri, password ?? '']), diagnostics: [] };
  } catch {
    return {
      diagnostics: [
        wrongAddress('is not a Neo4j address', 'Use bolt://host:7687 or neo4j://host:7687.'),
      ],
    };
  }
}

const EXPLAIN = 'EXPLAIN\n';

/**
 * What the server counts as reading, and is more: ending other people's queries, and having the server
 * fetch files or addresses (a diagram file could have it read what is on its disk).
 */
const BEYOND = /^(TerminateTransactions|LoadCSV)/;
const BEYOND_PROCEDURES =
  /\bapoc\.(load|import|export|cypher\.run|nlp|es|mongodb|couchbase|redis)\b/;

function isBeyondReading(plan: ResultSummary['plan']): boolean {
  const open = plan ? [plan] : [];
  for (let at = open.pop(); at; at = open.pop()) {
    if (BEYOND.test(at.operatorType)) return true;
    if (BEYOND_PROCEDURES.test(String(at.arguments.Details ?? ''))) return true;
    open.push(...at.children);
  }
  return false;
}

interface Asking {
  readonly timeoutMs: number;
  readonly explained?: boolean;
  readonly fetchSize?: number;
}

class Neo4j implements Graph {
  readonly #driver: Driver;
  readonly #database: string | undefined;
  readonly #secrets: readonly string[];
  readonly #explained = new Set<string>();
  /** The last summary: it names server and database. */
  #seen: ResultSummary | undefined;

  constructor(driver: Driver, database: string | undefined, secrets: readonly string[]) {
    this.#driver = driver;
    this.#database = database;
    this.#secrets = secrets;
  }

  async explain({ query, params }: GraphQuery, timeoutMs: number): Promise<Outcome<true>> {
    if (query.trim() === '')
      return { diagnostics: [invalid('it is empty', 'Write MATCH … RETURN ….')] };
    // In a line of its own: columns that the server names are then those of the query.
    const sent = { query: EXPLAIN + query, params };
    const { value, diagnostics } = await this.#ask(
      sent,
      { timeoutMs, explained: true },
      async (result) => {
        const { queryType, plan } = await result.summary();
        if (queryType !== 'r' || isBeyondReading(plan)) return writes();
        if ((await result.keys()).length === 0)
          return invalid('it returns nothing', 'End it with RETURN and the values to record.');
        return undefined;
      },
    );
    if (value) this.#explained.add(query);
    return value ? { value: true, diagnostics } : { diagnostics };
  }

  async run(
    asked: GraphQuery,
    { timeoutMs, onRow, atOnce }: QueryRunOptions,
  ): Promise<Outcome<Answered>> {
    if (!this.#explained.has(asked.query)) {
      const { value, diagnostics } = await this.explain(asked, timeoutMs);
      if (!value) return { diagnostics };
    }
    let columns: readonly string[] = [];
    let rows = 0;
    const how = { timeoutMs, fetchSize: atOnce ? ALL : FETCH };
    const { value, diagnostics } = await this.#ask(asked, how, async (result) => {
      columns = await result.keys();
      await each(result, atOnce === true, (record) => {
        rows++;
        return onRow(rowOf(record, columns), columns);
      });
      const { plan, profile } = await result.summary();
      return plan || profile
        ? invalid('it is only explained, not run', 'Remove EXPLAIN or PROFILE.')
        : undefined;
    });
    return value ? { value: { columns, rows }, diagnostics } : { diagnostics };
  }

  describe(timeoutMs: number): ReturnType<Graph['describe']> {
    return describe(this, timeoutMs, () => ({
      name: this.#seen?.database.name ?? '',
      product: this.#seen?.server.agent ?? '',
    }));
  }

  async close(): Promise<void> {
    // A server that hangs does not say good-bye.
    const enough = new AbortController();
    const waited = delay(2000, enough.signal);
    await Promise.race([this.#driver.close().catch(() => {}), waited]);
    enough.abort();
  }

  /** @param consume reads the result to its end; what it returns is wrong with the query */
  async #ask(
    { query, params }: GraphQuery,
    { timeoutMs, explained = false, fetchSize = FETCH }: Asking,
    consume: (result: Result) => Promise<Diagnostic | undefined>,
  ): Promise<Outcome<true>> {
    const session = this.#driver.session({
      defaultAccessMode: neo4j.session.READ,
      fetchSize,
      ...(this.#database === undefined ? {} : { database: this.#database }),
    });
    const enough = new AbortController();
    const work = async (): Promise<Diagnostic | undefined> => {
      const result = session.run(query, parameters(params), { timeout: timeoutMs });
      const wrong = await consume(result);
      if (!wrong) this.#seen = await result.summary();
      return wrong;
    };
    const hung = async (): Promise<Diagnostic> => {
      await delay(timeoutMs + GRACE_MS, enough.signal);
      return this.#seen ? timedOut(timeoutMs) : unreachable('timed out');
    };
    const working = work().catch((thrown: unknown) => {
      if (thrown instanceof Refused) return refused(thrown);
      if (!isOfDriver(thrown)) throw thrown;
      return faultOf(thrown, {
        query: explained ? query.slice(EXPLAIN.length) : query,
        explained,
        timeoutMs,
        known: this.#seen !== undefined,
        named: this.#database !== undefined,
        secrets: this.#secrets,
      });
    });
    const wrong = await Promise.race([working, hung()]);
    enough.abort();
    // Not waited for: a server that hangs does not end the session either.
    void session.close().catch(() => {});
    return wrong ? { diagnostics: [wrong] } : { value: true, diagnostics: [] };
  }
}

/** Anything else is a bug of ours or the caller's. */
const isOfDriver = (thrown: unknown): boolean =>
  thrown instanceof Error && typeof (thrown as NodeJS.ErrnoException).code === 'string';

function refused({ what, path }: Refused): Diagnostic {
  return error('query-whole-node', `the query returns ${what} in ${quote(path)}`, undefined, {
    hint: 'Return the values that you need, e.g. n.id AS id, n.name AS name. Whole nodes contain more than a snapshot may hold.',
  });
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
