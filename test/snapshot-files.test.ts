/** The file that is there already: broken, edited, of another version, of another estate, with other line ends. */

import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printSnapshot, type Snapshot } from '../src/graph/snapshot.ts';
import { START_MS, startGraph, type TestGraph, withNeed } from './neo4j.ts';
import { type Ended, estate, expectNoTrace, filesIn } from './run-cli.ts';
import { ACCOUNTS, asking, BANK, bank, bytesOf, codes, problems, snap } from './snapshot-estate.ts';
import { cadastre } from './warm-cli.ts';

const SNAPSHOT: Snapshot = {
  estate: 'bank',
  taken: '2024-01-01T00:00:00Z',
  by: 'cadastre 0.0.1',
  database: { name: 'neo4j', product: 'Neo4j/5.0.0' },
  cartography: [],
  updated: { from: 1_700_000_000, to: 1_700_000_000, units: {} },
  tenants: ['1'],
  queries: [{ query: ACCOUNTS, params: {}, columns: ['id', 'name'], rows: [['1', 'one']] }],
};
const WHOLE = printSnapshot(SNAPSHOT);
const DIAGRAM = asking(ACCOUNTS);

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** Files that are no snapshot of this estate: what is done to a good one, and how it is told. */
const SPOILT: readonly [name: string, text: string, code: string][] = [
  ['is empty', '', 'snapshot-broken'],
  ['is cut off', WHOLE.slice(0, -100), 'snapshot-broken'],
  ['is cut off in its first line', '{\n"for', 'snapshot-broken'],
  ['is no JSON', 'not a snapshot\n', 'snapshot-broken'],
  ['is other JSON', '{"a": 1}\n', 'snapshot-broken'],
  ['is null', 'null\n', 'snapshot-broken'],
  ['lost a row', WHOLE.replace('["1","one"]\n', ''), 'snapshot-edited'],
  ['has another row', WHOLE.replace('"one"', '"two"'), 'snapshot-edited'],
  ['has another date', WHOLE.replace('"taken": "2024', '"taken": "2025'), 'snapshot-edited'],
  ['is indented', JSON.stringify(JSON.parse(WHOLE), undefined, 2), 'snapshot-edited'],
  ['goes on', `${WHOLE}{}\n`, 'snapshot-edited'],
  [
    'holds a conflict',
    WHOLE.replace('["1","one"]\n', (row) => `<<<<<<< a\n${row}=======\n${row}>>>>>>> b\n`),
    'snapshot-edited',
  ],
  ['is of a newer version', WHOLE.replace('snapshot@1', 'snapshot@2'), 'snapshot-newer'],
  [
    'is of a newer version of another shape',
    '{"format": "cadastre/snapshot@3", "by": "cadastre 9.0.0", "answers": []}',
    'snapshot-newer',
  ],
  ['is of another estate', printSnapshot({ ...SNAPSHOT, estate: 'other' }), 'snapshot-of-another'],
];

describe('draws', () => {
  const check = async (text: string): Promise<Ended> => {
    const ended = await cadastre(estate({ 'diagrams/a.ts': DIAGRAM, [BANK]: text }), [
      'render',
      '-f',
      'svg',
      '--json',
    ]);
    expectNoTrace(ended);
    return ended;
  };

  test.each(SPOILT)('nothing from one that %s', async (_, text, code) => {
    const ended = await check(text);
    expect(codes(ended)).toEqual([code]);
    expect(ended.code).toBe(2);
    const [problem] = problems(ended);
    expect(problem?.origin?.file).toBe(BANK);
    expect(problem?.hint).toMatch(/cadastre snapshot|with this one/);
  });

  test('from one with the line ends of Windows', async () => {
    expect(codes(await check(crlf(WHOLE)))).toEqual([]);
  });
});

