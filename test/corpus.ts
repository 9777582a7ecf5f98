/**
 * Files of other tools that lie outside of the repository: too many, too big, or not ours to pass on.
 * CADASTRE_CORPUS names their folder; `.ci/run` sets it where the folder is at hand. Tests of them are
 * collected only there, and belong in a file `test/NAME.large.test.ts`:
 *
 *     import { corpusFile, corpusFiles } from './corpus.ts';
 *     import { withNeed } from './required.ts';
 *
 *     withNeed('corpus', test.each(corpusFiles('terraform', '.tfstate')))('%s is read', (name) => {
 *       read(corpusFile(name));
 *     });
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../src/model/order.ts';
import { corpusFolder } from './required.ts';

/** Paths of the files of a folder, at any depth, relative to the corpus; none where there is no corpus. */
export function corpusFiles(folder: string, ending = ''): string[] {
  const root = corpusFolder();
  if (root === undefined) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .sort(byCodeUnit);
}

/** Throws where there is no corpus: call it inside of a test that `withNeed('corpus', …)` collects. */
export function corpusFile(path: string): Buffer {
  const root = corpusFolder();
  if (root === undefined) throw new Error('CADASTRE_CORPUS names no folder');
  return readFileSync(join(root, path));
}
