/** The diagnostic for a missing ssh-keygen. */

import { type Failure, refused } from '../../model/diagnostic.ts';

export const keygenMissing = (): Failure =>
  refused('keygen-missing', 'ssh-keygen not found on PATH', 'Install OpenSSH 8.9 or newer.');
