/**
 * The floor of recording: what anybody would write to read the answer of a query, with the driver as it comes.
 *
 *     node bench/stream.mjs [--write] QUERY PARAMS
 */

import neo4j from 'neo4j-driver';

const given = process.argv.slice(2);
const mode = given[0] === '--write' ? 'WRITE' : 'READ';
const [query, params] = given.slice(-2);
const { NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USER, NEO4J_PASSWORD));
const session = driver.session({ defaultAccessMode: neo4j.session[mode] });
let rows = 0;
for await (const record of session.run(query, JSON.parse(params)))
  rows += record.length > 0 ? 1 : 0;
await driver.close();
if (rows === 0) throw new Error('there are no rows');
