/**
 * git, told to trust nothing that the repository brings along: its config, hooks, replacements and
 * grafts are shut out, and the environment cannot point it elsewhere. The only file that starts git.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import type { SimpleGitOptions } from 'simple-git';
import type { DiagnosticCode } from '../../model/codes.ts';
import { error, type Failure, type Outcome, quote } from '../../model/diagnostic.ts';
import { SIGNING_VARIABLES } from '../signatures/keygen-process.ts';
import { ObjectReader } from './object-reader.ts';
import { TreeReader } from './tree.ts';

/** Merges are computed with `merge-tree --write-tree`, which is of 2.38. */
const OLDEST = [2, 38] as const;

/** Over whatever the repository says: it may be the assessed party's. */
const FORCED = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.commitGraph=false',
  'gpg.format=ssh',
  'gpg.ssh.program=ssh-keygen',
  'gpg.ssh.defaultKeyCommand=',
  'user.useConfigOnly=true',
  'log.showSignature=false',
  'safe.directory=*',
];

/** What git needs of the environment to find itself, its user and the keys in an agent. Nothing else. */
const PASSED = [
  'PATH',
  ...SIGNING_VARIABLES,
  'USERPROFILE',
  'XDG_CONFIG_HOME',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
];

const forced = (): string[] => FORCED.flatMap((setting) => ['-c', setting]);

const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...Object.fromEntries(
    PASSED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
  LC_ALL: 'C',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // A partial clone fetches what is missing, through whatever program its config names.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  ...more,
});

export interface Repository {
  /** Absolute path of the work tree. */
  readonly top: string;
  /** Folder of the estate in it: '' or `networks/`. */
  readonly prefix: string;
  /** Runs git; throws `GitError` with what it said. */
  run(args: readonly string[], more?: GitOptions): Promise<string>;
  /** As `run`, with input and what comes out as they are. */
  bytes(args: readonly string[], input: string | Buffer): Promise<Buffer>;
  readonly objects: ObjectReader;
  readonly trees: TreeReader;
  /** Ends the reading of objects; without it the process would go on waiting for more. */
  close(): void;
}

export interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Written to git's standard input. */
  readonly input?: string | Buffer;
}

export class GitError extends Error {
  override readonly name = 'GitError';
}

type Raw = (folder: string, args: readonly string[], env?: GitOptions['env']) => Promise<string>;

const fail = (code: DiagnosticCode, message: string, hint: string): Failure => ({
  diagnostics: [error(code, message, undefined, { hint })],
});

/** Errors: `git-missing`, `git-old`. */
async function findGit(folder: string): Promise<Outcome<Raw>> {
  const { simpleGit } = await import('simple-git');
  const raw: Raw = (at, args, env) =>
    // One instance a run: an instance keeps what was set for the run before.
    simpleGit(options(at))
      .env(environment(env))
      .raw([...args]);
  let version: string;
  try {
    version = await raw(folder, ['--version']);
  } catch {
    return fail('git-missing', 'there is no git', 'Install git 2.38 or newer.');
  }
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return fail('git-old', `${version.trim()} is too old`, 'Install git 2.38 or newer.');
  return { value: raw, diagnostics: [] };
}

function repositoryAt(
  raw: Raw,
  top: string,
  prefix: string,
  always: Readonly<Record<string, string>> = {},
): Repository {
  const objects = new ObjectReader(() =>
    spawn('git', [...forced(), 'cat-file', '--batch'], {
      cwd: top,
      env: environment(always),
      stdio: ['pipe', 'pipe', 'ignore'],
    }),
  );
  return {
    top,
    prefix,
    async run(args, { env, input } = {}) {
      try {
        // simple-git hands nothing over to standard input.
        if (input !== undefined)
          return (await piped(top, args, input, { ...always, ...env })).toString('utf8');
        return await raw(top, args, env);
      } catch (thrown) {
        throw thrown instanceof GitError ? thrown : new GitError((thrown as Error).message.trim());
      }
    },
    bytes: (args, input) => piped(top, args, input, always),
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
  const { value: raw, diagnostics } = await findGit(folder);
  if (!raw) return { diagnostics };
  let top: string;
  try {
    top = (await raw(folder, ['rev-parse', '--show-toplevel'])).replace(/\n$/, '');
  } catch {
    const what = `${quote(folder)} is in no git repository`;
    return fail('no-repository', what, 'Run it in the checkout, or `git init` first.');
  }
  const inside = relative(realpathSync(top), realpathSync(folder)).split(sep).join('/');
  return { value: repositoryAt(raw, top, inside === '' ? '' : `${inside}/`), diagnostics: [] };
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
  const { value: raw, diagnostics } = await findGit(folder);
  if (!raw) {
    remove();
    return { diagnostics };
  }
  const repository = shut(folder, prefix, remove);
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
    if (/No space left|Disk quota|Read-only file/.test((thrown as Error).message)) throw thrown;
    return fail(
      'bundle-broken',
      'its history is broken',
      'Ask for the bundle again; it may have been cut off.',
    );
  }
  return { value: repository, diagnostics: [] };
}

/** Only what is given here is read as config: merges come out alike for everybody. */
const SEALED = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

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
    const git = (args: readonly string[]) => piped(folder, args, '', SEALED);
    await git(['init', '-q', '--bare', '--template=', `--object-format=${format}`, '.']);
    const quoted = objects.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
    writeFileSync(join(folder, 'objects/info/alternates'), `"${quoted}"\n`);
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return shut(folder, repository.prefix, () => {
    repository.close();
    remove();
  });
}

/** A repository that only Cadastre made. */
function shut(folder: string, prefix: string, onClose: () => void): Repository {
  const inner = repositoryAt((at, args, env) => plain(at, args, env), folder, prefix, SEALED);
  return {
    ...inner,
    close() {
      inner.close();
      onClose();
    },
  };
}

const plain = async (
  at: string,
  args: readonly string[],
  env: GitOptions['env'] = {},
): Promise<string> => (await piped(at, args, '', { ...SEALED, ...env })).toString('utf8');

const options = (baseDir: string): Partial<SimpleGitOptions> => ({
  baseDir,
  config: FORCED,
  allowEnvironment: Object.keys(environment()).concat('GIT_INDEX_FILE'),
  unsafe: {
    allowUnsafeHooksPath: true,
    allowUnsafeFsMonitor: true,
    allowUnsafeGpgProgram: true,
    // It asks the user for the passphrase of their key, and is their own.
    allowUnsafeAskPass: true,
  },
});

function piped(
  top: string,
  args: readonly string[],
  input: string | Buffer,
  env: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...forced(), ...args], {
      cwd: top,
      env: environment(env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', (cause) => reject(new GitError(cause.message)));
    child.on('close', (status) => {
      if (status === 0) resolve(Buffer.concat(chunks));
      else reject(new GitError(said.trim() || `git ended with ${status}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
