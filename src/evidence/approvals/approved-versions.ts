/** Versions of a diagram that were published as approved, and whether their approvals still stand. */

import { ancestorsOf } from '../git/commit.ts';
import type { History } from '../history/history.ts';
import type { Publication } from '../manifest/manifest.ts';
import type { Past, PublicationCommit } from '../publications/published.ts';
import type { Withdrawal } from './approval-request.ts';
import type { ApprovalStore } from './approvals.ts';

export interface ApprovedVersion {
  readonly publication: PublicationCommit;
  readonly entry: Publication;
  /** The first of the publications in a row that have this model, approved or not. */
  readonly first: PublicationCommit;
  /** Whether enough of the approvals that it rests on were not withdrawn. */
  readonly stands: boolean;
}

interface VersionsPlace {
  readonly history: History;
  readonly past: Past;
  readonly approvals: ApprovalStore;
  /** Id of the commit up to which withdrawals are known. */
  readonly source: string;
}

/** Oldest first. */
export async function approvedVersions(
  where: VersionsPlace,
  name: string,
): Promise<readonly ApprovedVersion[]> {
  const found: ApprovedVersion[] = [];
  let first: PublicationCommit | undefined;
  for (const publication of where.past.of(name)) {
    const entry = entryOf(publication, name);
    if (!first || entryOf(first, name).model !== entry.model) first = publication;
    if (entry.draft) continue;
    const base = found.findLast((one) => one.entry.model === entry.base);
    const onGround = entry.base === undefined || base?.stands === true;
    const stands = onGround && (await isVouchedFor(where, name, publication, entry));
    found.push({ publication, entry, first, stands });
  }
  return found;
}

const entryOf = ({ manifest }: PublicationCommit, name: string): Publication =>
  manifest.diagrams[name] as Publication;

/** Whether enough of its own approvals are left. */
async function isVouchedFor(
  { history, approvals, past, source }: VersionsPlace,
  name: string,
  { commit }: PublicationCommit,
  entry: Publication,
): Promise<boolean> {
  const least = neededFor(history, commit.parents[0]);
  const rest = { source, known: past.known, earlier: new Set<string>(), previous: entry.previous };
  for (const group of approvalGroups(entry)) {
    let left = group.length;
    for (const { by, time, model } of group) {
      const ended = await approvals.withdrawals({ diagram: name, model }, () => rest);
      if (ended.some((one) => endsApproval(one, { by, time }))) left--;
    }
    if (left < least) return false;
  }
  return true;
}

export const neededFor = ({ trust }: History, source = ''): number =>
  trust.get(source)?.policy.approvals ?? 0;

export const endsApproval = (
  { by, time }: Pick<Withdrawal, 'by' | 'time'>,
  approval: { readonly by: string; readonly time: string },
): boolean => by === approval.by && time >= approval.time;

interface GroupedApproval {
  readonly by: string;
  readonly time: string;
  /** SHA-256 of the model that it lies beside. */
  readonly model: string;
}

/** Approvals of which each group needs as many as the policy asks for: those of the model, or of each set of changes. */
export const approvalGroups = ({
  model,
  approvals,
  approvedChanges,
}: Pick<
  Publication,
  'model' | 'approvals' | 'approvedChanges'
>): readonly (readonly GroupedApproval[])[] =>
  approvedChanges
    ? approvedChanges.map((one) => one.approvals)
    : [approvals.map((one) => ({ ...one, model }))];

/** All that was there when a version was published first. */
export const upTo = (
  version: ApprovedVersion | undefined,
  history: History,
): ReadonlySet<string> =>
  version ? ancestorsOf(version.first.commit.id, history.byId) : new Set();
