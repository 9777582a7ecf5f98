/** How lines run, on all pages at hand: no two seem to be one, and a gateway on a border is the way through it. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { asDot } from '../src/model/brands.ts';
import { type Diagram, inDocumentOrder } from '../src/model/diagram.ts';
import { arrange } from '../src/render/arrange/arrange.ts';
import { standsOnBorder } from '../src/render/arrange/border.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { generatedNetwork } from './generated-networks.ts';
import { besideGateways, merged } from './line-judge.ts';
import { drawn } from './network-answers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

/** @param connectors how many links may be drawn as a pair of connectors, for want of a way */
function look(given: Diagram, connectors = 0): void {
  const diagram = inDocumentOrder(given);
  const { elements } = diagram;
  const { scene, quality } = arrange({
    diagram,
    titleBlock: { digest: '0' },
    paper: 'A3',
    place: (dot) => layout(asDot(dot), 'dot', 'plain'),
  });
  const isGateway = (id: string): boolean =>
    standsOnBorder(elements[id], elements[elements[id]?.parent ?? '']);
  expect(quality.unrouted).toBeLessThanOrEqual(connectors);
  expect(merged(scene)).toEqual([]);
  expect(besideGateways(scene, diagram, isGateway)).toEqual([]);
}

describe('examples', () => {
  const sources = readdirSync(join(root, 'diagrams')).filter((name) => /\.(ts|yaml)$/.test(name));

  test.each(sources.sort())('%s', async (name) => {
    const { value: config } = await loadConfig(root);
    if (!config) throw new Error('no config');
    const { diagrams } = await compileSource(join(root, 'diagrams', name), { root, config });
    expect(diagrams.length).toBeGreaterThan(0);
    for (const { diagram } of diagrams) look(diagram);
  });
});

describe('recorded networks', () => {
  test.each(['mockupbank-production', 'mockupbank-payments', 'mockupbank-network'])(
    'of %s',
    (account) => {
      look(drawn({ accounts: [account] }).diagram);
    },
  );

  test.each(['right', 'left', 'down'] as const)('towards %s', (direction) => {
    // Down the page, one link finds no way between the boxes.
    const connectors = direction === 'down' ? 1 : 0;
    look({ ...drawn({ vpcs: ['payments-cde'] }).diagram, direction }, connectors);
    look({ ...drawn({ depth: 'vpcs' }).diagram, direction }, connectors);
  });
});

test.each(Array.from({ length: 22 }, (_, seed) => seed))('generated network %i', (seed) => {
  look(generatedNetwork(seed));
});
