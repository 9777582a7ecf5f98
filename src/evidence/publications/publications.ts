/** Every publication of a history, judged: by whom, from what, made and approved by whom. */

import { ApprovalStore } from '../approvals/approvals.ts';
import type { Repository } from '../git/git.ts';
import type { History } from '../history/history.ts';
import { claimOf, type Signed } from '../history/signed-commit.ts';
import { hasRole, type Trust } from '../trust/trust.ts';
import { fail, type Verdict } from '../verdict.ts';
import { judgePublication } from './publication-facts.ts';
import { publishedFiles } from './publication-files.ts';
import { type PublicationCommit, pastOf } from './published.ts';

export interface Publications {
  /** Oldest first. */
  readonly all: readonly PublicationCommit[];
  readonly approvals: ApprovalStore;
  readonly verdicts: readonly Verdict[];
}

/**
 * @param out name of the output folder, relative to the estate's root
 * @param tip id of the commit that is verified
 * Throws `BrokenObject`.
 */
export async function verifyPublications(
  repository: Repository,
  history: History,
  out: string,
  tip: string,
): Promise<Publications> {
  const { byId, commits, changes, root, judging } = history;
  const verdicts: Verdict[] = [];
  const folder = `${repository.prefix}${out}`;
  const approvals = new ApprovalStore(repository, history);
  const seen = new Set<string>();
  const all: PublicationCommit[] = [];
  for (const signed of commits) {
    const { commit } = signed;
    const changed = await changes.files(commit, folder);
    // What lay there before there was any trust is the root's: whoever vouches for it vouches for that.
    if (changed.length === 0 || commit.id === root) continue;
    // Adopted, it stands as it is, and publishes nothing.
    if (signed.adoption) continue;
    const refused = await mayPublish(signed, history, folder, judging.get(commit.id));
    verdicts.push(...refused);
    const { value, verdicts: found } = await publishedFiles(repository, signed, folder, seen);
    verdicts.push(...found);
    const trust = history.trust.get(commit.parents[0] ?? '');
    if (!value || !trust) continue;
    const past = pastOf(history, all, commit.parents[0] ?? '');
    verdicts.push(...(await judgePublication(repository, history, value, past, approvals, trust)));
    // What may not publish publishes nothing: what follows is compared with what did.
    if (refused.length === 0) all.push(value);
  }
  const { trees } = repository;
  const at = async (commit: string): Promise<string | undefined> =>
    (await trees.at(byId.get(commit)?.tree ?? '', folder))?.id;
  const newest = all.at(-1);
  if (newest && (await at(newest.commit.id)) !== (await at(tip)))
    verdicts.push(fail('files', tip.slice(0, 12), `${folder}/ differs from the last publication`));
  return { all, approvals, verdicts };
}

async function mayPublish(
  { commit, signer }: Signed,
  history: History,
  folder: string,
  trust: Trust | undefined,
): Promise<Verdict[]> {
  const { changes, sides } = history;
  const claim = claimOf(commit, history);
  const refuse = (why: string): Verdict[] => [fail('published-by-ci', commit.id.slice(0, 12), why)];
  const by = signer ?? 'nobody who signed';
  if (signer === undefined || !trust || !hasRole(trust, signer, 'ci'))
    return refuse(`it changes ${folder}/, but ${by} does not have the role ci`);
  if (commit.parents.length !== 1)
    return refuse(`it changes ${folder}/, but a publication cannot be a merge`);
  const beside = await changes.first(commit, '', [folder]);
  if (beside !== undefined)
    return refuse(`a publication may change only ${folder}/, but this one also changes ${beside}`);
  const why = claim && (await sides.refused({ commit, claim, roles: ['ci'] }));
  return why === undefined ? [] : refuse(`it changes ${folder}/, and ${why}`);
}
