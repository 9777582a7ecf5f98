/**
 * When each version was in force: from its publication until something ended that. An older version never comes back by
 * itself: who withdraws the newest approval vouches for nothing older by that.
 */

import { byCodeUnit } from '../../model/order.ts';
import type { Withdrawal } from '../approvals/approvals.ts';
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

export interface DatedVersion extends Version {
  /** Of its approvals, those that were withdrawn; the oldest first. */
  readonly withdrawn: readonly Withdrawal[];
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
      const withdrawn = await withdrawnOf(version, chain);
      const until = version.draft
        ? undefined
        : endOf(version, versions.slice(i + 1), withdrawn, chain);
      dated.push({ ...version, withdrawn, ...(until ? { until } : {}) });
    }
    found.set(name, dated);
  }
  return found;
}

async function withdrawnOf(
  { name, model, previous, commit, approvals, published }: Version,
  { history, publications, tip }: Chain,
): Promise<readonly Withdrawal[]> {
  const source = history.byId.get(commit)?.parents[0] ?? '';
  const all = await publications.approvals.withdrawals({ diagram: name, model }, () => ({
    previous,
    source: tip,
    known: new Set(history.byId.keys()),
    earlier: pastOf(history, publications.all, source).earlier(name, model),
  }));
  return approvals
    .flatMap(({ by, time }) => all.find((one) => one.by === by && one.time >= time) ?? [])
    .map((one) => ({ ...one, committed: later(one.committed, published) }))
    .sort((a, b) => byCodeUnit(a.committed, b.committed));
}

/** What was withdrawn on a branch before the publication ends nothing before that. */
const later = (a: string, b: string): string => (a < b ? b : a);

function endOf(
  version: Version,
  after: readonly Version[],
  withdrawn: readonly Withdrawal[],
  { history, publications: { all } }: Chain,
): VersionEnd | undefined {
  const source = history.byId.get(version.commit)?.parents[0] ?? '';
  const spare = version.approvals.length - (history.trust.get(source)?.policy.approvals ?? 0);
  const last = withdrawn[spare];
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
