/** The files of approvals that a history ever held, with the commits that brought them in. */

import type { Repository } from '../git/git.ts';
import type { TreeEntry } from '../git/tree.ts';
import type { History } from '../history/history.ts';
import type { Signed } from '../history/signed-commit.ts';
import { APPROVALS_FOLDER, approvalPath, readApproval, type SignedApproval } from './approval.ts';

export interface StoredApproval {
  /** Relative to the estate's root. */
  readonly path: string;
  readonly entry: TreeEntry;
  readonly signature: TreeEntry;
  readonly by: Signed;
}

/** One that can be read; what it claims is not yet proved. */
export interface ReadApproval {
  readonly approval: SignedApproval;
  readonly text: Buffer;
  readonly signature: string;
}

/** In the order of the history: the first that brought a file in comes first. */
export async function storedApprovals(
  { trees, prefix }: Repository,
  { commits, changes }: History,
): Promise<readonly StoredApproval[]> {
  const found: StoredApproval[] = [];
  for (const by of commits) {
    const { tree } = by.commit;
    const paths = await changes.files(by.commit, prefix + APPROVALS_FOLDER);
    const files = new Set(paths.map((path) => path.replace(/\.sig$/, '')));
    for (const path of files) {
      const entry = path.endsWith('.json') ? await trees.at(tree, path) : undefined;
      const signature = await trees.at(tree, `${path}.sig`);
      if (!entry || !signature) continue;
      found.push({ path: path.slice(prefix.length), entry, signature, by });
    }
  }
  return found;
}

/** Absent where it is none, or lies where another should. */
export async function readStored(
  { trees }: Repository,
  { path, entry, signature }: StoredApproval,
): Promise<ReadApproval | undefined> {
  const [text, signed] = [await trees.bytes(entry), await trees.bytes(signature)];
  const approval = text && readApproval(text.toString('utf8'));
  return text && signed && approval && approvalPath(approval) === path
    ? { approval, text, signature: signed.toString('utf8') }
    : undefined;
}

/** Those of a folder that are known there, each at the commit that brought it in first: what is put back is as old as it was. */
export function firstBrought(
  stored: readonly StoredApproval[],
  folder: string,
  known: ReadonlySet<string>,
): readonly StoredApproval[] {
  const first = new Map<string, StoredApproval>();
  for (const one of stored) {
    const key = `${one.path} ${one.entry.id}`;
    if (one.path.startsWith(folder) && known.has(one.by.commit.id) && !first.has(key))
      first.set(key, one);
  }
  return [...first.values()];
}
