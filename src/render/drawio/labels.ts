/** Words of figures, groups and links as labels of draw.io, which are HTML. */

import type { Figure, LinkLabel, TextLine, TitleBlockField } from '../scene/scene.ts';
import { htmlText, round } from './markup.ts';

const span = ({ text, size, bold, color }: TextLine): string => {
  const words = bold ? `<b>${htmlText(text)}</b>` : htmlText(text);
  return `<span style="font-size:${round(size)}px;color:${color}">${words}</span>`;
};

/** @param aside stands beside the first line */
export const linesLabel = (lines: readonly TextLine[], aside?: TextLine): string =>
  lines
    .filter(({ text }) => text.trim() !== '')
    .map((line, i) => span(line) + (i === 0 && aside ? `&nbsp; ${span(aside)}` : ''))
    .join('<br>');

/** What a person reads of a label, for comparing it with what they made of it. */
export const plainLines = (lines: readonly TextLine[], aside?: TextLine): string =>
  lines
    .map(({ text }, i) => (i === 0 && aside ? `${text} ${aside.text}` : text))
    .map((text) => text.replace(/[\s\u00a0]+/g, ' ').trim())
    .filter((text) => text !== '')
    .join('\n');

export const linkLines = ({ badge, lines }: LinkLabel): readonly TextLine[] =>
  badge === undefined
    ? lines
    : [{ text: `(${badge})`, size: lines[0]?.size ?? 11, bold: true, color: '#1f2937' }, ...lines];

const cell = (text: string, style = ''): string =>
  `<td style="border:1px solid #94a3b8;padding:0 4px;${style}">${htmlText(text)}</td>`;

/** The rows of a table, the first of which names its columns. */
export function rowsLabel({ table }: Figure, size: number): string {
  const rows = (table?.rows ?? []).map(({ cells, propagated }, y) => {
    const style = y === 0 ? 'font-weight:bold;' : propagated ? 'font-style:italic;' : '';
    return `<tr>${cells.map((text) => cell(text, style)).join('')}</tr>`;
  });
  return `<table style="width:100%;height:100%;border-collapse:collapse;font-size:${round(size)}px;text-align:left">${rows.join('')}</table>`;
}

export const rowsText = ({ table }: Figure): string =>
  (table?.rows ?? []).map(({ cells }) => cells.join('\t')).join('\n');

/** Fields two by two, as the title block has them. */
export function titleBlockLabel(fields: readonly TitleBlockField[]): string {
  const rows: string[] = [];
  for (let i = 0; i < fields.length; i += 2) {
    const pair = fields.slice(i, i + 2);
    rows.push(
      `<tr>${pair.map(({ label, value }) => cell(label) + cell(value, 'font-weight:bold;')).join('')}</tr>`,
    );
  }
  return `<table style="width:100%;height:100%;border-collapse:collapse;font-size:11px;text-align:left">${rows.join('')}</table>`;
}
