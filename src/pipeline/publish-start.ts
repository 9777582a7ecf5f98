/** Where a publication begins: a clean checkout of a history that holds. */

import { openRepository, type Repository } from '../evidence/git.ts';
import { type History, verifyHistory } from '../evidence/history.ts';
import type { Trust } from '../evidence/trust.ts';
import { type Diagnostic, error, type Outcome, quote } from '../model/diagnostic.ts';
import type { Estate } from './estate.ts';
import { readPolicy } from './policy.ts';

/** Where a publication begins: a clean checkout of a verified history. */
export interface Start {
  readonly repository: Repository;
  readonly head: string;
  readonly tree: string;
  readonly branch: string;
  /** Whether the branch is the one that is checked out. */
  readonly checkedOut: boolean;
  readonly history: History;
  readonly trust: Trust;
}

const refused = (code: string, message: string, hint: string): { diagnostics: Diagnostic[] } => ({
  diagnostics: [error(code, message, undefined, { hint })],
});

/** Checks where it is begun, and that the one who publishes may. */
export async function begin(
  estate: Estate,
  branchOption: string | undefined,
): Promise<Outcome<Start>> {
  const opened = await openRepository(estate.root);
  const repository = opened.value;
  if (!repository) return { diagnostics: opened.diagnostics };
  const ask = async (...args: string[]): Promise<string | undefined> =>
    (await repository.run(args).catch(() => undefined))?.trim();
  const head = await ask('rev-parse', '--verify', 'HEAD^{commit}');
  if (!head)
    return refused('no-commit', 'the repository has no commit yet', 'Commit the diagrams first.');
  if ((await ask('rev-parse', '--is-shallow-repository')) === 'true')
    return refused(
      'shallow-clone',
      'the clone is shallow: who made what cannot be told from it',
      'Fetch all of it: `git fetch --unshallow`, in CI `fetch-depth: 0`.',
    );
  const checkedOut = await ask('symbolic-ref', '--quiet', '--short', 'HEAD');
  const branch = branchOption ?? checkedOut;
  if (!branch)
    return refused(
      'detached',
      'no branch is checked out',
      'Name the branch that gets the commit: `cadastre publish --branch main`.',
    );
  if ((await ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)) !== head)
    return refused(
      'other-branch',
      `the branch ${quote(branch)} is not at the commit that is checked out`,
      'Check it out first.',
    );
  const dirty = (await repository.run(['status', '--porcelain', '-z'])).split('\0').filter(Boolean);
  if (dirty.length > 0)
    return refused(
      'dirty-tree',
      `the checkout has changes that are not committed: ${dirty
        .slice(0, 3)
        .map((line) => line.slice(3))
        .join(', ')}${dirty.length > 3 ? ' …' : ''}`,
      'Commit or stash them: what is published is made from a commit.',
    );
  const history = await verifyHistory(repository, head, undefined, (text) =>
    readPolicy(text, '.cadastre/policy.yaml'),
  );
  const wrong = history.verdicts.filter(({ verdict }) => verdict === 'fail');
  if (wrong.length > 0)
    return {
      diagnostics: wrong.map(({ check, subject, reason }) =>
        error('unverified', `${check} ${subject}: ${reason}`, undefined, {
          hint: 'Nothing is published on top of a history that does not hold; `cadastre verify` shows all of it.',
        }),
      ),
    };
  const trust = history.trust.get(head);
  if (!trust)
    return refused(
      'no-trust',
      'the checked-out commit has no .cadastre/allowed_signers and policy.yaml that can be read',
      '`cadastre init` writes them; docs/publishing.md says what belongs into them.',
    );
  const tree = history.commits.find(({ commit }) => commit.id === head)?.commit.tree ?? '';
  return {
    value: { repository, head, tree, branch, checkedOut: branch === checkedOut, history, trust },
    diagnostics: [],
  };
}
