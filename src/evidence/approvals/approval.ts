/**
 * Approvals: small JSON files, signed by an approver with a namespace of their own, so that neither a
 * git signature passes as one nor the other way round.
 *
 * `.cadastre/approvals/<diagram>/<model digest>/<principal>.json`, with `.json.sig` beside it.
 */

import { canonicalJson } from '../../model/canonical-json.ts';
import { isPlainPath } from '../manifest/manifest.ts';

export const APPROVAL_NAMESPACE = 'pci-diagram-approval';
export const APPROVALS_FOLDER = '.cadastre/approvals';

export interface Approval {
  readonly format: 'cadastre/approval@1';
  /** `approve`, or `withdraw` of one's own earlier approval. */
  readonly action: 'approve' | 'withdraw';
  /** Name of the diagram's outputs. */
  readonly diagram: string;
  /** SHA-256 of the canonical model. */
  readonly model: string;
  /**
   * SHA-256 of the model that was published then, absent for the first: so that going back to an older
   * model needs a new approval.
   */
  readonly previous?: string;
  readonly by: string;
  readonly role: 'approver';
  /** ISO 8601, UTC, whole seconds. */
  readonly time: string;
}

/** The bytes that are signed. */
export const printApproval = (approval: Approval): string => `${canonicalJson(approval)}\n`;

/** A principal as a file name: what is no letter, digit or one of `@._-` is escaped. */
const fileName = (principal: string): string =>
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
}: Pick<Approval, 'diagram' | 'model' | 'by' | 'action'>): string {
  const ending = action === 'withdraw' ? 'withdrawn.json' : 'json';
  return `${APPROVALS_FOLDER}/${diagram}/${model}/${fileName(by)}.${ending}`;
}

/** In the one form that sorts by time. */
const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
};

/** Absent when it is none; what it claims is not yet proved. */
export function readApproval(text: string): Approval | undefined {
  try {
    const value = JSON.parse(text) as Partial<Approval>;
    const sound =
      value.format === 'cadastre/approval@1' &&
      (value.action === 'approve' || value.action === 'withdraw') &&
      typeof value.diagram === 'string' &&
      isPlainPath(value.diagram) &&
      typeof value.model === 'string' &&
      (value.previous === undefined || typeof value.previous === 'string') &&
      typeof value.by === 'string' &&
      value.role === 'approver' &&
      typeof value.time === 'string' &&
      isInstant(value.time);
    // In the one way in which it is written: the signature is of these bytes.
    return sound && printApproval(value as Approval) === text ? (value as Approval) : undefined;
  } catch {
    return undefined;
  }
}
