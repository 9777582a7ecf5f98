/** Judges each commit of a history: by its signature, its date, and what its signer may change. */

import { type Commit, isMerge } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { type Claim, checkSignatures } from '../signatures/keygen.ts';
import { areasOf } from '../trust/roles.ts';
import { scopeOf } from '../trust/scope.ts';
import type { Stated, Trust } from '../trust/trust.ts';
import { fail, pass, unknown, type Verdict } from '../verdict.ts';
import { adoptAll, type RefusedCommit } from './adoptions.ts';
import type { Changes } from './changes.ts';
import { type Judging, judgeSigned } from './commit-authorization.ts';
import type { MergeBases } from './merge-bases.ts';
import type { MergeParents } from './merge-revocations.ts';
import { hostMerge, revokedElsewhere, takenOut } from './merges.ts';
import { claimOf, commitSummary, type Signed, type TrustByCommit } from './signed-commit.ts';

export interface JudgedHistory extends TrustByCommit {
  readonly byId: ReadonlyMap<string, Commit>;
  readonly bases: MergeBases;
  readonly changes: Changes;
  readonly sides: MergeParents;
  readonly stated: ReadonlyMap<string, Stated>;
  readonly out: string;
  readonly root: string;
  readonly tip: string;
}

interface Context extends JudgedHistory {
  /** Folder of the estate without the slash: '' where it is the whole repository. */
  readonly folder: string;
  readonly judging: ReadonlyMap<string, Trust>;
  readonly authorization: Judging;
  scope(): Promise<readonly string[]>;
  /** Whether the host made that merge: true, or why not. */
  merges(commit: Commit, by: Trust | undefined): ReturnType<typeof hostMerge>;
}

interface JudgedCommit {
  readonly held?: Signed;
  readonly verdicts: readonly Verdict[];
  /** Set where people may still vouch for it. */
  readonly refused?: RefusedCommit;
}

/** @returns commits that hold, parents before children */
export async function judgeCommits(
  repository: Repository,
  judged: readonly Commit[],
  known: JudgedHistory,
  verdicts: Verdict[],
): Promise<readonly Signed[]> {
  const claims = judged.map((commit) => claimOf(commit, known));
  const signatures = claims.flatMap((claim) => (claim ? [claim] : []));
  const answers = await checkSignatures(signatures);
  const problems = new Map(signatures.map((claim, i) => [claim, answers[i]]));
  const late = lateness(judged);
  const context = contextOf(repository, judged, known);
  const held: Signed[] = [];
  const refused: RefusedCommit[] = [];
  for (const [i, commit] of judged.entries()) {
    const claim = claims[i];
    const problem = claim ? problems.get(claim) : 'it is not signed';
    const one = await judgeCommit(context, commit, claim, problem, late.get(commit.id) ?? 0);
    verdicts.push(...one.verdicts);
    if (one.held) held.push(one.held);
    if (one.refused) refused.push(one.refused);
  }
  const all = await adoptAll(
    { ...known, repository, areas: context.authorization.areas },
    held,
    refused,
  );
  verdicts.push(...all.verdicts);
  const order = new Map(judged.map(({ id }, i) => [id, i]));
  const place = ({ commit }: Signed): number => order.get(commit.id) ?? 0;
  const commits = [...all.commits].sort((a, b) => place(a) - place(b));
  if (commits.length === judged.length)
    verdicts.push(pass('signature', short(known.root), commitSummary(commits)));
  return commits;
}

function contextOf(
  repository: Repository,
  judged: readonly Commit[],
  known: JudgedHistory,
): Context {
  const { changes, sides, out } = known;
  const { prefix } = repository;
  let scoped: ReturnType<typeof scopeOf> | undefined;
  const scope = () => (scoped ??= scopeOf(repository, judged, out));
  const merges = (commit: Commit, by: Trust | undefined) =>
    hostMerge(repository, commit, by, changes, scope);
  const authorization: Judging = {
    ...{ changes, sides, areas: areasOf(prefix, out), prefix, scope },
    // Who signed it answers for it: here no policy is asked.
    onlyMerges: async (commit, by) =>
      (await merges(commit, { ...by, policy: { ...by.policy, hostMerges: 'accept' } })) === true,
  };
  return { ...known, folder: prefix.replace(/\/$/, ''), authorization, scope, merges };
}

