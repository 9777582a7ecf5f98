/** The signed commit of a publication: either files, branch and index have it, or none of them. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommit } from '../evidence/commit.ts';
import { moveBranch, prepareCommit } from '../evidence/commit-files.ts';
import { GitError } from '../evidence/git.ts';
import { checkSignatures } from '../evidence/keygen.ts';
import { type Diagnostic, error, hasErrors, type Outcome, quote } from '../model/diagnostic.ts';
import { type FileToWrite, writeTogether } from '../output/write.ts';
import type { Estate } from './estate.ts';
import type { Start } from './publish-start.ts';

const refused = (code: string, message: string, hint: string): { diagnostics: Diagnostic[] } => ({
  diagnostics: [error(code, message, undefined, { hint })],
});

/** Why the key that signed may not publish; absent when it may. */
async function mayNot(start: Start, id: string): Promise<string | undefined> {
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
  if (!trust.policy.roles.ci.includes(email))
    return `the policy does not give ${quote(email)} the role ci`;
  return undefined;
}

/**
 * @param written by path relative to the output folder
 * @param dropped paths there that are published no more
 */
export async function commitAll(
  start: Start,
  estate: Estate,
  written: Readonly<Record<string, Uint8Array>>,
  dropped: readonly string[],
  time: number,
): Promise<Outcome<{ commit: string; changed: readonly string[] }>> {
  const { repository, head, branch, checkedOut } = start;
  const { out } = estate.config;
  const files = new Map<string, Uint8Array | undefined>();
  for (const [name, bytes] of Object.entries(written))
    files.set(`${repository.prefix}${out}/${name}`, bytes);
  for (const name of dropped) files.set(`${repository.prefix}${out}/${name}`, undefined);
  let commit: string;
  try {
    commit = await prepareCommit(repository, {
      files,
      parent: head,
      message: 'Publish diagrams\n',
      time,
    });
  } catch (thrown) {
    if (!(thrown instanceof GitError)) throw thrown;
    return refused(
      'not-signed',
      `git could not sign the commit: ${thrown.message.split('\n').pop()}`,
      'Set user.signingkey to an SSH key (a file, or one in the agent), and user.email to its name in the trust file.',
    );
  }
  const why = await mayNot(start, commit);
  if (why !== undefined)
    return refused(
      'key-not-trusted',
      why,
      'Only keys of .cadastre/allowed_signers with the role ci in policy.yaml publish.',
    );
  const changed = Object.keys(written)
    .concat(dropped)
    .map((name) => `${out}/${name}`)
    .sort();
  const all = Object.entries(written).map(
    ([name, bytes]): FileToWrite => ({
      path: join(estate.root, out, name),
      name: `${out}/${name}`,
      bytes,
    }),
  );
  const finished = await uninterrupted(async () => {
    if (!checkedOut) {
      await moveBranch(repository, branch, commit, head);
      return [];
    }
    const before = await Promise.all(
      all.map(async ({ path, name }) => ({
        path,
        name,
        bytes: await readFile(path).catch(() => undefined),
      })),
    );
    const { diagnostics } = writeTogether(all);
    if (hasErrors(diagnostics)) return diagnostics;
    try {
      await moveBranch(repository, branch, commit, head);
    } catch (thrown) {
      for (const { path, bytes } of before)
        if (bytes === undefined) await rm(path, { force: true });
      writeTogether(before.flatMap(({ bytes, ...file }) => (bytes ? [{ ...file, bytes }] : [])));
      throw thrown;
    }
    for (const name of dropped) await rm(join(estate.root, out, name), { force: true });
    await repository.run(['read-tree', commit]);
    await repository.run(['update-index', '-q', '--refresh']).catch(() => '');
    return [];
  }).catch((thrown: unknown) => {
    if (!(thrown instanceof GitError)) throw thrown;
    return refused(
      'moved-on',
      `the branch ${quote(branch)} was changed by someone else meanwhile`,
      'Nothing was published. Pull, and publish again.',
    ).diagnostics;
  });
  return hasErrors(finished)
    ? { diagnostics: finished }
    : { value: { commit, changed }, diagnostics: finished };
}

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
