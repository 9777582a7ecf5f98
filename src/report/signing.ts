/** What a person is shown before signing, and what was signed: approvals and adoptions. */

import type { AdoptionStatement } from '../evidence/history/adoption.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FindingsOptions } from './findings.ts';
import { exitCodeOf, lines, type Reporter } from './reporter.ts';
import { diagnosticText } from './text.ts';

/** What an approver is asked to sign. */
export interface ProposedApproval {
  readonly diagram: string;
  readonly title: string;
  /** SHA-256. */
  readonly model: string;
  readonly previous?: string;
  /** A line each. */
  readonly changes: readonly string[];
  readonly makers: readonly string[];
  readonly profile?: string;
  /** A line each. */
  readonly findings: readonly string[];
  /** Path of a drawing. */
  readonly picture: string;
}

/** What an adopter is asked to sign. */
export interface ProposedAdoption extends Omit<AdoptionStatement, 'format'> {
  readonly subject: string;
  readonly committer: string;
  readonly problem: string;
}

const list = (items: readonly string[], none: string): string[] =>
  (items.length > 0 ? items : [none]).map((line) => `    ${line}`);

export function approvalText(proposal: ProposedApproval): string {
  const { diagram, title, model, previous, changes, makers, profile, findings, picture } = proposal;
  return [
    `${title}  (${diagram})`,
    `  model     sha256 ${model}`,
    `  before    ${previous ? `sha256 ${previous}` : 'nothing was published'}`,
    `  made by   ${makers.join(', ') || 'nobody with a signature'}`,
    `  picture   ${picture}`,
    '  changes',
    ...list(changes, 'none'),
    ...(profile !== undefined || findings.length > 0
      ? [`  findings${profile === undefined ? '' : ` of ${profile}`}`, ...list(findings, 'none')]
      : []),
  ].join('\n');
}

/** Words of the commit are quoted: they come from whoever made it. */
export const adoptionText = (proposal: ProposedAdoption): string =>
  [
    `${JSON.stringify(proposal.subject)}  (${proposal.commit})`,
    `  committer ${JSON.stringify(proposal.committer)}, according to the commit`,
    `  refused   ${proposal.problem}`,
    '  changes',
    ...list(
      proposal.changes.map((line) => JSON.stringify(line).slice(1, -1)),
      'nothing in the estate',
    ),
    `  adopted   by ${proposal.by} as ${proposal.role}: ${proposal.reason}`,
  ].join('\n');

export interface SigningResult {
  readonly proposals: readonly (ProposedApproval | ProposedAdoption)[];
  /** Paths of the signed files. */
  readonly written: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface SigningOptions extends FindingsOptions {
  /** What to do with the files, after the first that was written. */
  readonly advice: string;
}

type SigningReporter = Reporter<SigningResult, SigningOptions>;

/** 1 where nothing was signed: a script must not take it for a signature. */
const exitCodeFor = ({ written, diagnostics }: SigningResult, { failOn }: SigningOptions) =>
  exitCodeOf(diagnostics, 2, failOn) || (written.length === 0 ? 1 : 0);

const signingText: SigningReporter = (result, options) => ({
  output: result.written.join('\n'),
  messages: lines(
    ...result.diagnostics.map(diagnosticText),
    result.written.length > 0 && !options.quiet && options.advice,
  ),
  exitCode: exitCodeFor(result, options),
});

const signingJson: SigningReporter = (result, options) => ({
  output: JSON.stringify(result, undefined, 2),
  messages: '',
  exitCode: exitCodeFor(result, options),
});

export const SIGNING_REPORTERS = { text: signingText, json: signingJson };
