/** A diagram as the Python package `diagrams` draws it, laid out by the Graphviz of this machine. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagram, Identity } from '../../src/model/diagram.ts';
import type { Box, Point } from '../../src/render/scene/scene.ts';
import { type PeerLine, type PeerPicture, type PeerWords, stretchesThrough } from './picture.ts';
import { childrenOf, wordsOf, wordsOn } from './words.ts';

const SCRIPT = fileURLToPath(new URL('peer_diagrams.py', import.meta.url));

interface PeerEntry {
  readonly id: Identity;
  readonly label: string;
  readonly members: readonly PeerEntry[];
}

/** `F` sets the font's size, `T` writes a line of text at its baseline. */
type DrawOperation =
  | { readonly op: 'F'; readonly size: number }
  | {
      readonly op: 'T';
      readonly pt: readonly [number, number];
      readonly align: 'l' | 'c' | 'r';
      readonly width: number;
      readonly text: string;
    }
  | { readonly op: 'other' };

interface GraphvizObject {
  readonly name: string;
  readonly bb?: string;
  /** Of a node: its middle, pt; width and height, inches. */
  readonly pos?: string;
  readonly width?: string;
  readonly height?: string;
  readonly _ldraw_?: readonly DrawOperation[];
}

interface GraphvizLayout extends GraphvizObject {
  readonly objects?: readonly GraphvizObject[];
  readonly edges?: readonly (GraphvizObject & { readonly tail: number; readonly head: number })[];
}

const DIRECTIONS = { right: 'LR', left: 'RL', down: 'TB', up: 'BT' } as const;

function specOf(diagram: Diagram): object {
  const children = childrenOf(diagram);
  const entry = (id: Identity): PeerEntry => {
    const element = diagram.elements[id];
    const label = element ? wordsOf(element).join('\n') : '';
    return { id, label, members: (children.get(id) ?? []).map(entry) };
  };
  const leaf = (id: Identity): Identity => {
    const [first] = children.get(id) ?? [];
    return first === undefined ? id : leaf(first);
  };
  return {
    title: diagram.title,
    direction: DIRECTIONS[diagram.direction],
    content: (children.get('') ?? []).map(entry),
    links: Object.values(diagram.links).map((link) => {
      const { direction = 'forward' } = link.facts;
      return {
        ...{ from: leaf(link.from), to: leaf(link.to), label: wordsOn(link).join('\n') },
        forward: direction === 'forward' || direction === 'both',
        reverse: direction === 'back' || direction === 'both',
      };
    }),
  };
}

const numbers = (text: string): number[] => text.split(/[ ,]/).map(Number);

/** Boxes of the lines of text that an object writes; y grows upwards in Graphviz. */
function textBoxes({ _ldraw_: operations = [] }: GraphvizObject, height: number) {
  const found: { readonly box: Box; readonly size: number }[] = [];
  let size = 14;
  for (const operation of operations) {
    if (operation.op === 'F') size = operation.size;
    if (operation.op !== 'T' || operation.text.trim() === '') continue;
    const { pt, align, width: w } = operation;
    const x = pt[0] - (align === 'c' ? w / 2 : align === 'r' ? w : 0);
    found.push({ size, box: { x, y: height - pt[1] - size * 0.8, w, h: size } });
  }
  return found;
}

/** Points of `e,X,Y X,Y …`: the corners of cubic Bézier curves, walked in eight steps each. */
function pointsOf(pos: string, height: number): Point[] {
  const parts = pos.split(' ');
  const read = (part: string): Point => {
    const [x = 0, y = 0] = numbers(part.replace(/^[se],/, ''));
    return { x, y: height - y };
  };
  const tip = parts.find((part) => part.startsWith('e,'));
  const tail = parts.find((part) => part.startsWith('s,'));
  const corners = parts.filter((part) => !/^[se],/.test(part)).map(read);
  const walked: Point[] = corners[0] ? [corners[0]] : [];
  for (let i = 0; i + 3 < corners.length; i += 3) {
    const [p, q, r, s] = corners.slice(i, i + 4) as [Point, Point, Point, Point];
    for (let n = 1; n <= 8; n++) {
      const [t, u] = [n / 8, 1 - n / 8];
      const at = (k: 'x' | 'y') =>
        u ** 3 * p[k] + 3 * u * u * t * q[k] + 3 * u * t * t * r[k] + t ** 3 * s[k];
      walked.push({ x: at('x'), y: at('y') });
    }
  }
  return [...(tail ? [read(tail)] : []), ...walked, ...(tip ? [read(tip)] : [])];
}

/** @param python of an environment with the package; `folder` is for its files */
export function drawnByDiagrams(diagram: Diagram, python: string, folder: string): PeerPicture {
  const [spec, out] = [join(folder, 'spec.json'), join(folder, 'out')];
  writeFileSync(spec, JSON.stringify(specOf(diagram)));
  execFileSync(python, [SCRIPT, spec, out], { cwd: folder, stdio: 'ignore', timeout: 300_000 });
  const layout = JSON.parse(readFileSync(`${out}.json`, 'utf8')) as GraphvizLayout;
  const [, , width = 0, height = 0] = numbers(layout.bb ?? '');
  const { objects = [], edges = [] } = layout;
  const texts = [layout, ...objects, ...edges].flatMap((object) =>
    textBoxes(object, height).map((text) => ({ ...text, of: object })),
  );
  const nodes = objects.filter(({ pos }) => pos !== undefined);
  const lines: PeerLine[] = edges.map((edge, i) => ({
    id: `line ${i}`,
    ends: [edge.tail, edge.head].map((n) => objects[n]?.name ?? ''),
    stretches: stretchesThrough(pointsOf(edge.pos ?? '', height)),
  }));
  const words: PeerWords[] = texts.map(({ of, box }) => {
    const edge = edges.indexOf(of as (typeof edges)[number]);
    return { box, of: edge >= 0 ? `line ${edge}` : of.name };
  });
  return {
    ...{ width, height, lines, words },
    boxes: nodes.map((node) => {
      const [x = 0, y = 0] = numbers(node.pos ?? '');
      const [w, h] = [Number(node.width) * 72, Number(node.height) * 72];
      return { x: x - w / 2, y: height - y - h / 2, w, h };
    }),
    smallestFont: Math.min(...texts.map(({ size }) => size)),
  };
}
