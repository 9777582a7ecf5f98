/** What the elements of an SVG inherit and how they are painted: only what Cadastre's pictures and their icons hold. */

import type { XmlElement } from '../../../formats/xml.ts';
import { COLOUR_NAMES } from './colour-names.ts';

/** Something in an SVG that a PDF would not show as it is. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

export interface SvgPaint {
  /** `#rrggbb` or a CSS colour name; `hatch` for the pattern of that name; absent: not painted. */
  readonly fill?: string;
  readonly stroke?: string;
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
  readonly strokeWidth: number;
  readonly dash: readonly number[];
  readonly dashOffset: number;
  readonly cap: 'butt' | 'round' | 'square';
  readonly join: 'miter' | 'round' | 'bevel';
  readonly miter: number;
  readonly rule: 'nonzero' | 'evenodd';
  /** Of `currentColor`. */
  readonly color: string;
  readonly fontSize: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly underline: boolean;
}

export const INITIAL: SvgPaint = {
  fill: '#000000',
  fillOpacity: 1,
  strokeOpacity: 1,
  strokeWidth: 1,
  dash: [],
  dashOffset: 0,
  cap: 'butt',
  join: 'miter',
  miter: 4,
  rule: 'nonzero',
  color: '#000000',
  fontSize: 16,
  bold: false,
  italic: false,
  anchor: 'start',
  underline: false,
};

/** What changes nothing that is seen of what we print and of the catalogue's icons. */
const WITHOUT_EFFECT = new Set([
  ...['id', 'class', 'role', 'version', 'baseProfile', 'color-interpolation', 'overflow'],
  ...['pointer-events', 'shape-rendering', 'text-rendering', 'font-family', 'enable-background'],
  ...['xml:space', 'xmlns', 'xmlns:xlink', 'font-variant', 'font-stretch', 'direction'],
  ...['letter-spacing', 'word-spacing', 'writing-mode', 'baseline-shift', 'text-indent'],
  ...['aria-labelledby', 'aria-describedby', 'target', 'rel', 'text-orientation'],
  ...['display', 'visibility', 'viewBox', 'preserveAspectRatio', 'href', 'xlink:href'],
]);

/** What says where an element is, and of what form. */
const GEOMETRY = new Set([
  ...['d', 'points', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry'],
  ...['width', 'height', 'transform', 'opacity', 'clip-path', 'clip-rule'],
]);

const HEX = /^#(?:[\da-f]{3}|[\da-f]{6})$/i;
const RGB = /^rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)$/;

function colour(value: string, color: string): string | undefined {
  if (value === 'none' || value === 'transparent') return undefined;
  if (value === 'currentColor') return color;
  if (value === 'url(#hatch)') return 'hatch';
  if (HEX.test(value)) return value.toLowerCase();
  const rgb = RGB.exec(value);
  if (rgb)
    return `#${rgb
      .slice(1)
      .map((n) => Number(n).toString(16).padStart(2, '0'))
      .join('')}`;
  const name = value.toLowerCase();
  if (COLOUR_NAMES.has(name)) return name;
  throw new Unsupported(`the paint ${value}`);
}

function number(value: string): number {
  const n = Number(/^\s*(-?[\d.]+(?:e-?\d+)?)(?:px)?\s*$/.exec(value)?.[1]);
  if (!Number.isFinite(n)) throw new Unsupported(`the number ${value}`);
  return n;
}

function oneOf<const T extends string>(value: string, all: readonly T[]): T {
  const found = all.find((one) => one === value);
  if (found === undefined) throw new Unsupported(value);
  return found;
}

type MutablePaint = { -readonly [K in keyof SvgPaint]?: SvgPaint[K] | undefined };

const READ: Readonly<Record<string, (value: string, paint: MutablePaint) => void>> = {
  fill: (value, paint) => {
    paint.fill = colour(value, paint.color ?? '');
  },
  stroke: (value, paint) => {
    paint.stroke = colour(value, paint.color ?? '');
  },
  color: (value, paint) => {
    paint.color = colour(value, paint.color ?? '') ?? '';
  },
  'fill-opacity': (value, paint) => {
    paint.fillOpacity = number(value);
  },
  'stroke-opacity': (value, paint) => {
    paint.strokeOpacity = number(value);
  },
  'stroke-width': (value, paint) => {
    paint.strokeWidth = number(value);
  },
  'stroke-dasharray': (value, paint) => {
    paint.dash =
      value === 'none'
        ? []
        : value
            .trim()
            .split(/[\s,]+/)
            .map(number);
  },
  'stroke-dashoffset': (value, paint) => {
    paint.dashOffset = number(value);
  },
  'stroke-linecap': (value, paint) => {
    paint.cap = oneOf(value, ['butt', 'round', 'square']);
  },
  'stroke-linejoin': (value, paint) => {
    paint.join = oneOf(value, ['miter', 'round', 'bevel']);
  },
  'stroke-miterlimit': (value, paint) => {
    paint.miter = number(value);
  },
  'fill-rule': (value, paint) => {
    paint.rule = oneOf(value, ['nonzero', 'evenodd']);
  },
  'font-size': (value, paint) => {
    paint.fontSize = value === 'medium' ? 16 : number(value);
  },
  'font-weight': (value, paint) => {
    paint.bold = value === 'bold' || Number(value) >= 600;
  },
  'font-style': (value, paint) => {
    paint.italic = value === 'italic' || value === 'oblique';
  },
  'text-anchor': (value, paint) => {
    paint.anchor = oneOf(value, ['start', 'middle', 'end']);
  },
  'text-decoration': (value, paint) => {
    paint.underline = oneOf(value, ['none', 'underline']) === 'underline';
  },
};

/** The element's own paint on that of its surroundings. Throws `Unsupported` at what would be lost. */
export function painted(element: XmlElement, inherited: SvgPaint): SvgPaint {
  const paint: MutablePaint = { ...inherited };
  const attributes = element.attributes;
  // `color` first: the others may refer to it.
  attributes.sort((a, b) => Number(b.name === 'color') - Number(a.name === 'color'));
  for (const { name, value } of attributes) {
    const read = READ[name];
    if (read) read(value, paint);
    else if (!WITHOUT_EFFECT.has(name) && !GEOMETRY.has(name) && !name.startsWith('data-'))
      throw new Unsupported(`the attribute ${name} of <${element.local}>`);
  }
  if (['display', 'visibility'].some((name) => /none|hidden/.test(element.get(name) ?? '')))
    throw new Unsupported('what is hidden');
  // What is absent is not painted, so the keys of an inherited paint must go.
  for (const key of ['fill', 'stroke'] as const) if (paint[key] === undefined) delete paint[key];
  return paint as SvgPaint;
}
