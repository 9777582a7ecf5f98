/** Pictures as files of draw.io: in the places of the SVG, with who is who, and the same bytes for the same diagram. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { resolve } from '../src/compile/resolve.ts';
import { type DrawioCell, type DrawioPage, readDrawio } from '../src/formats/drawio.ts';
import { drawioGroup, drawioShape, kindOfDrawio } from '../src/icons/drawio-shapes.ts';
import { connect, diagram, node, routeTable, subnet, vpc } from '../src/index.ts';
import type { Svg } from '../src/model/brands.ts';
import { type Diagram, inDocumentOrder } from '../src/model/diagram.ts';
import { type Drawing, draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { distanceFromLine, readPicture } from '../src/render/linework/drawn-picture.ts';
import { readPage } from '../src/render/linework/read-svg.ts';
import { loadConfig } from '../src/sources/config/config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const CASES = join(root, 'test/fixtures/cases/drawing');
const DIGEST = 'ab'.repeat(32);

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const drawn = (given: Diagram): Drawing =>
  draw({ diagram: given, titleBlock: { digest: DIGEST }, icons: {}, name: 'shop' }, layout);

const pagesOf = ({ drawio }: Drawing): readonly DrawioPage[] => readDrawio(Buffer.from(drawio));

const partsOf = (page: DrawioPage, identity: string): DrawioCell[] =>
  [...page.cells.values()].filter(({ data }) => data.get('identity') === identity);

/** Holds a page against the SVG, which is read by the judge of lines. */
function asInSvg(page: DrawioPage, svg: Svg): void {
  const { parts, lines } = readPicture(svg);
  const icons = new Map(readPage(svg).groups.map(({ id, icons }) => [id, icons]));
  for (const { id, box } of parts) {
    const cell = page.cells.get(id);
    expect([id, cell?.kind]).toEqual([id, 'vertex']);
    for (const side of ['x', 'y', 'w', 'h'] as const)
      expect(Math.abs((cell?.box?.[side] ?? Number.NaN) - box[side]), `${id} ${side}`).toBeLessThan(
        0.6,
      );
    const [icon] = icons.get(id) ?? [];
    const own = page.cells.get(`${id}.icon`)?.box;
    expect(own === undefined, id).toBe(icon === undefined);
    for (const side of icon ? (['x', 'y', 'w', 'h'] as const) : [])
      expect(
        Math.abs((own?.[side] ?? Number.NaN) - (icon?.[side] ?? 0)),
        `${id}.icon ${side}`,
      ).toBeLessThan(0.6);
  }
  for (const line of lines) {
    const cells = [page.cells.get(line.id), page.cells.get(`${line.id}.2`)].flatMap((c) => c ?? []);
    expect(cells.length, line.id).toBe(line.connector === undefined ? 1 : 2);
    for (const { from, to, points } of cells)
      for (const at of [from, ...points, to]) {
        if (!at) throw new Error(`${line.id} has no end`);
        // Corners are rounded in the SVG.
        expect(distanceFromLine({ ...at, w: 0, h: 0 }, line), line.id).toBeLessThan(10);
      }
    if (line.connector !== undefined) continue;
    const [tail, head] = line.ends;
    for (const [own, end] of [
      [cells[0]?.from, tail],
      [cells[0]?.to, head],
    ] as const)
      expect(
        Math.hypot((own?.x ?? 1e9) - (end?.at.x ?? 0), (own?.y ?? 1e9) - (end?.at.y ?? 0)),
        line.id,
      ).toBeLessThan(2.5);
  }
}

/** Everything of the model is there once, with its facts. */
function asInModel(page: DrawioPage, given: Diagram): void {
  for (const [identity, element] of Object.entries(given.elements)) {
    const [cell, ...others] = partsOf(page, identity).filter(({ data }) => !data.has('part'));
    expect(others).toEqual([]);
    expect(cell?.data.get('kind')).toBe(element.kind);
    expect(cell?.data.get('name')).toBe(element.name);
    expect(cell?.data.get('model')).toBe(DIGEST);
    expect(cell?.label.join('\n')).toBe(cell?.data.get('text'));
    const holder = page.cells.get(cell?.parent ?? '');
    expect(holder?.data.get('identity')).toBe(element.parent);
  }
  for (const [identity, link] of Object.entries(given.links)) {
    const cells = partsOf(page, identity);
    const ends = cells
      .flatMap(({ source, target }) => [source, target])
      .flatMap((id) => page.cells.get(id ?? '') ?? []);
    expect(new Set(ends.map(({ data }) => data.get('identity')))).toEqual(
      new Set([link.from, link.to]),
    );
    for (const { label, data } of cells) expect(label.join('\n')).toBe(data.get('text'));
  }
}

