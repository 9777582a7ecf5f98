/** What lies in the way of a publication in a checkout, in names, in keys and on the disk: said, or no obstacle at all. */

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { printManifest } from '../src/evidence/manifest/manifest.ts';
import { type EvidenceEstate, evidenceEstate, mail, POLICY } from './evidence-estate.ts';
import {
  copyOf,
  expectRefused,
  expectVerified,
  forgePublication,
  ONE,
  publishedCode,
  publishedEstate,
  rootOf,
  TWO,
  unpackedScript,
} from './evidence-forge.ts';
import { expectRefusal, git, programs, where } from './evidence-refusal.ts';
import { onDisk } from './full-disk.ts';
import { withNeed } from './required.ts';
import { CLI, expectNoTrace } from './run-cli.ts';

let base: EvidenceEstate;
/** `diagrams/a.ts` has gone to TWO, and nothing of that is published; there is a `b`, and something beside. */
beforeAll(async () => {
  base = await publishedEstate({ 'diagrams/b.ts': ONE, 'other/x.txt': 'x' });
  base.as('eng');
  base.commit('Two', { 'diagrams/a.ts': TWO });
  base.as('ci');
});
afterAll(() => base.remove());

const ok = async (e: EvidenceEstate, args: readonly string[], folder?: string): Promise<string> => {
  const ended = await e.cadastre(args, folder);
  expect(ended, ended.stderr).toMatchObject({ code: publishedCode(ended) });
  return ended.stdout;
};

describe('a checkout', () => {
  test('in the middle of a merge or a rebase', async () => {
    const e = copyOf(base);
    e.as('eng');
    e.git('checkout', '-q', '-b', 'side', 'HEAD~1');
    e.commit('Side');
    e.git('checkout', '-q', 'main');
    e.git('merge', '-q', '--no-commit', '-s', 'ours', 'side');
    e.as('ci');
    await expectRefusal(e, ['publish'], 'in-progress', /merge/);
    e.git('merge', '--abort');
    e.git('-c', 'sequence.editor=sed -i 1s/pick/edit/', 'rebase', '-q', '-i', 'HEAD~1');
    await expectRefusal(e, ['publish', '--branch', 'main'], 'in-progress', /rebase/);
  });

  test('whose branch another one has, too', async () => {
    const e = copyOf(base);
    const other = e.path('other');
    e.git('worktree', 'add', '-q', '--detach', other);
    const ended = await e.cadastre(['publish', '--branch', 'main'], other);
    expect(ended.stderr).toMatch(/error other-branch: .* checked out in ".*estate"/);
    expect(e.git('status', '--porcelain')).toBe('');
    expect(e.head()).toBe(base.head());
  });

  test('that hides a source: its diagram is not taken for removed', async () => {
    const e = copyOf(base);
    e.git('update-index', '--assume-unchanged', 'diagrams/b.ts');
    rmSync(join(e.root, 'diagrams/b.ts'));
    await expectRefusal(e, ['publish'], 'dirty-tree', /lacks .*: diagrams\/b.ts/);
    e.git('update-index', '--no-assume-unchanged', 'diagrams/b.ts');
    e.git('checkout', '-q', 'diagrams/b.ts');
    e.git('sparse-checkout', 'set', '--no-cone', '/*', '!/cadastre.config.yaml');
    await expectRefusal(e, ['publish'], 'dirty-tree', /lacks .*: cadastre.config.yaml/);
  });

  test('with a file that is only announced, or that `git status` was told to leave out', async () => {
    const e = copyOf(base);
    writeFileSync(join(e.root, 'new.txt'), '');
    e.git('add', '--intent-to-add', 'new.txt');
    await expectRefusal(e, ['publish'], 'dirty-tree', /new.txt/);
    e.git('rm', '-q', '--cached', 'new.txt');
    e.git('config', 'status.showUntrackedFiles', 'no');
    await expectRefusal(e, ['publish'], 'dirty-tree', /new.txt/);
  });

  test('that is sparse, a worktree, with hooks, line ends, locale and keys of its own', async () => {
    const e = copyOf(base);
    const mark = e.path('mark');
    const hooks = ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction'];
    for (const name of hooks) {
      const hook = join(e.root, '.git/hooks', name);
      mkdirSync(join(hook, '..'), { recursive: true });
      writeFileSync(hook, `#!/bin/sh\necho ${name} >>"${mark}"\nexit 1\n`);
    }
    const at = e.path('worktree');
    e.git('worktree', 'add', '-q', '--no-checkout', '-b', 'wt', at);
    const there = (...args: string[]): string => e.git('-C', at, ...args);
    there('sparse-checkout', 'set', 'diagrams', '.cadastre');
    for (const name of hooks) chmodSync(join(e.root, '.git/hooks', name), 0o755);
    execFileSync('git', ['config', '--global', 'gpg.program', '/bin/false'], { env: e.env });
    for (const [name, value] of Object.entries({
      'gpg.format': 'openpgp',
      'gpg.ssh.defaultKeyCommand': `touch ${mark}`,
      'core.autocrlf': 'true',
      'i18n.commitEncoding': 'ISO-8859-1',
      'core.quotePath': 'true',
    }))
      e.git('config', name, value);
    there('-c', 'core.hooksPath=/dev/null', 'checkout', '-q', 'wt');
    Object.assign(e.env, { TZ: 'Pacific/Kiritimati', LC_ALL: 'C', LANG: 'de_DE', LANGUAGE: 'de' });
    await ok(e, ['publish'], at);
    expect(existsSync(mark)).toBe(false);
    expect(there('status', '--porcelain')).toBe('');
    expect(there('ls-files', '-t', 'other')).toBe('S other/x.txt');
    expect(there('show', '--name-only', '--format=').split('\n').sort()).toEqual(
      ['SHA256SUMS', 'a.model.json', 'a.svg', 'manifest.json'].map((name) => `out/${name}`),
    );
    Object.assign(e.env, { TZ: 'America/Los_Angeles', LC_ALL: 'de_DE.UTF-8' });
    expect(await ok(e, ['verify', '--root', rootOf(e)], at)).toMatch(/^verified/m);
  });

  test('in which git changed the ends of lines says how to stop that', async () => {
    const e = copyOf(base);
    e.git('reset', '-q', '--hard', 'HEAD~1');
    e.git('config', 'core.autocrlf', 'true');
    rmSync(join(e.root, 'out'), { recursive: true });
    e.git('checkout', '-q', 'out');
    await expectRefused(e, 'checkout', /line endings: .*-text.* \.gitattributes/);
  });
});

