/**
 * The built command without its start: all runs of a test file share one process, which has loaded what they need. To
 * start and load is most of what a small run takes. From its first line to its exit code a run is that of dist/cli.js.
 *
 * For tests of what a command does. Those of the process itself take `cadastre` of run-cli.ts: how it starts, signals,
 * pipes, options of Node, what was written before its start, diagrams that never end or change what is global.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Ended, environmentOf, type RunOptions } from './run-cli.ts';

const PROCESS = fileURLToPath(new URL('warm-process.mjs', import.meta.url));

interface Run {
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What a process reads when it starts, or once: where one of these is another, so is the process. */
const AT_START = ['PATH', 'NODE_OPTIONS', 'TZ', 'LANG', 'LANGUAGE', 'LC_ALL', 'TMPDIR'];

let shared: { readonly child: ChildProcess; readonly started: string } | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** Runs `cadastre ARGS…` in `root`, when the runs before it have ended. */
export const cadastre = (
  root: string,
  args: readonly string[],
  { env }: Pick<RunOptions, 'env'> = {},
): Promise<Ended> => runWarm(root, args, environmentOf(root, env));

/** The same, with this environment and nothing of ours. */
export function runWarm(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const mine = turn.then(() => ask({ folder, args, env }));
  turn = mine.catch(() => {});
  return mine;
}

function start(env: NodeJS.ProcessEnv): ChildProcess {
  const child = fork(PROCESS, {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.once('exit', () => {
    if (shared?.child === child) shared = undefined;
  });
  // It does not keep this process alive, and ends with it: its channel closes.
  child.unref();
  child.channel?.unref();
  return child;
}

function ask(run: Run): Promise<Ended> {
  const started = JSON.stringify(AT_START.map((name) => run.env[name]));
  if (shared?.started !== started) {
    shared?.child.disconnect();
    shared = { child: start(run.env), started };
  }
  const { child } = shared;
  child.channel?.ref();
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off('message', answered).off('exit', died);
      child.channel?.unref();
    };
    const answered = (ended: unknown): void => {
      settle();
      resolve(ended as Ended);
    };
    const died = (code: number | null): void => {
      settle();
      reject(new Error(`the shared process ended (${code}): this run needs one of its own`));
    };
    child.on('message', answered).on('exit', died);
    child.send(run);
  });
}
