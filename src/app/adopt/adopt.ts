/** People vouch for a commit that nobody signed who may, so that a wrong button need not end the chain. */

import { join } from 'node:path';
import type { Chain } from '../../evidence/chain.ts';
import type { Commit } from '../../evidence/git/commit.ts';
import { BrokenObject } from '../../evidence/git/tree.ts';
import {
  ADOPTION_NAMESPACE,
  type AdoptionStatement,
  adoptionPath,
  printAdoption,
} from '../../evidence/history/adoption.ts';
import { changedFiles } from '../../evidence/history/changed-files.ts';
import { checkSignatures, KeygenMissing } from '../../evidence/signatures/keygen.ts';
import { areasOf } from '../../evidence/trust/roles.ts';
import { hasRole, type Trust } from '../../evidence/trust/trust.ts';
import { type Failure, failure, hasErrors, type Outcome, quote } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { writeTogether } from '../../render/output/write.ts';
import type { Project } from '../project.ts';
import { type SigningKey, signBytes, signingKey } from '../signing-key.ts';
import {
  chainOf,
  keygenMissing,
  type Opened,
  openChain,
  refused,
  unverified,
  withoutTrust,
} from '../verify/chain.ts';

/** What an adopter is asked to sign. */
export interface AdoptionProposal extends Omit<AdoptionStatement, 'format'> {
  readonly subject: string;
  /** Who committed it, as the commit says. */
  readonly committer: string;
  /** Why it does not hold without. */
  readonly problem: string;
}

export interface AdoptionRequest {
  readonly rev: string;
  readonly reason: string;
  /** For who has both roles. */
  readonly role?: 'author' | 'approver';
  /** Epoch seconds. */
  readonly time: number;
}

/**
 * Signs an adoption after the adopter has seen what the commit changed.
 * @returns paths written, relative to the root
 * Errors: those of `openChain` and `chainOf`, `no-trust`, `no-key`, `not-adopter`, `not-adoptable`, `not-signed`,
 * `key-not-trusted`, `unwritable`.
 */
export async function adopt(
  project: Project,
  options: AdoptionRequest,
  ask: (proposal: AdoptionProposal) => Promise<boolean>,
): Promise<Outcome<{ readonly written: readonly string[] }>> {
  const opened = await openChain(project, 'HEAD');
  if (!opened.value) return failure(opened.diagnostics);
  const { repository } = opened.value;
  try {
    return await adoptIn(opened.value, project, options, ask);
  } finally {
    repository.close();
  }
}

