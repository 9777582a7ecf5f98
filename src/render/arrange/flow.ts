/**
 * Sets out linked blocks by Graphviz's `dot`: each block is a box of fixed size,
 * each link between them a wish for a place. Lines are drawn later, over the
 * whole page, so only the places are taken from the answer.
 */

import type { Direction } from '../../model/facts.ts';
import type { Block, BlockForm, BlockPart } from './block-forms.ts';
import type { FlowInput, FlowLink, FlowWay } from './flow-input.ts';
import { spacing } from './flow-spacing.ts';
import { crossings, offDirection, type StraightLine } from './lines.ts';
import { crowds, pack } from './pack.ts';

const RANKDIR: Readonly<Record<Direction, string>> = {
  right: 'LR',
  left: 'RL',
  down: 'TB',
  up: 'BT',
};
/**
 * Turns around every other link of a block that many single ones hang on, so
 * that a hub stands between its spokes and not at the end of one long row.
 */
function aroundHubs(
  links: readonly FlowLink[],
  blocks: number,
  mayTurn: (link: FlowLink) => boolean,
): FlowLink[] {
  const neighbours = Array.from({ length: blocks }, () => new Set<number>());
  for (const { from, to } of links) {
    neighbours[from]?.add(to);
    neighbours[to]?.add(from);
  }
  const degree = neighbours.map((set) => set.size);
  const turns = new Map<number, number>();
  return links.map((link) => {
    const [hub, spoke] =
      (degree[link.from] ?? 0) >= (degree[link.to] ?? 0)
        ? [link.from, link.to]
        : [link.to, link.from];
    if ((degree[hub] ?? 0) < 4 || (degree[spoke] ?? 0) > 2 || !mayTurn(link)) return link;
    const n = turns.get(hub) ?? 0;
    turns.set(hub, n + 1);
    return n % 2 === 0 ? { ...link, from: spoke, to: hub } : { ...link, from: hub, to: spoke };
  });
}

/** How many links lead from the root of a tree to its farthest leaf; 0 where the links make no tree with one root. */
export function treeDepth(blocks: number, links: readonly FlowLink[]): number {
  const above = new Map<number, number>();
  for (const { from, to } of links) {
    if (above.has(to) && above.get(to) !== from) return 0;
    above.set(to, from);
  }
  if (above.size !== blocks - 1) return 0;
  let most = 0;
  for (let i = 0; i < blocks; i++) {
    let depth = 0;
    for (let at = above.get(i); at !== undefined; at = above.get(at))
      if (++depth >= blocks) return 0;
    most = Math.max(most, depth);
  }
  return most;
}

function placementDot(
  input: FlowInput,
  links: readonly FlowLink[],
  shapes: readonly BlockForm[],
  direction: Direction,
): string {
  const gap = spacing(input, direction);
  const inches = (px: number): string => (px / 72).toFixed(4);
  const out = [
    `digraph{graph[rankdir=${RANKDIR[direction]} nodesep=${inches(gap.node)} ranksep=${inches(gap.rank)} splines=false mclimit=1 nslimit=2]`,
    'node[shape=box fixedsize=true label=""]',
  ];
  shapes.forEach((s, i) => {
    out.push(`n${i}[width=${inches(s.w)} height=${inches(s.h)}]`);
  });
  const weights = new Map<string, number>();
  for (const { from, to } of links) {
    const key = `n${from}->n${to}`;
    weights.set(key, (weights.get(key) ?? 0) + 1);
  }
  for (const [key, weight] of weights) out.push(`${key}[weight=${weight}]`);
  const rank = (kind: string, of: readonly number[]): void => {
    if (of.length > 0) out.push(`{rank=${kind};${of.map((i) => `n${i}`).join(';')}}`);
  };
  for (const line of input.ranks) rank('same', line);
  rank('min', input.first);
  rank('max', input.last);
  out.push('}');
  return out.join('\n');
}

function read(plain: string, input: FlowInput, shapes: readonly BlockForm[]): BlockForm {
  const parts: BlockPart[] = [];
  for (const line of plain.split('\n')) {
    const [word, name = '', x, y] = line.split(' ');
    if (word !== 'node') continue;
    const i = Number(name.slice(1));
    const shape = shapes[i];
    const block = input.blocks[i];
    if (!shape || !block) continue;
    parts.push({
      block,
      shape,
      x: Number(x) * 72 - shape.w / 2,
      y: -Number(y) * 72 - shape.h / 2,
    });
  }
  const left = Math.min(...parts.map((p) => p.x));
  const top = Math.min(...parts.map((p) => p.y));
  const placed = parts.map((p) => ({ ...p, x: Math.round(p.x - left), y: Math.round(p.y - top) }));
  return {
    w: Math.max(...placed.map((p) => p.x + p.shape.w)),
    h: Math.max(...placed.map((p) => p.y + p.shape.h)),
    mode: 'fixed',
    rows: [placed],
  };
}

/** How much a shape's spare room counts beside its ratio. */
const SPARE = 0.5;

