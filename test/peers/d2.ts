/** A diagram as D2 draws it, laid out by ELK. */

import { pathToFileURL } from 'node:url';
import type { Diagram, Identity } from '../../src/model/diagram.ts';
import { boundsOf } from '../../src/render/linework/geometry.ts';
import type { Box, Point } from '../../src/render/scene/scene.ts';
import { type PeerPicture, type PeerWords, stretchesThrough } from './picture.ts';
import { childrenOf, wordsOf, wordsOn } from './words.ts';

interface D2Label {
  readonly label: string;
  readonly labelWidth: number;
  readonly labelHeight: number;
  readonly labelPosition: string;
  readonly fontSize: number;
}

interface D2Shape extends D2Label {
  readonly id: string;
  readonly pos: Point;
  readonly width: number;
  readonly height: number;
}

interface D2Connection extends D2Label {
  readonly src: string;
  readonly dst: string;
  readonly route: readonly Point[];
}

interface D2Layout {
  readonly shapes: readonly D2Shape[];
  readonly connections: readonly D2Connection[];
}

interface D2Compiler {
  compile(source: string, options: { layout: string }): Promise<{ diagram: D2Layout }>;
}

/** @param entry path of the package's module */
export async function loadD2(entry: string): Promise<D2Compiler> {
  const { D2 } = (await import(pathToFileURL(entry).href)) as { D2: new () => D2Compiler };
  return new D2();
}

const quoted = (lines: readonly string[]): string => JSON.stringify(lines.join('\n'));

const ARROWS = { forward: '->', back: '<-', both: '<->', none: '--' } as const;

/** @returns the source, and the path of each element in it */
function sourceOf(diagram: Diagram): { text: string; paths: ReadonlyMap<Identity, string> } {
  const children = childrenOf(diagram);
  const paths = new Map<Identity, string>();
  const numbers = new Map(Object.keys(diagram.elements).map((id, i) => [id, `e${i + 1}`]));
  const block = (id: Identity, above: string): string => {
    const path = `${above}${numbers.get(id)}`;
    paths.set(id, path);
    const element = diagram.elements[id];
    const inside = (children.get(id) ?? []).map((child) => block(child, `${path}.`));
    const label = element ? quoted(wordsOf(element)) : '""';
    return `${numbers.get(id)}: ${label}${inside.length > 0 ? ` {\n${inside.join('\n')}\n}` : ''}`;
  };
  const boxes = (children.get('') ?? []).map((id) => block(id, ''));
  const lines = Object.values(diagram.links).map((link) => {
    const words = wordsOn(link);
    const arrow = ARROWS[link.facts.direction ?? 'forward'];
    return `${paths.get(link.from)} ${arrow} ${paths.get(link.to)}${words.length > 0 ? `: ${quoted(words)}` : ''}`;
  });
  const direction = diagram.direction ? [`direction: ${diagram.direction}`] : [];
  return { text: [...direction, ...boxes, ...lines].join('\n'), paths };
}

/** Labels stand inside or outside of a side of the shape, at its start, middle or end. */
function labelBox({ labelPosition, labelWidth: w, labelHeight: h }: D2Label, box: Box): Box {
  const pad = 5;
  const middle = { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2 };
  const x = labelPosition.includes('LEFT')
    ? box.x + pad
    : labelPosition.includes('RIGHT')
      ? box.x + box.w - w - pad
      : middle.x;
  const outside = labelPosition.startsWith('OUTSIDE');
  const y = labelPosition.includes('TOP')
    ? outside
      ? box.y - h - pad
      : box.y + pad
    : labelPosition.includes('BOTTOM')
      ? outside
        ? box.y + box.h + pad
        : box.y + box.h - h - pad
      : middle.y;
  return { x, y, w, h };
}

function halfWay(route: readonly Point[]): Point {
  const parts = stretchesThrough(route).map(({ a, b }) => ({
    ...{ a, b },
    length: Math.hypot(b.x - a.x, b.y - a.y),
  }));
  let left = parts.reduce((sum, { length }) => sum + length, 0) / 2;
  for (const { a, b, length } of parts) {
    if (length >= left && length > 0)
      return { x: a.x + ((b.x - a.x) * left) / length, y: a.y + ((b.y - a.y) * left) / length };
    left -= length;
  }
  return route[0] ?? { x: 0, y: 0 };
}

export async function drawnByD2(diagram: Diagram, d2: D2Compiler): Promise<PeerPicture> {
  const { text, paths } = sourceOf(diagram);
  const { shapes, connections } = (await d2.compile(text, { layout: 'elk' })).diagram;
  const holds = new Set(
    [...paths.values()].flatMap((path) =>
      path.includes('.') ? [path.replace(/\.[^.]*$/, '')] : [],
    ),
  );
  const boxOf = ({ pos, width, height }: D2Shape): Box => ({ ...pos, w: width, h: height });
  const words: PeerWords[] = [
    ...shapes
      .filter(({ label }) => label !== '')
      .map((shape) => ({ of: shape.id, box: labelBox(shape, boxOf(shape)) })),
    ...connections.flatMap(({ label, labelWidth: w, labelHeight: h, route }, i) => {
      if (label === '') return [];
      const { x, y } = halfWay(route);
      return [{ of: `line ${i}`, box: { x: x - w / 2, y: y - h / 2, w, h } }];
    }),
  ];
  const page = boundsOf([
    ...shapes.flatMap((shape) => {
      const { x, y, w, h } = boxOf(shape);
      return [
        { x, y },
        { x: x + w, y: y + h },
      ];
    }),
    ...connections.flatMap(({ route }) => route),
  ]);
  return {
    width: page.w,
    height: page.h,
    lines: connections.map(({ src, dst, route }, i) => ({
      id: `line ${i}`,
      ends: [src, dst],
      stretches: stretchesThrough(route),
    })),
    words,
    boxes: shapes.filter(({ id }) => !holds.has(id)).map(boxOf),
    smallestFont: Math.min(
      ...[...shapes, ...connections.filter(({ label }) => label !== '')].map((s) => s.fontSize),
    ),
  };
}
