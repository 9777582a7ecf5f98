/**
 * Files of draw.io: pages of cells, with absolute places. Pages are plain XML, or packed: base64, raw deflate,
 * URL-encoded. What is packed is unpacked up to a limit: a small file can stand for gigabytes.
 */

import { inflateRawSync } from 'node:zlib';
import { labelLines, styleOf } from './drawio-text.ts';
import { parseXml, TooDeep, type XmlElement } from './xml.ts';

export interface DrawioPoint {
  readonly x: number;
  readonly y: number;
}

export interface DrawioBox extends DrawioPoint {
  readonly w: number;
  readonly h: number;
}

export interface DrawioCell {
  readonly id: string;
  /** Id of the cell that holds it; absent right on a layer. */
  readonly parent?: string;
  readonly style: ReadonlyMap<string, string>;
  /** Lines of text, without markup. */
  readonly label: readonly string[];
  /** Of the object around the cell, which a person can edit: `identity`. */
  readonly data: ReadonlyMap<string, string>;
  readonly kind: 'vertex' | 'edge';
  /** On the page; of an edge, absent. */
  readonly box?: DrawioBox;
  /** Ids of cells; absent for an end that hangs free. */
  readonly source?: string;
  readonly target?: string;
  /** Corners of an edge between its ends, on the page. */
  readonly points: readonly DrawioPoint[];
  /** Where its ends are, as far as that is stated: a loose end, or a place on the border of its cell. */
  readonly from?: DrawioPoint;
  readonly to?: DrawioPoint;
}

export interface DrawioPage {
  readonly id: string;
  readonly name: string;
  /** Without layers; vertices before edges, each in the order of the file. */
  readonly cells: ReadonlyMap<string, DrawioCell>;
  /** Of the object of the page's root. */
  readonly data: ReadonlyMap<string, string>;
}

export class DrawioError extends Error {
  readonly code: 'broken' | 'too-large';

  constructor(code: DrawioError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Unpacked, a page is no larger than this, and all pages together. */
const MOST = 64 * 1024 * 1024;
const DEEPEST = 200;
const MOST_CELLS = 200_000;

const isElement = (child: XmlElement | string): child is XmlElement => typeof child !== 'string';
const elements = ({ children }: XmlElement): XmlElement[] => children.filter(isElement);
const first = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && elements(element).find(({ local }) => local === name);

function parsed(text: string): XmlElement {
  try {
    const root = parseXml(text.replace(/^\uFEFF/, ''), DEEPEST);
    if (root) return root;
  } catch (thrown) {
    if (thrown instanceof TooDeep) throw new DrawioError('too-large', thrown.message);
    throw new DrawioError('broken', `it is not XML: ${(thrown as Error).message.trim()}`);
  }
  throw new DrawioError('broken', 'it is empty');
}

/** The XML of a packed page. */
function unpacked(text: string, left: number): string {
  const packed = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed))
    throw new DrawioError('broken', 'a page is neither XML nor packed in base64');
  let bytes: Buffer;
  try {
    bytes = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: left });
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new DrawioError('too-large', `unpacked, its pages are larger than ${MOST >> 20} MiB`);
    throw new DrawioError('broken', 'a page cannot be unpacked: it is truncated');
  }
  const inner = bytes.toString('utf8');
  try {
    return decodeURIComponent(inner);
  } catch {
    // Some tools pack the XML as it is.
    return inner;
  }
}

const number = (element: XmlElement | undefined, name: string): number => {
  const value = Number(element?.get(name) ?? 0);
  return Number.isFinite(value) ? value : 0;
};

const pointOf = (element: XmlElement | undefined): DrawioPoint | undefined =>
  element && { x: number(element, 'x'), y: number(element, 'y') };

/** A cell as it stands in the file: its places are relative to the cell around it. */
interface RawCell {
  readonly id: string;
  readonly parent?: string;
  readonly cell: XmlElement;
  readonly data: ReadonlyMap<string, string>;
  readonly value: string;
}

function rawCells(root: XmlElement): RawCell[] {
  const all = elements(root);
  if (all.length > MOST_CELLS)
    throw new DrawioError('too-large', `a page has more than ${MOST_CELLS} cells`);
  return all.flatMap((element): RawCell[] => {
    const cell = element.local === 'mxCell' ? element : first(element, 'mxCell');
    if (!cell) return [];
    const id = element.get('id') ?? cell.get('id');
    if (id === undefined) return [];
    const data = new Map(
      cell === element ? [] : element.attributes.map(({ name, value }) => [name, value]),
    );
    const value = (cell === element ? cell.get('value') : element.get('label')) ?? '';
    const parent = cell.get('parent');
    return [{ id, cell, data, value, ...(parent === undefined ? {} : { parent }) }];
  });
}

/** Where the top left corner of each cell's holder is on the page. */
class CellOrigins {
  readonly #cells: ReadonlyMap<string, RawCell>;
  readonly #known = new Map<string, DrawioPoint>();

  constructor(cells: ReadonlyMap<string, RawCell>) {
    this.#cells = cells;
  }

