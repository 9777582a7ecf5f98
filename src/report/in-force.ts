/** When a version was in force, in words. Pure. */

import type { DatedVersion } from '../evidence/publications/in-force.ts';

type Dated = Pick<DatedVersion, 'version' | 'draft' | 'published' | 'until' | 'withdrawn'>;

/** What ended it: `until 2026-11-22, when app@example.com withdrew the approval`; absent where nothing has. */
export function untilWords({ until, version }: Pick<Dated, 'until' | 'version'>) {
  if (!until) return undefined;
  const why = {
    superseded:
      until.version === version
        ? 'it was published with other approvals'
        : `version ${until.version} was published`,
    withdrawn: `${until.by} withdrew the approval`,
    unapproved: 'it was published as a draft: an approval no longer counted',
    removed: 'the diagram was no longer published',
  }[until.how];
  return `until ${until.time.slice(0, 10)}, when ${why}`;
}

/** The version in force at the end of a day (`YYYY-MM-DD`, UTC). */
export function inForceOn<T extends Dated>(versions: readonly T[], day: string): T | undefined {
  return versions.findLast(
    ({ draft, published, until }) =>
      !draft && published.slice(0, 10) <= day && !(until && until.time.slice(0, 10) <= day),
  );
}

/** The last that was in force before the end of a day and no longer is then. */
export function endedBy<T extends Dated>(versions: readonly T[], day: string): T | undefined {
  if (inForceOn(versions, day)) return undefined;
  return versions.findLast(({ draft, published }) => !draft && published.slice(0, 10) <= day);
}
