/** Rows as a table of GitHub's Markdown. Pure. */

import type { Json } from '../model/derivation.ts';
import { cellText } from './cells.ts';

/** Text that shows as it is: no markup, no HTML, no end of its cell or line. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*[\]|~#]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r\n|[\n\r\u2028\u2029]/g, '<br>')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}

export function markdownRow(cells: readonly Json[]): string {
  return `| ${cells.map((cell) => markdownText(cellText(cell))).join(' | ')} |\n`;
}

export function markdownHead(headers: readonly string[]): string {
  return `${markdownRow(headers)}| ${headers.map(() => '---').join(' | ')} |\n`;
}
