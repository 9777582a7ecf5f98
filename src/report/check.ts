/** What `check` found, in the formats that it offers; each loads when it is chosen. */

import type { Diagnostic, Origin, Severity } from '../model/diagnostic.ts';
import { exitCodeOf, lines, type Reporter } from './reporter.ts';
import { type JudgedDiagram, judgedText } from './rule-summary.ts';
import type { SarifRule } from './sarif.ts';
import { diagnosticText, plural, tally } from './text.ts';

export interface CheckFindings {
  readonly checked: readonly object[];
  /** The day on which waivers and periods were judged. */
  readonly asOf: string;
  readonly judged: readonly JudgedDiagram[];
  readonly diagnostics: readonly Diagnostic[];
  /** Sources could not be found or read: the work was not done. */
  readonly unreadable: boolean;
  /** All rules. */
  readonly rules: readonly SarifRule[];
  /** A place as the host counts it: from the root of the repository, which may hold the project in a folder. */
  readonly inRepository: <T extends { readonly origin?: Origin }>(entry: T) => T;
}

export interface CheckReportOptions {
  readonly failOn: Severity | undefined;
  readonly quiet: boolean;
  /** Of Cadastre, for formats that name what made them. */
  readonly version: string;
}

export type CheckReporter = Reporter<CheckFindings, CheckReportOptions>;

const exitCodeFor = ({ diagnostics, unreadable }: CheckFindings, failOn: Severity | undefined) =>
  exitCodeOf(diagnostics, unreadable ? 2 : 1, failOn);

const tallied = (diagnostics: readonly Diagnostic[]): string =>
  tally(diagnostics) || 'nothing found';

const checkText: CheckReporter = (result, { failOn, quiet }) => {
  const { diagnostics, judged, checked } = result;
  const summaries = judged.map(judgedText).filter((text) => text !== '');
  const counted = `${plural(checked.length, 'diagram')} checked: ${tallied(diagnostics)}`;
  return {
    output: quiet ? '' : [...summaries.map((text) => `${text}\n`), counted].join('\n'),
    messages: lines(...diagnostics.map(diagnosticText)),
    exitCode: exitCodeFor(result, failOn),
  };
};

const checkJson: CheckReporter = (result, { failOn }) => {
  const { checked, asOf, judged, diagnostics } = result;
  return {
    output: JSON.stringify({ checked, asOf, judged, diagnostics }, undefined, 2),
    messages: '',
    exitCode: exitCodeFor(result, failOn),
  };
};

const waivedIn = ({ judged, inRepository }: CheckFindings) =>
  judged.flatMap(({ waived }) => waived.map(inRepository));

/** By the name of the format; each loads what it needs when it is chosen. */
export const CHECK_REPORTERS = {
  text: async () => checkText,
  json: async () => checkJson,
  sarif: async (): Promise<CheckReporter> => {
    const { sarifText } = await import('./sarif.ts');
    return (result, { failOn, version }) => ({
      output: sarifText({
        version,
        rules: result.rules,
        diagnostics: result.diagnostics.map(result.inRepository),
        waived: waivedIn(result),
      }),
      messages: '',
      exitCode: exitCodeFor(result, failOn),
    });
  },
  github: async (): Promise<CheckReporter> => {
    const { githubText } = await import('./github.ts');
    return (result, { failOn, quiet }) => ({
      output: githubText(result.diagnostics.map(result.inRepository), waivedIn(result)),
      messages: quiet ? '' : tallied(result.diagnostics),
      exitCode: exitCodeFor(result, failOn),
    });
  },
} satisfies Record<string, () => Promise<CheckReporter>>;

export type CheckFormat = keyof typeof CHECK_REPORTERS;
