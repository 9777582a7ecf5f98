/** What can go wrong between `cadastre snapshot` and a graph: each is told as what it is, and costs no snapshot. */

import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDisk } from './full-disk.ts';
import { START_MS, startGraph, type TestGraph, withNeed } from './neo4j.ts';
import { CLI, filesIn } from './run-cli.ts';
import {
  ACCOUNTS,
  bytesOf,
  codes,
  expectFault,
  FIRST_CALL,
  OLD,
  problems,
  snap,
  withOld,
} from './snapshot-estate.ts';

withNeed('neo4j', describe)('with a graph', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph();
  }, START_MS);
  afterAll(() => graph.stop());

  test('that is empty', async () => {
    const { message } = await expectFault(graph, 'graph-empty');
    expect(message).toContain('is empty');
  });

  describe('that holds something', () => {
    beforeAll(async () => {
      await graph.run(
        `CREATE (:AWSAccount {id: '1', name: 'one', lastupdated: 1700000000, owner: 'me'})-[:HAS]->(:Thing {id: 't', lastupdated: 12})`,
      );
    });

    test('the password is wrong: tried once for each run, so that nobody is locked out', async () => {
      const env = { NEO4J_PASSWORD: 'not-the-password' };
      for (const scheme of ['bolt:', 'neo4j:']) {
        const NEO4J_URI = graph.uri.replace('bolt:', scheme);
        const { message } = await expectFault(graph, 'graph-unauthorized', {
          root: withOld(ACCOUNTS, 'RETURN 1 AS a', 'RETURN 2 AS a'),
          env: { ...env, NEO4J_URI },
        });
        expect(message).toBe('the server rejected the user name or password');
      }
      // The third wrong one in a row would lock.
      expect(await snap(withOld(ACCOUNTS), graph)).toMatchObject({ code: 0 });
      await expectFault(graph, 'graph-unauthorized', {
        env: { NEO4J_USER: '', NEO4J_PASSWORD: '' },
      });
    });

    test.each(['nope', 'no pe!', 'x'.repeat(100)])('the database is %j', async (database) => {
      const { message } = await expectFault(graph, 'graph-no-database', {
        env: { NEO4J_DATABASE: database },
      });
      expect(message).not.toContain(database);
    });

    test('the server speaks no TLS', async () => {
      const NEO4J_URI = graph.uri.replace('bolt:', 'bolt+s:');
      const { message } = await expectFault(graph, 'graph-unreachable', { env: { NEO4J_URI } });
      expect(message).toContain('TLS');
    });

    describe('a query that writes is not run:', () => {
      test.each([
        'CREATE (n:Made) RETURN n.id AS id',
        'MATCH (n) SET n.made = 1 RETURN n.id AS id',
        `MERGE (n:Made {id: 'x'}) RETURN n.id AS id`,
        'MATCH (n) DETACH DELETE n RETURN count(*) AS n',
        `CALL db.createLabel('Made')`,
        'MATCH (n) CALL (n) { SET n.made = 1 } IN TRANSACTIONS RETURN n.id AS id',
        'UNWIND range(1, 3) AS i CALL (i) { CREATE (:Made {i: i}) } IN TRANSACTIONS OF 1 ROW',
        'CREATE INDEX made FOR (n:Made) ON (n.id)',
        `CREATE USER eve SET PASSWORD 'abcdefgh'`,
        `TERMINATE TRANSACTIONS 'neo4j-transaction-1'`,
        `LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line[0] AS id`,
        `SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message`,
      ])('%s', async (query) => {
        const { ended } = await expectFault(graph, 'query-writes', {
          root: withOld(ACCOUNTS, query),
        });
        for (const { origin } of problems(ended))
          expect(origin).toEqual({
            file: 'diagrams/a.ts',
            line: FIRST_CALL + 1,
            column: expect.any(Number),
          });
        const [after] = await graph.run(
          'MATCH (n) RETURN count(n) AS nodes, count(n.made) AS made, count(CASE WHEN n:Made THEN 1 END) AS labelled',
        );
        expect(after).toEqual({ nodes: 2, made: 0, labelled: 0 });
      });
    });

    describe('a query is wrong:', () => {
      test('its own line and column are told, and the place of the call', async () => {
        const query = 'MATCH (a:AWSAccount)\n  WHERE a.id = "1"\n  RETRN a.id AS id';
        const { message, hint, ended } = await expectFault(graph, 'query-invalid', {
          root: withOld(ACCOUNTS, query),
        });
        expect(message).toMatch(
          /^the query is wrong: Invalid input 'RETRN'.* \(line 3 of the query, column 3\)$/,
        );
        expect(hint).toBe('3 |   RETRN a.id AS id\n  |   ^');
        const call = `  estate('bank').cypher(`;
        expect(problems(ended)[0]?.origin).toEqual({
          file: 'diagrams/a.ts',
          line: FIRST_CALL + 1,
          column: call.indexOf('cypher') + 1,
        });
      });

      test.each([
        ['RETURN foo(1) AS x', /Unknown function 'foo' \(line 1 of the query, column 8\)/],
        ['CALL foo.bar() YIELD x RETURN x', /no procedure with the name `foo\.bar`/],
        ['MATCH (n) RETURN n.id AS id, $x AS x, $y AS y', /parameter\(s\): x, y/],
        ['RETURN 1 AS a, 2 AS a', /same name .*\(line 1 of the query, column 8\)/],
        ['MATCH (n) RETURN m.id AS id', /Variable `m` not defined .*column 18/],
        ['RETURN 1 AS a; RETURN 2 AS a', /one statement/],
        ['  \n', /it is empty/],
        ['// nothing but words', /(end of input|one statement|Invalid input)/i],
        ['MATCH (n) FINISH', /returns nothing/],
        ['EXPLAIN RETURN 1 AS a', /only explained/],
        ['PROFILE RETURN 1 AS a', /execution mode/],
      ])('%j', async (query, expected) => {
        const { message } = await expectFault(graph, 'query-invalid', {
          root: withOld(ACCOUNTS, query),
        });
        expect(message).toMatch(expected);
      });

      test('all of them are told at once, before anything is run', async () => {
        const root = withOld('RETRN 1', ACCOUNTS, 'CREATE (n) RETURN n.id AS id', 'RETURN foo(1)');
        const ended = await snap(root, graph, ['--json']);
        // In the order in which they stand in the file.
        expect(codes(ended)).toEqual(['query-invalid', 'query-writes', 'query-invalid']);
        const lines = problems(ended).map(({ origin }) => origin?.line);
        expect(lines).toEqual([0, 2, 3].map((n) => FIRST_CALL + n));
        expect(bytesOf(root)).toBe(OLD);
      });
    });

    test.each([
      ['RETURN 1 / 0 AS x', /by zero/],
      ['MATCH (n:Thing) RETURN date(n.id) AS x', /Date/],
      [`UNWIND [1, 0] AS i RETURN 1 / i AS x`, /by zero/],
    ])('%s fails while it runs', async (query, expected) => {
      const { message } = await expectFault(graph, 'query-failed', {
        root: withOld(ACCOUNTS, query),
      });
      expect(message).toMatch(expected);
    });

    test.each([
      ['MATCH (n:Thing) RETURN n', 'a whole node in "n"'],
      ['MATCH (n:Thing) RETURN n.id AS id, collect(n) AS all', 'a whole node in "all[0]"'],
      ['MATCH (n:Thing) RETURN {a: [1, {b: n}]} AS m', 'a whole node in "m.a[1].b"'],
      ['MATCH ()-[r:HAS]->() RETURN r', 'a whole relationship in "r"'],
      ['MATCH p = ()-[:HAS]->() RETURN p', 'a whole path in "p"'],
    ])('%s returns too much', async (query, expected) => {
      const { message } = await expectFault(graph, 'query-whole-node', {
        root: withOld(ACCOUNTS, query),
      });
      expect(message).toContain(expected);
    });

    test('a query is over its time', async () => {
      const { message } = await expectFault(graph, 'query-timeout', {
        root: withOld('UNWIND range(1, 100000000000) AS i RETURN count(i * 2) AS n'),
        args: ['--timeout', '1'],
      });
      expect(message).toBe('the query took longer than 1 s');
    });

    const ENDLESS = 'UNWIND range(1, 100000000000) AS i RETURN i';

    /** Calls back once rows are arriving. */
    const whenRowsArrive =
      (then: (child: ChildProcess) => void) =>
      (child: ChildProcess): void => {
        const seen = (text: string): void => {
          if (!/ rows/.test(text)) return;
          child.stderr?.off('data', seen);
          then(child);
        };
        child.stderr?.on('data', seen);
      };

    test('Ctrl-C in the middle', async () => {
      const root = withOld(ENDLESS);
      const ended = await snap(root, graph, [], {
        onStart: whenRowsArrive((child) => child.kill('SIGINT')),
      });
      expect(ended.code).toBe(130);
      expect(bytesOf(root)).toBe(OLD);
    });

    // Not every machine lets one mount a disk; CI must (CADASTRE_REQUIRE).
    withNeed('disk', test)('the disk is full: the snapshot before stays', async () => {
      const root = withOld(ACCOUNTS, 'RETURN 1 AS a', 'RETURN 2 AS a');
      const disk = join(root, 'disk');
      const work = `cp -r diagrams disk/ && cd disk && cp diagrams/snapshots/bank.json .. && fill 0
"${process.execPath}" "${CLI}" snapshot; echo "exit $?"
find diagrams -name '*.tmp'; cmp diagrams/snapshots/bank.json ../bank.json && echo same`;
      const ended = await onDisk(disk, 256, work, {
        cwd: root,
        env: { ...process.env, XDG_CACHE_HOME: `${root}-cache`, ...graph.env },
      });
      expect(ended.stderr).toMatch(
        /error unwritable: diagrams\/snapshots\/bank.json .*disk is full/,
      );
      expect(ended.stdout).toBe('exit 2\nsame\n');
    });

    test('the server ends in the middle', async () => {
      const root = withOld(ENDLESS);
      const ended = await snap(root, graph, [], { onStart: whenRowsArrive(() => graph.kill()) });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain('error graph-lost: ');
      expect(ended.stdout).toBe('');
      expect(bytesOf(root)).toBe(OLD);
      expect(filesIn(`${root}/diagrams/snapshots`)).toEqual(['bank.json']);
    });
  });
});
