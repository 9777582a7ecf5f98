/**
 * Programs, files and rights that only some tests need. Where one is missing, its tests are not collected,
 * so that no run ever skips any; where CADASTRE_REQUIRE names it, as CI does, its absence is a failure.
 *
 *     withNeed('chromium', test)('…', …)
 *     withNeed('corpus', describe)('…', …)
 *     withNeed('terraform', test.each(cases))('…', …)
 */

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Each need is met when one program of every list is on the PATH. */
const NEEDS = {
  /** What puts the parts of deploy/kubernetes together. */
  kustomize: [['kustomize', 'kubectl']],
  chromium: [['chromium', 'chromium-browser', 'google-chrome']],
  neo4j: [['java'], ['mvn']],
  python3: [['python3']],
  shellcheck: [['shellcheck']],
  terraform: [['terraform', 'tofu']],
} as const;

/** What is no program: why it is missing, or undefined. */
const OTHERS = {
  /** Leave to mount a small disk of one's own. */
  disk: () => (unshare() ? undefined : 'leave to mount a tmpfs (`unshare -m`)'),
  /** Other versions of Node, to compare with. */
  nodes: () => (otherNodes().length > 0 ? undefined : 'other version of Node in CADASTRE_NODES'),
  /** Real files of other tools, too many or too big for the repository: `corpus.ts`. */
  corpus: () => (corpusFolder() === undefined ? 'folder that CADASTRE_CORPUS names' : undefined),
  /** Packages from PyPI, in the environment that `npm run test:large` sets up. */
  pypi: () =>
    pypiPython() === undefined ? 'Python environment (`npm run test:large`)' : undefined,
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

/** The folder of files that are not in the repository. */
export function corpusFolder(): string | undefined {
  const folder = process.env.CADASTRE_CORPUS;
  return folder && existsSync(folder) ? resolve(folder) : undefined;
}

/** Python with the packages of test/requirements.txt. */
export function pypiPython(): string | undefined {
  const python = process.env.CADASTRE_PYTHON;
  return python && canRun(python) ? python : undefined;
}

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

/** `describe` or `test` as it is given; where the need is not met, one that collects nothing. */
export function withNeed<T extends (...args: never[]) => unknown>(need: Need, collect: T): T {
  return available(need) ? collect : ((() => undefined) as unknown as T);
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
  if (isProgram(need)) return NEEDS[need].find((names) => !programOf(names))?.join(' or ');
  return OTHERS[need]();
}

const isProgram = (need: Need): need is keyof typeof NEEDS => Object.hasOwn(NEEDS, need);
