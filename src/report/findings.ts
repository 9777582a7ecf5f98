/** How most commands end: what they found, between the diagnostics and their tally. */

import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { exitCodeOf, lines, type Reporter } from './reporter.ts';
import { diagnosticText, tally } from './text.ts';

export interface Findings {
  /** The document of `--json`, diagnostics aside. */
  readonly json: object;
  /** Absent or empty where there is nothing to say. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface FindingsOptions {
  readonly failOn: Severity | undefined;
  readonly quiet: boolean;
}

type FindingsReporter = Reporter<Findings, FindingsOptions>;

const findingsText: FindingsReporter = ({ text = '', diagnostics }, { failOn, quiet }) => ({
  output: text,
  messages: lines(...diagnostics.map(diagnosticText), !quiet && tally(diagnostics)),
  exitCode: exitCodeOf(diagnostics, 2, failOn),
});

const findingsJson: FindingsReporter = ({ json, diagnostics }, { failOn }) => ({
  output: JSON.stringify({ ...json, diagnostics }, undefined, 2),
  messages: '',
  exitCode: exitCodeOf(diagnostics, 2, failOn),
});

export const FINDINGS_REPORTERS = { text: findingsText, json: findingsJson };
