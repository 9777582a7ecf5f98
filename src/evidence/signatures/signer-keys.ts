/** The keys of a trust file, for people to read: the checks themselves are ssh-keygen's. */

import { fingerprint } from './keygen.ts';

export interface SignerKey {
  /** Who may sign with it; patterns, as they stand in the file. */
  readonly principals: readonly string[];
  /** E.g. `valid-before="20270101"`; '' where there are none. */
  readonly options: string;
  /** E.g. `ssh-ed25519`. */
  readonly type: string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly fingerprint: string;
}

const KEY = String.raw`((?:ssh|ecdsa|sk)-\S+)\s+([A-Za-z0-9+/]+=*)`;
/** Principals (in quotes or not), options (whose values may be in quotes, with blanks), type, key. */
const SIGNER = new RegExp(String.raw`^(?:"([^"]*)"|(\S+))\s+(?:((?:[^\s"]|"[^"]*")+)\s+)?${KEY}`);
const REVOKED = new RegExp(KEY);

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The keys of `allowed_signers`, in its order; lines of another form are left out. */
export function signerKeys(text: string): readonly SignerKey[] {
  return linesOf(text).flatMap((line) => {
    const [, quoted, plain = '', options = '', type = '', key = ''] = SIGNER.exec(line) ?? [];
    if (type === '') return [];
    const principals = (quoted ?? plain).split(',');
    return [{ principals, options, type, fingerprint: fingerprint(`${type} ${key}`) }];
  });
}

/** Fingerprints of the keys of `revoked_keys`; a line that names none stands as it is. */
export function revokedKeys(text: string): readonly string[] {
  return linesOf(text).map((line) => {
    const [, type, key] = REVOKED.exec(line) ?? [];
    return type === undefined ? line : fingerprint(`${type} ${key}`);
  });
}
