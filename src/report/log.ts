/** Versions of a diagram, as text or JSON. */

import type { BundledVersion } from '../evidence/bundle/bundle.ts';
import type { Verdict } from '../evidence/verdict.ts';
import { endedBy, inForceOn, untilWords } from './in-force.ts';
import { lines, type Reporter } from './reporter.ts';
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
function versionText(told: ReportedVersion): string {
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
function endedText(name: string, told: ReportedVersion): string {
  const back =
    told.until?.how === 'withdrawn' || told.until?.how === 'unapproved'
      ? '\n  No older version takes its place. To bring one back, approve and publish it again.'
      : '';
  return terminalText(`${name}: version ${told.version} was in force ${untilWords(told)}.`) + back;
}

type VersionsByName = readonly (readonly [name: string, versions: readonly ReportedVersion[]])[];

export interface LogResult {
  /** Of the diagrams that were asked for, oldest first, by name. */
  readonly versions: VersionsByName;
  /** Names of all published diagrams. */
  readonly published: readonly string[];
  /** Failed checks of the chain. */
  readonly failed: readonly Verdict[];
}

export interface LogReportOptions {
  /** As the person named the diagram. */
  readonly diagram: string;
  /** Only the version in force at the end of that day: `YYYY-MM-DD`, UTC. */
  readonly on: string | undefined;
  readonly today: string;
}

type LogReporter = Reporter<LogResult, LogReportOptions>;

interface LoggedVersions {
  readonly found: VersionsByName;
  /** Why no version is in force on that day, although one was before. */
  readonly ended: readonly (readonly [name: string, version: ReportedVersion])[];
}

function askedFor({ versions }: LogResult, { on }: LogReportOptions): LoggedVersions {
  if (on === undefined) return { found: versions.filter(([, all]) => all.length > 0), ended: [] };
  return {
    found: versions.flatMap(([name, all]) => {
      const one = inForceOn(all, on);
      return one ? [[name, [one]] as const] : [];
    }),
    ended: versions.flatMap(([name, all]) => {
      const last = endedBy(all, on);
      return last ? [[name, last] as const] : [];
    }),
  };
}

const exitCodeFor = ({ failed }: LogResult, { found }: LoggedVersions) =>
  failed.length > 0 || found.length === 0 ? 1 : 0;

const aboutTheDay = ({ on, today }: LogReportOptions) =>
  on !== undefined && on > today && `${on} is in the future: this is the state of today.`;

const failedLines = ({ failed }: LogResult): readonly string[] =>
  failed.map(({ check, subject, reason }) => `${check} ${subject}: ${reason}`);

function nothingFound({ published }: LogResult, { diagram, on }: LogReportOptions): string {
  if (on !== undefined)
    return `No approved version of ${diagram} was in force at the end of ${on}.`;
  return `No version of ${diagram} was published. Published diagrams: ${[...published].sort().join(', ') || 'nothing'}.`;
}

const logText: LogReporter = (result, options) => {
  const logged = askedFor(result, options);
  return {
    output: logged.found
      .map(
        ([name, versions]) => `${name}\n\n${versions.toReversed().map(versionText).join('\n\n')}`,
      )
      .join('\n\n'),
    messages: lines(
      aboutTheDay(options),
      ...failedLines(result),
      logged.found.length === 0 && nothingFound(result, options),
      ...logged.ended.map(([name, version]) => endedText(name, version)),
    ),
    exitCode: exitCodeFor(result, logged),
  };
};

const logJson: LogReporter = (result, options) => {
  const logged = askedFor(result, options);
  const document = {
    diagrams: Object.fromEntries(logged.found),
    ...(options.on === undefined ? {} : { ended: Object.fromEntries(logged.ended) }),
    failed: result.failed,
  };
  return {
    output: JSON.stringify(document, undefined, 2),
    messages: lines(aboutTheDay(options), ...failedLines(result)),
    exitCode: exitCodeFor(result, logged),
  };
};

export const LOG_REPORTERS = { text: logText, json: logJson };
