/** Where a line may leave a box or reach it: the lanes before its sides. */

import type { Box, Figure, Point } from '../scene/scene.ts';
import { type Lanes, strikes, within } from './lanes.ts';

/** Left, right, top, bottom. */
export type PortSide = 0 | 1 | 2 | 3;

export interface RouteEnd {
  /** All that the end takes up. */
  readonly box: Box;
  /** What lines are drawn to, inside of it: the icon of a figure with words below. */
  readonly port: Box;
  /** Areas (indexes) that it lies in. */
  readonly within: ReadonlySet<number>;
  /** Index of its obstacle, where the end is one. */
  readonly obstacle?: number;
  /** Sides that lines may use: 0 left, 1 right, 2 top, 3 bottom; all when absent. */
  readonly sides?: readonly PortSide[];
  /** The line leaves towards the inside of the box: from a group to its own member. */
  readonly inside?: boolean;
}

export interface Port {
  /** The first vertex that the line takes on its own: what lies before it is the stub. */
  readonly vertex: number;
  readonly side: PortSide;
  readonly at: Point;
  readonly cost: number;
  readonly key: string;
}

/** Length of the last stretch, px: an arrowhead and a corner. */
export const STUB = 16;
const OFF_CENTRE = 0.8;
/** Farther off the middle than this, px, no end of a long side is worse than another. */
const FAR_OFF = 120;
/** A line to the words below an icon, not to the icon. */
const BELOW_WORDS = 60;

/** The icon of a figure with words below it; else the whole box. */
export function portBox(box: Box, figure: Figure): Box {
  const size = figure.icon?.size;
  if (size === undefined || figure.shape !== 'icon' || figure.paint.border !== 'none') return box;
  const air = 4;
  const side = size + 2 * air;
  // Inside of the network, lines end at the words.
  if (figure.onBorder) return { ...box, x: box.x + (box.w - side) / 2, w: side };
  return { x: box.x + box.w / 2 - side / 2, y: box.y, w: side, h: size + air };
}

/** The vertices from a port's first one up to the box, each with the way from it on towards the box. */
export function* stubOf(
  { xs, ys }: Lanes,
  { vertex, side, at }: Pick<Port, 'vertex' | 'side' | 'at'>,
): Generator<{ v: number; edge: number; left: number }> {
  const rows = ys.length;
  const across = side < 2;
  const place = (v: number): number =>
    (across ? xs[Math.floor(v / rows)] : ys[v % rows]) ?? Number.NaN;
  const goal = across ? at.x : at.y;
  const forward = goal >= place(vertex) ? 1 : -1;
  const step = forward * (across ? rows : 1);
  for (let v = vertex; (goal - place(v)) * forward > 0; v += step)
    yield { v, edge: Math.min(v, v + step), left: Math.abs(goal - place(v)) };
}

/**
 * Where an end may be reached, with room for an arrowhead before the first corner.
 * @param price what is added to a port's cost; Infinity: it cannot be used
 */
export function portsOf(
  lanes: Lanes,
  end: RouteEnd,
  name: string,
  price: (port: Port) => number,
): Port[] {
  const { xs, ys, blocked } = lanes;
  const rows = ys.length;
  const { x, y, w, h } = end.box;
  const port = end.port;
  const own = (end.obstacle ?? -1) + 1;
  const free = (v: number): boolean => blocked[v] === 0 || blocked[v] === own;
  const found: Port[] = [];
  const inset = Math.min(5, port.w / 4, port.h / 4);
  const add = (side: PortSide, i: number, j: number, at: Point, off: number): void => {
    const vertex = i * rows + j;
    if (i < 0 || j < 0 || i >= xs.length || j >= rows || !free(vertex)) return;
    if (end.sides && !end.sides.includes(side)) return;
    // The nearest lane may lie beyond a title.
    const lane = { x: xs[i] as number, y: ys[j] as number };
    if (strikes(lanes, at, lane, end.obstacle)) return;
    const key = `${name}:${side}:${side < 2 ? j : i}`;
    const port = { vertex, side, at, cost: off * OFF_CENTRE, key };
    const more = price(port);
    if (more < Infinity) found.push({ ...port, cost: port.cost + more });
  };
  const reach = end.inside ? -STUB : STUB;
  const [j0, j1] = within(ys, port.y + inset, port.y + port.h - inset);
  const left = within(xs, -1e9, x - reach)[1];
  const right = within(xs, x + w + reach, 1e9)[0];
  for (let j = j0; j <= j1; j++) {
    const py = ys[j] as number;
    const off = Math.min(Math.abs(py - (port.y + port.h / 2)), FAR_OFF);
    add(0, left, j, { x: port.x, y: py }, off);
    add(1, right, j, { x: port.x + port.w, y: py }, off);
  }
  const [i0, i1] = within(xs, port.x + inset, port.x + port.w - inset);
  const top = within(ys, -1e9, y - reach)[1];
  const bottom = within(ys, y + h + reach, 1e9)[0];
  for (let i = i0; i <= i1; i++) {
    const px = xs[i] as number;
    const off = Math.min(Math.abs(px - (port.x + port.w / 2)), FAR_OFF);
    add(2, i, top, { x: px, y }, off);
    add(3, i, bottom, { x: px, y: y + h }, port.h < h ? off + BELOW_WORDS : off);
  }
  return found;
}

export function portsByVertex(ports: readonly Port[]): ReadonlyMap<number, readonly Port[]> {
  const found = new Map<number, Port[]>();
  for (const port of ports) {
    const known = found.get(port.vertex);
    if (known) known.push(port);
    else found.set(port.vertex, [port]);
  }
  return found;
}
