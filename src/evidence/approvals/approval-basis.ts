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
import { makersOfCommit } from '../history/signed-commit.ts';
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
  if (last?.model !== model) {
    const lately = await makersOf(changes, past.sinceLast(name), unique);
    if (lately.makers.length + lately.unsigned.length === 0)
      for (const maker of await anyMakers(where, name)) found.add(maker);
  }
  const authors = await otherAuthorsOf(changes, past.sinceApproved(name, model), unique);
  return { ...roundOf(last, model, [...found].sort()), last, unsigned, authors };
}

/**
 * Who changed anything of the estate: a model that is another, though nobody changed what it is made from, was changed
 * by what code reads otherwise than by an import, such as a file, a link or the settings of the package.
 */
async function anyMakers(
  { repository: { prefix }, changes, past }: Where,
  name: string,
): Promise<readonly string[]> {
  const makers: string[] = [];
  for (const one of past.sinceLast(name)) {
    const { commit } = one;
    const own = makersOfCommit(one);
    if (own.length === 0 || isMerge(commit) || past.published(commit.id)) continue;
    const other = await changes.first(commit, prefix.replace(/\/$/, ''), [prefix + TRUST_FOLDER]);
    if (other !== undefined) makers.push(...own);
  }
  return makers;
}
