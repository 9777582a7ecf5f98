/** People vouch for a commit without an authorized signature, so that a wrong click does not end the chain. */

import { join } from 'node:path';
import type { AdoptionStatement } from '../../evidence/history/adoption.ts';
import {
  type AdoptionDetails,
  adoptable,
  adoptionStatement,
  notAdoptable,
  signAdoption,
} from '../../evidence/history/sign-adoption.ts';
import {
  chainOf,
  type Opened,
  openChain,
  unverified,
  withoutTrust,
} from '../../evidence/open-chain.ts';
import { signingKey } from '../../evidence/signatures/signing-key.ts';
import { failure, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import { writeTogether } from '../../render/output/write.ts';
import type { Project } from '../project.ts';

/** What an adopter is asked to sign. */
export interface AdoptionProposal extends Omit<AdoptionStatement, 'format'> {
  readonly subject: string;
  /** Who committed it, as the commit says. */
  readonly committer: string;
  /** Why it fails without the adoption. */
  readonly problem: string;
}

export interface AdoptionRequest extends AdoptionDetails {
  readonly rev: string;
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
  const opened = await openChain(project.root, 'HEAD');
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
  if (reason.trim() === '')
    return notAdoptable('the reason is blank', 'Say why the commit should count.');
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`];
  const id = (await given.run(args, { none: 1 })).trim();
  const verified = await chainOf(opened, project.config.out);
  if (!verified.value) return failure(verified.diagnostics);
  const chain = verified.value;
  const untrusted = withoutTrust(chain);
  if (untrusted) return untrusted;
  const trust = chain.history.trust.get(tip);
  if (!trust) return failure(unverified(chain, '`cadastre verify` shows all of it.'));
  const found = await adoptable(chain, id, rev, project.config.out, opened.repository.prefix);
  if ('diagnostics' in found) return found;
  const signer = await signingKey(given);
  if (!signer.value) return failure(signer.diagnostics);
  try {
    const stated = await adoptionStatement(
      opened,
      chain,
      found.commit,
      signer.value,
      trust,
      options,
    );
    if (!stated.value) return failure(stated.diagnostics);
    const { format: _, ...proposed } = stated.value;
    const { subject, committer } = found.commit;
    const more = { subject, committer: committer.email, problem: found.problem };
    if (!(await ask({ ...proposed, ...more }))) return { value: { written: [] }, diagnostics: [] };
    const signed = await signAdoption(stated.value, signer.value.key, trust);
    if (!signed.value) return failure(signed.diagnostics);
    const files = Object.entries(signed.value).map(([name, bytes]) => ({
      path: join(project.root, name),
      name,
      bytes,
    }));
    const { diagnostics } = writeTogether(files);
    if (hasErrors(diagnostics)) return failure(diagnostics);
    return { value: { written: files.map(({ name }) => name) }, diagnostics: [] };
  } finally {
    signer.value.forget();
  }
}
