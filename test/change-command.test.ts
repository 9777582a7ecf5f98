/** `cadastre change` as a user runs it: the record of a change, and whether each merged change has one. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { estate, put } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const DIAGRAM = (zone: string, more = ''): string => `title: Payments
profile: pci-1.2.3
content:
  - kind: vpc
    name: cards
    cidr: 10.0.0.0/16${zone}
    members: [{ kind: subnet, name: app, cidr: 10.0.1.0/24 }${more}]
`;
const ALL = {
  'Change-Reason': 'PAY-7: cards leave the shared network',
  'Change-Impact': 'the CDE gains one segment',
  'Change-Approval': 'board of 3 May',
  'Change-Test': 'scan 118, no path from dev',
  'Change-Back-Out': 'revert, then terraform apply',
};
const trailers = (of: Partial<typeof ALL>): string =>
  Object.entries(of)
    .map(([key, text]) => `${key}: ${text}`)
    .join('\n');

interface TestRepository {
  readonly root: string;
  readonly git: (...args: string[]) => string;
  readonly commit: (message: string) => string;
}

function repository(): TestRepository {
  const root = estate({ 'diagrams/pay.yaml': DIAGRAM('') });
  const who = [
    '-c',
    'user.name=Ann',
    '-c',
    'user.email=ann@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  const env = {
    ...process.env,
    GIT_COMMITTER_DATE: '2026-05-04T10:00:00Z',
    GIT_AUTHOR_DATE: '2026-05-04T10:00:00Z',
  };
  const git = (...args: string[]): string =>
    execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8', env });
  const commit = (message: string): string => {
    git('add', '.');
    git('commit', '-qm', message);
    return git('rev-parse', 'HEAD').trim();
  };
  git('init', '-q', '-b', 'main');
  commit('one');
  return { root, git, commit };
}

test('a complete record: the change, its findings, what people state', async () => {
  const { root, commit } = repository();
  put(root, { 'diagrams/pay.yaml': DIAGRAM('\n    zone: cde') });
  const head = commit(`Cards get a zone\n\nWhy.\n\n${trailers(ALL)}`);
  const ended = await cadastre(root, ['change', 'HEAD', '--json']);
  expect(ended.code).toBe(0);
  const record = JSON.parse(ended.stdout);
  expect(record).toMatchObject({
    format: 'cadastre/change@1',
    to: head,
    asOf: '2026-05-04',
    commits: [{ id: head, author: 'Ann <ann@example.com>', subject: 'Cards get a zone' }],
    changes: [
      { diagram: 'pay', kind: 'vpc', change: 'changed', facts: [{ fact: 'zone', after: 'cde' }] },
    ],
    missing: [],
    paths: 'not judged',
    connectivityScope: { notJudged: [{ cause: 'nothing-recorded' }] },
  });
  expect(record.statements.map((one: { text: string }) => one.text).sort()).toEqual(
    Object.values(ALL).sort(),
  );
  // The rule that asked for a zone has nothing to find any more, and what went did not come.
  expect(record.findings.went.map((one: { rule: string }) => one.rule)).toContain('segment-zone');
  expect(record.findings.came.map((one: { rule: string }) => one.rule)).not.toContain(
    'segment-zone',
  );
});

test('what nobody states is named, and a file may state it', async () => {
  const { root, commit } = repository();
  put(root, {
    'diagrams/pay.yaml': DIAGRAM('', ', { kind: subnet, name: data, cidr: 10.0.2.0/24 }'),
    '.cadastre/changes/pay-8.yaml': 'impact: none outside the CDE\nbackOut: revert\n',
  });
  const { 'Change-Reason': reason, 'Change-Test': tested } = ALL;
  commit(`A subnet for data\n\n${trailers({ 'Change-Reason': reason, 'Change-Test': tested })}`);
  const ended = await cadastre(root, ['change', 'HEAD~1..HEAD']);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toBe('missing: Approval (Change-Approval)\n');
  expect(ended.stdout).toContain('- **Approval:** **missing**');
  expect(ended.stdout).toContain(
    '- **Security impact:** none outside the CDE (.cadastre/changes/pay-8.yaml)',
  );
  expect(ended.stdout).toContain('- **+** added subnet "data" (10.0.2.0/24) in VPC "cards"');
  put(root, { '.cadastre/changes/pay-8.yaml': 'impact: none\nbackout: revert\n' });
  commit('A typing error in the file');
  const wrong = await cadastre(root, ['change', 'HEAD~2..HEAD']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(
    /^\.cadastre\/changes\/pay-8\.yaml:2:1: error unknown-key: .*"backout"/,
  );
});

test('as a folder it has the texts and the pictures that they show', async () => {
  const { root, commit } = repository();
  put(root, {
    'diagrams/pay.yaml': DIAGRAM('', ', { kind: subnet, name: "<b>data", cidr: 10.0.2.0/24 }'),
  });
  commit('A subnet');
  const ended = await cadastre(root, ['change', 'HEAD', '-o', 'record']);
  expect(ended.code).toBe(1);
  const names = ended.stdout.trim().split('\n');
  expect(names.sort()).toEqual(
    [
      'change.html',
      'change.json',
      'change.md',
      'pay.after.svg',
      'pay.before.svg',
      'pay.diff.svg',
    ].map((name) => `record/${name}`),
  );
  const read = (name: string): string => readFileSync(join(root, 'record', name), 'utf8');
  const page = read('change.html');
  for (const [, address = ''] of page.matchAll(/<img src="([^"]+)"/g))
    expect(existsSync(join(root, 'record', address))).toBe(true);
  expect(page.match(/<img /g)).toHaveLength(3);
  expect(page).not.toContain('<b>data');
  expect(read('pay.diff.svg')).toContain('+ added');
  expect(JSON.parse(read('change.json')).diagrams[0].pictures).toHaveLength(3);
});

test('--check names each merged change without a whole record, and none that changed no model', async () => {
  const { root, git, commit } = repository();
  const first = git('rev-parse', 'HEAD').trim();
  put(root, { 'diagrams/pay.yaml': DIAGRAM('\n    zone: cde') });
  commit(`With a record\n\n${trailers(ALL)}`);
  put(root, { 'diagrams/pay.yaml': `# a comment\n${DIAGRAM('\n    zone: cde')}` });
  commit('A comment');
  put(root, { 'readme.md': 'x' });
  commit('Not a diagram');
  // On a branch, the statement may be in any of its commits.
  git('checkout', '-qb', 'work');
  put(root, { 'diagrams/pay.yaml': DIAGRAM('\n    zone: connected') });
  commit(`On a branch\n\n${trailers(ALL)}`);
  git('checkout', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', 'Merge work', 'work');
  const whole = await cadastre(root, ['change', '--check', `${first}..HEAD`]);
  expect([whole.code, whole.stdout]).toEqual([0, '']);
  expect(whole.stderr).toContain('2 changes to diagrams, 0 with an incomplete record');
  put(root, { 'diagrams/pay.yaml': DIAGRAM('\n    zone: untrusted') });
  const bad = commit('No record\n\nChange-Reason: haste');
  const lacking = await cadastre(root, ['change', '--check', `${first}..HEAD`, '-q']);
  expect(lacking.code).toBe(1);
  expect(lacking.stdout).toBe(
    `${bad.slice(0, 12)} 2026-05-04 Ann <ann@example.com>: No record\n  changes pay\n` +
      '  missing Security impact (Change-Impact), Approval (Change-Approval), Test (Change-Test), Back-out (Change-Back-Out)\n',
  );
  put(root, { 'diagrams/pay.yaml': 'title: [\n' });
  commit(`Broken\n\n${trailers(ALL)}`);
  const unknown = await cadastre(root, ['change', '--check', 'HEAD~1..HEAD', '-q']);
  expect([unknown.code, unknown.stdout]).toEqual([
    2,
    expect.stringContaining('diagrams/pay.yaml: not compared'),
  ]);
});

test('a history that is cut off, and a range that is none', async () => {
  const { root, git, commit } = repository();
  put(root, { 'diagrams/pay.yaml': DIAGRAM('\n    zone: cde') });
  commit('two');
  const first = await cadastre(root, ['change', 'HEAD~1', '--json']);
  expect(JSON.parse(first.stdout)).toMatchObject({ diagrams: [{ name: 'pay', change: 'added' }] });
  expect((await cadastre(root, ['change', 'none..HEAD'])).stderr).toContain(
    'error unknown-revision: unknown revision "none"',
  );
  git('clone', '-q', '--depth', '1', `file://${root}`, join(root, 'shallow'));
  const cut = await cadastre(join(root, 'shallow'), ['change', 'HEAD']);
  expect([cut.code, cut.stderr]).toEqual([2, expect.stringContaining('error shallow-clone')]);
});
