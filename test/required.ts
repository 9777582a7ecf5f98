/**
 * Programs that only some tests need. A test skips itself where they are
 * missing, unless CADASTRE_REQUIRE names them, as CI does: then their absence is a failure.
 *
 *     test.skipIf(!available('chromium'))('…', …)
 */

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Each need is met when one program of every list is on the PATH. */
const NEEDS = {
  chromium: [['chromium', 'chromium-browser', 'google-chrome']],
  neo4j: [['java'], ['mvn']],
  python3: [['python3']],
  shellcheck: [['shellcheck']],
} as const;

/** What is no program: why it is missing, or undefined. */
const OTHERS = {
  /** Leave to mount a small disk of one's own. */
  disk: () => (unshare() ? undefined : 'leave to mount a tmpfs (`unshare -m`)'),
  /** Other versions of Node, to compare with. */
  nodes: () => (otherNodes().length > 0 ? undefined : 'other version of Node in CADASTRE_NODES'),
} as const;

export type Need = keyof typeof NEEDS | keyof typeof OTHERS;

/** The option of `unshare` with which this machine lets one mount a disk. */
export const unshare = (): '-m' | '-rm' | undefined =>
  (['-m', '-rm'] as const).find(
    (how) =>
      spawnSync('unshare', [how, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
        .status === 0,
  );

/** Binaries of other versions of Node: CONTRIBUTING says where to take them from. */
export const otherNodes = (): string[] =>
  (process.env.CADASTRE_NODES ?? '').split(/[\s:,]+/).filter(Boolean);

/** Absolute path of the first of `names` that can be run. */
export function programOf(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of the system's Chromium, for playwright-core. */
export function chromiumPath(): string | undefined {
  return programOf(NEEDS.chromium[0]);
}

/** Whether tests that need it can run. Throws where it is missing and CADASTRE_REQUIRE names it. */
export function available(need: Need): boolean {
  const missing = missingFor(need);
  if (missing === undefined) return true;
  const required = (process.env.CADASTRE_REQUIRE ?? '').split(/[\s,]+/);
  if (!required.includes(need)) return false;
  throw new Error(`CADASTRE_REQUIRE names ${need}, and there is no ${missing}`);
}

function missingFor(need: Need): string | undefined {
  if (need === 'disk' || need === 'nodes') return OTHERS[need]();
  return NEEDS[need].find((names) => !programOf(names))?.join(' or ');
}
