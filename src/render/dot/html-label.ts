/** HTML-like labels of cards, icons, tables, titles of groups and words on links. */

import { textWidth } from '../../text/measure.ts';
import type { Box, Figure, Header, LinkLabel, Tag } from '../scene/scene.ts';
import {
  BADGE,
  lineHeight,
  remarksHeight,
  SMALL,
  TAG_HEIGHT,
  tagsWidth,
  widest,
} from '../scene/theme.ts';
import {
  badge,
  cell,
  corner,
  icon,
  RULE,
  remarked,
  sized,
  table,
  tag,
  tags,
  words,
} from './cells.ts';

function card(figure: Figure, w: number, h: number): string {
  const pad = figure.pad ?? 0;
  const size = figure.icon?.size ?? 0;
  const gap = figure.icon ? (figure.pad ?? 6) : 2;
  const own = figure.tags ? tagsWidth(figure.tags) + 6 : 0;
  const room = w - pad - size - gap - own - 4;
  const aside = figure.aside ? Math.ceil(widest([figure.aside])) + 2 : 0;
  const text =
    remarked(
      room - aside,
      h - 2,
      figure.lines,
      figure.remarks ?? [],
      figure.mirrored ? 'RIGHT' : 'LEFT',
    ) + (figure.aside ? words(aside, h - 2, [figure.aside], 'RIGHT') : '');
  const cells = [
    cell(pad, h - 2),
    figure.icon ? icon(figure.icon, h - 2) : '',
    cell(gap, h - 2),
    text,
    figure.tags ? cell(own, h - 2, tags(figure.tags)) : '',
  ];
  return table(sized(w - 2, h - 2), [(figure.mirrored ? cells.reverse() : cells).join('')]);
}

/** Spare height above which a figure is larger than its content asks for, px. */
const GROWN = 16;

function iconAbove(figure: Figure, w: number, h: number): string {
  const inner = w - 2;
  // A stub's outline keeps off its words.
  const air = figure.remarks && figure.paint.border !== 'none' ? 3 : 0;
  const size = figure.icon ? figure.icon.size + 3 : 0;
  const own = figure.tags ? TAG_HEIGHT + 3 : 0;
  const remarks = remarksHeight(figure.remarks);
  const natural = figure.lines.reduce((sum, line) => sum + lineHeight(line.size), 0) + 2;
  // In a figure that grew for its lines, all of it stands in the middle.
  const spare = h - 2 - size - own - remarks - 2 * air - natural;
  const above = spare > GROWN ? Math.floor(spare / 2) : 0;
  const lines = natural + spare - 2 * above;
  const rows = [
    above + air > 0 ? cell(inner, above + air) : '',
    figure.icon ? cell(inner, size, table('', [icon(figure.icon)])) : '',
    words(inner, lines, figure.lines, 'CENTER'),
    figure.tags ? cell(inner, own, tags(figure.tags)) : '',
    figure.remarks ? remarked(inner, remarks, [], figure.remarks, 'CENTER') : '',
    above + air > 0 ? cell(inner, above + air) : '',
  ].filter((row) => row !== '');
  // On a bottom border the words are above, inside of the network.
  return table(sized(inner, h - 2), figure.onBorder === 'bottom' ? rows.reverse() : rows);
}

function routes(figure: Figure, w: number, h: number): string {
  const { widths, rows, rowHeight } = figure.table ?? { widths: [], rows: [], rowHeight: 0 };
  const top = h - rowHeight * rows.length;
  const size = figure.icon?.size ?? 0;
  const own = figure.tags ? tagsWidth(figure.tags) + 6 : 0;
  const head = table(sized(w, top), [
    [
      cell(5, top),
      figure.icon ? icon(figure.icon, top) : '',
      cell(5, top),
      remarked(w - size - 12 - own, top, figure.lines, figure.remarks ?? [], 'LEFT'),
      figure.tags ? cell(own, top, tags(figure.tags)) : '',
    ].join(''),
  ]);
  const body = rows.map(({ cells, propagated }, r) =>
    cells
      .map((text, i) => {
        const line = { text, size: SMALL, color: '#1f2937', bold: r === 0 };
        const ground = r === 0 ? ' BGCOLOR="#e2e8f0"' : propagated ? ' BGCOLOR="#fef9c3"' : '';
        return cell(
          widths[i] ?? 0,
          rowHeight,
          table(sized((widths[i] ?? 0) - 2, rowHeight - 2), [
            cell(4, rowHeight - 2) + words((widths[i] ?? 0) - 8, rowHeight - 2, [line], 'LEFT'),
          ]),
          `BORDER="1" COLOR="${RULE}"${ground}`,
        );
      })
      .join(''),
  );
  return table(sized(w, h), [`<TD COLSPAN="2" ${sized(w, top)}>${head}</TD>`, ...body]);
}

export function figureLabel(figure: Figure, w: number, h: number): string {
  if (figure.shape === 'table') return routes(figure, w, h);
  return figure.shape === 'card' ? card(figure, w, h) : iconAbove(figure, w, h);
}

export function headerLabel(header: Header, w: number): string {
  const h = header.h;
  const size = header.icon?.size ?? 0;
  const gap = header.icon ? 7 : 8;
  const own = header.tags ? tagsWidth(header.tags) + 8 : 0;
  const room = w - size - gap - own;
  const nameWidth = Math.ceil(widest(header.lines)) + 8;
  const text = header.aside
    ? words(nameWidth, h, header.lines, 'LEFT') + words(room - nameWidth, h, [header.aside], 'LEFT')
    : words(room, h, header.lines, 'LEFT');
  return table(sized(w, h), [
    [
      header.icon ? corner(header.icon, h) : '',
      cell(gap, h),
      text,
      header.tags ? cell(own, h, tags(header.tags)) : '',
    ].join(''),
  ]);
}

/** A tag that stands alone. */
export const tagLabel = (own: Tag, { w, h }: Pick<Box, 'w' | 'h'>): string =>
  table(sized(w, h), [cell(w, h, tag(own))]);

export function linkLabel(label: LinkLabel, color: string): string {
  const { w, h } = label.box;
  const side =
    label.badge === undefined
      ? 0
      : label.lines.length === 0
        ? w
        : Math.max(BADGE, Math.ceil(textWidth(label.badge, 11, true)) + 8);
  const cells = [
    label.badge === undefined ? '' : cell(side, h, badge(label.badge, side, color)),
    label.lines.length === 0 ? '' : words(w - side, h, label.lines, 'CENTER'),
  ];
  return table(`${sized(w, h)} BGCOLOR="${label.ground}"`, [cells.join('')]);
}
