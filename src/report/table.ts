/** Rows as a table for a terminal, aligned by what a terminal takes for their width. Pure. */

import stringWidth from 'string-width';
import type { Json } from '../model/derivation.ts';
import { cellText, isNumber } from './cells.ts';
import { terminalText } from './terminal.ts';

const padded = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return right ? space + text : text + space;
};

/** Headers, a line of dashes, the rows; columns of numbers are flush right. */
export function table(headers: readonly string[], rows: readonly (readonly Json[])[]): string {
  const head = headers.map(terminalText);
  const texts = rows.map((row) => row.map((cell) => terminalText(cellText(cell))));
  const widths = head.map((header) => stringWidth(header));
  for (const row of texts)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, stringWidth(cell));
    });
  const right = head.map(
    (_, i) =>
      rows.some((row) => isNumber(row[i] ?? null)) &&
      rows.every((row) => row[i] === null || isNumber(row[i] ?? null)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => padded(cell, widths[i] ?? 0, right[i] ?? false))
      .join('  ')
      .trimEnd();
  return [head, widths.map((width) => '-'.repeat(width)), ...texts]
    .map((cells) => `${line(cells)}\n`)
    .join('');
}
