/** Means of a forger: commits as no git makes them, publications that CI never made. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, onTestFinished } from 'vitest';
import { type Manifest, printManifest, printSums } from '../src/evidence/manifest/manifest.ts';
import { sha256 } from '../src/model/digest.ts';
import {
  type EvidenceEstate,
  estateOfRun,
  evidenceEstate,
  mail,
  type Person,
} from './evidence-estate.ts';
import type { Ended, Files } from './run-cli.ts';

export const DIAGRAM = (accounts: string): string => `import { account, diagram } from 'cadastre';
export default diagram('Accounts', { content: [${accounts}] });
`;

export const ONE = DIAGRAM("account('One')");
export const TWO = DIAGRAM("account('One'), account('Two')");

/** Root, approval and first publication of `diagrams/a.ts`. */
export async function publishedEstate(files?: Files): Promise<EvidenceEstate> {
  const e = files ? await madePublished(files) : await estateOfRun('published', madePublished);
  e.as('ci');
  return e;
}

async function madePublished(files: Files = {}): Promise<EvidenceEstate> {
  const e = evidenceEstate({
    'cadastre.config.yaml': 'formats: [svg]\n',
    'diagrams/a.ts': ONE,
    ...files,
  });
  e.as('eng');
  e.commit('First');
  await approve(e);
  await publish(e);
  return e;
}

export async function approve(e: EvidenceEstate, ...more: string[]): Promise<string> {
  e.as('app');
  const ended = await e.cadastre(['approve', 'diagrams/a.ts', '--yes', ...more]);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  return e.commit('Approve');
}

/** The code with which a publication ends that was made: what had been approved and is a draft now is found, too. */
export const publishedCode = ({ stderr }: Pick<Ended, 'stderr'>): number =>
  stderr.includes('warning approval-lapsed') ? 1 : 0;

export async function publish(e: EvidenceEstate): Promise<string> {
  e.as('ci');
  const ended = await e.cadastre(['publish']);
  expect(ended, ended.stderr).toMatchObject({ code: publishedCode(ended) });
  return e.head();
}

/** A copy that goes when the test ends. */
export function copyOf(e: EvidenceEstate): EvidenceEstate {
  const copy = e.copy();
  onTestFinished(() => copy.remove());
  return copy;
}

export const rootOf = (e: EvidenceEstate): string =>
  e.git('rev-list', '--max-parents=0', 'HEAD').split('\n').at(-1) ?? '';

export interface Said {
  readonly check: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly subject: string;
  readonly reason: string;
}

/** All verdicts of `cadastre verify`, and its exit code. */
export async function judged(
  e: EvidenceEstate,
  args: readonly string[] = ['--no-redraw'],
): Promise<{ code: number | null; verdict: string; said: readonly Said[] }> {
  const root = args.includes('--root') ? [] : ['--root', rootOf(e)];
  const ended = await e.cadastre(['verify', '--json', ...root, ...args]);
  expect(ended.stderr).toBe('');
  const { verdict, verdicts } = JSON.parse(ended.stdout);
  return { code: ended.code, verdict, said: verdicts };
}

