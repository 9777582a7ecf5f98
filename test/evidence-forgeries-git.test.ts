/** What git lets a repository bring along, and what a crafted object can say. */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entriesOf } from '../src/evidence/git/tree.ts';
import { type EvidenceEstate, evidenceEstate, mail, POLICY } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  DIAGRAM,
  expectRefused,
  expectVerified,
  forgeCommit,
  judged,
  manifestOf,
  ONE,
  publish,
  publishedEstate,
  rootOf,
  TWO,
  unpackedScript,
  write,
} from './evidence-forge.ts';

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate();
});
afterAll(() => base.remove());

const start = (): EvidenceEstate => {
  const e = copyOf(base);
  e.as('eng');
  return e;
};

test('nothing that the repository brings along is run', async () => {
  const e = start();
  const ran = e.path('ran');
  const program = e.path('program');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${ran}\ncat\nexit 0\n`, { mode: 0o755 });
  e.git('checkout', '-q', '-b', 'side');
  e.commit('Side', { 'x.md': '1' });
  e.git('checkout', '-q', 'main');
  e.commit('Main', { '.gitattributes': '* merge=evil filter=evil diff=evil\n', 'y.md': '2' });
  e.as('app');
  e.commit('Policy', { '.cadastre/policy.yaml': `${POLICY}hostMerges: accept\n` });
  e.git('-c', 'commit.gpgsign=false', 'merge', '-q', '--no-ff', '-m', 'Merge', 'side');
  for (const [name, value] of Object.entries({
    'gpg.program': program,
    'gpg.ssh.program': program,
    'gpg.ssh.defaultKeyCommand': program,
    'core.fsmonitor': program,
    'core.sshCommand': program,
    'core.pager': program,
    'core.editor': program,
    'core.alternateRefsCommand': program,
    'diff.external': program,
    'diff.evil.textconv': program,
    'diff.evil.command': program,
    'merge.evil.driver': `${program} %A`,
    'filter.evil.clean': program,
    'filter.evil.smudge': program,
    'filter.evil.process': program,
    'alias.rev-parse': `!${program}`,
    'alias.rev-list': `!${program}`,
    'alias.cat-file': `!${program}`,
    'protocol.ext.allow': 'always',
    'extensions.partialClone': 'origin',
    'remote.origin.promisor': 'true',
    'remote.origin.url': `ext::${program} %S`,
    'remote.origin.uploadpack': program,
    'credential.helper': program,
    'core.hooksPath': e.path('hooks'),
  }))
    e.git('config', name, value);
  for (const folder of [e.path('hooks/x'), join(e.root, '.git/hooks/x')]) {
    const hooks = join(folder, '..');
    mkdirSync(hooks, { recursive: true });
    for (const hook of [
      'post-index-change',
      'reference-transaction',
      'post-checkout',
      'fsmonitor-watchman',
    ])
      writeFileSync(join(hooks, hook), `#!/bin/sh\necho ${hook} >> ${ran}\n`, { mode: 0o755 });
  }
  expect((await judged(e, [])).verdict).toBe('verified');
  expect((await judged(e, ['--no-redraw', 'HEAD~1'])).verdict).toBe('verified');
  // What is missing is fetched from nowhere.
  const blob = e.git('rev-parse', `HEAD:out/a.svg`);
  expect(await e.cadastre(['log', 'a', '--json'])).toMatchObject({ code: 0 });
  const { code } = await e.cadastre(['bundle', '-o', e.path('b.zip')]);
  expect(code).toBe(0);
  renameSync(join(e.root, '.git/objects', blob.slice(0, 2), blob.slice(2)), e.path('hidden'));
  await expectRefused(e, 'complete-history', /missing or broken/);
  expect(existsSync(ran)).toBe(false);
});

test('a commit replaced by another (git replace)', async () => {
  const e = start();
  const bad = e.commit('Unapproved', { 'diagrams/a.ts': TWO });
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--amend', '--no-gpg-sign', '-m', 'Unsigned');
  e.git('replace', e.head(), bad);
  await expectRefused(e, 'signature', /not signed/);
});

test('grafts cut the history', async () => {
  const e = start();
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Unsigned');
  const unsigned = e.head();
  e.commit('On top');
  writeFileSync(
    join(e.root, '.git/info/grafts'),
    `${e.head()} ${e.git('rev-parse', `${unsigned}^`)}\n`,
  );
  await expectRefused(e, 'signature', /not signed/);
});

