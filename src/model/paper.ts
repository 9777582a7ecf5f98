/** Sizes of paper, and what of a sheet is left for a picture. */

/** Shorter and longer side in mm. */
const SIDES = {
  A0: [841, 1189],
  A1: [594, 841],
  A2: [420, 594],
  A3: [297, 420],
  A4: [210, 297],
  Letter: [215.9, 279.4],
  Legal: [215.9, 355.6],
  Tabloid: [279.4, 431.8],
} as const;

export type Paper = keyof typeof SIDES;
export const PAPERS = Object.keys(SIDES) as readonly Paper[];
export const DEFAULT_PAPER: Paper = 'A3';

/** Around a picture on paper, in mm: what office printers leave blank. */
export const PAPER_MARGIN = 10;

export interface PaperSize {
  readonly width: number;
  readonly height: number;
}

/** The longer side across, in mm. */
export function landscape(paper: Paper): PaperSize {
  const [height, width] = SIDES[paper];
  return { width, height };
}

/** What a picture may take of a sheet that lies across, in mm. */
export function printable(paper: Paper): PaperSize {
  const { width, height } = landscape(paper);
  return { width: width - 2 * PAPER_MARGIN, height: height - 2 * PAPER_MARGIN };
}
