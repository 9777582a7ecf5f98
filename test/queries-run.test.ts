/** Packs against a real graph: what each query of ours answers, the community's format as it is, and what can go wrong. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPacks, type PackQuery, runQueries } from '../src/app/query/index.ts';
import type { ParameterValues } from '../src/queries/select.ts';
import { rowWriter } from '../src/report/rows.ts';
import { START_MS, startMockupbank, type TestGraph, withNeed } from './neo4j.ts';
import { estate, expectNoTrace, cadastre as inOwnProcess } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const fixtures = fileURLToPath(new URL('fixtures/queries/', import.meta.url));
const community = join(fixtures, 'community.json');
/** Instead of 90 days ago, which moves. */
const SINCE = ['--param', 'target_date=2020-01-01'];

withNeed('neo4j', describe)('against a graph', () => {
  let graph: TestGraph;
  const own: PackQuery[] = [];
  beforeAll(async () => {
    graph = await startMockupbank();
    own.push(...(loadPacks([], fixtures).value ?? []).flatMap((pack) => pack.queries));
  }, START_MS);
  afterAll(() => graph?.stop());

  /** Headers, a line of dashes, rows: as the format `table` has them. */
  async function answer(query: PackQuery, given: ParameterValues = new Map()): Promise<string> {
    const writer = rowWriter('table', false);
    let text = '';
    const diagnostics = await runQueries(
      { queries: [query], given, timeoutMs: 60_000, env: graph.env, now: new Date() },
      {
        begin: ({ name, description }, headers) => {
          text += writer.begin({ name, description, headers });
        },
        row: (cells) => {
          text += writer.row(cells);
        },
        end: () => {
          text += writer.end();
        },
      },
    );
    expect(diagnostics).toEqual([]);
    return text;
  }
  const named = (name: string): PackQuery => {
    const query = own.find((q) => q.name === name);
    if (!query) throw new Error(`there is no query ${name}`);
    return query;
  };
  /** Rows of an answer, without head and count. */
  const rowsOf = async (name: string, given?: ParameterValues): Promise<string[][]> =>
    (await answer(named(name), given))
      .trimEnd()
      .split('\n')
      .slice(3, -1)
      .map((line) => line.split(/ {2,}/));

  /** They ask how long ago something was: here, within a hundred years. */
  const FAR: Readonly<Record<string, ParameterValues>> = {
    'aws-certificates-ending': new Map([['days', { text: '36500' }]]),
    'aws-iam-old-keys': new Map([['days', { text: '0' }]]),
  };

  test('each query of our pack answers what the graph holds', { timeout: 300_000 }, async () => {
    const empty: string[] = [];
    for (const query of own) {
      const text = await answer(query, FAR[query.name]);
      await expect(text).toMatchFileSnapshot(join(fixtures, `answers/${query.name}.txt`));
      if (query.name.startsWith('aws-') && text.endsWith('\n0 rows\n')) empty.push(query.name);
    }
    // The bank has none of these, and no user with a key.
    expect(empty).toEqual([
      'aws-accounts-unread',
      'aws-routes-blackhole',
      'aws-eks-public',
      'aws-rds-public',
      'aws-rds-unencrypted',
      'aws-s3-anonymous',
      'aws-iam-admins',
      'aws-iam-old-keys',
      'aws-lambda-anonymous',
    ]);
  });

  test('the answers are the facts that the graph was made with', { timeout: 120_000 }, async () => {
    const placed = await rowsOf('aws-accounts');
    expect(placed).toHaveLength(9);
    expect(placed.filter((row) => row[4] === 'true').map((row) => row[1])).toEqual([
      'mockupbank-management',
    ]);
    expect((await rowsOf('aws-accounts-unplaced')).map((row) => row[1])).toEqual([
      'mockupbank-old-sandbox',
    ]);
    expect((await rowsOf('aws-accounts-outside')).map((row) => row[0])).toEqual(['900000000001']);
    expect(await rowsOf('aws-vpcs')).toHaveLength(11);
    expect(await rowsOf('aws-subnets')).toHaveLength(31);
    expect(await rowsOf('aws-subnets-without-table')).toHaveLength(6);
    const routes = await rowsOf('aws-routes');
    const targets = routes.map((row) => row[4]?.replace(/-.*/, ''));
    const count = (kind: string): number => targets.filter((target) => target === kind).length;
    expect([...new Set(targets)].map((kind) => [kind, count(kind ?? '')]).sort()).toEqual([
      ['igw', 4],
      ['nat', 2],
      ['pcx', 9],
      ['tgw', 6],
      ['vgw', 1],
      ['vpce', 2],
    ]);
    const used = await rowsOf('aws-peerings-used');
    expect(used.filter((row) => row[3] === 'true' && row[4] === 'true')).toHaveLength(4);
    expect((await rowsOf('aws-peerings-outside')).map((row) => row[2])).toEqual([
      'pcx-96d39e1bcfc48f528',
    ]);
    expect((await rowsOf('aws-load-balancers-exposed')).map((row) => row[1])).toEqual([
      'prod-web',
      'card-api',
    ]);
    const exposed = await rowsOf('aws-ec2-exposed');
    expect(exposed.filter((row) => row.at(-1) === 'direct').map((row) => row[2])).toEqual([
      'dev-box',
    ]);
    const trust = await rowsOf('aws-iam-trust-across-accounts');
    expect(trust.filter((row) => row[1] === 'audit-spoke')).toHaveLength(7);
    expect(trust.filter((row) => row[1] === 'deploy-target')).toHaveLength(4);
    expect(trust.filter((row) => row[4] === 'false').map((row) => row[1])).toEqual([
      'card-processor-settlement',
    ]);
  });

  const run = (args: readonly string[], files: Record<string, string> = {}) =>
    cadastre(estate(files), ['query', 'run', ...args], { env: graph.env });

  test("the community's pack runs as it is", async () => {
    const ended = await run(['--pack', community, ...SINCE, '--format', 'csv']);
    expectNoTrace(ended);
    // One query has a header too few, which the format's manager does not mind either.
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('2 result_headers for 3 returned columns');
    // git keeps files with LF alone.
    const text = ended.stdout.replaceAll('\r\n', '\n');
    await expect(text).toMatchFileSnapshot(join(fixtures, 'community.csv'));
  });

  test('for one account, by name or id; what has no account is not run', async () => {
    const rows = async (account: string): Promise<string[]> => {
      const ended = await run([
        '--pack',
        community,
        ...SINCE,
        '--account',
        account,
        '--format',
        'jsonl',
      ]);
      expect(ended.code).toBe(0);
      expect(ended.stderr).toContain('warning query-without-account: "project_list" was not run');
      return ended.stdout.trim().split('\n');
    };
    const named = await rows('mockupbank-payments');
    expect(await rows('100000000007')).toEqual(named);
    const asked = new Set(named.map((line) => JSON.parse(line).query));
    expect([...asked]).toEqual([
      'account_list',
      'instance_list',
      'instance_public',
      'group_members',
      'route_tables',
    ]);
    for (const line of named)
      expect(Object.values(JSON.parse(line).row)[0]).toBe('mockupbank-payments');
  });

  test('an account that is not there is an error, not an empty answer', async () => {
    const ended = await run(['--account', 'mockupbank-paymets', '--tags', 'iam']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('Did you mean mockupbank-payments?');
    const quoted = await run(['--account', `x' OR 1=1 //`, '--tags', 'iam']);
    expect(quoted).toMatchObject({ code: 2, stdout: '' });
  });

  test('one that fails is told at its place, and the others run', async () => {
    const query = (name: string, text: string, back: string): string =>
      `- name: ${name}\n  tags: [x]\n  description: d\n  query: |\n    ${text}\n    RETURN\n  return: ${back}\n  result_headers: [a]\n`;
    const pack = [
      query('wrong', 'MATCH (a:AWSAccount)\n    WHERE nope(a)', 'a.id'),
      query('writes', 'MATCH (a:AWSAccount) SET a.x = 1', 'a.id'),
      query('whole', 'MATCH (a:AWSAccount)', 'a'),
      query('divides', 'UNWIND [2, 1, 0] AS n', '10 / n'),
      query('good', 'MATCH (a:AWSAccount)', 'count(a)'),
    ].join('');
    const ended = await run(['--pack', 'p.yaml', '--format', 'jsonl'], { 'p.yaml': pack });
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    const told = [...ended.stderr.matchAll(/^(p\.yaml:\S+) error (\S+): "(\w+)"/gm)];
    expect(told.map(([, place, code, name]) => [place, code, name])).toEqual([
      ['p.yaml:6:11:', 'query-invalid', 'wrong'],
      ['p.yaml:10:9:', 'query-writes', 'writes'],
      ['p.yaml:18:9:', 'query-whole-node', 'whole'],
      ['p.yaml:26:9:', 'query-failed', 'divides'],
    ]);
    expect(ended.stdout.trim().split('\n').at(-1)).toBe('{"query":"good","row":{"a":10}}');
    expect(ended.stderr).toContain('1 of 5 queries answered, 4 errors');
    // The place is right with a filter in the text, too.
    const filtered = await run(['--pack', 'p.yaml', 'wrong', '--account', '100000000001'], {
      'p.yaml': pack,
    });
    expect(filtered.stderr).toContain('p.yaml:6:11: error query-invalid');
  });

  test('parameters reach the query', async () => {
    const rows = async (...args: string[]): Promise<string> =>
      (await run(['aws-ingress-wide-ports', '--format', 'csv', '-q', ...args])).stdout;
    expect((await rows()).trim().split('\r\n')).toHaveLength(3);
    expect((await rows('--param', 'ports=70000')).trim().split('\r\n')).toHaveLength(2);
    expect((await rows('--param', 'ports:=0')).trim().split('\r\n').length).toBeGreaterThan(8);
    const typo = await run(['aws-ingress-wide-ports', '--param', 'prots=1']);
    expect(typo).toMatchObject({ code: 2, stdout: '' });
    expect(typo.stderr).toContain('Did you mean ports?');
  });

  test('--json is one document, whatever fails', async () => {
    const ended = await run(['aws-lambda-functions', 'aws-eks-public', '--json']);
    const { answers, diagnostics } = JSON.parse(ended.stdout);
    expect(diagnostics).toEqual([]);
    expect(answers).toEqual([
      {
        name: 'aws-lambda-functions',
        headers: ['account', 'name', 'region', 'runtime', 'state'],
        rows: [
          ['100000000006', 'statement-mailer', 'eu-west-1', 'python3.12', 'Active'],
          ['100000000007', 'tokenise-card', 'eu-west-1', 'python3.12', 'Active'],
        ],
        complete: true,
      },
      {
        name: 'aws-eks-public',
        headers: ['account', 'name', 'region', 'version'],
        rows: [],
        complete: true,
      },
    ]);
  });

  test.each(['csv', 'jsonl', 'markdown'])(
    '200,000 rows as %s need no more memory than a few',
    { timeout: 120_000 },
    async (format) => {
      const pack = `- name: many\n  tags: [x]\n  description: d\n  query: UNWIND range(1, 200000) AS n RETURN\n  return: "n, 'a text that is of some length, in row ' + toString(n)"\n  result_headers: [n, text]\n`;
      const ended = await inOwnProcess(
        estate({ 'p.yaml': pack }),
        ['query', 'run', '--pack', 'p.yaml', '--format', format],
        { env: { ...graph.env, NODE_OPTIONS: '--max-old-space-size=48' } },
      );
      expect(ended.code).toBe(0);
      expect(ended.stdout.match(/\n/g)?.length).toBeGreaterThanOrEqual(200_000);
      expect(ended.stdout).toContain('in row 200000');
    },
  );
});

describe('without a graph', () => {
  const ask = (args: readonly string[], files: Record<string, string> = {}) =>
    cadastre(estate(files), ['query', ...args], { env: { NEO4J_URI: '' } });

  test('list, tags and count, of one tag or several', async () => {
    const listed = await ask(['list', '--pack', community, '--tags', 'networking,list']);
    expect(listed).toMatchObject({
      code: 0,
      stderr: '',
      stdout:
        '1/1  route_tables  Route tables (their VPC is never filled; one header too few)  inventory,cloud,aws,networking,list\n',
    });
    expect((await ask(['count', '--pack', community])).stdout).toBe('8\n');
    expect((await ask(['count', '--pack', community, '--tags', 'gcp,aws'])).stdout).toBe('0\n');
    expect((await ask(['tags', '--pack', community])).stdout).toMatch(/^aws {9}7 queries\n/);
    const { queries } = JSON.parse((await ask(['list', '--json'])).stdout);
    expect(queries.length).toBeGreaterThan(40);
    expect(queries[0]).toMatchObject({ name: 'aws-organizational-units', parameters: [] });
  });

  test('lint ends with 0, 1 for findings, 2 for what cannot be read', async () => {
    expect(await ask(['lint'])).toMatchObject({
      code: 0,
      stdout: '82 queries checked: nothing found\n',
    });
    expect(await ask(['lint', '--pack', community])).toMatchObject({ code: 1 });
    expect(await ask(['lint', '--pack', community, 'instance_list'])).toMatchObject({ code: 0 });
    expect(
      await ask(['lint', '--pack', community, 'instance_list', '--fail-on', 'warning']),
    ).toMatchObject({ code: 1 });
    expect(await ask(['lint', '--pack', 'none.json'])).toMatchObject({ code: 2, stdout: '' });
    const one = {
      name: 'one',
      tags: ['aws'],
      query: 'MATCH (a:AWSAccount) RETURN',
      return: 'a.id AS id',
      result_headers: ['id'],
    };
    const undescribed = JSON.stringify([one]);
    const count = await ask(['count', '--pack', 'p.json'], { 'p.json': undescribed });
    expect(count).toMatchObject({ code: 0, stdout: '1\n' });
    expect(count.stderr).toContain('warning missing-key: query "one" has no description');
    const unread = JSON.stringify([one, { ...one, name: 'two', query: 7 }]);
    for (const action of ['lint', 'list', 'count'])
      expect(await ask([action, '--pack', 'p.json'], { 'p.json': unread })).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('1'),
      });
    const broken = await ask(['lint', '--pack', 'p.json', '--json'], { 'p.json': '[{}' });
    expect(broken.code).toBe(2);
    expect(JSON.parse(broken.stdout).diagnostics).toMatchObject([{ code: 'syntax' }]);
  });

  test('bad usage', async () => {
    for (const args of [
      ['what'],
      [],
      ['run', '--param', 'x'],
      ['run', '--param', 'x:=y'],
      ['run', '--format', 'xml'],
    ]) {
      const ended = await ask(args);
      expect(ended.code).toBe(2);
      expectNoTrace(ended);
    }
    expect((await ask(['run', '--tags', 'aws'])).stderr).toContain('error graph-not-configured');
    expect(await ask(['list', '--tags', 'awz'])).toMatchObject({ code: 2, stdout: '' });
    expect(await ask(['run', '--tags', 'gcp,k8s'])).toMatchObject({ code: 1, stdout: '' });
  });
});
