/** What `publish` committed, or would commit, as text or JSON. */

import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { type ExitCode, exitCodeOf, lines, type Reporter } from './reporter.ts';
import { diagnosticText, plural, tally } from './text.ts';

interface PublishedDiagram {
  readonly version: number;
  readonly draft?: boolean;
}

interface PublishedEntries {
  /** Id of the commit; absent when nothing has changed, and in a dry run. */
  readonly commit?: string;
  /** By name. */
  readonly diagrams: Readonly<Record<string, PublishedDiagram>>;
  /** Diagrams that were approved, and are drafts now. */
  readonly lapsed: readonly string[];
  /** Files that changed. */
  readonly changed: readonly string[];
}

export interface PublishResult {
  /** Absent where nothing could be published. */
  readonly published: PublishedEntries | undefined;
  readonly dryRun: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PublishReportOptions {
  readonly failOn: Severity | undefined;
  readonly quiet: boolean;
}

type PublishReporter = Reporter<PublishResult, PublishReportOptions>;

/** What a check of a pull request asks: would it be published as approved? And after a merge: is it still? */
function exitCodeFor(
  { published, dryRun, diagnostics }: PublishResult,
  failOn: Severity | undefined,
): ExitCode {
  const drafts = Object.values(published?.diagrams ?? {}).some(({ draft }) => draft);
  const lapsed = (published?.lapsed.length ?? 0) > 0;
  return exitCodeOf(diagnostics, 2, failOn) || ((dryRun && drafts) || lapsed ? 1 : 0);
}

function outcomeText({ commit, diagrams, changed }: PublishedEntries, dryRun: boolean): string {
  const counted = plural(Object.keys(diagrams).length, 'diagram');
  if (commit) return `published ${counted} in ${commit}`;
  return dryRun && changed.length > 0
    ? `would publish ${counted}; nothing was written`
    : 'nothing has changed: no commit made';
}

const publishText: PublishReporter = (result, { failOn, quiet }) => {
  const { published, dryRun, diagnostics } = result;
  const versions = Object.entries(published?.diagrams ?? {}).map(
    ([name, { version, draft }]) => `${name}: ${draft ? 'DRAFT' : `version ${version}`}`,
  );
  return {
    output: lines(
      ...(dryRun ? versions : []),
      !quiet && published && outcomeText(published, dryRun),
      !quiet && tally(diagnostics),
    ),
    messages: lines(...diagnostics.map(diagnosticText)),
    exitCode: exitCodeFor(result, failOn),
  };
};

const publishJson: PublishReporter = (result, { failOn }) => ({
  output: JSON.stringify({ ...result.published, diagnostics: result.diagnostics }, undefined, 2),
  messages: '',
  exitCode: exitCodeFor(result, failOn),
});

export const PUBLISH_REPORTERS = { text: publishText, json: publishJson };
