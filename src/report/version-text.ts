/** A version of a diagram as a terminal shows it. Pure. */

import type { BundledVersion } from '../evidence/bundle/bundle.ts';
import { untilWords } from './in-force.ts';
import { terminalText } from './terminal.ts';

export type ReportedVersion = Omit<BundledVersion, 'files' | 'paths'>;

/** `version 2`, `the DRAFT of 2026-11-22` */
export const sinceWords = ({
  version,
  draft,
  date,
}: NonNullable<ReportedVersion['since']>): string =>
  draft ? `the DRAFT of ${date}` : `version ${version}`;

function approvedBy({ approvals, withdrawn }: ReportedVersion): string {
  const all = approvals.map(({ by }) => {
    const end = withdrawn.find((one) => one.by === by);
    return end ? `${by} (withdrawn on ${end.committed.slice(0, 10)})` : by;
  });
  return all.join(', ') || '–';
}

/** A block of lines, without an end. */
export function versionText(told: ReportedVersion): string {
  const { version, draft, published, commit, makers, reviewDue, since, changes } = told;
  // With the time: two versions of one day have an order.
  const time = `${published.slice(0, 10)} ${published.slice(11, 19)} UTC`;
  return [
    `${draft ? 'DRAFT' : `version ${version}`}  ${time}  ${commit.slice(0, 12)}`,
    `  made by      ${makers.join(', ') || '–'}`,
    `  approved by  ${approvedBy(told)}`,
    ...(draft ? [] : [`  in force     ${untilWords(told) ?? `since ${published.slice(0, 10)}`}`]),
    ...(reviewDue === undefined ? [] : [`  review due   ${reviewDue}`]),
    ...(since ? [`  changed      since ${sinceWords(since)}`] : []),
    ...changes.map((line) => `  ${line}`),
  ]
    .map(terminalText)
    .join('\n');
}

/** Why no version of a diagram is in force, though one was. */
export function endedText(name: string, told: ReportedVersion): string {
  const back =
    told.until?.how === 'withdrawn' || told.until?.how === 'unapproved'
      ? '\n  No older version takes its place. To bring one back, approve and publish it again.'
      : '';
  return terminalText(`${name}: version ${told.version} was in force ${untilWords(told)}.`) + back;
}
