/** Valid commits, and what the signature of each is checked against. */

import type { Commit } from '../git/commit.ts';
import type { Claim } from '../signatures/keygen.ts';
import type { Trust } from '../trust/trust.ts';

/** People who vouch for a commit whose own signature does not count. */
export interface Adoption {
  /** Principals, sorted. */
  readonly by: readonly string[];
  /** Those who count as its makers: adopters with the role author, and its signer where there is one. */
  readonly makers: readonly string[];
  /** Why, as the first of them said. */
  readonly reason: string;
}

/** A commit that holds. */
export interface Signed {
  readonly commit: Commit;
  /** Principal of the key; absent on a host's merge, on what leaves the estate alone, on what was adopted. */
  readonly signer?: string;
  /** Set where nobody signed and it changes nothing of the estate but by merging. */
  readonly merges?: true;
  /** Set where it leaves the estate, a folder of the repository, alone. */
  readonly outside?: true;
  readonly adoption?: Adoption;
}

/** How many commits hold, by what each holds by: a sum would mix what people signed with what they did not. */
interface CommitCounts {
  readonly signed: number;
  readonly hostMerges: number;
  readonly adopted: number;
  readonly outside: number;
}

/** Who answers for a commit. */
export const makersOfCommit = ({ signer, adoption }: Signed): readonly string[] =>
  signer === undefined ? (adoption?.makers ?? []) : [signer];

export interface TrustByCommit {
  /** Trust in force after each commit. */
  readonly trust: ReadonlyMap<string, Trust>;
  /** Trust that each commit is judged by. */
  readonly judging: ReadonlyMap<string, Trust>;
}

/** What the signature of a commit must hold against; absent where it has none or nobody is trusted. */
export function claimOf(commit: Commit, { judging, trust }: TrustByCommit): Claim | undefined {
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

function countsOf(commits: readonly Signed[]): CommitCounts {
  const count = (of: (one: Signed) => boolean): number => commits.filter(of).length;
  return {
    signed: count(({ signer, adoption }) => signer !== undefined && !adoption),
    hostMerges: count((one) => isHostMerge(one)),
    adopted: count(({ adoption }) => adoption !== undefined),
    outside: count(({ signer, adoption, outside }) => !signer && !adoption && outside === true),
  };
}

const isHostMerge = ({ signer, adoption, outside }: Signed): boolean =>
  signer === undefined && !adoption && !outside;

const number = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** `5 commits: 4 signed by keys in force, 1 adopted, not signed by an authorized key` */
export const commitSummary = (commits: readonly Signed[]): string =>
  `${number(commits.length, 'commit', 'commits')}: ${countWords(countsOf(commits))}`;

/** The counts in words, without zeros. */
function countWords({ signed, hostMerges, adopted, outside }: CommitCounts): string {
  const parts = [`${signed} signed by keys in force`];
  if (hostMerges > 0)
    parts.push(
      `${number(hostMerges, 'unsigned merge', 'unsigned merges')} by the host, accepted because ` +
        `${hostMerges === 1 ? 'its tree is the merge of its parents' : 'each tree is the merge of its parents'}`,
    );
  if (adopted > 0) parts.push(`${adopted} adopted, not signed by an authorized key`);
  if (outside > 0)
    parts.push(`${outside} unsigned, which ${outside === 1 ? 'does' : 'do'} not touch the estate`);
  return parts.join(', ');
}
