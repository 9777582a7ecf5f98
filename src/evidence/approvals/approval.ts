/**
 * Approvals: small JSON files, signed by an approver with a namespace of their own, so that neither a
 * git signature passes as one nor the other way round.
 *
 * `.cadastre/approvals/<diagram>/<model digest>/<principal>.json`, with `.json.sig` beside it; of an approval of changes
 * `model.json`, too: the model that the changes were seen in is published nowhere else.
 */

import { canonicalJson } from '../../model/canonical-json.ts';
import { isPlainPath } from '../manifest/manifest.ts';

export const APPROVAL_NAMESPACE = 'pci-diagram-approval';
export const APPROVALS_FOLDER = '.cadastre/approvals';

/** What an approver adds to the model; each absent if it was not given. */
export interface ApprovalStatement {
  /** Of the person, as git has it. */
  readonly name?: string;
  /** Of the change, where it was asked for and decided: `CHG-2041`. */
  readonly ticket?: string;
  readonly remark?: string;
}

export const STATEMENT_KEYS = ['name', 'ticket', 'remark'] as const;

const LONGEST = 500;

/** One line that every reader of the file reads alike: verify.sh has no parser of JSON. */
export const isStatementText = (text: string): boolean =>
  text !== '' &&
  text === text.trim() &&
  text.length <= LONGEST &&
  text.isWellFormed() &&
  !/["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);

/** What of an approval the manifest repeats. */
export function statementOf({
  by,
  time,
  name,
  ticket,
  remark,
}: SignedApproval): ApprovalStatement & Pick<Approval, 'by' | 'time'> {
  return {
    by,
    time,
    ...(name === undefined ? {} : { name }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(remark === undefined ? {} : { remark }),
  };
}

interface StatedApproval extends ApprovalStatement {
  /** `approve`, or `withdraw` of one's own earlier approval. */
  readonly action: 'approve' | 'withdraw';
  /** Name of the diagram's outputs. */
  readonly diagram: string;
  /** SHA-256 of the canonical model. */
  readonly model: string;
  readonly by: string;
  readonly role: 'approver';
  /** ISO 8601, UTC, whole seconds. */
  readonly time: string;
}

/** Of a whole model. */
export interface Approval extends StatedApproval {
  readonly format: 'cadastre/approval@1';
  /**
   * SHA-256 of the model that was published then, absent for the first: so that going back to an older
   * model needs a new approval.
   */
  readonly previous?: string;
}

/** Of the changes from one model to another, which may be merged with others. */
export interface ChangeApproval extends StatedApproval {
  readonly format: 'cadastre/approval@2';
  /** SHA-256 of the approved model that the changes begin with; absent for a diagram that is new. */
  readonly base?: string;
  /** SHA-256 of the list of changes. */
  readonly changes: string;
  /** Id of the commit whose sources make the model: whose work it is follows from that. */
  readonly commit: string;
}

export type SignedApproval = Approval | ChangeApproval;

export const isOfChanges = (approval: SignedApproval): approval is ChangeApproval =>
  approval.format === 'cadastre/approval@2';

/** The bytes that are signed. */
export const printApproval = (approval: SignedApproval): string => `${canonicalJson(approval)}\n`;

/** A principal as a file name: everything but letters, digits and `@._-` is escaped. */
export const principalFile = (principal: string): string =>
  principal.replace(
    /[^A-Za-z0-9@._-]/g,
    (c) => `%${[...Buffer.from(c)].map((b) => b.toString(16).padStart(2, '0')).join('%')}`,
  );

/** Path of an approval, relative to the estate's root. */
export function approvalPath({
  diagram,
  model,
  by,
  action,
}: Pick<StatedApproval, 'diagram' | 'model' | 'by' | 'action'>): string {
  const ending = action === 'withdraw' ? 'withdrawn.json' : 'json';
  return `${APPROVALS_FOLDER}/${diagram}/${model}/${principalFile(by)}.${ending}`;
}

/** Path of the model that changes were approved in, relative to the estate's root. */
export const approvedModelPath = (diagram: string, model: string): string =>
  `${APPROVALS_FOLDER}/${diagram}/${model}/model.json`;

/** In the one format that sorts by time. */
const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
};

const isDigest = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function isWhat(value: Partial<Approval> | Partial<ChangeApproval>): boolean {
  if (value.format === 'cadastre/approval@1')
    return (
      typeof value.model === 'string' &&
      (value.previous === undefined || typeof value.previous === 'string')
    );
  return (
    value.format === 'cadastre/approval@2' &&
    isDigest(value.model) &&
    isDigest(value.changes) &&
    (value.base === undefined || isDigest(value.base)) &&
    typeof value.commit === 'string' &&
    /^[0-9a-f]{40,64}$/.test(value.commit)
  );
}

/** Absent if it is not valid; its claims are not yet proved. */
export function readApproval(text: string): SignedApproval | undefined {
  try {
    const value = JSON.parse(text) as Partial<SignedApproval>;
    const sound =
      isWhat(value) &&
      (value.action === 'approve' || value.action === 'withdraw') &&
      typeof value.diagram === 'string' &&
      isPlainPath(value.diagram) &&
      typeof value.by === 'string' &&
      value.role === 'approver' &&
      STATEMENT_KEYS.every((key) => {
        const text: unknown = value[key];
        return text === undefined || (typeof text === 'string' && isStatementText(text));
      }) &&
      typeof value.time === 'string' &&
      isInstant(value.time);
    // In its canonical form: the signature is of these bytes.
    return sound && printApproval(value as SignedApproval) === text
      ? (value as SignedApproval)
      : undefined;
  } catch {
    return undefined;
  }
}
