/** What stands around the drawing: title, legend, title block. */

import { coveredText } from '../../model/covers.ts';
import type { Diagram } from '../../model/diagram.ts';
import { textWidth } from '../../text/measure.ts';
import { wrapText } from '../../text/wrap.ts';
import type {
  CutText,
  LegendEntry,
  SceneFrame,
  TextLine,
  TitleBlockField,
} from '../scene/scene.ts';
import {
  INK,
  lineHeight,
  PAGE_MARGIN,
  QUIET,
  SMALL,
  SUBTITLE_SIZE,
  TITLE_SIZE,
} from '../scene/theme.ts';
import { fitLines, type LineLimits, withCut } from './fit-text.ts';

/** What the title block says beyond the model; `render` takes it from the manifest. */
export interface TitleBlock {
  readonly version?: string;
  readonly date?: string;
  readonly madeBy?: string;
  readonly approvedBy?: string;
  readonly asOf?: string;
  readonly sheet?: string;
  /** SHA-256 of the model, hex. */
  readonly digest: string;
}

const GAP = 18;
const CELL_GAP = 16;
export const VALUE_SIZE = SMALL;

/** The title and what stands below it: scope and locations are evidence, and are drawn in full. */
const TITLE: LineLimits = { usual: 3, most: 12 };

export function titleLines(diagram: Diagram, width: number, cut: CutText[]): TextLine[] {
  const most = Math.max(width, 260);
  const { description, owner, classification, reviewEvery } = diagram.document;
  const { wireless, locations, covers } = diagram.document;
  const joined = (parts: readonly (string | undefined)[]): string[] => {
    const text = parts.filter((t) => t !== undefined && t !== '').join(' · ');
    return text === '' ? [] : [text];
  };
  const named = (label: string, value: string | undefined): string | undefined =>
    value ? `${label}: ${value}` : undefined;
  const radio = typeof wireless === 'boolean' ? (wireless ? 'shown' : 'none') : wireless;
  // What an assessor looks for on the page itself.
  const small = [
    ...joined([
      description,
      named('Owner', owner),
      named('reviewed every', reviewEvery),
      classification,
    ]),
    ...joined([
      named('Covers', covers?.map(coveredText).join(', ')),
      named('Locations', locations?.join(', ')),
      named('Wireless', radio),
    ]),
  ];
  return [
    ...fitLines({ what: 'title', text: diagram.title }, most, TITLE_SIZE, true, TITLE, cut).map(
      (text) => ({
        text,
        size: TITLE_SIZE,
        bold: true,
        color: INK,
      }),
    ),
    ...small.flatMap((line) =>
      fitLines(
        { what: 'words below the title', text: line },
        most,
        SUBTITLE_SIZE,
        false,
        TITLE,
        cut,
      ).map((text) => ({
        text,
        size: SUBTITLE_SIZE,
        color: QUIET,
      })),
    ),
  ];
}

/** Widest name in the title block, px. */
const NAMES_MOST = 760;

export function titleBlockFields(
  diagram: Diagram,
  block: TitleBlock,
  cut: CutText[],
): TitleBlockField[] {
  // The title stands in full above the drawing.
  const title = wrapText(diagram.title, 420, VALUE_SIZE, true, 1).lines[0] ?? '';
  const names = (what: string, text: string): string =>
    fitLines({ what, text }, NAMES_MOST, VALUE_SIZE, true, { usual: 1, most: 1 }, cut)[0] ?? '';
  return [
    { label: 'Document', value: title },
    { label: 'Version', value: block.version ?? 'DRAFT' },
    { label: 'Made by', value: names('made by', block.madeBy ?? '–') },
    { label: 'Date', value: block.date ?? '–' },
    { label: 'Approved by', value: names('approved by', block.approvedBy ?? '–') },
    { label: 'Data as of', value: block.asOf ?? diagram.asOf ?? '–' },
    { label: 'Model', value: `sha256 ${block.digest.slice(0, 12)}` },
    { label: 'Sheet', value: block.sheet ?? '1 of 1' },
  ];
}

const ROW = 22;
const FIELD_ROW = 20;

