/** verify.sh of a bundle, run for real: it holds for a genuine bundle, and for no forged one. */

import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sha256 } from '../src/evidence/manifest.ts';
import { VERIFY_SCRIPT } from '../src/report/bundle-script.ts';
import { type BundleStory, bundleStory } from './bundle-story.ts';
import { evidenceEstate, mail, type Person, POLICY } from './evidence-estate.ts';
import { programOf } from './required.ts';

let story: BundleStory;
beforeAll(async () => {
  story = await bundleStory();
}, 180_000);
afterAll(() => story?.estate.remove());

type Bytes = Readonly<Record<string, Uint8Array | string>>;

/** Unpacks the bundle with these files changed; `SHA256SUMS` says what is there unless told otherwise. */
function unpacked(changed: Bytes = {}, { sums = true } = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cadastre-it's a bundle-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files: Bytes = { ...story.files, ...changed };
  const lines = Object.keys(files)
    .filter((name) => name !== 'SHA256SUMS')
    .sort()
    .map((name) => `${sha256(files[name] as Uint8Array)}  ${name}\n`);
  for (const [name, bytes] of Object.entries({
    ...files,
    ...(sums ? { SHA256SUMS: lines.join('') } : {}),
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

interface Ran {
  readonly code: number;
  readonly said: string;
}

function verify(
  folder: string,
  root = story.rootHash,
  { shell = 'sh', env = {} as NodeJS.ProcessEnv, cwd = folder, script = 'verify.sh' } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      shell,
      [script, root],
      { cwd, env: { ...process.env, ...env } },
      (failed, stdout, stderr) =>
        resolve({ code: failed ? Number(failed.code) : 0, said: stdout + stderr }),
    );
  });
}

function holds({ code, said }: Ran): void {
  expect(said).toMatch(/^VERIFIED$/m);
  expect(said).not.toContain('FAILED');
  expect(code).toBe(0);
}

function refused({ code, said }: Ran, why: RegExp): void {
  expect(said).toMatch(why);
  expect(said).toMatch(/^NOT VERIFIED$/m);
  expect(said).not.toMatch(/^VERIFIED$/m);
  expect(code).toBe(1);
}

describe('a genuine bundle', () => {
  test.each(['sh', ...['dash', 'bash'].filter((name) => programOf([name]))])(
    'holds in %s',
    async (shell) => {
      holds(await verify(unpacked(), undefined, { shell }));
    },
  );

  test('says what it checked, who approved, and what is left', async () => {
    const { said } = await verify(unpacked());
    expect(said).toContain(`ok      names & signs is approved by  ${mail('app')}`);
    expect(said).toContain('ok      payments is a DRAFT');
    expect(said).toMatch(/5 commits are signed/);
    expect(said).toContain(`npx cadastre verify BUNDLE.zip --root ${story.rootHash}`);
  });

  test('holds wherever it is called from, whatever the environment says', async () => {
    const folder = unpacked();
    const trap = join(folder, '..', 'never-made');
    const env = {
      CDPATH: '/',
      GIT_DIR: '/nowhere',
      GIT_WORK_TREE: '/nowhere',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: `touch ${trap}`,
      TZ: 'Pacific/Kiritimati',
      LC_ALL: 'C.UTF-8',
    };
    holds(await verify(folder, undefined, { env, cwd: '/', script: join(folder, 'verify.sh') }));
    expect(() => readFileSync(trap)).toThrow();
  });

  test('leaves nothing behind', async () => {
    const temp = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-temp-')));
    onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
    holds(await verify(unpacked(), undefined, { env: { TMPDIR: temp } }));
    expect(execFileSync('ls', ['-A', temp], { encoding: 'utf8' })).toBe('');
  });

  test('is the same script in every bundle', () => {
    expect(Buffer.from(story.files['verify.sh'] as Uint8Array).toString()).toBe(VERIFY_SCRIPT);
    expect(VERIFY_SCRIPT).not.toContain(story.rootHash);
  });

  test.skipIf(!programOf(['shellcheck']))('shellcheck has nothing to say', () => {
    execFileSync(programOf(['shellcheck']) as string, ['-s', 'sh', join(unpacked(), 'verify.sh')]);
  });
});

describe('without a root, or with another', () => {
  test.each([[''], ['HEAD'], ['../x'], ['--upload-pack=x']])('%j', async (root) => {
    const { code, said } = await verify(unpacked(), root);
    expect(said).toContain('usage');
    expect(code).toBe(1);
  });

  test('one that is not there', async () => {
    refused(await verify(unpacked(), '1'.repeat(40)), /the root given is not in the history/);
  });

  test('a later commit of the history', async () => {
    const later = story.estate.git('rev-list', '--reverse', 'HEAD').split('\n')[2] as string;
    refused(await verify(unpacked(), later), /the root given is not the first/);
  });
});

describe('files changed', () => {
  const picture = (): string =>
    Object.keys(story.files).find((name) => name.endsWith('.svg')) as string;
  const changed = (name: string): Buffer =>
    Buffer.concat([story.files[name] as Uint8Array, Buffer.from(' ')]);

  test('a picture', async () => {
    const folder = unpacked({ [picture()]: changed(picture()) }, { sums: false });
    refused(await verify(folder), /files are not those of SHA256SUMS/);
  });

  test('a picture, and SHA256SUMS with it', async () => {
    refused(await verify(unpacked({ [picture()]: changed(picture()) })), /in no manifest/);
  });

  test('two pictures with each other', async () => {
    const [a, b] = Object.keys(story.files).filter((name) => name.endsWith('.jpg')) as [
      string,
      string,
    ];
    const { [a]: first, [b]: second } = story.files as Record<string, Uint8Array>;
    refused(
      await verify(unpacked({ [a]: second as Uint8Array, [b]: first as Uint8Array })),
      /in no manifest/,
    );
  });

  test('a file that SHA256SUMS does not name', async () => {
    const folder = unpacked();
    writeFileSync(join(folder, 'pictures', 'more.svg'), '<svg/>');
    refused(await verify(folder), /does not name just the files/);
  });

  test('lines that sha256sum passes over', async () => {
    const folder = unpacked();
    appendFileSync(join(folder, 'SHA256SUMS'), 'what is this\n');
    refused(await verify(folder), /lines of another form/);
  });

  test('the trust file beside the history', async () => {
    refused(
      await verify(unpacked({ 'trust/allowed_signers': changed('trust/allowed_signers') })),
      /trust\/allowed_signers is another/,
    );
  });

  test('the pack', async () => {
    const pack = Buffer.from(story.files['history.pack'] as Uint8Array);
    pack[pack.length >> 1] = (pack[pack.length >> 1] as number) ^ 1;
    refused(await verify(unpacked({ 'history.pack': pack })), /history.pack is broken/);
  });
});

/**
 * A bundle of a history that somebody went on with. All that is no signature is made to fit.
 * @param from number of commits to go back before
 */
function forged(from: number, forge: (made: BundleStory['estate']) => void): string {
  const { estate } = story;
  const head = estate.head();
  estate.git('reset', '-q', '--hard', `HEAD~${from}`);
  try {
    forge(estate);
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
    const pack = execFileSync('git', ['pack-objects', '--stdout', '--revs', '-q'], {
      cwd: estate.root,
      env,
      input: `${estate.head()}\n`,
      maxBuffer: 2 ** 28,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const bundle = JSON.parse(Buffer.from(story.files['bundle.json'] as Uint8Array).toString());
    return unpacked({
      'history.pack': pack,
      'bundle.json': `${JSON.stringify({ ...bundle, tip: estate.head() }, undefined, 2)}\n`,
      'trust/allowed_signers': readFileSync(join(estate.root, '.cadastre/allowed_signers')),
    });
  } finally {
    estate.git('reset', '-q', '--hard', head);
  }
}

describe('a history that was forged', () => {
  test('one that goes on as it should holds: the tests below fail for what they forge', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.commit('A word', { 'README.md': 'words' });
    });
    holds(await verify(folder));
  });

  test('a commit by an unknown key', async () => {
    const folder = forged(0, (made) => {
      made.as('eve');
      made.commit('Mine');
    });
    refused(await verify(folder), /not signed by a key in force of eve@example.com/);
  });

  test('a commit by an unknown key in the name of somebody trusted', async () => {
    const folder = forged(0, (made) => {
      made.as('eve');
      made.git('config', 'user.email', mail('eng'));
      made.commit('Mine');
    });
    refused(await verify(folder), /not signed by a key in force of eng@example.com/);
  });

  test('a commit by a trusted key in the name of somebody else', async () => {
    const folder = forged(0, (made) => {
      made.as('app');
      made.git('config', 'user.email', mail('eng'));
      made.commit('Mine');
    });
    refused(await verify(folder), /not signed by a key in force of eng@example.com/);
  });

  test('a commit that nobody signed, under one that somebody did', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Nobody');
      made.commit('On top');
    });
    refused(await verify(folder), /is not signed by a key in force/);
  });

  test('a key that admits itself', async () => {
    const folder = forged(0, (made) => {
      made.as('eve');
      const all = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
      made.commit('Welcome me', { '.cadastre/allowed_signers': `${all}${made.signer('eve')}\n` });
    });
    refused(await verify(folder), /not signed by a key in force of eve@example.com/);
  });

  test('a key that was revoked', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      const key = made.signer('app').split(' ').slice(1).join(' ');
      made.commit('Revoke', { '.cadastre/revoked_keys': `${key}\n` });
      made.as('app');
      made.commit('Still here');
    });
    refused(await verify(folder), /not signed by a key in force of app@example.com/);
  });

  test('a date that goes back', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      const before = '2020-01-01T00:00:00Z';
      execFileSync('git', ['commit', '-q', '--allow-empty', '-m', 'Long ago', '--date', before], {
        cwd: made.root,
        env: { ...process.env, GIT_COMMITTER_DATE: before },
      });
    });
    refused(await verify(folder), /has a date \d+ s before that of one that it builds on/);
  });

  test('pictures changed after they were published', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.commit('Nicer', { 'out/payments.svg': '<svg/>' });
    });
    refused(await verify(folder), /files changed since they were published/);
  });

  test('a policy in a form that the script does not read', async () => {
    const folder = forged(0, (made) => {
      made.as('eng');
      made.commit('Flow', {
        '.cadastre/policy.yaml': '{roles: {ci: [ci@example.com]}, approvals: 0}',
      });
      made.commit('On top');
    });
    refused(await verify(folder), /only Cadastre reads/);
  });

  describe('approvals', () => {
    const of = (made: BundleStory['estate']): string =>
      made.git('ls-files', '-z', '.cadastre/approvals/names*').split('\0')[0] as string;
    /** From the commit that approved, with its files changed by who made the change; all after it as it was. */
    const approvalsForged = (
      forge: (made: BundleStory['estate'], path: string) => void,
    ): string => {
      const [second, changed, first] = [0, 1, 2].map((n) =>
        story.estate.git('rev-parse', `HEAD~${n}`),
      ) as [string, string, string];
      return forged(3, (made) => {
        const again = (person: Person, from: string, folder: string): void => {
          made.as(person);
          made.git('checkout', from, '--', folder);
          made.commit('As it was');
        };
        made.as('eng');
        forge(made, of(made));
        made.commit('Approvals');
        again('ci', first, 'out');
        again('eng', changed, 'diagrams');
        again('ci', second, 'out');
      });
    };

    test('published anew they hold: the tests below fail for what they forge', async () => {
      holds(await verify(approvalsForged(() => {})));
    });

    test('with a signature for git', async () => {
      const folder = approvalsForged((made, path) => {
        const file = join(made.root, path);
        rmSync(`${file}.sig`);
        execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'git', '-f', made.key('app'), file], {
          stdio: 'ignore',
        });
        expect(readFileSync(`${file}.sig`, 'utf8')).toContain('BEGIN SSH SIGNATURE');
      });
      refused(await verify(folder), /names & signs has 0 of 1 approvals that hold/);
    });

    test('signed by somebody else', async () => {
      const folder = approvalsForged((made, path) => {
        const file = join(made.root, path);
        rmSync(`${file}.sig`);
        const args = [
          '-q',
          '-Y',
          'sign',
          '-n',
          'pci-diagram-approval',
          '-f',
          made.key('eng'),
          file,
        ];
        execFileSync('ssh-keygen', args, { stdio: 'ignore' });
      });
      refused(await verify(folder), /0 of 1 approvals/);
    });

    test('by the one who made it', async () => {
      const folder = approvalsForged((made, path) => {
        const own = path.replace(mail('app'), mail('eng'));
        const text = readFileSync(join(made.root, path), 'utf8').replace(mail('app'), mail('eng'));
        writeFileSync(join(made.root, own), text);
        for (const ending of ['', '.sig']) rmSync(join(made.root, path + ending));
        const args = [
          '-q',
          '-Y',
          'sign',
          '-n',
          'pci-diagram-approval',
          '-f',
          made.key('eng'),
          join(made.root, own),
        ];
        execFileSync('ssh-keygen', args, { stdio: 'ignore' });
      });
      refused(await verify(folder), /0 of 1 approvals/);
    });

    test('one that counts for two', async () => {
      const folder = approvalsForged((made, path) => {
        for (const ending of ['', '.sig'])
          writeFileSync(
            join(made.root, path.replace(mail('app'), 'zed@example.com') + ending),
            readFileSync(join(made.root, path + ending)),
          );
        made.commit('Two', {
          '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2'),
        });
      });
      refused(await verify(folder), /1 of 2 approvals/);
    });

    test('by a key that has expired, claiming a time before', async () => {
      const folder = approvalsForged((made, path) => {
        const signers = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
        const app = made.signer('app');
        made.commit('Until then', {
          '.cadastre/allowed_signers': signers.replace(
            app,
            app.replace(' ', ' valid-before="20200101" '),
          ),
        });
        const file = join(made.root, path);
        const text = readFileSync(file, 'utf8').replace(/"time":"\d{4}/, '"time":"2019');
        writeFileSync(file, text);
        rmSync(`${file}.sig`);
        const args = [
          '-q',
          '-Y',
          'sign',
          '-n',
          'pci-diagram-approval',
          '-f',
          made.key('app'),
          file,
        ];
        execFileSync('ssh-keygen', args, { stdio: 'ignore' });
      });
      refused(await verify(folder), /0 of 1 approvals/);
    });

    test('hold when the approver left later, and not when the key was revoked', async () => {
      const left = approvalsForged((made) => {
        const signers = readFileSync(join(made.root, '.cadastre/allowed_signers'), 'utf8');
        made.commit('Left', {
          '.cadastre/allowed_signers': signers.replace(`${made.signer('app')}\n`, ''),
        });
      });
      holds(await verify(left));
      const revoked = approvalsForged((made) => {
        const key = made.signer('app').split(' ').slice(1).join(' ');
        made.commit('Revoked', { '.cadastre/revoked_keys': `${key}\n` });
      });
      refused(await verify(revoked), /is not signed by a key in force|0 of 1 approvals/);
    });

    test('of another model', async () => {
      const folder = approvalsForged((made, path) => {
        const text = readFileSync(join(made.root, path), 'utf8');
        writeFileSync(join(made.root, path), text.replace(/"model":"./, '"model":"x'));
      });
      refused(await verify(folder), /0 of 1 approvals/);
    });
  });
});

