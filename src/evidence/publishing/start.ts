/** Where a publication begins: a clean checkout of a chain that holds. */

import { failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Chain } from '../chain.ts';
import type { Repository } from '../git/git.ts';
import type { WriteFiles } from '../git/work-file.ts';
import { chainOf, type Opened, openChain, unverified, withoutTrust } from '../open-chain.ts';
import { type Past, pastOf } from '../publications/published.ts';
import type { Trust } from '../trust/trust.ts';
import {
  checkedOutElsewhere,
  hiddenSources,
  type SourceFolders,
  underWay,
} from './checkout-state.ts';
import { finishInterrupted } from './journal.ts';

export interface PublishSession {
  /** With the user's config, for what is written. */
  readonly given: Repository;
  /** For what is read. */
  readonly repository: Repository;
  readonly head: string;
  readonly tree: string;
  /** Absent in a dry run. */
  readonly onto?: TargetBranch;
  readonly chain: Chain;
  readonly past: Past;
  readonly trust: Trust;
}

/** The branch that gets the commit. */
export interface TargetBranch {
  readonly branch: string;
  /** Whether it is the one that is checked out. */
  readonly checkedOut: boolean;
}

/** What is published, and where it is written. */
export interface PublishingPlace {
  /** Folder of the estate, absolute. */
  readonly root: string;
  /** Name of its output folder. */
  readonly out: string;
  readonly sources: SourceFolders;
  readonly write: WriteFiles;
}

export interface PublishStartOptions {
  /** The branch to move, where none is checked out. */
  readonly branch?: string;
  /** Epoch seconds of the commit to be made. */
  readonly time: number;
  /** Nothing will be written: any checkout of a commit will do. */
  readonly dryRun?: boolean;
}

/**
 * Checks where it is begun. Errors: those of `openChain` and `chainOf`, `shallow-clone`, `in-progress`, `detached`,
 * `other-branch`, `dirty-tree`, `unverified`, `no-trust`, `clock-behind`.
 */
export async function begin(
  place: PublishingPlace,
  beginning: PublishStartOptions,
): Promise<Outcome<PublishSession>> {
  const opened = await openChain(place.root, 'HEAD');
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { value, diagnostics } = await beginIn(opened.value, place, beginning);
  if (value) return { value, diagnostics };
  opened.value.repository.close();
  return { diagnostics };
}

/** Paths as git says them: from the top of the repository, with `/`. */
const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

async function beginIn(
  opened: Opened,
  { root, out, sources, write }: PublishingPlace,
  { branch, time, dryRun }: PublishStartOptions,
): Promise<Outcome<PublishSession>> {
  const { given, repository, tip: head } = opened;
  if (opened.shallow)
    return refused(
      'shallow-clone',
      'the clone is shallow: it does not show who made what',
      'Fetch the whole history: `git fetch --unshallow`, in CI `fetch-depth: 0`.',
    );
  const halfway = await underWay(given);
  if (halfway.length > 0) return failure(halfway);
  const onto = dryRun ? undefined : await branchOf(given, head, branch, write);
  if (onto && !onto.value) return { diagnostics: onto.diagnostics };
  // Whatever the user has `git status` leave out: a new diagram is a change.
  const args = ['status', '--porcelain', '-z', '--untracked-files=normal'];
  const dirty = (await given.run(args)).split('\0').filter(Boolean);
  if (dirty.length > 0)
    return refused(
      'dirty-tree',
      `the checkout has uncommitted changes: ${dirty
        .slice(0, 3)
        .map((line) => line.slice(3))
        .join(', ')}${dirty.length > 3 ? ' …' : ''}`,
      dirty.every((line) => isIn(line.slice(3), repository.prefix + out))
        ? `Do not commit what \`render\` drew there: \`git restore ${out}\` puts it back, \`git clean -fd ${out}\` removes what is new.`
        : 'Commit or stash them (`git stash -u`): a publication is made from a commit.',
    );
  const verified = await chainOf(opened, out);
  const chain = verified.value;
  if (!chain) return { diagnostics: verified.diagnostics };
  const { history, publications } = chain;
  const trust = history.trust.get(head);
  const failed = unverified(
    chain,
    'Nothing is published on top of a history that fails verification; `cadastre verify` shows all of it.',
  );
  const untrusted = withoutTrust(chain);
  if (untrusted) return untrusted;
  if (failed.length > 0 || !trust) return failure(failed);
  const newest = Math.max(...history.commits.map(({ commit }) => commit.committer.time));
  if (newest - time > trust.policy.clockTolerance)
    return refused(
      'clock-behind',
      `the clock is ${newest - time} s behind the newest commit`,
      'Set the clock: commit dates may not go back.',
    );
  const tree = history.byId.get(head)?.tree ?? '';
  const hidden = await hiddenSources(root, sources, repository, tree);
  if (hidden.length > 0) return failure(hidden);
  const past = pastOf(history, publications.all, head);
  return {
    value: {
      given,
      repository,
      head,
      tree,
      ...(onto?.value ? { onto: onto.value } : {}),
      chain,
      past,
      trust,
    },
    diagnostics: [],
  };
}

async function branchOf(
  given: Repository,
  head: string,
  named: string | undefined,
  write: WriteFiles,
): Promise<Outcome<TargetBranch>> {
  const ask = async (...args: string[]): Promise<string> =>
    (await given.run(args, { none: 1 })).trim();
  const checkedOut = await ask('symbolic-ref', '--quiet', '--short', 'HEAD');
  const branch = named ?? checkedOut;
  if (branch === '')
    return refused(
      'detached',
      'no branch is checked out',
      'Name the branch that gets the commit: `cadastre publish --branch main`.',
    );
  if ((await ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)) !== head)
    return refused(
      'other-branch',
      `the branch ${quote(branch)} does not point to the checked-out commit`,
      'Check it out first.',
    );
  const elsewhere = branch === checkedOut ? [] : await checkedOutElsewhere(given, branch);
  if (elsewhere.length > 0) return failure(elsewhere);
  // Whatever an earlier run left half-done on it is put right first.
  const unfinished = await finishInterrupted(given, head, write);
  if (unfinished.length > 0) return failure(unfinished);
  return { value: { branch, checkedOut: branch === checkedOut }, diagnostics: [] };
}
