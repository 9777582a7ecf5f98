/** The digest of all that is signed, cached or compared by its bytes. */

import { createHash } from 'node:crypto';

/** SHA-256 in hex; of a text, that of its UTF-8 bytes. */
export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
