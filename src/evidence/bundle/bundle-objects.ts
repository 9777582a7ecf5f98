/** The part of a repository that an auditor receives: the signed commits, and of their trees only the estate. */

import type { Repository } from '../git/git.ts';
import { sourcePaths } from '../git/source-paths.ts';
import { isFolder } from '../git/tree.ts';
import type { History } from '../history/history.ts';
import type { PublicationCommit } from '../publications/published.ts';
import { TRUST_FOLDER } from '../trust/trust.ts';

/** Folders and files of the estate, from the top of the work tree. */
export function estatePaths(
  publications: readonly PublicationCommit[],
  prefix: string,
  out: string,
): readonly string[] {
  return [`${prefix}${out}`, `${prefix}${TRUST_FOLDER}`, ...sourcePaths(publications, prefix)];
}

/**
 * Ids of all objects that the chain is verified from, each once: commits first, oldest first; then trees and
 * files in the order in which they first come.
 */
export async function estateObjects(
  repository: Repository,
  tip: string,
  history: History,
  paths: readonly string[],
): Promise<readonly string[]> {
  const ids = (await repository.run(['rev-list', '--topo-order', '--reverse', tip]))
    .split('\n')
    .filter(Boolean);
  const found = new Set(ids);
  const walked = new Set<string>();
  const walk = async (id: string, wanted: readonly (readonly string[])[]): Promise<void> => {
    const key = `${id} ${JSON.stringify(wanted)}`;
    if (walked.has(key)) return;
    walked.add(key);
    found.add(id);
    for (const [name, entry] of await repository.trees.tree(id)) {
      if (entry.mode === '160000') continue;
      const below = wanted.filter(([first]) => first === undefined || first === name);
      if (below.length === 0) continue;
      const all = below.some((path) => path.length <= 1);
      if (isFolder(entry)) await walk(entry.id, all ? [[]] : below.map(([, ...rest]) => rest));
      else if (all) found.add(entry.id);
    }
  };
  const wanted = paths.map((path) => path.split('/'));
  for (const { commit } of history.commits) await walk(commit.tree, wanted);
  return [...found];
}

/** Those objects as one pack: the same bytes for the same objects. */
export function packOf(repository: Repository, ids: readonly string[]): Promise<Buffer> {
  return repository.bytes(
    [
      '-c',
      'pack.compression=9',
      '-c',
      'pack.packSizeLimit=0',
      'pack-objects',
      '--stdout',
      '-q',
      '--threads=1',
      '--window=0',
      '--no-reuse-object',
      '--no-reuse-delta',
    ],
    `${ids.join('\n')}\n`,
  );
}
