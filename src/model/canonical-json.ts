/** RFC 8785: one text for equal values, so that it can be signed and compared. */

import canonicalize from 'canonicalize';

/** Throws on half a surrogate pair; '' for what JSON leaves out, such as `undefined`. */
export const canonicalJson = (value: unknown): string => canonicalize(value) ?? '';

/** Whether there is such a text: not with half a surrogate pair, or nested deeper than a program goes. */
export function hasCanonicalForm(value: unknown): boolean {
  try {
    return canonicalize(value) !== undefined;
  } catch {
    return false;
  }
}
