/**
 * The sheets of a diagram as one PDF: a page each, with an outline, words that can be selected and searched, links that
 * work, and the model attached. The one file that knows pdfkit (0.20).
 *
 * Not svg-to-pdfkit: it leaves out glyphs that a font lacks without a word. The bytes depend on the pictures, the fonts and
 * the package alone: the date is that of the publication, or none.
 */

import PDFDocument from 'pdfkit';
import { parseXml, type XmlElement } from '../../../formats/xml.ts';
import type { Svg } from '../../../model/brands.ts';
import { asSvg } from '../../../model/brands.ts';
import { landscape, PAPER_MARGIN, type Paper } from '../../../model/paper.ts';
import { isSafeLink } from '../../../model/patterns.ts';
import { uncovered } from '../../../text/measure.ts';
import { facesOf } from '../font-runs.ts';
import { bundledFonts } from '../fonts.ts';
import { type ClearPixels, clearPixels } from '../raster.ts';
import { type Fonts, type PageDocument, PageSurface } from './page-surface.ts';
import type { Extent } from './shapes.ts';
import { fittedPort, type Viewport } from './transform.ts';
import { isVector, Walker } from './walk.ts';

export interface PdfInput {
  readonly title: string;
  /** Names of the sheets, for the outline. */
  readonly sheets: readonly { readonly name: string; readonly svg: Svg }[];
  /** Name of the attached model, e.g. `network.model.json`. */
  readonly modelFile: string;
  readonly model: string;
  /** SHA-256 of the model, in hex. */
  readonly digest: string;
  readonly paper: Paper;
  /** Day of the publication, `YYYY-MM-DD`; absent of a draft. */
  readonly date?: string;
  /** TTF or OTF files beside the bundled ones. */
  readonly fontFiles: readonly string[];
}

const POINTS_PER_MM = 72 / 25.4;
/** Points for a px at most: a small diagram does not fill a large sheet with huge words. */
const LARGEST_SCALE = 1.2;
/** Pixels for a px of icons that are no plain lines and areas: some 400 dots to the inch on A3. */
const ICON_PIXELS = 256;
const FOOT = { size: 6.5, color: '#475569' } as const;

type Doc = InstanceType<typeof PDFDocument>;

/** Where a sheet's address leads, as sheets address each other: `../network.svg`, `network.sheets/2.svg`, `3.svg`. */
const sheetAt = (address: string): number | undefined => {
  const number = /(?:^|\.sheets\/)([1-9]\d*)\.svg$/.exec(address)?.[1];
  if (number !== undefined) return Number(number);
  return /^\.\.\/[^/]+\.svg$/.test(address) ? 1 : undefined;
};

interface Page {
  readonly root: XmlElement;
  readonly width: number;
  readonly height: number;
  readonly vector: ReadonlySet<XmlElement>;
  /** Rasters of the other icons, by their id on this page. */
  readonly icons: ReadonlyMap<string, ClearPixels>;
}

async function pageOf(svg: Svg, rasters: Map<string, Promise<ClearPixels>>): Promise<Page> {
  const root = parseXml(svg, Number.POSITIVE_INFINITY);
  if (!root) throw new Error('a picture without a root element');
  const symbols = [...root.all()].filter(({ local }) => local === 'symbol');
  const vector = new Set(symbols.filter(isVector));
  const icons = new Map<string, ClearPixels>();
  for (const symbol of symbols) {
    if (vector.has(symbol)) continue;
    const id = symbol.get('id') ?? '';
    const markup = symbol.toString().replaceAll(`${id}-`, 'icon-').replace(`"${id}"`, '"icon"');
    const raster = rasters.get(markup) ?? clearPixels(iconSvg(markup, symbol.get('viewBox') ?? ''));
    rasters.set(markup, raster);
    icons.set(id, await raster);
  }
  const of = (name: string): number => Number(root.get(name));
  return { root, width: of('width'), height: of('height'), vector, icons };
}

function iconSvg(symbol: string, viewBox: string): Svg {
  const port = { x: 0, y: 0, width: ICON_PIXELS, height: ICON_PIXELS };
  const { width, height } = fittedPort(viewBox, port);
  const size = `width="${Math.round(width)}" height="${Math.round(height)}"`;
  const names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  return asSvg(`<svg ${names} ${size}>${symbol}<use xlink:href="#icon" ${size}/></svg>`);
}

/** The sheet of paper that a picture fits best, across or upright, in points. */
function paperFor({ width, height }: Page, paper: Paper) {
  const across = landscape(paper);
  const margin = 2 * PAPER_MARGIN;
  const scaleOn = (w: number, h: number): number =>
    Math.min((w - margin) / width, (h - margin) / height) * POINTS_PER_MM;
  const [lying, upright] = [
    scaleOn(across.width, across.height),
    scaleOn(across.height, across.width),
  ];
  const sides = [across.width, across.height].map((mm) => mm * POINTS_PER_MM);
  const [w = 0, h = 0] = upright > lying ? sides.reverse() : sides;
  return { w, h, scale: Math.min(LARGEST_SCALE, Math.max(lying, upright)) };
}

