/**
 * Which tests run when, by the name of the file and by what it imports:
 *
 * - large: `NAME.large.test.ts`: large inputs, files outside of the repository, tools from PyPI, other servers;
 * - fast: starts no process, directly or by a file of test/ that it imports: so no browser, database, git or
 *   other Node. What takes long all the same is named here;
 * - main: all others.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

const PROCESSES = /from '(?:node:child_process|playwright-core)'/;
const OWN_IMPORT = /from '\.\/([\w.-]+\.ts)'/g;

/** Starts no process, and computes for more than a few seconds. */
const LONG: readonly string[] = [
  'figures.test.ts',
  'lines.test.ts',
  'overlay.test.ts',
  'properties-snapshot.test.ts',
  'properties-text.test.ts',
  'scale.test.ts',
];

const known = new Map<string, boolean>();

function startsProcesses(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, false);
  if (!existsSync(`${folder}${name}`)) return false;
  const text = readFileSync(`${folder}${name}`, 'utf8');
  const found =
    PROCESSES.test(text) ||
    [...text.matchAll(OWN_IMPORT)].some(([, imported = '']) => startsProcesses(imported));
  known.set(name, found);
  return found;
}

export type Tier = 'fast' | 'main' | 'large';

function tierOf(name: string): Tier {
  if (name.endsWith('.large.test.ts')) return 'large';
  return LONG.includes(name) || startsProcesses(name) ? 'main' : 'fast';
}

/** Paths of the test files of a tier, from the root of the repository. */
export const filesOf = (tier: Tier): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts') && tierOf(name) === tier)
    .map((name) => `test/${name}`);
