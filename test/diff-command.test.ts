/** `cadastre diff` as a user runs it: revisions, the working tree, files. */

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { estate, put } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const DIAGRAM = (
  accounts: string,
  more = '',
): string => `import { account, diagram } from 'cadastre';
import { names } from './_names.ts';
${more}
export default diagram('Accounts', { content: [...names, ${accounts}].map((name) => account(name)) });
`;
const NAMES = (list: string): string => `export const names: string[] = [${list}];\n`;

function repository(): { root: string; git: (...args: string[]) => string } {
  const root = estate({
    'diagrams/a.ts': DIAGRAM("'one'"),
    'diagrams/_names.ts': NAMES("'shared'"),
    'diagrams/b.yaml': 'title: Sites\ncontent: [{ kind: account, name: Site }]\n',
  });
  const identity = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  const git = (...args: string[]): string =>
    execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'one');
  return { root, git };
}

test('two revisions and the working tree, each with the modules that it had', async () => {
  const { root, git } = repository();
  // The module that both import changes, too: neither side may see that of the other.
  put(root, { 'diagrams/a.ts': DIAGRAM("'one', 'two'"), 'diagrams/_names.ts': NAMES('') });
  git('commit', '-qam', 'two');
  put(root, { 'diagrams/a.ts': DIAGRAM("'three'") });
  const before = git('status', '--porcelain');

  const revisions = await cadastre(root, ['diff', 'HEAD~1..HEAD']);
  expect(revisions.stdout).toBe(
    'a: 1 added, 1 removed\n  − removed account "shared"\n  + added account "two"\n',
  );
  expect([revisions.code, revisions.stderr]).toEqual([1, '1 diagram changed\n']);

  const working = await cadastre(root, ['diff', 'HEAD', '--json']);
  expect(working.code).toBe(1);
  expect(JSON.parse(working.stdout)).toMatchObject({
    format: 'cadastre/diff@1',
    before: { label: 'HEAD', what: 'revision', commit: git('rev-parse', 'HEAD').trim() },
    after: { label: 'working tree' },
    diagrams: [
      { name: 'a', change: 'changed' },
      { name: 'b', change: 'unchanged' },
    ],
    changes: [
      {
        diagram: 'a',
        kind: 'account',
        change: 'removed',
        identity: 'account=one',
        words: ['removed account "one"'],
      },
      { diagram: 'a', change: 'removed', identity: 'account=two' },
      { diagram: 'a', change: 'added', identity: 'account=three', after: { name: 'three' } },
    ],
    connectivity: [],
  });

  const same = await cadastre(root, ['diff', 'HEAD', '--only', 'diagrams/b.yaml']);
  expect([same.code, same.stdout, same.stderr]).toEqual([0, '', 'no diagram changed\n']);
  expect(git('status', '--porcelain')).toBe(before);
  expect(readdirSync(root).sort()).toEqual(['.git', 'diagrams']);
});

test('code of another revision changes nothing of this one, and what it prints is no result', async () => {
  const { root, git } = repository();
  put(root, {
    'diagrams/a.ts': DIAGRAM(
      "'one'",
      "(globalThis as any).names = ['leak']; console.log('noise'); process.chdir('/');",
    ),
  });
  git('commit', '-qam', 'loud');
  put(root, {
    'diagrams/a.ts': DIAGRAM("'one', ...((globalThis as any).names ?? [])"),
  });
  const ended = await cadastre(root, ['diff', 'HEAD', '--json']);
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({ changes: [] });
});

test('files: a model, a diagram, one that was renamed', async () => {
  const { root, git } = repository();
  await cadastre(root, ['render', '-f', 'svg']);
  mkdirSync(join(root, 'old'));
  const model = readFileSync(join(root, 'out/a.model.json'), 'utf8');
  writeFileSync(join(root, 'old/before.model.json'), model);
  put(root, { 'diagrams/_names.ts': NAMES('') });
  const files = await cadastre(root, ['diff', 'old/before.model.json', 'diagrams/a.ts']);
  expect(files.stdout).toContain('− removed account "shared"');
  // Only what the file may be a version of is compared: the other diagram was not removed.
  const whole = await cadastre(root, ['diff', 'old/before.model.json']);
  expect(whole.stdout).toContain('a: 1 removed, 1 renamed\n');
  expect(whole.stdout).not.toContain('Sites');
  git('mv', 'diagrams/b.yaml', 'diagrams/sites.yaml');
  const renamed = await cadastre(root, [
    'diff',
    'HEAD',
    '--only',
    'diagrams/b.yaml',
    '--only',
    'diagrams/sites.yaml',
  ]);
  expect(renamed.stdout).toBe('sites: 1 renamed\n  ~ diagram b renamed to sites\n');
});