withNeed('neo4j', describe)('records', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph();
    await graph.run(`CREATE (:AWSAccount {id: '1', name: 'one', lastupdated: 1700000000})`);
  }, START_MS);
  afterAll(() => graph.stop());

  test.each(SPOILT)('anew over one that %s, and says so', async (_, text) => {
    const root = estate({ 'diagrams/a.ts': DIAGRAM, [BANK]: text });
    const ended = await snap(root, graph, ['--json']);
    expect(ended.code).toBe(0);
    expect(codes(ended)).toEqual(['snapshot-replaced']);
    expect(problems(ended)[0]).toMatchObject({ severity: 'warning', origin: { file: BANK } });
    expect(bank(root)).toMatchObject({ tenants: ['1'], queries: SNAPSHOT.queries });
  });

  test.each([
    ['as it was written', WHOLE],
    ['with the line ends of Windows', crlf(WHOLE)],
  ])('nothing where the same answers are there, %s', async (_, text) => {
    const root = estate({ 'diagrams/a.ts': DIAGRAM, [BANK]: text });
    const path = join(root, BANK);
    utimesSync(path, 1000, 1000);
    const ended = await snap(root, graph);
    expect(ended).toMatchObject({
      code: 0,
      stdout: `${BANK}  1 query  1 row  unchanged  as of 2023-11-14\n`,
    });
    expect(bytesOf(root)).toBe(text);
    expect(statSync(path).mtimeMs).toBe(1_000_000);
  });

  test('what the diagrams ask now, and no more', async () => {
    const root = estate({ 'diagrams/a.ts': asking('RETURN 1 AS one'), [BANK]: WHOLE });
    expect((await snap(root, graph)).stdout).toContain('written');
    expect(bank(root).queries.map(({ query }) => query)).toEqual(['RETURN 1 AS one']);
  });

  describe('not over the snapshot of other organizations', () => {
    const others = printSnapshot({ ...SNAPSHOT, tenants: ['o-1', 'o-2', 'o-3', 'o-4'] });

    test('which stays as it was', async () => {
      const root = estate({ 'diagrams/a.ts': DIAGRAM, [BANK]: others });
      const ended = await snap(root, graph, ['--json']);
      expect(ended.code).toBe(2);
      expect(codes(ended)).toEqual(['other-estate']);
      expect(problems(ended)[0]?.message).toBe(
        'the snapshot is of o-1, o-2, o-3 and 1 more, the graph of 1',
      );
      expect(bytesOf(root)).toBe(others);
    });

    test('unless told to', async () => {
      const root = estate({ 'diagrams/a.ts': DIAGRAM, [BANK]: others });
      expect(await snap(root, graph, ['--replace'])).toMatchObject({ code: 0 });
      expect(bank(root).tenants).toEqual(['1']);
    });

    test('but over one that shares a tenant, or does not say', async () => {
      for (const tenants of [['1', '2'], []]) {
        const text = printSnapshot({ ...SNAPSHOT, tenants, queries: [] });
        const root = estate({ 'diagrams/a.ts': DIAGRAM, [BANK]: text });
        expect(await snap(root, graph)).toMatchObject({ code: 0 });
        expect(bank(root).tenants).toEqual(['1']);
      }
    });
  });

  test('the tenants: accounts of its own, else organizations', async () => {
    const root = estate({ 'diagrams/a.ts': DIAGRAM });
    const now = async (): Promise<readonly string[]> => {
      rmSync(join(root, BANK), { force: true });
      expect(await snap(root, graph)).toMatchObject({ code: 0 });
      return bank(root).tenants;
    };
    await graph.run(
      `CREATE (:AWSAccount:Extra {id: '3', inscope: true}), (:AWSAccount:Extra {id: '2'})`,
    );
    expect(await now()).toEqual(['3']);
    await graph.run(
      `CREATE (:AWSOrganization:Extra {id: 'o-9'}), (:GCPOrganization:Extra {id: 'organizations/8'})`,
    );
    expect(await now()).toEqual(['o-9', 'organizations/8']);
    await graph.run('MATCH (n:Extra) DETACH DELETE n');
  });

  test('who wrote the graph and when, as far as that can be', async () => {
    await graph.run(
      `CREATE (:Extra {lastupdated: 1600000000, _module_name: 'cartography:aws', _module_version: '0.99.0'}),
        (:Extra {lastupdated: 1800000000000, _module_name: 'cartography:gcp', _module_version: '0.143.0'}),
        (:Extra {lastupdated: 'yesterday', _module_name: 'other', _module_version: '7'}),
        (:Extra {lastupdated: [1], _module_name: 5, _module_version: 6}),
        (:Extra {lastupdated: 5})`,
    );
    const root = estate({ 'diagrams/a.ts': DIAGRAM });
    expect(await snap(root, graph)).toMatchObject({ code: 0 });
    await graph.run('MATCH (n:Extra) DELETE n');
    expect(bank(root)).toMatchObject({
      cartography: ['0.143.0', '0.99.0'],
      updated: { from: 1600000000, to: 1700000000 },
    });
  });

  describe('where it cannot write:', () => {
    test('the folder is a file', async () => {
      const root = estate({ 'diagrams/a.ts': DIAGRAM, 'diagrams/snapshots': 'mine' });
      const ended = await snap(root, graph, ['--json']);
      expect(ended.code).toBe(2);
      expect(codes(ended)).toEqual(['unwritable']);
      expect(bytesOf(root, 'diagrams/snapshots')).toBe('mine');
    });

    test('the file is a folder', async () => {
      const root = estate({ 'diagrams/a.ts': DIAGRAM });
      mkdirSync(join(root, BANK), { recursive: true });
      writeFileSync(join(root, BANK, 'mine'), 'mine');
      const ended = await snap(root, graph, ['--json']);
      expect(ended.code).toBe(2);
      expect(codes(ended)).toEqual(['unwritable']);
      expect(filesIn(join(root, 'diagrams/snapshots'))).toEqual(['bank.json/mine']);
    });
  });
});
