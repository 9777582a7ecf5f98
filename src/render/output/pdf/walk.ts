/** Goes through a finished picture and draws what is in it on a surface. */

import type { XmlElement } from '../../../formats/xml.ts';
import { INITIAL, painted, type SvgPaint, Unsupported } from './paint.ts';
import { type Extent, pathOf, shapeExtent, union } from './shapes.ts';
import { fitted, fittedPort, type Matrix, transformOf, type Viewport } from './transform.ts';

/** What a picture is drawn on; all coordinates are those of the element, in px with y down. */
export interface Surface {
  /** Draws what is inside with a transform, and within a path where one is given. */
  within(transform: Matrix | undefined, clip: string | undefined, draw: () => void): void;
  /** @param extent of its points, where it is known */
  shape(path: string, paint: SvgPaint, opacity: number, extent?: Extent): void;
  /** @returns its width */
  words(text: string, x: number, y: number, paint: SvgPaint): number;
  /** An icon that is no lines and areas of one colour each, as a raster. */
  icon(symbol: XmlElement, port: Viewport): void;
  link(area: Extent, address: string): void;
}

/** Elements by `id`. */
type Definitions = ReadonlyMap<string, XmlElement>;

const elementsIn = (element: XmlElement): XmlElement[] =>
  element.children.filter((c): c is XmlElement => typeof c !== 'string');

const SILENT = new Set(['title', 'desc', 'defs', 'symbol', 'pattern', 'clipPath', 'metadata']);

export class Walker {
  readonly #surface: Surface;
  readonly #definitions: Definitions;
  /** Of the links that are open: what they take so far. */
  readonly #areas: Extent[][] = [];
  readonly #isVector: (symbol: XmlElement) => boolean;

  constructor(surface: Surface, root: XmlElement, isVector: (symbol: XmlElement) => boolean) {
    this.#surface = surface;
    this.#definitions = definitionsOf(root);
    this.#isVector = isVector;
  }

  /** Throws `Unsupported` at what the PDF would not show. */
  draw(element: XmlElement, inherited: SvgPaint = INITIAL): void {
    const { local } = element;
    if (SILENT.has(local)) return;
    const paint = painted(element, inherited);
    const opacity = Number(element.get('opacity') ?? 1);
    const clip = this.#clipOf(element);
    const transform = transformOf(element.get('transform'));
    const inside = (): void => {
      if (local === 'svg' || local === 'g') {
        if (opacity !== 1) throw new Unsupported('the opacity of a group');
        for (const child of elementsIn(element)) this.draw(child, paint);
      } else if (local === 'a') this.#link(element, paint);
      else if (local === 'use') this.#use(element, paint);
      else if (local === 'text') this.#text(element, paint);
      else this.#shape(element, paint, opacity);
    };
    if (transform || clip !== undefined) this.#surface.within(transform, clip, inside);
    else inside();
  }

  #clipOf(element: XmlElement): string | undefined {
    const reference = element.get('clip-path');
    if (reference === undefined || reference === 'none') return undefined;
    const clip = this.#definitions.get(/^url\(#(.+)\)$/.exec(reference)?.[1] ?? '');
    const shapes = clip ? elementsIn(clip) : [];
    const plain = shapes.every((s) => !s.get('transform') && s.get('clip-rule') !== 'evenodd');
    const units = clip?.get('clipPathUnits') ?? 'userSpaceOnUse';
    if (!clip || clip.get('transform') || !plain || units !== 'userSpaceOnUse')
      throw new Unsupported(`the clip path ${reference}`);
    // Where an element has both, its clip path is in the coordinates that its transform makes.
    return shapes
      .map((s) => {
        const path = pathOf(s);
        if (path === undefined) throw new Unsupported(`<${s.local}> as a clip path`);
        return path;
      })
      .join(' ');
  }

  #shape(element: XmlElement, paint: SvgPaint, opacity: number): void {
    const path = pathOf(element);
    if (path === undefined) throw new Unsupported(`<${element.local}>`);
    if (path === '') return;
    if (opacity !== 1 && paint.fill !== undefined && paint.stroke !== undefined)
      throw new Unsupported('the opacity of a shape with an outline');
    const extent = shapeExtent(element);
    if (extent) this.#areas.at(-1)?.push(extent);
    this.#surface.shape(path, paint, opacity, extent);
  }

  #text(element: XmlElement, paint: SvgPaint): void {
    const [x, y] = [Number(element.get('x') ?? 0), Number(element.get('y') ?? 0)];
    if (elementsIn(element).length > 0) throw new Unsupported('parts of a text');
    const width = this.#surface.words(element.text, x, y, paint);
    const left = paint.anchor === 'start' ? x : paint.anchor === 'end' ? x - width : x - width / 2;
    const { fontSize } = paint;
    this.#areas
      .at(-1)
      ?.push({ left, top: y - 0.8 * fontSize, right: left + width, bottom: y + 0.25 * fontSize });
  }

  #use(element: XmlElement, paint: SvgPaint): void {
    const address = element.get('xlink:href') ?? element.get('href') ?? '';
    const symbol = this.#definitions.get(address.replace(/^#/, ''));
    if (symbol?.local !== 'symbol') throw new Unsupported(`<use> of ${address}`);
    const of = (name: string): number => Number(element.get(name) ?? 0);
    const port = { x: of('x'), y: of('y'), width: of('width'), height: of('height') };
    const extent = shapeExtent(element);
    if (extent) this.#areas.at(-1)?.push(extent);
    if (!this.#isVector(symbol))
      this.#surface.icon(symbol, fittedPort(symbol.get('viewBox') ?? '', port));
    else
      this.#surface.within(fitted(symbol.get('viewBox') ?? '', port), undefined, () => {
        for (const child of elementsIn(symbol)) this.draw(child, paint);
      });
  }

  #link(element: XmlElement, paint: SvgPaint): void {
    this.#areas.push([]);
    for (const child of elementsIn(element)) this.draw(child, paint);
    const area = union(this.#areas.pop() ?? []);
    const address = element.get('xlink:href') ?? element.get('href');
    if (area && address !== undefined) this.#surface.link(area, address);
  }
}

function definitionsOf(root: XmlElement): Definitions {
  const found = new Map<string, XmlElement>();
  for (const element of root.all()) {
    const id = element.get('id');
    if (id !== undefined) found.set(id, element);
  }
  return found;
}

const NOWHERE: Surface = {
  within: (_, __, draw) => draw(),
  shape: (_, { fill }) => {
    if (fill === 'hatch') throw new Unsupported('a pattern');
  },
  words: () => {
    throw new Unsupported('words');
  },
  icon: () => {},
  link: () => {},
};

/** Whether a symbol can be drawn with lines and areas of one colour each. */
export function isVector(symbol: XmlElement): boolean {
  const ratio = symbol.get('preserveAspectRatio') ?? 'xMidYMid meet';
  if (!symbol.get('viewBox') || !/^xMidYMid(?: meet)?$/.test(ratio)) return false;
  try {
    const walker = new Walker(NOWHERE, symbol, () => false);
    for (const child of elementsIn(symbol)) {
      walker.draw(child);
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof Unsupported) return false;
    throw thrown;
  }
}
