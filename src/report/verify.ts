/** What `verify` judged, as text or JSON. */

import type { Verdict } from '../evidence/verdict.ts';
import { lines, type Reporter } from './reporter.ts';
import { columns } from './text.ts';
import { unsignedWords, verdictRows } from './verdicts.ts';

interface VerifiedDiagram {
  readonly version: number;
  readonly draft?: boolean;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

export interface VerifyResult {
  readonly verdicts: readonly Verdict[];
  /** Hash of the first commit with a trust file. */
  readonly root?: string;
  /** By name. */
  readonly diagrams: Readonly<Record<string, VerifiedDiagram>>;
}

export interface VerifyReportOptions {
  readonly quiet: boolean;
}

type VerifyReporter = Reporter<VerifyResult, VerifyReportOptions>;

const isFailed = ({ verdict }: Verdict): boolean => verdict === 'fail';

/** `partial`: all but files of a bundle that nobody signed and that cannot be made anew. */
function overall(verdicts: readonly Verdict[]): 'verified' | 'partial' | 'unanchored' | 'refused' {
  if (verdicts.some(isFailed)) return 'refused';
  if (!verdicts.some(({ check, verdict }) => check === 'anchored' && verdict === 'pass'))
    return 'unanchored';
  return unsignedWords(verdicts).length > 0 ? 'partial' : 'verified';
}

function overallText({ verdicts, root }: VerifyResult): string {
  switch (overall(verdicts)) {
    case 'verified':
      return `verified from the root ${root}`;
    case 'partial':
      return `verified in part from the root ${root}: history and pictures; not: ${unsignedWords(verdicts).join(', ')}`;
    case 'unanchored':
      return `unanchored: all checks passed, but from a root that nobody vouched for. Compare it with the root that you were given: --root ${root}`;
    case 'refused':
      return `refused: ${verdicts.filter(isFailed).length} of ${verdicts.length} checks failed`;
  }
}

const exitCodeFor = ({ verdicts }: VerifyResult) => (overall(verdicts) === 'verified' ? 0 : 1);

const verifyText: VerifyReporter = (result, { quiet }) => {
  const { verdicts, diagrams } = result;
  const failed = verdicts
    .filter(isFailed)
    .map(({ check, subject, reason }) => `${check}  ${subject}  ${reason}`);
  const versions = Object.entries(diagrams).map(
    ([name, { version, draft, date }]) =>
      `${name}: ${draft ? 'DRAFT' : `version ${version}`} of ${date}`,
  );
  const found = quiet ? failed : [columns(verdictRows(verdicts)), ...versions];
  return {
    output: lines(...found, overallText(result)),
    messages: '',
    exitCode: exitCodeFor(result),
  };
};

const verifyJson: VerifyReporter = (result) => ({
  output: JSON.stringify({ verdict: overall(result.verdicts), ...result }, undefined, 2),
  messages: '',
  exitCode: exitCodeFor(result),
});

export const VERIFY_REPORTERS = { text: verifyText, json: verifyJson };
