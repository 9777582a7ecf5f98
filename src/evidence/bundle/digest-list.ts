/**
 * The list of the digests of all files of a bundle, signed by whoever made it: page and tables cannot lie in the
 * history that they quote, so this is what says whose they are.
 */

import { sha256 } from '../../model/digest.ts';
import type { History } from '../history/history.ts';
import { checkSignatures } from '../signatures/keygen.ts';
import { hasRole } from '../trust/trust.ts';
import { fail, pass, unknown, type Verdict } from '../verdict.ts';

export const BUNDLE_NAMESPACE = 'pci-diagram-bundle';
export const LIST_FILE = 'SHA256SUMS';
export const LIST_SIGNATURE_FILE = `${LIST_FILE}.sig`;

/** As `sha256sum --check` takes it. */
export const digestList = (files: Readonly<Record<string, Uint8Array | string>>): string =>
  Object.keys(files)
    .sort()
    .map((name) => `${sha256(files[name] as Uint8Array)}  ${name}\n`)
    .join('');

export interface SignedList {
  /** The bytes that are signed. */
  readonly list: Buffer;
  /** Absent where nobody signed. */
  readonly signature: string | undefined;
  /** E-mail address of whoever signed, as in the trust file. */
  readonly by: string | undefined;
}

/**
 * Why a list is not signed by someone whom the end of the history trusts; undefined where it is.
 * The key has to be in force at the last commit: a bundle has no other time that anyone vouches for.
 * Throws `KeygenMissing`.
 */
export async function listRefused(
  { list, signature, by }: Required<SignedList>,
  { byId, trust }: History,
  tip: string,
): Promise<string | undefined> {
  if (signature === undefined) return 'it has no signature';
  if (by === undefined) return 'bundle.json does not say who signed it';
  const [then, commit] = [trust.get(tip), byId.get(tip)];
  if (!then || !commit) return 'the history does not hold, so nobody is trusted';
  if (!hasRole(then, by, 'author', 'approver', 'ci')) return `${by} has no role in the policy`;
  const [why] = await checkSignatures([
    {
      principal: by,
      namespace: BUNDLE_NAMESPACE,
      signature,
      signed: list,
      signers: then.signers,
      revoked: then.revoked,
      time: commit.committer.time,
    },
  ]);
  return why;
}

/** Throws `KeygenMissing`. */
export async function listVerdict(
  signed: SignedList,
  history: History,
  tip: string,
): Promise<Verdict> {
  const { signature, by } = signed;
  if (signature === undefined && by === undefined)
    return unknown(
      'bundle-list',
      LIST_FILE,
      'the list of digests is not signed: nobody vouches for the page and the tables',
    );
  const why = await listRefused({ ...signed, signature, by }, history, tip);
  return why === undefined
    ? pass('bundle-list', LIST_FILE, `the list of digests is signed by ${by}`)
    : fail('bundle-list', LIST_FILE, `the list of digests is not signed by a key in force: ${why}`);
}
