/** Makes a signed commit of some files without touching index, tree or branch until it is there whole. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './git.ts';

export interface NewCommit {
  /** Files from the top of the work tree; `undefined` removes one. */
  readonly files: ReadonlyMap<string, Uint8Array | undefined>;
  readonly parent: string;
  readonly message: string;
  /** Epoch seconds. */
  readonly time: number;
}

/** @returns the id of a commit that no branch has yet. Throws `GitError`, e.g. when the key cannot sign. */
export async function prepareCommit(repository: Repository, commit: NewCommit): Promise<string> {
  const { files, parent, message, time } = commit;
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    await repository.run(['read-tree', parent], { env });
    let lines = '';
    for (const [path, bytes] of files) {
      if (bytes === undefined) {
        lines += `0 ${'0'.repeat(parent.length)}\t${path}\0`;
        continue;
      }
      const id = (
        await repository.run(['hash-object', '-w', '--stdin'], { input: Buffer.from(bytes) })
      ).trim();
      lines += `100644 ${id}\t${path}\0`;
    }
    await repository.run(['update-index', '-z', '--index-info'], { env, input: lines });
    const tree = (await repository.run(['write-tree'], { env })).trim();
    const date = `${time} +0000`;
    return (
      await repository.run(['commit-tree', '-S', tree, '-p', parent], {
        input: message,
        env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      })
    ).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Lets a branch point at the commit, if it still points at its parent: what another run made meanwhile
 * is never lost. Throws `GitError` when it does not.
 */
export async function moveBranch(
  repository: Repository,
  branch: string,
  commit: string,
  parent: string,
): Promise<void> {
  await repository.run([
    'update-ref',
    '-m',
    'cadastre publish',
    `refs/heads/${branch}`,
    commit,
    parent,
  ]);
}
