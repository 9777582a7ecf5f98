/** Who made a diagram: the signers of the commits that changed what it is made from. */

import type { Publication } from '../manifest/manifest.ts';
import type { Changes } from './changes.ts';
import { makersOfCommit, type Signed } from './signed-commit.ts';

export interface Makers {
  /** Principals, sorted by code unit. */
  readonly makers: readonly string[];
  /** Ids of commits that changed it and were signed by nobody who is trusted. */
  readonly unsigned: readonly string[];
}

/** Who wrote, or helped to write, a commit that another signed. What a commit says of authors is not proved. */
export interface OtherAuthor {
  readonly email: string;
  /** Id of the commit, who answers for it, and how. */
  readonly commit: string;
  readonly signer: string;
  readonly how: 'signed' | 'adopted';
}

/** As `makersOf`: authors and co-authors who did not sign. */
export async function otherAuthorsOf(
  changes: Changes,
  commits: readonly Signed[],
  paths: readonly string[],
): Promise<readonly OtherAuthor[]> {
  const found: OtherAuthor[] = [];
  for (const one of commits) {
    const { commit, merges } = one;
    const signer = makersOfCommit(one).join(', ');
    const how = one.adoption ? 'adopted' : 'signed';
    // Nobody signed what was adopted: who committed it, as it says, wrote it as well.
    const committers = one.adoption ? [commit.committer.email] : [];
    const named = new Set([commit.author.email, ...commit.coAuthors, ...committers].map(sameCase));
    for (const maker of makersOfCommit(one)) named.delete(sameCase(maker));
    // A host's merge names whoever pressed the button.
    if (named.size === 0 || merges) continue;
    let touched = false;
    for (const path of paths) touched ||= await changes.touches(commit, path);
    if (touched) for (const email of named) found.push({ email, commit: commit.id, signer, how });
  }
  return found;
}

/** Addresses are compared without case: a commit may spell them as it likes. */
export const sameCase = (email: string): string => email.toLowerCase();

/**
 * @param commits since the version before
 * @param paths from the top of the work tree
 */
export async function makersOf(
  changes: Changes,
  commits: readonly Signed[],
  paths: readonly string[],
): Promise<Makers> {
  const makers = new Set<string>();
  const unsigned: string[] = [];
  for (const one of commits) {
    const { commit, merges } = one;
    const own = makersOfCommit(one);
    if (own.length > 0 && own.every((maker) => makers.has(maker))) continue;
    let touched = false;
    for (const path of paths) touched ||= await changes.touches(commit, path);
    if (!touched) continue;
    for (const maker of own) makers.add(maker);
    // A host's merge of two changes is made by those who made them.
    if (own.length === 0 && !merges) unsigned.push(commit.id);
  }
  return { makers: [...makers].sort(), unsigned };
}

/** What follows from the version before. */
export interface MakingPeriod {
  readonly sameModel: boolean;
  readonly makers: readonly string[];
  readonly previous: string | undefined;
  readonly version: number;
}

/**
 * @param last the version before, also where it was published long ago
 * @param fresh makers since then
 */
export function roundOf(
  last: Publication | undefined,
  model: string,
  fresh: readonly string[],
): MakingPeriod {
  if (!last) return { sameModel: false, makers: fresh, previous: undefined, version: 1 };
  if (last.model === model)
    return {
      sameModel: true,
      makers: last.makers,
      previous: last.previous,
      version: last.version,
    };
  return {
    sameModel: false,
    // What was published as a draft nobody has approved: who made that made this.
    makers: last.draft ? [...new Set([...last.makers, ...fresh])].sort() : fresh,
    previous: last.model,
    version: last.draft ? last.version : last.version + 1,
  };
}
