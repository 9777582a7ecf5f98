/** One run of ssh-keygen. */

import { spawn } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

/** What ssh-keygen gets to know of the environment. */
export const keygenEnv = (): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
  TZ: 'UTC',
  LC_ALL: 'C',
});

/** Throws where there is none to run. */
export function runKeygen(
  args: readonly string[],
  input: Uint8Array,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', args, {
      env: { ...keygenEnv(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, said: said.trim() }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
