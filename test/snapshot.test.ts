/** `cadastre snapshot` against a real graph: what is recorded, and that it is enough to draw from. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOCKUPBANK, START_MS, startGraph, type TestGraph, withNeed } from './neo4j.ts';
import { estate, expectNoTrace, filesIn, put } from './run-cli.ts';
import { ACCOUNTS, asking, BANK, bank, bytesOf, codes, only, snap } from './snapshot-estate.ts';
import { cadastre } from './warm-cli.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

withNeed('neo4j', describe)('with the graph of a bank', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph(MOCKUPBANK);
  }, START_MS);
  afterAll(() => graph.stop());

  /** Values of the only row that a query returns. */
  async function recorded(query: string, params = '{}') {
    const root = estate({ 'diagrams/a.ts': asking({ query, params }) });
    expect(await snap(root, graph)).toMatchObject({ code: 0 });
    const { rows } = only(bank(root));
    expect(rows).toHaveLength(1);
    return rows[0];
  }

  test('records, leaves equal answers alone, and draws without the graph', async () => {
    const root = estate({ 'diagrams/a.ts': asking(ACCOUNTS) });
    const first = await snap(root, graph);
    expect(first).toMatchObject({
      code: 0,
      stderr: '[1/1] bank: cypher, MATCH (a:AWSAccount) RETURN a.id AS id, coalesce(a.name, a.…\n',
      stdout: `${BANK}  1 query  10 rows  written  as of 2026-11-22\n`,
    });
    const snapshot = bank(root);
    expect(snapshot).toMatchObject({
      estate: 'bank',
      by: `cadastre ${version}`,
      database: { name: 'neo4j', product: expect.stringMatching(/^Neo4j\/5\./) },
      cartography: ['0.143.0'],
      updated: {
        ...{ from: 1795312481, to: 1795312481 },
        units: { 'o-yh5o3xsh88': 1795312481, '100000000008': 1795312481 },
      },
      tenants: ['o-yh5o3xsh88'],
    });
    expect(snapshot.taken).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const { query, params, columns, rows } = only(snapshot);
    expect({ query, params, columns }).toEqual({
      query: ACCOUNTS,
      params: {},
      columns: ['id', 'name'],
    });
    expect(rows).toHaveLength(10);
    expect(rows).toContainEqual(['100000000007', 'mockupbank-payments']);

    const before = { text: bytesOf(root), at: statSync(join(root, BANK)).mtimeMs };
    const second = await snap(root, graph);
    expect(second.stdout).toBe(`${BANK}  1 query  10 rows  unchanged  as of 2026-11-22\n`);
    expect(second.code).toBe(0);
    expect({ text: bytesOf(root), at: statSync(join(root, BANK)).mtimeMs }).toEqual(before);

    const unplugged = { NEO4J_URI: 'bolt://127.0.0.1:1', NEO4J_PASSWORD: '' };
    const drawn = await cadastre(root, ['render', '-f', 'svg'], { env: unplugged });
    expectNoTrace(drawn);
    expect(drawn.code).toBe(0);
    const svg = readFileSync(join(root, 'out/a.svg'), 'utf8');
    expect(svg).toContain('mockupbank-payments');
  });

  test('asks an equal query once, sorts, and shows what changed in one line', async () => {
    const root = estate({
      'diagrams/a.ts': asking(ACCOUNTS),
      'diagrams/deep/b.ts': asking('MATCH (v:AWSVpc) RETURN v.id AS id', ACCOUNTS),
    });
    expect((await snap(root, graph)).stdout).toContain('2 queries  21 rows');
    const before = bytesOf(root).split('\n');
    await graph.run(`MATCH (a:AWSAccount {id: '100000000008'}) SET a.name = 'renamed'`);
    expect((await snap(root, graph)).stdout).toContain('written');
    const after = bytesOf(root).split('\n');
    await graph.run(`MATCH (a:AWSAccount {id: '100000000008'}) SET a.name = 'mockupbank-dev'`);
    const taken = /^"(taken|digest)"/;
    const changed = after.filter((line, i) => line !== before[i] && !taken.test(line));
    expect(changed).toEqual(['["100000000008","renamed"],']);
    expect((await snap(root, graph)).stdout).toContain('written');
    expect(bank(root).queries.map(({ query }) => query)).toEqual([
      ACCOUNTS,
      'MATCH (v:AWSVpc) RETURN v.id AS id',
    ]);
  });

  test('records the estates that are named', async () => {
    const two = asking(ACCOUNTS).replace(
      '] });',
      `  estate('other').cypher('RETURN 1 AS one', {}, made),\n] });`,
    );
    const root = estate({ 'diagrams/a.ts': two });
    expect(await snap(root, graph, ['other'])).toMatchObject({
      code: 0,
      stderr: '[1/1] other: cypher, RETURN 1 AS one\n',
    });
    expect(filesIn(join(root, 'diagrams/snapshots'))).toEqual(['other.json']);
    const all = await snap(root, graph, ['--json']);
    expect(JSON.parse(all.stdout)).toEqual({
      snapshots: [
        { estate: 'bank', file: BANK, queries: 1, rows: 10, changed: true, asOf: '2026-11-22' },
        {
          estate: 'other',
          file: 'diagrams/snapshots/other.json',
          queries: 1,
          rows: 1,
          changed: false,
          asOf: '2026-11-22',
        },
      ],
      recorded: [],
      diagnostics: [],
    });
    expect(all.stderr).toBe('');
    expect(await snap(root, graph, ['-q'])).toMatchObject({ code: 0, stderr: '' });
    const unknown = await snap(root, graph, ['bnak', '--json']);
    expect(unknown.code).toBe(2);
    expect(codes(unknown)).toEqual(['unknown-estate']);
  });

  test('asks through a routing address, too', async () => {
    const root = estate({ 'diagrams/a.ts': asking(ACCOUNTS) });
    const NEO4J_URI = graph.uri.replace('bolt:', 'neo4j:');
    const routed = await snap(root, graph, [], { env: { NEO4J_URI, NEO4J_DATABASE: 'neo4j' } });
    expect(routed).toMatchObject({ code: 0 });
    expect(only(bank(root)).rows).toHaveLength(10);
  });

  describe('has one form for each type of value:', () => {
    test('numbers', async () => {
      const row = await recorded(
        `RETURN 9007199254740991 AS a, 9007199254740992 AS b, -9223372036854775808 AS c, 2147483648 AS d,
          -5 AS e, 1.5 AS f, 2.0 AS g, -0.0 AS h, 0.0/0 AS i, 1.0/0 AS j, -1.0/0 AS k, 1e300 AS l`,
      );
      expect(row).toEqual([
        9007199254740991,
        { $int: '9007199254740992' },
        { $int: '-9223372036854775808' },
        2147483648,
        -5,
        1.5,
        2,
        0,
        { $float: 'NaN' },
        { $float: 'Infinity' },
        { $float: '-Infinity' },
        1e300,
      ]);
    });

    test('dates and times, whatever the time zone of the machine', async () => {
      const query = `RETURN date('2024-02-29') AS a, time('12:00:01.5+02:00') AS b, localtime('12:00') AS c,
        datetime('2024-02-29T12:00:00.123456789[Europe/Berlin]') AS d, datetime('2024-02-29T12:00:00Z') AS e,
        localdatetime('2024-02-29T12:00:00') AS f, duration('P1Y2M3DT4S') AS g`;
      const expected = [
        { $date: '2024-02-29' },
        { $time: '12:00:01.500000000+02:00' },
        { $localtime: '12:00:00' },
        { $datetime: '2024-02-29T12:00:00.123456789+01:00[Europe/Berlin]' },
        { $datetime: '2024-02-29T12:00:00Z' },
        { $localdatetime: '2024-02-29T12:00:00' },
        { $duration: 'P1Y2M3DT4S' },
      ];
      const root = estate({ 'diagrams/a.ts': asking(query) });
      for (const TZ of ['UTC', 'Asia/Kathmandu']) {
        expect(await snap(root, graph, [], { env: { TZ } })).toMatchObject({ code: 0 });
        expect(only(bank(root)).rows).toEqual([expected]);
      }
    });

    test('points, bytes, lists, maps, null', async () => {
      await graph.run('CREATE (:Bytes {value: $value})', { value: Int8Array.of(-1, 0, 65) });
      const row = await recorded(
        `MATCH (x:Bytes) RETURN point({x: 1, y: 2.5}) AS a, point({latitude: 50.1, longitude: 8.6, height: 10}) AS b,
          x.value AS c, [1, [2, null], []] AS d, {b: 1, a: {c: 'x'}} AS e, {\`$int\`: '1'} AS f, null AS g, true AS h`,
      );
      await graph.run('MATCH (x:Bytes) DELETE x');
      expect(row).toEqual([
        { $point: { srid: 7203, x: 1, y: 2.5 } },
        { $point: { srid: 4979, x: 8.6, y: 50.1, z: 10 } },
        { $bytes: '/wBB' },
        [1, [2, null], []],
        { a: { c: 'x' }, b: 1 },
        { $map: { $int: '1' } },
        null,
        true,
      ]);
    });

    test('texts with quotes, line ends, emoji and half a surrogate pair', async () => {
      const text = `"\\\\ \\n\\r\\n\\u2028 \\t é 🏦 \\ud83d ],"`;
      const query = `RETURN '${text}' AS a, $p AS b`;
      const root = estate({
        'diagrams/a.ts': asking({ query, params: `{ p: 'x\\ud83d' }` }),
      });
      expect(await snap(root, graph)).toMatchObject({ code: 0 });
      const [[a, b] = []] = only(bank(root)).rows;
      expect(a).toBe('"\\ \n\r\n\u2028 \t é 🏦 ? ],"');
      expect(b).toBe('x\ufffd');
      // What was asked is found again.
      expect(await cadastre(root, ['check'])).toMatchObject({ code: 0 });
    });

    test('and whole numbers of parameters are integers', async () => {
      const row = await recorded(
        'UNWIND range(1, 9) AS i WITH i LIMIT $n WITH collect(i) AS l RETURN size(l) AS n, $big + 1 AS b, $f / 2 AS f, $l.x[0] AS x',
        `{ n: 3, big: { $int: '9007199254740993' }, f: 2.5, l: { x: [7] } }`,
      );
      expect(row).toEqual([3, { $int: '9007199254740994' }, 1.25, 7]);
    });
  });

  test('takes 200,000 rows with less than 1 KiB for each', async () => {
    const query =
      'UNWIND range(1, $n) AS i RETURN "arn:aws:sqs:eu-west-1:100000000001:queue-" + i AS arn, i AS n, [toString(i)] AS l';
    const root = estate({ 'diagrams/a.ts': asking({ query, params: '{ n: 200000 }' }) });
    const NODE_OPTIONS = '--max-old-space-size=160';
    for (const what of ['written', 'unchanged']) {
      const ended = await snap(root, graph, ['--timeout', '300'], { env: { NODE_OPTIONS } });
      expect(ended.stdout).toContain(`200000 rows  ${what}`);
      expect(ended.code).toBe(0);
    }
    put(root, { [BANK]: bytesOf(root).replace('queue-77777"', 'queue-7"') });
    const again = await snap(root, graph, ['--timeout', '300'], { env: { NODE_OPTIONS } });
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('warning snapshot-replaced');
  }, 180_000);
});
