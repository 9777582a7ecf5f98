/** The signed commit of a publication: either files, branch and index have it, or none of them. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Failure,
  failure,
  hasErrors,
  type Outcome,
  quote,
  refused,
} from '../../model/diagnostic.ts';
import { readCommit } from '../git/commit.ts';
import { moveBranch, moveIndex, prepareCommit, SigningError } from '../git/commit-files.ts';
import { GitError } from '../git/process.ts';
import type { WorkFile, WriteFiles } from '../git/work-file.ts';
import { chainOf, unverified, WHOLE } from '../open-chain.ts';
import { checkSignatures } from '../signatures/keygen.ts';
import { hasRole } from '../trust/trust.ts';
import { finishFiles, note } from './journal.ts';
import type { PublishingPlace, PublishSession, TargetBranch } from './start.ts';

/** Why the key that signed may not publish; absent when it may. */
async function keyRefused(start: PublishSession, id: string): Promise<string | undefined> {
  const { repository, trust } = start;
  const object = await repository.objects.read(id);
  const commit = object && readCommit(id, object);
  if (commit?.signature === undefined) return 'the commit was not signed with an SSH key';
  const { email, time } = commit.committer;
  const [why] = await checkSignatures([
    {
      principal: email,
      namespace: 'git',
      signature: commit.signature,
      signed: commit.signed,
      signers: trust.signers,
      revoked: trust.revoked,
      time,
    },
  ]);
  if (why !== undefined) return `the signing key is not in force for ${quote(email)}: ${why}`;
  if (!hasRole(trust, email, 'ci')) return `the policy does not give ${quote(email)} the role ci`;
  return undefined;
}

/**
 * @param written by path relative to the output folder
 * @param dropped paths there that are published no more
 * @returns id of the commit
 */
export async function commitPublication(
  start: PublishSession,
  onto: TargetBranch,
  { root, out, write }: Pick<PublishingPlace, 'root' | 'out' | 'write'>,
  written: Readonly<Record<string, Uint8Array>>,
  dropped: readonly string[],
  time: number,
): Promise<Outcome<string>> {
  const { given, repository, head } = start;
  const files = new Map<string, Uint8Array | undefined>();
  for (const [name, bytes] of Object.entries(written))
    files.set(`${repository.prefix}${out}/${name}`, bytes);
  for (const name of dropped) files.set(`${repository.prefix}${out}/${name}`, undefined);
  let commit: string;
  try {
    commit = await prepareCommit(given, {
      files,
      parent: head,
      message: 'Publish diagrams\n',
      time,
    });
  } catch (thrown) {
    if (!(thrown instanceof SigningError)) throw thrown;
    return refused(
      'not-signed',
      `git could not sign the commit: ${reasonOf(thrown.message)}`,
      'Set user.signingkey to an SSH key (a file, or one in the agent), user.email to its name in the trust file, and user.name.',
    );
  }
  const why = await keyRefused(start, commit);
  if (why !== undefined)
    return refused(
      'key-not-trusted',
      why,
      'Only keys of .cadastre/allowed_signers with the role ci in policy.yaml may publish; usually CI does, after the merge.',
    );
  // What is published here has to hold there: the same judge, before anyone sees it.
  const chain = await chainOf({ repository, tip: commit, ...WHOLE }, out);
  if (!chain.value) return { diagnostics: chain.diagnostics };
  const failed = unverified(chain.value, 'Nothing was published. Please report it as a bug.');
  if (failed.length > 0) return failure(failed);
  const all = Object.entries(written).map(
    ([name, bytes]): WorkFile => ({
      path: join(root, out, name),
      name: `${out}/${name}`,
      bytes,
    }),
  );
  const gone = dropped.map((name) => join(root, out, name));
  const { diagnostics } = await uninterrupted(() =>
    moveTo(start, onto, commit, { all, gone }, write),
  );
  return hasErrors(diagnostics) ? failure(diagnostics) : { value: commit, diagnostics };
}

/** The line that says why the key did not sign; git ends with a line that it failed. */
const reasonOf = (said: string): string => {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.findLast(
    (line) => !/^(fatal: failed to write commit|\*\*\*|Run|Omit)/.test(line),
  );
  return (reason ?? said).trim();
};

/** Another git at work, or one that was killed: the lock is still there. */
const isLock = (thrown: GitError): boolean => /\.lock': File exists/.test(thrown.message);

/** Branch, index and files, in the order in which a run that is killed can be finished by the next. */
async function moveTo(
  { given, head }: PublishSession,
  { branch, checkedOut }: TargetBranch,
  commit: string,
  { all, gone }: { readonly all: readonly WorkFile[]; readonly gone: readonly string[] },
  write: WriteFiles,
): Promise<Outcome<true>> {
  const done = checkedOut ? await note(given, { parent: head, commit }) : () => {};
  try {
    await moveBranch(given, branch, commit, head);
  } catch (thrown) {
    done();
    if (!(thrown instanceof GitError)) throw thrown;
    if (isLock(thrown)) return locked('branch', thrown);
    const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`];
    const now = await given.run(args, { none: 1 });
    // Where the branch has not moved, it is the disk or the repository.
    if (now.trim() === head) throw thrown;
    return refused(
      'moved-on',
      `the branch ${quote(branch)} was changed by someone else in the meantime`,
      'Nothing was published. Pull, and publish again.',
    );
  }
  if (!checkedOut) return { value: true, diagnostics: [] };
  /** Where even that fails, the note stays: the next run goes on from the branch as it is. */
  const back = async (): Promise<void> => {
    await moveBranch(given, branch, head, commit);
    await moveIndex(given, commit, head).catch(() => '');
    done();
  };
  try {
    await moveIndex(given, head, commit);
  } catch (thrown) {
    await back();
    if (thrown instanceof GitError && isLock(thrown)) return locked('index', thrown);
    throw thrown;
  }
  const { diagnostics } = write(all);
  if (hasErrors(diagnostics)) {
    await finishFiles(given, commit, head, write);
    await back();
    return failure(diagnostics);
  }
  for (const path of gone) await rm(path, { force: true });
  await given.run(['update-index', '-q', '--refresh']).catch(() => '');
  done();
  return { value: true, diagnostics: [] };
}

const locked = (what: string, { message }: GitError): Failure => {
  const path = /'([^']*\.lock)'/.exec(message)?.[1] ?? 'a lock';
  return refused(
    'index-locked',
    `git could not update its ${what}: ${path} exists`,
    'Nothing was published. If no other git process is running there, remove that file.',
  );
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Holds an interrupt back for the moment in which files, branch and index differ. */
async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let came: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals): void => {
    came = signal;
  };
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold);
    if (came) process.kill(process.pid, came);
  }
}
