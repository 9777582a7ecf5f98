/** What a signed commit may change: by the roles of who signed it, in what it changes itself and beyond merges. */

import { type Commit, isMerge } from '../git/commit.ts';
import type { Claim } from '../signatures/keygen.ts';
import { type Areas, judgeRoles } from '../trust/roles.ts';
import { hasRole, type Role, type Trust } from '../trust/trust.ts';
import { fail, type Verdict } from '../verdict.ts';
import type { Changes } from './changes.ts';
import type { MergeParents } from './merge-revocations.ts';

export interface Judging {
  readonly changes: Changes;
  readonly sides: MergeParents;
  readonly areas: Areas;
  /** Folder of the estate: '' or `networks/`. */
  readonly prefix: string;
  /** Files and folders that the chain is made of: of the others a bundle has nothing. */
  scope(): Promise<readonly string[]>;
  /** Whether a merge is what git makes of its parents. */
  onlyMerges(commit: Commit, by: Trust): Promise<boolean>;
}

/** @param by trust that the commit is judged by */
export async function judgeSigned(
  judging: Judging,
  commit: Commit,
  claim: Claim,
  by: Trust,
): Promise<Verdict[]> {
  const { changes, sides, areas, prefix } = judging;
  const at = commit.id.slice(0, 12);
  const found = await judgeRoles(changes, commit, claim.principal, by, areas, prefix);
  if (found.some(({ verdict }) => verdict === 'fail')) return found;
  const merged = isMerge(commit)
    ? await changedByMerge(judging, commit, claim.principal, by)
    : undefined;
  if (merged) return [fail('role', at, merged)];
  if (!found.some(({ check }) => check === 'trust')) return found;
  const keeper: Role = hasRole(by, claim.principal, 'approver') ? 'approver' : 'author';
  const why = await sides.refused({ commit, claim, roles: [keeper] });
  return why === undefined ? found : [fail('trust', at, `it changes trust, and ${why}`)];
}

/** Why a merge may not change what it does beside merging; absent where it may. */
async function changedByMerge(
  { changes, areas, scope, onlyMerges }: Judging,
  commit: Commit,
  signer: string,
  by: Trust,
): Promise<string | undefined> {
  if (hasRole(by, signer, 'author')) return undefined;
  const within = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
  const files: string[] = [];
  for (const path of await scope())
    for (const file of await changes.files(commit, path))
      if (!areas.trust.includes(file) && !within(file, areas.out)) files.push(file);
  const approver = hasRole(by, signer, 'approver');
  const own = files.find(
    (path) => !(approver && areas.statements.some((folder) => within(path, folder))),
  );
  if (own === undefined || (await onlyMerges(commit, by))) return undefined;
  return `${signer} changes ${own} in a merge without the role author`;
}
