/** Loads an exported graph into an empty database; the README of the fixture describes the format. */

import { readFileSync } from 'node:fs';
import neo4j from 'neo4j-driver';

const quoted = (name) => `\`${name.replaceAll('`', '``')}\``;

/** Temporal values are ISO strings in the file; numbers that are whole are integers in the graph. */
function propertiesOf(properties) {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      Number.isInteger(value) ? neo4j.int(value) : value,
    ]),
  );
}

function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/**
 * @param {{ uri: string, user: string, password: string, database?: string }} connection
 * @param {{ nodes: object[], relationships: object[] } | string} graph or the path of its JSON
 */
export async function loadGraph({ uri, user, password, database }, graph) {
  const { nodes, relationships } =
    typeof graph === 'string' ? JSON.parse(readFileSync(graph, 'utf8')) : graph;
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
  const run = (query, rows) =>
    driver.executeQuery(query, rows && { rows }, { ...(database ? { database } : {}) });
  try {
    const { records } = await run('MATCH (n) RETURN n LIMIT 1');
    if (records.length > 0) throw new Error('the database is not empty: nothing was loaded');
    for (const [labels, rows] of grouped(nodes, (node) => node.labels.map(quoted).join(':')))
      await run(
        `UNWIND $rows AS row CREATE (n:${labels ? `${labels}:` : ''}\`_Load\`) SET n = row.properties SET n._load = row.id`,
        rows.map((row) => ({ id: row.id, properties: propertiesOf(row.properties) })),
      );
    await run('CREATE INDEX load_key IF NOT EXISTS FOR (n:`_Load`) ON (n.`_load`)');
    await run('CALL db.awaitIndexes()');
    for (const [type, rows] of grouped(relationships, (edge) => quoted(edge.type)))
      await run(
        `UNWIND $rows AS row MATCH (a:\`_Load\` {_load: row.start}) MATCH (b:\`_Load\` {_load: row.end}) CREATE (a)-[r:${type}]->(b) SET r = row.properties`,
        rows.map((row) => ({ ...row, properties: propertiesOf(row.properties) })),
      );
    await run('MATCH (n:`_Load`) REMOVE n:`_Load`, n.`_load`');
    await run('DROP INDEX load_key');
  } finally {
    await driver.close();
  }
}
