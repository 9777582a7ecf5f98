/** Who approves, in which history, with which key. */

import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openRepository, type Repository } from '../evidence/git.ts';
import { type History, verifyHistory } from '../evidence/history.ts';
import type { Trust } from '../evidence/trust.ts';
import { type Diagnostic, error, type Outcome, quote } from '../model/diagnostic.ts';
import { writeTogether } from '../output/write.ts';
import type { Estate } from './estate.ts';
import { readPolicy } from './policy.ts';

/** One who may approve here, and with what. */
export interface Approver {
  readonly repository: Repository;
  readonly history: History;
  readonly trust: Trust;
  readonly by: string;
  /** A key file, or a public key whose other half is in the agent. */
  readonly key: string;
}

const refused = (code: string, message: string, hint: string): { diagnostics: Diagnostic[] } => ({
  diagnostics: [error(code, message, undefined, { hint })],
});

/**
 * Who signs with the key of git's config.
 * Errors: those of `openRepository`, `unverified`, `no-trust`, `no-key`, `not-approver`.
 */
export async function approverOf(estate: Estate): Promise<Outcome<Approver>> {
  const opened = await openRepository(estate.root);
  const repository = opened.value;
  if (!repository) return { diagnostics: opened.diagnostics };
  const config = async (name: string): Promise<string> =>
    (await repository.run(['config', '--get', name]).catch(() => '')).trim();
  const [by, signingKey] = [await config('user.email'), await config('user.signingkey')];
  if (by === '' || signingKey === '')
    return refused(
      'no-key',
      `git has no ${by === '' ? 'user.email' : 'user.signingkey'}`,
      'Set both: the e-mail address as it stands in .cadastre/allowed_signers, and the SSH key.',
    );
  const history = await verifyHistory(repository, 'HEAD', undefined, (text) =>
    readPolicy(text, '.cadastre/policy.yaml'),
  );
  const wrong = history.verdicts.find(({ verdict }) => verdict === 'fail');
  if (wrong)
    return refused(
      'unverified',
      `${wrong.check} ${wrong.subject}: ${wrong.reason}`,
      'Nothing is approved on top of a history that does not hold; `cadastre verify` shows all of it.',
    );
  const head = (await repository.run(['rev-parse', 'HEAD'])).trim();
  const trust = history.trust.get(head);
  if (!trust)
    return refused(
      'no-trust',
      'the checked-out commit has no .cadastre/allowed_signers and policy.yaml that can be read',
      '`cadastre init` writes them.',
    );
  if (!trust.policy.roles.approver.includes(by))
    return refused(
      'not-approver',
      `the policy does not give ${quote(by)} the role approver`,
      'Ask someone who has it; .cadastre/policy.yaml names them.',
    );
  return { value: { repository, history, trust, by, key: keyFile(signingKey) }, diagnostics: [] };
}

/** `user.signingkey` as ssh-keygen takes it: a path, or a file with the public key that git holds literally. */
function keyFile(configured: string): string {
  if (/^(key::|ssh-|ecdsa-|sk-)/.test(configured)) {
    const path = join(mkdtempSync(join(tmpdir(), 'cadastre-key-')), 'key.pub');
    writeTogether([
      { path, name: path, bytes: Buffer.from(`${configured.replace(/^key::/, '')}\n`) },
    ]);
    return path;
  }
  return configured.startsWith('~/') ? join(homedir(), configured.slice(2)) : resolve(configured);
}
