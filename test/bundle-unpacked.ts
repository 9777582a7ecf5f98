/** Bundles as an auditor unpacks them, genuine and forged, and their script run for real. */

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { sha256 } from '../src/model/digest.ts';
import type { BundleStory } from './bundle-story.ts';
import type { EvidenceEstate } from './evidence-estate.ts';

export type Bytes = Readonly<Record<string, Uint8Array | string>>;

/**
 * Unpacks the bundle with these files changed, undefined for one that is taken out. `SHA256SUMS` says what is there
 * unless told otherwise; whoever forges it can sign nothing, and takes the signature out.
 */
export function unpackedOf(
  story: BundleStory,
  changed: Readonly<Record<string, Uint8Array | string | undefined>> = {},
  { sums = true, signed = Object.keys(changed).length === 0 } = {},
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cadastre-it's a bundle-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const head = JSON.parse(Buffer.from(story.files['bundle.json'] as Uint8Array).toString());
  const { by: _, ...nobody } = head;
  const unsigned = {
    'SHA256SUMS.sig': undefined,
    'bundle.json': `${JSON.stringify(nobody, undefined, 2)}\n`,
  };
  const files: Bytes = Object.fromEntries(
    Object.entries({ ...story.files, ...(signed ? {} : unsigned), ...changed }).flatMap(
      ([name, bytes]) => (bytes === undefined ? [] : [[name, bytes]]),
    ),
  );
  const lines = Object.keys(files)
    .filter((name) => !name.startsWith('SHA256SUMS'))
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

export interface Ran {
  readonly code: number;
  readonly said: string;
}

export interface RunOptions {
  readonly shell?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly script?: string;
}

/** Runs the script of an unpacked bundle. */
export function verify(
  folder: string,
  root: string,
  { shell = 'sh', env = {}, cwd = folder, script = 'verify.sh' }: RunOptions = {},
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

export function holds({ code, said }: Ran): void {
  expect(said).toMatch(/^VERIFIED: history, .*, page and tables as \S+ signed them; not: /m);
  expect(said).not.toContain('FAILED');
  expect(code).toBe(0);
}

/** History and pictures hold; whose page and tables these are is open. */
export function holdsInPart({ code, said }: Ran): void {
  expect(said.trimEnd().split('\n').at(-1)).toMatch(
    /^VERIFIED IN PART: history, signatures, approvals in force, pictures of \d+ versions; not: page, tables, this script;/,
  );
  expect(said).not.toContain('FAILED');
  expect(code).toBe(3);
}

export function refused({ code, said }: Ran, why: RegExp): void {
  expect(said).toMatch(why);
  expect(said).toMatch(/^NOT VERIFIED$/m);
  expect(said).not.toMatch(/^VERIFIED/m);
  expect(code).toBe(1);
}

/**
 * A bundle of a history that somebody went on with. All that is no signature is made to fit.
 * @param from number of commits to go back before
 */
export function forgedOf(
  story: BundleStory,
  from: number,
  forge: (made: EvidenceEstate) => void,
): string {
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
    const { by: _, ...bundle } = JSON.parse(
      Buffer.from(story.files['bundle.json'] as Uint8Array).toString(),
    );
    return unpackedOf(story, {
      'history.pack': pack,
      'bundle.json': `${JSON.stringify({ ...bundle, tip: estate.head() }, undefined, 2)}\n`,
      'trust/allowed_signers': readFileSync(join(estate.root, '.cadastre/allowed_signers')),
    });
  } finally {
    estate.git('reset', '-q', '--hard', head);
  }
}
