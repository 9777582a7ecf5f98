/** There is no ssh-keygen, as a person is told. */

import { type Failure, refused } from '../../model/diagnostic.ts';

export const keygenMissing = (): Failure =>
  refused('keygen-missing', 'there is no ssh-keygen', 'Install OpenSSH 8.9 or newer.');
