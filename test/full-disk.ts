/** A small disk of one's own: a tmpfs in a mount namespace, which is gone when the script ends. */

import { execFileSync, spawn } from 'node:child_process';
import { unshare } from './required.ts';
import type { Ended } from './run-cli.ts';

/**
 * Runs a shell script where `at` is an empty disk. In it, `fill N` leaves N KiB of it, `free` gives all back,
 * `readonly_` lets nobody write.
 * @param kib size of the disk
 */
export function onDisk(
  at: string,
  kib: number,
  script: string,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  execFileSync('mkdir', ['-p', at]);
  const words = `set -u
mount -t tmpfs -o size=${kib}k tmpfs "${at}" || exit 99
fill() { rm -f "${at}/.fill"; n=$(($(df -k --output=avail "${at}" | tail -n 1) - $1)); head -c "$((n * 1024))" /dev/zero >"${at}/.fill"; }
free() { rm -f "${at}/.fill"; }
readonly_() { mount -o remount,ro "${at}"; }
`;
  return new Promise((resolve) => {
    const child = spawn('unshare', [unshare() ?? '-m', 'sh', '-c', words + script], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