describe('pages have the places of the SVG', async () => {
  const sources = [
    ...['direction.ts', 'd06-pci.ts', 'gateway-side.ts', 'nested-hub.ts'],
    ...['six-between-two.ts', 'two-into-five.ts'],
  ].map((name) => join(CASES, name));
  sources.push(
    join(root, 'diagrams/estate-exposure.ts'),
    join(root, 'diagrams/aws-accounts-layout.ts'),
  );

  test.each(sources)('%s', async (path) => {
    const { value: config } = await loadConfig(root);
    if (!config) throw new Error('no config');
    const { diagrams } = await compileSource(path, { root, config });
    expect(diagrams.length).toBeGreaterThan(0);
    for (const { diagram: given } of diagrams) {
      const ordered = inDocumentOrder(given);
      const drawing = drawn(ordered);
      const pages = pagesOf(drawing);
      expect(pages).toHaveLength(1 + drawing.sheets.length);
      pages.forEach((page, i) => {
        asInSvg(page, (i === 0 ? drawing.svg : drawing.sheets[i - 1]) as Svg);
      });
      const [page] = pages;
      if (page && drawing.sheets.length === 0) asInModel(page, ordered);
    }
  });
});

const compiled = (...content: Parameters<typeof diagram>): Diagram => {
  const { value, diagnostics } = resolve(diagram(...content));
  if (!value) throw new Error(JSON.stringify(diagnostics));
  return inDocumentOrder(value);
};

describe('a page', () => {
  const web = node('aws:ec2', 'web <1> & "two"\u0001');
  const db = node('aws:rds', 'db');
  const given = () =>
    compiled('Shop', {
      content: [
        vpc('core', { cidr: '10.0.0.0/16' }, [
          subnet('a', { cidr: '10.0.1.0/24' }, [web, node('k8s:pod', 'pod')]),
          subnet('b', { cidr: '10.0.2.0/24' }, [db]),
          routeTable('main', { routes: [{ destination: '0.0.0.0/0', target: 'nat' }] }),
        ]),
        connect(web, db, { ports: ['tcp/5432'], label: 'orders' }),
      ],
    });

  test('is the same bytes each time, without a time or a host in it', () => {
    const { drawio } = drawn(given());
    expect(drawn(given()).drawio).toBe(drawio);
    expect(drawio).toContain('<mxfile host="cadastre" pages="1">');
    expect(drawio).not.toMatch(/modified=|agent=|etag=/);
  });

  test('escapes what names hold', () => {
    const [page] = pagesOf(drawn(given()));
    const names = [...(page?.cells.values() ?? [])].map(({ data }) => data.get('name'));
    expect(names).toContain('web <1> & "two"\ufffd');
  });

  test("has shapes of draw.io's AWS library, and the artwork itself for others", () => {
    const [page] = pagesOf(drawn(given()));
    const styles = [...(page?.cells.values() ?? [])].flatMap(({ id, style }) =>
      id.endsWith('.icon') ? [style] : [],
    );
    expect(styles.map((style) => style.get('resIcon') ?? style.get('shape'))).toEqual(
      expect.arrayContaining([
        'mxgraph.aws4.group_vpc2',
        'mxgraph.aws4.ec2',
        'mxgraph.aws4.rds',
        'mxgraph.aws4.route_table',
        'image',
      ]),
    );
    const image = styles.map((style) => style.get('image')).find((value) => value);
    expect(Buffer.from(image?.split(',')[1] ?? '', 'base64').toString()).toMatch(/^<svg /);
  });

  test('has the rows of tables, the title, the legend and the title block', () => {
    const [page] = pagesOf(drawn(given()));
    const cells = [...(page?.cells.values() ?? [])];
    const rows = cells.find(({ data }) => data.get('part') === 'rows');
    expect(rows?.label).toEqual(['Destination\tTarget', '0.0.0.0/0\tnat']);
    expect(rows?.data.get('text')).toBe('Destination\tTarget\n0.0.0.0/0\tnat');
    const frame = cells.filter(({ data }) => data.has('frame'));
    expect(new Set(frame.map(({ data }) => data.get('frame')))).toEqual(
      new Set(['title', 'legend', 'titleblock']),
    );
    expect(frame.flatMap(({ label }) => label)).toContain('Shop');
    expect(frame.find(({ data }) => data.get('frame') === 'titleblock')?.label.join(' ')).toContain(
      'DRAFT',
    );
    expect(page?.data.get('model')).toBe(DIGEST);
  });

  test('has every id once', () => {
    const { drawio } = drawn(given());
    const ids = [...drawio.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('shapes', () => {
  test('lead back to their kinds', () => {
    for (const kind of [
      'aws:ec2',
      'aws:lambda',
      'aws:nat-gateway',
      'aws:transit-gateway',
      'aws:alb',
      'aws:s3',
      'aws:kms',
      'aws:user',
    ]) {
      const shape = drawioShape(kind);
      expect(drawioShape(kindOfDrawio(shape?.name ?? '') ?? '')).toEqual(shape);
    }
    expect(kindOfDrawio(drawioGroup('aws:vpc') ?? '')).toBe('aws:vpc');
    expect(kindOfDrawio('mxgraph.aws4.no_such_thing')).toBeUndefined();
    expect(kindOfDrawio('mxgraph.azure.vm')).toBeUndefined();
  });
});