  /** Of a cell; (0, 0) of a layer, and of one in a circle. */
  of(id: string | undefined): DrawioPoint {
    const open: string[] = [];
    let at: DrawioPoint = { x: 0, y: 0 };
    for (let one = id; one !== undefined; one = this.#cells.get(one)?.parent) {
      const there = this.#known.get(one);
      if (there) {
        at = there;
        break;
      }
      if (open.includes(one)) break;
      open.push(one);
    }
    for (const one of open.reverse()) {
      const cell = this.#cells.get(one)?.cell;
      const geometry = cell?.get('edge') === '1' ? undefined : first(cell, 'mxGeometry');
      if (geometry?.get('relative') !== '1')
        at = { x: at.x + number(geometry, 'x'), y: at.y + number(geometry, 'y') };
      this.#known.set(one, at);
    }
    return at;
  }
}

const moved = (p: DrawioPoint | undefined, by: DrawioPoint): DrawioPoint | undefined =>
  p && { x: p.x + by.x, y: p.y + by.y };

function pageOf(diagram: XmlElement, model: XmlElement): DrawioPage {
  const raw = rawCells(first(model, 'root') ?? model);
  const byId = new Map(raw.map((cell) => [cell.id, cell]));
  const isLayer = (id: string | undefined): boolean => {
    const cell = id === undefined ? undefined : byId.get(id)?.cell;
    return !cell || (cell.get('vertex') !== '1' && cell.get('edge') !== '1');
  };
  const places = new CellOrigins(byId);
  const cells = new Map<string, DrawioCell>();
  // Edges come last: where they end is said by the cells at their ends.
  for (const edges of [false, true])
    for (const own of raw)
      if (!isLayer(own.id) && (own.cell.get('edge') === '1') === edges)
        cells.set(own.id, cellOf(own, isLayer(own.parent), places, cells));
  const top = raw.find(({ parent }) => parent === undefined);
  return {
    id: diagram.get('id') ?? '',
    name: diagram.get('name') ?? '',
    cells,
    data: top?.data ?? new Map(),
  };
}

function cellOf(
  { id, cell, data, value, parent }: RawCell,
  onLayer: boolean,
  places: CellOrigins,
  known: ReadonlyMap<string, DrawioCell>,
): DrawioCell {
  const geometry = first(cell, 'mxGeometry');
  const edge = cell.get('edge') === '1';
  const origin = places.of(parent);
  const [source, target] = [cell.get('source'), cell.get('target')];
  const style = styleOf(cell.get('style'));
  const held = onLayer || parent === undefined ? {} : { parent };
  const common = { id, style, label: labelLines(value), data, ...held };
  if (!edge) {
    const at = places.of(id);
    const box = { ...at, w: number(geometry, 'width'), h: number(geometry, 'height') };
    return { ...common, kind: 'vertex', box, points: [] };
  }
  const array = geometry && elements(geometry).find((e) => e.get('as') === 'points');
  const stated = (as: string): DrawioPoint | undefined =>
    moved(pointOf(geometry && elements(geometry).find((e) => e.get('as') === as)), origin);
  const points = (array ? elements(array) : []).flatMap((p) => moved(pointOf(p), origin) ?? []);
  const from = onBorder(style, 'exit', known.get(source ?? '')) ?? stated('sourcePoint');
  const to = onBorder(style, 'entry', known.get(target ?? '')) ?? stated('targetPoint');
  return {
    ...common,
    kind: 'edge',
    points,
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** `exitX=0.5;exitY=1`: a place on the border of the cell at that end. */
function onBorder(
  style: ReadonlyMap<string, string>,
  end: 'exit' | 'entry',
  cell: DrawioCell | undefined,
): DrawioPoint | undefined {
  const [x, y] = [style.get(`${end}X`), style.get(`${end}Y`)].map((v) => Number(v ?? Number.NaN));
  if (!cell?.box || x === undefined || y === undefined || Number.isNaN(x + y)) return undefined;
  const { box } = cell;
  return { x: box.x + box.w * x, y: box.y + box.h * y };
}

/** Whether the first bytes are those of a drawing. */
export const isDrawio = (bytes: Uint8Array): boolean =>
  /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:mxfile|mxGraphModel)\b/.test(
    new TextDecoder().decode(bytes.subarray(0, 4096)),
  );

/** Throws `DrawioError`. */
export function readDrawio(bytes: Uint8Array): readonly DrawioPage[] {
  if (bytes.length > MOST) throw new DrawioError('too-large', 'it is larger than 64 MiB');
  const root = parsed(new TextDecoder().decode(bytes));
  if (root.local === 'mxGraphModel') return [pageOf(root, root)];
  if (root.local !== 'mxfile') throw new DrawioError('broken', 'it is no file of draw.io');
  let left = MOST;
  const pages = elements(root).filter(({ local }) => local === 'diagram');
  if (pages.length === 0) throw new DrawioError('broken', 'it has no page');
  return pages.map((diagram) => {
    const plain = first(diagram, 'mxGraphModel');
    if (plain) return pageOf(diagram, plain);
    const text = unpacked(diagram.text, left);
    left -= text.length;
    if (left <= 0)
      throw new DrawioError('too-large', `unpacked, its pages are larger than ${MOST >> 20} MiB`);
    return pageOf(diagram, parsed(text));
  });
}
