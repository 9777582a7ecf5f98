/** What can be in the way of publishing, approving and verifying: each has a code, and leaves nothing half-done. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type EvidenceEstate, evidenceEstate, mail } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  DIAGRAM,
  expectVerified,
  ONE,
  publish,
  publishedCode,
  publishedEstate,
  rootOf,
  TWO,
} from './evidence-forge.ts';
import { expectRefusal, git, programs, stateOf, where } from './evidence-refusal.ts';
import { CLI, type Ended, expectNoTrace } from './run-cli.ts';

let base: EvidenceEstate;
/** `diagrams/a.ts` has gone to TWO, and nothing of that is published. */
beforeAll(async () => {
  base = await publishedEstate();
  base.as('eng');
  base.commit('Two', { 'diagrams/a.ts': TWO });
});
afterAll(() => base.remove());

const start = (by: 'ci' | 'app' | 'eng' = 'ci'): EvidenceEstate => {
  const e = copyOf(base);
  e.as(by);
  return e;
};

test('no git; an old git; no ssh-keygen', async () => {
  for (const args of [
    ['publish'],
    ['approve', 'diagrams/a.ts'],
    ['verify'],
    ['log', 'a'],
    ['bundle', '-o', 'b.zip'],
  ]) {
    const none = start();
    programs(none, {}, true);
    const real = none.env.PATH;
    const ended = await none.cadastre(args);
    expect(ended.stderr).toMatch(/error git-missing/);
    expect(ended.code).toBe(2);
    expectNoTrace(ended);
    expect(real).toBeDefined();
  }
  const old = start();
  programs(old, { git: '#!/bin/sh\necho git version 2.20.1\n' }, true);
  expect((await old.cadastre(['verify'])).stderr).toMatch(/error git-old: git version 2.20.1/);
  for (const args of [
    ['publish'],
    ['approve', 'diagrams/a.ts', '--yes'],
    ['verify'],
    ['log', 'a'],
  ]) {
    const e = start('app');
    programs(e, {}, true);
    symlinkSync(where('git'), join(e.env.PATH ?? '', 'git'));
    const ended = await e.cadastre(args);
    expect(ended.stderr).toMatch(/error keygen-missing/);
    expect(ended.code).toBe(2);
    expectNoTrace(ended);
  }
});

test('a history that is long enough to be checked by a process of its own', async () => {
  const e = start('eng');
  for (let n = 0; n < 30; n++) e.commit(`Commit ${n}`);
  const root = rootOf(e);
  expect(await e.cadastre(['verify', '--root', root])).toMatchObject({ code: 0 });
  e.as('eve');
  const forged = e.commit('Forged').slice(0, 12);
  e.as('eng');
  for (let n = 0; n < 5; n++) e.commit(`Later ${n}`);
  const ended = await e.cadastre(['verify', '--root', root]);
  expect(ended.code).toBe(1);
  expect(ended.stdout.match(/^FAIL .*$/gm)).toEqual([
    expect.stringMatching(new RegExp(`FAIL +signature +${forged} .*does not list its key`)),
  ]);
  programs(e, {}, true);
  symlinkSync(where('git'), join(e.env.PATH ?? '', 'git'));
  const none = await e.cadastre(['verify', '--root', root]);
  expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/error keygen-missing/) });
});

test('no repository; one without commits; a bare one', async () => {
  const e = start();
  const alone = e.path('alone/x').replace(/\/x$/, '');
  for (const args of [
    ['publish'],
    ['verify'],
    ['log', 'a'],
    ['bundle', '-o', 'b.zip'],
    ['approve', 'diagrams/a.ts'],
  ]) {
    mkdirSync(join(alone, 'diagrams'), { recursive: true });
    writeFileSync(join(alone, 'diagrams/a.ts'), ONE);
    rmSync(join(alone, '.git'), { recursive: true, force: true });
    for (const code of ['no-repository', 'no-commit']) {
      const ended = await e.cadastre(args, alone);
      expect(ended.stderr, args.join(' ')).toMatch(new RegExp(`error ${code}`));
      expect(ended.code).toBe(2);
      expectNoTrace(ended);
      execFileSync('git', ['init', '-q', alone], { env: e.env });
      for (const [name, value] of Object.entries({
        'user.email': 'a@x',
        'user.signingkey': e.key('app'),
      }))
        execFileSync('git', ['-C', alone, 'config', name, value], { env: e.env });
    }
  }
  const bare = e.path('bare.git');
  e.git('clone', '-q', '--bare', e.root, bare);
  const ended = await e.cadastre(['verify'], bare);
  expect(ended.stderr).toMatch(/error no-repository/);
  expectNoTrace(ended);
});

