/** The file that `bundle` wrote, as text or JSON. */

import type { BundleHead } from '../evidence/bundle/bundle.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FindingsOptions } from './findings.ts';
import { exitCodeOf, lines, type Reporter } from './reporter.ts';
import { diagnosticText } from './text.ts';

export interface BundleFile {
  readonly file: string;
  /** Its size. */
  readonly bytes: number;
  readonly sha256: string;
  readonly head: BundleHead;
  readonly diagnostics: readonly Diagnostic[];
}

type BundleReporter = Reporter<BundleFile, FindingsOptions>;

const bundleText: BundleReporter = (
  { file, bytes, sha256, head, diagnostics },
  { failOn, quiet },
) => ({
  output: quiet
    ? ''
    : [
        `${file}  ${Math.ceil(bytes / 1024)} KiB`,
        `sha256  ${sha256}`,
        `root    ${head.root}`,
        `signed  ${head.by ? `by ${head.by}` : 'by nobody'}`,
        'Give the auditor the SHA-256 and the root separately from the file.',
      ].join('\n'),
  messages: lines(...diagnostics.map(diagnosticText)),
  exitCode: exitCodeOf(diagnostics, 2, failOn),
});

const bundleJson: BundleReporter = ({ file, bytes, sha256, head, diagnostics }, { failOn }) => ({
  output: JSON.stringify({ file, bytes, sha256, ...head, diagnostics }, undefined, 2),
  messages: '',
  exitCode: exitCodeOf(diagnostics, 2, failOn),
});

export const BUNDLE_REPORTERS = { text: bundleText, json: bundleJson };
