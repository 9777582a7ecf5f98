/**
 * The tests that take more than a clone: large inputs, files outside of the repository, tools from PyPI, other
 * servers. Those tools are installed once, in the versions of test/requirements.txt, in an environment of their own.
 * Arguments are passed on to vitest.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const requirements = join(root, 'test/requirements.txt');

const run = (program, args, env = {}) =>
  spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  }).status ?? 1;

/** Path of its Python; undefined where it cannot be set up: the tests that need it say so, or are left out. */
function environment() {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, `node_modules/.cache/cadastre-python-${digest}`);
  const python = join(folder, 'bin/python');
  if (existsSync(`${folder}.ready`) && existsSync(python)) return python;
  rmSync(folder, { recursive: true, force: true });
  const installed =
    run('python3', ['-m', 'venv', folder]) === 0 &&
    run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]) === 0;
  if (!installed) {
    process.stderr.write('no Python environment: tests of tools from PyPI are left out\n');
    return undefined;
  }
  writeFileSync(`${folder}.ready`, '');
  return python;
}

const python = environment();
process.exitCode = run(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'large',
    ...process.argv.slice(2),
  ],
  python ? { CADASTRE_PYTHON: python } : {},
);
