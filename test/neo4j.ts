/**
 * A real Neo4j for a test file: started once (about ten seconds), ended with it, and at the latest
 * with the process.
 *
 *     withNeed('neo4j', describe)('…', () => {
 *       let graph: TestGraph;
 *       beforeAll(async () => { graph = await startGraph(); }, START_MS);
 *       afterAll(() => graph.stop());
 */

import { fileURLToPath } from 'node:url';
import neo4j from 'neo4j-driver';
import { type ExportedGraph, loadGraph } from '../scripts/neo4j/load.mjs';
import { startNeo4j } from '../scripts/neo4j/server.mjs';

export { withNeed } from './required.ts';

/** The recorded graph of a made-up bank. */
export const MOCKUPBANK = fileURLToPath(
  new URL('fixtures/cartography/mockupbank.graph.json', import.meta.url),
);

/** Enough to fetch the server the first time. */
export const START_MS = 300_000;

interface Connection {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  readonly database?: string;
}

export interface TestGraph extends Connection {
  /** For a child process. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a query that may write; its rows by column, whole numbers as numbers. */
  run(query: string, params?: object): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
  /** Ends the server in the middle of whatever it does. */
  kill(): void;
}

function testGraph(connection: Connection, end: Pick<TestGraph, 'stop' | 'kill'>): TestGraph {
  const { uri, user, password, database } = connection;
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), {
    disableLosslessIntegers: true,
  });
  return {
    ...connection,
    env: {
      NEO4J_URI: uri,
      NEO4J_USER: user,
      NEO4J_PASSWORD: password,
      NEO4J_DATABASE: database ?? '',
    },
    async run(query, params = {}) {
      const { records } = await driver.executeQuery(query, params, database ? { database } : {});
      return records.map((record) => record.toObject());
    },
    async stop() {
      await driver.close();
      await end.stop();
    },
    kill: end.kill,
  };
}

/** Starts a server of the test's own, which it may write to and kill. Empty without a graph. */
export async function startGraph(graph?: ExportedGraph | string): Promise<TestGraph> {
  const server = await startNeo4j();
  if (graph !== undefined) await loadGraph(server, graph);
  return testGraph(server, server);
}

/**
 * The graph of the made-up bank, only to be read: the database of `npm run neo4j` where NEO4J_URI names one, which saves the
 * start; else a server of the test's own.
 */
export async function startMockupbank(): Promise<TestGraph> {
  const { NEO4J_URI: uri, NEO4J_USER: user = 'neo4j', NEO4J_PASSWORD: password = '' } = process.env;
  const database = process.env.NEO4J_DATABASE;
  if (!uri) return startGraph(MOCKUPBANK);
  const running = testGraph(
    { uri, user, password, ...(database ? { database } : {}) },
    { stop: async () => {}, kill: () => {} },
  );
  const held = await running.run('MATCH (n) RETURN count(n) AS nodes');
  const organizations = await running.run('MATCH (o:AWSOrganization) RETURN o.id AS id');
  if (held[0]?.nodes === 647 && organizations[0]?.id === 'o-yh5o3xsh88') return running;
  await running.stop();
  return startGraph(MOCKUPBANK);
}
