/**
 * A large picture, cut into bands that are drawn one after the other: whole, its pixels would take
 * hundreds of MB.
 *
 * resvg (2.6.2) ends the process when a layer, as of an icon, lies outside of what it draws. So a band
 * holds only the icons that touch it, and reaches as far as they do; the rows beyond are thrown away.
 */

import type { Svg } from '../../model/brands.ts';
import { asSvg } from '../../model/brands.ts';

export interface Band {
  /** To be drawn as it is, at scale 1. */
  readonly svg: Svg;
  /** Rows of its picture above the band. */
  readonly above: number;
  /** Rows of the band. */
  readonly rows: number;
}

export interface BandedPicture {
  /** Pixels of the whole. */
  readonly width: number;
  readonly height: number;
  readonly bands: Iterable<Band>;
}

/** Rows beyond a band that are drawn, too: lines that are cut by an edge come out otherwise beside it. */
const MARGIN = 8;

const ROOT = /<svg\b[^>]*>/;
const SIZE = /\bwidth="([\d.]+)" height="([\d.]+)" viewBox="0 0 \1 \2"/;
const GRAPH = /<g\b[^>]*\bclass="graph"[^>]*\btransform="translate\(0 ([-\d.]+)\)"[^>]*>/;
const MOVED = /\btransform="/g;
const MOVABLE = /<use\b[^>]*\/>|<text\b[^>]*>[^<]*<\/text>/g;

/** An icon or a text, by its place in the SVG and on the page. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly icon: boolean;
  readonly top: number;
  readonly bottom: number;
}

const attribute = (tag: string, name: string): number =>
  Number(new RegExp(`\\s${name}="([-\\d.]+)"`).exec(tag)?.[1] ?? Number.NaN);

function partsOf(svg: string, from: number, offset: number): Part[] | undefined {
  const parts = [...svg.slice(from).matchAll(MOVABLE)].map(({ 0: tag, index }): Part => {
    const icon = tag.startsWith('<use');
    const y = attribute(tag, 'y') + offset;
    const size = attribute(tag, icon ? 'height' : 'font-size');
    const start = from + index;
    const [top, bottom] = icon ? [y, y + size] : [y - 2 * size, y + size];
    return { start, end: start + tag.length, icon, top, bottom };
  });
  return parts.every(({ top, bottom }) => bottom >= top) ? parts : undefined;
}

/** The picture without these parts, in the order of their places. */
function without(svg: string, parts: readonly Part[]): string {
  let at = 0;
  const kept = parts.map(({ start, end }) => {
    const piece = svg.slice(at, start);
    at = end;
    return piece;
  });
  return [...kept, svg.slice(at)].join('');
}

/**
 * @param scale pixels to the px of the SVG; @param rows of each band but the last
 * @returns nothing for an SVG that is not built as `cleanSvg` does
 */
export function bandsOf(svg: Svg, scale: number, rows: number): BandedPicture | undefined {
  const [root = ''] = ROOT.exec(svg) ?? [];
  const size = SIZE.exec(root);
  const graph = GRAPH.exec(svg);
  if (!size || !graph) return undefined;
  const drawn = svg.slice(graph.index + graph[0].length);
  if (drawn.search(MOVED) >= 0) return undefined;
  const parts = partsOf(svg, graph.index + graph[0].length, Number(graph[1]));
  if (!parts) return undefined;
  const [across, down] = [Number(size[1]), Number(size[2])];
  // As resvg does: to whole pixels, which the picture then fills.
  const width = Math.round(across * scale);
  const height = Math.round(down * scale);
  const rowsPerPx = height / down;
  const band = (start: number): Band => {
    const end = Math.min(start + rows, height);
    const touches = ({ top, bottom }: Part): boolean =>
      bottom * rowsPerPx > start && top * rowsPerPx < end;
    const icons = parts.filter((part) => part.icon && touches(part));
    const reach = (of: number[], to: (...of: number[]) => number): number =>
      Math.max(0, Math.min(height, to(...of)));
    const top = reach(
      [start - MARGIN, ...icons.map((i) => Math.floor(i.top * rowsPerPx) - 1)],
      Math.min,
    );
    const bottom = reach(
      [end + MARGIN, ...icons.map((i) => Math.ceil(i.bottom * rowsPerPx) + 1)],
      Math.max,
    );
    const box = `0 ${top / rowsPerPx} ${across} ${(bottom - top) / rowsPerPx}`;
    const own = root.replace(
      SIZE,
      `width="${width}" height="${bottom - top}" viewBox="${box}" preserveAspectRatio="none"`,
    );
    const rest = parts.filter((part) => !touches(part));
    return {
      svg: asSvg(without(svg, rest).replace(root, () => own)),
      above: start - top,
      rows: end - start,
    };
  };
  return {
    width,
    height,
    bands: (function* () {
      for (let start = 0; start < height; start += rows) yield band(start);
    })(),
  };
}
