/** An approver signs a model: after seeing what it is, and what changed since it was last published. */

import { join } from 'node:path';
import { compare } from '../../compare/compare.ts';
import { describe } from '../../compare/describe.ts';
import {
  APPROVAL_NAMESPACE,
  type Approval,
  approvalPath,
  isStatementText,
  printApproval,
} from '../../evidence/approvals/approval.ts';
import { inRepository } from '../../evidence/git/source-paths.ts';
import { dayOf } from '../../evidence/publications/publication-facts.ts';
import { checkSignatures, KeygenMissing } from '../../evidence/signatures/keygen.ts';
import type { Trust } from '../../evidence/trust/trust.ts';
import {
  type Diagnostic,
  failure,
  hasErrors,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import { judgeOne } from '../check/judge.ts';
import { type Compiled, compileSource } from '../compile/compile-source.ts';
import { bytesOf, drawOne } from '../draw/draw-one.ts';
import { previewFile, previewFolder } from '../draw/preview-folder.ts';
import type { Project } from '../project.ts';
import { basisNow } from '../publish/entry.ts';
import { inputsOf } from '../publish/inputs.ts';
import { unpublishable } from '../publish/publishable-names.ts';
import { signBytes } from '../signing-key.ts';
import { keygenMissing, refused } from '../verify/chain.ts';
import { readModel } from '../verify/published-model.ts';
import { type Approver, approverOf } from './approver.ts';

/** What an approver is asked to sign. */
export interface Proposal {
  readonly diagram: string;
  readonly title: string;
  readonly model: string;
  readonly previous?: string;
  /** Since it was last approved, in words; a line each. Empty: nothing. */
  readonly changes: readonly string[];
  readonly makers: readonly string[];
  /** The profile of rules that it names. */
  readonly profile?: string;
  /** What does not hold of the rules, as of today, and what is waived; a line each. */
  readonly findings: readonly string[];
  /** Absolute path of a drawing of it, as a draft. */
  readonly picture: string;
}

/** The model that was last published as approved: what a draft added since has been seen by nobody. */
async function approvedModel(
  name: string,
  { repository, chain, past }: Approver,
): Promise<Diagram | undefined> {
  const version = chain.publications.all.findLast(
    ({ commit, manifest }) =>
      past.known.has(commit.id) &&
      manifest.diagrams[name]?.draft === undefined &&
      manifest.diagrams[name],
  );
  const bytes = await repository.trees.bytes(version?.files.get(`${name}.model.json`));
  return bytes && readModel(bytes.toString('utf8'));
}

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
  const { given, repository, trust, by, key, tree } = approver;
  const { origin } = one.diagram;
  const found = await inputsOf(one, project, repository, tree);
  const inputs = found.value ?? [];
  const paths = inputs.flatMap(({ path }) => inRepository(repository.prefix, path) ?? []);
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
      origin,
    );
  if (hasErrors(found.diagnostics)) return failure(found.diagnostics);
  if (options.model !== undefined && !one.digest.startsWith(options.model))
    return refused(
      'other-model',
      `the sources make another model of ${quote(one.name)}: ${one.digest}`,
      'Review it again: it changed since.',
      origin,
    );
  const { makers, authors, previous } = await basisNow(one, inputs, approver);
  if (makers.includes(by) && !options.withdraw)
    return refused(
      'self-approval',
      `${quote(by)} took part in making ${quote(one.name)}`,
      'Ask another approver: nobody approves their own change.',
      origin,
    );
  const { approvals } = approver.chain.publications;
  const author = approvals.authorBehind(by, '', authors, ['refuse', undefined]);
  if (author && !options.withdraw)
    return refused(
      'self-approval',
      `${quote(by)} is an author of commit ${author.commit.slice(0, 12)}, which ${quote(author.signer)} signed`,
      'Ask another approver, or allow it in .cadastre/policy.yaml: `authorsApprove: accept`.',
      origin,
    );
  const picture = await preview(one, project);
  if (!picture.value) return failure(picture.diagnostics);
  const published = await approvedModel(one.name, approver);
  const { judged, diagnostics } = await judgeOne(one, project, { asOf: dayOf(options.time) });
  const agreed = await ask({
    diagram: one.name,
    title: one.diagram.title,
    model: one.digest,
    ...(previous ? { previous } : {}),
    changes: describe(compare(published, one.diagram)),
    makers,
    ...(judged.profile === undefined ? {} : { profile: judged.profile }),
    findings: [
      ...diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
      ...judged.waived.map(
        ({ rule, message, reason, until }) =>
          `waived until ${until} ${rule}: ${message} (${reason})`,
      ),
    ],
    picture: picture.value,
  });
  if (!agreed) return { value: [], diagnostics: [] };
  const name = (await given.run(['config', '--get', 'user.name']).catch(() => '')).trim();
  const words = { ...(isStatementText(name) ? { name } : {}), ...agreed };
  for (const [what, text] of Object.entries(words))
    if (!isStatementText(text))
      return refused(
        'not-a-statement',
        `the ${what} ${quote(text)} cannot be part of an approval`,
        'One line of at most 500 characters, without quotation marks and backslashes.',
      );
  const approval: Approval = {
    format: 'cadastre/approval@1',
    action: options.withdraw ? 'withdraw' : 'approve',
    diagram: one.name,
    model: one.digest,
    ...(previous ? { previous } : {}),
    by,
    ...words,
    role: 'approver',
    time: new Date(options.time * 1000).toISOString(),
  };
  return sign(approval, key, trust, project);
}

/** Draws it where nothing is published from. */
async function preview(one: Compiled, project: Project): Promise<Outcome<string>> {
  const drawn = await drawOne(one, project);
  if (!drawn.value || hasErrors(drawn.diagnostics)) return failure(drawn.diagnostics);
  const path = join(previewFolder(project), `${one.name}.svg`);
  const bytes = await bytesOf(drawn.value, 'svg', project);
  const { diagnostics } = writeTogether(previewFile(project, path, bytes));
  return hasErrors(diagnostics) ? failure(diagnostics) : { value: path, diagnostics };
}

async function sign(
  approval: Approval,
  key: string,
  trust: Trust,
  project: Project,
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
    path: join(project.root, name + ending),
    name: name + ending,
    bytes: content,
  });
  return { value: [file('', bytes), file('.sig', Buffer.from(signature))], diagnostics: [] };
}
