/** Repositories: of a checkout, of a bundle, and a sealed one, from which nothing can run. */

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import type { DiagnosticCode } from '../../model/codes.ts';
import { error, type Failure, type Outcome, quote } from '../../model/diagnostic.ts';
import { ObjectReader } from './object-reader.ts';
import {
  FATAL,
  GitError,
  GitMissing,
  type GitRun,
  isDisk,
  pipeGit,
  runGit,
  startGit,
} from './process.ts';
import { TreeReader } from './tree.ts';

/** Merges are computed with `merge-tree --write-tree`, which is of 2.38. */
const OLDEST = [2, 38] as const;

export interface Repository {
  /** Absolute path of the work tree. */
  readonly top: string;
  /** Folder of the estate in it: '' or `networks/`. */
  readonly prefix: string;
  /** Whether it holds only the estate's part of each tree, as a bundle does. */
  readonly partial: boolean;
  /** Runs git; throws `GitError` with what it printed and its exit status. */
  run(args: readonly string[], more?: GitRunOptions): Promise<string>;
  /** As `run`, with what comes out as it is. */
  bytes(args: readonly string[], input: string | Buffer): Promise<Buffer>;
  readonly objects: ObjectReader;
  readonly trees: TreeReader;
  /** Ends the reading of objects; without it the process would go on waiting for more. */
  close(): void;
}

export interface GitRunOptions extends Omit<GitRun, 'own'> {
  /** The exit status by which this command says "none": the answer is ''. */
  readonly none?: number;
}

const fail = (code: DiagnosticCode, message: string, hint: string): Failure => ({
  diagnostics: [error(code, message, undefined, { hint })],
});

/** Errors: `git-missing`, `git-old`. */
async function gitMissing(folder: string): Promise<Failure | undefined> {
  let version: string;
  try {
    version = await runGit(folder, ['--version']);
  } catch (thrown) {
    if (!(thrown instanceof GitMissing)) throw thrown;
    return fail('git-missing', 'git not found on PATH', 'Install git 2.38 or newer.');
  }
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return fail('git-old', `${version.trim()} is too old`, 'Install git 2.38 or newer.');
  return undefined;
}

function repositoryAt(
  top: string,
  prefix: string,
  partial: boolean,
  always: Pick<GitRun, 'env' | 'own'>,
): Repository {
  const objects = new ObjectReader(() => startGit(top, ['cat-file', '--batch'], always));
  return {
    top,
    prefix,
    partial,
    async run(args, { env, none, ...run } = {}) {
      try {
        const more = { ...run, ...always, env: { ...always.env, ...env } };
        return await runGit(top, args, more);
      } catch (thrown) {
        if (none !== undefined && thrown instanceof GitError && thrown.status === none) return '';
        throw thrown;
      }
    },
    bytes: (args, input) => pipeGit(top, args, { ...always, input }),
    objects,
    trees: new TreeReader(objects),
    close: () => objects.close(),
  };
}

/**
 * The repository around a folder.
 * Errors: `git-missing`, `git-old`, `no-repository`.
 */
export async function openRepository(folder: string): Promise<Outcome<Repository>> {
  const missing = await gitMissing(folder);
  if (missing) return missing;
  let top: string;
  try {
    const printed = await runGit(folder, ['rev-parse', '--show-toplevel']);
    top = printed.replace(/\n$/, '');
  } catch (thrown) {
    if (!(thrown instanceof GitError) || thrown.status !== FATAL) throw thrown;
    const what = `${quote(folder)} is not in a git repository`;
    return fail('no-repository', what, 'Run the command in a checkout, or run `git init` first.');
  }
  const inside = relative(realpathSync(top), realpathSync(folder)).split(sep).join('/');
  const prefix = inside === '' ? '' : `${inside}/`;
  return { value: repositoryAt(top, prefix, false, { own: true }), diagnostics: [] };
}

/**
 * A repository made of a pack, in a folder of its own that `close` removes.
 * @param prefix folder of the estate: '' or `networks/`
 * Errors: `git-missing`, `git-old`, `bundle-broken`.
 */
export async function unpackRepository(
  pack: Buffer,
  prefix: string,
  objectFormat: 'sha1' | 'sha256',
): Promise<Outcome<Repository>> {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-bundle-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const missing = await gitMissing(folder);
  if (missing) {
    remove();
    return missing;
  }
  const repository = shut(folder, prefix, true, remove);
  try {
    await repository.run([
      'init',
      '-q',
      '--bare',
      '--template=',
      `--object-format=${objectFormat}`,
      '.',
    ]);
    await repository.bytes(['index-pack', '--stdin'], pack);
  } catch (thrown) {
    repository.close();
    // Both are refused; the words only choose the advice.
    if (!(thrown instanceof GitError) || thrown.status !== FATAL || isDisk(thrown)) throw thrown;
    return fail(
      'bundle-broken',
      'its history is broken',
      'Ask for the bundle again; it may have been cut off.',
    );
  }
  return { value: repository, diagnostics: [] };
}

/** Only what is given here is read as config: merges come out alike for everyone. */
const SEALED = { env: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } };

/**
 * The same objects behind an empty repository of its own: nothing of the first one's config, hooks,
 * attributes, replacements, grafts or remotes is there, so nothing of it can run. `close` ends both.
 */
export async function sealed(repository: Repository): Promise<Repository> {
  const ask = async (...args: string[]): Promise<string> =>
    (await repository.run(['rev-parse', ...args])).replace(/\n$/, '');
  const objects = resolve(repository.top, await ask('--git-path', 'objects'));
  const format = await ask('--show-object-format');
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-sealed-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await runGit(
      folder,
      ['init', '-q', '--bare', '--template=', `--object-format=${format}`, '.'],
      SEALED,
    );
    const quoted = objects.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
    writeFileSync(join(folder, 'objects/info/alternates'), `"${quoted}"\n`);
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return shut(folder, repository.prefix, repository.partial, () => {
    repository.close();
    remove();
  });
}

/** A repository that only Cadastre made. */
function shut(folder: string, prefix: string, partial: boolean, onClose: () => void): Repository {
  const inner = repositoryAt(folder, prefix, partial, SEALED);
  return {
    ...inner,
    close() {
      inner.close();
      onClose();
    },
  };
}