test('the picture in the documents is what the command draws', async () => {
  const { root } = repository();
  const top = fileURLToPath(new URL('..', import.meta.url));
  const files = ['docs/diff/before.yaml', 'docs/diff/after.yaml'];
  const picture = join(root, 'overlay.svg');
  const ended = await cadastre(top, ['diff', ...files, '-q', '-o', picture]);
  expect([ended.code, ended.stderr]).toEqual([1, '']);
  const kept = join(top, 'docs/diff/overlay.svg');
  if (process.env.UPDATE_GOLDEN) copyFileSync(picture, kept);
  expect(readFileSync(picture, 'utf8')).toBe(readFileSync(kept, 'utf8'));
});

test('pictures of a folder have the names of their diagrams; one file holds one picture', async () => {
  const { root, git } = repository();
  put(root, {
    'diagrams/a.ts': DIAGRAM("'two'"),
    'diagrams/b.yaml': 'title: Sites\ncontent: [{ kind: account, name: X }]\n',
  });
  const folder = await cadastre(root, [
    'diff',
    'HEAD',
    '-o',
    'pictures',
    '-f',
    'svg,png',
    '--json',
  ]);
  expect(folder.code).toBe(1);
  expect(JSON.parse(folder.stdout).diagrams).toMatchObject([
    { name: 'a', pictures: ['pictures/a.diff.svg', 'pictures/a.diff.png'] },
    { name: 'b', pictures: ['pictures/b.diff.svg', 'pictures/b.diff.png'] },
  ]);
  const svg = readFileSync(join(root, 'pictures/a.diff.svg'), 'utf8');
  for (const words of ['HEAD → working', '− removed', '+ added']) expect(svg).toContain(words);
  const one = await cadastre(root, ['diff', 'HEAD', '-o', 'one.svg']);
  expect([one.code, existsSync(join(root, 'one.svg'))]).toEqual([2, false]);
  expect(one.stderr).toContain('error several-pictures');
  git('add', '.');
  git('commit', '-qm', 'two');
  const none = await cadastre(root, ['diff', 'HEAD', '-o', 'none.svg']);
  expect([none.code, existsSync(join(root, 'none.svg'))]).toEqual([0, false]);
});

test('published models are compared without running any code', async () => {
  const { root, git } = repository();
  await cadastre(root, ['render', '-f', 'svg']);
  git('add', '.');
  git('commit', '-qm', 'drawn');
  put(root, { 'diagrams/a.ts': DIAGRAM("'two'") });
  await cadastre(root, ['render', '-f', 'svg']);
  put(root, { 'diagrams/a.ts': 'process.reallyExit(0);\nexport default 1;\n' });
  git('add', '.');
  git('commit', '-qm', 'drawn, then broken');
  const ended = await cadastre(root, ['diff', 'HEAD~1', 'HEAD', '--published']);
  expect([ended.code, ended.stdout]).toEqual([
    1,
    'a: 1 added, 1 removed\n  − removed account "one"\n  + added account "two"\n',
  ]);
});

