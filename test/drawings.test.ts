/** Drawings of draw.io: what they state becomes a draft, what only looks so is said, and edits of our own pictures are found. */

import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { drawingChanges, drawnFrom } from '../src/drawings/changes.ts';
import { draftOf } from '../src/drawings/draft.ts';
import { draftText } from '../src/drawings/yaml-draft.ts';
import { DrawioError, isDrawio, readDrawio } from '../src/formats/drawio.ts';
import { parseYaml } from '../src/formats/yaml-tree.ts';
import { connect, diagram, node, routeTable, subnet, vpc } from '../src/index.ts';
import { type Diagram, inDocumentOrder } from '../src/model/diagram.ts';
import { draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

type Place = readonly [x: number, y: number, w: number, h: number];

const cell = (id: string, value: string, style: string, [x, y, w, h]: Place, parent = '1') =>
  `<mxCell id="${id}" value="${value}" style="${style}" vertex="1" parent="${parent}"><mxGeometry x="${x}" y="${y}" width="${w}" height="${h}" as="geometry"/></mxCell>`;
const line = (id: string, ends: string, more = '', value = '') =>
  `<mxCell id="${id}" value="${value}" style="html=1;${more}" edge="1" parent="1" ${ends}><mxGeometry relative="1" as="geometry"><mxPoint x="205" y="238" as="sourcePoint"/><mxPoint x="900" y="900" as="targetPoint"/></mxGeometry></mxCell>`;
const model = (cells: string) =>
  `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>${cells}</root></mxGraphModel>`;
const packed = (xml: string) => deflateRawSync(encodeURIComponent(xml)).toString('base64');
const file = (...pages: string[]) =>
  Buffer.from(
    `<mxfile>${pages.map((page, i) => `<diagram id="p${i}" name="Page ${i + 1}">${page}</diagram>`).join('')}</mxfile>`,
  );

const VPC = 'shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc2;container=1';
const SUBNET = 'shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_security_group';
const EC2 = 'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.ec2';
const CELLS = [
  cell('v', '&lt;b&gt;core&lt;/b&gt;&lt;br&gt;10.0.0.0/16', VPC, [100, 100, 400, 300]),
  cell('s', 'web-a', SUBNET, [20, 40, 200, 200], 'v'),
  cell('i', 'web&amp;nbsp;1', EC2, [30, 30, 60, 60], 's'),
  cell('j', '', EC2, [300, 60, 60, 60], 'v'),
  cell(
    'near',
    'db',
    'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.rds',
    [420, 330, 40, 40],
  ),
  cell('odd', 'router', 'shape=mxgraph.cisco.routers.router', [700, 100, 50, 50]),
  cell('note', 'free words', 'text;html=1', [700, 300, 80, 20]),
  cell('paper', '', 'fillColor=#eee;strokeColor=none', [0, 0, 1000, 1000]),
  cell('t', 'Spoke', 'shape=table', [700, 500, 200, 60]),
  cell('r1', '', 'shape=tableRow', [0, 0, 200, 20], 't'),
  cell('c1', 'Destination', 'shape=partialRectangle', [0, 0, 100, 20], 'r1'),
  cell('c2', 'Target', 'shape=partialRectangle', [100, 0, 100, 20], 'r1'),
  cell('r2', '', 'shape=tableRow', [0, 20, 200, 20], 't'),
  cell('d2', 'igw', 'shape=partialRectangle', [100, 0, 100, 20], 'r2'),
  cell('d1', '0.0.0.0/0', 'shape=partialRectangle', [0, 0, 100, 20], 'r2'),
  line('e1', 'source="i" target="near"', 'startArrow=block', 'sql'),
  line('e2', 'source="s" target="r2"', 'endArrow=none'),
  line('e3', 'target="odd"'),
  line('e4', ''),
].join('');

describe('a drawing', () => {
  const [page] = readDrawio(file(model(CELLS)));
  if (!page) throw new Error('no page');
  const draft = draftOf(page);

  test('becomes elements by their shapes, in what groups them', () => {
    expect(draft.content).toMatchObject([
      {
        kind: 'vpc',
        name: 'core',
        cidr: '10.0.0.0/16',
        members: [
          { kind: 'subnet', name: 'web-a', members: [{ kind: 'aws:ec2', name: 'web 1' }] },
          { kind: 'aws:ec2', name: 'Amazon EC2' },
        ],
      },
      { kind: 'aws:rds', name: 'db' },
      { kind: 'generic:box', name: 'router' },
      { kind: 'route-table', name: 'Spoke', routes: [{ destination: '0.0.0.0/0', target: 'igw' }] },
    ]);
  });

  test('takes over lines that hold on to both ends, with their words and arrows', () => {
    const names = new Map<string, string>();
    const walk = (all: typeof draft.content): void => {
      for (const { ref, name, members } of all) {
        names.set(ref, name);
        walk(members);
      }
    };
    walk(draft.content);
    expect(
      draft.links.map(({ from, to, label, direction }) => [
        names.get(from),
        names.get(to),
        label,
        direction,
      ]),
    ).toEqual([
      ['web 1', 'db', 'sql', 'both'],
      ['web-a', 'Spoke', undefined, 'none'],
    ]);
  });

  test('says what it does not take over as it looks, and never guesses', () => {
    expect(draft.notes.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      '"router": no kind is known for its shape mxgraph.cisco.routers.router: it is drawn as a plain box',
      'a line from "router": it does not hold on to both ends: it only touches "web 1"',
      'a line: it does not hold on to both ends: it only touches "web 1"',
      '"db": it stands in "core" by its place only',
      '"free words": words that stand alone',
      '1 box without words: decoration, as far as the drawing tells',
    ]);
  });

  test('means the same packed, plain, with a byte-order mark and as a bare model', () => {
    const plain = JSON.stringify(draft.content);
    for (const bytes of [
      file(packed(model(CELLS))),
      Buffer.from(`\uFEFF${file(model(CELLS))}`),
      Buffer.from(model(CELLS)),
      file(deflateRawSync(model(CELLS).replaceAll('%', '%25')).toString('base64')),
    ]) {
      expect(isDrawio(bytes)).toBe(true);
      const [one] = readDrawio(bytes);
      expect(JSON.stringify(one && draftOf(one).content)).toBe(plain);
    }
  });

  test('is written as YAML that holds, whatever stands in it', () => {
    const hostile = cell('h', '&quot;]}&lt;br&gt;- kind: x # y&#10;: {{a}}', EC2, [0, 0, 9, 9]);
    const pages = readDrawio(file(model(CELLS), model(hostile), model('')));
    const text = draftText('old\nfile.drawio', pages.map(draftOf));
    const { value, diagnostics } = parseYaml(text, 'x.yaml');
    expect(diagnostics).toEqual([]);
    expect(value).toHaveLength(3);
    expect(text.split('\n')[0]).toMatch(/^# Drafted from old file\.drawio:/);
  });
});

describe('what no drawing should be', () => {
  const bomb = deflateRawSync(Buffer.alloc(80 * 1024 * 1024, 32)).toString('base64');
  test.each<[string, Buffer, string, RegExp]>([
    ['truncated XML', Buffer.from('<mxfile><diagram>'), 'broken', /not XML/],
    ['a truncated packed page', file(packed(model(CELLS)).slice(0, 200)), 'broken', /truncated/],
    ['no base64', file('***'), 'broken', /neither XML nor packed/],
    ['no page', Buffer.from('<mxfile/>'), 'broken', /no page/],
    ['an inflate bomb', file(bomb), 'too-large', /64 MiB/],
    [
      'a document type with entities',
      Buffer.from('<!DOCTYPE m [<!ENTITY a "b">]><mxfile><diagram>&a;</diagram></mxfile>'),
      'broken',
      /not XML/,
    ],
    [
      'a deep tree',
      file(`<mxGraphModel>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</mxGraphModel>`),
      'too-large',
      /deeper/,
    ],
    ['another XML', Buffer.from('<svg/>'), 'broken', /no file of draw\.io/],
  ])('%s is refused', (_, bytes, code, words) => {
    expect(() => readDrawio(bytes)).toThrow(DrawioError);
    try {
      readDrawio(bytes);
    } catch (thrown) {
      expect((thrown as DrawioError).code).toBe(code);
      expect((thrown as DrawioError).message).toMatch(words);
    }
  });

  test('cells in a circle, without ids and without geometry end nothing', () => {
    const [page] = readDrawio(
      file(
        model(
          '<mxCell id="a" value="A" vertex="1" parent="b"/><mxCell id="b" value="B" vertex="1" parent="a"/><mxCell vertex="1"/><mxCell id="e" edge="1" parent="1" source="a" target="gone"/>',
        ),
      ),
    );
    expect(page && draftOf(page).notes.map(({ reason }) => reason)).toContain(
      'it does not hold on to both ends',
    );
  });

  test('ten thousand cells take seconds', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      cell(`c${i}`, `n${i}`, EC2, [i, i, 5, 5]),
    ).join('');
    const [page] = readDrawio(file(model(many)));
    const draft = page && draftOf(page);
    expect(draft?.content).toHaveLength(10_000);
    expect(draft?.notes).toEqual([
      { what: 'the page', reason: expect.stringContaining('is not looked for') },
    ]);
  });
});

