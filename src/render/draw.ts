/**
 * Diagram -> pictures: one page, or the sheets of an atlas. Each sheet is drawn and verified like a page of its own, and
 * all together are held against the whole diagram.
 */

import type { Artwork } from '../icons/artwork.ts';
import { asDot, type Dot, type Svg } from '../model/brands.ts';
import { type Diagnostic, error, quote } from '../model/diagnostic.ts';
import { type Diagram, type Identity, inDocumentOrder } from '../model/diagram.ts';
import { estimatedPoints } from './arrange/arrange.ts';
import type { FlowPlace } from './arrange/flow.ts';
import type { TitleBlock } from './arrange/frame.ts';
import type { Quality } from './arrange/quality.ts';
import { type DrawnPage, drawPage } from './draw-page.ts';
import type { ForeignText } from './foreign-texts.ts';
import type { LayoutPort } from './layout/port.ts';
import { type AtlasSheet, atlasOf, notOnSheets } from './sheets/atlas.ts';

export type { TitleBlock } from './arrange/frame.ts';

export interface DrawInput {
  readonly diagram: Diagram;
  readonly titleBlock: TitleBlock;
  /** The estate's own icons by the name that the diagram uses. */
  readonly icons: Readonly<Record<string, Artwork>>;
  /** Name of the outputs without folder and ending, by which sheets lead to each other; `diagram` when absent. */
  readonly name?: string;
}

export interface Drawing {
  /** The page, or the overview of an atlas. */
  readonly svg: Svg;
  /** The other sheets of an atlas, from the second one on. */
  readonly sheets: readonly Svg[];
  /** Of the page or the overview. */
  readonly dot: Dot;
  /** Of an atlas: the worst of its sheets, and the sums of what is counted. */
  readonly quality: Quality;
  readonly density: string;
  /** What is drawn that Arimo has no glyphs for. */
  readonly foreignTexts: readonly ForeignText[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Points on A3 below which a page is not legible. */
const LEGIBLE = 6.5;
/** With more elements than this, one page is not tried where an atlas may be made. */
const TOO_MANY = 600;

/** The ids of the whole diagram, and of what stands on sheets for several elements or links of it. */
function idsOf(whole: Diagram, sheets: readonly AtlasSheet[]): ReadonlyMap<Identity, string> {
  const numbered = (prefix: string, all: object): [Identity, string][] =>
    Object.keys(all).map((id, i) => [id, `${prefix}${i + 1}`]);
  const ids = new Map([...numbered('e', whole.elements), ...numbered('l', whole.links)]);
  let n = 0;
  for (const { diagram } of sheets)
    for (const id of [...Object.keys(diagram.elements), ...Object.keys(diagram.links)])
      if (!ids.has(id)) ids.set(id, `s${++n}`);
  return ids;
}

/** Where a sheet is, seen from another one. */
function addressOf(name: string, from: number, to: number): string {
  const base = encodeURIComponent(name);
  if (to === 1) return `../${base}.svg`;
  return from === 1 ? `${base}.sheets/${to}.svg` : `${to}.svg`;
}

/** What is said of several sheets at once is one message: the element or link is named, or the page is. */
function together(
  pages: readonly { readonly number: number; readonly page: DrawnPage }[],
  { origin }: Diagram,
): Diagnostic[] {
  const found = new Map<string, { first: Diagnostic; sheets: number[]; ofPage: boolean }>();
  for (const { number, page } of pages)
    for (const diagnostic of page.diagnostics) {
      const at = diagnostic.origin;
      const ofPage = at?.file === origin?.file && at?.line === origin?.line;
      const key = JSON.stringify([diagnostic.code, ofPage ? '' : diagnostic.message, at]);
      const before = found.get(key);
      if (before) before.sheets.push(number);
      else found.set(key, { first: diagnostic, sheets: [number], ofPage });
    }
  return [...found.values()].map(({ first, sheets, ofPage }) => {
    if (!ofPage) return first;
    const more = sheets.length - 1;
    const others = more === 0 ? '' : `, and alike on ${more} other${more === 1 ? '' : 's'}`;
    return { ...first, message: `${first.message} (sheet ${sheets[0]}${others})` };
  });
}

function qualityOf(pages: readonly DrawnPage[]): Quality {
  const all = pages.map(({ quality }) => quality);
  const most = (of: (q: Quality) => number): number => Math.max(...all.map(of));
  const sum = (of: (q: Quality) => number): number => all.reduce((n, q) => n + of(q), 0);
  return {
    ...(all[0] as Quality),
    points: Math.min(...all.map((q) => q.points)),
    blank: most((q) => q.blank),
    aspect: most((q) => q.aspect),
    offDirection: most((q) => q.offDirection),
    crossings: sum((q) => q.crossings),
    unlabelled: sum((q) => q.unlabelled),
    unrouted: sum((q) => q.unrouted),
  };
}

/** Nothing may be lost between sheets. */
function lost(whole: Diagram, sheets: readonly AtlasSheet[]): Diagnostic[] {
  return notOnSheets(whole, sheets).map((id) => {
    const { [id]: element } = whole.elements;
    const what = element ? `${element.kind} ${quote(element.name)}` : `the link ${id}`;
    return error('not-drawn', `${what} is on no sheet`, (element ?? whole.links[id])?.origin, {
      hint: 'The atlas is incomplete. Please report this as a bug in Cadastre, with the diagram.',
    });
  });
}

function drawAtlas(
  whole: Diagram,
  sheets: readonly AtlasSheet[],
  { titleBlock, icons, name = 'diagram' }: DrawInput,
  layout: LayoutPort,
): Drawing {
  const ids = idsOf(whole, sheets);
  const pages = sheets.map(({ number, diagram, leads }) => {
    const addresses = new Map(
      [...leads].map(([id, to]): [Identity, string] => [id, addressOf(name, number, to)]),
    );
    const sheet = { number, ids, addresses };
    const block = { ...titleBlock, sheet: `${number} of ${sheets.length}` };
    const page = drawPage(
      { diagram: inDocumentOrder(diagram), titleBlock: block, icons, sheet },
      layout,
    );
    return { number, page };
  });
  const drawn = pages.map(({ page }) => page);
  const [{ svg, dot, density }] = drawn as [DrawnPage];
  const texts = new Map(drawn.flatMap((p) => p.foreignTexts).map((t) => [t.text, t]));
  return {
    svg,
    sheets: drawn.slice(1).map((p) => p.svg),
    dot,
    density,
    quality: qualityOf(drawn),
    foreignTexts: [...texts.values()],
    diagnostics: [...lost(whole, sheets), ...together(pages, whole)],
  };
}

/** Throws `LayoutError` when Graphviz fails; what it leaves out is an error in the answer. */
export function draw(input: DrawInput, layout: LayoutPort): Drawing {
  const diagram = inDocumentOrder(input.diagram);
  const { sheets: by = 'one' } = diagram;
  const { titleBlock, icons } = input;
  const page = (): Drawing => ({ ...drawPage({ diagram, titleBlock, icons }, layout), sheets: [] });
  if (by === 'one') return page();
  const place: FlowPlace = (dot) => layout(asDot(dot), 'dot', 'plain');
  const tooMany = Object.keys(diagram.elements).length > TOO_MANY;
  if (by === 'auto' && !tooMany && estimatedPoints({ diagram, titleBlock, place }) >= LEGIBLE)
    return page();
  const sheets = atlasOf(diagram, by);
  return sheets.length === 0 ? page() : drawAtlas(diagram, sheets, input, layout);
}
