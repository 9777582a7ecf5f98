/** A gateway stands on the border of its network that its author names, and lines pass the border there. */

import { beforeAll, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { connect, diagram, internet, node, subnet, vpc } from '../src/index.ts';
import { asDot } from '../src/model/brands.ts';
import { arrange } from '../src/render/arrange/arrange.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { besideGateways } from './line-judge.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const SIDES = ['left', 'right', 'top', 'bottom'] as const;
const DIRECTIONS = ['right', 'down', 'left', 'up'] as const;
const cases = SIDES.flatMap((side) => DIRECTIONS.map((direction) => [side, direction] as const));

test.each(cases)('%s, in a page that runs %s', (side, direction) => {
  const world = internet();
  const gateways = ['igw', 'igw-2'].map((name, i) =>
    node('aws:internet-gateway', name, { side, id: `igw-0123456789abcdef${i}` }),
  );
  const server = node('aws:ec2', 'server');
  const network = vpc('a network with a long name', [...gateways, subnet('app', [server])]);
  const { value } = resolve(
    diagram('Gateways', {
      direction,
      content: [world, network],
      links: gateways.flatMap((gateway) => [
        connect(world, gateway, { ports: ['tcp/443'] }),
        connect(gateway, server),
      ]),
    }),
  );
  if (!value) throw new Error('not compiled');
  const { scene, unrouted } = arrange({
    diagram: value,
    titleBlock: { digest: '0' },
    paper: 'A3',
    place: (dot) => layout(asDot(dot), 'dot', 'plain'),
  });
  const [box] = scene.groups.map((g) => g.box);
  const [first, second] = scene.nodes.filter(({ figure }) =>
    figure.lines.some(({ text }) => text.startsWith('igw') && !text.includes('0')),
  );
  if (!box || !first || !second) throw new Error('not drawn');
  const icon = (first.figure.icon?.size ?? 0) / 2;
  for (const { box: own } of [first, second]) {
    // Half of the icon is outside.
    const off = {
      left: box.x - own.x,
      right: own.x + own.w - box.x - box.w,
      top: box.y - own.y,
      bottom: own.y + own.h - box.y - box.h,
    }[side];
    expect(off).toBeCloseTo(icon, 5);
    expect(own.x).toBeGreaterThanOrEqual(box.x - icon);
    expect(own.x + own.w).toBeLessThanOrEqual(box.x + box.w + icon);
  }
  const apart =
    first.box.x + first.box.w <= second.box.x || first.box.y + first.box.h <= second.box.y;
  expect(apart).toBe(true);
  const header = scene.groups[0]?.header;
  if (side === 'top') expect(first.box.x).toBeGreaterThanOrEqual(box.x + (header?.w ?? 0));
  expect(unrouted).toEqual([]);
  const ids = new Set([first.identity, second.identity]);
  expect(besideGateways(scene, value, (id) => ids.has(id))).toEqual([]);
});
