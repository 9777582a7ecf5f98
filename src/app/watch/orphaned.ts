/** Pictures whose source went away while it was watched. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Diagnostic, warning } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';

interface DrawnFiles {
  readonly source: string;
  /** Relative to the root, or absolute outside it. */
  readonly files: readonly string[];
}

/** One warning for each source of the last run that is gone, and whose pictures are still there. */
export function orphaned(
  before: readonly DrawnFiles[],
  now: readonly DrawnFiles[],
  { root }: Pick<Project, 'root'>,
): Diagnostic[] {
  const drawn = new Set(now.flatMap(({ files }) => files));
  const there = (file: string): boolean => existsSync(resolve(root, file));
  const gone = before.filter(({ source }) => !there(source));
  return [...new Set(gone.map(({ source }) => source))].flatMap((source) => {
    const files = gone
      .filter((one) => one.source === source)
      .flatMap((one) => one.files)
      .filter((file) => !drawn.has(file) && there(file));
    if (files.length === 0) return [];
    const message = `${source} was deleted, but its output still exists: ${files.join(', ')}`;
    return [warning('left-over', message, undefined, { hint: 'Delete the files.' })];
  });
}