export interface FrameParts {
  readonly title: readonly TextLine[];
  readonly legend: readonly LegendEntry[];
  /** In rows of their own, e.g. words of links that had no room on their lines, each with its letter. */
  readonly notes: readonly LegendEntry[];
  readonly fields: readonly TitleBlockField[];
  readonly cut: readonly CutText[];
}

function flowRows(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const column = Math.max(0, ...entries.map((e) => e.w)) + CELL_GAP;
  const columns = Math.max(1, Math.min(entries.length, Math.floor((width + CELL_GAP) / column)));
  const rows: LegendEntry[][] = [];
  entries.forEach((e, i) => {
    if (i % columns === 0) rows.push([]);
    rows.at(-1)?.push({ ...e, w: column });
  });
  return rows;
}

/** Sets title, legend and title block around a drawing of the given size; the page grows where they need it. */
export function frameAround(
  parts: FrameParts,
  drawing: { w: number; h: number },
): { frame: SceneFrame; origin: { x: number; y: number }; width: number; height: number } {
  const titleH = Math.ceil(parts.title.reduce((h, l) => h + lineHeight(l.size), 0));
  const widthOf = (i: number, text: (f: TitleBlockField) => string, bold: boolean): number =>
    Math.ceil(
      Math.max(
        ...parts.fields
          .filter((_, k) => k % 2 === i)
          .map((f) => textWidth(text(f), VALUE_SIZE, bold)),
      ),
    );
  const keys = [0, 1].map((i) => widthOf(i, (f) => f.label, false) + 8) as [number, number];
  const widths = [0, 1].map((i) => (keys[i] ?? 0) + widthOf(i, (f) => f.value, true) + 14) as [
    number,
    number,
  ];
  const blockW = widths[0] + widths[1];
  const blockH = (parts.fields.length / 2) * FIELD_ROW;
  const titleW = Math.max(
    0,
    ...parts.title.map((l) => Math.ceil(textWidth(l.text, l.size, l.bold))),
  );
  const inner = Math.max(drawing.w, blockW, titleW, ...parts.notes.map((n) => n.w));
  const beside = inner - blockW - GAP;
  const entries = [...parts.legend, ...parts.notes];
  const longest = Math.max(0, ...entries.map((e) => e.w));
  const rowsIn = (w: number): LegendEntry[][] => [
    ...flowRows(parts.legend, w),
    ...parts.notes.map((note) => [note]),
  ];
  const over = rowsIn(inner);
  const stackedH = over.length * ROW + GAP + blockH;
  // Above the title block where it does not fit beside it, or would stand in a high column there.
  const stacked =
    entries.length > 0 && (beside < longest || stackedH < rowsIn(beside).length * ROW);
  const rows = stacked ? over : rowsIn(beside);
  const legendH = rows.length * ROW;
  const legendW = Math.max(0, ...rows.map((r) => r.reduce((w, e) => w + e.w, 0)));
  const width = inner + 2 * PAGE_MARGIN;
  const y = PAGE_MARGIN + titleH + 10;
  const below = y + drawing.h + GAP;
  const footer = stacked ? stackedH : Math.max(legendH, blockH);
  const blockY = below + footer - blockH;
  return {
    origin: { x: PAGE_MARGIN, y },
    width,
    height: below + footer + PAGE_MARGIN,
    frame: {
      title: {
        box: { x: PAGE_MARGIN, y: PAGE_MARGIN - 4, w: titleW + 4, h: titleH },
        lines: parts.title,
      },
      ...(rows.length > 0
        ? {
            legend: {
              box: {
                x: PAGE_MARGIN,
                y: stacked ? below : below + footer - legendH,
                w: legendW,
                h: legendH,
              },
              rows,
              rowHeight: ROW,
            },
          }
        : {}),
      titleBlock: {
        box: { x: width - PAGE_MARGIN - blockW, y: blockY, w: blockW, h: blockH },
        draft: parts.fields.some((f) => f.value === 'DRAFT'),
        widths,
        keys,
        fields: parts.fields,
      },
      ...withCut(parts.cut),
    },
  };
}
