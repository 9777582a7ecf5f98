/** SVG of Cadastre -> the groups in it, with their shapes, words and icons; px of the page, y down. */

import { SaxesParser } from 'saxes';
import type { Svg } from '../../model/brands.ts';
import { textWidth } from '../../text/measure.ts';
import type { Box, Point } from '../scene/scene.ts';
import { boundsOf } from './geometry.ts';
import { numbersOf, pointsOf, strokesOf } from './path.ts';

export interface SvgShape {
  readonly element: 'path' | 'polygon' | 'polyline' | 'ellipse';
  readonly strokes: readonly (readonly Point[])[];
  readonly box: Box;
  /** Has a visible outline. */
  readonly stroked: boolean;
  readonly filled: boolean;
  readonly trunk?: string;
}

export interface SvgWords {
  readonly text: string;
  readonly box: Box;
}

export interface SvgGroup {
  readonly kind: 'cluster' | 'node' | 'edge';
  readonly id: string;
  readonly trunk?: string;
  readonly connector?: string;
  readonly shapes: SvgShape[];
  readonly words: SvgWords[];
  readonly icons: Box[];
}

export interface SvgPage {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly SvgGroup[];
}

type ReadAttributes = Readonly<Record<string, string | undefined>>;

const painted = (paint: string | undefined): boolean =>
  paint !== undefined && paint !== 'none' && paint !== 'transparent';

const hidden = ({ display, visibility, opacity }: ReadAttributes): boolean =>
  display === 'none' || visibility === 'hidden' || Number(opacity ?? 1) === 0;

const stroked = (a: ReadAttributes): boolean =>
  painted(a.stroke) &&
  Number(a['stroke-width'] ?? 1) > 0 &&
  Number(a['stroke-opacity'] ?? 1) > 0 &&
  !hidden(a);

const filled = (a: ReadAttributes): boolean =>
  painted(a.fill) && Number(a['fill-opacity'] ?? 1) > 0 && !hidden(a);

const kindOf = ({ class: classes = '' }: ReadAttributes): SvgGroup['kind'] | undefined =>
  (['cluster', 'node', 'edge'] as const).find((kind) => classes.split(' ').includes(kind));

function strokesOfShape(name: string, a: ReadAttributes): Point[][] {
  if (name === 'path') return strokesOf(a.d ?? '');
  if (name === 'polygon' || name === 'polyline') return [pointsOf(numbersOf(a.points ?? ''))];
  const [cx, cy, rx, ry] = ['cx', 'cy', 'rx', 'ry'].map((key) => Number(a[key] ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return [
    [
      { x: cx - rx, y: cy - ry },
      { x: cx + rx, y: cy + ry },
    ],
  ];
}

/** Height of letters above and below the line that they stand on, as shares of their size. */
const ASCENT = 0.74;
const DESCENT = 0.21;

function wordsBox(text: string, a: ReadAttributes, origin: Point): Box {
  const size = Number(a['font-size'] ?? 11);
  const w = textWidth(text, size, a['font-weight'] === 'bold');
  const x = origin.x + Number(a.x ?? 0);
  const start = a['text-anchor'] === 'middle' ? x - w / 2 : a['text-anchor'] === 'end' ? x - w : x;
  const y = origin.y + Number(a.y ?? 0) - ASCENT * size;
  return { x: start, y, w, h: (ASCENT + DESCENT) * size };
}

/** Where a group's own coordinates begin; anything but a move would falsify what is measured. */
function moved(origin: Point, transform: string | undefined): Point {
  if (transform === undefined) return origin;
  const [x = 0, y = 0] = numbersOf(/^\s*translate\(([^)]*)\)\s*$/.exec(transform)?.[1] ?? 'none');
  if (!/^\s*translate\([^)]*\)\s*$/.test(transform))
    throw new Error(`transform ${transform} is not known`);
  return { x: origin.x + x, y: origin.y + y };
}

const SHAPES = new Set(['path', 'polygon', 'polyline', 'ellipse']);

class PageReader {
  readonly groups: SvgGroup[] = [];
  root: ReadAttributes | undefined;
  readonly #open: { origin: Point; group: SvgGroup | undefined }[] = [
    { origin: { x: 0, y: 0 }, group: undefined },
  ];
  #inDefs = 0;
  #text: { attributes: ReadAttributes; content: string } | undefined;

  open(name: string, attributes: ReadAttributes): void {
    this.root ??= attributes;
    if (name === 'defs' || this.#inDefs > 0) {
      this.#inDefs++;
      return;
    }
    const { origin, group } = this.#open.at(-1) as { origin: Point; group: SvgGroup | undefined };
    const at = moved(origin, attributes.transform);
    const own = name === 'g' ? this.#begin(attributes) : undefined;
    this.#open.push({ origin: at, group: own ?? group });
    if (name === 'text') this.#text = { attributes, content: '' };
    else if (group && name === 'use') this.#icon(attributes, at, group);
    else if (group && SHAPES.has(name)) this.#shape(name, attributes, at, group);
  }

  text(chunk: string): void {
    if (this.#text) this.#text.content += chunk;
  }

  close(name: string): void {
    if (this.#inDefs > 0) {
      this.#inDefs--;
      return;
    }
    const here = this.#open.pop();
    if (name !== 'text' || !this.#text) return;
    const { attributes, content } = this.#text;
    if (here && content.trim() !== '')
      here.group?.words.push({ text: content, box: wordsBox(content, attributes, here.origin) });
    this.#text = undefined;
  }

  #begin(a: ReadAttributes): SvgGroup | undefined {
    const kind = kindOf(a);
    if (!kind) return undefined;
    const [trunk, connector] = [a['data-trunk'], a['data-connector']];
    const group: SvgGroup = {
      kind,
      id: a.id ?? '',
      ...(trunk === undefined ? {} : { trunk }),
      ...(connector === undefined ? {} : { connector }),
      shapes: [],
      words: [],
      icons: [],
    };
    this.groups.push(group);
    return group;
  }

  #icon(a: ReadAttributes, origin: Point, group: SvgGroup): void {
    const [x = 0, y = 0, w = 0, h = 0] = [a.x, a.y, a.width, a.height].map((v) => Number(v ?? 0));
    group.icons.push({ x: x + origin.x, y: y + origin.y, w, h });
  }

  #shape(name: string, a: ReadAttributes, origin: Point, group: SvgGroup): void {
    const strokes = strokesOfShape(name, a).map((stroke) =>
      stroke.map(({ x, y }) => ({ x: x + origin.x, y: y + origin.y })),
    );
    const trunk = a['data-trunk'] ?? group.trunk;
    group.shapes.push({
      element: name as SvgShape['element'],
      strokes,
      box: boundsOf(strokes.flat()),
      stroked: stroked(a),
      filled: filled(a),
      ...(trunk === undefined ? {} : { trunk }),
    });
  }
}

/** Throws for what is no XML, and for shapes that Cadastre does not draw. */
export function readPage(svg: Svg): SvgPage {
  const reader = new PageReader();
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', ({ name, attributes }) => reader.open(name, attributes as ReadAttributes));
  parser.on('text', (chunk) => reader.text(chunk));
  parser.on('closetag', ({ name }) => reader.close(name));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  const [, , width = 0, height = 0] = numbersOf(reader.root?.viewBox ?? '');
  return { width, height, groups: reader.groups };
}
