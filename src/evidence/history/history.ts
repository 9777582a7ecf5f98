/**
 * The signed history: from the first commit with a trust file (the root) every commit is judged by the
 * trust of its first parent, so that nobody admits himself.
 */

import { ancestorsOf, type Commit, isMerge, readCommit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { FATAL } from '../git/process.ts';
import { type Claim, checkSignatures } from '../signatures/keygen.ts';
import { areasOf } from '../trust/roles.ts';
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
import { type Judging, judgeSigned } from './commit-authorization.ts';
import { MergeBases } from './merge-bases.ts';
import { MergeParents } from './merge-revocations.ts';
import { hostMerge, revokedElsewhere, takenOut } from './merges.ts';

/** A commit that holds. */
export interface Signed {
  readonly commit: Commit;
  /** Principal of the key; absent on a host's merge, and on what leaves the estate alone. */
  readonly signer?: string;
  /** Set where nobody signed and it changes nothing of the estate but by merging. */
  readonly merges?: true;
}

export interface History {
  /** Id of the first commit with a trust file. */
  readonly root?: string;
  /** Commits from the root on, parents before children, that hold. */
  readonly commits: readonly Signed[];
  readonly byId: ReadonlyMap<string, Commit>;
  /** Trust in force after each commit. */
  readonly trust: ReadonlyMap<string, Trust>;
  /** Trust that each commit is judged by. */
  readonly judging: ReadonlyMap<string, Trust>;
  readonly changes: Changes;
  readonly sides: MergeParents;
  readonly verdicts: readonly Verdict[];
}

export interface SignatureCheck {
  /** Id of the commit to verify up to. */
  readonly tip: string;
  /** Id of the root as an auditor was told it. */
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
    verdicts,
  });
  const lost = list.flatMap(({ parents }) => parents.filter((id) => !byId.has(id)));
  if (!byId.has(tip) || lost.length > 0) {
    const why = 'the commit is missing, broken or no commit that git writes';
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
    pass('complete-history', short(tip), `${list.length} commits are there`),
    anchored(root, anchor),
  ];
  const sides = new MergeParents(bases, list, trust);
  const known = { byId, bases, changes, sides, trust, judging, stated, out, root, tip };
  const commits = await judge(repository, judged, known, verdicts);
  for (const name of withoutKey(trust.get(tip) ?? begun)) {
    const why = `the policy names ${JSON.stringify(name)}, and no key stands beside that name`;
    verdicts.push(unknown('trust', short(tip), why));
  }
  return { root, commits, byId, trust, judging, changes, sides, verdicts };
}

function anchored(root: string, anchor: string | undefined): Verdict {
  if (anchor === undefined)
    return unknown(
      'anchored',
      short(root),
      'no root was given (--root): who rewrote all of it is not seen',
    );
  if (anchor === root) return pass('anchored', short(root), 'the root is the one given');
  return fail('anchored', short(root), `the root is another than the one given, ${short(anchor)}`);
}

interface KnownCommit extends Pick<History, 'byId' | 'changes' | 'sides' | 'trust' | 'judging'> {
  readonly bases: MergeBases;
  readonly stated: ReadonlyMap<string, Stated>;
  readonly out: string;
  readonly root: string;
  readonly tip: string;
}

/** What the signature of a commit must hold against; absent where it has none or nobody is trusted. */
export function claimOf(
  commit: Commit,
  { judging, trust }: Pick<History, 'judging' | 'trust'>,
): Claim | undefined {
  const by = judging.get(commit.id);
  if (!by || commit.signature === undefined) return undefined;
  // No key counts that any of the parents revoked.
  const revoked = [by, ...commit.parents.map((id) => trust.get(id))].map(
    (one) => one?.revoked ?? '',
  );
  return {
    principal: commit.committer.email,
    namespace: 'git',
    signature: commit.signature,
    signed: commit.signed,
    signers: by.signers,
    revoked: [...new Set(revoked)].join('\n'),
    time: commit.committer.time,
  };
}

