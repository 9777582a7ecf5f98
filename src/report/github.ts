/** Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */

import type { Diagnostic } from '../model/diagnostic.ts';
import type { WaivedFinding } from './rule-summary.ts';

/** GitHub's own rules: https://github.com/actions/toolkit, packages/core, command.ts. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

type Annotation = Omit<Diagnostic, 'severity'> & {
  readonly level: 'error' | 'warning' | 'notice';
};

function annotation({ level, code, message, hint, origin, related = [] }: Annotation): string {
  const place = origin
    ? [
        ['file', origin.file],
        ['line', origin.line],
        ['col', origin.column],
      ]
    : [];
  const properties = [...place, ['title', code]]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${property(String(value))}`);
  const text = [message, ...related.map((r) => r.message), ...(hint === undefined ? [] : [hint])];
  return `::${level} ${properties.join(',')}::${data(text.join('\n'))}`;
}

/** One line for each; what is waived is a notice. Files are relative to the repository. */
export function githubText(
  diagnostics: readonly Diagnostic[],
  waived: readonly WaivedFinding[],
): string {
  return [
    ...diagnostics.map(({ severity, ...rest }) => annotation({ level: severity, ...rest })),
    ...waived.map(({ rule, message, reason, until, origin }) =>
      annotation({
        level: 'notice',
        code: rule,
        message: `waived until ${until}: ${message}`,
        hint: reason,
        ...(origin ? { origin } : {}),
      }),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