async function adoptIn(
  opened: Opened,
  project: Project,
  options: AdoptionRequest,
  ask: (proposal: AdoptionProposal) => Promise<boolean>,
): Promise<Outcome<{ readonly written: readonly string[] }>> {
  const { given, tip } = opened;
  const { rev, reason } = options;
  if (reason.trim() === '') return notAdoptable('the reason is blank', 'Say why it is to count.');
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`];
  const id = (await given.run(args, { none: 1 })).trim();
  const verified = await chainOf(opened, project.config.out);
  if (!verified.value) return failure(verified.diagnostics);
  const chain = verified.value;
  const untrusted = withoutTrust(chain);
  if (untrusted) return untrusted;
  const trust = chain.history.trust.get(tip);
  if (!trust) return failure(unverified(chain, '`cadastre verify` shows all of it.'));
  const found = await adoptable(chain, id, rev, project, opened.repository.prefix);
  if ('diagnostics' in found) return found;
  const signer = await signingKey(given);
  if (!signer.value) return failure(signer.diagnostics);
  try {
    const stated = await statementOf(opened, chain, found.commit, signer.value, trust, options);
    if (!stated.value) return failure(stated.diagnostics);
    const { format: _, ...proposed } = stated.value;
    const { subject, committer } = found.commit;
    const more = { subject, committer: committer.email, problem: found.problem };
    if (!(await ask({ ...proposed, ...more }))) return { value: { written: [] }, diagnostics: [] };
    return await sign(stated.value, signer.value.key, trust, project);
  } finally {
    signer.value.forget();
  }
}

async function statementOf(
  { repository }: Opened,
  { history }: Chain,
  commit: Commit,
  { by }: SigningKey,
  trust: Trust,
  { role: wish, reason, time }: AdoptionRequest,
): Promise<Outcome<AdoptionStatement>> {
  const role = (['author', 'approver'] as const).find(
    (one) => (wish ?? one) === one && hasRole(trust, by, one),
  );
  if (role === undefined)
    return refused(
      'not-adopter',
      `the policy does not give ${quote(by)} the role ${wish ?? 'author or approver'}`,
      'A commit is adopted by at least one author and one approver; .cadastre/policy.yaml names them.',
    );
  const tree = await repository.objects.read(commit.tree);
  if (!tree) throw new BrokenObject(commit.tree);
  const folder = repository.prefix.replace(/\/$/, '');
  return {
    value: {
      format: 'cadastre/adoption@1',
      commit: commit.id,
      tree: sha256(tree.data),
      changes: await changedFiles(repository, history, commit, folder),
      reason: reason.trim(),
      by,
      role,
      time: new Date(time * 1000).toISOString(),
    },
    diagnostics: [],
  };
}

const notAdoptable = (what: string, hint: string): Failure => refused('not-adoptable', what, hint);

/** Checks that people can vouch for. */
const ADOPTABLE = new Set(['signature', 'role', 'published-by-ci']);

async function adoptable(
  { history, verdicts }: Chain,
  id: string,
  rev: string,
  project: Project,
  prefix: string,
): Promise<Failure | { readonly commit: Commit; readonly problem: string }> {
  const commit = history.byId.get(id);
  if (!commit)
    return notAdoptable(
      `there is no commit ${quote(rev)} in this history`,
      'Name a commit that the checked-out branch builds on.',
    );
  const own = verdicts.filter(
    ({ verdict, subject }) => verdict === 'fail' && subject.startsWith(id.slice(0, 12)),
  );
  const [problem] = own.filter(({ check }) => ADOPTABLE.has(check));
  // What is wrong with a publication that is none is no further fault.
  const other = problem ? undefined : own[0];
  if (other)
    return notAdoptable(
      `commit ${id.slice(0, 12)} is refused by the check ${other.check}: ${other.reason}`,
      'Only who signed, and what they may change, can be vouched for.',
    );
  if (!problem)
    return notAdoptable(`commit ${id.slice(0, 12)} holds as it is`, '`cadastre verify` shows why.');
  for (const file of areasOf(prefix, project.config.out).trust)
    if (await history.changes.touches(commit, file))
      return notAdoptable(
        `commit ${id.slice(0, 12)} changes ${file}`,
        'Who is trusted is never adopted: go back to the commit before it, and begin the branch again.',
      );
  return { commit, problem: problem.reason };
}

async function sign(
  statement: AdoptionStatement,
  key: string,
  trust: Trust,
  project: Project,
): Promise<Outcome<{ readonly written: readonly string[] }>> {
  const text = printAdoption(statement);
  const signed = await signBytes(key, ADOPTION_NAMESPACE, Buffer.from(text)).catch(
    (thrown: unknown) => {
      if (thrown instanceof KeygenMissing) return keygenMissing();
      throw thrown;
    },
  );
  if (!signed.value) return failure(signed.diagnostics);
  const signature = signed.value;
  const [why] = await checkSignatures([
    {
      principal: statement.by,
      namespace: ADOPTION_NAMESPACE,
      signature,
      signed: Buffer.from(text),
      signers: trust.signers,
      revoked: trust.revoked,
      time: Math.floor(Date.parse(statement.time) / 1000),
    },
  ]);
  if (why !== undefined)
    return refused(
      'key-not-trusted',
      `the signing key is not in force for ${quote(statement.by)}: ${why}`,
      'The key has to stand beside that name in .cadastre/allowed_signers.',
    );
  const name = adoptionPath(statement);
  const files = [
    { name, bytes: Buffer.from(text) },
    { name: `${name}.sig`, bytes: Buffer.from(signature) },
  ].map((file) => ({ ...file, path: join(project.root, file.name) }));
  const { diagnostics } = writeTogether(files);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  return { value: { written: files.map((file) => file.name) }, diagnostics: [] };
}
