/** Who signs here, and with which key: what git's configuration says, from every place that git reads it from. */

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { error, type Outcome, quote } from '../../model/diagnostic.ts';
import type { Repository } from '../git/git.ts';
import { KeygenMissing, signWith } from './keygen.ts';

/** All values of a setting, the one in force last; none where it is not set. */
async function valuesOf(given: Repository, name: string): Promise<readonly string[]> {
  // It ends with 1 where there is none.
  const text = await given.run(['config', '-z', '--get-all', name], { none: 1 });
  return text.split('\0').slice(0, -1);
}

/** As configured, unchecked; '' if unset. */
export interface SigningSettings {
  readonly email: string;
  readonly key: string;
  /** `ssh`, `openpgp`, `x509`; '' is git's own default, which is OpenPGP. */
  readonly format: string;
}

/** @param given the repository with the user's config */
export async function signingSettings(given: Repository): Promise<SigningSettings> {
  const names = ['committer.email', 'user.email', 'user.signingkey', 'gpg.format'];
  const [committers, emails, keys, formats] = await Promise.all(
    names.map((name) => valuesOf(given, name)),
  );
  // In the order in which git looks.
  const email = process.env.GIT_COMMITTER_EMAIL || committers?.at(-1) || emails?.at(-1);
  return {
    email: email?.trim() ?? '',
    key: keys?.at(-1)?.trim() ?? '',
    // The last one is set for every git that Cadastre runs.
    format: formats?.at(-2)?.trim() ?? '',
  };
}

/** Whether a key stands in the configuration itself, and not as the path of a file. */
export const isLiteralKey = (configured: string): boolean =>
  /^(key::|ssh-|ecdsa-|sk-)/.test(configured);

export const literalKey = (configured: string): string => configured.replace(/^key::/, '');

/** @param base folder that a relative path starts from */
export const keyPath = (configured: string, base: string): string =>
  configured.startsWith('~/') ? join(homedir(), configured.slice(2)) : resolve(base, configured);

export interface SigningKey {
  readonly by: string;
  /** A key file, or a public key whose other half is in the agent. */
  readonly key: string;
  /** Removes what was written to sign with it. */
  forget(): void;
}

/** Errors: `no-key`: there is none, or it is not an SSH key. */
export async function signingKey(given: Repository): Promise<Outcome<SigningKey>> {
  const { email: by, key: configured, format } = await signingSettings(given);
  const refuse = (message: string, hint: string): Outcome<SigningKey> => ({
    diagnostics: [error('no-key', message, undefined, { hint })],
  });
  if (by === '' || configured === '')
    return refuse(
      `git has no ${by === '' ? 'user.email' : 'user.signingkey'}`,
      'Set both: the e-mail address, as in .cadastre/allowed_signers, and the SSH key.',
    );
  if (isLiteralKey(configured)) {
    const folder = mkdtempSync(join(tmpdir(), 'cadastre-key-'));
    const key = join(folder, 'key.pub');
    writeFileSync(key, `${literalKey(configured)}\n`);
    const forget = (): void => rmSync(folder, { recursive: true, force: true });
    return { value: { by, key, forget }, diagnostics: [] };
  }
  const key = keyPath(configured, given.top);
  if (statSync(key, { throwIfNoEntry: false })?.isFile())
    return { value: { by, key, forget: () => {} }, diagnostics: [] };
  if (format !== 'ssh' && !configured.includes('/'))
    return refuse(
      `user.signingkey ${quote(configured)} names an OpenPGP key, but only SSH keys are supported`,
      'Run `git config gpg.format ssh`, and set user.signingkey to an SSH key file.',
    );
  return refuse(
    `user.signingkey names ${quote(configured)}, which does not exist`,
    'Set it to an SSH key file, or to `key::` followed by a public key whose private key is in ssh-agent.',
  );
}

/**
 * Signs with it. Throws `KeygenMissing`.
 * Errors: `not-signed`.
 */
export async function signBytes(
  key: string,
  namespace: string,
  bytes: Buffer,
): Promise<Outcome<string>> {
  try {
    return { value: await signWith(key, namespace, bytes), diagnostics: [] };
  } catch (thrown) {
    if (thrown instanceof KeygenMissing) throw thrown;
    const mode = statSync(key, { throwIfNoEntry: false })?.mode ?? 0;
    const isOpen = !key.endsWith('.pub') && (mode & 0o077) !== 0;
    const why = isOpen
      ? `others can read the key file ${quote(key)}, so ssh-keygen refuses it`
      : `ssh-keygen could not sign: ${(thrown as Error).message}`;
    const hint = isOpen
      ? `Run \`chmod 600 ${key}\`. If anyone may have copied it, make a new one.`
      : 'Check that user.signingkey is a key file that you can open, or a public key whose private key is in ssh-agent.';
    return { diagnostics: [error('not-signed', why, undefined, { hint })] };
  }
}
