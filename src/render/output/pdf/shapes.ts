/** The shapes of SVG as path data, and what they take. */

import type { XmlElement } from '../../../formats/xml.ts';
import { Unsupported } from './paint.ts';
import { numbers } from './transform.ts';

export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function extentOf(points: readonly (readonly [number, number])[]): Extent | undefined {
  if (points.length === 0) return undefined;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

export const union = (all: readonly Extent[]): Extent | undefined =>
  extentOf(all.flatMap((e) => [[e.left, e.top] as const, [e.right, e.bottom] as const]));

const value = (element: XmlElement, name: string): number => {
  const text = element.get(name) ?? '0';
  if (text.includes('%')) throw new Unsupported(`the length ${text}`);
  return Number.parseFloat(text);
};

const pairs = (values: readonly number[]): [number, number][] =>
  Array.from({ length: Math.floor(values.length / 2) }, (_, i) => [
    values[2 * i] ?? 0,
    values[2 * i + 1] ?? 0,
  ]);

function ellipse(cx: number, cy: number, rx: number, ry: number): string {
  const half = (to: number): string => `a ${rx} ${ry} 0 1 0 ${to} 0`;
  return `M ${cx - rx} ${cy} ${half(2 * rx)} ${half(-2 * rx)} Z`;
}

function rectangle(element: XmlElement): string {
  const of = (name: string): number => value(element, name);
  const [x, y, w, h] = [of('x'), of('y'), of('width'), of('height')];
  const [a, b] = ['rx', 'ry'].map((name) => element.get(name));
  const rx = Math.min(Number(a ?? b ?? 0), w / 2);
  const ry = Math.min(Number(b ?? a ?? 0), h / 2);
  if (!(rx > 0) || !(ry > 0)) return `M ${x} ${y} h ${w} v ${h} h ${-w} Z`;
  const corner = (dx: number, dy: number): string => `a ${rx} ${ry} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [w - 2 * rx, h - 2 * ry];
  return `M ${x + rx} ${y} h ${across} ${corner(rx, ry)} v ${down} ${corner(-rx, ry)} h ${-across} ${corner(-rx, -ry)} v ${-down} ${corner(rx, -ry)} Z`;
}

/** Path data of a shape; absent of an element that is none. */
export function pathOf(element: XmlElement): string | undefined {
  const of = (name: string): number => value(element, name);
  switch (element.local) {
    case 'path':
      return element.get('d') ?? '';
    case 'polygon':
    case 'polyline': {
      const points = pairs(numbers(element.get('points') ?? ''));
      if (points.length === 0) return '';
      return `M ${points.map(([x, y]) => `${x} ${y}`).join(' L ')}${element.local === 'polygon' ? ' Z' : ''}`;
    }
    case 'rect':
      return rectangle(element);
    case 'circle':
      return ellipse(of('cx'), of('cy'), of('r'), of('r'));
    case 'ellipse':
      return ellipse(of('cx'), of('cy'), of('rx'), of('ry'));
    case 'line':
      return `M ${of('x1')} ${of('y1')} L ${of('x2')} ${of('y2')}`;
    default:
      return undefined;
  }
}

/** What a shape of ours takes; of a path its control points, which Graphviz gives as they are. */
export function shapeExtent(element: XmlElement): Extent | undefined {
  const of = (name: string): number => value(element, name);
  switch (element.local) {
    case 'polygon':
    case 'polyline':
      return extentOf(pairs(numbers(element.get('points') ?? '')));
    case 'path': {
      const d = element.get('d') ?? '';
      return /^[MLCQZ\d\s,.e-]*$/.test(d) ? extentOf(pairs(numbers(d))) : undefined;
    }
    case 'rect':
    case 'use': {
      const [x, y, w, h] = [of('x'), of('y'), of('width'), of('height')];
      return { left: x, top: y, right: x + w, bottom: y + h };
    }
    case 'ellipse': {
      const [cx, cy, rx, ry] = [of('cx'), of('cy'), of('rx'), of('ry')];
      return { left: cx - rx, top: cy - ry, right: cx + rx, bottom: cy + ry };
    }
    default:
      return undefined;
  }
}
