/** Places as code hosts count them. */

import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Origin } from '../../model/diagnostic.ts';

/** Hosts count files from the root of the repository, which may hold the project in a folder. */
export function inRepository(
  root: string,
): <T extends { readonly origin?: Origin }>(entry: T) => T {
  let top = root;
  while (!existsSync(join(top, '.git')) && dirname(top) !== top) top = dirname(top);
  const inside = existsSync(join(top, '.git')) ? relative(top, root).split(sep).join('/') : '';
  const moved = (origin: Origin): Origin =>
    inside === '' || origin.file.startsWith('/')
      ? origin
      : { ...origin, file: `${inside}/${origin.file}` };
  return (entry) => (entry.origin ? { ...entry, origin: moved(entry.origin) } : entry);
}
