/** Cells of fixed size, of which every HTML-like label is made: words, icons, tags. */

import { textWidth } from '../../text/measure.ts';
import type { IconUse, Tag, TextLine } from '../scene/scene.ts';
import {
  BADGE,
  lineHeight,
  remarksHeight,
  TAG_HEIGHT,
  TAG_SIZE,
  tagsWidth,
  tagWidth,
} from '../scene/theme.ts';
import { htmlText } from './escape.ts';

export type Align = 'LEFT' | 'CENTER' | 'RIGHT';

const px = (v: number): string => String(Math.max(1, Math.round(v)));

export const table = (attributes: string, rows: readonly string[]): string =>
  `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" ${attributes}>${rows.map((r) => `<TR>${r}</TR>`).join('')}</TABLE>`;

export const sized = (w: number, h: number): string =>
  `FIXEDSIZE="TRUE" WIDTH="${px(w)}" HEIGHT="${px(h)}"`;

export const cell = (w: number, h: number, content = '', attributes = ''): string =>
  `<TD ${sized(w, h)}${attributes ? ` ${attributes}` : ''}>${content}</TD>`;

/**
 * Bold is asked for by the face's name: with `<B>` Graphviz sets the baseline
 * 2-3 px too high. It then measures the words as regular, so that only a left
 * edge can be trusted: `words` sets every line by a left edge of its own.
 */
function font({ text, size, bold, color }: TextLine): string {
  const face = bold ? ' FACE="Arial Bold"' : '';
  return `<FONT${face} POINT-SIZE="${size}" COLOR="${color}">${htmlText(text)}</FONT>`;
}

function line(w: number, h: number, own: TextLine, align: Align): string {
  const content = `${font(own)}<BR ALIGN="LEFT"/>`;
  const room = w - textWidth(own.text, own.size, own.bold);
  const left = Math.round(align === 'LEFT' ? 0 : align === 'RIGHT' ? room : room / 2);
  const words = (width: number): string => cell(width, h, content, 'ALIGN="LEFT" BALIGN="LEFT"');
  if (left < 1) return words(w);
  return cell(w, h, table(sized(w, h), [cell(left, h) + words(w - left)]));
}

/** A cell of lines one below the other, in the middle of its height. */
export function words(w: number, h: number, all: readonly TextLine[], align: Align): string {
  const shown = all.filter((l) => l.text.trim() !== '');
  if (shown.length === 0) return cell(w, h);
  const heights = shown.map((l) => lineHeight(l.size));
  const spare = h - heights.reduce((sum, v) => sum + v, 0);
  const top = Math.max(0, Math.floor(spare / 2));
  const rows = shown.map((l, i) => line(w, heights[i] ?? 0, l, align));
  if (top > 0) rows.unshift(cell(w, top));
  if (spare - top >= 1) rows.push(cell(w, spare - top));
  return cell(w, h, table(sized(w, h), rows));
}

/** The image's path is the icon's key: the SVG stage puts the artwork in its place. */
export const icon = ({ key, size }: IconUse, h = size): string =>
  cell(
    size,
    h,
    table(sized(size, size), [cell(size, size, `<IMG SRC="${htmlText(key)}" SCALE="TRUE"/>`)]),
  );

/** The icon of a group, flush in its corner. */
export const corner = (use: IconUse, h: number): string =>
  h - use.size < 1
    ? icon(use, h)
    : cell(use.size, h, table(sized(use.size, h), [icon(use), cell(use.size, h - use.size)]));

export function tag(own: Tag): string {
  const [w, h] = [tagWidth(own), TAG_HEIGHT];
  const label = { text: own.text, size: TAG_SIZE, bold: true, color: own.color };
  if (own.border === undefined)
    return table(`${sized(w, h)} BGCOLOR="${own.ground}"`, [words(w, h, [label], 'CENTER')]);
  const style = own.line === undefined ? '' : ` STYLE="${own.line.toUpperCase()}"`;
  return table(sized(w, h), [
    cell(
      w,
      h,
      table(sized(w - 2, h - 2), [words(w - 2, h - 2, [label], 'CENTER')]),
      `BORDER="1" COLOR="${own.border}" BGCOLOR="${own.ground}"${style}`,
    ),
  ]);
}

/** Tags side by side. */
export function tags(all: readonly Tag[]): string {
  const [only] = all;
  if (only && all.length === 1) return tag(only);
  const w = tagsWidth(all);
  const gap = (w - all.reduce((sum, t) => sum + tagWidth(t), 0)) / (all.length - 1);
  const cells = all.map((t) => cell(tagWidth(t), TAG_HEIGHT, tag(t)));
  return table(sized(w, TAG_HEIGHT), [cells.join(cell(gap, TAG_HEIGHT))]);
}

/** Lines with remarks below them, in the middle of the height. */
export function remarked(
  w: number,
  h: number,
  lines: readonly TextLine[],
  remarks: readonly Tag[],
  align: Align,
): string {
  if (remarks.length === 0) return words(w, h, lines, align);
  const below = remarksHeight(remarks);
  const text = lines.reduce((sum, l) => sum + lineHeight(l.size), 0);
  const top = Math.max(0, Math.floor((h - text - below) / 2));
  const rest = h - top - text - below;
  return cell(
    w,
    h,
    table(
      sized(w, h),
      [
        top > 0 ? cell(w, top) : '',
        words(w, text, lines, align),
        ...remarks.flatMap((r) => {
          const left = Math.floor(
            align === 'LEFT' ? 0 : (w - tagWidth(r)) / (align === 'RIGHT' ? 1 : 2),
          );
          const right = w - left - tagWidth(r);
          const parts = [
            left > 0 ? cell(left, TAG_HEIGHT) : '',
            cell(tagWidth(r), TAG_HEIGHT, tag(r)),
            right > 0 ? cell(right, TAG_HEIGHT) : '',
          ];
          return [cell(w, 3), cell(w, TAG_HEIGHT, table(sized(w, TAG_HEIGHT), [parts.join('')]))];
        }),
        rest >= 1 ? cell(w, rest) : '',
      ].filter((row) => row !== ''),
    ),
  );
}

export const RULE = '#94a3b8';

/** A letter or number in a filled square. */
export const badge = (text: string, w: number, ground: string): string =>
  table(`${sized(w, BADGE)} BGCOLOR="${ground}"`, [
    words(w, BADGE, [{ text, size: 11, bold: true, color: '#ffffff' }], 'CENTER'),
  ]);
