/** verify.sh of a bundle, run for real: it holds for a genuine bundle, and for none with changed files. */

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { VERIFY_SCRIPT } from '../src/report/bundle/script.ts';
import { type BundleStory, bundleStory } from './bundle-story.ts';
import {
  holds,
  holdsInPart,
  type Ran,
  type RunOptions,
  refused,
  unpackedOf,
  verify as verifyAt,
} from './bundle-unpacked.ts';
import { mail } from './evidence-estate.ts';
import { sign } from './evidence-forge.ts';
import { programOf, withNeed } from './required.ts';
import { filesIn, put } from './run-cli.ts';

let story: BundleStory;
beforeAll(async () => {
  story = await bundleStory();
}, 180_000);
afterAll(() => story?.estate.remove());

const verify = (folder: string, root = story.rootHash, options: RunOptions = {}): Promise<Ran> =>
  verifyAt(folder, root, options);
const unpacked = (
  changed: Readonly<Record<string, Uint8Array | string | undefined>> = {},
  options: { readonly sums?: boolean; readonly signed?: boolean } = {},
): string => unpackedOf(story, changed, options);

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
    expect(said).toContain('5 commits: 5 signed by keys that were in force');
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

  // A linter that few have; CI must (CADASTRE_REQUIRE).
  withNeed('shellcheck', test)('shellcheck has nothing to say', () => {
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
    refused(await verify(folder), /files do not match SHA256SUMS/);
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
    refused(await verify(folder), /does not list exactly the files/);
  });

  test('lines that sha256sum passes over', async () => {
    const folder = unpacked();
    appendFileSync(join(folder, 'SHA256SUMS'), 'what is this\n');
    refused(await verify(folder), /malformed lines/);
  });

  test('an old draft that is left out', async () => {
    const [draft] = Object.keys(story.files).filter((name) => /payments.*_DRAFT\.svg$/.test(name));
    expect(draft).toBeDefined();
    refused(
      await verify(unpacked({ [draft as string]: undefined })),
      /missing: pictures\/payments/,
    );
  });

  describe('page, tables and script, with SHA256SUMS made to fit', () => {
    const text = (name: string): string => Buffer.from(story.files[name] ?? []).toString();
    const forgeries: [string, () => Record<string, string>][] = [
      [
        'another approver on the page',
        () => ({ 'index.html': text('index.html').replaceAll(mail('app'), 'boss@example.com') }),
      ],
      [
        'another port in links.csv',
        () => ({ 'links.csv': text('links.csv').replace('5432', '443') }),
      ],
      ['a script that says what it likes', () => ({ 'verify.sh': `${text('verify.sh')}# more\n` })],
    ];
    test.each(forgeries)('%s, under the signature of the genuine list', async (_, forge) => {
      const files = forge();
      for (const [name, forged] of Object.entries(files)) expect(forged).not.toBe(text(name));
      const folder = unpacked(files, { signed: true });
      refused(await verify(folder), /SHA256SUMS is not signed by a key in force/);
    });
    test.each(forgeries)(
      '%s, with the signature taken out, is not said to hold',
      async (_, forge) => {
        holdsInPart(await verify(unpacked(forge())));
      },
    );
    test.each([
      ['of a key that nobody trusts', 'eve', 'pci-diagram-bundle'],
      ['made for git', 'ci', 'git'],
      ['of somebody else', 'eng', 'pci-diagram-bundle'],
    ] as const)('a signature %s', async (_, by, namespace) => {
      const list = text('SHA256SUMS');
      const folder = unpacked(
        { 'SHA256SUMS.sig': sign(story.estate, by, namespace, list) },
        { signed: true },
      );
      expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(list);
      refused(
        await verify(folder),
        /SHA256SUMS is not signed by a key in force for ci@example.com/,
      );
    });
    test('a signer that is named, and no signature', async () => {
      refused(
        await verify(unpacked({ 'SHA256SUMS.sig': undefined }, { signed: true })),
        /there is no signature/,
      );
    });
  });

  test('the trust file beside the history', async () => {
    refused(
      await verify(unpacked({ 'trust/allowed_signers': changed('trust/allowed_signers') })),
      /trust\/allowed_signers differs from the history/,
    );
  });

  test('the pack', async () => {
    const pack = Buffer.from(story.files['history.pack'] as Uint8Array);
    pack[pack.length >> 1] = (pack[pack.length >> 1] as number) ^ 1;
    refused(await verify(unpacked({ 'history.pack': pack })), /history.pack is broken/);
  });
});

test('made by somebody without a role it is unsigned, says so on each sheet, and holds in part', async () => {
  const estate = story.estate.copy();
  onTestFinished(() => estate.remove());
  estate.as('eve');
  const zip = estate.path('eve.zip');
  const made = await estate.cadastre(['bundle', '-o', zip]);
  expect([made.code, made.stderr]).toEqual([
    0,
    expect.stringContaining(
      'warning bundle-unsigned: the list of digests is not signed: eve@example.com has no role',
    ),
  ]);
  const files = unzipSync(readFileSync(zip));
  expect(Object.keys(files)).not.toContain('SHA256SUMS.sig');
  expect(Buffer.from(files['index.html'] ?? []).toString()).toMatch(
    /@bottom-left \{ content: "UNVERIFIED: nobody signed this page/,
  );
  const folder = unpackedOf({ ...story, files });
  holdsInPart(await verify(folder));
  const args = ['verify', zip, '--root', story.rootHash, '--no-redraw'];
  const { stdout, code } = await estate.cadastre(args);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^- +bundle-list/m)]);
});

describe('as Cadastre reads it', () => {
  const cadastreVerify = async (zip: string) => {
    const args = ['verify', zip, '--root', story.rootHash, '--no-redraw', '--json'];
    const { stdout, code } = await story.estate.cadastre(args);
    const { verdicts = [], diagnostics = [] } = JSON.parse(stdout);
    const list = verdicts.find(({ check }: { check: string }) => check === 'bundle-list');
    return { code, diagnostics, list };
  };

  // Collected where there is such a program.
  if (programOf(['zip']))
    test.each([
      ['its files', '.', (folder: string) => folder],
      ['the folder around them', '*', (folder: string) => join(folder, '..')],
    ])('zipped again by `zip -r`, %s', async (_, what, from) => {
      const outer = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-again-')));
      onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
      const folder = join(outer, 'in', 'evidence');
      put(folder, story.files);
      const zip = join(outer, 'again.zip');
      execFileSync('sh', ['-c', `zip -q -r "$0" ${what}`, zip], { cwd: from(folder) });
      expect(await cadastreVerify(zip)).toMatchObject({
        code: 0,
        diagnostics: [],
        list: { verdict: 'pass', reason: `the list of digests is signed by ${mail('ci')}` },
      });
    });

  test.each([
    ['nobody', undefined, 'unknown', 0],
    ['an unknown key', 'eve', 'fail', 1],
  ] as const)('with a list signed by %s', async (_, by, verdict, code) => {
    const list = Buffer.from(story.files.SHA256SUMS as Uint8Array).toString();
    const folder = by
      ? unpacked(
          { 'SHA256SUMS.sig': sign(story.estate, by, 'pci-diagram-bundle', list) },
          { signed: true },
        )
      : unpacked({}, { signed: false });
    const zip = story.estate.path(`${verdict}.zip`);
    const files = filesIn(folder).map((name) => [name, readFileSync(join(folder, name))]);
    writeFileSync(zip, zipSync(Object.fromEntries(files)));
    const verified = await cadastreVerify(zip);
    expect(verified.list).toMatchObject({ verdict });
    expect(verified.code).toBe(by ? code : 1);
  });
});
