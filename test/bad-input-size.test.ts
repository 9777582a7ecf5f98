/** What is larger than anyone should draw: drawn, or refused clearly within the time limit, and never a crash. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cadastre, type Ended, estate, expectNoTrace, filesIn, GOOD, source } from './run-cli.ts';

const LIMIT = 20;

/** Draws it beside a small diagram, which must come out in any case. */
async function large(text: string): Promise<Ended & { drawn: boolean; root: string }> {
  const root = estate({
    'cadastre.config.yaml': `timeout: ${LIMIT}\n`,
    'diagrams/large.ts': text,
    'diagrams/good.ts': GOOD,
  });
  const start = performance.now();
  const ended = await cadastre(root, ['render', '-f', 'svg']);
  expect(performance.now() - start).toBeLessThan((LIMIT + 15) * 1000);
  expectNoTrace(ended);
  const files = filesIn(join(root, 'out'));
  expect(files).toEqual(expect.arrayContaining(['good.model.json', 'good.svg']));
  const drawn = files.includes('large.svg');
  if (!drawn) {
    expect(files).toEqual(['good.model.json', 'good.svg']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /^diagrams\/large\.ts:\d+:\d+: error (layout-timeout|layout-failed|too-deep): .+\n {4}\S/m,
    );
  } else expect(ended.code, ended.stderr).toBe(0);
  return { ...ended, drawn, root };
}

const nested = (depth: number): string =>
  source(
    `[inner]`,
    `let inner = node('aws:ec2', 'core');
for (let i = 0; i < ${depth}; i++) inner = group('aws:vpc', 'group ' + i, [inner]);`,
  );

const chain = (length: number): string =>
  source(
    `nodes`,
    `const nodes: any[] = Array.from({ length: ${length} }, (_, i) => node('aws:ec2', 'n' + i));
nodes.push(...nodes.slice(1).map((n, i) => connect(nodes[i], n)));`,
  );

test('a chain of 12,000 nodes', async () => {
  await large(chain(12_000));
}, 60_000);

test('a chain of 200 nodes is drawn', async () => {
  expect((await large(chain(200))).drawn).toBe(true);
}, 60_000);

test('250 groups in each other are drawn', async () => {
  expect((await large(nested(250))).drawn).toBe(true);
}, 60_000);

test('999 groups in each other', async () => {
  await large(nested(999));
}, 60_000);

test('1,001 groups in each other are refused', async () => {
  const { stderr, drawn } = await large(nested(1001));
  expect(drawn).toBe(false);
  expect(stderr).toMatch(/error too-deep: /);
}, 60_000);

test('20,000 groups in each other are refused', async () => {
  expect((await large(nested(20_000))).drawn).toBe(false);
}, 60_000);

test('5,000 accounts are drawn, with a word on their size', async () => {
  const { drawn, stderr, root } = await large(
    source(`organization('Org', Array.from({ length: 100 }, (_, i) =>
      ou('OU ' + i, Array.from({ length: 50 }, (_, j) => account('account-' + i + '-' + j, { id: String(1e11 + i * 50 + j) })))))`),
  );
  expect(drawn).toBe(true);
  expect(stderr).toMatch(/^diagrams\/large\.ts:\d+:\d+: warning small-text: /m);
  expect(statSync(join(root, 'out/large.svg')).size).toBeLessThan(6_000_000);
}, 60_000);

test('one node with 2,000 links to itself and back', async () => {
  await large(
    source(
      `[a, b, ...Array.from({ length: 1000 }, () => [connect(a, a), connect(a, b)]).flat(2)]`,
      `const a = account('A'); const b = account('B');`,
    ),
  );
}, 60_000);

test('an account in a raster too large for any encoder', async () => {
  const root = estate({
    'cadastre.config.yaml': 'scale: 10\n',
    'diagrams/large.ts': source(`Array.from({ length: 2000 }, (_, i) => account('account-' + i))`),
  });
  const ended = await cadastre(root, ['render', '-f', 'svg,jpg']);
  expectNoTrace(ended);
  if (ended.code !== 0) {
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(
      /^diagrams\/large\.ts:\d+:\d+: error raster-\S+: .+\n {4}Set `scale: /m,
    );
    expect(filesIn(join(root, 'out'))).toEqual([]);
  }
}, 60_000);
