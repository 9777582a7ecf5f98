/**
 * `verify.sh` of a bundle: for who would rather not run Cadastre. The same text in every bundle of one version, so
 * that it can be compared; what differs it reads from `bundle.json`.
 *
 * Signatures are checked with ssh-keygen on what git stores, not by `git verify-commit`: that takes any
 * principal of the key, and git 2.34 judges expiry by today's date.
 */

import { APPROVALS_CHECK } from './script/approvals.ts';
import { COMMITS_CHECK } from './script/commits.ts';
import { FILES_CHECK } from './script/files.ts';
import { HISTORY_CHECK } from './script/history.ts';
import { MANIFESTS } from './script/manifests.ts';
import { MERGES } from './script/merges.ts';
import { PUBLICATION_CHECK } from './script/publication.ts';
import { SETUP } from './script/setup.ts';
import { SIGNATURES } from './script/signatures.ts';
import { SIGNER_CHECK } from './script/signer.ts';

/** In the order in which they run: each goes on from the variables and functions of those before it. */
const PARTS = [
  SETUP,
  FILES_CHECK,
  HISTORY_CHECK,
  SIGNATURES,
  MERGES,
  MANIFESTS,
  COMMITS_CHECK,
  PUBLICATION_CHECK,
  APPROVALS_CHECK,
  SIGNER_CHECK,
];

export const VERIFY_SCRIPT = PARTS.join('');
