/** What an estate is called that the command line does not name. */

import { basename } from 'node:path';
import type { Project } from '../project.ts';
import { recordedEstates } from './recorded-inventories.ts';

/** It names a file. */
export const isEstateName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name);

/** The only estate that is known, else the name of the project's folder. */
export function estateName(project: Project, drawn: readonly string[]): string {
  const known = [...new Set([...drawn, ...recordedEstates(project)])];
  const [only] = known;
  if (known.length === 1 && only !== undefined) return only;
  const name = basename(project.root)
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return name === '' ? 'estate' : name;
}
