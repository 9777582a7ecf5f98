/** Where a model stands among the versions of its diagram, and who made it. */

import { isMerge } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { inRepository } from '../git/source-paths.ts';
import type { Changes } from '../history/changes.ts';
import {
  type Makers,
  type MakingPeriod,
  makersOf,
  type OtherAuthor,
  otherAuthorsOf,
  roundOf,
} from '../history/makers.ts';
import { makersOfCommit, type Signed } from '../history/signed-commit.ts';
import type { Publication } from '../manifest/manifest.ts';
import type { Past } from '../publications/published.ts';
import { TRUST_FOLDER } from '../trust/trust.ts';

interface Where {
  readonly repository: Pick<Repository, 'prefix'>;
  readonly changes: Changes;
  readonly past: Past;
}

interface What extends Pick<Publication, 'model' | 'inputs'> {
  /** Name of the diagram's outputs. */
  readonly name: string;
}

export interface ApprovalBasis extends MakingPeriod, Pick<Makers, 'unsigned'> {
  readonly authors: readonly OtherAuthor[];
  /** The version before, also where it was published long ago. */
  readonly last: Publication | undefined;
}

export async function approvalBasis(where: Where, what: What): Promise<ApprovalBasis> {
  const { repository, changes, past } = where;
  const { name, model, inputs } = what;
  const last = past.last(name);
  const paths = [...inputs, ...past.inputs(name)].flatMap(
    ({ path }) => inRepository(repository.prefix, path) ?? [],
  );
  const unique = [...new Set(paths)];
  const { makers, unsigned } = await makersOf(changes, past.since(name), unique);
  const found = new Set(makers);
  if (last?.model !== model && (await isUntouched(where, past.sinceLast(name), unique)))
    for (const one of await anyChanges(where, past.sinceLast(name)))
      for (const maker of makersOfCommit(one)) found.add(maker);
  const authors = [...(await otherAuthorsOf(changes, past.sinceApproved(name, model), unique))];
  for (const commits of past.modelChanges(name, model))
    if (await isUntouched(where, commits, unique)) {
      const folder = repository.prefix.replace(/\/$/, '');
      authors.push(...(await otherAuthorsOf(changes, await anyChanges(where, commits), [folder])));
    }
  return { ...roundOf(last, model, [...found].sort()), last, unsigned, authors };
}

/** Whether nobody changed what it is made from. */
async function isUntouched(
  { changes }: Where,
  commits: readonly Signed[],
  paths: readonly string[],
): Promise<boolean> {
  const { makers, unsigned } = await makersOf(changes, commits, paths);
  return makers.length + unsigned.length === 0;
}

/**
 * Commits that changed anything of the estate: a model that differs although nobody changed what it is made from was
 * changed by what code reads other than by an import, such as a file, a link or the settings of the package.
 */
async function anyChanges(
  { repository: { prefix }, changes, past }: Where,
  commits: readonly Signed[],
): Promise<readonly Signed[]> {
  const found: Signed[] = [];
  for (const one of commits) {
    const { commit } = one;
    if (makersOfCommit(one).length === 0 || isMerge(commit) || past.published(commit.id)) continue;
    const other = await changes.first(commit, prefix.replace(/\/$/, ''), [prefix + TRUST_FOLDER]);
    if (other !== undefined) found.push(one);
  }
  return found;
}
