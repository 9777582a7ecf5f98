/**
 * Pictures of random estates, read from their SVG: nothing is drawn that would be false, and where a page finds no true way, it says so.
 * Nested zones, hubs, parallel and opposite links, links to itself, links between a group and its own member, long words.
 */

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { account, connect, diagram, node, subnet, vpc, zone } from '../src/index.ts';
import type { ElementContent } from '../src/model/content.ts';
import type { Diagram, Identity } from '../src/model/diagram.ts';
import { type Drawing, draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { readPicture } from '../src/render/linework/drawn-picture.ts';
import { type LineDefectKind, lineDefects } from '../src/render/linework/linework.ts';
import { drawnIdentities } from './figures/measure.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const ZONES = ['cde', 'connected', 'security-impacting', 'out-of-scope', undefined] as const;
const zoneOf = fc.constantFrom(...ZONES).map((z) => (z === undefined ? {} : { zone: z }));
const word = fc.constantFrom('web', 'db', 'a name of some length', 'x'.repeat(48), 'cache');

/** Shapes of an estate; its links are pairs of numbers, taken modulo the number of elements. */
const estate = fc.record({
  networks: fc.array(
    fc.record({ facts: zoneOf, nets: fc.array(fc.record({ facts: zoneOf, name: word })) }),
    { minLength: 1, maxLength: 4 },
  ),
  zoned: fc.boolean(),
  links: fc.array(
    fc.record({
      from: fc.nat(40),
      to: fc.nat(40),
      label: fc.constantFrom(undefined, 'tcp/443', 'replication of the ledger'),
      direction: fc.constantFrom('forward' as const, 'back' as const, 'both' as const),
      twice: fc.boolean(),
    }),
    { maxLength: 7 },
  ),
  hub: fc.nat(6),
  direction: fc.constantFrom('right' as const, 'down' as const, 'left' as const, 'up' as const),
});

type EstateShape = typeof estate extends fc.Arbitrary<infer T> ? T : never;

function diagramOf(shape: EstateShape): Diagram {
  const all: ElementContent[] = [];
  const keep = (element: ElementContent): ElementContent => {
    all.push(element);
    return element;
  };
  const networks = shape.networks.map(({ facts, nets }, v) =>
    keep(
      vpc(
        `network-${v}`,
        facts,
        nets.slice(0, 3).map((net, s) => {
          const server = keep(node('aws:ec2', `${net.name}-${s}`));
          return keep(subnet(`net-${v}-${s}`, net.facts, [server]));
        }),
      ),
    ),
  );
  const hub = keep(node('aws:transit-gateway', 'hub'));
  const inner = shape.zoned ? [zone('inner', { zone: 'cde' }, networks)] : networks;
  const at = (n: number): ElementContent => all[n % all.length] as ElementContent;
  const links = [
    ...shape.links.flatMap(({ from, to, label, direction, twice }) => [
      connect(at(from), at(to), { direction, ...(label === undefined ? {} : { label }) }),
      ...(twice ? [connect(at(to), at(from), { direction: 'forward' as const })] : []),
    ]),
    ...networks.slice(0, shape.hub).map((network) => connect(network, hub, { label: 'attached' })),
  ];
  const { value, diagnostics } = resolve(
    diagram('Random', { direction: shape.direction, content: [account('one', inner), hub], links }),
  );
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value;
}

/** Codes under which a page says that one of its lines is not as it should be. */
const SAID: Readonly<Partial<Record<LineDefectKind, readonly string[]>>> = {
  'through-zone': ['line-through-zone'],
  'through-box': ['line-through-box'],
  shared: ['lines-shared'],
  missing: ['line-missing'],
  'no-shaft': ['arrow-without-shaft'],
  slanted: ['link-crowded'],
  connector: ['connector-used', 'connectors-many'],
};

/** Defects of the finished picture that nothing is said of. */
function unsaid({ svg, diagnostics }: Drawing, of: Diagram): string[] {
  const identities: ReadonlyMap<string, Identity> = drawnIdentities(of);
  const codes = new Set<string>(diagnostics.map(({ code }) => code));
  const defects = lineDefects({ picture: readPicture(svg), identities, diagram: of });
  return defects.flatMap(({ kind, link }) => {
    const said = SAID[kind];
    return said && !said.some((code) => codes.has(code)) ? [`${kind} ${link}`] : [];
  });
}

/** What no picture may show, said or not: a line through a box, two lines in one, a head without a line, a line straight across. */
const NEVER = new Set<LineDefectKind>([
  'through-zone',
  'through-box',
  'shared',
  'missing',
  'no-shaft',
  'slanted',
]);

function wrong({ svg }: Drawing, of: Diagram): string[] {
  const identities = drawnIdentities(of);
  return lineDefects({ picture: readPicture(svg), identities, diagram: of }).flatMap(
    ({ kind, link, other = '' }) => (NEVER.has(kind) ? [`${kind} ${link} ${other}`] : []),
  );
}

test('each element and link of a random estate is drawn, and what is not as it should be is said', () => {
  fc.assert(
    fc.property(estate, (shape) => {
      const of = diagramOf(shape);
      const drawing = draw({ diagram: of, titleBlock: { digest: '0' }, icons: {} }, layout);
      expect(drawing.diagnostics.filter(({ code }) => code === 'not-drawn')).toEqual([]);
      expect(unsaid(drawing, of)).toEqual([]);
      const { parts, lines } = readPicture(drawing.svg);
      expect(parts).toHaveLength(Object.keys(of.elements).length);
      expect(lines).toHaveLength(Object.keys(of.links).length);
    }),
    { numRuns: 8 },
  );
});

test('estates of one seed show nothing false at all: what finds no way is a pair of connectors', () => {
  fc.assert(
    fc.property(estate, (shape) => {
      const of = diagramOf(shape);
      const drawing = draw({ diagram: of, titleBlock: { digest: '0' }, icons: {} }, layout);
      expect(wrong(drawing, of)).toEqual([]);
    }),
    { numRuns: 20, seed: 20261130 },
  );
});

test('an estate without links breaks no rule of lines, whatever zones are nested', () => {
  fc.assert(
    fc.property(estate, (shape) => {
      const of = diagramOf({ ...shape, links: [], hub: 0 });
      const { svg, diagnostics } = draw(
        { diagram: of, titleBlock: { digest: '0' }, icons: {} },
        layout,
      );
      expect(readPicture(svg).lines).toEqual([]);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
    { numRuns: 6 },
  );
});
