/** What of a repository the chain is made of. */

import type { Commit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { sourcePaths } from '../git/source-paths.ts';
import type { TreeEntry } from '../git/tree.ts';
import { MANIFEST_FILE } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/manifest-reader.ts';
import { TRUST_FOLDER } from './trust.ts';

/** Files and folders that the chain is made of: a bundle has these and no other. */
export async function scopeOf(
  { trees, prefix }: Repository,
  commits: readonly Commit[],
  out: string,
): Promise<readonly string[]> {
  const manifests = new Map<string, TreeEntry>();
  for (const { tree } of commits) {
    const entry = await trees.at(tree, `${prefix}${out}/${MANIFEST_FILE}`);
    if (entry) manifests.set(entry.id, entry);
  }
  const paths = new Set([prefix + out, prefix + TRUST_FOLDER]);
  for (const entry of manifests.values()) {
    const text = (await trees.bytes(entry))?.toString('utf8') ?? '';
    const manifest = readManifest(text, MANIFEST_FILE).value;
    for (const path of manifest ? sourcePaths([{ manifest }], prefix) : []) paths.add(path);
  }
  return [...paths].sort();
}