describe('two clones of one remote', () => {
  test('publish both: who pushes later is refused by git, loses nothing and has nothing more to say', async () => {
    const e = copyOf(base);
    const remote = e.path('remote.git');
    e.git('clone', '-q', '--bare', e.root, remote);
    const clone = (name: string): string => {
      const at = e.path(name);
      e.git('clone', '-q', remote, at);
      for (const [key, value] of Object.entries({
        'user.name': 'ci',
        'user.email': mail('ci'),
        'user.signingkey': e.key('ci'),
      }))
        e.git('-C', at, 'config', key, value);
      return at;
    };
    const [one, two] = [clone('one'), clone('two')];
    await ok(e, ['publish'], one);
    // In the same second it would be the same commit.
    await new Promise((done) => setTimeout(done, 1100));
    await ok(e, ['publish'], two);
    const pushed = (at: string): number | null =>
      spawnSync('git', ['push', '-q', 'origin', 'main'], { cwd: at, env: e.env }).status;
    expect([pushed(one), pushed(two)]).toEqual([0, 1]);
    e.git('-C', two, 'fetch', '-q');
    e.git('-C', two, 'reset', '-q', '--hard', 'origin/main');
    expect(await ok(e, ['publish'], two)).toMatch(/nothing has changed/);
    expect(await ok(e, ['verify', '--root', rootOf(e), '--no-redraw'], two)).toMatch(/^verified/m);
  });
});