describe('an estate in a folder of a repository', () => {
  test('what lies beside it may be unsigned, what lies in it may not', async () => {
    const source = (name: string): string =>
      `import { account, diagram } from 'cadastre';\nexport default diagram('A', { content: [account('${name}')] });\n`;
    const made = evidenceEstate({ 'networks/diagrams/a b.ts': source('one') }, 'networks/');
    onTestFinished(() => made.remove());
    const unsigned = (file: string, text: string): void => {
      mkdirSync(dirname(join(made.root, file)), { recursive: true });
      writeFileSync(join(made.root, file), text);
      made.git('add', file);
      made.git('-c', 'commit.gpgsign=false', 'commit', '-q', '-m', file);
    };
    made.as('eng');
    unsigned('app/main.c', '1');
    const root = made.commit('Diagrams');
    // A branch that began before there was trust.
    made.git('checkout', '-q', '-b', 'side', 'HEAD~1');
    made.commit('Side', { 'app/side.c': '1' });
    made.git('checkout', '-q', 'main');
    made.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
    unsigned('app/main.c', '2');
    made.as('ci');
    const published = await made.cadastre(['publish']);
    expect(published.code, published.stderr).toBe(0);
    const bundled = async (): Promise<string> => {
      const zip = made.path('b.zip');
      const { code, stderr } = await made.cadastre(['bundle', '-o', zip]);
      expect(code, stderr).toBe(0);
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-folder-')));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
      return folder;
    };
    const folder = await bundled();
    const ran = await verify(folder, root);
    holds(ran);
    expect(ran.said).toContain('a b is a DRAFT');
    unsigned('networks/README.md', 'words');
    const pack = execFileSync('git', ['pack-objects', '--stdout', '--revs', '-q'], {
      cwd: made.root,
      input: `${made.head()}\n`,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    writeFileSync(join(folder, 'history.pack'), pack);
    const head = readFileSync(join(folder, 'bundle.json'), 'utf8');
    const tip = `"tip": "${made.head()}"`;
    writeFileSync(join(folder, 'bundle.json'), head.replace(/"tip": "\w+"/, tip));
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').replace(
      /^\w{64}( {2}(?:history\.pack|bundle\.json))$/gm,
      (_, name: string) => sha256(readFileSync(join(folder, name.trim()))) + name,
    );
    writeFileSync(join(folder, 'SHA256SUMS'), sums);
    refused(await verify(folder, root), /is not signed by a key in force/);
  }, 90_000);
});
