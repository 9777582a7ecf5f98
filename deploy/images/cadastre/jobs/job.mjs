/** What the jobs share: their settings, programs that they run, and how they end. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** What whoever runs the job can mend; anything else that is thrown is a bug. */
class JobError extends Error {}

/** @param {string} message @returns {never} */
export function fail(message) {
  throw new JobError(message);
}

export const say = (text) => process.stderr.write(`${text}\n`);

/** @param {string} name of an environment variable @param {string} [otherwise] without it, the variable must be set */
export function setting(name, otherwise) {
  const value = process.env[name] || otherwise;
  return value === undefined ? fail(`the environment variable ${name} is not set`) : value;
}

/** The text of the file that an environment variable names, without its last newline. Secrets come so. */
export function secret(name) {
  const path = setting(name);
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    return fail(`${name}: ${path} cannot be read (${cause.code})`);
  }
}

/**
 * Runs a program to its end. Its standard error goes to the log of the job.
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, may?: readonly number[], name?: string }} [options] `may`: exit codes that are no failure; `name`: in messages
 * @returns {{ code: number, output: string }}
 */
export function run(program, args, { cwd, env = process.env, may = [0], name = program } = {}) {
  const ended = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (ended.error) fail(`${name} cannot be run: ${ended.error.message}`);
  const code = ended.status ?? 128;
  if (!may.includes(code)) fail(`${name} ended with exit code ${code}`);
  return { code, output: ended.stdout };
}

/** Cadastre of this image. */
export const cadastre = (args, options) =>
  run(process.execPath, [CLI, ...args], { ...options, name: `cadastre ${args[0]}` });

/** Runs a job; its own errors are one line, and exit code 2. */
export async function main(job) {
  try {
    await job();
  } catch (thrown) {
    if (!(thrown instanceof JobError)) throw thrown;
    say(`error: ${thrown.message}`);
    process.exitCode = 2;
  }
}
