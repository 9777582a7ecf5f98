/**
 * The floor of recording: what anybody would write to read the answer of a query, with the driver as it comes. Every value
 * of every row is looked at, as a row that nobody reads costs less.
 *
 *     node bench/stream.mjs [--write | --fast] QUERY PARAMS
 *
 * `--fast`: the driver at its fastest, which few would write: all rows at once, by its callbacks.
 */

import neo4j from 'neo4j-driver';

const { session: modes } = neo4j;
const given = process.argv.slice(2);
const fast = given[0] === '--fast';
const [query, params] = given.slice(-2);
const { NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USER, NEO4J_PASSWORD));
const session = driver.session({
  defaultAccessMode: given[0] === '--write' ? modes.WRITE : modes.READ,
  ...(fast ? { fetchSize: -1 } : {}),
});
let [rows, values] = [0, 0];
const take = (record) => {
  rows++;
  for (const key of record.keys) if (record.get(key) !== undefined) values++;
};
const result = session.run(query, JSON.parse(params));
if (fast)
  await new Promise((onCompleted, onError) => {
    result.subscribe({ onNext: take, onCompleted, onError });
  });
else for await (const record of result) take(record);
await driver.close();
if (rows === 0 || values < rows) throw new Error(`${rows} rows, ${values} values`);
