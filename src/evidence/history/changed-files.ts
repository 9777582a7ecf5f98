/** What a commit changed of the estate, in words: a line for each file. */

import { sortedBy } from '../../model/order.ts';
import type { Commit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import type { Changes } from './changes.ts';

/** @param folder of the estate: '' or `networks` */
export async function changedFiles(
  { trees }: Repository,
  { byId, changes }: { readonly byId: ReadonlyMap<string, Commit>; readonly changes: Changes },
  commit: Commit,
  folder: string,
): Promise<string[]> {
  const before = byId.get(commit.parents[0] ?? '')?.tree;
  const lines: string[] = [];
  for (const path of sortedBy(await changes.files(commit, folder), (one) => one)) {
    const old = before === undefined ? undefined : await trees.at(before, path);
    const now = await trees.at(commit.tree, path);
    lines.push(`${old ? (now ? 'changed' : 'removed') : 'added'} ${path}`);
  }
  return lines;
}
