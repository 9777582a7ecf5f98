/** Versions of a diagram as a terminal shows them. Pure. */

import type { BundledVersion } from '../evidence/bundle/bundle.ts';
import { untilWords } from './in-force.ts';
import { terminalText } from './terminal.ts';

type ReportedVersion = Omit<BundledVersion, 'files' | 'paths'>;

/** `version 2`, `the DRAFT of 2026-11-22` */
export const sinceWords = ({
  version,
  draft,
  date,
}: NonNullable<ReportedVersion['since']>): string =>
  draft ? `the DRAFT of ${date}` : `version ${version}`;

function approvedBy({ approvals, withdrawn }: ReportedVersion): string {
  return approvals.map((one) => withEnd(one, withdrawn)).join(', ') || '–';
}

function withEnd(
  { by, time }: ReportedVersion['approvals'][number],
  withdrawn: ReportedVersion['withdrawn'],
): string {
  const end = withdrawn.find((one) => one.by === by && one.given === time);
  return end ? `${by} (withdrawn on ${end.committed.slice(0, 10)})` : by;
}

/** Each set of changes that was approved apart from others, with whose it is. */
const apartLines = ({ apart = [], withdrawn }: ReportedVersion): readonly string[] =>
  apart.length < 2
    ? []
    : apart.flatMap(({ changes, makers, approvals, lines }) => [
        `  approved     apart ${changes.slice(0, 12)}: made by ${makers.join(', ') || '–'}, approved by ${approvals.map((one) => withEnd(one, withdrawn)).join(', ')}${tickets(approvals)}`,
        ...lines.map((line) => `    ${line}`),
      ]);

const tickets = (approvals: ReportedVersion['approvals']): string => {
  const all = approvals.flatMap(({ ticket }) => ticket ?? []);
  return all.length > 0 ? ` (${all.join(', ')})` : '';
};

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
    ...apartLines(told),
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
