/** What of a checkout makes publishing from it wrong, though git calls it clean. */

import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, quote, refused } from '../../model/diagnostic.ts';
import type { Repository } from '../git/git.ts';

/** What git keeps in its folder while it is in the middle of something. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  MERGE_HEAD: 'merge',
  'rebase-merge': 'rebase',
  'rebase-apply': 'rebase',
  CHERRY_PICK_HEAD: 'cherry-pick',
  REVERT_HEAD: 'revert',
};

/** A commit made in the middle would be another's half: git goes on from where it stood. Errors: `in-progress`. */
export async function underWay(given: Repository): Promise<readonly Diagnostic[]> {
  const folder = (await given.run(['rev-parse', '--absolute-git-dir'])).replace(/\n$/, '');
  const name = Object.keys(UNDER_WAY).find((one) => existsSync(join(folder, one)));
  if (name === undefined) return [];
  const what = UNDER_WAY[name];
  return refused(
    'in-progress',
    `a ${what} is in progress`,
    `Finish it, or abort it: \`git ${what} --abort\`.`,
  ).diagnostics;
}

/** A branch that moves under another checkout makes that look as if it took the publication back. Errors: `other-branch`. */
export async function checkedOutElsewhere(
  given: Repository,
  branch: string,
): Promise<readonly Diagnostic[]> {
  const fields = (await given.run(['worktree', 'list', '--porcelain', '-z'])).split('\0');
  const at = fields.indexOf(`branch refs/heads/${branch}`);
  if (at < 0) return [];
  const folder = fields.slice(0, at).findLast((field) => field.startsWith('worktree '));
  return refused(
    'other-branch',
    `the branch ${quote(branch)} is checked out in ${quote(folder?.slice(9) ?? '')}`,
    'Publish there, or name another branch.',
  ).diagnostics;
}

/** Where the sources of diagrams lie, relative to the root. */
export interface SourceFolders {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Names of files in the root itself that count. */
  readonly inRoot: RegExp;
}

/**
 * Sources that the commit has and the checkout has not, and git was told not to mind (a sparse checkout, files
 * marked `assume-unchanged`): their diagrams would be taken for removed. Errors: `dirty-tree`.
 */
export async function hiddenSources(
  root: string,
  { folders, files, inRoot }: SourceFolders,
  { trees, prefix }: Repository,
  tree: string,
): Promise<readonly Diagnostic[]> {
  const hidden: string[] = [];
  const top = await trees.tree((await trees.at(tree, prefix))?.id ?? tree);
  const paths = [...top.keys()].filter((name) => inRoot.test(name)).concat(files);
  for (const folder of folders)
    for (const name of (await trees.files(tree, prefix + folder)).keys())
      paths.push(`${folder}/${name}`);
  const there = (path: string): boolean =>
    lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
  for (const path of paths)
    if (!there(path) && (await trees.at(tree, prefix + path))) hidden.push(path);
  if (hidden.length === 0) return [];
  return refused(
    'dirty-tree',
    `the checkout lacks files that the commit has: ${hidden.slice(0, 3).join(', ')}${hidden.length > 3 ? ' …' : ''}`,
    'Is it a sparse checkout (`git sparse-checkout disable`), or are they marked `assume-unchanged`?',
  ).diagnostics;
}