describe('names', () => {
  test('anything that is a file name everywhere is published, approved, handed out', async () => {
    const names = ['two words', "it's", '-dash', 'ümläut é', 'nfd-e\u0301', '日本語 😀', '*[x]?'];
    names.push('$(touch x)`id`;&', '%41#', 'l'.repeat(200));
    const e = evidenceEstate({}, '-f ü/');
    onTestFinished(() => e.remove());
    const files = names.map((name): [string, string] => [`-f ü/diagrams/${name}.ts`, ONE]);
    e.as('eng');
    const root = e.commit('First', {
      '-f ü/cadastre.config.yaml': 'formats: [svg]\n',
      ...Object.fromEntries(files),
    });
    e.as('app');
    await ok(e, ['approve', '--yes', '--', ...names.map((name) => `diagrams/${name}.ts`)]);
    e.commit('Approve');
    // The repository itself may lie anywhere.
    const at = e.path('re"po \\ é\n$x');
    e.git('clone', '-q', e.root, at);
    e.git('-C', at, 'config', 'user.email', mail('ci'));
    e.git('-C', at, 'config', 'user.name', 'ci');
    e.git('-C', at, 'config', 'user.signingkey', e.key('ci'));
    const estate = join(at, '-f ü');
    expect(await ok(e, ['publish'], estate)).toMatch(/^published 10 diagrams/);
    expect(e.git('-C', at, 'status', '--porcelain')).toBe('');
    expect(await ok(e, ['verify', '--root', root], estate)).toMatch(/^verified/m);
    execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: join(estate, 'out') });
    expect(await ok(e, ['log', '--', '-dash'], estate)).toMatch(/^version 1 /m);
    await ok(e, ['bundle', '-o', e.path('b.zip')], estate);
    expect(await ok(e, ['verify', e.path('b.zip'), '--root', root])).toMatch(/^verified/m);
    const script = unpackedScript(e.path('b.zip'), e.path('unpacked/x'));
    const said = spawnSync('sh', [script, root], { encoding: 'utf8', env: e.env });
    expect(said, said.stdout + said.stderr).toMatchObject({ status: 0 });
  });

  test('what git, sha256sum and a zip each write otherwise is refused, all at once', async () => {
    const e = copyOf(base);
    const odd = ['quo"te', 'tab\there', 'new\nline', 'back\\slash'];
    e.as('eng');
    e.commit('Odd', Object.fromEntries(odd.map((name) => [`diagrams/${name}.ts`, ONE])));
    e.as('ci');
    const { stderr } = await expectRefusal(e, ['publish'], 'unpublishable-name', /quo/);
    expect(stderr.match(/error unpublishable-name: the diagram/g)).toHaveLength(odd.length);
    e.as('app');
    await expectRefusal(e, ['approve', '-y', 'diagrams/quo"te.ts'], 'unpublishable-name');
  });
});

