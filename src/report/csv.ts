/** Rows as CSV: RFC 4180, UTF-8, lines end with CR LF. Pure. */

import { stringify } from 'csv-stringify/sync';
import type { Json } from '../model/derivation.ts';
import { cellText, isNumber } from './cells.ts';

/**
 * One line. A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it: a spreadsheet
 * would run it as a formula, and names in a cloud are chosen by whoever may make a resource. Numbers stay numbers.
 */
export function csvRow(cells: readonly Json[]): string {
  const numbers = new Set(cells.flatMap((cell, i) => (isNumber(cell) ? [i] : [])));
  return stringify([cells.map(cellText)], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    // The library looks for the whole delimiter only; readers split at either half of it.
    quoted_match: /[\r\n]/,
    cast: {
      string: (value, { index }) => ({ value, escape_formulas: !numbers.has(index) }),
    },
  });
}
