/** Files that need not be there. */

import { readFile } from 'node:fs/promises';

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
