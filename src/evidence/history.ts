/**
 * The signed history: from the first commit with a trust file (the root) every commit is judged by the
 * trust of its first parent, so that nobody admits himself.
 */

import { type Commit, readCommit } from './commit.ts';
import type { Repository } from './git.ts';
import { type Claim, checkSignatures, keyOfSignature } from './keygen.ts';
import { type PolicyReader, type Trust, trustOf } from './trust.ts';
import { fail, pass, unknown, type Verdict } from './verdict.ts';

/** A commit whose signer is known. */
export interface Signed {
  readonly commit: Commit;
  /** Principal of the key; absent on a host's merge. */
  readonly signer?: string;
}

export interface History {
  /** Id of the first commit with a trust file. */
  readonly root?: string;
  /** Commits from the root on, parents before children, that hold. */
  readonly commits: readonly Signed[];
  /** Trust by commit, as each has it itself. */
  readonly trust: ReadonlyMap<string, Trust>;
  readonly verdicts: readonly Verdict[];
}

const short = (id: string): string => id.slice(0, 12);

/** Commits from which `tip` descends, parents before children; what cannot be read is missing. */
async function ancestry(repository: Repository, tip: string): Promise<Commit[]> {
  const ids = (await repository.run(['rev-list', '--topo-order', '--reverse', tip]))
    .split('\n')
    .filter(Boolean);
  const objects = await repository.objects.readAll(ids);
  return ids.flatMap((id) => {
    const object = objects.get(id);
    const commit = object && readCommit(id, object);
    return commit ? [commit] : [];
  });
}

/** Along first parents from the tip, the oldest commit that has trust, with no gap above it. */
function rootOf(
  tip: string,
  commits: ReadonlyMap<string, Commit>,
  trust: ReadonlyMap<string, Trust>,
): { root?: string; gap?: string } {
  let root: string | undefined;
  let gap: string | undefined;
  for (let id: string | undefined = tip; id !== undefined; id = commits.get(id)?.parents[0]) {
    if (trust.has(id)) root = id;
    else if (root === undefined) gap ??= id;
    else if ([...below(id, commits)].some((older) => trust.has(older))) gap ??= id;
  }
  return { ...(root ? { root } : {}), ...(gap ? { gap } : {}) };
}

function* below(id: string, commits: ReadonlyMap<string, Commit>): Iterable<string> {
  for (let at = commits.get(id)?.parents[0]; at !== undefined; at = commits.get(at)?.parents[0])
    yield at;
}

/** Everything that `id` descends from, itself included. */
export function ancestorsOf(id: string, commits: ReadonlyMap<string, Commit>): Set<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(commits.get(at)?.parents ?? []));
  }
  return seen;
}

/**
 * @param rev commit to verify up to
 * @param anchor id of the root as an auditor was told it
 */
export async function verifyHistory(
  repository: Repository,
  rev: string,
  anchor: string | undefined,
  readPolicy: PolicyReader,
): Promise<History> {
  const tip = (
    await repository.run(['rev-parse', '--verify', '--end-of-options', `${rev}^{commit}`])
  ).trim();
  const nothing = { commits: [], trust: new Map<string, Trust>() };
  if ((await repository.run(['rev-parse', '--is-shallow-repository'])).trim() === 'true')
    return {
      ...nothing,
      verdicts: [fail('complete-history', short(tip), 'the clone is shallow: fetch all of it')],
    };
  const list = await ancestry(repository, tip);
  const commits = new Map(list.map((commit) => [commit.id, commit]));
  const lost = list.flatMap(({ parents }) => parents.filter((id) => !commits.has(id)));
  if (!commits.has(tip) || lost.length > 0)
    return {
      ...nothing,
      verdicts: [
        fail(
          'complete-history',
          short(lost[0] ?? tip),
          'the commit is missing, broken or no commit that git writes',
        ),
      ],
    };
  const trust = await trustOf(repository, list, readPolicy);
  const { root, gap } = rootOf(tip, commits, trust);
  if (root === undefined)
    return {
      ...nothing,
      verdicts: [fail('root', short(tip), 'no commit has a trust file that can be read')],
    };
  const verdicts: Verdict[] = [
    pass('complete-history', short(tip), `${list.length} commits are there`),
  ];
  if (gap !== undefined)
    verdicts.push(
      fail('root', short(gap), 'the commit is without trust file, though an older one has one'),
    );
  verdicts.push(anchored(root, anchor));
  const before = new Set([...ancestorsOf(root, commits)].filter((id) => id !== root));
  const judged = list.filter(({ id }) => !before.has(id));
  const held = await judge(repository, judged, root, commits, trust, verdicts);
  return { root, commits: held, trust, verdicts };
}

function anchored(root: string, anchor: string | undefined): Verdict {
  if (anchor === undefined)
    return unknown(
      'anchored',
      short(root),
      'no root was given (--root): who rewrote all of it is not seen',
    );
  if (anchor.length >= 40 && anchor === root)
    return pass('anchored', short(root), 'the root is the one given');
  return fail('anchored', short(root), `the root is another than the one given, ${short(anchor)}`);
}