test('two recorded inventories: which paths opened and closed', async () => {
  const { root } = repository();
  const folder = 'exports/100000000001/eu-west-1';
  const record = async (port: number): Promise<string> => {
    const json = (key: string, all: readonly object[]): string => JSON.stringify({ [key]: all });
    const own = { VpcId: 'vpc-1', OwnerId: '100000000001' };
    const rule = {
      ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
      ...{
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        UserIdGroupPairs: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
      },
    };
    put(root, {
      [`${folder}/ec2-describe-vpcs.json`]: json('Vpcs', [{ ...own, CidrBlock: '10.0.0.0/16' }]),
      [`${folder}/ec2-describe-subnets.json`]: json('Subnets', [
        { ...own, SubnetId: 'subnet-1', CidrBlock: '10.0.1.0/24' },
        { ...own, SubnetId: 'subnet-2', CidrBlock: '10.0.2.0/24' },
      ]),
      [`${folder}/ec2-describe-security-groups.json`]: json('SecurityGroups', [
        {
          ...own,
          GroupId: 'sg-1',
          GroupName: 'web',
          IpPermissions: [rule],
          IpPermissionsEgress: [{ ...rule, IpProtocol: '-1' }],
        },
      ]),
      [`${folder}/ec2-describe-network-interfaces.json`]: json(
        'NetworkInterfaces',
        [1, 2].map((n) => ({
          ...own,
          ...{
            NetworkInterfaceId: `eni-${n}`,
            SubnetId: `subnet-${n}`,
            PrivateIpAddress: `10.0.${n}.5`,
          },
          ...{ Groups: [{ GroupId: 'sg-1', GroupName: 'web' }], InterfaceType: 'interface' },
          PrivateIpAddresses: [{ PrivateIpAddress: `10.0.${n}.5`, Primary: true }],
        })),
      ),
    });
    expect((await cadastre(root, ['import', 'exports', '--as', 'bank'])).code).toBe(0);
    copyFileSync(join(root, 'diagrams/snapshots/bank.aws.json'), join(root, `${port}.json`));
    return `${port}.json`;
  };
  const [before, after] = [await record(443), await record(22)];
  const ended = await cadastre(root, ['diff', before, after, '--json']);
  expect(ended.code).toBe(1);
  const found = JSON.parse(ended.stdout);
  expect(found).toMatchObject({ before: { label: '443.json', what: 'inventory' }, changes: [] });
  const text = JSON.stringify(found.connectivity);
  for (const port of ['443', '22']) expect(text).toMatch(new RegExp(`\\b${port}\\b`));
  const printed = await cadastre(root, ['diff', before, after]);
  expect(printed.stdout).toMatch(/^paths\n {2}[~+−] .+ -> .+: .+ became .+/);
  const same = await cadastre(root, ['diff', after, after]);
  expect([same.code, same.stderr]).toEqual([0, '0 pairs of ends not connected as before\n']);
  const mixed = await cadastre(root, ['diff', before]);
  expect([mixed.code, mixed.stderr]).toEqual([2, expect.stringContaining('nothing-to-compare')]);
});

test('what cannot be compared is never "no change"', async () => {
  const { root, git } = repository();
  put(root, { 'diagrams/a.ts': 'export default 1;\n' });
  git('commit', '-qam', 'broken');
  put(root, { 'diagrams/a.ts': DIAGRAM("'one'") });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await cadastre(root, ['diff', ...args]);
    return { code, stdout, first: stderr.split('\n')[0] };
  };
  // What does compile is compared all the same.
  put(root, { 'diagrams/b.yaml': 'title: Sites\ncontent: [{ kind: account, name: Other }]\n' });
  const half = await run('HEAD');
  expect(half).toMatchObject({
    code: 2,
    first: expect.stringMatching(/^HEAD:diagrams\/a\.ts:.*error wrong-export/),
  });
  expect(half.stdout).toContain('b: 1 added, 1 removed');
  expect(half.stdout).toContain('diagrams/a.ts: not compared');
  expect(half.stdout).not.toMatch(/new diagram|removed diagram/);
  expect(await run('nowhere')).toMatchObject({
    code: 2,
    first: 'error unknown-revision: unknown revision "nowhere"',
  });
  expect(await run('gone.model.json')).toMatchObject({
    code: 2,
    first: 'error not-found: no such file: "gone.model.json"',
  });
  expect(await run('HEAD~1', '--only', 'diagrams/typo.ts')).toMatchObject({
    code: 2,
    first: expect.stringContaining('error nothing-to-compare'),
  });
  put(root, { 'x.model.json': '{}' });
  expect(await run('x.model.json')).toMatchObject({
    code: 2,
    first: expect.stringContaining('error not-a-model'),
  });
  git('rm', '-q', '--cached', 'diagrams/a.ts');
  put(root, { 'diagrams/a.ts': 'process.reallyExit(0);\nexport default 1;\n' });
  git('add', '.');
  git('commit', '-qm', 'ends');
  put(root, { 'diagrams/a.ts': DIAGRAM("'one'") });
  expect(await run('HEAD')).toMatchObject({
    code: 2,
    first: expect.stringContaining('error revision-failed'),
  });
});
