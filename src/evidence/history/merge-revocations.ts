/**
 * What one side of a merge has taken back does not come in again with the other: a key that has ended or was taken
 * out, a role. Else who has left could go on from an old commit, where all of it is still as it was.
 */

import { type Commit, isMerge } from '../git/commit.ts';
import { type Claim, checkSignatures, keyOfSignature } from '../signatures/keygen.ts';
import { lists } from '../trust/allowed-signers.ts';
import { hasRole, type Role, type Trust } from '../trust/trust.ts';
import type { MergeBases } from './merge-bases.ts';

/** What was done by a key: a commit, or an approval that it brought in. */
export interface Act {
  /** The commit that did it or brought it in. */
  readonly commit: Commit;
  readonly claim: Claim;
  /** One of these it takes; none where any will do. */
  readonly roles: readonly Role[];
}

interface Join {
  readonly merge: Commit;
  /** The parent that has it, and the one that has not. */
  readonly from: string;
  readonly side: string;
}

export class MergeParents {
  readonly #bases: MergeBases;
  /** Parents before children. */
  readonly #commits: readonly Commit[];
  readonly #trust: ReadonlyMap<string, Trust>;
  /** By the commit that is brought to others: each is asked for again by each publication. */
  readonly #joined = new Map<string, readonly Join[]>();

  constructor(bases: MergeBases, commits: readonly Commit[], trust: ReadonlyMap<string, Trust>) {
    this.#bases = bases;
    this.#commits = commits;
    this.#trust = trust;
  }

  /**
   * Why an act counts no more beyond one of the merges that brought it to others; of a merge itself, beside which of its parents.
   * @param known ids of the commits that are looked at; all when absent
   */
  async refused(act: Act, known?: ReadonlySet<string>): Promise<string | undefined> {
    for (const join of this.#joins(act.commit)) {
      if (known?.has(join.merge.id) === false) continue;
      const why = await this.#takenBack(act, join);
      if (why !== undefined)
        return `${why} on the other side of merge ${join.merge.id.slice(0, 12)}`;
    }
    return undefined;
  }

  /** As `refused`, for what a merge itself does. */
  async refusedBeside(act: Act): Promise<string | undefined> {
    for (const join of own(act.commit)) {
      const why = await this.#takenBack(act, join);
      if (why !== undefined) return `${why} on the other side of the merge`;
    }
    return undefined;
  }

  /** The trust that a merge is judged by, without what another side has ceased to take: merges by the host. */
  withoutHost(merge: Commit, by: Trust): Trust {
    const accepts = (id: string): boolean => this.#trust.get(id)?.policy.hostMerges === 'accept';
    for (const { from, side } of own(merge))
      if (!accepts(side) && this.#bases.of(from, side).some(accepts))
        return { ...by, policy: { ...by.policy, hostMerges: 'refuse' } };
    return by;
  }

  #joins(commit: Commit): readonly Join[] {
    const known = this.#joined.get(commit.id);
    if (known) return known;
    const found = own(commit);
    const have = new Set([commit.id]);
    for (const merge of this.#commits) {
      const from = merge.parents.find((id) => have.has(id));
      if (from === undefined) continue;
      have.add(merge.id);
      for (const side of merge.parents) if (!have.has(side)) found.push({ merge, from, side });
    }
    this.#joined.set(commit.id, found);
    return found;
  }

  async #takenBack(
    { claim, roles }: Act,
    { merge, from, side }: Join,
  ): Promise<string | undefined> {
    const { principal, signature, signers } = claim;
    const there = this.#trust.get(side);
    const key = keyOfSignature(signature);
    if (!there || key === undefined) return undefined;
    // Nothing can have ended where nothing ends.
    if (there === this.#trust.get(from) && !there.signers.includes('valid-before'))
      return undefined;
    const lacks = roles.length > 0 && !hasRole(there, principal, ...roles);
    const same = there.signers === signers && merge.committer.time === claim.time;
    const [ended] = same
      ? []
      : await checkSignatures([
          { ...claim, signers: there.signers, revoked: '', time: merge.committer.time },
        ]);
    if (!lacks && ended === undefined) return undefined;
    // What is new on the one side is not there on the other, and was taken back by nobody.
    for (const id of this.#bases.of(from, side)) {
      const before = this.#trust.get(id);
      if (!before) continue;
      if (lacks && hasRole(before, principal, ...roles))
        return `its role ${roles.join(' or ')} was revoked`;
      if (ended !== undefined && lists(before.keys, principal, key))
        return 'its key had expired or was removed';
    }
    return undefined;
  }
}

const own = (merge: Commit): Join[] => {
  const [from, ...others] = merge.parents;
  return from === undefined || !isMerge(merge)
    ? []
    : others.filter((side) => side !== from).map((side) => ({ merge, from, side }));
};
