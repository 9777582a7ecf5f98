/**
 * Draws the largest measured pictures with D2 (ELK) and the Python package `diagrams`, too, and prints for each how its
 * lines run, how small its words are and how much of it is blank: the table of docs/comparison.md.
 *
 *     npm run peers
 *
 * D2 is no dependency, being bigger than all that draws: a pinned version is installed in node_modules/.cache.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { python } from './peer.mjs';

const D2 = '@terrastruct/d2@0.1.33';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, 'node_modules/.cache/peers');
const entry = join(home, 'node_modules/@terrastruct/d2/dist/node-esm/index.js');

const run = (program, args, env = {}) =>
  spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    .status ?? 1;

mkdirSync(home, { recursive: true });
if (!existsSync(entry))
  run('npm', ['install', '--prefix', home, '--no-save', '--ignore-scripts', '--silent', D2]);
const diagrams = python();
if (!existsSync(entry) || !diagrams.command) {
  process.stderr.write(`${diagrams.missing ?? `${D2} could not be installed`}\n`);
  process.exitCode = 2;
} else
  process.exitCode = run('npx', ['vitest', 'run', '--config', 'peers.config.ts'], {
    CADASTRE_D2: entry,
    CADASTRE_DIAGRAMS: diagrams.command,
  });
