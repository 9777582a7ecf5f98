/** Where a project's own icon may be. */

import { join, resolve } from 'node:path';
import type { Project } from '../project.ts';

/** Absolute: by file name, with or without its ending, in the order in which they count. */
export function iconFiles(name: string, { root, config }: Project): string[] {
  const bare = resolve(join(root, config.icons), name);
  return ['', '.svg', '.png'].map((ending) => bare + ending);
}
