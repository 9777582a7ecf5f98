/** Title, legend and title block: they are no elements, and each cell says so. */

import type { Box, LegendEntry } from '../scene/scene.ts';
import { INK } from '../scene/theme.ts';
import { type DrawioInput, dashes, iconCell, paintStyle } from './cells.ts';
import { linesLabel, titleBlockLabel } from './labels.ts';
import { round, styleText, vertex } from './markup.ts';

const ORIGIN = { x: 0, y: 0 };
const TEXT = {
  html: 1,
  whiteSpace: 'nowrap',
  spacing: 0,
  align: 'left',
  strokeColor: 'none',
  fillColor: 'none',
};

/** Size of a sample before words of the legend, px. */
const SAMPLE = { w: 22, h: 12 };

const frameCell = (
  id: string,
  box: Box,
  label: string,
  style: Readonly<Record<string, string | number | undefined>>,
): string =>
  vertex({
    ...{ id: `frame.${id}`, parent: '1', origin: ORIGIN, box, label, style: styleText(style) },
    data: { frame: id.split('.')[0] },
    connectable: false,
  });

/** What stands before the words of an entry: an icon is there already. */
function sample(id: string, { paint, tag, stroke }: LegendEntry, words: Box): string[] {
  const at = { x: words.x - SAMPLE.w - 8, y: words.y + words.h / 2 - SAMPLE.h / 2, ...SAMPLE };
  if (paint) return [frameCell(id, at, '', paintStyle(paint))];
  if (tag)
    return [
      frameCell(id, at, linesLabel([{ text: tag.text, size: 9, color: tag.color }]), {
        ...{ html: 1, spacing: 0, fillColor: tag.ground, strokeColor: tag.border ?? 'none' },
        ...dashes({ line: tag.line ?? 'solid' }),
      }),
    ];
  if (!stroke) return [];
  return [
    frameCell(id, { ...at, y: words.y + words.h / 2, h: 0 }, '', {
      shape: 'line',
      strokeColor: stroke.color,
      strokeWidth: round(stroke.width),
      dashed: stroke.line === 'solid' && stroke.dash === undefined ? undefined : 1,
      dashPattern: stroke.dash,
    }),
  ];
}

function legendCells({ scene, drawn, icon }: DrawioInput): string[] {
  const group = drawn.get('legend');
  const entries = (scene.frame.legend?.rows ?? []).flat();
  if (!group) return [];
  const words = [...group.words];
  const icons = [...group.icons];
  return entries.flatMap((entry, i) => {
    const at = words.findIndex(({ text }) => text.trim() === entry.text.trim());
    const [found] = at < 0 ? [] : words.splice(at, 1);
    const drawnIcon = entry.icon ? icons.shift() : undefined;
    const id = `legend.${i + 1}`;
    const label = linesLabel([{ text: entry.text, size: 11, color: INK }]);
    return [
      ...(drawnIcon && entry.icon
        ? iconCell(
            `frame.${id}.icon`,
            '1',
            ORIGIN,
            drawnIcon,
            icon(entry.icon.key),
            entry.paint?.border ?? INK,
          )
        : []),
      ...(found && !drawnIcon ? sample(`${id}.sample`, entry, found.box) : []),
      ...(found ? [frameCell(id, found.box, label, TEXT)] : []),
    ];
  });
}

export function frameCells(input: DrawioInput): string[] {
  const { title, titleBlock } = input.scene.frame;
  return [
    frameCell('title', title.box, linesLabel(title.lines), { ...TEXT, verticalAlign: 'middle' }),
    ...legendCells(input),
    frameCell('titleblock', titleBlock.box, titleBlockLabel(titleBlock.fields), {
      ...{ html: 1, overflow: 'fill', fillColor: '#ffffff', strokeColor: '#94a3b8' },
    }),
  ];
}
