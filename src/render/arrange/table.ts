/** A route table as it is drawn: its name above rows of two columns. */

import type { IconEntry } from '../../icons/catalogue.ts';
import type { Element } from '../../model/diagram.ts';
import { textWidth } from '../../text/measure.ts';
import type { CutText, Figure, TableRow } from '../scene/scene.ts';
import {
  lineHeight,
  remarksHeight,
  SMALL,
  STUB,
  tagsWidth,
  tagWidth,
  widest,
} from '../scene/theme.ts';
import { type Badges, withBadges } from './badges.ts';
import { detailLines, details, nameLines, sum, type TextContext } from './figure-text.ts';
import { fitLines, withCut } from './fit-text.ts';

/** Widest cell text of a route table, px: an address or a name of a target on one line. */
const CELL_MOST = 420;

export function table(
  element: Element,
  entry: IconEntry | undefined,
  context: TextContext,
  { tags, remarks, stub }: Badges,
): Figure {
  const { density } = context;
  const size = SMALL;
  const cut: CutText[] = [];
  const fit = (what: string, text: string): string =>
    fitLines({ what, text }, CELL_MOST, size, false, { usual: 1, most: 1 }, cut)[0] ?? '';
  const rows: TableRow[] = [
    { cells: ['Destination', 'Target'] },
    ...(element.facts.routes ?? []).map(({ destination, target, propagated }) => ({
      cells: [
        fit('destination', destination),
        fit('target', propagated ? `${target} (propagated)` : target),
      ],
      ...(propagated ? { propagated: true } : {}),
    })),
  ];
  const widths = [0, 1].map(
    (i) => Math.ceil(Math.max(...rows.map((r) => textWidth(r.cells[i] ?? '', size, true)))) + 10,
  );
  const rowHeight = lineHeight(size) + 5;
  const iconSize = 18;
  const key = context.iconKey(entry, element.facts.icon);
  const beside = 16 + (tags.length > 0 ? tagsWidth(tags) + 6 : 0);
  const total = widths.reduce((a, b) => a + b, 0);
  const lines = [
    ...nameLines(
      element,
      Math.max(total - iconSize - beside, 120),
      Math.max(SMALL, density.nameSize - 1),
      3,
      cut,
    ),
    ...detailLines(details(element, context), Math.max(total - iconSize - beside, 120), size, cut),
  ];
  const w = Math.max(
    total,
    Math.ceil(Math.max(widest(lines), ...remarks.map(tagWidth))) + iconSize + beside,
  );
  return {
    shape: 'table',
    w,
    h:
      Math.max(iconSize + 6, Math.ceil(sum(lines)) + remarksHeight(remarks) + 6) +
      rowHeight * rows.length,
    paint: stub
      ? { ...STUB, rounded: false }
      : { border: '#64748b', fill: '#ffffff', line: 'solid', width: 1 },
    lines,
    ...(key ? { icon: { key, size: iconSize } } : {}),
    ...withBadges({ tags, remarks }),
    ...withCut(cut),
    table: { widths: [widths[0] ?? 0, w - (widths[0] ?? 0)], rows, rowHeight },
  };
}
