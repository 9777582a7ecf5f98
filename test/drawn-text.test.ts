/** What is declared is what is drawn: in full, or with a warning that names the element and the text. */

import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import { node, routeTable, subnet, vpc } from '../src/dsl/element.ts';
import { connect } from '../src/dsl/link.ts';
import { type Drawing, draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { uncovered } from '../src/text/measure.ts';
import { estate } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await (await import('../src/render/layout/wasm.ts')).loadGraphviz();
});

const bare = (text: string): string => text.replace(/[\s\u00A0]/g, '');

/** Texts of a picture by the id of the part that they are drawn in. */
function textsOf(svg: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const open: (string | undefined)[] = [];
  let inText = false;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const { id } = attributes as Record<string, string>;
    open.push(name === 'g' && id !== undefined ? id : open.at(-1));
    inText = name === 'text';
  });
  parser.on('text', (text) => {
    const id = open.at(-1);
    if (inText && id !== undefined) texts.set(id, (texts.get(id) ?? '') + bare(text));
  });
  parser.on('closetag', () => {
    open.pop();
    inText = false;
  });
  parser.write(svg).close();
  return texts;
}

/** Parts that names, ids and names of rules are put together from. */
const part = fc.constantFrom(
  'vpc-06f56b3d396820a68',
  'sg-0123456789abcdef0',
  'payments-authorisation',
  'production',
  'waf-regional',
  '100000000007',
  'arn:aws:iam::',
  'AWSReservedSSO',
  '10.0.0.0/16',
  'tcp/443',
  ' ',
  '-',
  '1',
  'x',
  '/',
  '(prod)',
);
const words = (most: number) =>
  fc
    .array(part, { minLength: 1, maxLength: most })
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() !== '');

interface Declared {
  readonly name: string;
  readonly id: string;
  readonly controls: readonly string[];
  readonly cidr: readonly string[];
  readonly ports: readonly string[];
  readonly control: string;
  readonly label: string;
  readonly target: string;
}
const declared: fc.Arbitrary<Declared> = fc.record({
  name: words(12),
  id: words(12),
  controls: fc.array(words(8), { maxLength: 5 }),
  cidr: fc.array(fc.constantFrom('10.0.0.0/16', '2a05:d014:abc:1200::/56', '100.64.0.0/10'), {
    maxLength: 8,
  }),
  ports: fc.uniqueArray(
    fc.constantFrom('tcp/443', 'tcp/8443', 'udp/514', 'icmp', 'tcp/1024-65535'),
    {
      maxLength: 5,
    },
  ),
  control: words(14),
  label: words(40),
  target: words(10),
});

function pictureOf(d: Declared): Drawing {
  const web = node('aws:alb', d.name, { id: `id-${d.id}`, controls: d.controls });
  const db = node('aws:rds', `db ${d.name}`);
  const routes = routeTable('routes', {
    routes: [{ destination: '0.0.0.0/0', target: d.target }],
  });
  const { value } = resolve(
    diagram(d.name, {
      description: d.label,
      content: vpc(d.name, { cidr: d.cidr, controls: d.controls }, [
        subnet(d.name, [web, db]),
        routes,
      ]),
      links: [
        connect(web, db, { ports: d.ports, control: d.control }),
        connect(db, web, { label: d.label }),
      ],
    }),
  );
  if (!value) throw new Error('the diagram does not compile');
  return draw({ diagram: value, titleBlock: { digest: 'a'.repeat(64) }, icons: {} }, layout);
}

describe('texts that share words', () => {
  test('are drawn in full, each in its own part, or the warning names what is cut', () => {
    fc.assert(
      fc.property(declared, (d) => {
        const { svg, diagnostics } = pictureOf(d);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const drawn = textsOf(svg);
        const legend = drawn.get('legend') ?? '';
        const has = (id: string, text: string): boolean =>
          [drawn.get(id) ?? '', ...(id.startsWith('l') ? [legend] : [])].some((all) =>
            all.includes(bare(text)),
          );
        const facts: [id: string, text: string][] = [
          ['title', d.name],
          ['e1', d.name],
          ...[...d.cidr, ...d.controls].map((text): [string, string] => ['e1', text]),
          ['e2', d.name],
          ['e3', d.name],
          ['e3', `id-${d.id}`],
          ...d.controls.map((text): [string, string] => ['e3', text]),
          ['e4', `db ${d.name}`],
          ['e5', d.target],
          ...d.ports.map((text): [string, string] => ['l1', text]),
          ['l1', d.control],
          ['l2', d.label],
        ];
        const cut = diagnostics.filter(({ code }) => code === 'name-cut' || code === 'text-cut');
        const lost = facts.filter(([id, text]) => !has(id, text));
        // No text is lost without a warning, and no warning is given where nothing is lost.
        expect(cut.length === 0).toBe(lost.length === 0);
        for (const [, text] of lost)
          expect(cut.map((c) => c.message).join('\n')).toContain(text.slice(0, 20));
      }),
      { numRuns: 40 },
    );
  });

  test('do not end a run of the command', async () => {
    const root = estate({
      'diagrams/a.ts': `import { diagram, node } from 'cadastre';
export default [
  diagram('Shared words', { name: 'control', content: node('aws:alb', 'payments-authorisation-production-external-lb', { controls: ['waf-regional-payments-authorisation'] }) }),
  diagram('Name holds its id', { name: 'id', content: node('generic:network', 'vpc-06f56b3d396820a68 1', { id: 'vpc-06f56b3d396820a68' }) }),
];
`,
    });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expect(ended.stderr).not.toMatch(/not-drawn|name-cut/);
    expect(ended.code, ended.stderr).toBe(0);
  });
});

