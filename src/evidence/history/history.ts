/**
 * The signed history: from the first commit with a trust file (the root) every commit is judged by the
 * trust of its first parent, so that nobody admits himself.
 */

import { ancestorsOf, type Commit, readCommit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { FATAL } from '../git/process.ts';
import { scopeOf } from '../trust/scope.ts';
import {
  NO_TRUST,
  type PolicyReader,
  type Stated,
  statedTrust,
  type Trust,
  withoutKey,
} from '../trust/trust.ts';
import { fail, pass, unknown, type Verdict } from '../verdict.ts';
import { Changes } from './changes.ts';
import { judgeCommits } from './judge-commits.ts';
import { MergeBases } from './merge-bases.ts';
import { MergeParents } from './merge-revocations.ts';
import { hostMerge } from './merges.ts';
import type { Signed, TrustByCommit } from './signed-commit.ts';

export interface History extends TrustByCommit {
  /** Id of the first commit with a trust file. */
  readonly root?: string;
  /** Commits from the root on, parents before children, that hold. */
  readonly commits: readonly Signed[];
  readonly byId: ReadonlyMap<string, Commit>;
  readonly changes: Changes;
  readonly sides: MergeParents;
  /** Whether a merge is what git makes of its parents, whoever signed it. */
  onlyMerges(commit: Commit): Promise<boolean>;
  readonly verdicts: readonly Verdict[];
}

export interface SignatureCheck {
  /** Id of the commit to verify up to. */
  readonly tip: string;
  /** Id of the root, as an auditor obtained it. */
  readonly anchor?: string;
  /** Name of the output folder, relative to the estate's root. */
  readonly out: string;
}

const short = (id: string): string => id.slice(0, 12);

/** Commits from which `tip` descends, parents before children; what is missing or broken is left out. */
async function ancestry(repository: Repository, tip: string): Promise<Commit[]> {
  // It cannot go on where a commit is missing: then the tip is left out as well.
  const args = ['rev-list', '--topo-order', '--reverse', tip];
  const text = await repository.run(args, { none: FATAL });
  const ids = text.split('\n').filter(Boolean);
  const objects = await repository.objects.readAll(ids);
  return ids.flatMap((id) => {
    const object = objects.get(id);
    const commit = object && readCommit(id, object);
    return commit ? [commit] : [];
  });
}

/** Along first parents from the tip, the oldest commit whose trust can be read. */
function rootOf(
  tip: string,
  commits: ReadonlyMap<string, Commit>,
  stated: ReadonlyMap<string, Stated>,
): string | undefined {
  let root: string | undefined;
  for (let id: string | undefined = tip; id !== undefined; id = commits.get(id)?.parents[0])
    if (typeof stated.get(id) === 'object') root = id;
  return root;
}

/** Throws `BrokenObject`. */
export async function verifyHistory(
  repository: Repository,
  { tip, anchor, out }: SignatureCheck,
  readPolicy: PolicyReader,
): Promise<History> {
  const list = await ancestry(repository, tip);
  const byId = new Map(list.map((commit) => [commit.id, commit]));
  const bases = new MergeBases(byId);
  const changes = new Changes(repository, byId, bases);
  const stop = (...verdicts: Verdict[]): History => ({
    commits: [],
    byId,
    trust: new Map(),
    judging: new Map(),
    changes,
    sides: new MergeParents(bases, [], new Map()),
    onlyMerges: async () => false,
    verdicts,
  });
  const lost = list.flatMap(({ parents }) => parents.filter((id) => !byId.has(id)));
  if (!byId.has(tip) || lost.length > 0) {
    const why = 'the commit is missing, damaged or malformed';
    return stop(fail('complete-history', short(lost[0] ?? tip), why));
  }
  await repository.trees.prepare(list.map(({ tree }) => tree));
  const stated = await statedTrust(repository, list, readPolicy);
  const root = rootOf(tip, byId, stated);
  if (root === undefined) {
    const why = stated.get(tip);
    return stop(fail('root', short(tip), typeof why === 'string' ? why : NO_TRUST));
  }
  const before = ancestorsOf(root, byId);
  before.delete(root);
  const judged = list.filter(({ id }) => !before.has(id));
  const begun = stated.get(root) as Trust;
  // A branch that began before the root is judged by the root: nobody on it admitted himself.
  const trust = new Map([root, ...before].map((id) => [id, begun]));
  const judging = new Map([[root, begun]]);
  for (const { id, parents } of judged) {
    const by = trust.get(id === root ? root : (parents[0] ?? ''));
    // What admits itself, a history of its own, has no trust.
    if (!by) continue;
    const own = stated.get(id);
    judging.set(id, by);
    trust.set(id, typeof own === 'object' ? own : by);
  }
  const verdicts: Verdict[] = [
    pass('complete-history', short(tip), `all ${list.length} commits are present`),
    anchored(root, anchor),
  ];
  const sides = new MergeParents(bases, list, trust);
  const known = { byId, bases, changes, sides, trust, judging, stated, out, root, tip };
  const commits = await judgeCommits(repository, judged, known, verdicts);
  for (const name of withoutKey(trust.get(tip) ?? begun)) {
    const why = `the policy names ${JSON.stringify(name)}, but no key has that name`;
    verdicts.push(unknown('trust', short(tip), why));
  }
  const merges = new Map<string, Promise<boolean>>();
  const onlyMerges = (commit: Commit): Promise<boolean> => {
    const known =
      merges.get(commit.id) ?? mergesOnly(repository, commit, begun, changes, judged, out);
    merges.set(commit.id, known);
    return known;
  };
  return { root, commits, byId, trust, judging, changes, sides, onlyMerges, verdicts };
}

async function mergesOnly(
  repository: Repository,
  commit: Commit,
  by: Trust,
  changes: Changes,
  judged: readonly Commit[],
  out: string,
): Promise<boolean> {
  const scope = () => scopeOf(repository, judged, out);
  // No policy is asked: it is about whose work it is.
  const accepting: Trust = { ...by, policy: { ...by.policy, hostMerges: 'accept' } };
  return (await hostMerge(repository, commit, accepting, changes, scope)) === true;
}

function anchored(root: string, anchor: string | undefined): Verdict {
  if (anchor === undefined)
    return unknown(
      'anchored',
      short(root),
      'no root was given (--root): a rewrite of the whole history would go unnoticed',
    );
  if (anchor === root) return pass('anchored', short(root), 'the root is the one given');
  return fail('anchored', short(root), `the root differs from the one given, ${short(anchor)}`);
}
