/** What `drift` prints, by format; each loads when it is chosen. */

import type { Origin, Severity } from '../model/diagnostic.ts';
import { driftDiagnostics, driftDocument, type ReportedDrift } from './drift.ts';
import { type ExitCode, lines, type Reporter } from './reporter.ts';
import { diagnosticText, tally } from './text.ts';

export interface DriftReportOptions {
  readonly failOn: Severity | undefined;
  readonly quiet: boolean;
  /** Of Cadastre, for formats that name what made them. */
  readonly version: string;
  /** A place as the host counts it. */
  readonly inRepository: <T extends { readonly origin?: Origin }>(entry: T) => T;
}

type DriftReporter = Reporter<ReportedDrift, DriftReportOptions>;

const EXIT_CODES = { 'in-sync': 0, differs: 1, incomplete: 2 } as const;

/** Warnings are about the baseline and the data: they fail the command only where that is asked for. */
function exitCodeOf(
  { verdict, diagnostics }: ReportedDrift,
  failOn: Severity | undefined,
): ExitCode {
  const own = EXIT_CODES[verdict];
  return own === 0 && failOn === 'warning' && diagnostics.length > 0 ? 1 : own;
}

const messages = ({ diagnostics }: ReportedDrift): string =>
  lines(...diagnostics.map(diagnosticText));

export const DRIFT_REPORTERS = {
  text: async (): Promise<DriftReporter> => {
    const { driftText } = await import('./drift-text.ts');
    return (drift, { failOn }) => ({
      output: driftText(drift),
      messages: messages(drift),
      exitCode: exitCodeOf(drift, failOn),
    });
  },
  json:
    async (): Promise<DriftReporter> =>
    (drift, { failOn }) => ({
      output: JSON.stringify(driftDocument(drift), undefined, 2),
      messages: '',
      exitCode: exitCodeOf(drift, failOn),
    }),
  markdown: async (): Promise<DriftReporter> => {
    const { driftMarkdown } = await import('./drift-markdown.ts');
    return (drift, { failOn }) => ({
      output: driftMarkdown(drift),
      messages: messages(drift),
      exitCode: exitCodeOf(drift, failOn),
    });
  },
  sarif: async (): Promise<DriftReporter> => {
    const { sarifText } = await import('./sarif.ts');
    return (drift, { failOn, version, inRepository }) => ({
      output: sarifText({
        version,
        rules: [],
        diagnostics: driftDiagnostics(drift).map(inRepository),
        waived: [],
      }),
      messages: '',
      exitCode: exitCodeOf(drift, failOn),
    });
  },
  github: async (): Promise<DriftReporter> => {
    const { githubText } = await import('./github.ts');
    return (drift, { failOn, quiet, inRepository }) => {
      const found = driftDiagnostics(drift);
      return {
        output: githubText(found.map(inRepository), []),
        messages: quiet ? '' : tally(found),
        exitCode: exitCodeOf(drift, failOn),
      };
    };
  },
} satisfies Record<string, () => Promise<DriftReporter>>;

export type DriftFormat = keyof typeof DRIFT_REPORTERS;