describe('an edited picture of ours', () => {
  const web = node('aws:ec2', 'web');
  const db = node('aws:rds', 'db');
  const compiled = (name = 'core'): Diagram => {
    const { value } = resolve(
      diagram('Shop', {
        content: [
          vpc(name, { id: 'vpc-1', cidr: '10.0.0.0/16' }, [
            subnet('a', [web]),
            subnet('b', [db]),
            routeTable('main', { routes: [{ destination: '0.0.0.0/0', target: 'nat' }] }),
          ]),
          connect(web, db, { ports: ['tcp/5432'] }),
        ],
      }),
    );
    if (!value) throw new Error('not compiled');
    return inDocumentOrder(value);
  };
  const given = compiled();
  let known: string | undefined;
  const drawn = () => {
    known ??= draw(
      { diagram: given, titleBlock: { digest: 'd1' }, icons: {}, name: 'shop' },
      layout,
    ).drawio;
    return known;
  };
  const changes = (text: string, of = given, same = true) =>
    drawingChanges(readDrawio(Buffer.from(text)), of, same).map(({ change, what, from, to }) =>
      [change, what, from, to].filter((part) => part !== undefined).join(' | '),
    );
  const object = (text: string, name: string): string =>
    new RegExp(`<UserObject[^>]* name="${name}".*?</UserObject>`).exec(text)?.[0] ?? '';

  test('says which diagram and model it is of', () => {
    expect(drawnFrom(readDrawio(Buffer.from(drawn())))).toEqual({ diagram: 'shop', model: 'd1' });
    expect(drawnFrom(readDrawio(file(model(CELLS))))).toBeUndefined();
  });

  test('differs in nothing when only places, sizes, looks and packing changed', () => {
    const text = drawn();
    expect(changes(text)).toEqual([]);
    const moved = text
      .replace(/<mxGeometry x="[\d.]+"/g, '<mxGeometry x="7"')
      .replaceAll('strokeColor=#8c4fff', 'strokeColor=#000000')
      .replace(/<Array as="points">.*?<\/Array>/g, '');
    expect(moved).not.toBe(text);
    expect(changes(moved)).toEqual([]);
    const inner = /<diagram([^>]*)>([\s\S]*)<\/diagram>/.exec(text);
    expect(changes(text.replace(inner?.[2] ?? '', packed(inner?.[2]?.trim() ?? '')))).toEqual([]);
  });

  test.each<[string, (text: string) => string, string[]]>([
    [
      'a new name',
      (t) => t.replace('&lt;b&gt;web&lt;/b&gt;', '&lt;b&gt;shop&lt;/b&gt;'),
      ['relabelled | aws:ec2 "web" | web | shop'],
    ],
    [
      'other words on a line',
      (t) => t.replace('&gt;tcp/5432&lt;', '&gt;tcp/22&lt;'),
      ['relabelled | the connection from "web" to "db" | tcp/5432 | tcp/22'],
    ],
    [
      'another route',
      (t) => t.replace('&gt;nat&lt;/td', '&gt;igw&lt;/td'),
      [
        'relabelled | route-table "main" | Destination | Target · 0.0.0.0/0 | nat | Destination | Target · 0.0.0.0/0 | igw',
      ],
    ],
    [
      'a line that is gone',
      (t) => t.replace(/<UserObject[^>]*kind="connection".*?<\/UserObject>/, ''),
      ['removed | the connection from "web" to "db"'],
    ],
    [
      'a line that leads elsewhere',
      (t) =>
        t.replace(
          /(kind="connection".*?target=")[^"]*"/,
          `$1${/id="(e\d+)"/.exec(object(t, 'a'))?.[1]}"`,
        ),
      ['reconnected | the connection from "web" to "db" | "db" | "a"'],
    ],
    [
      'a line that hangs',
      (t) => t.replace(/(kind="connection".*?) target="[^"]*"/, '$1'),
      ['reconnected | the connection from "web" to "db" | "db" | nothing'],
    ],
    [
      'an arrow turned round',
      (t) => t.replace('endArrow=block;startArrow=none', 'endArrow=none;startArrow=block'),
      ['redirected | the connection from "web" to "db" | forward | back'],
    ],
    [
      'an element in another group',
      (t) => t.replace(object(t, 'db'), object(t, 'db').replace(/parent="[^"]*"/, 'parent="1"')),
      ['regrouped | aws:rds "db" | subnet "b" | the page'],
    ],
    [
      'a copy',
      (t) => t.replace('</root>', `${object(t, 'db').replace(/ id="e\d+"/, ' id="copy"')}</root>`),
      ['copied | aws:rds "db"'],
    ],
    [
      'another icon',
      (t) => t.replace('resIcon=mxgraph.aws4.rds', 'resIcon=mxgraph.aws4.dynamodb'),
      ['reshaped | aws:rds "db" | mxgraph.aws4.rds | mxgraph.aws4.dynamodb'],
    ],
    [
      'new things',
      (t) =>
        t.replace(
          '</root>',
          `${cell('new1', 'cache', EC2, [0, 0, 9, 9])}${cell('deco', '', 'rounded=1', [0, 0, 9, 9])}<mxCell id="new2" value="peers" edge="1" parent="1" source="new1"/></root>`,
        ),
      ['added | "cache"', 'added | a line "peers" from "cache" to nothing'],
    ],
    [
      'an identity that is no one',
      (t) => t.replace('identity="#vpc-1"', 'identity="#vpc-2"'),
      [
        'regrouped | route-table "main" | vpc "core" | "core"',
        'regrouped | subnet "a" | vpc "core" | "core"',
        'regrouped | subnet "b" | vpc "core" | "core"',
        'removed | vpc "core"',
        'unknown | "core" | "#vpc-2"',
      ],
    ],
  ])('%s is found', (_, edit, found) => {
    const text = drawn();
    const edited = edit(text);
    expect(edited).not.toBe(text);
    expect(changes(edited)).toEqual(found);
  });

  test('of another version of the model, what the model changed is told, too', () => {
    const { elements, links } = given;
    const less = Object.fromEntries(
      Object.entries(elements).filter(([id]) => id !== '#vpc-1/route-table=main'),
    );
    expect(Object.keys(less)).toHaveLength(Object.keys(elements).length - 1);
    expect(changes(drawn(), { ...given, elements: less, links }, false)).toEqual([
      'unknown | "main" | "#vpc-1/route-table=main"',
    ]);
  });
});