async function judgeCommit(
  context: Context,
  commit: Commit,
  claim: Claim | undefined,
  problem: string | undefined,
  late: number,
): Promise<JudgedCommit> {
  const { byId, bases, changes, sides, trust, judging, root, folder, authorization } = context;
  const { id } = commit;
  const by = judging.get(id);
  if (late > (by?.policy.clockTolerance ?? 0)) {
    const why = `its date is ${late} s before that of one of its ancestors`;
    return { verdicts: [fail('dates', short(id), why)] };
  }
  const verdicts = revokedElsewhere(commit, byId, (one) => trust.get(one));
  if (!by) {
    const why = 'its history does not begin at the root';
    return { verdicts: [...verdicts, fail('signature', short(id), why)] };
  }
  let why = problem;
  if (why === undefined && takenOut(bases, commit, (one) => trust.get(one)))
    why = 'its key was removed from the trust file on one side of the merge';
  if (why === undefined && claim) why = await sides.refusedBeside({ commit, claim, roles: [] });
  if (why !== undefined) {
    const unsigned = await judgeUnsigned(context, commit, by, why);
    return { ...unsigned, verdicts: [...verdicts, ...unsigned.verdicts] };
  }
  const signer = commit.committer.email;
  const aside = id === root || (folder !== '' && (await changes.leaves(commit, folder)));
  const found = aside || !claim ? [] : await judgeSigned(authorization, commit, claim, by);
  verdicts.push(...(await readable(commit, context, authorization.areas.trust)));
  const failed = found.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return { held: { commit, signer }, verdicts: [...found, ...verdicts] };
  const others = found.filter((one) => !failed.includes(one));
  return { verdicts: [...others, ...verdicts], refused: { commit, signer, verdicts: failed } };
}

/** A commit that no trusted key signed: a merge by the host, one outside the estate, or a refused one. */
async function judgeUnsigned(
  context: Context,
  commit: Commit,
  by: Trust,
  why: string,
): Promise<JudgedCommit> {
  const { changes, sides, root, folder, merges } = context;
  // Most of a monorepo does not concern the estate.
  const outside = folder !== '' && commit.id !== root && (await changes.leaves(commit, folder));
  const judge = sides.withoutHost(commit, by);
  const merge = outside || (await merges(commit, judge));
  if (merge !== true) {
    const both = merge ? `${why}, and ${merge}` : why;
    const verdict = fail('signature', short(commit.id), `${quoted(commit)}: ${both}`);
    return { verdicts: [], refused: { commit, verdicts: [verdict] } };
  }
  const merging = await onlyMerging(context, commit, judge, outside);
  return {
    held: {
      commit,
      ...(merging ? { merges: true as const } : {}),
      ...(outside ? { outside: true as const } : {}),
    },
    verdicts: [],
  };
}

/** Inputs of a diagram outside the estate may change without a signature only if they are merely merged. */
async function onlyMerging(
  { changes, scope, merges }: Context,
  commit: Commit,
  by: Trust,
  outside: boolean,
): Promise<boolean> {
  if (!outside || !isMerge(commit)) return !outside;
  for (const path of await scope())
    if ((await changes.files(commit, path)).length > 0) return (await merges(commit, by)) === true;
  return true;
}

/** Trust that cannot be read changes nothing; at the tip it has to be mended. */
async function readable(
  commit: Commit,
  { stated, changes, tip, trust }: JudgedHistory,
  files: readonly string[],
): Promise<Verdict[]> {
  const own = stated.get(commit.id);
  if (typeof own !== 'string') return [];
  if (commit.id === tip) return [fail('trust', short(tip), own)];
  for (const file of files)
    if (trust.has(commit.id) && (await changes.touches(commit, file)))
      return [unknown('trust', short(commit.id), `${own}; the earlier trust stays in force`)];
  return [];
}

const short = (id: string): string => id.slice(0, 12);

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
