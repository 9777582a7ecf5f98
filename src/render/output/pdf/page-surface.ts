/** A page of a PDF as a surface. */

import type { XmlElement } from '../../../formats/xml.ts';
import type { Face } from '../font-runs.ts';
import { placedRuns } from '../font-runs.ts';
import type { SvgPaint } from './paint.ts';
import type { Extent } from './shapes.ts';
import type { Matrix, Viewport } from './transform.ts';
import type { Surface } from './walk.ts';

/** What is asked of the document; only `pdf.ts` knows the package behind it. */
export interface PageDocument {
  save(): unknown;
  restore(): unknown;
  transform(a: number, b: number, c: number, d: number, e: number, f: number): unknown;
  path(data: string): PageDocument;
  clip(): unknown;
  fillColor(color: string, opacity?: number): unknown;
  strokeColor(color: string, opacity?: number): unknown;
  lineWidth(width: number): unknown;
  lineCap(cap: string): unknown;
  lineJoin(join: string): unknown;
  miterLimit(limit: number): unknown;
  dash(lengths: number[], options: { phase: number }): unknown;
  undash(): unknown;
  fill(rule?: 'nonzero' | 'even-odd'): unknown;
  stroke(): unknown;
  font(file: string, name?: string): unknown;
  fontSize(size: number): unknown;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: object): unknown;
}

/** Grey diagonal lines, as the SVG's pattern of that name. */
const HATCH = { ground: '#f8fafc', line: '#dfe3e8', step: 8, width: 1 } as const;

const LINE = { lineBreak: false, baseline: 'alphabetic' } as const;

export interface Fonts {
  /** Arimo's: regular, bold, italic, bold italic. */
  readonly own: readonly string[];
  readonly faces: readonly Face[];
  readonly uncovered: (text: string) => boolean;
}

/** What is drawn by the document itself, in the coordinates that are in force. */
export interface PageParts {
  icon(id: string, port: Viewport): void;
  link(area: Extent, address: string): void;
}

export class PageSurface implements Surface {
  readonly #doc: PageDocument;
  readonly #fonts: Fonts;
  readonly #parts: PageParts;

  constructor(doc: PageDocument, fonts: Fonts, parts: PageParts) {
    this.#doc = doc;
    this.#fonts = fonts;
    this.#parts = parts;
  }

  within(transform: Matrix | undefined, clip: string | undefined, draw: () => void): void {
    this.#doc.save();
    if (transform) this.#doc.transform(...transform);
    if (clip !== undefined) this.#doc.path(clip).clip();
    draw();
    this.#doc.restore();
  }

  shape(path: string, paint: SvgPaint, opacity: number, extent?: Extent): void {
    const doc = this.#doc;
    const { fill, stroke, rule } = paint;
    const [inside, around] = [paint.fillOpacity * opacity, paint.strokeOpacity * opacity];
    if (fill === 'hatch') this.#hatch(path, extent);
    else if (fill !== undefined && inside > 0) {
      doc.fillColor(fill, inside);
      doc.path(path).fill(rule === 'evenodd' ? 'even-odd' : 'nonzero');
    }
    if (stroke === undefined || around === 0 || paint.strokeWidth === 0) return;
    doc.strokeColor(stroke, around);
    this.#outline(paint);
    doc.path(path).stroke();
  }

  words(text: string, x: number, y: number, paint: SvgPaint): number {
    const doc = this.#doc;
    doc.fillColor(paint.fill ?? '#000000', paint.fillOpacity);
    const from = (width: number): number =>
      paint.anchor === 'start' ? x : paint.anchor === 'end' ? x - width : x - width / 2;
    if (!this.#fonts.uncovered(text)) {
      const { bold, italic } = paint;
      doc.font(this.#fonts.own[(bold ? 1 : 0) + (italic ? 2 : 0)] ?? '');
      doc.fontSize(paint.fontSize);
      const width = doc.widthOfString(text);
      doc.text(text, from(width), y, { ...LINE, underline: paint.underline });
      return width;
    }
    const { runs, width } = placedRuns(text, paint.fontSize, paint.bold, this.#fonts.faces);
    // Not marked with its actual text: pdfkit's transforms in such a span make poppler (22.12) drop all of it.
    for (const run of runs) {
      doc.font(run.face.file, run.face.member);
      doc.fontSize(paint.fontSize);
      doc.text(run.text, from(width) + run.at, y, LINE);
    }
    return width;
  }

  icon(symbol: XmlElement, port: Viewport): void {
    this.#parts.icon(symbol.get('id') ?? '', port);
  }

  link(area: Extent, address: string): void {
    this.#parts.link(area, address);
  }

  #hatch(path: string, extent: Extent | undefined): void {
    const doc = this.#doc;
    doc.save();
    doc.path(path).clip();
    doc.fillColor(HATCH.ground);
    doc.path(path).fill();
    if (extent) {
      doc.strokeColor(HATCH.line);
      doc.lineWidth(HATCH.width);
      doc.path(diagonals(extent)).stroke();
    }
    doc.restore();
  }

  #outline(paint: SvgPaint): void {
    const doc = this.#doc;
    doc.lineWidth(paint.strokeWidth);
    doc.lineCap(paint.cap);
    doc.lineJoin(paint.join);
    doc.miterLimit(paint.miter);
    const dashed = paint.dash.some((length) => length > 0);
    // An odd number of lengths is repeated, so that dashes and gaps alternate.
    const lengths = paint.dash.length % 2 === 0 ? paint.dash : [...paint.dash, ...paint.dash];
    if (dashed) doc.dash([...lengths], { phase: paint.dashOffset });
    else doc.undash();
  }
}

/** Lines from the upper right to the lower left, where x + y is a multiple of their distance. */
function diagonals({ left, top, right, bottom }: Extent): string {
  const step = HATCH.step * Math.SQRT2;
  let lines = '';
  for (let k = Math.floor((left + top) / step); k * step <= right + bottom; k++) {
    const x = k * step - top;
    lines += `M ${x} ${top} L ${x - (bottom - top)} ${bottom} `;
  }
  return lines;
}
