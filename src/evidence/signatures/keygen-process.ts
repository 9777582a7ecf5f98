/** One run of ssh-keygen. */

import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

/** Where the agent is, and what a program needs that asks for a passphrase in a window. */
export const SIGNING_VARIABLES = [
  'HOME',
  'SSH_AUTH_SOCK',
  'SSH_ASKPASS',
  'SSH_ASKPASS_REQUIRE',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
] as const;

/** What ssh-keygen gets to know of the environment. */
export const keygenEnv = (): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
  TZ: 'UTC',
  LC_ALL: 'C',
});

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // A folder of PATH that is not there, or may not be read.
    return false;
  }
}

let found: string | undefined;

/** Looked for once: to try each folder of PATH at each start takes a sixth of the time of a check. */
function program(): string {
  found ??= (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, 'ssh-keygen'))
    .find(isFile);
  return found ?? 'ssh-keygen';
}

/** Throws if there is none to run. */
export function runKeygen(
  args: readonly string[],
  input: Uint8Array,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program(), args, {
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
