/**
 * Diagram -> pictures: one page, or the sheets of an atlas. Each sheet is drawn and verified like a page of its own, and
 * all together are held against the whole diagram.
 */

import { asDot } from '../model/brands.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Diagram, inDocumentOrder } from '../model/diagram.ts';
import { DEFAULT_PAPER } from '../model/paper.ts';
import { estimatedQuality } from './arrange/arrange.ts';
import type { FlowPlace } from './arrange/flow-input.ts';
import { type DrawnPage, drawArranged, drawPage, type PageInput } from './draw-page.ts';
import { DEFAULT_NAME, type DrawInput, type Drawing } from './drawing.ts';
import { mxfile } from './drawio/markup.ts';
import { joined } from './joined-sheets.ts';
import type { LayoutPort } from './layout/port.ts';
import { arrangeOverlay } from './overlay/arrange-overlay.ts';
import type { Overlay } from './overlay/overlay.ts';
import { lost, type SheetInput, sheetInputs } from './sheet-inputs.ts';
import { atlasOf } from './sheets/atlas.ts';

export type { TitleBlock } from './arrange/frame.ts';
export type { DrawnPage } from './draw-page.ts';
export type { DrawInput, Drawing } from './drawing.ts';
export type { SheetInput } from './sheet-inputs.ts';

/** A page that is drawn, or sheets that are to be: each on its own, in any order and on any thread. */
export type Begun = { readonly page: Drawing } | AtlasBegun;

export interface AtlasBegun {
  readonly whole: Diagram;
  readonly sheets: readonly SheetInput[];
  /** Errors for what is on no sheet. */
  readonly missing: readonly Diagnostic[];
}

/** Points on paper below which a page is not legible. */
const LEGIBLE = 6.5;
/** With more elements than this, one page is not tried where an atlas may be made. */
const TOO_MANY = 600;

/** With more crossings for each of its links, drawn straight, one page is not tried: routing a tangle takes long, and is one still. */
const TANGLED = 2;

/** Kinds of networks. */
const NETWORKS = ['vpc', 'gcp:vpc', 'virtual-network'];

/** Whether a page can do without an atlas. */
const isReadable = ({ quality, diagnostics }: Drawing): boolean =>
  quality.points >= LEGIBLE &&
  !diagnostics.some(({ code, severity }) => severity === 'error' || code === 'connectors-many');

/** Whether networks of a recorded estate are drawn: how many there are is the estate's to say, not the author's. */
const recordedNetworks = ({ elements }: Diagram): boolean =>
  Object.values(elements).some(
    ({ derived, kind }) => derived !== undefined && NETWORKS.includes(kind),
  );

/** Draws a page, or says which sheets are to be drawn. Throws `LayoutError` when Graphviz fails. */
export function begin(input: DrawInput, layout: LayoutPort): Begun {
  const diagram = inDocumentOrder(input.diagram);
  const { titleBlock, icons, paper = DEFAULT_PAPER } = input;
  const named = diagram.hints.some(({ hint }) => hint === 'sheet');
  const by = diagram.sheets ?? (named ? undefined : recordedNetworks(diagram) ? 'auto' : 'one');
  const one = { diagram, titleBlock, icons, paper, output: input.name ?? DEFAULT_NAME };
  const whole = (drawn: DrawnPage): Drawing => ({
    ...drawn,
    drawio: mxfile([drawn.drawio]),
    sheets: [],
    sheetNames: [diagram.title],
  });
  const page = (): Drawing => whole(drawPage(one, layout));
  if (input.overlay) return { page: whole(drawOverlay(input.overlay, one, layout)) };
  if (by === 'one') return { page: page() };
  const place: FlowPlace = (dot) => layout(asDot(dot), 'dot', 'plain');
  let onOne: Drawing | undefined;
  if (by === 'auto' && !named && Object.keys(diagram.elements).length <= TOO_MANY) {
    const links = Object.keys(diagram.links).length;
    const { points, crossings } = estimatedQuality({ diagram, titleBlock, place, paper });
    if (points >= LEGIBLE && crossings <= TANGLED * links) onOne = page();
    // Its lines may have taken more room than was thought, or have found no way.
    if (onOne && isReadable(onOne)) return { page: onOne };
  }
  const sheets = atlasOf(diagram, by, paper);
  if (sheets.length === 0) return { page: onOne ?? page() };
  return {
    whole: diagram,
    sheets: sheetInputs(diagram, sheets, { ...input, paper }),
    missing: lost(diagram, sheets),
  };
}

/** What is left out of a sheet is an error in the answer. Throws `LayoutError` when Graphviz fails. */
export const drawSheet = (sheet: SheetInput, layout: LayoutPort): DrawnPage =>
  drawPage(sheet, layout);

function drawOverlay(overlay: Overlay, page: PageInput, layout: LayoutPort): DrawnPage {
  const place: FlowPlace = (dot) => layout(asDot(dot), 'dot', 'plain');
  const { arranged, union } = arrangeOverlay({ ...page, place }, overlay);
  return drawArranged({ ...page, diagram: union }, arranged, layout);
}

/** Throws `LayoutError` when Graphviz fails; what it leaves out is an error in the answer. */
export function draw(input: DrawInput, layout: LayoutPort): Drawing {
  const begun = begin(input, layout);
  if ('page' in begun) return begun.page;
  const { whole, sheets, missing } = begun;
  const pages = sheets.map((sheet) => drawSheet(sheet, layout));
  return joined(whole, sheets, missing, pages);
}
