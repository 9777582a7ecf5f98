/** HTML-like labels of what stands around the drawing: title, legend, title block. */

import type { LegendEntry, SceneFrame } from '../scene/scene.ts';
import { BADGE, LEGEND_MARK, LINE, legendMark, SMALL } from '../scene/theme.ts';
import { badge, cell, icon, RULE, sized, table, tag, words } from './cells.ts';

/** Marks of the legend stand on its left edge, under the title's. */
const FLUSH = 'ALIGN="LEFT"';

/** Graphviz puts a cell with an id and a title into a group `a_ID`, where its line is found again. */
export const dashId = (row: number, column: number): string => `dash-${row}-${column}`;

function mark(entry: LegendEntry, h: number, dash: string): string {
  if (entry.plain) return '';
  if (entry.continued) return cell(LEGEND_MARK, h);
  if (entry.icon) return cell(LEGEND_MARK, h, table('', [icon(entry.icon)]), FLUSH);
  if (entry.tag) return cell(legendMark(entry), h, tag(entry.tag), FLUSH);
  if (entry.badge !== undefined)
    return cell(LEGEND_MARK, h, badge(entry.badge, BADGE, LINE), FLUSH);
  if (entry.stroke) {
    const { color, line, width } = entry.stroke;
    const own = entry.stroke.dash === undefined ? '' : ` ID="${dash}" TITLE="line"`;
    const style = line === 'solid' ? '' : ` STYLE="${line.toUpperCase()}"`;
    const sample = `<TD ${sized(28, 2)} BORDER="${width > 2 ? 3 : 2}" SIDES="T" COLOR="${color}"${style}${own}></TD>`;
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
    legend.rows.map((row, y) => {
      const cells = row.map((e, x) => {
        const before = e.plain ? 0 : legendMark(e) + 6;
        const text = words(e.w - before, h, [{ text: e.text, size: 11, color: '#1f2937' }], 'LEFT');
        return cell(
          e.w,
          h,
          table(sized(e.w, h), [mark(e, h, dashId(y, x)) + (e.plain ? '' : cell(6, h)) + text]),
        );
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
