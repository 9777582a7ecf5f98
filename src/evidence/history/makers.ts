/** Who made a diagram: the signers of the commits that changed what it is made from. */

import type { Publication } from '../manifest/manifest.ts';
import type { Changes } from './changes.ts';
import type { Signed } from './history.ts';

export interface Makers {
  /** Principals, sorted by code unit. */
  readonly makers: readonly string[];
  /** Ids of commits that changed it and were signed by nobody who is trusted. */
  readonly unsigned: readonly string[];
}

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
  for (const { commit, signer, merges } of commits) {
    if (signer !== undefined && makers.has(signer)) continue;
    let touched = false;
    for (const path of paths) touched ||= await changes.touches(commit, path);
    if (!touched) continue;
    if (signer !== undefined) makers.add(signer);
    // A host's merge of two changes is made by those who made them.
    else if (!merges) unsigned.push(commit.id);
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