describe('long texts', () => {
  const long = (n: number): string => Array.from({ length: n }, (_, i) => `word-${i}`).join(' ');

  test('of links and elements are wrapped, not cut', () => {
    const role =
      'arn:aws:iam::100000000007:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_PaymentsAdministratorAccess_0123456789abcdef';
    const { svg, diagnostics } = pictureOf({
      name: 'payments',
      id: role,
      controls: [role],
      cidr: ['10.0.0.0/16', '100.64.0.0/10', '2a05:d014:abc:1200::/56', '172.16.0.0/20'],
      ports: ['tcp/443', 'tcp/8443', 'tcp/9443', 'tcp/10443', 'udp/514', 'icmp', 'tcp/1024-65535'],
      control: role,
      label: long(25),
      target: role,
    });
    expect(diagnostics.filter(({ code }) => code.endsWith('-cut'))).toEqual([
      expect.objectContaining({
        code: 'text-cut',
        message: expect.stringMatching(
          /^target "arn:aws:iam.* of route-table "routes" is too long/,
        ),
      }),
    ]);
    const drawn = textsOf(svg);
    expect(drawn.get('e3')).toContain(role);
    expect(drawn.get('l1')).toContain('icmp,tcp/1024-65535');
    expect(drawn.get('l1')).toContain(role);
  });

  test('beyond all measure are cut with a warning that names the element and the text', () => {
    const { diagnostics } = pictureOf({
      name: 'payments',
      id: 'x'.repeat(3000),
      controls: [],
      cidr: [],
      ports: ['tcp/443'],
      control: `rule ${long(200)}`,
      label: 'ok',
      target: 'local',
    });
    expect(diagnostics.filter(({ code }) => code === 'text-cut').map((d) => d.message)).toEqual([
      expect.stringMatching(
        /^id "id-xxx.*…?" of aws:application-load-balancer "payments" is too long/,
      ),
      expect.stringMatching(
        /^control "rule word-0 .*" of the link from "payments" to "db payments"/,
      ),
    ]);
  });
});

describe('characters that Arimo lacks', () => {
  const source = `import { connect, diagram, flow, node } from 'cadastre';
const a = node('aws:ec2', 'x', { id: '本番', controls: ['許可'] });
const b = node('aws:rds', 'y', { cidr: '10.0.0.0/16', region: '東京' });
export default diagram('Latin', {
  description: '説明', owner: '所有者', covers: ['範囲'], locations: ['大阪'],
  content: [a, b],
  links: [connect(a, b, { ports: ['tcp/1'], control: '規則' }), flow(a, b, { step: '①', data: 'x' })],
});
`;

  test('are named in whichever text they are drawn, by draw and check alike', async () => {
    const root = estate({ 'diagrams/a.ts': source });
    for (const command of [['render', '-f', 'svg'], ['check']]) {
      const { stderr } = await cadastre(root, command);
      for (const text of ['本番', '許可', '東京', '説明', '所有者', '範囲', '大阪', '規則', '①'])
        expect(stderr, command[0]).toMatch(
          new RegExp(
            `warning glyph-missing: no font has .* in "${text}"; raster images and PDFs show boxes`,
          ),
        );
    }
  });

  test('are all found, wherever they are declared', () => {
    const odd = fc
      .array(fc.constantFrom('本', '番', 'ح', 'क', '①', '👩‍💻', 'a', ' ', '-'), {
        minLength: 1,
        maxLength: 30,
      })
      .map((parts) => `${parts.join('')}x`);
    fc.assert(
      fc.property(
        fc.record({ name: odd, id: odd, control: odd, label: odd, target: odd }),
        (texts) => {
          const { svg, foreignTexts } = pictureOf({
            ...texts,
            controls: [texts.control],
            cidr: [],
            ports: ['tcp/443'],
          });
          const drawn = new Set([...textsOf(svg).values()].flatMap((text) => uncovered(text)));
          const named = new Set(foreignTexts.flatMap(({ text }) => uncovered(text)));
          expect([...drawn].filter((char) => !named.has(char))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