/**
 * Draws pixels, which are in the file once. Not `doc.image`: it splits a PNG's colours from its cover in the background, so
 * that the order of a file's parts, and its bytes, would depend on when that is done.
 */
class Pixels {
  readonly #doc: Doc;
  readonly #known = new Map<ClearPixels, { label: string; image: PDFKit.PDFKitReference }>();

  constructor(doc: Doc) {
    this.#doc = doc;
  }

  draw(pixels: ClearPixels, { x, y, width, height }: Viewport): void {
    const known = this.#known.get(pixels) ?? this.#embed(pixels);
    this.#known.set(pixels, known);
    this.#doc.page.xobjects[known.label] = known.image;
    this.#doc.save();
    // An image is a square of 1 by 1 with y upward.
    this.#doc.transform(width, 0, 0, -height, x, y + height);
    this.#doc.addContent(`/${known.label} Do`);
    this.#doc.restore();
  }

  #embed({ width, height, rgb, alpha }: ClearPixels) {
    const of = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height };
    const cover = this.#doc.ref({ ...of, ColorSpace: 'DeviceGray', BitsPerComponent: 8 });
    cover.end(Buffer.from(alpha));
    const colours = { ColorSpace: 'DeviceRGB', BitsPerComponent: 8, SMask: cover };
    const image = this.#doc.ref({ ...of, ...colours });
    image.end(Buffer.from(rgb));
    return { label: `Icon${this.#known.size + 1}`, image };
  }
}

function foot(doc: Doc, words: string): void {
  const [regular = ''] = bundledFonts();
  doc.font(regular).fontSize(FOOT.size).fillColor(FOOT.color);
  const margin = PAPER_MARGIN * POINTS_PER_MM;
  const y = doc.page.height - margin / 2;
  doc.text(words, margin, y, { lineBreak: false, baseline: 'alphabetic' });
}

function addPage(
  doc: Doc,
  page: Page,
  n: number,
  input: PdfInput,
  { fonts, pixels }: { readonly fonts: Fonts; readonly pixels: Pixels },
): void {
  const { w, h, scale } = paperFor(page, input.paper);
  doc.addPage({ size: [w, h], margin: 0 });
  doc.addNamedDestination(`sheet-${n}`, 'Fit');
  const count = input.sheets.length;
  const link = ({ left, top, right, bottom }: Extent, address: string): void => {
    const area = [left, top, right - left, bottom - top] as const;
    const sheet = sheetAt(address);
    if (sheet !== undefined && sheet <= count) doc.goTo(...area, `sheet-${sheet}`);
    else if (isSafeLink(address)) doc.link(...area, address);
  };
  doc.save();
  doc.translate((w - page.width * scale) / 2, (h - page.height * scale) / 2);
  doc.scale(scale);
  const surface = new PageSurface(doc as unknown as PageDocument, fonts, {
    icon: (id, port) => {
      const icon = page.icons.get(id);
      if (icon) pixels.draw(icon, port);
    },
    link,
  });
  new Walker(surface, page.root, (symbol) => page.vector.has(symbol)).draw(page.root);
  doc.restore();
  foot(doc, `Sheet ${n} of ${count} · model sha256:${input.digest}`);
}

/** Throws `Unsupported` when a picture holds something that the PDF would not show. */
export async function pdfOf(input: PdfInput): Promise<Buffer> {
  const { title, sheets, model, modelFile, digest, date, fontFiles } = input;
  const made = date === undefined ? new Date(0) : new Date(`${date}T00:00:00Z`);
  const info = { Title: title, Subject: `model sha256:${digest}`, Creator: 'Cadastre' };
  const doc = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    displayTitle: true,
    lang: 'en',
    info: { ...info, CreationDate: made },
  });
  // pdfkit's XMP needs a date, and does not escape what stands in a title.
  Object.assign(doc, { endMetadata: () => {} });
  // The document's ID was made from it; a date that means nothing is not shown.
  if (date === undefined) delete doc.info.CreationDate;
  const bytes: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => bytes.push(chunk));
  const done = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  const own = bundledFonts();
  const isUncovered = (text: string): boolean => uncovered(text).length > 0;
  const fonts: Fonts = {
    own,
    faces: await facesOf([...own, ...fontFiles]),
    uncovered: isUncovered,
  };
  const pixels = new Pixels(doc);
  const rasters = new Map<string, Promise<ClearPixels>>();
  for (const [i, { name, svg }] of sheets.entries()) {
    addPage(doc, await pageOf(svg, rasters), i + 1, input, { fonts, pixels });
    doc.outline.addItem(sheets.length === 1 ? title : `${i + 1} ${name}`);
  }
  const attached = {
    name: modelFile,
    type: 'application/json',
    description: 'The model that the pictures were drawn from',
    relationship: 'Source',
  };
  doc.file(Buffer.from(model), attached);
  doc.end();
  await done;
  return Buffer.concat(bytes);
}
