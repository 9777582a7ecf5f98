/** Links run in the direction that the author asked for, whatever would make a better page. */

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { connect, diagram, node, subnet, vpc } from '../src/index.ts';
import type { ElementContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { DIRECTIONS, type Direction } from '../src/model/facts.ts';
import { draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { readPicture } from '../src/render/linework/drawn-picture.ts';
import { figuresOf } from './figures/measure.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

interface Shape {
  readonly nodes: number;
  /** Pairs of numbers; each link leads from the lower to the higher. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly boxed: boolean;
}

function compiled(direction: Direction | undefined, { nodes, pairs, boxed }: Shape): Diagram {
  const all = Array.from({ length: nodes }, (_, i) => node('aws:ec2', `n${i}`));
  const at = (i: number): ElementContent => all[i % nodes] as ElementContent;
  const links = pairs.flatMap(([a, b]) => {
    const [low, high] = [Math.min(a % nodes, b % nodes), Math.max(a % nodes, b % nodes)];
    return low === high ? [] : [connect(at(low), at(high))];
  });
  const content = boxed ? all.map((one, i) => vpc(`v${i}`, [subnet(`s${i}`, [one])])) : all;
  const options = direction === undefined ? {} : { direction };
  const { value, diagnostics } = resolve(diagram('Chain', { ...options, content, links }));
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value;
}

function against(of: Diagram): { directed: number; against: number } {
  const { svg } = draw({ diagram: of, titleBlock: { digest: '0' }, icons: {} }, layout);
  return figuresOf(readPicture(svg), of);
}

test('a long page may turn only where no direction is asked for', () => {
  // Each leads to the next and to the one after it: along the links, far wider than a sheet.
  const steps = Array.from({ length: 11 }, (_, i) => i);
  const pairs = steps.flatMap((i) => [[i, i + 1] as const, [i, Math.min(i + 2, 11)] as const]);
  const long = { nodes: 12, pairs, boxed: true };
  expect(against(compiled(undefined, long)).against).toBeGreaterThan(0);
  expect(against(compiled('right', long)).against).toBe(0);
  expect(compiled('right', long).directionAsked).toBe(true);
  expect(compiled(undefined, long).directionAsked).toBeUndefined();
});

test('no link of any page without a circle runs against the direction that is asked for', () => {
  const shape = fc.record({
    nodes: fc.integer({ min: 2, max: 7 }),
    pairs: fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 1, maxLength: 9 }),
    boxed: fc.boolean(),
  });
  fc.assert(
    fc.property(shape, fc.constantFrom(...DIRECTIONS), (given, direction) => {
      const of = compiled(direction, given);
      expect(against(of).against).toBe(0);
    }),
    { numRuns: 16 },
  );
});
