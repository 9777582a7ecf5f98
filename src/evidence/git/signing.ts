/** Programs that sign commits: the user's own count, those that the repository names never do. */

import type { Repository } from './git.ts';

/** By this exit status `git config --get-all` says that it is not set. */
const UNSET = 1;

/** Settings that name a program to run, and what they are forced to otherwise. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'gpg.ssh.program': 'ssh-keygen',
  'gpg.ssh.defaultKeyCommand': '',
};

const OWN_SCOPES = new Set(['system', 'global', 'command']);

/** As `name=value`. Throws `GitError`. */
export async function signingPrograms(repository: Repository): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, forced] of Object.entries(PROGRAMS)) {
    const args = ['config', '--show-scope', '-z', '--get-all', name];
    const fields = (await repository.run(args, { none: UNSET })).split('\0');
    const values = fields.flatMap((scope, i) =>
      i % 2 === 0 && OWN_SCOPES.has(scope) ? [fields[i + 1] ?? ''] : [],
    );
    const own = values.findLast((value) => value !== forced && value !== '');
    if (own !== undefined) found.push(`${name}=${own}`);
  }
  return found;
}