test('a history without trust files', async () => {
  const e = evidenceEstate({ 'diagrams/a.ts': ONE });
  try {
    rmSync(join(e.root, '.cadastre'), { recursive: true });
    e.as('eng');
    e.commit('First');
    await expectRefusal(e, ['publish'], 'no-trust', /trust files are missing/);
    await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'no-trust');
    await expectRefusal(e, ['bundle', '-o', e.path('b.zip')], 'unverified', /root/);
    const { code, stdout } = await e.cadastre(['verify']);
    expect([code, /FAIL {2}root/.test(stdout)]).toEqual([1, true]);
  } finally {
    e.remove();
  }
});

test('changes that are not committed: tracked, staged, untracked; hidden from git', async () => {
  const e = start();
  writeFileSync(join(e.root, 'diagrams/a.ts'), ONE);
  await expectRefusal(e, ['publish'], 'dirty-tree', /diagrams\/a.ts/);
  e.git('add', '-A');
  await expectRefusal(e, ['publish'], 'dirty-tree');
  e.git('reset', '-q', '--hard');
  writeFileSync(join(e.root, 'new "file"\n.txt'), 'x');
  await expectRefusal(e, ['publish'], 'dirty-tree', /new/);
  rmSync(join(e.root, 'new "file"\n.txt'));
  writeFileSync(join(e.root, 'out/a.svg'), 'drawn by hand');
  writeFileSync(join(e.root, 'out/new.svg'), 'drawn by hand');
  const { stderr } = await expectRefusal(e, ['publish'], 'dirty-tree', /out/);
  expect(stderr).toContain('Do not commit what `render` drew there: `git restore out`');
  e.git('restore', 'out');
  e.git('clean', '-fdq', 'out');
  e.git('update-index', '--assume-unchanged', 'diagrams/a.ts');
  writeFileSync(join(e.root, 'diagrams/a.ts'), DIAGRAM("account('Hidden')"));
  await expectRefusal(e, ['publish'], 'dirty-tree', /differs from the committed file/);
  e.as('app');
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'dirty-tree');
});

test('sources that are not committed are not approved', async () => {
  const e = start('app');
  writeFileSync(join(e.root, 'diagrams/a.ts'), ONE);
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'uncommitted');
});

test('a diagram made from a file that the repository does not have', async () => {
  const e = start('eng');
  const with_ = (file: string): string =>
    `import { name } from '${file}';\n${DIAGRAM('account(name)')}`;
  const secret = "export const name = 'Secret';\n";
  e.commit('Ignored', { '.gitignore': 'secret.ts\n', 'diagrams/b.ts': with_('../secret.ts') });
  writeFileSync(join(e.root, 'secret.ts'), secret);
  e.as('ci');
  await expectRefusal(e, ['publish'], 'untracked-input', /secret.ts/);
  e.as('app');
  await expectRefusal(e, ['approve', 'diagrams/b.ts', '--yes'], 'untracked-input');
  e.as('eng');
  writeFileSync(e.path('outside.ts'), secret);
  e.commit('Outside', { 'diagrams/b.ts': with_('../../outside.ts') });
  e.as('ci');
  await expectRefusal(e, ['publish'], 'untracked-input', /\.\.\/outside.ts/);
  e.as('app');
  await expectRefusal(e, ['approve', 'diagrams/b.ts', '--yes'], 'untracked-input');
  e.as('eng');
  rmSync(join(e.root, 'secret.ts'));
  e.commit('Link', { 'diagrams/b.ts': with_('../link.ts'), 'real.ts': secret });
  symlinkSync('real.ts', join(e.root, 'link.ts'));
  e.commit('Link');
  e.as('ci');
  const linked = await e.cadastre(['publish']);
  expectNoTrace(linked);
  if (linked.code === publishedCode(linked)) await expectVerified(e);
  else expect(linked.stderr).toMatch(/untracked-input/);
});

test('packages are no part of the repository: their lock file is, and who changes that is a maker', async () => {
  const e = start('eng');
  e.commit('Package', {
    '.gitignore': 'node_modules/\n',
    'package.json': '{"type":"module"}\n',
    'package-lock.json': '{"lockfileVersion":3}\n',
    'diagrams/a.ts': `import { name } from 'names';\n${DIAGRAM('account(name)')}`,
  });
  const at = join(e.root, 'node_modules/names');
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"name":"names","type":"module","exports":"./i.js"}');
  writeFileSync(join(at, 'i.js'), "export const name = 'From a package';\n");
  e.as('ci');
  const ended = await e.cadastre(['publish']);
  expect(ended.stderr).toMatch(/warning untracked-input|not-approved/);
  expect(ended.code).toBe(publishedCode(ended));
  const { predicate } = JSON.parse(readFileSync(join(e.root, 'out/manifest.json'), 'utf8'));
  const paths = predicate.diagrams.a.inputs.map(({ path }: { path: string }) => path);
  if (paths.some((path: string) => path.includes('node_modules')))
    expect(paths).toContain('package-lock.json');
  await expectVerified(e);
});

