import { describe, expect, it } from 'vitest';
import type { DiagramContent, ElementContent, LinkContent } from '../src/model/content.ts';
import { tryFile } from './sources-estate.ts';

const contentOf = (diagram?: DiagramContent) => (diagram?.content ?? []) as ElementContent[];
const memberOf = (element: ElementContent | undefined, i: number) =>
  element?.members[i] as ElementContent | undefined;

const SEED = `title: AWS accounts layout
direction: right
content:
  - kind: organization
    name: MockUpBank Org
    members:
      - { kind: account, name: root, role: management, id: '012345678901' }
      - kind: ou
        name: Infra OU
        members:
          - { kind: account, name: Deployment account, ref: deploy }
  - kind: internet
    name: Internet
  - { kind: 'aws:ec2', name: web, cidr: [10.0.0.0/8], tags: { tier: 1 } }
links:
  - { from: deploy, to: [root, '012345678901'], ports: [tcp/443], control: sg-1 }
  - { from: web, to: Internet, relation: flow, step: 1 }
hints: [{ align: [deploy, web] }]
`;

describe('a sheet of an atlas', () => {
  const file = (hints: string): string =>
    `title: A\ncontent:\n  - { kind: vpc, name: pay, ref: p }\n  - { kind: vpc, name: shop }\nhints:\n  ${hints}\n`;
  it('is a hint with a name', async () => {
    const { diagrams, lines } = await tryFile(
      'a.yaml',
      file('- { sheet: Payments, of: [p, shop] }'),
    );
    expect(lines).toEqual([]);
    const [pay, shop, hint] = diagrams[0]?.content ?? [];
    expect(hint).toMatchObject({ type: 'hint', hint: 'sheet', name: 'Payments', of: [pay, shop] });
  });
  it.each([
    ['- { sheet: Payments }', /6:5: error invalid-value: a hint is/],
    ['- { sheet: Payments, of: [] }', /6:5: error invalid-value: a hint is/],
    ['- { sheet: [a], of: [p] }', /6:5: error invalid-value: a hint is/],
    ['- { sheet: Payments, of: [nobody] }', /6:\d+: error unknown-end/],
  ])('is refused: %s', async (hint, message) => {
    const { lines } = await tryFile('a.yaml', file(hint));
    expect(lines.join('\n')).toMatch(message);
  });
});

describe('a YAML file', () => {
  it('says the same as TypeScript', async () => {
    const { root, diagrams, lines, inputs } = await tryFile('a.yaml', SEED);
    expect(lines).toEqual([]);
    expect(inputs).toEqual([`${root}/a.yaml`]);
    const [organization, internet, web, ...rest] = contentOf(diagrams[0]);
    expect(diagrams[0]).toMatchObject({
      title: 'AWS accounts layout',
      options: { direction: 'right' },
    });
    expect(organization).toMatchObject({
      kind: 'organization',
      group: true,
      origin: { line: 4, column: 5 },
    });
    expect(organization?.members[0]).toMatchObject({
      kind: 'account',
      group: false,
      facts: { role: 'management', id: '012345678901' },
      origin: { line: 7, column: 9 },
    });
    expect(internet?.facts.zone).toBe('untrusted');
    expect(web?.facts).toEqual({ cidr: ['10.0.0.0/8'], tags: { tier: '1' } });
    const links = rest as unknown as LinkContent[];
    expect(links.map((l) => l.type)).toEqual(['link', 'link', 'link', 'hint']);
    const deploy = memberOf(memberOf(organization, 1), 0);
    expect(links[0]?.from).toBe(deploy);
    expect(links[1]?.to).toBe(organization?.members[0]);
    expect(links[2]).toMatchObject({
      relation: 'flow',
      facts: { step: 1 },
      from: web,
      to: internet,
    });
  });

  it('holds several diagrams, as documents or as a list', async () => {
    const documents = await tryFile(
      'a.yaml',
      '---\ntitle: A\nname: a\ncontent: []\n---\ntitle: B\nname: b\ncontent: []\n---\n',
    );
    expect(documents.lines).toEqual([]);
    expect(documents.diagrams.map((d) => d.options.name)).toEqual(['a', 'b']);
    const list = await tryFile(
      'a.yaml',
      'diagrams:\n  - { title: A, name: a, content: [] }\n  - { title: B, name: A, content: [] }\n  - { title: C, content: [] }\n',
    );
    expect(list.lines).toEqual([
      'a.yaml:3:5: error wrong-export: two diagrams in the file are named "A"',
      'a.yaml:4:5: error wrong-export: the diagram "C" is part of a list and has no name',
    ]);
  });

  it('reuses by anchor and alias: copies, nested, and often', async () => {
    const { diagrams, lines } = await tryFile(
      'a.yaml',
      `title: T
content:
  - &ou
    kind: ou
    name: O
    members: [&a { kind: account, name: A, tags: &t { x: y } }, *a]
  - kind: ou
    name: P
    members: [${Array(200).fill('*ou').join(', ')}, { kind: account, name: B, tags: *t }]
`,
    );
    expect(lines).toEqual([]);
    const [o, p] = contentOf(diagrams[0]);
    expect(o?.members.length).toBe(2);
    expect(o?.members[0]).not.toBe(o?.members[1]);
    expect(p?.members.length).toBe(201);
    expect(memberOf(p, 0)?.members.length).toBe(2);
  });

  it('may nest 250 groups', async () => {
    const open = '[{ kind: ou, name: O, members: '.repeat(250);
    const { lines } = await tryFile('a.yaml', `title: T\ncontent: ${open}[]${' }]'.repeat(250)}\n`);
    expect(lines).toEqual([]);
  });
});

