/** The Python package `diagrams`, in a virtual environment that is made once in the temporary folder. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '0.25.1';
const script = fileURLToPath(new URL('peer.py', import.meta.url));

/** The environment's Python, or in words why there is none. */
export function python() {
  const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!works('dot', '-V')) return { missing: 'Graphviz (`dot`) is not on the PATH' };
  if (!works('python3', '--version')) return { missing: 'python3 is not on the PATH' };
  const home = join(tmpdir(), `cadastre-bench-diagrams-${VERSION}`);
  const command = join(home, 'bin', 'python');
  if (!existsSync(command) || !works(command, '-c', 'import diagrams')) {
    if (!works('python3', '-m', 'venv', home)) return { missing: '`python3 -m venv` failed' };
    if (!works(command, '-m', 'pip', 'install', '-q', `diagrams==${VERSION}`))
      return { missing: '`pip install diagrams` failed' };
  }
  return { command };
}

/** A run of it: `accounts` 0 draws the seed example. */
export function peer(command, folder, { count = 1, accounts = 0, format = 'jpg', threads = 1 }) {
  const args = [script, folder, String(count), String(accounts), format, String(threads)];
  return { name: 'diagrams', command, args };
}
