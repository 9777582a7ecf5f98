/**
 * A real Neo4j for a test file alone, empty at first; `graph-servers.ts` starts it, and keeps it for the next one.
 *
 *     withNeed('neo4j', describe)('…', () => {
 *       let graph: TestGraph;
 *       beforeAll(async () => { graph = await startGraph(); }, START_MS);
 *       afterAll(() => graph.stop());
 */

import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import neo4j from 'neo4j-driver';
import { inject } from 'vitest';
import { type ExportedGraph, loadGraph } from '../scripts/neo4j/load.mjs';
import type { Connection } from '../scripts/neo4j/server.mjs';

export { withNeed } from './required.ts';

/** The recorded graph of a made-up bank. */
export const MOCKUPBANK = fileURLToPath(
  new URL('fixtures/cartography/mockupbank.graph.json', import.meta.url),
);

/** Enough to fetch the server the first time. */
export const START_MS = 300_000;

interface GraphConnection extends Connection {
  readonly database?: string;
}

export interface TestGraph extends GraphConnection {
  /** For a child process. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a query that may write; its rows by column, whole numbers as numbers. */
  run(query: string, params?: object): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
  /** Ends the server in the middle of whatever it does. */
  kill(): void;
}

function testGraph(connection: GraphConnection, end: Pick<TestGraph, 'stop' | 'kill'>): TestGraph {
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

/** A server that the test may write to and kill. Empty without a graph. */
export async function startGraph(graph?: ExportedGraph | string): Promise<TestGraph> {
  const lease = connect(inject('graphServers'));
  const line = await new Promise<string>((resolve, reject) => {
    lease.once('error', reject);
    createInterface({ input: lease }).once('line', (text) => resolve(text));
  });
  const place = JSON.parse(line) as Connection | { readonly failed: string };
  if ('failed' in place) throw new Error(place.failed);
  // Only the test itself keeps its process alive.
  lease.unref();
  if (graph !== undefined) await loadGraph(place, graph);
  return testGraph(place, {
    stop: async () => void lease.end(),
    kill: () => void lease.write('kill\n'),
  });
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
