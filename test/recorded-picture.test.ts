/** What the page says of recorded content: what is unresolved, older, not in use, and how old the data is. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Compiled, compileSource } from '../src/app/compile/compile-source.ts';
import { drawInput } from '../src/app/draw/draw-one.ts';
import { resolve } from '../src/compile/resolve.ts';
import { validate } from '../src/compile/validate.ts';
import { connect, diagram, node, routeTable, subnet, vpc } from '../src/index.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { servedBy } from '../src/model/served.ts';
import { draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { asRecorded } from './recorded-content.ts';
import { readSvg } from './svg-reader.ts';

const root = fileURLToPath(new URL('./fixtures/golden/recorded', import.meta.url));

let layout: LayoutPort;
let compiled: Compiled;
let plain: string;
let svg: ReturnType<typeof readSvg>;

const drawn = (changed: Partial<Diagram>): string => {
  const input = drawInput(compiled);
  return draw({ ...input, diagram: { ...input.diagram, ...changed } }, layout).svg;
};

beforeAll(async () => {
  layout = await loadGraphviz();
  const { value: config } = await loadConfig(root);
  if (!config) throw new Error('no config');
  const { diagrams } = await compileSource(join(root, 'input.ts'), { root, config });
  compiled = asRecorded(diagrams[0] as Compiled, root);
  plain = drawn({});
  svg = readSvg(plain);
});

const lines = (): string[] => svg.text.split('\n');
const count = (words: string): number => lines().filter((line) => line === words).length;
const tooltip = (words: string): string => svg.tooltips.find((t) => t.includes(words)) ?? '';

describe('a stub', () => {
  test('has a tag, on elements and links', () => {
    // Three elements and one link; what has no element of its own is in the model only.
    expect(count('unresolved')).toBe(4);
  });

  test('is outlined, dashed and rounded: not as an untrusted zone is', () => {
    const dashed = (stroke: string): string[] =>
      [...plain.matchAll(/<(path|polygon)[^>]*stroke-dasharray[^>]*>/g)]
        .map(([tag]) => tag)
        .filter((tag) => tag.includes(`stroke="${stroke}"`));
    expect(dashed('#4b5563').some((tag) => tag.startsWith('<path') && /C/.test(tag))).toBe(true);
    expect(dashed('#111827').every((tag) => tag.startsWith('<polygon'))).toBe(true);
  });

  test('says why in its tooltip, and the legend what it means', () => {
    expect(tooltip('nat-519cbc64')).toContain(
      'unresolved: Cartography has no nodes for these: only routes name it',
    );
    expect(tooltip('dev → old')).toContain(
      'unresolved: Cartography has no nodes for the far ends of attachments of the type vpn',
    );
    expect(lines()).toContain('unresolved: named by the recorded graph, not described in it');
    expect(lines()).toContain('Connection (unresolved)');
  });

  test('whose state says so has the tag once', () => {
    const elements = { ...compiled.diagram.elements };
    const nat = elements['#nat-1'];
    if (!nat) throw new Error('no NAT gateway');
    elements['#nat-1'] = { ...nat, facts: { ...nat.facts, status: 'unresolved' } };
    expect(readSvg(drawn({ elements })).text.match(/^unresolved$/gm)).toHaveLength(4);
  });
});

describe('older data', () => {
  test('is tagged on the outermost element that it holds for, and told of all', () => {
    // Of the account, not again of the VPC in it; and of the gateway.
    expect(count('older data')).toBe(2);
    for (const words of ['account: dev', '(VPC): dev', 'igw-main'])
      expect(tooltip(words)).toContain('older data: not renewed by the newest sync');
    expect(tooltip('(VPC): old')).not.toContain('older data');
    expect(lines()).toContain('older data: not renewed by the newest sync; holds for all inside');
  });

  test('does not stand on a page without any', () => {
    expect(readSvg(drawn({ stale: [] })).text).not.toContain('older data');
  });
});

describe('the date of the data', () => {
  test('stands in the title block of a draft', () => {
    expect(lines()).toContain('DRAFT');
    expect(lines()).toContain('2026-11-21');
  });

  test('of the manifest goes before', () => {
    const { titleBlock, ...input } = drawInput(compiled);
    const approved = draw({ ...input, titleBlock: { ...titleBlock, asOf: '2026-01-02' } }, layout);
    const text = readSvg(approved.svg).text.split('\n');
    expect(text).toContain('2026-01-02');
    expect(text).not.toContain('2026-11-21');
  });
});

test('what is recorded and what is written by hand is told', () => {
  expect(tooltip('(VPC): dev')).toContain('recorded from the estate, as of 2026-11-21');
  expect(tooltip('igw-main')).toContain('written by hand');
  expect(lines().find((line) => line.startsWith('Drawn from'))).toMatch(
    /^Drawn from the recorded estate as of 2026-11-21; written by hand: \d+ elements, 3 links$/,
  );
});

test('nothing of it stands on a page that was written by hand', () => {
  const elements = compiled.diagram.elements;
  const bare = Object.fromEntries(
    Object.entries(elements).map(([id, { derived: _, ...element }]) => [id, element]),
  );
  const links = Object.fromEntries(
    Object.entries(compiled.diagram.links).map(([id, { derived: _, ...link }]) => [id, link]),
  );
  const { asOf: _, stale: __, ...rest } = compiled.diagram;
  const input = drawInput(compiled);
  const { svg: made } = draw(
    { ...input, diagram: { ...rest, elements: bare, links, unresolved: [] } },
    layout,
  );
  expect(made).not.toMatch(/unresolved|older data|recorded|written by hand/);
});

test('a model read back gives the same bytes with date and stale elements beside it', () => {
  const { asOf, stale } = compiled.diagram;
  const model = canonicalModel(compiled.diagram);
  expect(model).not.toContain('2026-11-21');
  const read = JSON.parse(model) as Diagram;
  expect(read.stale).toBeUndefined();
  const input = drawInput(compiled);
  const beside = { ...(asOf ? { asOf } : {}), ...(stale ? { stale: [...stale].reverse() } : {}) };
  expect(draw({ ...input, diagram: { ...read, ...beside } }, layout).svg).toBe(plain);
  expect(draw({ ...input, diagram: read }, layout).svg).not.toBe(plain);
});

describe('a state', () => {
  test('of an account that is suspended is a tag', () => {
    expect(count('SUSPENDED')).toBe(1);
  });

  test('of a link is on the line and in the legend, pending and over drawn differently', () => {
    for (const status of ['pending-acceptance', 'rejected']) {
      expect(count(status)).toBe(1);
      expect(lines()).toContain(`Connection (not active: ${status})`);
    }
    expect(count('active')).toBe(0);
    const dashes = (id: number): string | undefined =>
      new RegExp(`<g id="l${id}"[^]*?stroke-dasharray="([^"]*)"[^]*?</g>`).exec(plain)?.[1];
    expect(dashes(1)).toBeDefined();
    expect(dashes(2)).toBeDefined();
    expect(dashes(1)).not.toBe(dashes(2));
  });
});

describe('a route table', () => {
  test('has a mark that its subnets have too', () => {
    expect(count('RT1')).toBe(3);
    expect(count('RT2')).toBe(3);
    expect(lines()).toContain('Route table, and what uses it');
    expect(tooltip('Route table: rtb-app')).toContain('serves: app (subnet-aa), app (subnet-ab)');
    expect(tooltip('id: subnet-aa')).toContain('route table: rtb-app (rtb-2)');
  });

  const parts = (serves: readonly string[]): Diagram => {
    const network = (name: string) =>
      vpc(name, [
        subnet('app', { id: `${name}-1` }),
        subnet('app', { id: `${name}-2` }),
        routeTable('table', { serves, routes: [] }),
      ]);
    const { value } = resolve(
      diagram('Served', {
        content: [network('x'), network('y')],
        links: connect('x-1', 'y-1'),
      }),
    );
    return value as Diagram;
  };

  test('serves what has the name in its own network, or the id anywhere', () => {
    expect(servedBy(parts(['app'])).map((s) => s.users)).toEqual([
      ['#x-1', '#x-2'],
      ['#y-1', '#y-2'],
    ]);
    expect(servedBy(parts(['y-2', 'app'])).map((s) => s.users)).toEqual([
      ['#x-1', '#x-2', '#y-2'],
      ['#y-1', '#y-2'],
    ]);
  });

  test('that serves what is not there is warned of', () => {
    const warned = validate(parts(['app', 'data']), () => []);
    expect(warned.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'serves-nothing: route-table "table" serves "data", but nothing in the diagram has that id or name',
      'serves-nothing: route-table "table" serves "data", but nothing in the diagram has that id or name',
    ]);
  });

  test('stands beside the tier of its subnets', () => {
    // Tables of two tiers, each no lower than the next tier begins.
    const at = (words: string): number =>
      Number(new RegExp(`y="(-?[\\d.]+)"[^>]*>${words}<`).exec(plain)?.[1]);
    expect(at('rtb-public')).toBeLessThan(at('rtb-app') + 10);
    expect(Math.abs(at('rtb-public') - at('public'))).toBeLessThan(200);
  });
});

test('a recorded page that is too big is better derived in parts', () => {
  const instances = Array.from({ length: 500 }, (_, n) => node('aws:ec2', `instance-${n}`));
  const { value } = resolve(diagram('Many', { content: instances }));
  if (!value) throw new Error('no diagram');
  const hint = (diagram: Diagram): string | undefined =>
    draw({ ...drawInput(compiled), diagram }, layout).diagnostics.find(
      (d) => d.code === 'small-text',
    )?.hint;
  expect(hint(value)).toContain('split it into several diagrams');
  const elements = Object.fromEntries(
    Object.entries(value.elements).map(([id, element]) => [
      id,
      { ...element, derived: 'instance' },
    ]),
  );
  const census = [{ kind: 'cidr-block', found: 1, folded: 1, omitted: 0, unresolved: 0 }];
  expect(hint({ ...value, elements, census })).toContain('accounts, vpcs and depth');
});
