/** What a diagram is made from, as the repository has it. */

import { join, relative, sep } from 'node:path';
import {
  type Diagnostic,
  error,
  type Failure,
  type Origin,
  type Outcome,
  quote,
  refused,
  warning,
} from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Repository } from '../git/git.ts';
import { inRepository } from '../git/source-paths.ts';
import { readIfThere, unixLines } from '../git/work-file.ts';
import type { Digested } from '../manifest/manifest.ts';
import { isPackageFile } from '../publications/publication-facts.ts';

/** A diagram in messages about it. */
export interface PublishedSubject {
  readonly name: string;
  readonly origin?: Origin | undefined;
}

/**
 * All that decides a diagram's picture, with digests of what is committed; paths relative to the root, sorted.
 * Errors: `untracked-input` (of packages: a warning), `dirty-tree`.
 * @param files absolute; those that are not there decide nothing
 * @param root folder of the estate
 * @param tree of the commit that is checked out
 */
export async function committedInputs(
  one: PublishedSubject,
  files: readonly string[],
  root: string,
  { trees, prefix }: Repository,
  tree: string,
): Promise<Outcome<readonly Digested[]>> {
  const value: Digested[] = [];
  const diagnostics: Diagnostic[] = [];
  const packages: string[] = [];
  for (const file of files) {
    const bytes = await readIfThere(file);
    if (!bytes) continue;
    const path = relative(root, file).split(sep).join('/');
    const whole = inRepository(prefix, path);
    const entry = whole === undefined ? undefined : await trees.at(tree, whole);
    const committed = await trees.bytes(entry);
    value.push({ path, sha256: sha256(committed ?? bytes) });
    if (!entry && isPackageFile(path)) packages.push(path);
    else if (!committed) diagnostics.push(untracked(one, path));
    else if (!committed.equals(bytes) && unixLines(committed) !== unixLines(bytes))
      diagnostics.push(
        error('dirty-tree', `${path} differs from the committed file`, one.origin, {
          hint: 'Commit it. Is it marked `assume-unchanged`, or does a filter (such as LFS) change it?',
        }),
      );
  }
  if (packages.length > 0) {
    const more = packages.length > 1 ? ` and ${packages.length - 1} more files` : '';
    const what = `${quote(one.name)} uses ${packages[0]}${more}, not in the repository`;
    const hint =
      'The signed history covers the lock file, but not the package. Copy what the diagram needs into the repository to have it covered.';
    diagnostics.push(warning('untracked-input', what, one.origin, { hint }));
  }
  value.sort((a, b) => byCodeUnit(a.path, b.path));
  return { value, diagnostics };
}

const untracked = (one: PublishedSubject, path: string): Diagnostic =>
  error(
    'untracked-input',
    `${quote(one.name)} is made from ${path}, which is not in the repository`,
    one.origin,
    { hint: 'Commit it as a regular file: the history has to show who changed it.' },
  );

/** Whatever of it is changed and not committed, by git's own word. Errors: `uncommitted`. */
export async function uncommitted(
  { name, origin }: PublishedSubject,
  inputs: readonly Digested[],
  given: Repository,
): Promise<Failure | undefined> {
  const paths = inputs.flatMap(({ path }) => inRepository(given.prefix, path) ?? []);
  const changed = await given.run([
    '--literal-pathspecs',
    'status',
    '--porcelain',
    '-z',
    '--',
    ...paths.map((path) => join(given.top, path)),
  ]);
  if (changed === '') return undefined;
  return refused(
    'uncommitted',
    `${quote(name)} is made from files that are not committed`,
    'Commit them first: an approval covers only what is in the history.',
    origin,
  );
}
