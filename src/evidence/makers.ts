/** Who made a diagram: the signers of the commits that changed what it is made from. */

import type { Repository } from './git.ts';
import type { History, Signed } from './history.ts';

/**
 * Which of the paths (files or folders, from the top of the work tree) each commit changed; of a merge, what
 * differs from all its parents. Nothing else of the trees is read: a bundle does not hold it.
 */
export async function changedPaths(
  repository: Repository,
  commits: readonly string[],
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  if (commits.length === 0 || paths.length === 0) return found;
  const text = await repository.run(
    [
      '--literal-pathspecs',
      'diff-tree',
      '--stdin',
      '-r',
      '-z',
      '--cc',
      '--root',
      '--no-renames',
      '--name-only',
      '--',
      ...paths,
    ],
    { input: `${commits.join('\n')}\n` },
  );
  const asked = new Set(commits);
  let current: Set<string> | undefined;
  for (const part of text.split('\0')) {
    const id = part.trim();
    if (asked.has(id)) {
      asked.delete(id);
      current = new Set();
      found.set(id, current);
    } else if (part !== '') current?.add(part);
  }
  return found;
}

/**
 * @param paths from the top of the work tree
 * @returns principals, sorted by code unit
 */
export function makersOf(
  commits: readonly Signed[],
  changed: ReadonlyMap<string, ReadonlySet<string>>,
  paths: readonly string[],
): readonly string[] {
  const makers = new Set<string>();
  for (const { commit, signer } of commits) {
    const touched = changed.get(commit.id);
    if (signer !== undefined && touched && paths.some((path) => touched.has(path)))
      makers.add(signer);
  }
  return [...makers].sort();
}

/** Commits since the last publication, and what each changed. */
export interface Since {
  readonly commits: readonly Signed[];
  readonly changed: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * @param manifest path from the top of the work tree; the commit that last changed it published
 * @param paths what diagrams are made from
 */
export async function commitsSince(
  repository: Repository,
  history: History,
  head: string,
  manifest: string,
  paths: readonly string[],
): Promise<Since> {
  const last = (await repository.run(['rev-list', '-1', head, '--', manifest])).trim();
  const later =
    last === ''
      ? undefined
      : new Set((await repository.run(['rev-list', head, `^${last}`])).split('\n').filter(Boolean));
  const commits = history.commits.filter(({ commit }) => !later || later.has(commit.id));
  const ids = commits.map(({ commit }) => commit.id);
  return { commits, changed: await changedPaths(repository, ids, paths) };
}