test('what would be published is told on any checkout, to anybody, and nothing is written', async () => {
  const e = start('eng');
  e.git('checkout', '-q', '--detach');
  e.git('config', '--unset', 'user.signingkey');
  const before = stateOf(e);
  const draft = await e.cadastre(['publish', '--dry-run']);
  expect(draft).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^a: DRAFT\nwould publish 1 diagram; nothing was written$/m),
    stderr: expect.stringMatching(/warning not-approved/),
  });
  expect(stateOf(e)).toEqual(before);
  await approve(e);
  const approved = await e.cadastre(['publish', '--dry-run']);
  expect(approved, approved.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^a: version 2$/m),
  });
});

test('a shallow clone; a detached checkout; a branch that is elsewhere', async () => {
  const e = start();
  const clone = e.path('clone');
  e.git('clone', '-q', '--depth', '1', `file://${e.root}`, clone);
  const ended = await e.cadastre(['publish'], clone);
  expect(ended.stderr).toMatch(/error shallow-clone/);
  expectNoTrace(ended);
  e.git('checkout', '-q', '--detach');
  await expectRefusal(e, ['publish'], 'detached');
  e.git('branch', '-q', '-f', 'main', 'HEAD~1');
  await expectRefusal(e, ['publish', '--branch', 'main'], 'other-branch');
  await expectRefusal(e, ['publish', '--branch', 'none'], 'other-branch');
  expect((await e.cadastre(['verify', 'no such rev'])).stderr).toMatch(/error unknown-revision/);
  expect((await e.cadastre(['verify', 'nowhere/evidence.zip'])).stderr).toMatch(
    /error unknown-revision: no such bundle: "nowhere\/evidence.zip"/,
  );
  expect((await e.cadastre(['verify', 'diagrams'])).stderr).toMatch(/"diagrams" is a folder/);
  expect((await e.cadastre(['log', 'no-such'])).stderr).toMatch(/Published diagrams: a\./);
  expect((await e.cadastre(['bundle', '--', '--all', '-o'])).code).toBe(2);
});

test('keys that may not: no role, not known, expired, revoked; an address that is not there', async () => {
  const e = start('eng');
  await expectRefusal(e, ['publish'], 'key-not-trusted', /not give "eng@example.com" the role ci/);
  e.as('eve');
  await expectRefusal(e, ['publish'], 'key-not-trusted', /not in force for "eve@example.com"/);
  e.as('app');
  e.git('config', 'user.signingkey', e.key('eng'));
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'key-not-trusted');
  e.as('eng');
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'not-approver');
  e.as('ci');
  e.git('config', '--unset', 'user.email');
  await expectRefusal(e, ['publish'], 'not-signed', /email|identity/i);
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'no-key');
  e.as('app');
  const signers = readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');
  const ci = e.signer('ci');
  e.commit('End', {
    '.cadastre/allowed_signers': signers.replace(ci, ci.replace(' ', ' valid-before="20200101" ')),
  });
  e.as('ci');
  await expectRefusal(e, ['publish'], 'key-not-trusted', /expired/);
});

test('a key that cannot be opened, an agent without it', async () => {
  const e = start();
  const locked = e.path('keys/locked');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-C', '', '-f', locked]);
  programs(e, { ask: '#!/bin/sh\necho wrong\n' });
  Object.assign(e.env, {
    SSH_ASKPASS: join(e.path('bin/x'), '../ask'),
    SSH_ASKPASS_REQUIRE: 'force',
    DISPLAY: ':9',
  });
  e.git('config', 'user.signingkey', locked);
  await expectRefusal(e, ['publish'], 'not-signed', /passphrase/);
  e.as('app');
  e.git('config', 'user.signingkey', locked);
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'not-signed', /passphrase/);
  const literal = `key::${readFileSync(`${e.key('app')}.pub`, 'utf8').trim()}`;
  e.git('config', 'user.signingkey', literal);
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'not-signed', /agent|key/i);
  e.git('config', 'user.signingkey', '/nowhere');
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes'], 'no-key', /"\/nowhere"/);
  await expectRefusal(e, ['publish'], 'not-signed');
});

