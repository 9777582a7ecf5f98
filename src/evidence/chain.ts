/** History and publications together: what publishing builds on, and what verifying judges. */

import { ApprovalStore } from './approvals/approvals.ts';
import type { Repository } from './git/git.ts';
import { BrokenObject } from './git/tree.ts';
import { Changes } from './history/changes.ts';
import { type History, type SignatureCheck, verifyHistory } from './history/history.ts';
import { MergeBases } from './history/merge-bases.ts';
import { MergeParents } from './history/merge-revocations.ts';
import { type Publications, verifyPublications } from './publications/publications.ts';
import type { PolicyReader } from './trust/trust.ts';
import { fail, type Verdict } from './verdict.ts';

export interface Chain {
  readonly tip: string;
  readonly history: History;
  readonly publications: Publications;
  /** Of both. */
  readonly verdicts: readonly Verdict[];
}

/** Throws `KeygenMissing`. */
export async function verifyChain(
  repository: Repository,
  asked: SignatureCheck,
  readPolicy: PolicyReader,
): Promise<Chain> {
  const { tip, out } = asked;
  try {
    const history = await verifyHistory(repository, asked, readPolicy);
    const publications = await verifyPublications(repository, history, out, tip);
    const verdicts = [...history.verdicts, ...publications.verdicts];
    return { tip, history, publications, verdicts };
  } catch (thrown) {
    if (!(thrown instanceof BrokenObject)) throw thrown;
    const broken = fail('complete-history', thrown.id.slice(0, 12), thrown.message);
    return nothing(repository, tip, broken);
  }
}

/** A chain that cannot be judged, and why. */
export function nothing(repository: Repository, tip: string, why: Verdict): Chain {
  const bases = new MergeBases(new Map());
  const history: History = {
    commits: [],
    byId: new Map(),
    trust: new Map(),
    judging: new Map(),
    changes: new Changes(repository, new Map(), bases),
    sides: new MergeParents(bases, [], new Map()),
    onlyMerges: async () => false,
    verdicts: [why],
  };
  const approvals = new ApprovalStore(repository, history);
  return { tip, history, publications: { all: [], approvals, verdicts: [] }, verdicts: [why] };
}
