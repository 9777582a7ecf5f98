/** Ids of accounts that a spreadsheet may have taken for numbers: they are refused, never repaired. */

import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';
import { columnName, type TableCell } from './read-table.ts';

const AS_TEXT = 'Format the column as text and enter the ids again: each has twelve digits.';

/** `1.23E+11`, `1,23457E+11` */
const SCIENTIFIC = /^\d(?:[.,]\d+)?E\+?\d+$/i;

/**
 * The twelve digits in a cell; `1234-5678-9012`, as the console writes it, is one, too.
 * @returns undefined for a text that is no number, such as a name, and after an error
 * Errors: `invalid-value`.
 */
export function accountId(
  cell: TableCell | undefined,
  report: (diagnostic: Diagnostic) => void,
): string | undefined {
  if (!cell) return undefined;
  const { text, at } = cell;
  const refuse = (why: string): undefined => {
    const message = `${columnName(cell)} has ${quote(text)}, ${why}`;
    report(error('invalid-value', message, at, { hint: AS_TEXT }));
  };
  if (SCIENTIFIC.test(text)) return refuse('an account id that a spreadsheet has rounded');
  const digits = text.replace(/^(\d{4})-(\d{4})-(\d{4})$/, '$1$2$3').replace(/\.0+$/, '');
  if (/^\d{12}$/.test(digits)) return digits;
  if (/^\d{9,11}$/.test(digits))
    return refuse(`${digits.length} digits: its leading zeros are lost`);
  if (/^\d+$/.test(digits)) return refuse('which is no account id');
  return undefined;
}