test('approving another model, no diagram, one of several', async () => {
  const e = start('app');
  await expectRefusal(e, ['approve', 'diagrams/a.ts', '--yes', '--model', 'ffff'], 'other-model');
  await expectRefusal(
    e,
    ['approve', 'diagrams/a.ts', '--yes', '--diagram', 'b'],
    'unknown-diagram',
  );
  await expectRefusal(e, ['approve', 'diagrams/none.ts', '--yes'], 'not-found');
});

test('a clock that is behind', async () => {
  const e = start('eng');
  e.env.GIT_COMMITTER_DATE = `${Math.floor(Date.now() / 1000) + 7200} +0000`;
  e.commit('From tomorrow');
  delete e.env.GIT_COMMITTER_DATE;
  e.as('ci');
  await expectRefusal(e, ['publish'], 'clock-behind', /7\d\d\d s behind/);
});

test('files in the output folder that no source makes', async () => {
  const e = evidenceEstate({ 'diagrams/a.ts': ONE, 'out/old.svg': 'x' });
  try {
    e.as('eng');
    e.commit('First');
    e.as('ci');
    await expectRefusal(e, ['publish'], 'left-over', /out\/old.svg/);
  } finally {
    e.remove();
  }
});

test('bundles that are cut off, changed, hostile', async () => {
  const e = copyOf(base);
  await publish(e);
  const zip = e.path('b.zip');
  expect(await e.cadastre(['bundle', '-o', zip])).toMatchObject({ code: 0 });
  const bytes = readFileSync(zip);
  const { unzipSync } = await import('fflate');
  const files = unzipSync(bytes);
  const hostile = (name: string): Uint8Array =>
    zipSync({ ...files, [name]: Buffer.from('x') } as Zippable);
  const head = (change: object): Uint8Array =>
    summed({
      ...files,
      // As it is written, so that only the change is at fault.
      'bundle.json': Buffer.from(
        `${JSON.stringify({ ...JSON.parse(text(files['bundle.json'])), ...change }, undefined, 2)}\n`,
      ),
    });
  for (const [what, broken] of Object.entries({
    cut: bytes.subarray(0, bytes.length / 2),
    empty: Buffer.alloc(0),
    text: Buffer.from('PK no zip'),
    up: hostile('../up.txt'),
    absolute: hostile('/etc/x'),
    twice: hostile('README.TXT'),
    extra: hostile('extra.txt'),
    changed: zipSync({ ...files, 'README.txt': Buffer.from('x') } as Zippable),
    prefix: head({ prefix: '../../' }),
    out: head({ out: '../x' }),
    tip: head({ tip: 'HEAD' }),
    format: head({ objectFormat: '--help' }),
    pack: summed({ ...files, 'history.pack': Buffer.from('PACK') }),
  })) {
    writeFileSync(zip, broken);
    const ended = await e.cadastre(['verify', zip]);
    expect(ended.stderr, what).toMatch(/error bundle-broken/);
    expect(ended.code).toBe(2);
    expectNoTrace(ended);
  }
  for (const [name, content] of Object.entries({
    'index.html': Buffer.from('<p>All is well</p>'),
    'pictures/extra.svg': Buffer.from('<svg/>'),
    'trust/allowed_signers': Buffer.from('x'),
  })) {
    writeFileSync(zip, summed({ ...files, [name]: content }));
    const { stdout, code } = await e.cadastre(['verify', zip, '--no-redraw', '--json']);
    expect(JSON.parse(stdout).verdicts).toContainEqual(
      expect.objectContaining({ check: 'bundle', verdict: 'fail', subject: name }),
    );
    expect(code).toBe(1);
  }
});

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

function summed(files: Record<string, Uint8Array>): Uint8Array {
  // Whoever changes a bundle cannot sign the list of it again.
  const { SHA256SUMS: _, 'SHA256SUMS.sig': __, ...rest } = files;
  const { createHash } = require_('node:crypto');
  const sums = Object.entries(rest)
    .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .join('');
  return zipSync({ ...rest, SHA256SUMS: Buffer.from(sums) } as Zippable);
}

import * as crypto from 'node:crypto';

const require_ = (_: 'node:crypto'): typeof crypto => crypto;

test('the branch moves on meanwhile', async () => {
  const e = start();
  const other = e.git('commit-tree', '-S', '-m', 'Meanwhile', '-p', 'HEAD', 'HEAD^{tree}');
  programs(e, {
    git: git('update-ref', `${where('git')} update-ref refs/heads/main ${other}`),
  });
  const ended = await e.cadastre(['publish']);
  expect(ended.stderr).toMatch(/error moved-on/);
  expectNoTrace(ended);
  e.env.PATH = process.env.PATH;
  expect(e.head()).toBe(other);
  expect(e.git('status', '--porcelain')).toBe('');
});

