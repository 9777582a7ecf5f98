/** Who approves, in which history, with which key. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import { type Past, pastOf } from '../../evidence/publications/published.ts';
import { hasRole, type Trust } from '../../evidence/trust/trust.ts';
import { failure, type Outcome, quote } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import {
  chainOf,
  type Opened,
  openChain,
  refused,
  unverified,
  withoutTrust,
} from '../verify/chain.ts';

/** One who may approve here, and with what. */
export interface Approver {
  /** With the user's config. */
  readonly given: Repository;
  /** For what is read. */
  readonly repository: Repository;
  readonly chain: Chain;
  readonly past: Past;
  readonly head: string;
  readonly tree: string;
  readonly trust: Trust;
  readonly by: string;
  /** A key file, or a public key whose other half is in the agent. */
  readonly key: string;
  /** Removes what was written to sign with it. */
  forget(): void;
}

/**
 * Who signs with the key of git's config.
 * Errors: those of `openChain` and `chainOf`, `unverified`, `no-trust`, `no-key`, `not-approver`.
 */
export async function approverOf(project: Project): Promise<Outcome<Approver>> {
  const opened = await openChain(project, 'HEAD');
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const found = await approverIn(opened.value, project);
  if (!found.value) opened.value.repository.close();
  return found;
}

async function approverIn(opened: Opened, project: Project): Promise<Outcome<Approver>> {
  const { given, repository, tip: head } = opened;
  const config = async (name: string): Promise<string> =>
    (await given.run(['config', '--get', name]).catch(() => '')).trim();
  const [by, signingKey] = [await config('user.email'), await config('user.signingkey')];
  if (by === '' || signingKey === '')
    return refused(
      'no-key',
      `git has no ${by === '' ? 'user.email' : 'user.signingkey'}`,
      'Set both: the e-mail address as it stands in .cadastre/allowed_signers, and the SSH key.',
    );
  const verified = await chainOf(opened, project.config.out);
  const chain = verified.value;
  if (!chain) return { diagnostics: verified.diagnostics };
  const trust = chain.history.trust.get(head);
  const untrusted = withoutTrust(chain);
  if (untrusted) return untrusted;
  const wrong = unverified(
    chain,
    'Nothing is approved on top of a chain that does not hold; `cadastre verify` shows all of it.',
  );
  if (wrong.length > 0 || !trust) return failure(wrong);
  if (!hasRole(trust, by, 'approver'))
    return refused(
      'not-approver',
      `the policy does not give ${quote(by)} the role approver`,
      'Ask someone who has it; .cadastre/policy.yaml names them. If that is you: set user.email as it stands there.',
    );
  const { history, publications } = chain;
  const past = pastOf(history, publications.all, head);
  const tree = history.byId.get(head)?.tree ?? '';
  const keyed = keyFile(signingKey);
  const value = { given, repository, chain, past, head, tree, trust, by, ...keyed };
  return { value, diagnostics: [] };
}

/** `user.signingkey` as ssh-keygen takes it: a path, or a file with the public key that git holds literally. */
function keyFile(configured: string): Pick<Approver, 'key' | 'forget'> {
  if (/^(key::|ssh-|ecdsa-|sk-)/.test(configured)) {
    const folder = mkdtempSync(join(tmpdir(), 'cadastre-key-'));
    const key = join(folder, 'key.pub');
    writeFileSync(key, `${configured.replace(/^key::/, '')}\n`);
    return { key, forget: () => rmSync(folder, { recursive: true, force: true }) };
  }
  const key = configured.startsWith('~/')
    ? join(homedir(), configured.slice(2))
    : resolve(configured);
  return { key, forget: () => {} };
}
