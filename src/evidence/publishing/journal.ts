/**
 * Branch, index and files cannot change in one stroke. A note in git's folder says what is under way, so that
 * the next run finishes what was killed in between.
 */

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { moveIndex } from '../git/commit-files.ts';
import type { Repository } from '../git/git.ts';
import { readIfThere, type WorkFile, type WriteFiles } from '../git/work-file.ts';

interface Note {
  readonly parent: string;
  readonly commit: string;
}

const NAME = /^([0-9a-f]{40,64})\.json$/;

async function folderOf(given: Repository): Promise<string> {
  const path = await given.run(['rev-parse', '--git-path', 'cadastre-publish']);
  return resolve(given.top, path.replace(/\n$/, ''));
}

/** @returns what removes it again */
export async function note(given: Repository, { parent, commit }: Note): Promise<() => void> {
  const folder = await folderOf(given);
  const path = join(folder, `${commit}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify({ parent, commit }));
  return () => rmSync(path, { force: true });
}

/**
 * Brings index and files of a publication that was cut off to where the branch is already.
 * Errors: `unwritable`. Throws `GitError`.
 */
export async function finishInterrupted(
  given: Repository,
  head: string,
  write: WriteFiles,
): Promise<readonly Diagnostic[]> {
  const folder = await folderOf(given);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const [, commit] = NAME.exec(name) ?? [];
    if (commit !== undefined && commit === head) {
      // Not what the note says: a machine that went down may have left it empty.
      const parent = (await given.run(['rev-parse', `${commit}^1`])).trim();
      await moveIndex(given, parent, commit);
      const diagnostics = await finishFiles(given, parent, commit, write);
      if (diagnostics.length > 0) return diagnostics;
      await given.run(['update-index', '-q', '--refresh']).catch(() => '');
    }
    // Where the branch never got there, nothing was touched.
    rmSync(join(folder, name), { force: true });
  }
  return [];
}

/** Where the files are as one commit has them, they become those of another. Errors: `unwritable`. */
export async function finishFiles(
  given: Repository,
  parent: string,
  commit: string,
  write: WriteFiles,
): Promise<readonly Diagnostic[]> {
  const { trees } = given;
  const files: WorkFile[] = [];
  const gone: string[] = [];
  const treeOf = async (id: string): Promise<string> =>
    (await given.run(['rev-parse', `${id}^{tree}`])).trim();
  const [old, now] = [await treeOf(parent), await treeOf(commit)];
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', parent, commit];
  for (const path of (await given.run(args)).split('\0').filter(Boolean)) {
    const [before, after] = [
      await trees.bytes(await trees.at(old, path)),
      await trees.bytes(await trees.at(now, path)),
    ];
    const file = join(given.top, path);
    const there = await readIfThere(file);
    // What someone wrote there since is theirs.
    if (there && (!before || sha256(there) !== sha256(before))) continue;
    if (after) files.push({ path: file, name: path, bytes: after });
    else gone.push(file);
  }
  const { diagnostics } = write(files);
  if (diagnostics.length === 0) for (const file of gone) rmSync(file, { force: true });
  return diagnostics;
}
