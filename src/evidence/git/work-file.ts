/** Files of the work tree: they need not be there, and git may have changed the ends of their lines. */

import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../../model/diagnostic.ts';

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** Absent where there is no such file; throws where there is one that cannot be read. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if (ABSENT.has((thrown as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw thrown;
  }
}

/** A checkout may end its lines otherwise. */
export const unixLines = (bytes: Buffer): string =>
  bytes.toString('latin1').replaceAll('\r\n', '\n');

/** A file to write. */
export interface WorkFile {
  /** Absolute. */
  readonly path: string;
  /** As printed. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Writes files that belong together: all or none. Errors: `unwritable`. */
export type WriteFiles = (files: readonly WorkFile[]) => {
  readonly diagnostics: readonly Diagnostic[];
};
