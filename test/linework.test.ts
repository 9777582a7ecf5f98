/** Each defect of lines is found in the SVG of a page that has it, and none in its neighbour that has not. */

import { describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { connect, diagram, node, vpc, zone } from '../src/index.ts';
import { asSvg, type Svg } from '../src/model/brands.ts';
import type { DiagramContent, LinkContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { readPicture } from '../src/render/linework/drawn-picture.ts';
import { lineDefects } from '../src/render/linework/linework.ts';
import { pictureFindings } from '../src/render/picture-findings.ts';
import { drawnIdentities } from './figures/measure.ts';

const compiled = (content: DiagramContent): Diagram => {
  const { value } = resolve(content);
  if (!value) throw new Error('not valid');
  return value;
};

type Corner = readonly [x: number, y: number];

const points = (corners: readonly Corner[]): string => corners.map((c) => c.join(',')).join(' ');

const box = (id: string, [x, y]: Corner, w: number, h: number, group = false): string =>
  `<g id="${id}" class="${group ? 'cluster' : 'node'}"><title>t</title><polygon fill="none" stroke="#000" points="${points(
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ],
  )}"/></g>`;

/** A line as Graphviz writes it, each stretch a curve; the last 8 px are the arrowhead, whose tip is the last corner. */
function line(id: string, corners: readonly Corner[], more = '', attributes = ''): string {
  const [tip = [0, 0], before = [0, 0]] = [...corners].reverse();
  const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]);
  const [ux, uy] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  const base: Corner = [tip[0] - 8 * ux, tip[1] - 8 * uy];
  const [first = [0, 0], ...others] = [...corners.slice(0, -1), base];
  let at = first;
  const curves = others.map((to) => {
    const curve = points([at, to, to]);
    at = to;
    return curve;
  });
  const wings = [-3, 3].map((off): Corner => [base[0] - off * uy, base[1] + off * ux]);
  const head = `<polygon fill="#000" stroke="#000" points="${points([...wings, tip])}"/>`;
  return `<g id="${id}" class="edge connection"${attributes}><path fill="none" stroke="#000" d="M${first.join(',')}C${curves.join(' ')}"/>${head}${more}</g>`;
}

const page = (...parts: readonly string[]): Svg =>
  asSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600"><g transform="translate(0 0)">${parts.join('')}</g></svg>`,
  );

function found(svg: Svg, of: Diagram): string[] {
  const identities = drawnIdentities(of);
  return lineDefects({ picture: readPicture(svg), identities, diagram: of }).map((d) => d.kind);
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => node('aws:ec2', name)) as [
  ReturnType<typeof node>,
  ReturnType<typeof node>,
  ReturnType<typeof node>,
  ReturnType<typeof node>,
];
const CARDS = [
  box('e1', [0, 100], 60, 60),
  box('e2', [200, 100], 60, 60),
  box('e3', [400, 100], 60, 60),
  box('e4', [600, 100], 60, 60),
];
const one = compiled(diagram('T', { content: [a, b, c, d], links: connect(a, c) }));
const two = compiled(
  diagram('T', { content: [a, b, c, d], links: [connect(a, c), connect(b, d)] }),
);
const AROUND: readonly Corner[] = [
  [60, 120],
  [130, 120],
  [130, 40],
  [350, 40],
  [350, 120],
  [400, 120],
];

