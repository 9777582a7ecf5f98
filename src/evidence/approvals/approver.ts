/** Who approves, in which history, with which key. */

import { failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Chain } from '../chain.ts';
import type { Repository } from '../git/git.ts';
import { chainOf, type Opened, openChain, unverified, withoutTrust } from '../open-chain.ts';
import { type Past, pastOf } from '../publications/published.ts';
import { type SigningKey, signingKey } from '../signatures/signing-key.ts';
import { hasRole, type Trust } from '../trust/trust.ts';

/** An approver for this project, and the key. */
export interface Approver extends SigningKey {
  /** With the user's config. */
  readonly given: Repository;
  /** For what is read. */
  readonly repository: Repository;
  readonly chain: Chain;
  readonly past: Past;
  readonly head: string;
  readonly tree: string;
  readonly trust: Trust;
}

/**
 * Who signs with the key of git's config.
 * @param root folder of the estate
 * @param out name of its output folder
 * Errors: those of `openChain` and `chainOf`, `unverified`, `no-trust`, `no-key`, `not-approver`.
 */
export async function approverOf(root: string, out: string): Promise<Outcome<Approver>> {
  const opened = await openChain(root, 'HEAD');
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const signer = await signingKey(opened.value.given);
  const found = signer.value
    ? await approverIn(opened.value, signer.value, out)
    : { diagnostics: signer.diagnostics };
  if (!found.value) {
    signer.value?.forget();
    opened.value.repository.close();
  }
  return found;
}

async function approverIn(
  opened: Opened,
  signer: SigningKey,
  out: string,
): Promise<Outcome<Approver>> {
  const { given, repository, tip: head } = opened;
  const { by } = signer;
  const verified = await chainOf(opened, out);
  const chain = verified.value;
  if (!chain) return { diagnostics: verified.diagnostics };
  const trust = chain.history.trust.get(head);
  const untrusted = withoutTrust(chain);
  if (untrusted) return untrusted;
  const wrong = unverified(
    chain,
    'Nothing is approved on top of a history that fails verification; `cadastre verify` shows all of it.',
  );
  if (wrong.length > 0 || !trust) return failure(wrong);
  if (!hasRole(trust, by, 'approver'))
    return refused(
      'not-approver',
      `the policy does not give ${quote(by)} the role approver`,
      'Ask someone who has it; .cadastre/policy.yaml names them. If you have it, set user.email to the address in that file.',
    );
  const { history, publications } = chain;
  const past = pastOf(history, publications.all, head);
  const tree = history.byId.get(head)?.tree ?? '';
  const value = { ...signer, given, repository, chain, past, head, tree, trust };
  return { value, diagnostics: [] };
}
