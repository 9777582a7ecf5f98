/** Makes a signed commit of some files without touching index, tree or branch until it is there whole. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './git.ts';
import { GitError, isDisk } from './process.ts';
import { signingPrograms } from './signing.ts';

export interface NewCommit {
  /** Files from the top of the work tree; `undefined` removes one. */
  readonly files: ReadonlyMap<string, Uint8Array | undefined>;
  readonly parent: string;
  readonly message: string;
  /** Epoch seconds. */
  readonly time: number;
}

/** The key could not sign. */
export class SigningError extends GitError {
  override readonly name = 'SigningError';
}

/** @returns the id of a commit that no branch has yet. Throws `SigningError`, `GitError`. */
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
    return await signedCommit(repository, tree, parent, message, `${time} +0000`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signedCommit(
  repository: Repository,
  tree: string,
  parent: string,
  message: string,
  date: string,
): Promise<string> {
  try {
    const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const args = ['commit-tree', '-S', tree, '-p', parent];
    const settings = await signingPrograms(repository);
    return (await repository.run(args, { input: message, env, settings })).trim();
  } catch (thrown) {
    // Nothing is committed either way; the words only choose the advice.
    if (!(thrown instanceof GitError) || isDisk(thrown)) throw thrown;
    throw new SigningError(thrown.message, thrown.status);
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

/**
 * Takes into the index what changed from one commit to another, and leaves all the rest of it alone: what a sparse
 * checkout hides stays hidden. Throws `GitError`, e.g. when the index is locked.
 */
export async function moveIndex(repository: Repository, from: string, to: string): Promise<void> {
  const said = await repository.run(['diff-tree', '-r', '-z', '--no-renames', from, to]);
  const fields = said.split('\0');
  let input = '';
  for (let i = 0; i + 1 < fields.length; i += 2) {
    // `:100644 100644 OLD NEW M`, then the path; a file that is gone has the mode 000000.
    const [, mode = '', , id = ''] = fields[i]?.split(' ') ?? [];
    input += `${mode === '000000' ? '0' : mode} ${id}\t${fields[i + 1]}\0`;
  }
  await repository.run(['update-index', '-z', '--index-info'], { input });
}