describe('a line', () => {
  test('around what stands between is fine', () => {
    expect(found(page(...CARDS, line('l1', AROUND)), one)).toEqual([]);
  });

  test('through a card that is no end of it', () => {
    const straight = line('l1', [
      [60, 130],
      [400, 130],
    ]);
    expect(found(page(...CARDS, straight), one)).toEqual(['through-box']);
  });

  test('along the border of a card is not in it', () => {
    const along = line('l1', [
      [60, 101],
      [400, 101],
    ]);
    expect(found(page(...CARDS, along), one)).toEqual([]);
  });

  test('drawn straight across the page', () => {
    const slanted = line('l1', [
      [60, 100],
      [400, 40],
    ]);
    expect(found(page(...CARDS, slanted), one)).toEqual(['slanted']);
  });

  test('that is not there, or too short to be seen', () => {
    const short = line('l1', [
      [60, 130],
      [66, 130],
    ]);
    expect(found(page(...CARDS, short), one)).toEqual(['missing']);
    expect(found(page(...CARDS), one)).toEqual(['missing']);
    const unseen = line('l1', AROUND).replaceAll('stroke="#000"', 'stroke="transparent"');
    expect(found(page(...CARDS, unseen), one)).toEqual(['missing']);
  });

  test('with an arrowhead right behind a corner, or behind its own words', () => {
    const corner = line('l1', [...AROUND.slice(0, 4), [390, 40], [390, 120], [400, 120]]);
    expect(found(page(...CARDS, corner), one)).toEqual(['no-shaft']);
    const ground = `<polygon fill="#fff" stroke="none" points="${points([
      [352, 110],
      [391, 110],
      [391, 130],
      [352, 130],
    ])}"/><text x="355" y="122" font-size="11">w</text>`;
    expect(found(page(...CARDS, line('l1', AROUND, ground)), one)).toEqual(['no-shaft']);
  });

  test('of a link to itself makes a loop', () => {
    const self = compiled(diagram('T', { content: [a, b, c, d], links: connect(a, a) }));
    const loop = line('l1', [
      [20, 100],
      [20, 60],
      [90, 60],
      [90, 120],
      [60, 120],
    ]);
    const stub = line('l1', [
      [20, 100],
      [20, 60],
    ]);
    expect(found(page(...CARDS, loop), self)).toEqual([]);
    expect(found(page(...CARDS, stub), self)).toEqual(['missing']);
  });
});

describe('two lines', () => {
  const lower = (y: number): readonly Corner[] => [
    [260, 150],
    [300, 150],
    [300, y],
    [550, y],
    [550, 150],
    [600, 150],
  ];
  const OVER: readonly Corner[] = [
    [260, 120],
    [300, 120],
    [300, 40],
    [550, 40],
    [550, 120],
    [600, 120],
  ];

  test('apart are fine, and those that cross are counted', () => {
    expect(found(page(...CARDS, line('l1', AROUND), line('l2', lower(200))), two)).toEqual([]);
    expect(found(page(...CARDS, line('l1', AROUND), line('l2', lower(20))), two)).toEqual([
      'crossing',
    ]);
  });

  test('on one another seem to be one, unless a trunk is declared', () => {
    expect(found(page(...CARDS, line('l1', AROUND), line('l2', OVER)), two)).toEqual(['shared']);
    const trunk = ' data-trunk="t"';
    const declared = [line('l1', AROUND, '', trunk), line('l2', OVER, '', trunk)];
    expect(found(page(...CARDS, ...declared), two)).toEqual([]);
    const other = line('l2', OVER, '', ' data-trunk="u"');
    expect(found(page(...CARDS, line('l1', AROUND, '', trunk), other), two)).toEqual(['shared']);
  });
});

describe('a line and groups', () => {
  const inner = node('aws:ec2', 'inner');
  const member = node('aws:ec2', 'member');
  const outside = node('aws:ec2', 'outside');
  const red = vpc('red', { zone: 'cde' }, [inner]);
  const blue = vpc('blue', [member]);
  const of = (links: readonly LinkContent[]): Diagram =>
    compiled(diagram('T', { content: [red, blue, outside], links }));
  // e1 red, e2 inner, e3 blue, e4 member, e5 outside
  const BOXES = [
    box('e1', [100, 80], 160, 120, true),
    box('e2', [140, 110], 60, 60),
    box('e3', [360, 80], 160, 120, true),
    box('e4', [400, 110], 60, 60),
    box('e5', [0, 110], 60, 60),
  ];
  const straight = (from: number, to: number, y = 190): string =>
    line('l1', [
      [from, y],
      [to, y],
    ]);

  test('a foreign zone is worse than a foreign box', () => {
    expect(found(page(...BOXES, straight(60, 360)), of(connect(outside, blue)))).toEqual([
      'through-zone',
    ]);
  });

  test('the groups around its ends are its own', () => {
    expect(found(page(...BOXES, straight(60, 140, 130)), of(connect(outside, inner)))).toEqual([]);
    expect(found(page(...BOXES, straight(200, 400, 130)), of(connect(inner, member)))).toEqual([]);
  });

  test('a link to a group does not run through a member of it', () => {
    expect(found(page(...BOXES, straight(60, 250, 130)), of(connect(outside, red)))).toEqual([
      'through-box',
    ]);
  });
});

