/**
 * One run of git that trusts nothing that the repository brings along: its config, hooks, replacements and grafts
 * are shut out, and the environment cannot point it elsewhere. The only file that starts git.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { SimpleGitOptions } from 'simple-git';
import { SIGNING_VARIABLES } from '../signatures/keygen-process.ts';

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

/** Where the user's own config and name may come from besides files. */
const OWN =
  /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|PARAMETERS|COUNT|KEY_\d+|VALUE_\d+)|(AUTHOR|COMMITTER)_(NAME|EMAIL))$/;

const environment = ({ env, own }: GitRun): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && (PASSED.includes(name) || (own && OWN.test(name)))
        ? [[name, value]]
        : [],
    ),
  ),
  LC_ALL: 'C',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // A partial clone fetches what is missing, through whatever program its config names.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  ...env,
});

/** git failed. Only its exit status says how: 128 is its own word for "I cannot go on", whatever the reason. */
export class GitError extends Error {
  override readonly name: string = 'GitError';
  /** Absent where git was killed or could not be started. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** There is no git to start. */
export class GitMissing extends GitError {
  override readonly name = 'GitMissing';
}

/** Whether the disk is in the way: for advice, never for a verdict. */
export const isDisk = ({ message }: GitError): boolean =>
  /No space left|Disk quota|Read-only file system|unable to (write|create temporary)|insufficient permission|File too large/i.test(
    message,
  );

/** Its own word for what it cannot do: a bad name, a missing object, a broken repository. */
export const FATAL = 128;

/** What is passed to git is chosen above, so simple-git need not guess which of it is the repository's. */
const UNSAFE: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeTemplateDir: true,
};

/** How the package reports a program that could not be started. */
const NOT_STARTED = -2;

export interface GitRun {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the user's own config and name in the environment count: for what is written for them. */
  readonly own?: boolean;
  /** Settings over the forced ones, as `name=value`. */
  readonly settings?: readonly string[];
  /** Written to git's standard input. */
  readonly input?: string | Buffer;
}

const settingsOf = ({ settings = [] }: GitRun): string[] => [...FORCED, ...settings];

/** A process to write to and to read from: what simple-git has no way for. */
export function startGit(
  folder: string,
  args: readonly string[],
  run: GitRun = {},
): ChildProcessByStdio<Writable, Readable, Readable> {
  const config = settingsOf(run).flatMap((setting) => ['-c', setting]);
  return spawn('git', [...config, ...args], {
    cwd: folder,
    env: environment(run),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** The error of a run, by its exit status alone; words without a failure are none, nor is silence a success. */
function failureOf(
  command: string | undefined,
  status: number | null,
  words: string,
): GitError | undefined {
  if (status === 0) return undefined;
  const how = words.trim() || `git ${command} exited with ${status ?? 'a signal'}`;
  return new GitError(how, status ?? undefined);
}

/** What git prints, as text. Throws `GitError` unless it ends with 0, also where it says nothing. */
export async function runGit(
  folder: string,
  args: readonly string[],
  run: GitRun = {},
): Promise<string> {
  if (run.input !== undefined) return (await pipeGit(folder, args, run)).toString('utf8');
  const { simpleGit } = await import('simple-git');
  const env = environment(run);
  // Kept here: simple-git throws an error of its own, which has no status.
  let failure: GitError | undefined;
  const git = simpleGit({
    baseDir: folder,
    config: settingsOf(run),
    allowEnvironment: Object.keys(env),
    unsafe: UNSAFE,
    // Its own rule takes an exit status without words for success.
    errors: (thrown, { exitCode, stdErr }) => {
      const words = Buffer.concat(stdErr).toString('utf8');
      failure =
        exitCode === NOT_STARTED ? new GitMissing(words) : failureOf(args[0], exitCode, words);
      return failure ?? thrown;
    },
    // The exit status is that of `close`: by then all output has been read.
    completion: { onClose: true, onExit: false },
  });
  try {
    return await git.env(env).raw([...args]);
  } catch (thrown) {
    throw failure ?? new GitError((thrown as Error).message);
  }
}

/** The same with bytes in and out, which simple-git takes for text. */
export function pipeGit(
  folder: string,
  args: readonly string[],
  run: GitRun = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = startGit(folder, args, run);
    const chunks: Buffer[] = [];
    let words = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'ENOENT' ? new GitMissing(cause.message) : new GitError(cause.message)),
    );
    child.on('close', (status) => {
      const failure = failureOf(args[0], status, words);
      if (failure) reject(failure);
      else resolve(Buffer.concat(chunks));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(run.input ?? '');
  });
}
