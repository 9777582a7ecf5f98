/** The file of a bundle. */

import type { Diagnostic } from '../../model/diagnostic.ts';
import { writeTogether } from '../../render/output/write.ts';

/** Writes it completely or not at all. */
export const writeBundle = (
  path: string,
  name: string,
  bytes: Uint8Array,
): { readonly diagnostics: readonly Diagnostic[] } => writeTogether([{ path, name, bytes }]);
