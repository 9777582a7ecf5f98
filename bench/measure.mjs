/** Times of whole processes, taken in turns so that a slow minute of the machine hits all alike. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ name: string, command: string, args: string[], cwd?: string, env?: object, before?: () => void, fine?: number[] }} Program
 *   `before` is run before each run, and not timed; `fine`: exit codes that are no failure, 0 when absent
 */

/** Seconds of one run, from start to exit. Throws with what the program said if it failed. */
export function once({ name, command, args, cwd, env, before, fine = [0] }) {
  before?.();
  const start = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (!fine.includes(status))
    throw new Error(`${name} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return seconds;
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Median seconds of each program, after one run of each that does not count. */
export function inTurns(programs, runs) {
  for (const program of programs) once(program);
  const times = programs.map(() => []);
  for (let run = 0; run < runs; run++)
    programs.forEach((program, i) => {
      times[i].push(once(program));
    });
  return times.map(median);
}

const CPU = fileURLToPath(new URL('cpu.cjs', import.meta.url));

/** Seconds of one run of Node, by the clock and of processors (all threads). */
function both(program, file) {
  const args = ['--require', CPU, ...program.args];
  const seconds = once({ ...program, args, env: { ...program.env, CPU_FILE: file } });
  const [cpu, megabytes] = readFileSync(file, 'utf8').split(' ').map(Number);
  return { seconds, cpu, megabytes };
}

/** One run of a program of Node: seconds by the clock and of processors, and the most memory that it held, in MB. */
export function measured(program) {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-cpu-'));
  try {
    return both(program, join(folder, 'cpu'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Medians of programs of Node, by the clock (`seconds`) and of processors (`cpu`), after one run of each that does not
 * count; and of their ratios to the first in the same turn: the time of a busy machine varies more than they do.
 */
export function comparedInTurns(programs, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-cpu-'));
  try {
    const turn = () => programs.map((program) => both(program, join(folder, 'cpu')));
    turn();
    const turns = Array.from({ length: runs }, turn);
    const of = (take) => median(turns.map(take));
    return programs.map((_, i) => ({
      seconds: of((all) => all[i].seconds),
      cpu: of((all) => all[i].cpu),
      ratio: of((all) => all[0].seconds / all[i].seconds),
      cpuRatio: of((all) => all[0].cpu / all[i].cpu),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
