/** What `render` drew, as text or JSON. */

import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { exitCodeOf, lines, type Reporter } from './reporter.ts';
import { diagnosticText, plural, tally } from './text.ts';

interface DrawnDiagram {
  readonly source: string;
  readonly name: string;
  readonly files: readonly string[];
  readonly changed: readonly string[];
  /** Sheets that are no longer made. */
  readonly removed?: readonly string[];
  readonly kept: boolean;
  readonly digest: string;
  readonly quality?: object;
}

export interface RenderResult {
  readonly rendered: readonly DrawnDiagram[];
  /** Files beside the pictures that changed: manifest and sums. */
  readonly listed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface RenderReportOptions {
  readonly failOn: Severity | undefined;
  readonly quiet: boolean;
  /** Lists only the files that changed: of runs after the first. */
  readonly changedOnly: boolean;
}

const renderText: Reporter<RenderResult, RenderReportOptions> = (
  { rendered, listed, diagnostics },
  { failOn, quiet, changedOnly },
) => {
  const drawn = rendered.filter(({ files }) => files.length > 0);
  const changed = drawn.reduce((n, one) => n + one.changed.length, listed.length);
  const removed = drawn.flatMap((one) => one.removed ?? []);
  const kept = drawn.filter((one) => one.kept).length;
  const fresh = kept < drawn.length || kept === 0;
  const counts = [
    fresh && `${plural(drawn.length - kept, 'diagram')} drawn`,
    kept > 0 && `${fresh ? kept : plural(kept, 'diagram')} unchanged`,
    `${plural(changed, 'file')} changed`,
    removed.length > 0 && `${plural(removed.length, 'old sheet')} removed`,
    tally(diagnostics),
  ];
  const summary = counts.filter((part) => part !== false && part !== '').join(', ');
  return {
    output: lines(...drawn.flatMap((one) => (changedOnly ? one.changed : one.files)), ...listed),
    messages: lines(
      ...diagnostics.map(diagnosticText),
      ...removed.map((file) => `removed ${file}: the atlas has fewer sheets now`),
      !quiet && summary,
    ),
    exitCode: exitCodeOf(diagnostics, 2, failOn),
  };
};

const renderJson: Reporter<RenderResult, RenderReportOptions> = (
  { rendered, listed, diagnostics },
  { failOn },
) => {
  const drawn = rendered
    .filter(({ files }) => files.length > 0)
    .map(({ source, name, files, changed, removed = [], digest, quality }) => ({
      source,
      name,
      files,
      changed,
      ...(removed.length > 0 ? { removed } : {}),
      model: digest,
      ...(quality ? { quality } : {}),
    }));
  return {
    output: JSON.stringify({ rendered: drawn, listed, diagnostics }, undefined, 2),
    messages: '',
    exitCode: exitCodeOf(diagnostics, 2, failOn),
  };
};

export const RENDER_REPORTERS = { text: renderText, json: renderJson };
