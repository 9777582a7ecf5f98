/** `cadastre inspect`: every kind is accounted for, whether it is drawn or not. */

import { expect, test } from 'vitest';
import { ORGANIZATION, snapshot } from './derived-estate.ts';
import { estate, expectNoTrace } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const derived = (options: string): Record<string, string> => ({
  ...snapshot('bank', ORGANIZATION),
  'diagrams/a.yaml': `title: Bank
content:
  - { kind: vpc, name: By hand }
  - { derive: organization, estate: bank${options} }
`,
});

const table = (stdout: string): string[] =>
  stdout
    .slice(stdout.indexOf('kind'))
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

test('counts what is found, drawn, folded, omitted and unresolved', async () => {
  const ended = await cadastre(estate(derived('')), ['inspect', 'diagrams/a.yaml']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(table(ended.stdout)).toEqual([
    'kind          found  drawn  folded  omitted  unresolved',
    'account       2      2      0       0        0',
    'organization  1      1      0       0        0',
    'ou            2      2      0       0        0',
    'root          1      0      1       0        0',
    'vpc           1      1      0       0        0',
  ]);
});

test('tells what the options leave out from what is lost', async () => {
  const root = estate(derived(', accounts: [production]'));
  const ended = await cadastre(root, ['inspect', 'diagrams/a.yaml', '--json']);
  expectNoTrace(ended);
  const { diagrams, diagnostics } = JSON.parse(ended.stdout);
  expect(diagnostics).toEqual([]);
  expect(diagrams[0].counts).toEqual([
    { kind: 'account', found: 2, drawn: 1, folded: 0, omitted: 1, unresolved: 0 },
    { kind: 'organization', found: 1, drawn: 1, folded: 0, omitted: 0, unresolved: 0 },
    { kind: 'ou', found: 2, drawn: 1, folded: 0, omitted: 1, unresolved: 0 },
    { kind: 'root', found: 1, drawn: 0, folded: 1, omitted: 0, unresolved: 0 },
    { kind: 'vpc', found: 1, drawn: 1, folded: 0, omitted: 0, unresolved: 0 },
  ]);
  expect(diagrams[0].diagram).toMatchObject({ asOf: '2026-11-20', unresolved: [] });
});

test('fails where the graph counts more than it answers', async () => {
  const more = ORGANIZATION.map((q) =>
    q.columns.includes('found')
      ? { ...q, rows: q.rows.map((row) => row.map((v) => (v === 2 ? 3 : v))) }
      : q,
  );
  const root = estate({ ...derived(''), ...snapshot('bank', more) });
  const ended = await cadastre(root, ['inspect', 'diagrams/a.yaml', '--json']);
  expect(ended.code).toBe(2);
  const { diagnostics, diagrams } = JSON.parse(ended.stdout);
  expect(diagnostics.map((d: { message: string }) => d.message)).toEqual([
    'the graph has 3 elements of the kind account, but 2 are drawn, 0 folded and 0 left out',
    'the graph has 3 elements of the kind ou, but 2 are drawn, 0 folded and 0 left out',
  ]);
  expect(diagrams).toEqual([]);
});
