/** An approver signs a model: after seeing what it is, and what changed since it was last published. */

import { join } from 'node:path';
import type { SignedApproval } from '../../evidence/approvals/approval.ts';
import { type Approver, approverOf } from '../../evidence/approvals/approver.ts';
import { approvalMode } from '../../evidence/approvals/change-approvals.ts';
import {
  type Agreement,
  ownWork,
  signApproval,
  statementWords,
} from '../../evidence/approvals/sign-approval.ts';
import type { Digested } from '../../evidence/manifest/manifest.ts';
import { uncommitted } from '../../evidence/publishing/committed-inputs.ts';
import { unpublishable } from '../../evidence/publishing/publishable-names.ts';
import {
  type Diagnostic,
  failure,
  hasErrors,
  type Outcome,
  quote,
  refused,
} from '../../model/diagnostic.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import { type Compiled, compileSource } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';
import { basisNow } from '../publish/entry.ts';
import { inputsOf } from '../publish/inputs.ts';
import { changesToSign, type ToSign, type UnsignedApproval } from './changes.ts';
import { approvedModel, type Proposal, proposalOf } from './proposal.ts';

export type { Agreement };

export interface ApproveOptions {
  /** Sources, absolute. */
  readonly files: readonly string[];
  /** Only this diagram of them, by the name of its outputs. */
  readonly diagram?: string;
  /** Digest (or its beginning) of the model that was reviewed; of changes to withdraw, that they were approved in. */
  readonly model?: string;
  readonly withdraw?: boolean;
  /** Epoch seconds. */
  readonly time: number;
}

/** Shows a proposal, and answers whether to sign, and with which words. */
export type Ask = (proposal: Proposal) => Promise<Agreement | undefined>;

/**
 * Signs an approval, or the withdrawal of one, for each diagram of the files that the approver agrees to.
 * @returns paths written, relative to the root. Files are written all or none.
 * Errors: those of compiling and of `approverOf`, `unpublishable-name`, `uncommitted`, `self-approval`,
 * `other-model`, `nothing-to-withdraw`, `not-signed`, `key-not-trusted`, `unwritable`.
 */
export async function approve(
  project: Project,
  options: ApproveOptions,
  ask: Ask,
): Promise<Outcome<{ written: readonly string[] }>> {
  const approver = await approverOf(project.root, project.config.out);
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
        `unknown diagram ${quote(options.diagram ?? '')}`,
        '`cadastre inspect FILE` lists them.',
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
  const { given, repository, tree } = approver;
  const subject = { name: one.name, origin: one.diagram.origin };
  const inputs = await inputsOf(one, project, repository, tree);
  const changed = await uncommitted(subject, inputs.value ?? [], given);
  if (changed) return changed;
  if (!inputs.value || hasErrors(inputs.diagnostics)) return failure(inputs.diagnostics);
  const { past } = approver;
  const ofChanges = approvalMode(past.last(one.name), one.digest, trust.policy) === 'changes';
  const what = ofChanges
    ? await changesToSign(one, inputs.value, approver, options)
    : await modelToSign(one, inputs.value, approver);
  if (!what.value) return failure(what.diagnostics);
  const { statements, beside, basis } = what.value;
  const isOther = options.model !== undefined && !one.digest.startsWith(options.model);
  if (isOther && !(ofChanges && options.withdraw))
    return refused(
      'other-model',
      `the sources produce a different model of ${quote(one.name)}: ${one.digest}`,
      'Review it again: it has changed since.',
      one.diagram.origin,
    );
  const own = options.withdraw ? undefined : ownWork(subject, basis, approver);
  if (own) return own;
  const proposal = await proposalOf(one, project, options.time, basis);
  if (!proposal.value) return failure(proposal.diagnostics);
  const agreed = await ask(proposal.value);
  if (!agreed) return { value: [], diagnostics: [] };
  const words = await statementWords(agreed, given);
  if (!words.value) return failure(words.diagnostics);
  const files: Record<string, Uint8Array> = { ...(options.withdraw ? {} : beside) };
  for (const statement of statements) {
    const approval: SignedApproval = {
      ...statement,
      action: options.withdraw ? 'withdraw' : 'approve',
      by: approver.by,
      ...words.value,
      role: 'approver',
      time: new Date(options.time * 1000).toISOString(),
    };
    const signed = await signApproval(approval, key, trust);
    if (!signed.value) return failure(signed.diagnostics);
    Object.assign(files, signed.value);
  }
  const value = Object.entries(files).map(([name, bytes]) => ({
    path: join(project.root, name),
    name,
    bytes,
  }));
  return { value, diagnostics: [] };
}

async function modelToSign(
  one: Compiled,
  inputs: readonly Digested[],
  approver: Approver,
): Promise<Outcome<ToSign>> {
  const basis = await basisNow(one, inputs, approver);
  const { previous } = basis;
  const statement: UnsignedApproval = {
    format: 'cadastre/approval@1',
    diagram: one.name,
    model: one.digest,
    ...(previous ? { previous } : {}),
  };
  const before = await approvedModel(one.name, approver);
  const value = {
    statements: [statement],
    beside: {},
    basis: { ...basis, approves: 'model' as const, before },
  };
  return { value, diagnostics: [] };
}