/** The shape of a block that is near to a ratio of width to height, and good in itself. */
export function nearestTo(block: Block, ratio: number): BlockForm {
  const area = (s: BlockForm): number => Math.max(1, s.w * s.h);
  const least = Math.min(...block.shapes.map(area));
  const off = (s: BlockForm): number =>
    Math.abs(Math.log(s.w / Math.max(1, s.h) / ratio)) +
    (s.cost ?? 0) +
    SPARE * Math.log(area(s) / least);
  return block.shapes.reduce((a, b) => (off(b) < off(a) ? b : a));
}

/** Ratios of width to height that blocks are asked for; few blocks are tried in more ways. */
const ratios = (blocks: number): readonly number[] =>
  blocks > 12 ? [0.8, 1.5] : [0.8, 1.1, 1.5, 2];

/**
 * How badly blocks stand for their links, beside other ways to set them out: size of
 * the whole, length of lines, lines that cross, lines off the diagram's direction.
 */
function costOf(shape: BlockForm, input: FlowInput, direction: Direction): number {
  const at = new Map(
    shape.rows.flat().map(({ block, shape: own, x, y }) => [
      // Rows hold copies of the blocks; the list of shapes is the same.
      block.shapes,
      { x: x + own.w / 2, y: y + own.h / 2 },
    ]),
  );
  const lines = input.links.flatMap(({ from, to }): StraightLine[] => {
    const a = at.get(input.blocks[from]?.shapes ?? []);
    const b = at.get(input.blocks[to]?.shapes ?? []);
    return a && b ? [{ a, b }] : [];
  });
  const count = Math.max(1, lines.length);
  const size = Math.sqrt(shape.w * shape.h);
  const length = lines.reduce((sum, { a, b }) => sum + Math.hypot(b.x - a.x, b.y - a.y), 0);
  return (
    Math.log(size) +
    (length / count / size) * 0.5 +
    (crossings(lines) / count) * 0.5 +
    (lines.reduce((sum, line) => sum + offDirection(line, direction), 0) / count) * 0.6
  );
}

/** The better ones, of every ratio some. */
function best(
  shapes: readonly BlockForm[],
  input: FlowInput,
  direction: Direction,
  fine: boolean,
): BlockForm[] {
  const costs = shapes.map((s) => costOf(s, input, direction));
  const least = Math.min(...costs);
  const buckets = new Map<number, number>();
  return shapes
    .map((shape, i) => ({ ...shape, cost: (costs[i] as number) - least }))
    .sort((a, b) => a.cost - b.cost)
    .filter(({ w, h }) => {
      const bucket = Math.round(Math.log(w / h) / (fine ? 0.15 : 0.3));
      const n = (buckets.get(bucket) ?? 0) + 1;
      buckets.set(bucket, n);
      return n <= PER_RATIO;
    })
    .slice(0, fine ? 2 * KEPT : KEPT)
    .sort((a, b) => a.w - b.w || a.h - b.h);
}

const PER_RATIO = 2;
const KEPT = 10;

/** Ways to set out one connected set of linked blocks. */
export function flowShapes(input: FlowInput, { direction, turns, place }: FlowWay): BlockForm[] {
  const hinted = input.ranks.length + input.first.length + input.last.length > 0;
  const ranked = hinted || treeDepth(input.blocks.length, input.links) > 0;
  const turned = ranked
    ? []
    : aroundHubs(
        input.links,
        input.blocks.length,
        // The branches of a trunk lead the same way.
        (link) => link.trunk === undefined && (turns || link.free === true),
      );
  const hubs = turned.some((link, i) => link.from !== input.links[i]?.from);
  const shapes: BlockForm[] = [];
  const seen = new Set<string>();
  for (const way of turns && !hinted ? [direction, 'down' as const] : [direction])
    for (const ratio of ratios(input.blocks.length)) {
      const chosen = input.blocks.map((b) => nearestTo(b, ratio));
      for (const links of hubs ? [input.links, turned] : [input.links]) {
        const dot = placementDot(input, links, chosen, way);
        if (seen.has(dot)) continue;
        seen.add(dot);
        shapes.push(read(place(dot), input, chosen));
      }
    }
  const gap = spacing(input, direction);
  const across = direction === 'right' || direction === 'left';
  // Rows suit boxes that hold much; icons are read along their links.
  const boxes = input.blocks.filter((b) => b.stretch).length;
  const rows =
    ranked || (!turns && input.links.some((l) => !l.free)) || boxes * 2 <= input.blocks.length
      ? []
      : pack(
          input.blocks.map((b) => ({ ...b, stretch: false })),
          across ? gap.rank : gap.node + 16,
          across ? gap.node + 16 : gap.rank,
        );
  return best([...shapes, ...rows], input, direction, crowds(input.blocks, gap.node));
}

/** Sets of blocks that hang together by links, each in the order of its first block. */
export function components(count: number, links: readonly FlowLink[]): number[][] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  for (const { from, to } of links) {
    const [a, b] = [root(from), root(to)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const sets = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const at = root(i);
    const set = sets.get(at);
    if (set) set.push(i);
    else sets.set(at, [i]);
  }
  return [...sets.values()];
}
