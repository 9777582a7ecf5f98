/** Versions of the published diagrams as people read them: when in force, what changed in words, due when. */

import { compare } from '../../compare/compare.ts';
import { describe } from '../../compare/describe.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import { type DatedVersion, datedVersions } from '../../evidence/publications/in-force.ts';
import type { Version } from '../../evidence/publications/versions.ts';
import type { Diagram } from '../../model/diagram.ts';
import { after, parsePeriod } from '../../rules/period.ts';
import { readModel } from '../verify/published-model.ts';

export interface ToldVersion extends DatedVersion {
  /**
   * A line each: of an approved version against the one that was approved before it, so that drafts in between hide
   * nothing; of a draft against what was published before it.
   */
  readonly changes: readonly string[];
  /** The version that the changes are relative to; absent for the first. */
  readonly since?: Pick<Version, 'version' | 'draft' | 'date' | 'commit'>;
  /** Day by which the next review is due, `YYYY-MM-DD`: of an approved version that says how often. */
  readonly reviewDue?: string;
}

/** Oldest first, by name of the diagram; the names sorted. */
export async function toldVersions(
  repository: Repository,
  chain: Chain,
): Promise<ReadonlyMap<string, readonly ToldVersion[]>> {
  const found = new Map<string, readonly ToldVersion[]>();
  for (const [name, versions] of await datedVersions(chain))
    found.set(name, await toldOf(repository, versions));
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
  versions: readonly DatedVersion[],
): Promise<readonly ToldVersion[]> {
  const told: ToldVersion[] = [];
  let last: ReadVersions | undefined;
  let approved: ReadVersions | undefined;
  for (const version of versions) {
    const now = { version, model: await modelOf(repository, version) };
    const base = version.draft ? last : approved;
    const due = version.draft ? undefined : dueOf(version, now.model);
    told.push({
      ...version,
      changes: changesOf(base, now),
      ...(base ? { since: named(base.version) } : {}),
      ...(due === undefined ? {} : { reviewDue: due }),
    });
    last = now;
    if (!version.draft) approved = now;
  }
  return told;
}

interface ReadVersions {
  readonly version: DatedVersion;
  readonly model: Diagram | undefined;
}

const named = ({ version, draft, date, commit }: Version): NonNullable<ToldVersion['since']> => ({
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
