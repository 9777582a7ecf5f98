/** Where in the repository the files lie that publications are made from. */

import { posix } from 'node:path';
import type { Manifest } from '../manifest/manifest.ts';

/** Path of an input from the top of the work tree; absent where it is outside that. */
export function inRepository(prefix: string, path: string): string | undefined {
  const whole = posix.normalize(prefix + path);
  return whole.startsWith('../') || posix.isAbsolute(path) ? undefined : whole;
}

/** Everything that a publication was ever made from, from the top of the work tree; sorted. */
export function sourcePaths(
  publications: readonly { readonly manifest: Manifest }[],
  prefix: string,
): string[] {
  const paths = publications.flatMap(({ manifest }) =>
    Object.values(manifest.diagrams).flatMap(({ inputs }) => inputs.map(({ path }) => path)),
  );
  return [...new Set(paths.flatMap((path) => inRepository(prefix, path) ?? []))].sort();
}
