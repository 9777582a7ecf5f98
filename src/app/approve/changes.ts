/** What is signed where changes are approved, and not models as a whole. */

import { changesDigest } from '../../compare/change-list.ts';
import {
  type Approval,
  approvedModelPath,
  type ChangeApproval,
} from '../../evidence/approvals/approval.ts';
import type { ModelMakers } from '../../evidence/approvals/approval-request.ts';
import { readParts } from '../../evidence/approvals/approved-models.ts';
import type { Approver } from '../../evidence/approvals/approver.ts';
import { changesBasis, workOf } from '../../evidence/approvals/change-approvals.ts';
import type { Digested } from '../../evidence/manifest/manifest.ts';
import { type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { type ProposalBasis, publishedModel } from './proposal.ts';

/** An approval without what the approver says and when. */
export type UnsignedApproval =
  | Omit<Approval, 'action' | 'by' | 'role' | 'time'>
  | Omit<ChangeApproval, 'action' | 'by' | 'role' | 'time'>;

export interface ToSign {
  readonly statements: readonly UnsignedApproval[];
  /** Written with the signatures, by path from the estate's root. */
  readonly beside: Readonly<Record<string, Uint8Array>>;
  readonly basis: ProposalBasis & ModelMakers;
}

interface ApprovalChoice {
  readonly withdraw?: boolean;
  readonly model?: string;
}

/** Errors: `nothing-to-withdraw`. */
export async function changesToSign(
  one: Compiled,
  inputs: readonly Digested[],
  approver: Approver,
  choice: ApprovalChoice,
): Promise<Outcome<ToSign>> {
  const { repository, chain, past, head } = approver;
  const { history, publications } = chain;
  const { approvals } = publications;
  const place = { repository, history, past, approvals, source: head };
  const { name, digest: model } = one;
  const basis = await changesBasis(place, { name, inputs, model });
  const { base, baseModel, before } = basis;
  const work = await basis.makers.madeBy(await workOf(basis, before, head));
  const seen: ToSign['basis'] = {
    ...work,
    approves: 'changes',
    previous: base?.entry.model,
    before: await publishedModel(name, base?.publication, repository),
  };
  if (choice.withdraw) {
    const statements = await ownApprovals(one, approver, choice.model);
    if (statements.length > 0)
      return { value: { statements, beside: {}, basis: seen }, diagnostics: [] };
    return refused(
      'nothing-to-withdraw',
      `${quote(approver.by)} has approved nothing of ${quote(name)} as it is now`,
      'Name an approval by the model that it was given in, the folder below .cadastre/approvals/: --model DIGEST.',
      one.diagram.origin,
    );
  }
  const now = readParts(one.model);
  if (!now) throw new Error('a compiled model that cannot be read back');
  const statement: UnsignedApproval = {
    format: 'cadastre/approval@2',
    diagram: name,
    model,
    ...(base ? { base: base.entry.model } : {}),
    changes: changesDigest(approvals.models.step(baseModel, now).changes),
    commit: head,
  };
  const beside = { [approvedModelPath(name, model)]: Buffer.from(one.model) };
  return { value: { statements: [statement], beside, basis: seen }, diagnostics: [] };
}

/**
 * The approver's own of this model: given in it, or in force where it is published.
 * @param wanted digest of the model that one was given in, or its beginning: then that one, however old
 */
async function ownApprovals(
  { name, digest }: Compiled,
  { by, chain, past, head }: Approver,
  wanted: string | undefined,
): Promise<readonly UnsignedApproval[]> {
  const all = await chain.publications.approvals.givenBy(by, name, head, past.known);
  const named = all.filter(({ model }) => model.startsWith(wanted ?? digest));
  const own = named.length === 0 && wanted === undefined ? all.filter(isInForce) : named;
  return own.map(({ format, diagram, model, base, changes, commit }) => ({
    ...{ format, diagram, model, changes, commit },
    ...(base === undefined ? {} : { base }),
  }));

  function isInForce({ model, time }: ChangeApproval): boolean {
    const last = past.last(name);
    const changes = last?.model === digest ? (last.approvedChanges ?? []) : [];
    return changes.some(({ approvals }) =>
      approvals.some((one) => one.by === by && one.model === model && one.time === time),
    );
  }
}
