/** Signs what a person states, and checks at once that the signature will count. */

import { failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { checkSignatures, KeygenMissing } from './keygen.ts';
import { keygenMissing } from './keygen-missing.ts';
import { signBytes } from './signing-key.ts';

interface StatementToSign {
  /** Principal, as in the trust file. */
  readonly by: string;
  /** ISO 8601, UTC: when it is stated. */
  readonly time: string;
  readonly namespace: string;
  readonly bytes: Buffer;
}

/**
 * The signature of a statement, good by the trust in force.
 * @param key file of the key that signs
 * Errors: `keygen-missing`, `not-signed`, `key-not-trusted`.
 */
export async function signStatement(
  { by, time, namespace, bytes }: StatementToSign,
  key: string,
  { signers, revoked }: { readonly signers: string; readonly revoked: string },
): Promise<Outcome<string>> {
  const signed = await signBytes(key, namespace, bytes).catch((thrown: unknown) => {
    if (thrown instanceof KeygenMissing) return keygenMissing();
    throw thrown;
  });
  if (signed.value === undefined) return failure(signed.diagnostics);
  const signature = signed.value;
  const seconds = Math.floor(Date.parse(time) / 1000);
  const [why] = await checkSignatures([
    { principal: by, namespace, signature, signed: bytes, signers, revoked, time: seconds },
  ]);
  if (why === undefined) return signed;
  return refused(
    'key-not-trusted',
    `the signing key is not in force for ${quote(by)}: ${why}`,
    'Add a line with that address and the key to .cadastre/allowed_signers.',
  );
}
