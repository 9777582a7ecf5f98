/** HTML-like labels of cards, icons, titles and tables, every cell of fixed size. */

import type {
  Figure,
  Header,
  IconUse,
  LegendEntry,
  LinkLabel,
  SceneFrame,
  TextLine,
} from '../scene/scene.ts';
import {
  BADGE,
  LEGEND_MARK,
  LINE,
  lineHeight,
  SMALL,
  TAG_HEIGHT,
  TAG_SIZE,
  tagWidth,
  widest,
  ZONE_LOOKS,
} from '../scene/theme.ts';
import { textWidth } from '../text/measure.ts';
import { htmlText } from './escape.ts';

type Align = 'LEFT' | 'CENTER' | 'RIGHT';

const px = (v: number): string => String(Math.max(1, Math.round(v)));

const table = (attributes: string, rows: readonly string[]): string =>
  `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" ${attributes}>${rows.map((r) => `<TR>${r}</TR>`).join('')}</TABLE>`;

const sized = (w: number, h: number): string =>
  `FIXEDSIZE="TRUE" WIDTH="${px(w)}" HEIGHT="${px(h)}"`;

const cell = (w: number, h: number, content = '', attributes = ''): string =>
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
function words(w: number, h: number, all: readonly TextLine[], align: Align): string {
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
const icon = ({ key, size }: IconUse, h = size): string =>
  cell(
    size,
    h,
    table(sized(size, size), [cell(size, size, `<IMG SRC="${htmlText(key)}" SCALE="TRUE"/>`)]),
  );

/** The icon of a group, flush in its corner. */
const corner = (use: IconUse, h: number): string =>
  h - use.size < 1
    ? icon(use, h)
    : cell(use.size, h, table(sized(use.size, h), [icon(use), cell(use.size, h - use.size)]));

function tag(zone: NonNullable<Figure['tag']>): string {
  const look = ZONE_LOOKS[zone];
  const label = { text: look.letters, size: TAG_SIZE, bold: true, color: '#ffffff' };
  return table(`${sized(tagWidth(zone), TAG_HEIGHT)} BGCOLOR="${look.ground}"`, [
    words(tagWidth(zone), TAG_HEIGHT, [label], 'CENTER'),
  ]);
}

function card(figure: Figure, w: number, h: number): string {
  const pad = figure.pad ?? 0;
  const size = figure.icon?.size ?? 0;
  const gap = figure.icon ? (figure.pad ?? 6) : 2;
  const own = figure.tag ? tagWidth(figure.tag) + 6 : 0;
  const room = w - pad - size - gap - own - 4;
  const aside = figure.aside ? Math.ceil(widest([figure.aside])) + 2 : 0;
  const text =
    words(room - aside, h - 2, figure.lines, figure.mirrored ? 'RIGHT' : 'LEFT') +
    (figure.aside ? words(aside, h - 2, [figure.aside], 'RIGHT') : '');
  const cells = [
    cell(pad, h - 2),
    figure.icon ? icon(figure.icon, h - 2) : '',
    cell(gap, h - 2),
    text,
    figure.tag ? cell(own, h - 2, tag(figure.tag)) : '',
  ];
  return table(sized(w - 2, h - 2), [(figure.mirrored ? cells.reverse() : cells).join('')]);
}

function iconAbove(figure: Figure, w: number, h: number): string {
  const inner = w - 2;
  const size = figure.icon ? figure.icon.size + 3 : 0;
  const own = figure.tag ? TAG_HEIGHT + 3 : 0;
  return table(
    sized(inner, h - 2),
    [
      figure.icon ? cell(inner, size, table('', [icon(figure.icon)])) : '',
      words(inner, h - 2 - size - own, figure.lines, 'CENTER'),
      figure.tag ? cell(inner, own, tag(figure.tag)) : '',
    ].filter((row) => row !== ''),
  );
}

const RULE = '#94a3b8';

function routes(figure: Figure, w: number, h: number): string {
  const { widths, rows, rowHeight } = figure.table ?? { widths: [], rows: [], rowHeight: 0 };
  const top = h - rowHeight * rows.length;
  const size = figure.icon?.size ?? 0;
  const head = table(sized(w, top), [
    [
      cell(5, top),
      figure.icon ? icon(figure.icon, top) : '',
      cell(5, top),
      words(w - size - 12, top, figure.lines, 'LEFT'),
    ].join(''),
  ]);
  const body = rows.map(({ cells, marked }, r) =>
    cells
      .map((text, i) => {
        const line = { text, size: SMALL, color: '#1f2937', bold: r === 0 };
        const ground = r === 0 ? ' BGCOLOR="#e2e8f0"' : marked ? ' BGCOLOR="#fef9c3"' : '';
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
  const own = header.tag ? tagWidth(header.tag) + 8 : 0;
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
      header.tag ? cell(own, h, tag(header.tag)) : '',
    ].join(''),
  ]);
}

/** A letter or number in a filled square. */
const badge = (text: string, w: number, ground: string): string =>
  table(`${sized(w, BADGE)} BGCOLOR="${ground}"`, [
    words(w, BADGE, [{ text, size: 11, bold: true, color: '#ffffff' }], 'CENTER'),
  ]);

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

/** Marks of the legend stand on its left edge, under the title's. */
const FLUSH = 'ALIGN="LEFT"';

function mark(entry: LegendEntry, h: number): string {
  if (entry.icon) return cell(LEGEND_MARK, h, table('', [icon(entry.icon)]), FLUSH);
  if (entry.zone) return cell(LEGEND_MARK, h, tag(entry.zone), FLUSH);
  if (entry.badge !== undefined)
    return cell(LEGEND_MARK, h, badge(entry.badge, BADGE, LINE), FLUSH);
  if (entry.stroke) {
    const { color, line, width } = entry.stroke;
    const style = line === 'solid' ? '' : ` STYLE="${line.toUpperCase()}"`;
    const sample = `<TD ${sized(28, 2)} BORDER="${width > 2 ? 3 : 2}" SIDES="T" COLOR="${color}"${style}></TD>`;
    return cell(LEGEND_MARK, h, table(sized(28, 4), [sample]), FLUSH);
  }
  const { border = '#64748b', fill = 'none', line = 'solid' } = entry.paint ?? {};
  const style = line === 'solid' ? '' : ` STYLE="${line.toUpperCase()}"`;
  const ground = fill === 'none' ? '' : ` BGCOLOR="${fill}"`;
  return cell(
    LEGEND_MARK,
    h,
    table(sized(20, 14), [
      `<TD ${sized(18, 12)} BORDER="1" COLOR="${border}"${style}${ground}></TD>`,
    ]),
    FLUSH,
  );
}

export function legendLabel(legend: NonNullable<SceneFrame['legend']>): string {
  const h = legend.rowHeight;
  return table(
    sized(legend.box.w, legend.box.h),
    legend.rows.map((row) => {
      const cells = row.map((e) => {
        const text = words(
          e.w - LEGEND_MARK - 6,
          h,
          [{ text: e.text, size: 11, color: '#1f2937' }],
          'LEFT',
        );
        return cell(e.w, h, table(sized(e.w, h), [mark(e, h) + cell(6, h) + text]));
      });
      // A table of its own: rows of one table would share their columns.
      const rest = legend.box.w - row.reduce((w, e) => w + e.w, 0);
      const all = [...cells, ...(rest >= 1 ? [cell(rest, h)] : [])];
      return cell(legend.box.w, h, table(sized(legend.box.w, h), [all.join('')]));
    }),
  );
}

export function titleLabel(title: SceneFrame['title']): string {
  return table(sized(title.box.w, title.box.h), [
    words(title.box.w, title.box.h, title.lines, 'LEFT'),
  ]);
}

export function titleBlockLabel(block: SceneFrame['titleBlock']): string {
  const { fields, widths, box } = block;
  const h = box.h / (fields.length / 2);
  const one = (i: number): string => {
    const field = fields[i];
    const w = widths[i % 2] ?? 0;
    if (!field) return cell(w, h);
    const alarm = field.value === 'DRAFT';
    const key = { text: field.label, size: SMALL, color: '#4b5563' };
    const value = {
      text: field.value,
      size: SMALL,
      bold: true,
      color: alarm ? '#b91c1c' : '#1f2937',
    };
    const left = block.keys[i % 2] ?? 0;
    return cell(
      w,
      h,
      table(sized(w - 2, h - 2), [
        cell(5, h - 2) +
          words(left, h - 2, [key], 'LEFT') +
          words(w - left - 8, h - 2, [value], 'LEFT'),
      ]),
      `BORDER="1" COLOR="${RULE}"`,
    );
  };
  return table(
    sized(box.w, box.h),
    Array.from({ length: fields.length / 2 }, (_, r) => one(2 * r) + one(2 * r + 1)),
  );
}