describe('a key', () => {
  /** An agent that goes when the test ends. */
  function agent(e: EvidenceEstate, ...keys: string[]): void {
    const text = execFileSync('ssh-agent', ['-s'], { env: e.env, encoding: 'utf8' });
    e.env.SSH_AUTH_SOCK = /SSH_AUTH_SOCK=([^;]+)/.exec(text)?.[1];
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(text)?.[1]);
    onTestFinished(() => void process.kill(pid));
    if (keys.length > 0) execFileSync('ssh-add', ['-q', ...keys], { env: e.env });
  }

  test('with a passphrase, asked for by SSH_ASKPASS: approves and publishes', async () => {
    const e = copyOf(base);
    const locked = e.path('keys/locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-C', '', '-f', locked]);
    const key = readFileSync(`${locked}.pub`, 'utf8').trim();
    const trusted = readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');
    e.as('app');
    e.commit('Keys', {
      '.cadastre/allowed_signers': `${trusted}${mail('app')},${mail('ci')} ${key}\n`,
    });
    programs(e, { ask: '#!/bin/sh\necho secret\n' });
    Object.assign(e.env, {
      SSH_ASKPASS: join(e.path('bin/x'), '../ask'),
      SSH_ASKPASS_REQUIRE: 'force',
    });
    e.git('config', 'user.signingkey', locked);
    await ok(e, ['approve', 'diagrams/a.ts', '--yes']);
    e.commit('Approve');
    e.as('ci');
    e.git('config', 'user.signingkey', locked);
    await ok(e, ['publish']);
    await expectVerified(e, ['--no-redraw']);
  });

  test('of an agent signs, by its public half; without it, or without an agent, nothing does', async () => {
    const e = copyOf(base);
    agent(e, e.key('app'), e.key('ci'));
    const half = (person: 'app' | 'ci'): string => readFileSync(`${e.key(person)}.pub`, 'utf8');
    e.as('app');
    e.git('config', 'user.signingkey', `key::${half('app').trim()}`);
    const files = (await ok(e, ['approve', 'diagrams/a.ts', '--yes'])).trim().split('\n');
    e.commit('Approve');
    e.as('ci');
    writeFileSync(e.path('only.pub'), half('ci'));
    e.git('config', 'user.signingkey', e.path('only.pub'));
    await ok(e, ['publish']);
    await expectVerified(e, ['--no-redraw']);
    expect(files).toHaveLength(2);
    e.git('reset', '-q', '--hard', 'HEAD~1');
    execFileSync('ssh-add', ['-q', '-D'], { env: e.env });
    await expectRefusal(e, ['publish'], 'not-signed', /private key|agent/i);
    e.env.SSH_AUTH_SOCK = e.path('nowhere');
    await expectRefusal(e, ['publish'], 'not-signed', /private key|agent/i);
  });

  test('of GPG, or none at all, whatever command would find one', async () => {
    const e = copyOf(base);
    e.git('config', 'gpg.format', 'openpgp');
    e.git('config', 'user.signingkey', 'ABCDEF0123456789');
    await expectRefusal(e, ['publish'], 'not-signed', /ABCDEF/);
    e.git('config', '--unset', 'user.signingkey');
    e.git('config', 'gpg.ssh.defaultKeyCommand', `echo key::${e.signer('ci')}`);
    await expectRefusal(e, ['publish'], 'not-signed', /signingKey/);
    e.git('config', 'user.email', mail('app'));
    await expectRefusal(e, ['approve', '-y', 'diagrams/a.ts'], 'no-key', /signingkey/);
  });

  test('that was revoked', async () => {
    const e = copyOf(base);
    const key = e.signer('ci').split(' ').slice(1).join(' ');
    e.as('app');
    e.commit('Revoke', { '.cadastre/revoked_keys': `${key}\n`, '.cadastre/policy.yaml': POLICY });
    e.as('ci');
    await expectRefusal(e, ['publish'], 'key-not-trusted', /revoked/);
  });
});

describe('what is committed is broken:', () => {
  test.each<[string, (text: string) => string]>([
    ['half a character', (text) => text.replace('"title": "', '"title": "\\ud800')],
    [
      'nested too deep',
      (text) =>
        text.replace(
          '"libraries": {',
          `"libraries": {"x": ${'['.repeat(20_000)}${']'.repeat(20_000)},`,
        ),
    ],
  ])('a manifest with %s is refused, and no command falls over it', async (_, spoil) => {
    const e = copyOf(base);
    forgePublication(e, () => {}, { print: (manifest) => spoil(printManifest(manifest)) });
    await expectRefused(e, 'manifest', /canonical/);
    await expectRefusal(e, ['publish'], 'unverified', /manifest/);
    expectNoTrace(await e.cadastre(['log', 'a']));
  });

  test('an object: it is that, and no lack of trust files', async () => {
    const e = copyOf(base);
    const id = e.git('rev-parse', 'HEAD:out/a.svg');
    const path = join(e.root, '.git/objects', id.slice(0, 2), id.slice(2));
    chmodSync(path, 0o644);
    writeFileSync(path, 'x');
    for (const args of [['publish'], ['bundle', '-o', 'b.zip']])
      expect((await e.cadastre(args)).stderr).toMatch(
        /error unverified: complete-history .*broken/,
      );
  });
});

