/**
 * `npm run neo4j`: a Neo4j with the graph of a made-up bank, until Ctrl-C. With NEO4J_URI set, loads the
 * graph into that (empty) database instead.
 */

import { fileURLToPath } from 'node:url';
import { loadGraph } from './load.mjs';
import { startNeo4j } from './server.mjs';

const GRAPH = fileURLToPath(
  new URL('../../test/fixtures/cartography/mockupbank.graph.json', import.meta.url),
);

const { NEO4J_URI, NEO4J_USER = 'neo4j', NEO4J_PASSWORD = '', NEO4J_DATABASE } = process.env;
if (NEO4J_URI) {
  await loadGraph(
    { uri: NEO4J_URI, user: NEO4J_USER, password: NEO4J_PASSWORD, database: NEO4J_DATABASE },
    GRAPH,
  );
  console.log('Loaded.');
} else {
  const server = await startNeo4j({ port: Number(process.env.PORT ?? 0) });
  await loadGraph(server, GRAPH);
  console.log(`Ready. In another terminal:

export NEO4J_URI=${server.uri} NEO4J_USER=${server.user} NEO4J_PASSWORD=${server.password}
node dist/cli.js snapshot && node dist/cli.js render

Ctrl-C ends it; nothing is kept.`);
  const end = async () => {
    await server.stop();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
