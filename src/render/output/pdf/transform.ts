/** Transforms and points of SVG. */

import { Unsupported } from './paint.ts';

/** `[a, b, c, d, e, f]`, as SVG and PDF have it. */
export type Matrix = readonly [number, number, number, number, number, number];

export const numbers = (text: string): number[] =>
  (text.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);

function matrixOf(name: string, values: readonly number[]): Matrix {
  const [a = 0, b, ...rest] = values;
  if (name === 'translate') return [1, 0, 0, 1, a, b ?? 0];
  if (name === 'scale') return [a, 0, 0, b ?? a, 0, 0];
  if (name === 'matrix' && values.length === 6) return values as unknown as Matrix;
  if (name === 'rotate') {
    const angle = (a * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [x, y] = [b ?? 0, rest[0] ?? 0];
    return [cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos];
  }
  throw new Unsupported(`the transform ${name}`);
}

export const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
];

/** Of a `transform` attribute; absent where it changes nothing. */
export function transformOf(text: string | undefined): Matrix | undefined {
  if (text === undefined) return undefined;
  let whole: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name = '', values = ''] of text.matchAll(/(\w+)\s*\(([^)]*)\)/g))
    whole = times(whole, matrixOf(name, numbers(values)));
  return whole;
}

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Brings a view box into a viewport, centred and undistorted. */
export function fitted(viewBox: string, { x, y, width, height }: Viewport): Matrix {
  const [left = 0, top = 0, w = 1, h = 1] = numbers(viewBox);
  const scale = Math.min(width / w, height / h);
  const dx = x + (width - w * scale) / 2 - left * scale;
  const dy = y + (height - h * scale) / 2 - top * scale;
  return [scale, 0, 0, scale, dx, dy];
}

/** The part of a viewport that a view box fills when it is brought into it. */
export function fittedPort(viewBox: string, port: Viewport): Viewport {
  const [left = 0, top = 0, w = 1, h = 1] = numbers(viewBox);
  const [scale, , , , dx, dy] = fitted(viewBox, port);
  return { x: left * scale + dx, y: top * scale + dy, width: w * scale, height: h * scale };
}