export async function expectVerified(e: EvidenceEstate, args?: readonly string[]): Promise<void> {
  const { code, said } = await judged(e, args);
  expect(said.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(code).toBe(0);
}

/** It is refused, by this check and for this reason. */
export async function expectRefused(
  e: EvidenceEstate,
  check: string,
  reason: RegExp,
  args?: readonly string[],
): Promise<void> {
  const { code, verdict, said } = await judged(e, args);
  const failed = said.filter((one) => one.verdict === 'fail');
  expect(failed.map((one) => `${one.check}: ${one.reason}`)).toContainEqual(
    expect.stringMatching(new RegExp(`^(?:${check}): .*(?:${reason.source})`)),
  );
  expect(verdict).toBe('refused');
  expect(code).toBe(1);
}

export function sign(e: EvidenceEstate, by: Person, namespace: string, text: string): string {
  return execFileSync('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', e.key(by)], {
    input: text,
    env: e.env,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

export interface Forged {
  readonly by: Person;
  /** Whom it names as committer. */
  readonly as?: string;
  readonly author?: string;
  readonly tree?: string;
  readonly parents?: readonly string[];
  /** Epoch seconds. */
  readonly date?: number;
  readonly namespace?: string;
  /** Changes what is signed afterwards. */
  readonly after?: (payload: string) => string;
  /** Headers after the committer. */
  readonly headers?: (signature: string) => string;
}

export const header = (name: string, signature: string): string =>
  `${name} ${signature.trimEnd().split('\n').join('\n ')}\n`;

/** A commit written byte by byte; the branch and the checkout follow it. */
export function forgeCommit(e: EvidenceEstate, forged: Forged): string {
  const {
    by,
    as = mail(by),
    author = as,
    tree = e.git('rev-parse', 'HEAD^{tree}'),
    parents = [e.head()],
    date = parents.length > 0
      ? Math.max(...parents.map((id) => Number(e.git('log', '-1', '--format=%ct', id)))) + 1
      : now(),
    namespace = 'git',
    after = (text) => text,
    headers = (signature) => header('gpgsig', signature),
  } = forged;
  const head = [
    `tree ${tree}`,
    ...parents.map((id) => `parent ${id}`),
    `author Forged <${author}> ${date} +0000`,
    `committer Forged <${as}> ${date} +0000`,
    '',
  ].join('\n');
  const message = '\nForged\n';
  const signature = sign(e, by, namespace, head + message);
  const id = write(e, 'commit', after(head) + headers(signature) + message);
  e.git('reset', '-q', '--hard', id);
  return id;
}

/** An object with these bytes, whatever git thinks of them. */
export function write(e: EvidenceEstate, type: string, data: string | Buffer): string {
  return execFileSync('git', ['hash-object', '-t', type, '-w', '--literally', '--stdin'], {
    cwd: e.root,
    env: e.env,
    input: data,
    encoding: 'utf8',
  }).trim();
}

type Draft = { -readonly [K in keyof Manifest]: Manifest[K] };

export const manifestOf = (e: EvidenceEstate): Draft =>
  readManifestText(readFileSync(join(e.root, 'out/manifest.json'), 'utf8'));

function readManifestText(text: string): Draft {
  const { subject, predicate } = JSON.parse(text);
  const files = Object.fromEntries(
    subject.map((one: { name: string; digest: { sha256: string } }) => [
      one.name,
      one.digest.sha256,
    ]),
  );
  return { ...predicate, files };
}

/**
 * A publication by hand, signed by CI's key: consistent in itself, but for what `change` makes of it.
 * @param files of the output folder that it writes; undefined removes one
 */
export function forgePublication(
  e: EvidenceEstate,
  change: (manifest: Draft) => void,
  {
    files = {},
    beside = {},
    by = 'ci',
    print = printManifest,
  }: {
    files?: Readonly<Record<string, string | undefined>>;
    beside?: Files;
    by?: Person;
    print?: (manifest: Manifest) => string;
  } = {},
): string {
  const manifest = manifestOf(e);
  const digests: Record<string, string> = { ...manifest.files };
  for (const [name, text] of Object.entries(files))
    if (text === undefined) delete digests[name];
    else digests[name] = sha256(text);
  const time = Number(e.git('log', '-1', '--format=%ct')) + 1;
  manifest.files = digests;
  manifest.sourceCommit = e.head();
  manifest.published = new Date(time * 1000).toISOString();
  change(manifest);
  const text = print(manifest);
  const written: Record<string, string | Uint8Array> = { ...beside };
  for (const [name, content] of Object.entries(files))
    if (content === undefined) rmSync(join(e.root, 'out', name), { force: true });
    else written[`out/${name}`] = content;
  written['out/manifest.json'] = text;
  written['out/SHA256SUMS'] = printSums(manifest.files, text);
  e.as(by);
  e.env.GIT_COMMITTER_DATE = `${time} +0000`;
  const id = e.commit('Publish diagrams', written);
  delete e.env.GIT_COMMITTER_DATE;
  return id;
}

/** Commits at a given time. */
export function commitAt(
  e: EvidenceEstate,
  time: number,
  message: string,
  files: Files = {},
): string {
  e.env.GIT_COMMITTER_DATE = `${time} +0000`;
  const id = e.commit(message, files);
  delete e.env.GIT_COMMITTER_DATE;
  return id;
}

export const now = (): number => Math.floor(Date.now() / 1000);

/** Unpacks a bundle; the path of its script. */
export function unpackedScript(zip: string, near: string): string {
  const folder = join(near, '..');
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zip)))) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return join(folder, 'verify.sh');
}
