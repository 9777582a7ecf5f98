/** What the machine has in the way, thrown from deep within: no bug of Cadastre's, and no stack trace. */

import { tmpdir } from 'node:os';
import { GitError } from '../evidence/git/process.ts';
import { type Diagnostic, error, quote } from '../model/diagnostic.ts';
import { reasonFor } from '../render/output/write.ts';

const READING = new Set(['open', 'read', 'stat', 'lstat', 'scandir']);
const WRITING = new Set(['mkdtemp', 'mkdir', 'write', 'rename', 'fsync', 'copyfile']);

/** What git printed, on one line, without what it prints about failing after that. */
const firstLines = (message: string): string =>
  message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('hint:'))
    .map((line) => line.replace(/^(error|fatal): /, ''))
    .slice(0, 2)
    .join('; ');

/**
 * The diagnostic for what git or the system refused; absent for a bug.
 * Errors: `git-failed`, `unreadable`, `unwritable`.
 */
export function faultOf(thrown: unknown): Diagnostic | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown instanceof GitError)
    return error('git-failed', `git failed: ${firstLines(thrown.message)}`, undefined, {
      hint: 'Check whether the disk is full or read-only, and run `git fsck` to check the repository. Then try again.',
    });
  const { code = '', syscall = '', path = '' } = thrown as NodeJS.ErrnoException;
  const reason = reasonFor(code);
  const denied = READING.has(syscall) && (code === 'EACCES' || code === 'EPERM' || code === 'EIO');
  if (denied)
    return error('unreadable', `${quote(path)} cannot be read: ${code}`, undefined, {
      hint: 'Check its permissions and the disk.',
    });
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS';
  if (reason === undefined || !(full || WRITING.has(syscall))) return undefined;
  const temporary = path === '' || path.startsWith(tmpdir());
  return error(
    'unwritable',
    `${path === '' ? 'a file' : quote(path)} cannot be written: ${reason}`,
    undefined,
    {
      hint: temporary
        ? `Temporary files go to ${tmpdir()}: free some space there, or set TMPDIR to another folder.`
        : 'Free some space or change the permissions. No partial file was left behind.',
    },
  );
}