test('two publish at once: one commit, nothing lost', async () => {
  const e = start();
  const before = e.head();
  const both = await Promise.all([e.cadastre(['publish']), e.cadastre(['publish'])]);
  for (const ended of both) expectNoTrace(ended);
  expect(e.git('rev-list', '--count', `${before}..HEAD`)).toBe('1');
  expect(e.git('status', '--porcelain')).toBe('');
  expect(both.some((ended) => ended.code === publishedCode(ended))).toBe(true);
  await expectVerified(e, ['--no-redraw']);
  expect((await e.cadastre(['publish'])).stdout).toMatch(/nothing has changed/);
});

/** Runs `publish` where git, at one of its commands, ends the one who called. */
async function killedAt(
  e: EvidenceEstate,
  command: string,
  signal: string,
  after: boolean,
): Promise<void> {
  const real = where('git');
  const kill = `kill -${signal} $PPID`;
  // git outlives whoever started it: what it still does to the index has to be over.
  const done = e.path('git-done');
  programs(e, {
    git: git(
      command,
      after
        ? `${real} "$@"; s=$?; ${kill}; touch ${done}; exit $s`
        : `${kill}; ${real} "$@"; s=$?; touch ${done}; exit $s`,
    ),
  });
  const child: ChildProcess = spawn(process.execPath, [CLI, 'publish'], {
    cwd: e.root,
    env: e.env,
    stdio: 'ignore',
  });
  await new Promise((ended) => child.on('close', ended));
  e.env.PATH = process.env.PATH;
  await vi.waitFor(() => expect(existsSync(done)).toBe(true), { timeout: 60_000 });
}

test.each<[string, 'KILL' | 'INT' | 'TERM', boolean]>([
  ['commit-tree', 'KILL', false],
  ['update-ref', 'KILL', false],
  ['update-ref', 'KILL', true],
  // The index is about to follow, and has followed.
  ['diff-tree', 'KILL', true],
  ['--refresh', 'KILL', false],
  ['commit-tree', 'INT', false],
  ['update-ref', 'INT', false],
  ['diff-tree', 'TERM', true],
])(
  'publish ended at %s by SIG%s (after it: %s): as before or complete',
  async (command, signal, after) => {
    const e = start();
    const before = e.head();
    await killedAt(e, command, signal, after);
    const moved = e.head() !== before;
    if (!moved) expect(e.git('status', '--porcelain')).toBe('');
    if (moved && signal !== 'KILL') expect(e.git('status', '--porcelain')).toBe('');
    // Whatever is left, the next run finishes.
    const ended = await e.cadastre(['publish']);
    expect(ended, ended.stderr).toMatchObject({ code: publishedCode(ended) });
    expect(e.git('rev-list', '--count', `${before}..HEAD`)).toBe('1');
    expect(e.git('status', '--porcelain', '--untracked-files=all')).toBe('');
    await expectVerified(e, ['--no-redraw']);
    expect(existsSync(join(e.root, '.git/index.lock'))).toBe(false);
  },
);

test('git cannot change its index; a folder cannot be written to: all is as before', async () => {
  const e = start();
  writeFileSync(join(e.root, '.git/index.lock'), '');
  const before = e.head();
  const ended = await e.cadastre(['publish']);
  expect(ended.stderr).toMatch(/error index-locked: .* index: \S*index.lock exists/);
  expectNoTrace(ended);
  expect(readdirSync(join(e.root, '.git/cadastre-publish'))).toEqual([]);
  rmSync(join(e.root, '.git/index.lock'));
  expect(e.head()).toBe(before);
  expect(e.git('status', '--porcelain')).toBe('');
  writeFileSync(join(e.root, '.git/refs/heads/main.lock'), '');
  await expectRefusal(e, ['publish'], 'index-locked', /branch: \S*main.lock exists/);
});

test('a disk that is full: all is as before', async () => {
  const e = start();
  const before = stateOf(e);
  // A limit of the size of files stands for it: the pictures are larger than that.
  const ended = await new Promise<Ended>((resolve) => {
    const child = spawn('sh', ['-c', `ulimit -f 4; exec "${process.execPath}" "${CLI}" publish`], {
      cwd: e.root,
      env: e.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (said: string) => {
      stderr += said;
    });
    child.on('close', (code, signal) => resolve({ code, signal, stdout: '', stderr }));
  });
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(stateOf(e)).toEqual(before);
  expect(mail('ci')).toBe('ci@example.com');
});
