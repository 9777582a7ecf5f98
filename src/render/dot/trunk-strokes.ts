/**
 * Links of one trunk run on each other. Painted twice, a line would be thicker there, and dashes would fill each other's
 * gaps: so of the stretches that several share, one paints each, and the others leave it out by their dashes.
 */

import type { Point, SceneLink } from '../scene/scene.ts';
import { ARROW_LENGTH, corneredLine } from './splines.ts';

/** Length of a corner by its radius, as Graphviz' curve draws it. */
const CURVE = 1.8021;
/** Graphviz' own patterns. */
const PATTERNS = { solid: undefined, dashed: [5, 2], dotted: [1, 5] } as const;
/** Nothing that is seen, px: a length of 0 is refused by writers of PDF. */
const LEAST = 0.01;
/** Longer than any line, px. */
const REST = 1e5;

type Span = readonly [from: number, to: number];

/** Lengths of what is painted and what is not, in turn. */
class DashPattern {
  readonly #lengths: number[] = [0];

  add(length: number, painted: boolean): void {
    if (length <= 0) return;
    // At even indexes it is painted.
    const last = this.#lengths.length - 1;
    if ((last % 2 === 0) === painted)
      this.#lengths[last] = (this.#lengths[last] as number) + length;
    else this.#lengths.push(length);
  }

  addPattern(length: number, pattern: readonly number[] | undefined): void {
    if (!pattern) {
      this.add(length, true);
      return;
    }
    for (let at = 0, i = 0; at < length; i++) {
      const next = Math.max(0.1, pattern[i % pattern.length] as number);
      this.add(Math.min(next, length - at), i % 2 === 0);
      at += next;
    }
  }

  toString(): string {
    this.add(REST, false);
    return this.#lengths.map((length) => Math.max(LEAST, Math.round(length * 100) / 100)).join(',');
  }
}

/** The parts of a span that no other covers, in its own order. */
function uncovered([from, to]: Span, covering: readonly Span[]): Span[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  let left: Span[] = [[low, high]];
  for (const [a, b] of covering)
    left = left.flatMap(([x, y]): Span[] =>
      b <= x || a >= y
        ? [[x, y]]
        : [...(a > x ? [[x, a] as Span] : []), ...(b < y ? [[b, y] as Span] : [])],
    );
  return from < to ? left : left.reverse().map(([x, y]): Span => [y, x]);
}

/** What is painted already of one trunk: spans by the line that they lie on, and corners. */
class PaintedTrunk {
  readonly #spans = new Map<string, Span[]>();
  readonly #corners = new Set<string>();

  #straight(a: Point, b: Point, pattern: DashPattern, dashes: readonly number[] | undefined): void {
    const level = a.y === b.y;
    const key = level ? `y ${a.y}` : `x ${a.x}`;
    const span: Span = level ? [a.x, b.x] : [a.y, b.y];
    const known = this.#spans.get(key) ?? [];
    let at = span[0];
    for (const [from, to] of uncovered(span, known)) {
      pattern.add(Math.abs(from - at), false);
      pattern.addPattern(Math.abs(to - from), dashes);
      at = to;
    }
    pattern.add(Math.abs(span[1] - at), false);
    const [from, to] = span;
    this.#spans.set(key, [...known, from < to ? span : [to, from]]);
  }

  #corner(a: Point, b: Point, c: Point, pattern: DashPattern): void {
    const ends = [a, c].map((p) => `${p.x} ${p.y}`).sort();
    const key = [`${b.x} ${b.y}`, ...ends].join(' ');
    const radius = Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y));
    pattern.add(CURVE * radius, !this.#corners.has(key));
    this.#corners.add(key);
  }

  /** Paints a link where no other of the trunk is painted yet. */
  paint(link: SceneLink): string {
    const { points, direction, line, dash } = link;
    const dashes = dash === undefined ? PATTERNS[line] : dash.split(/[ ,]+/).map(Number);
    const head = direction === 'forward' || direction === 'both';
    const tail = direction === 'back' || direction === 'both';
    const pattern = new DashPattern();
    for (const { from, to, corner, next } of corneredLine(points, {
      head: head ? ARROW_LENGTH : 0,
      tail: tail ? ARROW_LENGTH : 0,
    })) {
      this.#straight(from, to, pattern, dashes);
      if (corner && next) this.#corner(to, corner, next, pattern);
    }
    return String(pattern);
  }
}

/** By id of a link: the dashes with which it leaves out what another link of its trunk paints. */
export function trunkDashes(links: readonly SceneLink[]): ReadonlyMap<string, string> {
  const painted = new Map<string, PaintedTrunk>();
  const found = new Map<string, string>();
  // The one that carries the words paints the stem.
  const ordered = [...links].sort((a, b) => Number(Boolean(b.label)) - Number(Boolean(a.label)));
  for (const link of ordered) {
    if (link.trunk === undefined) continue;
    const trunk = painted.get(link.trunk) ?? new PaintedTrunk();
    painted.set(link.trunk, trunk);
    found.set(link.id, trunk.paint(link));
  }
  return found;
}
