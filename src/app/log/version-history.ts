/** Versions of the published diagrams as people read them: when in force, what changed in words, due when. */

import { compare } from '../../compare/compare.ts';
import { describe } from '../../compare/describe.ts';
import {
  approvalPath,
  approvedModelPath,
  isOfChanges,
  readApproval,
} from '../../evidence/approvals/approval.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import type { PublishedChange } from '../../evidence/manifest/manifest.ts';
import { type DatedVersion, datedVersions } from '../../evidence/publications/in-force.ts';
import type { Version } from '../../evidence/publications/versions.ts';
import type { Diagram } from '../../model/diagram.ts';
import { after, parsePeriod } from '../../model/period.ts';
import { readModel } from '../verify/published-model.ts';

export interface DescribedVersion extends DatedVersion {
  /**
   * A line each: of an approved version against the one that was approved before it, so that drafts in between hide
   * nothing; of a draft against what was published before it.
   */
  readonly changes: readonly string[];
  /** The version that the changes are relative to; absent for the first. */
  readonly since?: Pick<Version, 'version' | 'draft' | 'date' | 'commit'>;
  /** Where changes were approved apart: each set of them, in words. */
  readonly apart?: readonly DescribedChange[];
  /** Day by which the next review is due, `YYYY-MM-DD`: of an approved version that says how often. */
  readonly reviewDue?: string;
}

/** Changes that were approved together, a line each, relative to the version that they begin with. */
export interface DescribedChange extends PublishedChange {
  readonly lines: readonly string[];
}

/** Oldest first, by name of the diagram; the names sorted. */
export async function describedVersions(
  repository: Repository,
  chain: Chain,
): Promise<ReadonlyMap<string, readonly DescribedVersion[]>> {
  const found = new Map<string, readonly DescribedVersion[]>();
  for (const [name, versions] of await datedVersions(chain))
    found.set(name, await toldOf(repository, chain, versions));
  return found;
}

/** The model of a version as it was published. */
export async function modelOf(
  repository: Repository,
  { files }: Version,
): Promise<Diagram | undefined> {
  const bytes = await repository.trees.bytes(files['model.json']);
  return bytes && readModel(bytes.toString('utf8'));
}

async function toldOf(
  repository: Repository,
  chain: Chain,
  versions: readonly DatedVersion[],
): Promise<readonly DescribedVersion[]> {
  const told: DescribedVersion[] = [];
  let last: ReadVersions | undefined;
  let approved: ReadVersions | undefined;
  for (const version of versions) {
    const now = { version, model: await modelOf(repository, version) };
    const base = version.draft ? last : approved;
    const apart = await apartOf(repository, chain, version, versions);
    const due = version.draft ? undefined : dueOf(version, now.model);
    told.push({
      ...version,
      changes: changesOf(base, now),
      ...(base ? { since: named(base.version) } : {}),
      ...(apart ? { apart } : {}),
      ...(due === undefined ? {} : { reviewDue: due }),
    });
    last = now;
    if (!version.draft) approved = now;
  }
  return told;
}

async function apartOf(
  repository: Repository,
  { history }: Chain,
  { name, commit, approvedChanges }: DatedVersion,
  versions: readonly DatedVersion[],
): Promise<readonly DescribedChange[] | undefined> {
  const tree = history.byId.get(commit)?.tree ?? '';
  const read = async (path: string): Promise<string> => {
    const bytes = await repository.trees.bytes(
      await repository.trees.at(tree, repository.prefix + path),
    );
    return bytes?.toString('utf8') ?? '';
  };
  const found: DescribedChange[] = [];
  for (const one of approvedChanges ?? []) {
    const [first] = one.approvals;
    if (!first) continue;
    const { by, model } = first;
    const path = approvalPath({ diagram: name, model, by, action: 'approve' });
    const approval = readApproval(await read(path));
    const after = readModel(await read(approvedModelPath(name, model)));
    if (!after || !approval || !isOfChanges(approval)) continue;
    const base = versions.findLast((other) => !other.draft && other.model === approval.base);
    const before = base && (await modelOf(repository, base));
    found.push({ ...one, lines: describe(compare(before, after)) });
  }
  return approvedChanges && found;
}

interface ReadVersions {
  readonly version: DatedVersion;
  readonly model: Diagram | undefined;
}

const named = ({
  version,
  draft,
  date,
  commit,
}: Version): NonNullable<DescribedVersion['since']> => ({
  version,
  ...(draft ? { draft } : {}),
  date,
  commit,
});

function dueOf({ date }: Version, model: Diagram | undefined): string | undefined {
  const { reviewEvery } = model?.document ?? {};
  const period = typeof reviewEvery === 'string' ? parsePeriod(reviewEvery) : undefined;
  return period && after(date, period);
}

function changesOf(before: ReadVersions | undefined, now: ReadVersions): readonly string[] {
  const { version, model } = now;
  if (before?.version.model === version.model) {
    if (!version.draft) return ['the same model, with new approvals'];
    const withdrawn = before.version.withdrawn.map(({ by }) => `${by} withdrew the approval`);
    if (withdrawn.length > 0) return withdrawn;
    return [before.version.draft ? 'an approval is missing' : 'an approval no longer counts'];
  }
  return model ? describe(compare(before?.model, model)) : [];
}