describe('a broken YAML file', () => {
  const content = (text: string): string => `title: T\ncontent:\n${text}`;
  const cases: readonly [what: string, text: string, expected: readonly string[]][] = [
    ['empty', '', ['a.yaml: error invalid-value: the file contains no diagram']],
    ['a text', 'hello', ['a.yaml:1:1: error invalid-value: expected a diagram, found "hello"']],
    [
      'no title, no content',
      'owner: x',
      [
        'a.yaml:1:1: error missing-key: the diagram has no title',
        'a.yaml:1:1: error missing-key: the diagram has no content',
      ],
    ],
    [
      'two and more levels down',
      content(
        '  - kind: ou\n    name: O\n    members:\n      - kind: ou\n        name: P\n        members:\n          - { kind: account, name: A, zon: cde }\n',
      ),
      ['a.yaml:9:39: error unknown-key: unknown key "zon"'],
    ],
    [
      'values inside facts',
      content(
        '  - { kind: vpc, name: V, style: { color: "#12", wdth: 1 }, routes: [{ destination: x }] }\n',
      ),
      [
        'a.yaml:3:43: error invalid-value: style.color must be a colour: #rrggbb or a name such as red, but is "#12"',
        'a.yaml:3:50: error unknown-key: unknown key "wdth" in style',
        'a.yaml:3:70: error missing-key: routes[1].target is missing',
      ],
    ],
    [
      'an id that is a number',
      content('  - { kind: account, name: A, id: 012345678901 }\n'),
      ['a.yaml:3:35: error invalid-value: id must be a string, but is 12345678901'],
    ],
    [
      'a large id',
      content('  - { kind: account, name: A, id: 12345678901234567890 }\n'),
      ['a.yaml:3:35: error invalid-value: id must be a string, but is 12345678901234567000'],
    ],
    [
      'a key twice',
      content('  - kind: ou\n    name: A\n    name: B\n'),
      ['a.yaml:5:5: error duplicate-key: duplicate key "name"'],
    ],
    [
      'wide characters and CRLF',
      '\uFEFFtitle: T\r\ncontent:\r\n  - { kind: account, name: "漢😀", zon: cde }\r\n',
      ['a.yaml:3:35: error unknown-key: unknown key "zon"'],
    ],
    [
      'a merge key',
      content('  - &a { kind: ou, name: A }\n  - { <<: *a, name: B }\n'),
      [
        'a.yaml:4:5: error missing-key: the element has no kind',
        'a.yaml:4:7: error unsupported-yaml: merge keys (<<) are not supported',
      ],
    ],
    [
      'a tag',
      content('  - { kind: ou, name: !!js/function "x" }\n'),
      ['a.yaml:3:23: error unsupported-yaml: the tag !!js/function is not supported'],
    ],
    [
      'YAML 1.1',
      '%YAML 1.1\n---\ntitle: T\ncontent: []\n',
      ['a.yaml:1:1: error unsupported-yaml: YAML 1.1 is not supported'],
    ],
    [
      'an unknown alias',
      content('  - *x\n'),
      ['a.yaml:3:5: error syntax: the alias *x has no anchor before it'],
    ],
    [
      'a cycle',
      content('  - &x { kind: ou, name: A, members: [*x] }\n'),
      ['a.yaml:3:39: error unsupported-yaml: the alias *x is inside its own anchor'],
    ],
    [
      'members of what holds none',
      content('  - { kind: user, name: U, members: [] }\n'),
      ['a.yaml:3:28: error invalid-value: a user cannot have members'],
    ],
    [
      'an empty value',
      content('  - kind: ou\n    name:\n'),
      ['a.yaml:4:10: error invalid-value: name must be a string, but is blank'],
    ],
  ];
  it.each(cases)('%s', async (_, text, expected) => {
    const { diagrams, diagnostics, lines } = await tryFile('a.yaml', text);
    expect(lines).toEqual(expected);
    expect(diagrams).toEqual([]);
    for (const { hint, code } of diagnostics)
      if (code !== 'invalid-value' && !/routes/.test(lines.join())) expect(hint).toBeTruthy();
  });

  it('says to quote an id', async () => {
    const { diagnostics } = await tryFile(
      'a.yaml',
      content('  - { kind: account, name: A, id: 0123 }\n'),
    );
    expect(diagnostics[0]?.hint).toBe("Quote it, or YAML reads it as the number 123: '0123'");
  });

  it('names all syntax errors, not the first alone', async () => {
    const { lines } = await tryFile('a.yaml', 'title: "a" b\nowner: "c" d\ncontent: [\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.map((l) => l.split(':')[1])).toEqual(expect.arrayContaining(['1', '2']));
    expect(lines.every((l) => / error syntax: /.test(l))).toBe(true);
  });

  it('refuses a bomb at once', async () => {
    const bomb = ['a: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 30; i++)
      bomb.push(
        `b${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(',')}]`,
      );
    const start = performance.now();
    const { lines } = await tryFile('a.yaml', `${bomb.join('\n')}\n`);
    expect(lines.some((l) => / error too-large: /.test(l))).toBe(true);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('refuses nesting without measure', async () => {
    const { lines } = await tryFile(
      'a.yaml',
      `title: T\ncontent: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    );
    expect(lines[0]).toMatch(/too-large/);
  });

  it('names the elements that an end may be, and the nearest for one that is none', async () => {
    const { diagnostics, lines } = await tryFile(
      'a.yaml',
      content(
        '  - { kind: account, name: A }\n  - { kind: account, name: A }\nlinks:\n  - { from: A, to: B1 }\n  - { from: 1.0 }\n',
      ),
    );
    expect(lines).toEqual([
      'a.yaml:6:13: error ambiguous-end: "A" matches 2 elements',
      'a.yaml:6:20: error unknown-end: no element has the ref, id or name "B1"',
      'a.yaml:7:5: error missing-key: the link has no to',
      'a.yaml:7:13: error invalid-value: an end must be a string, but is 1.0',
    ]);
    expect(diagnostics[0]?.related?.map((r) => r.origin.line)).toEqual([3, 4]);
  });

  it('is not UTF-8', async () => {
    const { lines } = await tryFile('a.yaml', Buffer.from([0x74, 0xff, 0xfe]) as unknown as string);
    expect(lines).toEqual(['a.yaml: error unreadable: the file is not UTF-8 text']);
  });
});
