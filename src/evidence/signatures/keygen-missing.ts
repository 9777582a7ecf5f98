/** There is no ssh-keygen, as a person is told. */

import { type Failure, refused } from '../../model/diagnostic.ts';

export const keygenMissing = (): Failure =>
  refused('keygen-missing', 'ssh-keygen not found on PATH', 'Install OpenSSH 8.9 or newer.');