test('a shallow clone', async () => {
  const e = start();
  const clone = e.path('clone');
  e.git('clone', '-q', '--depth', '2', `file://${e.root}`, clone);
  const { stdout, code } = await e.cadastre(['verify', '--json'], clone);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).verdicts).toMatchObject([
    { check: 'complete-history', verdict: 'fail', reason: expect.stringMatching(/shallow/) },
  ]);
});

test('objects from elsewhere (alternates), packed, are as good as their bytes', async () => {
  const e = start();
  const clone = e.path('clone "with" \\ quotes');
  e.git('clone', '-q', '--shared', e.root, clone);
  const { code } = await e.cadastre(['verify', '--root', rootOf(e)], clone);
  expect(code).toBe(0);
  e.git('gc', '-q');
  await expectVerified(e, []);
});

test('an object whose bytes are not those of its name', async () => {
  const e = start();
  const [good, bad] = [e.git('rev-parse', 'HEAD:out/a.svg'), write(e, 'blob', '<svg/>')];
  const file = (id: string): string => join(e.root, '.git/objects', id.slice(0, 2), id.slice(2));
  execFileSync('cp', ['-f', file(bad), file(good)]);
  await expectRefused(e, 'complete-history', /missing or broken/);
});

test.each<[string, string, string]>([
  ['a name twice', 'a.svg', 'a.svg'],
  ['a name that leads up', '..', 'a.svg'],
  ['a name with a slash', '../a.svg', 'a.svg'],
  ['the folder of git', '.git', 'a.svg'],
])('a tree with %s', async (_, one, two) => {
  const e = start();
  const blob = Buffer.from(e.git('rev-parse', 'HEAD:out/a.svg'), 'hex');
  const entry = (name: string): Buffer => Buffer.concat([Buffer.from(`100644 ${name}\0`), blob]);
  expect(entriesOf(Buffer.concat([entry(one), entry(two)]), 20)).toBeUndefined();
  const id = write(e, 'tree', Buffer.concat([entry(one), entry(two)]));
  const lines = e
    .git('ls-tree', 'HEAD')
    .split('\n')
    .map((line) => (line.endsWith('\tout') ? `040000 tree ${id}\tout` : line));
  const tree = execFileSync('git', ['mktree'], {
    cwd: e.root,
    env: e.env,
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  }).trim();
  const before = e.git('rev-parse', 'HEAD');
  // The checkout would refuse it: only the history has it.
  const forged = forgeCommitOnly(e, tree, before);
  await expectRefused(e, 'complete-history', /missing or broken/, ['--no-redraw', forged]);
});

function forgeCommitOnly(e: EvidenceEstate, tree: string, parent: string): string {
  e.as('ci');
  return e.git('commit-tree', '-S', tree, '-p', parent, '-m', 'Forged');
}

test('a tree that ends in the middle', () => {
  expect(entriesOf(Buffer.from('100644 a\x0a3'), 20)).toBeUndefined();
  expect(entriesOf(Buffer.from('100644'), 20)).toBeUndefined();
  expect(entriesOf(Buffer.alloc(0), 20)?.size).toBe(0);
});

test('a repository with ids of SHA-256', async () => {
  const e = evidenceEstate({ 'cadastre.config.yaml': 'formats: [svg]\n', 'diagrams/a.ts': ONE });
  try {
    execFileSync('rm', ['-rf', join(e.root, '.git')]);
    e.git('init', '-q', '-b', 'main', '--object-format=sha256');
    e.git('config', 'gpg.format', 'ssh');
    e.git('config', 'commit.gpgsign', 'true');
    e.as('eng');
    e.commit('First');
    await approve(e);
    await publish(e);
    expect(e.head()).toHaveLength(64);
    await expectVerified(e, []);
    const file = e.path('b.zip');
    expect(await e.cadastre(['bundle', '-o', file])).toMatchObject({ code: 0 });
    expect(await e.cadastre(['verify', file, '--root', rootOf(e)])).toMatchObject({ code: 0 });
    const script = unpackedScript(file, e.path('unpacked/x'));
    expect(spawnSync('sh', [script, rootOf(e)], { encoding: 'utf8' })).toMatchObject({ status: 0 });
    e.as('eve');
    e.commit('Eve');
    await expectRefused(e, 'signature', /eve/);
  } finally {
    e.remove();
  }
});

