/**
 * What a signer may change: an author all but the three below; an approver the trust files, alone; CI the output
 * folder, alone; an author or an approver the approvals, which are signed themselves.
 */

import { APPROVALS_FOLDER } from '../approvals/approval.ts';
import type { Commit } from '../git/commit.ts';
import { ADOPTIONS_FOLDER } from '../history/adoption.ts';
import type { Changes } from '../history/changes.ts';
import { fail, pass, type Verdict } from '../verdict.ts';
import { hasRole, isFilled, TRUST_FILES, TRUST_FOLDER, type Trust } from './trust.ts';

export interface Areas {
  readonly out: string;
  readonly trust: readonly string[];
  /** Approvals and adoptions, which are signed themselves. */
  readonly statements: readonly string[];
}

/** @param out name of the output folder, relative to the estate's root */
export const areasOf = (prefix: string, out: string): Areas => ({
  out: prefix + out,
  trust: TRUST_FILES.map((name) => `${prefix}${TRUST_FOLDER}/${name}`),
  statements: [APPROVALS_FOLDER, ADOPTIONS_FOLDER].map((folder) => prefix + folder),
});

/** The trust files that a commit itself changed. */
async function trustChanged(changes: Changes, commit: Commit, areas: Areas): Promise<string[]> {
  const found: string[] = [];
  for (const path of areas.trust) if (await changes.touches(commit, path)) found.push(path);
  return found;
}

const names = (paths: readonly string[]): string =>
  paths.map((path) => path.split('/').at(-1)).join(', ');

/** What a signed commit may not change, and which changes of trust there were. */
export async function judgeRoles(
  changes: Changes,
  commit: Commit,
  by: string,
  trust: Trust,
  areas: Areas,
  prefix: string,
): Promise<Verdict[]> {
  const at = commit.id.slice(0, 12);
  const refuse = (what: string): Verdict[] => [fail('role', at, `${by} ${what}`)];
  if (!hasRole(trust, by, 'author', 'approver', 'ci'))
    return refuse('has no role in the policy, so may not change anything');
  const trusted = await trustChanged(changes, commit, areas);
  // Until there is an approver, someone has to name the first; a name without a key could never sign the next change.
  const keeper = isFilled(trust, 'approver') ? 'approver' : 'author';
  if (trusted.length > 0 && !hasRole(trust, by, keeper))
    return refuse(`changes ${names(trusted)} without the role ${keeper}`);
  const admitted =
    trusted.length > 0 ? [pass('trust', at, `${names(trusted)} changed by ${by}`)] : [];
  if (commit.parents.length > 1) return admitted;
  const special = [...areas.trust, ...areas.statements, areas.out];
  const other = await changes.first(commit, prefix.replace(/\/$/, ''), special);
  const statements: string[] = [];
  for (const folder of areas.statements)
    if (await changes.touches(commit, folder)) statements.push(folder);
  if (trusted.length > 0) {
    const along = other ?? statements[0];
    if (along !== undefined)
      return [
        fail(
          'trust',
          at,
          `a change of trust needs a commit of its own, but this one also changes ${along}`,
        ),
      ];
  }
  if (statements.length > 0 && !hasRole(trust, by, 'author', 'approver'))
    return refuse('changes approvals or adoptions without the role author or approver');
  if (other !== undefined && !hasRole(trust, by, 'author'))
    return refuse(`changes ${other} without the role author`);
  return admitted;
}
