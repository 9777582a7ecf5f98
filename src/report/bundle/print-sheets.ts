/**
 * Pictures on paper: each on a sheet of its own, as wide as it has room; one whose words would be too small that way
 * also in parts; each sheet of an atlas on the paper that it was drawn for. Pure.
 */

import type { BundledVersion } from '../../evidence/bundle/bundle.ts';
import {
  DEFAULT_PAPER,
  landscape,
  PAPER_MARGIN,
  type Paper,
  printable,
} from '../../model/paper.ts';
import { html, relativeUrl } from '../html.ts';
import { type DiagramEvidence, sheetPaths } from './versions.ts';

/** What A4 and Letter both have room for in landscape, less the margins of these sheets and the caption; in points. */
const [WIDTH, HEIGHT] = [750, 525];
/** Below this, in points, words on paper are hard to read; the smallest of a picture are so many px. */
const [LEAST_POINTS, SMALLEST_PX] = [6.5, 11];
/** What neighbouring parts share, so that nothing is cut in both. */
const OVERLAP = 0.08;
/** More sheets than this are a wall, not a document: the file is better looked at on a screen. */
const MOST_PARTS = 12;

interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Parts in px, row by row; none where the whole is legible on one sheet. */
export function tilesOf({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Tile[] {
  const scale = LEAST_POINTS / SMALLEST_PX;
  if (Math.min(WIDTH / width, HEIGHT / height) >= scale) return [];
  const share = 1 - OVERLAP;
  const count = (px: number, room: number): number =>
    Math.max(1, Math.ceil((px - (room / scale) * OVERLAP) / ((room / scale) * share)));
  const [columns, rows] = [count(width, WIDTH), count(height, HEIGHT)];
  if (columns * rows > MOST_PARTS) return [];
  const part = (px: number, n: number): number => px / (n - (n - 1) * OVERLAP);
  const size = { width: part(width, columns), height: part(height, rows) };
  return Array.from({ length: columns * rows }, (_, i) => ({
    ...size,
    left: (i % columns) * size.width * share,
    top: Math.floor(i / columns) * size.height * share,
  }));
}

const percent = (part: number): string => `${(100 * part).toFixed(3)}%`;

function partSheet(url: string, caption: string, size: NonNullable<BundledVersion['size']>) {
  return ({ left, top, width, height }: Tile, i: number, all: readonly Tile[]): string => {
    const frame = `width: min(100%, ${((HEIGHT * width) / height).toFixed(1)}pt); aspect-ratio: ${width.toFixed(2)} / ${height.toFixed(2)}`;
    const image = `width: ${percent(size.width / width)}; left: ${percent(-left / width)}; top: ${percent(-top / height)}`;
    return `<figure class="sheet"><div class="part" style="${frame}"><img style="${image}" src="${url}" alt=""></div>
<figcaption>${caption}; part ${i + 1} of ${all.length}, enlarged</figcaption></figure>`;
  };
}

/** Sheets of an atlas are drawn for this paper, and printed on it, so that their words keep their size. */
const pageOf = (paper: Paper = DEFAULT_PAPER): string => `paper-${paper.toLowerCase()}`;

/** How much of a page the caption takes, in mm. */
const CAPTION = 8;

/** Whether pictures are printed on the paper that they were drawn for: an atlas, or where the config names one. */
const onOwnPaper = ({ paths, paper }: BundledVersion): boolean =>
  paths.svg !== undefined && (paper !== undefined || sheetPaths(paths).length > 0);

/** The pages of paper that sheets are printed on. */
export function paperStyle(all: readonly DiagramEvidence[]): string {
  const own = all.map(({ shown }) => shown).filter(onOwnPaper);
  return [...new Set(own.map(({ paper = DEFAULT_PAPER }) => paper))]
    .sort()
    .map((paper) => {
      const { width, height } = landscape(paper);
      const room = printable(paper);
      return `@page ${pageOf(paper)} { size: ${width}mm ${height}mm; margin: ${PAPER_MARGIN}mm; }
@media print { figure.sheet.${pageOf(paper)} { page: ${pageOf(paper)}; } figure.sheet.${pageOf(paper)} img { max-height: ${room.height - CAPTION}mm; } }`;
    })
    .join('\n');
}

/** For print alone: the screen has the picture in the text. */
export function pictureSheets({ shown }: DiagramEvidence): string {
  const { paths, size, title, draft, version, date, paper } = shown;
  const source = paths.svg ?? paths.png ?? paths.jpg;
  if (source === undefined) return '';
  const url = relativeUrl(source);
  const caption = html(
    draft
      ? `DRAFT of ${title}: not approved; published ${date}`
      : `${title}, version ${version}, published ${date}`,
  );
  if (onOwnPaper(shown)) {
    const all = [{ number: 1, path: source }, ...sheetPaths(paths)];
    const which = (n: number): string => (all.length > 1 ? `; sheet ${n} of ${all.length}` : '');
    return all
      .map(
        ({ number, path }) =>
          `<figure class="sheet ${pageOf(paper)}"><img src="${relativeUrl(path)}" alt=""><figcaption>${caption}${which(number)}</figcaption></figure>`,
      )
      .join('\n');
  }
  const whole = `<figure class="sheet"><img src="${url}" alt=""><figcaption>${caption}</figcaption></figure>`;
  const parts = size && paths.svg ? tilesOf(size).map(partSheet(url, caption, size)) : [];
  return [whole, ...parts].join('\n');
}
