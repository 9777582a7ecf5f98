/** An approver signs a model: after seeing what it is, and what changed since it was last published. */

import { join } from 'node:path';
import {
  APPROVAL_NAMESPACE,
  type Approval,
  approvalPath,
  isStatementText,
  printApproval,
} from '../../evidence/approvals/approval.ts';
import type { ApprovalBasis } from '../../evidence/approvals/approval-basis.ts';
import { inRepository } from '../../evidence/git/source-paths.ts';
import type { Digested } from '../../evidence/manifest/manifest.ts';
import { checkSignatures, KeygenMissing } from '../../evidence/signatures/keygen.ts';
import type { Trust } from '../../evidence/trust/trust.ts';
import {
  type Diagnostic,
  type Failure,
  failure,
  hasErrors,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import { type Compiled, compileSource } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';
import { basisNow } from '../publish/entry.ts';
import { inputsOf } from '../publish/inputs.ts';
import { unpublishable } from '../publish/publishable-names.ts';
import { signBytes } from '../signing-key.ts';
import { keygenMissing, refused } from '../verify/chain.ts';
import { type Approver, approverOf } from './approver.ts';
import { type Proposal, proposalOf } from './proposal.ts';

export interface ApproveOptions {
  /** Sources, absolute. */
  readonly files: readonly string[];
  /** Only this diagram of them, by the name of its outputs. */
  readonly diagram?: string;
  /** Digest (or its beginning) of the model that was reviewed. */
  readonly model?: string;
  readonly withdraw?: boolean;
  /** Epoch seconds. */
  readonly time: number;
}

/** What an approver answers who signs. */
export interface Agreement {
  readonly ticket?: string;
  readonly remark?: string;
}

/** Shows a proposal, and answers whether to sign, and with which words. */
export type Ask = (proposal: Proposal) => Promise<Agreement | undefined>;

/**
 * Signs an approval, or the withdrawal of one, for each diagram of the files that the approver agrees to.
 * @returns paths written, relative to the root. Files are written all or none.
 * Errors: those of compiling and of `approverOf`, `unpublishable-name`, `uncommitted`, `self-approval`,
 * `other-model`, `not-signed`, `key-not-trusted`, `unwritable`.
 */
export async function approve(
  project: Project,
  options: ApproveOptions,
  ask: Ask,
): Promise<Outcome<{ written: readonly string[] }>> {
  const approver = await approverOf(project);
  if (!approver.value) return { diagnostics: approver.diagnostics };
  const { repository } = approver.value;
  try {
    const diagnostics: Diagnostic[] = [];
    const compiled: Compiled[] = [];
    for (const file of options.files) {
      const source = await compileSource(file, project);
      diagnostics.push(...source.diagnostics.filter((d) => d.severity === 'error'));
      compiled.push(...source.diagrams);
    }
    const wanted = compiled.filter(({ name }) => (options.diagram ?? name) === name);
    if (wanted.length === 0 && diagnostics.length === 0)
      return refused(
        'unknown-diagram',
        `there is no diagram ${quote(options.diagram ?? '')}`,
        '`cadastre inspect FILE` names them.',
      );
    diagnostics.push(...unpublishable(wanted, repository.prefix + project.config.out));
    if (diagnostics.length > 0) return failure(diagnostics);
    const files: FileToWrite[] = [];
    for (const one of wanted) {
      const signed = await approveOne(one, project, options, approver.value, ask);
      diagnostics.push(...signed.diagnostics);
      files.push(...(signed.value ?? []));
    }
    if (hasErrors(diagnostics)) return failure(diagnostics);
    const { diagnostics: unwritten } = writeTogether(files);
    if (unwritten.length > 0) return failure(unwritten);
    return { value: { written: files.map(({ name }) => name) }, diagnostics };
  } finally {
    repository.close();
    approver.value.forget();
  }
}

async function approveOne(
  one: Compiled,
  project: Project,
  options: ApproveOptions,
  approver: Approver,
  ask: Ask,
): Promise<Outcome<readonly FileToWrite[]>> {
  const { key, trust } = approver;
  const inputs = await committedInputs(one, project, approver);
  if (!inputs.value) return failure(inputs.diagnostics);
  if (options.model !== undefined && !one.digest.startsWith(options.model))
    return refused(
      'other-model',
      `the sources make another model of ${quote(one.name)}: ${one.digest}`,
      'Review it again: it changed since.',
      one.diagram.origin,
    );
  const basis = await basisNow(one, inputs.value, approver);
  const own = options.withdraw ? undefined : ownWork(one, basis, approver);
  if (own) return own;
  const proposal = await proposalOf(one, project, options.time, basis, approver);
  if (!proposal.value) return failure(proposal.diagnostics);
  const agreed = await ask(proposal.value);
  if (!agreed) return { value: [], diagnostics: [] };
  const words = await wordsOf(agreed, approver);
  if (!words.value) return failure(words.diagnostics);
  const approval: Approval = {
    format: 'cadastre/approval@1',
    action: options.withdraw ? 'withdraw' : 'approve',
    diagram: one.name,
    model: one.digest,
    ...(basis.previous ? { previous: basis.previous } : {}),
    by: approver.by,
    ...words.value,
    role: 'approver',
    time: new Date(options.time * 1000).toISOString(),
  };
  return sign(approval, key, trust, project.root);
}

/** What it is made from, if all of that is in the history. Errors: `uncommitted`, those of `inputsOf`. */
async function committedInputs(
  one: Compiled,
  project: Project,
  { given, repository, tree }: Approver,
): Promise<Outcome<readonly Digested[]>> {
  const found = await inputsOf(one, project, repository, tree);
  const paths = (found.value ?? []).flatMap(
    ({ path }) => inRepository(repository.prefix, path) ?? [],
  );
  const changed = await given.run([
    '--literal-pathspecs',
    'status',
    '--porcelain',
    '-z',
    '--',
    ...paths.map((path) => join(given.top, path)),
  ]);
  if (changed !== '')
    return refused(
      'uncommitted',
      `${quote(one.name)} is made from files that are not committed`,
      'Commit them first: an approval is of what is in the history.',
      one.diagram.origin,
    );
  return hasErrors(found.diagnostics) ? failure(found.diagnostics) : found;
}

/** Nobody approves what they made or wrote. Errors: `self-approval`. */
function ownWork(
  { name, diagram: { origin } }: Compiled,
  { makers, authors }: ApprovalBasis,
  { by, chain }: Approver,
): Failure | undefined {
  if (makers.includes(by))
    return refused(
      'self-approval',
      `${quote(by)} took part in making ${quote(name)}`,
      'Ask another approver: nobody approves their own change.',
      origin,
    );
  const { approvals } = chain.publications;
  const author = approvals.authorBehind(by, '', authors, ['refuse', undefined]);
  return (
    author &&
    refused(
      'self-approval',
      `${quote(by)} is an author of commit ${author.commit.slice(0, 12)}, which ${quote(author.signer)} signed`,
      'Ask another approver, or allow it in .cadastre/policy.yaml: `authorsApprove: accept`.',
      origin,
    )
  );
}

/** What is signed beside the model: the approver's name and remarks. Errors: `not-a-statement`. */
async function wordsOf(
  agreed: Agreement,
  { given }: Approver,
): Promise<Outcome<Agreement & { readonly name?: string }>> {
  const name = (await given.run(['config', '--get', 'user.name']).catch(() => '')).trim();
  const value = { ...(isStatementText(name) ? { name } : {}), ...agreed };
  for (const [what, text] of Object.entries(value))
    if (!isStatementText(text))
      return refused(
        'not-a-statement',
        `the ${what} ${quote(text)} cannot be part of an approval`,
        'One line of at most 500 characters, without quotation marks and backslashes.',
      );
  return { value, diagnostics: [] };
}

async function sign(
  approval: Approval,
  key: string,
  trust: Trust,
  root: string,
): Promise<Outcome<readonly FileToWrite[]>> {
  const bytes = Buffer.from(printApproval(approval));
  const signed = await signBytes(key, APPROVAL_NAMESPACE, bytes).catch((thrown) => {
    if (thrown instanceof KeygenMissing) return keygenMissing();
    throw thrown;
  });
  if (!('value' in signed) || signed.value === undefined) return failure(signed.diagnostics);
  const signature = signed.value;
  const [why] = await checkSignatures([
    {
      principal: approval.by,
      namespace: APPROVAL_NAMESPACE,
      signature,
      signed: bytes,
      signers: trust.signers,
      revoked: trust.revoked,
      time: Date.parse(approval.time) / 1000,
    },
  ]);
  if (why !== undefined)
    return refused(
      'key-not-trusted',
      `the signing key is not in force for ${quote(approval.by)}: ${why}`,
      'The key has to stand beside that address in .cadastre/allowed_signers.',
    );
  const name = approvalPath(approval);
  const file = (ending: string, content: Uint8Array): FileToWrite => ({
    path: join(root, name + ending),
    name: name + ending,
    bytes: content,
  });
  return { value: [file('', bytes), file('.sig', Buffer.from(signature))], diagnostics: [] };
}