/** The trust that a commit is judged by. */
function judging(
  commit: Commit,
  root: string,
  trust: ReadonlyMap<string, Trust>,
): Trust | undefined {
  return trust.get(commit.id === root ? root : (commit.parents[0] ?? ''));
}

async function judge(
  repository: Repository,
  judged: readonly Commit[],
  root: string,
  commits: ReadonlyMap<string, Commit>,
  trust: ReadonlyMap<string, Trust>,
  verdicts: Verdict[],
): Promise<readonly Signed[]> {
  const claims = judged.map((commit): Claim | undefined => {
    const by = judging(commit, root, trust);
    if (!by || commit.signature === undefined) return undefined;
    return {
      principal: commit.committer.email,
      namespace: 'git',
      signature: commit.signature,
      signed: commit.signed,
      signers: by.signers,
      revoked: by.revoked,
      time: commit.committer.time,
    };
  });
  const asked = claims.flatMap((claim) => (claim ? [claim] : []));
  const answers = await checkSignatures(asked);
  const refused = new Map(asked.map((claim, i) => [claim, answers[i]]));
  const held: Signed[] = [];
  for (const [i, commit] of judged.entries()) {
    const claim = claims[i];
    const by = judging(commit, root, trust);
    const bad =
      dated(commit, commits, by) ??
      (by === undefined
        ? fail('signature', short(commit.id), 'its first parent has no trust file')
        : undefined);
    const why = claim ? refused.get(claim) : 'it is not signed';
    const merge = why === undefined ? undefined : await hostMerge(repository, commit, by);
    if (bad) verdicts.push(bad);
    else if (why !== undefined && merge !== true)
      verdicts.push(
        fail(
          'signature',
          short(commit.id),
          `${quoted(commit)}: ${typeof merge === 'string' ? merge : why}`,
        ),
      );
    else held.push({ commit, ...(why === undefined ? { signer: commit.committer.email } : {}) });
    verdicts.push(...revokedKeys(commit, commits, trust));
  }
  if (held.length === judged.length)
    verdicts.push(
      pass('signature', short(root), `${held.length} commits are signed by keys in force`),
    );
  return held;
}

const quoted = ({ subject, committer }: Commit): string =>
  `${JSON.stringify(subject.slice(0, 60).toWellFormed())} by ${JSON.stringify(committer.email)}`;

/** A key that has expired can still sign with a date of its time: dates must not go back. */
function dated(
  commit: Commit,
  commits: ReadonlyMap<string, Commit>,
  trust: Trust | undefined,
): Verdict | undefined {
  const newest = Math.max(...commit.parents.map((id) => commits.get(id)?.committer.time ?? 0), 0);
  const behind = newest - commit.committer.time;
  if (behind <= (trust?.policy.clockTolerance ?? 0)) return undefined;
  return fail('dates', short(commit.id), `its date is ${behind} s before that of its parent`);
}

/** Merges whose one side revoked a key bring in nothing that the key signed on the other. */
function revokedKeys(
  commit: Commit,
  commits: ReadonlyMap<string, Commit>,
  trust: ReadonlyMap<string, Trust>,
): Verdict[] {
  if (commit.parents.length < 2) return [];
  return commit.parents.flatMap((parent) => {
    const lines = (trust.get(parent)?.revoked ?? '').split('\n');
    const revoked = new Set(lines.map((line) => line.trim().split(/\s+/).slice(0, 2).join(' ')));
    if (revoked.size === 0) return [];
    const here = ancestorsOf(parent, commits);
    const others = commit.parents.filter((id) => id !== parent);
    return others
      .flatMap((id) => [...ancestorsOf(id, commits)].filter((older) => !here.has(older)))
      .filter((id) => revoked.has(keyOfSignature(commits.get(id)?.signature ?? '') ?? ' '))
      .map((id) =>
        fail(
          'revoked',
          short(id),
          `it is signed by a key that the other side of merge ${short(commit.id)} revoked`,
        ),
      );
  });
}

/** @returns true where it only merges what was verified, and the policy takes that; else why not. */
async function hostMerge(
  repository: Repository,
  commit: Commit,
  trust: Trust | undefined,
): Promise<true | string | undefined> {
  const [first, second, ...more] = commit.parents;
  if (trust === undefined || first === undefined || second === undefined || more.length > 0)
    return undefined;
  if (trust.policy.hostMerges !== 'accept')
    return 'the merge is signed by no key in force, and the policy refuses merges by the host';
  try {
    const tree = await repository.run(['merge-tree', '--write-tree', first, second]);
    return tree.trim() === commit.tree
      ? true
      : 'the merge is signed by no key in force, and is not what merging its parents gives';
  } catch {
    return 'the merge is signed by no key in force, and its parents do not merge without conflict';
  }
}
