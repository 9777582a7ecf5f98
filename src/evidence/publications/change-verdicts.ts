/** What a manifest says of approved changes, held against those that the history holds. */

import { canonicalJson } from '../../model/canonical-json.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { ChangesVerdict } from '../approvals/change-approvals.ts';
import type { Publication, PublishedApproval, PublishedChange } from '../manifest/manifest.ts';
import { fail, pass, unknown, type Verdict } from '../verdict.ts';

/** All approvals of the changes, by who approved and when: what a picture and a list of approvers show. */
export const approvalsOfChanges = (
  approved: readonly PublishedChange[],
): readonly PublishedApproval[] =>
  approved
    .flatMap(({ approvals }) => approvals.map(({ model: _, ...said }) => said))
    .sort((a, b) => byCodeUnit(`${a.by} ${a.time}`, `${b.by} ${b.time}`));

/** `changes 3f9c2e made by eng@example.com, approved by app@example.com` */
const words = ({ changes, makers, approvals }: PublishedChange): string =>
  `changes ${changes.slice(0, 12)} made by ${list(makers)}, approved by ${list(approvals.map(({ by }) => by))}`;

const list = (people: readonly string[]): string => people.join(', ') || 'nobody';

/** Approvals of changes that the manifest claims, and that none of the history is. */
function unfounded(
  subject: string,
  claimed: readonly PublishedChange[],
  { approved, refused }: ChangesVerdict,
): Verdict[] {
  const found: Verdict[] = [];
  const known = new Set(approved.map((one) => canonicalJson(one)));
  for (const one of claimed) {
    if (known.has(canonicalJson(one))) continue;
    for (const { by, model } of one.approvals) {
      const decision = refused.find(
        ({ approval }) => approval.by === by && approval.model === model,
      );
      const why = decision
        ? `that of ${by} does not count: ${decision.refused}`
        : `the manifest claims one by ${by} of changes ${one.changes.slice(0, 12)} that does not hold so`;
      found.push(fail('approvals', subject, why));
    }
  }
  return found;
}

export function changesVerdicts(
  subject: string,
  one: Publication,
  judged: ChangesVerdict,
): Verdict[] {
  const { approved, why, base, refused } = judged;
  const found = unfounded(subject, one.approvedChanges ?? [], judged);
  const problem = (reason: string): void => {
    found.push(fail('approvals', subject, reason));
  };
  const together = (one.together ?? []).length > 0;
  if (one.base !== base) problem('the manifest names another model as the start of its changes');
  if (why !== undefined && !one.draft) problem(`its changes are not all approved: ${why}`);
  if (why === undefined && one.draft && !together)
    problem('its changes are approved, but the manifest says that it is a draft');
  if (together && (why !== undefined || !one.draft || approved.length < 2))
    problem('the manifest has findings of changes together that were not approved apart');
  const said = one.draft ? [] : approved;
  if (canonicalJson(one.approvedChanges ?? null) !== canonicalJson(said))
    problem('the manifest names other changes, makers or approvals than the history');
  if (canonicalJson(one.approvals) !== canonicalJson(approvalsOfChanges(said)))
    problem('the manifest names other approvals than its changes have');
  // One that nobody relies on harms nobody: it may be of changes that were made anew.
  if (one.draft)
    for (const { approval, refused: reason } of refused)
      found.push(unknown('approvals', subject, `that of ${approval.by} does not count: ${reason}`));
  if (found.some(({ verdict }) => verdict === 'fail')) return found;
  if (one.draft) return [...found, pass('approvals', subject, 'a draft, marked so')];
  const reasons = approved.map(words);
  return [
    pass(
      'approvals',
      subject,
      reasons.join('; ') || 'approved by nobody: the policy asks for none',
    ),
  ];
}
