/** What `diff` prints, by format. Pure. */

import type { Diagnostic } from '../model/diagnostic.ts';
import { cdeChanged, cdeSummary, cdeUnread, concernsCde } from './cde-paths.ts';
import {
  diagramWords,
  diffDocument,
  diffText,
  type PicturePaths,
  type ReportedDiff,
} from './diff.ts';
import { diffMarkdown, MOST_CHARACTERS } from './diff-markdown.ts';
import { type ExitCode, lines, type Reporter } from './reporter.ts';
import { diagnosticText, plural } from './text.ts';

export interface DiffResult {
  readonly diff: ReportedDiff;
  readonly pictures: PicturePaths;
  readonly diagnostics: readonly Diagnostic[];
}

export interface DiffReportOptions {
  readonly quiet: boolean;
  /** What lists everything, for a text that is cut. */
  readonly command: string;
  /** Longest Markdown, in characters. */
  readonly limit?: number;
}

type DiffReporter = Reporter<DiffResult, DiffReportOptions>;

const exitCodeOf = ({ diff }: DiffResult): ExitCode =>
  diff.notCompared.length > 0 || cdeUnread(diff.cdePaths)
    ? 2
    : diff.connectivity.length > 0 ||
        (diff.cdePaths && cdeChanged(diff.cdePaths)) ||
        diff.diagrams.some(({ change }) => change !== 'unchanged')
      ? 1
      : 0;

const messages = ({ diagnostics }: DiffResult): string => lines(...diagnostics.map(diagnosticText));

const summary = ({ before, diagrams, connectivity, cdePaths }: ReportedDiff): string =>
  before.what === 'inventory'
    ? `${plural(connectivity.length, 'pair')} of ends not connected as before`
    : lines(diagramWords(diagrams), ...(concernsCde(cdePaths) ? cdeSummary(cdePaths) : []));

const text: DiffReporter = (result, { quiet }) => ({
  output: diffText(result.diff, result.pictures),
  messages: lines(messages(result), !quiet && summary(result.diff)),
  exitCode: exitCodeOf(result),
});

const json: DiffReporter = (result) => ({
  output: JSON.stringify(
    { ...diffDocument(result.diff, result.pictures), diagnostics: result.diagnostics },
    undefined,
    2,
  ),
  messages: '',
  exitCode: exitCodeOf(result),
});

const markdown: DiffReporter = (result, { command, limit = MOST_CHARACTERS }) => ({
  output: diffMarkdown(result.diff, result.pictures, command, limit).trimEnd(),
  messages: messages(result),
  exitCode: exitCodeOf(result),
});

export const DIFF_REPORTERS = { text, json, markdown } as const;