async function judge(
  repository: Repository,
  judged: readonly Commit[],
  known: KnownCommit,
  verdicts: Verdict[],
): Promise<readonly Signed[]> {
  const { byId, bases, changes, sides, trust, judging, root, out } = known;
  const claims = judged.map((commit) => claimOf(commit, known));
  const asked = claims.flatMap((claim) => (claim ? [claim] : []));
  const answers = await checkSignatures(asked);
  const refused = new Map(asked.map((claim, i) => [claim, answers[i]]));
  const areas = areasOf(repository.prefix, out);
  const late = lateness(judged);
  let scoped: ReturnType<typeof scopeOf> | undefined;
  const scope = () => (scoped ??= scopeOf(repository, judged, out));
  const merges = (commit: Commit, by: Trust | undefined) =>
    hostMerge(repository, commit, by, changes, scope);
  const roles: Judging = {
    ...{ changes, sides, areas, prefix: repository.prefix, scope },
    // Who signed it answers for it: here no policy is asked.
    onlyMerges: async (commit, by) =>
      (await merges(commit, { ...by, policy: { ...by.policy, hostMerges: 'accept' } })) === true,
  };
  // What lies beside the estate, and a diagram is made from, is nobody's business only where it is merely merged.
  const merging = async (commit: Commit, by: Trust, beside: boolean): Promise<boolean> => {
    if (!beside || !isMerge(commit)) return !beside;
    for (const path of await scope())
      if ((await changes.files(commit, path)).length > 0)
        return (await merges(commit, by)) === true;
    return true;
  };
  const held: Signed[] = [];
  for (const [i, commit] of judged.entries()) {
    const { id } = commit;
    const [claim, by, behind] = [claims[i], judging.get(id), late.get(id) ?? 0];
    if (behind > (by?.policy.clockTolerance ?? 0)) {
      const why = `its date is ${behind} s before that of a commit that it builds on`;
      verdicts.push(fail('dates', short(id), why));
      continue;
    }
    verdicts.push(...revokedElsewhere(commit, byId, (one) => trust.get(one)));
    if (!by) {
      verdicts.push(fail('signature', short(id), 'its history does not begin at the root'));
      continue;
    }
    let why = claim ? refused.get(claim) : 'it is not signed';
    if (why === undefined && takenOut(bases, commit, (one) => trust.get(one)))
      why = 'its key was taken out of the trust file on one side of the merge';
    if (why === undefined && claim) why = await sides.refusedBeside({ commit, claim, roles: [] });
    const folder = repository.prefix.replace(/\/$/, '');
    if (why !== undefined) {
      // Most of a monorepo is none of the estate's business.
      const beside = folder !== '' && id !== root && (await changes.leaves(commit, folder));
      const judge = sides.withoutHost(commit, by);
      const merge = beside || (await merges(commit, judge));
      if (merge === true)
        held.push({ commit, ...((await merging(commit, judge, beside)) ? { merges: true } : {}) });
      else {
        const both = merge ? `${why}, and ${merge}` : why;
        verdicts.push(fail('signature', short(id), `${quoted(commit)}: ${both}`));
      }
      continue;
    }
    const signer = commit.committer.email;
    const aside = id === root || (folder !== '' && (await changes.leaves(commit, folder)));
    const found = aside || !claim ? [] : await judgeSigned(roles, commit, claim, by);
    verdicts.push(...found, ...(await readable(commit, known, areas.trust)));
    if (!found.some(({ verdict }) => verdict === 'fail')) held.push({ commit, signer });
  }
  if (held.length === judged.length)
    verdicts.push(
      pass('signature', short(root), `${held.length} commits are signed by keys in force`),
    );
  return held;
}

/** Trust that cannot be read changes nothing; at the tip it has to be mended. */
async function readable(
  commit: Commit,
  { stated, changes, tip, trust }: KnownCommit,
  files: readonly string[],
): Promise<Verdict[]> {
  const own = stated.get(commit.id);
  if (typeof own !== 'string') return [];
  if (commit.id === tip) return [fail('trust', short(tip), own)];
  for (const file of files)
    if (trust.has(commit.id) && (await changes.touches(commit, file)))
      return [unknown('trust', short(commit.id), `${own}; what was in force before stayed so`)];
  return [];
}

const quoted = ({ subject, committer }: Commit): string =>
  `${JSON.stringify(subject.slice(0, 60).toWellFormed())} by ${JSON.stringify(committer.email)}`;

/**
 * Seconds by which a commit is dated before the newest that it builds on. Not only before its parent: a key that has
 * expired could go back in small steps.
 */
function lateness(commits: readonly Commit[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  const late = new Map<string, number>();
  for (const { id, parents, committer } of commits) {
    const above = Math.max(0, ...parents.map((parent) => newest.get(parent) ?? 0));
    newest.set(id, Math.max(above, committer.time));
    late.set(id, above - committer.time);
  }
  return late;
}
