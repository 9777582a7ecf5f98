/** `layout: 'tree'`: what has no members stands before the groups beside it, along the direction, on every level. */

import { beforeAll, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { account, connect, diagram, node, organization, ou } from '../src/index.ts';
import { asDot } from '../src/model/brands.ts';
import type { DiagramContent } from '../src/model/content.ts';
import type { Diagram, Identity } from '../src/model/diagram.ts';
import { DIRECTIONS, type Direction } from '../src/model/facts.ts';
import { arrange } from '../src/render/arrange/arrange.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import type { Box } from '../src/render/scene/scene.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

function boxesOf(content: DiagramContent): { of: Diagram; boxes: ReadonlyMap<Identity, Box> } {
  const { value } = resolve(content);
  if (!value) throw new Error('not compiled');
  const { scene } = arrange({
    diagram: value,
    titleBlock: { digest: '0' },
    paper: 'A3',
    place: (dot) => layout(asDot(dot), 'dot', 'plain'),
  });
  const all = [...scene.groups, ...scene.nodes];
  return { of: value, boxes: new Map(all.map(({ identity, box }) => [identity, box])) };
}

/** Where a box begins and ends along a direction. */
function along({ x, y, w, h }: Box, direction: Direction): readonly [number, number] {
  if (direction === 'right') return [x, x + w];
  if (direction === 'left') return [-x - w, -x];
  return direction === 'down' ? [y, y + h] : [-y - h, -y];
}

const estate = () => {
  let n = 0;
  const accounts = (count: number) =>
    Array.from({ length: count }, () => account(`account-${++n}`, { id: `${100000000000 + n}` }));
  return organization('Example', { layout: 'tree' }, [
    ...accounts(2),
    ou('Security', accounts(3)),
    ou('Workloads', [...accounts(1), ou('Retail', accounts(4)), ou('Cards', accounts(6))]),
  ]);
};

test.each(DIRECTIONS)('of nested groups, %s', (direction) => {
  const { of, boxes } = boxesOf(diagram('Tree', { direction, content: estate() }));
  const parents = new Set(Object.values(of.elements).map(({ parent }) => parent));
  let mixed = 0;
  for (const parent of parents) {
    const members = Object.entries(of.elements).filter(([, e]) => e.parent === parent);
    const at = (group: boolean) =>
      members
        .filter(([, e]) => e.group === group)
        .map(([id]) => along(boxes.get(id) as Box, direction));
    const [leaves, groups] = [at(false), at(true)];
    if (leaves.length > 0 && groups.length > 0) mixed++;
    for (const [, end] of leaves)
      for (const [start] of groups) expect(start).toBeGreaterThanOrEqual(end);
    // Groups of one rank begin on one line.
    for (const [start] of groups) expect(start).toBeCloseTo(groups[0]?.[0] ?? 0, 5);
  }
  expect(mixed).toBe(2);
});

test.each(DIRECTIONS)('of linked elements, %s', (direction) => {
  const [root, ...others] = ['root', 'a', 'b', 'a1', 'a2', 'b1'].map((n) => node('aws:ec2', n));
  const [a, b, a1, a2, b1] = others;
  if (!root || !a || !b || !a1 || !a2 || !b1) throw new Error('too few');
  const { of, boxes } = boxesOf(
    diagram('Tree', {
      direction,
      layout: 'tree',
      content: [root, ...others],
      links: [connect(root, [a, b]), connect(a, [a1, a2]), connect(b, b1)],
    }),
  );
  for (const { from, to } of Object.values(of.links)) {
    const [, end] = along(boxes.get(from) as Box, direction);
    const [start] = along(boxes.get(to) as Box, direction);
    expect(start).toBeGreaterThan(end);
  }
});
