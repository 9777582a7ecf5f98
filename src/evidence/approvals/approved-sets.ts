/** Approvals of the same changes, put together: who of their approvers may approve them, and whose work they are. */

import type { Signed } from '../history/signed-commit.ts';
import type { PublishedChange } from '../manifest/manifest.ts';
import { statementOf } from './approval.ts';
import type { ChangeDecision, ModelMakers } from './approval-request.ts';
import type { ApprovalStore } from './approvals.ts';
import type { CandidateSet } from './change-cover.ts';
import type { ChangeMakers } from './change-makers.ts';

export interface ApprovedSet extends CandidateSet {
  /** SHA-256 of the list of changes. */
  readonly digest: string;
  readonly decisions: readonly ChangeDecision[];
  /** In which they were made. */
  readonly commits: readonly Signed[];
}

/** What one approval is of. */
export interface SeenChanges
  extends Pick<ApprovedSet, 'changes' | 'touched' | 'model' | 'commits'> {
  readonly decision: ChangeDecision;
}

/**
 * @param beside the work of people who count as makers of all of it
 * @returns the sets, and approvals by those who made what they approved
 */
export async function approvedSets(
  all: readonly SeenChanges[],
  beside: ModelMakers,
  makers: ChangeMakers,
  approvals: ApprovalStore,
): Promise<{ readonly sets: readonly ApprovedSet[]; readonly own: readonly ChangeDecision[] }> {
  const groups = new Map<string, SeenChanges[]>();
  for (const one of all) {
    const { changes } = one.decision.approval;
    groups.set(changes, [...(groups.get(changes) ?? []), one]);
  }
  const sets: ApprovedSet[] = [];
  const own: ChangeDecision[] = [];
  for (const [digest, group] of groups) {
    // Each of them saw some commits: whoever made any of these made what all of them approved.
    const work = joined(await makers.madeBy(group.flatMap(({ commits }) => commits)), beside);
    const free: SeenChanges[] = [];
    for (const one of group) {
      const { approval, signature } = one.decision;
      const why = approvals.ownWork(approval.by, signature, work);
      if (why === undefined) free.push(one);
      else own.push({ ...one.decision, refused: why });
    }
    const [first, ...others] = free;
    if (first === undefined) continue;
    sets.push({
      digest,
      changes: first.changes,
      touched: first.touched,
      model: first.model,
      others: others.map(({ model }) => model),
      decisions: eachOnce(free.map(({ decision }) => decision)),
      commits: [...new Set(free.flatMap(({ commits }) => commits))],
    });
  }
  return { sets, own };
}

/** Each person and each key once. */
function eachOnce(decisions: readonly ChangeDecision[]): readonly ChangeDecision[] {
  const found: ChangeDecision[] = [];
  for (const one of decisions) {
    const { by } = one.approval;
    if (!found.some(({ approval, key }) => approval.by === by || key === one.key)) found.push(one);
  }
  return found;
}

const namesOf = ({ makers, authors }: ModelMakers): ReadonlySet<string> =>
  new Set([...makers, ...authors.map(({ email, commit }) => `${email} ${commit}`)]);

export function isPartOf(one: ModelMakers, other: ModelMakers): boolean {
  const known = namesOf(other);
  return [...namesOf(one)].every((name) => known.has(name));
}

export const joined = (a: ModelMakers, b: ModelMakers): ModelMakers => ({
  makers: [...new Set([...a.makers, ...b.makers])].sort(),
  authors: [...a.authors, ...b.authors],
});

/** As a manifest has them, and who else wrote each. */
export async function published(
  sets: readonly ApprovedSet[],
  makers: ChangeMakers,
  loose: ModelMakers,
): Promise<{
  readonly approved: readonly PublishedChange[];
  readonly authors: readonly ModelMakers['authors'][];
}> {
  const approved: PublishedChange[] = [];
  const authors: ModelMakers['authors'][] = [];
  for (const { digest, decisions, commits } of sets) {
    const work = joined(await makers.madeBy(commits), loose);
    const signed = decisions.map(({ approval }) => ({
      ...statementOf(approval),
      model: approval.model,
    }));
    approved.push({ changes: digest, makers: work.makers, approvals: signed });
    authors.push(work.authors);
  }
  return { approved, authors };
}