test('an estate in a folder of a larger repository, with a file from beside it', async () => {
  const e = evidenceEstate(
    {
      'net/cadastre.config.yaml': 'formats: [svg]\n',
      'net/diagrams/a.ts': `import { shared } from '../../shared/accounts.ts';\n${DIAGRAM('...shared')}`,
      'shared/accounts.ts':
        "import { account } from 'cadastre';\nexport const shared = [account('One')];\n",
    },
    'net/',
  );
  try {
    e.as('eng');
    e.commit('First');
    // Most of a larger repository is signed by nobody.
    e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Elsewhere');
    await approve(e);
    await publish(e);
    const file = JSON.parse(e.git('show', 'HEAD:net/out/manifest.json'));
    expect(file.predicate.diagrams.a).toMatchObject({
      makers: [mail('eng')],
      inputs: [
        { path: '../shared/accounts.ts' },
        { path: 'cadastre.config.yaml' },
        { path: 'diagrams/a.ts' },
      ],
    });
    await expectVerified(e, []);
    const zip = e.path('b.zip');
    expect(await e.cadastre(['bundle', '-o', zip])).toMatchObject({ code: 0 });
    expect(await e.cadastre(['verify', zip, '--root', rootOf(e)])).toMatchObject({ code: 0 });
    // A change beside the estate that its pictures are made from has to be signed.
    writeFileSync(
      join(e.root, 'shared/accounts.ts'),
      "import { account } from 'cadastre';\nexport const shared = [account('Two')];\n",
    );
    e.git('-c', 'commit.gpgsign=false', 'commit', '-qam', 'Unsigned');
    await expectVerified(e);
    e.as('ci');
    expect((await e.cadastre(['publish'])).stderr).toMatch(
      /error unverified: makers .*not signed by a key in force/,
    );
  } finally {
    e.remove();
  }
});

test('two estates in one repository, each with its own people', async () => {
  const other = evidenceEstate({}, 'two/');
  try {
    const clone = other;
    clone.as('eng');
    put(clone, 'one/', clone.signer('app'), 'app');
    clone.commit('Both', {
      'two/diagrams/a.ts': ONE,
      'one/diagrams/b.ts': TWO,
      'two/cadastre.config.yaml': 'formats: [svg]\n',
      'one/cadastre.config.yaml': 'formats: [svg]\n',
    });
    // `eng` is unknown to the first estate, whose root is therefore signed by nobody there.
    const { stdout } = await clone.cadastre(['verify', '--json'], join(clone.root, 'one'));
    expect(JSON.parse(stdout).verdict).toBe('refused');
    clone.as('ci');
    expect(await clone.cadastre(['publish'])).toMatchObject({ code: 0 });
    clone.as('app');
    clone.commit('Only in one', { 'one/README.md': 'x' });
    const two = await clone.cadastre(['verify', '--root', rootOf(clone)]);
    expect(two, two.stdout).toMatchObject({ code: 0 });
  } finally {
    other.remove();
  }
});

function put(e: EvidenceEstate, folder: string, signers: string, person: 'app'): void {
  mkdirSync(join(e.root, folder, '.cadastre'), { recursive: true });
  writeFileSync(join(e.root, folder, '.cadastre/allowed_signers'), `${signers}\n`);
  writeFileSync(
    join(e.root, folder, '.cadastre/policy.yaml'),
    `roles:\n  author: [${mail(person)}]\n  ci: [${mail(person)}]\napprovals: 0\n`,
  );
}

test('paths with newlines, quotes, spaces and letters from anywhere; of diagrams those that all programs write alike', async () => {
  const e = start();
  const odd = 'diagrams/"q" \n.ts';
  e.commit('Too odd', { [odd]: TWO });
  e.as('ci');
  expect((await e.cadastre(['publish'])).stderr).toMatch(/error unpublishable-name/);
  e.as('eng');
  e.git('rm', '-q', odd);
  const name = "diagrams/é 'q' 日本 #1.ts";
  e.commit('Odd', { [name]: TWO, 'x\ty \\ z': '1', ':(glob)*': '2', '-rf': '3' });
  e.as('ci');
  const ended = await e.cadastre(['publish']);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  const made = manifestOf(e).diagrams["é 'q' 日本 #1"];
  expect(made).toMatchObject({ makers: [mail('eng')], source: name, draft: true });
  await expectVerified(e, []);
  e.as('app');
  expect(await e.cadastre(['approve', name, '--yes'])).toMatchObject({ code: 0 });
  e.commit('Approve');
  await publish(e);
  expect(manifestOf(e).diagrams["é 'q' 日本 #1"]?.draft).toBeUndefined();
  await expectVerified(e, []);
});

test('a forged commit with a message that looks like a header', async () => {
  const e = start();
  forgeCommit(e, { by: 'eng', after: (text) => `${text}x-note a\n gpgsig b\n` });
  await expectRefused(e, 'signature', /incorrect signature/);
});
