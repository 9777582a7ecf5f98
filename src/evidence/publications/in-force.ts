/**
 * When each version was in force: from its publication until something ended that. An older version never comes back by
 * itself: who withdraws the newest approval vouches for nothing older by that.
 */

import { byCodeUnit } from '../../model/order.ts';
import type { Withdrawal } from '../approvals/approval-request.ts';
import { approvalGroups, endsApproval, neededFor } from '../approvals/approved-versions.ts';
import type { Chain } from '../chain.ts';
import { type PublicationCommit, pastOf } from './published.ts';
import { type Version, versionsOf } from './versions.ts';

export interface VersionEnd {
  /**
   * `superseded`: another one was approved. `withdrawn`: too few approvals are left. `unapproved`: it was published as a
   * draft, since an approval no longer counted. `removed`: what is published since holds no such diagram.
   */
  readonly how: 'superseded' | 'withdrawn' | 'unapproved' | 'removed';
  /** Time of the commit that ended it: ISO 8601, UTC. */
  readonly time: string;
  /** Who withdrew. */
  readonly by?: string;
  /** By which it was superseded; the same number where only the approvals are others. */
  readonly version?: number;
}

export interface EndedApproval extends Withdrawal {
  /** When the approval was given: ISO 8601, UTC. */
  readonly given: string;
}

export interface DatedVersion extends Version {
  /** Of its approvals, and those of the changes that it rests on, those that were withdrawn; the oldest first. */
  readonly withdrawn: readonly EndedApproval[];
  /** Absent while it is in force. A draft never is. */
  readonly until?: VersionEnd;
}

/** The version in force: where none is, the last one of a diagram that is published no more, or the newest draft. */
export function inForceOf<T extends Pick<DatedVersion, 'draft' | 'until'>>(
  versions: readonly T[],
): T | undefined {
  const inForce = versions.findLast(
    ({ draft, until }) => !draft && (until === undefined || until.how === 'removed'),
  );
  return inForce ?? versions.at(-1);
}

/** Oldest first, by name of the diagram; the names sorted. */
export async function datedVersions(
  chain: Chain,
): Promise<ReadonlyMap<string, readonly DatedVersion[]>> {
  const found = new Map<string, readonly DatedVersion[]>();
  for (const [name, versions] of versionsOf(chain.publications.all)) {
    const dated: DatedVersion[] = [];
    for (const [i, version] of versions.entries()) {
      const withdrawn = await withdrawnOf(version, versions, chain);
      const until = version.draft
        ? undefined
        : endOf(version, versions.slice(i + 1), withdrawn, chain);
      const ended = withdrawn.map(({ group: _, spare: __, ...one }) => one);
      dated.push({ ...version, withdrawn: ended, ...(until ? { until } : {}) });
    }
    found.set(name, dated);
  }
  return found;
}

/** A version, and those whose approved changes it is made of; the newest first. */
function groundOf(version: Version, all: readonly Version[]): readonly Version[] {
  const found = [version];
  let at = all.indexOf(version);
  for (let { base } = version; base !== undefined; ) {
    const wanted = base;
    at = all.slice(0, at).findLastIndex(({ draft, model }) => !draft && model === wanted);
    const one = all[at];
    if (!one) break;
    found.push(one);
    base = one.base;
  }
  return found;
}

async function withdrawnOf(
  version: Version,
  all: readonly Version[],
  { history, publications, tip }: Chain,
): Promise<readonly VersionWithdrawal[]> {
  const found: VersionWithdrawal[] = [];
  for (const one of version.draft ? [version] : groundOf(version, all))
    for (const [i, group] of approvalGroups(one).entries())
      for (const given of group) {
        const { name, previous, commit } = one;
        const source = history.byId.get(commit)?.parents[0] ?? '';
        const ended = await publications.approvals.withdrawals(
          { diagram: name, model: given.model },
          () => ({
            previous,
            source: tip,
            known: new Set(history.byId.keys()),
            earlier: pastOf(history, publications.all, source).earlier(name, given.model),
          }),
        );
        const end = ended.find((withdrawal) => endsApproval(withdrawal, given));
        if (!end) continue;
        const spare = group.length - neededFor(history, source);
        const committed = later(end.committed, version.published);
        found.push({ ...end, committed, given: given.time, group: `${one.commit} ${i}`, spare });
      }
  return found.sort((a, b) => byCodeUnit(a.committed, b.committed));
}

/** A withdrawal, of one of several approvals of the same. */
interface VersionWithdrawal extends EndedApproval {
  readonly group: string;
  /** Approvals of the same beyond those that the policy asks for. */
  readonly spare: number;
}

/** The withdrawal by which too few of some approvals are left. */
function decisive(withdrawn: readonly VersionWithdrawal[]): VersionWithdrawal | undefined {
  const counts = new Map<string, number>();
  return withdrawn.find(({ group, spare }) => {
    const n = (counts.get(group) ?? 0) + 1;
    counts.set(group, n);
    return n > spare;
  });
}

/** What was withdrawn on a branch before the publication ends nothing before that. */
const later = (a: string, b: string): string => (a < b ? b : a);

function endOf(
  version: Version,
  after: readonly Version[],
  withdrawn: readonly VersionWithdrawal[],
  { publications: { all } }: Chain,
): VersionEnd | undefined {
  const last = decisive(withdrawn);
  const lost = after.find((one) => one.draft && one.model === version.model);
  const sameRound = lost?.version === version.version ? lost : undefined;
  const next = after.find(({ draft }) => !draft);
  const holding = all.findLastIndex(({ manifest }) =>
    Object.hasOwn(manifest.diagrams, version.name),
  );
  const without = all[holding + 1];
  const ends: readonly (VersionEnd | undefined)[] = [
    last && { how: 'withdrawn', time: last.committed, by: last.by },
    sameRound && { how: 'unapproved', time: sameRound.published },
    next && { how: 'superseded', time: next.published, version: next.version },
    without && { how: 'removed', time: without.manifest.published },
  ];
  return ends.reduce((a, b) => (a && b ? (b.time < a.time ? b : a) : (a ?? b)), undefined);
}

/** Publications whose pictures are shown as today's, with the diagrams: the newest, and what is in force where that is a draft. */
export function currentPublications(
  all: readonly PublicationCommit[],
): ReadonlyMap<PublicationCommit, readonly string[]> {
  const newest = all.at(-1);
  const found = new Map<PublicationCommit, string[]>();
  for (const [name, { draft }] of Object.entries(newest?.manifest.diagrams ?? {})) {
    const inForce = all.findLast(
      ({ manifest: { diagrams } }) => Object.hasOwn(diagrams, name) && !diagrams[name]?.draft,
    );
    for (const one of new Set([newest, draft ? inForce : undefined]))
      if (one) found.set(one, [...(found.get(one) ?? []), name]);
  }
  return found;
}
