/** What holds of merges beside their own signature. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ancestorsOf, type Commit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { FATAL, GitError } from '../git/process.ts';
import { keyOfSignature } from '../signatures/keygen.ts';
import { lists } from '../trust/allowed-signers.ts';
import type { Trust } from '../trust/trust.ts';
import { fail, type Verdict } from '../verdict.ts';
import type { Changes } from './changes.ts';
import type { MergeBases } from './merge-bases.ts';

type Commits = ReadonlyMap<string, Commit>;
type TrustBy = (id: string) => Trust | undefined;

/** Merges whose one side revoked a key bring in nothing that the key signed on the other. */
export function revokedElsewhere(commit: Commit, commits: Commits, trust: TrustBy): Verdict[] {
  const { parents } = commit;
  if (parents.length < 2) return [];
  const revoked = new Map(parents.map((id) => [id, trust(id)?.revokedKeys ?? []]));
  return parents.flatMap((parent) => {
    const keys = new Set(
      (revoked.get(parent) ?? []).filter((key) =>
        parents.some((id) => !revoked.get(id)?.includes(key)),
      ),
    );
    if (keys.size === 0) return [];
    const here = ancestorsOf(parent, commits);
    const others = parents.flatMap((id) =>
      [...ancestorsOf(id, commits)].filter((older) => !here.has(older)),
    );
    return [...new Set(others)]
      .filter((id) => keys.has(keyOfSignature(commits.get(id)?.signature ?? '') ?? ''))
      .map((id) => {
        const why = `it is signed by a key that the other side of merge ${commit.id.slice(0, 12)} revoked`;
        return fail('revoked', id.slice(0, 12), why);
      });
  });
}

/**
 * Whether the key that signed a merge was taken out of the trust file on one of its sides: else one who has left
 * could make an old commit the first parent, and be judged by its trust.
 */
export function takenOut(
  bases: MergeBases,
  { parents, signature = '', committer }: Commit,
  trust: TrustBy,
): boolean {
  const [first, ...others] = parents;
  const key = keyOfSignature(signature);
  if (first === undefined || key === undefined) return false;
  for (const other of others) {
    const there = trust(other);
    if (!there || lists(there.keys, committer.email, key)) continue;
    for (const base of bases.of(first, other))
      if (lists(trust(base)?.keys ?? [], committer.email, key)) return true;
  }
  return false;
}

/**
 * @param scope what is judged where the rest of the trees is not there, as in a bundle: files and folders
 * @returns true where it only merges what was verified, and the policy takes that; else why not
 */
export async function hostMerge(
  repository: Repository,
  commit: Commit,
  trust: Trust | undefined,
  changes: Changes,
  scope: () => Promise<readonly string[]>,
): Promise<true | string | undefined> {
  const [first, second, ...more] = commit.parents;
  if (trust === undefined || first === undefined || second === undefined || more.length > 0)
    return undefined;
  if (trust.policy.hostMerges !== 'accept') return 'the policy refuses merges by the host';
  const other = 'its tree differs from the merge of its parents';
  try {
    const tree = await repository.run(['merge-tree', '--write-tree', first, second]);
    return tree.trim() === commit.tree ? true : other;
  } catch (thrown) {
    if (!(thrown instanceof GitError)) throw thrown;
    if (thrown.status === CONFLICTS) return 'its parents do not merge cleanly';
    // Only a bundle may lack the rest of the trees: elsewhere a git that fails says nothing about the merge.
    if (!repository.partial || thrown.status !== FATAL) throw thrown;
  }
  for (const path of await scope())
    for (const file of await changes.files(commit, path))
      if (!(await mergesFile(repository, commit, changes, file))) return `${other}: ${file}`;
  return true;
}

/** By this exit status `merge-tree` says that it worked, and found conflicts. */
const CONFLICTS = 1;

/** `merge-file` ends with the number of conflicts, up to this. */
const MOST_CONFLICTS = 127;

/** Whether a file that both sides changed is what git makes of the two. */
async function mergesFile(
  repository: Repository,
  commit: Commit,
  changes: Changes,
  path: string,
): Promise<boolean> {
  const sides = await changes.sides(commit, path);
  if (!sides) return false;
  const { trees } = repository;
  const [here, left, base, right] = await Promise.all(sides.map((entry) => trees.bytes(entry)));
  const modes = new Set(sides.map((entry) => entry?.mode));
  if (!here || !left || !base || !right || modes.size > 1) return false;
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-merge-'));
  try {
    const files = [left, base, right].map((bytes, i) => {
      const file = join(folder, String(i));
      writeFileSync(file, bytes);
      return file;
    });
    return (await repository.bytes(['merge-file', '-p', '-q', ...files], '')).equals(here);
  } catch (thrown) {
    if (thrown instanceof GitError && (thrown.status ?? MOST_CONFLICTS + 1) <= MOST_CONFLICTS)
      return false;
    throw thrown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
