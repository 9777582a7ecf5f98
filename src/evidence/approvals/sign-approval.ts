/** What an approver may sign, and the signed files of it. */

import {
  type Failure,
  failure,
  type Origin,
  type Outcome,
  quote,
  refused,
} from '../../model/diagnostic.ts';
import type { Repository } from '../git/git.ts';
import { signStatement } from '../signatures/sign-statement.ts';
import type { Trust } from '../trust/trust.ts';
import {
  APPROVAL_NAMESPACE,
  approvalPath,
  isStatementText,
  printApproval,
  type SignedApproval,
} from './approval.ts';
import type { ModelMakers } from './approval-request.ts';
import type { Approver } from './approver.ts';

/** The answers of an approver who signs. */
export interface Agreement {
  readonly ticket?: string;
  readonly remark?: string;
}

/** Nobody approves what they made or wrote. Errors: `self-approval`. */
export function ownWork(
  { name, origin }: { readonly name: string; readonly origin?: Origin | undefined },
  { makers, authors }: ModelMakers,
  { by, chain }: Approver,
): Failure | undefined {
  if (makers.includes(by))
    return refused(
      'self-approval',
      `${quote(by)} took part in making ${quote(name)}`,
      'Ask another approver: nobody may approve their own change.',
      origin,
    );
  const { approvals } = chain.publications;
  const author = approvals.authorBehind(by, '', authors, ['refuse', undefined]);
  return (
    author &&
    refused(
      'self-approval',
      `${quote(by)} is an author of commit ${author.commit.slice(0, 12)}, which ${quote(author.signer)} ${author.how}`,
      'Ask another approver, or allow it in .cadastre/policy.yaml: `authorsApprove: accept`.',
      origin,
    )
  );
}

/**
 * What is signed beside the model: the approver's name and remarks.
 * @param given the repository with the user's config
 * Errors: `not-a-statement`.
 */
export async function statementWords(
  agreed: Agreement,
  given: Repository,
): Promise<Outcome<Agreement & { readonly name?: string }>> {
  const name = (await given.run(['config', '--get', 'user.name']).catch(() => '')).trim();
  const value = { ...(isStatementText(name) ? { name } : {}), ...agreed };
  for (const [what, text] of Object.entries(value))
    if (!isStatementText(text))
      return refused(
        'not-a-statement',
        `the ${what} ${quote(text)} cannot be part of an approval`,
        'Write one line of at most 500 characters, without quotation marks or backslashes.',
      );
  return { value, diagnostics: [] };
}

/**
 * The approval and its signature, by path relative to the estate's root.
 * @param key file of the key that signs
 * Errors: those of `signStatement`.
 */
export async function signApproval(
  approval: SignedApproval,
  key: string,
  trust: Trust,
): Promise<Outcome<Readonly<Record<string, Uint8Array>>>> {
  const bytes = Buffer.from(printApproval(approval));
  const signed = await signStatement(
    { ...approval, namespace: APPROVAL_NAMESPACE, bytes },
    key,
    trust,
  );
  if (signed.value === undefined) return failure(signed.diagnostics);
  const name = approvalPath(approval);
  const value = { [name]: bytes, [`${name}.sig`]: Buffer.from(signed.value) };
  return { value, diagnostics: [] };
}