describe('a disk', () => {
  test('that has no place for temporary files', async () => {
    const e = copyOf(base);
    e.env.TMPDIR = `${e.path('no')}/such`;
    for (const args of [['publish'], ['verify'], ['log', 'a'], ['bundle', '-o', e.path('b.zip')]])
      await expectRefusal(e, args, 'unwritable', /does not exist/);
    e.as('app');
    await expectRefusal(e, ['approve', '-y', 'diagrams/a.ts'], 'unwritable', /does not exist/);
  });

  test('on which git cannot take the branch back: the next run goes on from there', async () => {
    const e = copyOf(base);
    const counter = e.path('count');
    // The second move of the branch is the one back.
    const real = where('git');
    const second = `echo x >>"${counter}"; [ "$(wc -l <"${counter}")" -lt 2 ] || { echo 'error: No space left on device' >&2; exit 128; }`;
    programs(e, {
      git: git(
        'update-ref',
        `${second}; "${real}" "$@"; s=$?; touch "${e.root}/.git/index.lock"; exit $s`,
      ),
    });
    const ended = await e.cadastre(['publish']);
    expect(ended.stderr).toMatch(/error git-failed: .*No space left/);
    expectNoTrace(ended);
    e.env.PATH = process.env.PATH;
    rmSync(join(e.root, '.git/index.lock'));
    // A machine that went down may have left the note without its content.
    const [note = ''] = execFileSync('ls', [join(e.root, '.git/cadastre-publish')], {
      encoding: 'utf8',
    }).split('\n');
    writeFileSync(join(e.root, '.git/cadastre-publish', note), '');
    expect(await ok(e, ['publish'])).toMatch(/nothing has changed/);
    expect(e.git('status', '--porcelain')).toBe('');
    await expectVerified(e, ['--no-redraw']);
  });

  // Not every machine lets one mount a disk; CI must (CADASTRE_REQUIRE).
  withNeed('disk', describe)('of its own (needs leave to mount one)', () => {
    const run = (e: EvidenceEstate, script: string) =>
      onDisk(
        e.path('disk'),
        4096,
        `cp -r "${e.root}" "${e.path('disk')}/e" && cd "${e.path('disk')}/e"
c() { "${process.execPath}" "${CLI}" "$@" 2>&1; echo "exit $?"; }
state() { git --no-optional-locks status --porcelain -uall; git rev-parse HEAD; ls .git/cadastre-publish; find . -name '*.tmp' -o -name '*.lock'; }
${script}`,
        { cwd: e.root, env: e.env },
      );

    test.each([0, 32])(
      'with %i KiB left: nothing is published, and all of it later',
      async (left) => {
        const e = copyOf(base);
        const ended = await run(
          e,
          `mkdir -p .git/cadastre-publish; fill ${left}; c publish; echo ==; free; state; echo ==; c publish; echo ==; state`,
        );
        expectNoTrace(ended);
        const [said = '', after = '', again = '', done = ''] = ended.stdout.split('==\n');
        if (!/published/.test(said)) {
          expect(said).toMatch(
            /error (git-failed|unwritable): .*(o space left|couldn't write|disk is full)/,
          );
          expect(said).toMatch(/exit 2\n$/);
          expect(after).toBe(`${base.head()}\n`);
          expect(again).toMatch(/published 2 diagrams/);
        } else expect(left).not.toBe(0);
        expect(done).toMatch(/^[0-9a-f]{40}\n$/);
      },
    );

    test('full, or that nobody may write to: approve and bundle leave nothing, verify and log work', async () => {
      const e = copyOf(base);
      e.as('app');
      const work =
        'c approve -y diagrams/a.ts; c bundle -o b.zip; c verify; c log a; c publish; echo ==; state; ls b.zip';
      const ended = await run(
        e,
        `fill 0; ${work}; echo ==; free; git reset -q --hard; readonly_; ${work}`,
      );
      expectNoTrace(ended);
      const [full = '', , none = '', readonly = ''] = ended.stdout.split('==\n');
      for (const [said, why] of [
        [full, 'the disk is full'],
        [none, 'read-only'],
      ] as const) {
        expect(said).toMatch(
          new RegExp(`error unwritable: (?:preview|\\.cadastre/approvals)/.*${why}`),
        );
        expect(said).toMatch(new RegExp(`error unwritable: b\\.zip .*${why}`));
        expect(said).toMatch(/^unanchored: all checks passed/m);
        expect(said).toMatch(/^version 1 /m);
        expect(said).toMatch(/error git-failed|error key-not-trusted/);
        // Nothing is listed as written that is not there.
        expect(said).not.toMatch(/^\.cadastre\/approvals/m);
      }
      expect(readonly).toBe(`${base.head()}\n`);
    });
  });
});
