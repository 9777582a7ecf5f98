/**
 * Programs that only some tests need. A test skips itself where they are
 * missing, unless CADASTRE_REQUIRE names them: then their absence is a failure.
 *
 *     test.skipIf(!available('chromium'))('…', …)
 */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Each need is met when one program of every list is on the PATH. */
const NEEDS = {
  chromium: [['chromium', 'chromium-browser', 'google-chrome']],
  neo4j: [['java'], ['mvn']],
} as const;

export type Need = keyof typeof NEEDS;

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
  const missing = NEEDS[need].find((names) => !programOf(names));
  if (!missing) return true;
  const required = (process.env.CADASTRE_REQUIRE ?? '').split(/[\s,]+/);
  if (!required.includes(need)) return false;
  throw new Error(`CADASTRE_REQUIRE names ${need}, and there is no ${missing.join(' or ')}`);
}
