/** Diagnostics as people read them. Pure: result -> text. */

import type { Diagnostic, Origin } from '../model/diagnostic.ts';
import { terminalText } from './terminal.ts';

/** `file:line:col`, as much of it as is known. */
export function place({ file, line, column }: Origin): string {
  return [terminalText(file), line, column].filter((part) => part !== undefined).join(':');
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${terminalText(line)}`))
    .join('\n');

/** `file:line:col: error CODE: what is wrong`, related places and the hint below. */
export function diagnosticText({
  severity,
  code,
  message,
  hint,
  origin,
  related = [],
}: Diagnostic): string {
  const where = origin ? `${place(origin)}: ` : '';
  return [
    `${where}${severity} ${code}: ${terminalText(message)}`,
    ...related.map((r) => `    ${place(r.origin)}: ${terminalText(r.message)}`),
    ...(hint === undefined ? [] : [indented(hint)]),
  ].join('\n');
}

export function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** E.g. `2 errors, 1 warning`; empty when there are none. */
export function tally(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((d) => d.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  return [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ].join(', ');
}

/** Columns as wide as their widest cell, two spaces between. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
