/** What an approval is held against, and what is found. */

import type { OtherAuthor } from '../history/makers.ts';
import { hasRole, type Trust } from '../trust/trust.ts';
import type { Approval, ChangeApproval, SignedApproval } from './approval.ts';

/** What an approval must be of. */
export interface ApprovalRequest {
  readonly diagram: string;
  readonly model: string;
  readonly previous: string | undefined;
  readonly makers: readonly string[];
  readonly authors: readonly OtherAuthor[];
  /** Id of the commit in whose tree it lies. */
  readonly source: string;
  /** Ids of that commit and all that it descends from. */
  readonly known: ReadonlySet<string>;
  /** Ids of what was there before this round: when another model was published. */
  readonly earlier: ReadonlySet<string>;
}

export interface ApprovalDecision {
  readonly approval: SignedApproval;
  /** Why it does not count; absent where it does. */
  readonly refused?: string;
}

/** Approvals of changes to one diagram, whichever they are. */
export interface ChangesRequest extends Pick<ApprovalRequest, 'diagram' | 'source' | 'known'> {
  /** Ids of what was there when another model was published as approved: its approvals are spent. */
  readonly earlier: ReadonlySet<string>;
  /** Why it is of no changes that can count here, else who made these. */
  judge(approval: ChangeApproval): Promise<string | ModelMakers>;
}

export interface ModelMakers {
  readonly makers: readonly string[];
  readonly authors: readonly OtherAuthor[];
}

export interface ChangeDecision extends ApprovalDecision {
  readonly approval: ChangeApproval;
  /** Type and bytes of the key that signed; a key counts once. */
  readonly key: string | undefined;
  readonly signature: string;
}

/** The end of an approval, by who gave it. */
export interface Withdrawal {
  readonly by: string;
  /** As it was signed, and of the commit that brought it in: ISO 8601, UTC. */
  readonly time: string;
  readonly committed: string;
}

/** Whose work changes are that nobody made, and what is no approval. */
export const NOBODY: ModelMakers = { makers: [], authors: [] };

export interface FoundApproval<T extends SignedApproval> {
  readonly approval: T;
  readonly signature: string;
  readonly key: string | undefined;
  readonly refused: string | undefined;
  /** Whether its approver withdrew it since. */
  readonly withdrawn?: boolean;
}

/** Approvals, each with whether its approver withdrew it since. */
export function withWithdrawals<T extends SignedApproval>(
  found: readonly FoundApproval<T>[],
): readonly FoundApproval<T>[] {
  const withdrawn = found.filter((one) => one.approval.action === 'withdraw' && !one.refused);
  return found
    .filter(({ approval }) => approval.action === 'approve')
    .map((one) => {
      const { by, model, time } = one.approval;
      const later = withdrawn.some(
        (w) => w.approval.by === by && w.approval.model === model && w.approval.time >= time,
      );
      return { ...one, withdrawn: later };
    });
}

/** Why the policy of whoever signed an approval of changes takes none. */
export function otherPolicy({ by, action }: ChangeApproval, trust: Trust): string | undefined {
  if (action === 'approve' && trust.policy.approve !== 'changes')
    return 'the policy in force then asked for approvals of models';
  return hasRole(trust, by, 'approver') ? undefined : NO_APPROVER;
}

const NO_APPROVER = 'the policy does not give the signer the role approver';

export const EARLIER = 'it belongs to an earlier round: another model has been published since';

export function misplaced(
  approval: Approval,
  wanted: ApprovalRequest,
  trust: Trust,
): string | undefined {
  const { diagram, model, previous, by, action } = approval;
  if (diagram !== wanted.diagram) return `it is for the diagram ${JSON.stringify(diagram)}`;
  if (model !== wanted.model) return 'it is for another model';
  if (previous !== wanted.previous) return EARLIER;
  if (!hasRole(trust, by, 'approver')) return NO_APPROVER;
  if (action === 'approve' && wanted.makers.includes(by))
    return 'it is by someone who made the change';
  return undefined;
}

/** Why one does not count, in the order in which a reader would look. */
export const refusalOf = (
  { refused, withdrawn, key, approval }: FoundApproval<SignedApproval>,
  before: readonly FoundApproval<SignedApproval>[],
): string | undefined => {
  const twin = before.find(
    (other) => !other.refused && other.key === key && other.approval.model === approval.model,
  );
  if (refused !== undefined) return refused;
  if (withdrawn) return 'it was withdrawn';
  return twin && `its key also belongs to ${twin.approval.by}, and counts only once`;
};