describe('what is said of it', () => {
  const subject = (svg: Svg, of: Diagram) => ({
    svg,
    diagram: of,
    identities: drawnIdentities(of),
    cutTold: new Set<string>(),
    straightTold: new Set<string>(),
  });

  test('both links, and the element that is passed, by name', () => {
    const straight = line('l1', [
      [60, 130],
      [400, 130],
    ]);
    const [first] = pictureFindings(subject(page(...CARDS, straight), one));
    expect(first).toMatchObject({
      code: 'line-through-box',
      severity: 'warning',
      message:
        'the link from "a" to "c" runs through aws:ec2 "b", which is neither an end of it nor around one',
    });
  });

  test('many of one kind are one message with their number', () => {
    const many = compiled(
      diagram('T', {
        content: [a, b, c, d],
        links: Array.from({ length: 40 }, () => connect(a, c)),
      }),
    );
    const findings = pictureFindings(subject(page(...CARDS), many));
    expect(findings.map(({ code }) => code)).toEqual(['line-missing']);
    expect(findings[0]?.message).toMatch(
      /^40 links have no line to be seen: the link from "a" to "c"/,
    );
  });

  test('a text with an ellipsis that nobody wrote is cut without a word', () => {
    const words = (text: string): string =>
      `<g id="e1" class="node"><polygon fill="none" stroke="#000" points="0,0 9,9"/><text x="1" y="1" font-size="11">${text}</text></g>`;
    const codes = (text: string): string[] =>
      pictureFindings(
        subject(page(words(text)), compiled(diagram('T', { content: node('aws:ec2', 'to be…') }))),
      ).map(({ code }) => code);
    expect(codes('to be…')).toEqual([]);
    expect(codes('to…')).toEqual(['cut-unsaid']);
  });

  test('connectors are told, and too many are a finding of their own', () => {
    const pair = (id: string): string =>
      line(
        id,
        [
          [60, 130],
          [90, 130],
        ],
        '',
        ' data-connector="A"',
      );
    const links = (n: number): Diagram =>
      compiled(
        diagram('T', {
          content: [a, b, c, d],
          links: Array.from({ length: n }, () => connect(a, c)),
        }),
      );
    const rest = (n: number): string[] =>
      Array.from({ length: n - 1 }, (_, i) =>
        line(`l${i + 2}`, [
          [60, 300 + 20 * i],
          [400, 300 + 20 * i],
        ]),
      );
    const codes = (n: number): string[] =>
      pictureFindings(subject(page(...CARDS, pair('l1'), ...rest(n)), links(n))).map((f) => f.code);
    expect(codes(10)).toEqual(['connector-used']);
    expect(codes(9)).toEqual(['connectors-many']);
  });

  test('lines that cross often are named, with the group that would serve', () => {
    const fans = ['x', 'y', 'z'].map((name) => node('aws:ec2', name));
    const of = compiled(
      diagram('T', {
        content: [a, b, zone('Fleet', fans)],
        links: [connect(a, fans), connect(b, fans)],
      }),
    );
    const star = [1, 2, 3, 4, 5, 6].map((n) =>
      line(
        `l${n}`,
        n % 2
          ? [
              [0, 300 + n * 10],
              [500, 300 + n * 10],
            ]
          : [
              [n * 30, 250],
              [n * 30, 450],
            ],
      ),
    );
    const crossing = pictureFindings(subject(page(...star), of)).find(
      (f) => f.code === 'crossings',
    );
    expect(crossing?.message).toMatch(/^lines cross 9 times on 6 links, most of all the link from/);
    expect(crossing?.hint).toMatch(/^Link aws:ec2 "[ab]" to zone "Fleet" instead of its 3 members/);
  });
});
