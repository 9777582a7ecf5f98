/** The signature of the list of a bundle's digests, by a key that the history trusts for that. */

import { type Failure, failure, type Outcome, warning } from '../../model/diagnostic.ts';
import type { Chain } from '../chain.ts';
import { type SigningKey, signBytes } from '../signatures/signing-key.ts';
import { BUNDLE_NAMESPACE, digestList, listRefused } from './digest-list.ts';

/** Warnings: `bundle-unsigned`. */
export async function listSignature(
  files: Readonly<Record<string, Uint8Array>>,
  { by, key }: SigningKey,
  { history, tip }: Chain,
): Promise<Outcome<string>> {
  const list = Buffer.from(digestList(files));
  const signed = await signBytes(key, BUNDLE_NAMESPACE, list);
  if (signed.value === undefined)
    return listUnsigned(signed.diagnostics[0]?.message ?? 'ssh-keygen failed');
  const why = await listRefused({ list, signature: signed.value, by }, history, tip);
  if (why !== undefined) return listUnsigned(why);
  return { value: signed.value, diagnostics: [] };
}

export const listUnsigned = (why: string): Failure =>
  failure([
    warning('bundle-unsigned', `the list of digests is not signed: ${why}`, undefined, {
      hint: `The page and the tables stay unverified. Make the bundle with the key of someone who has a role and whose line in .cadastre/allowed_signers allows the namespace ${BUNDLE_NAMESPACE}.`,
    }),
  ]);
