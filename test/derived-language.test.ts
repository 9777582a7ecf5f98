/** Derived content and annotations, as authors write them in TypeScript and YAML. */

import { describe, expect, it } from 'vitest';
import type { Json } from '../src/model/derivation.ts';
import { answer, compileIn, ORGANIZATION, snapshot, typescript, yaml } from './derived-estate.ts';

const PAYMENTS = '100000000007';
const PRODUCTION = '100000000006';
const whole = (content: string, before = ''): string =>
  `${before}\nexport default diagram('T', { content: [${content}] });`;
const BANK = `estate('bank').organization()`;

describe('the date of the data', () => {
  const time = (text: string): number => Date.parse(`${text}T08:00:00Z`) / 1000;
  const span = { from: time('2026-10-01'), to: time('2026-11-19') };
  /** @param days of the newest complete sync, by id; another provider's is always younger */
  const asOf = async (
    days: Readonly<Record<string, string>> | undefined,
    content = BANK,
    behind = false,
  ): Promise<string | undefined> => {
    const queries = ORGANIZATION.map((recorded) => ({
      ...recorded,
      rows: recorded.rows.map((row) =>
        row.map((value, i) => (recorded.columns[i] === 'behind' ? behind : value)),
      ),
    }));
    const own = answer('MATCH (n) RETURN n.id AS id', [{ id: 'x' }]);
    const units = days && {
      ...Object.fromEntries(Object.entries(days).map(([id, day]) => [id, time(day)])),
      'projects/other': time('2026-11-19'),
    };
    const updated = { ...span, ...(units ? { units } : {}) };
    const more = snapshot('bank', [...queries, own], { updated });
    const { compiled } = await typescript(whole(content), queries, more);
    return compiled.diagrams[0]?.diagram.asOf;
  };
  const DAYS = { [PAYMENTS]: '2026-11-12', [PRODUCTION]: '2026-11-10', 'vpc-other': '2026-11-02' };

  it('is the oldest complete sync of what the picture shows, not of the whole graph', async () => {
    expect(await asOf(DAYS)).toBe('2026-11-10');
    expect(await asOf({ ...DAYS, [PRODUCTION]: '2026-11-14' })).toBe('2026-11-12');
    expect(await asOf(DAYS, `${BANK}, node('vpc', 'V', { id: 'vpc-other' })`)).toBe('2026-11-02');
  });

  it('is that of an older account although the other was read today', async () => {
    expect(await asOf(DAYS, BANK, true)).toBe('2026-11-10');
  });

  it('is no younger than the oldest data where nothing says how old it is', async () => {
    expect(await asOf(undefined)).toBe('2026-10-01');
    expect(await asOf({ 'projects/one': '2026-11-12' })).toBe('2026-10-01');
    // One of the two accounts is marked as older, and nothing says by how much.
    expect(await asOf({ [PAYMENTS]: '2026-11-12' }, BANK, true)).toBe('2026-10-01');
  });

  it('is the oldest of all where a query of the author may show anything', async () => {
    const query = `estate('bank').cypher('MATCH (n) RETURN n.id AS id', {}, () => node('vpc', 'V'))`;
    expect(await asOf(DAYS, query)).toBe('2026-11-02');
  });
});

describe('an annotation', () => {
  it('adds facts to what is derived, by id, and members', async () => {
    const { elements, lines, compiled } = await typescript(
      whole(
        `${BANK}, annotate('${PAYMENTS}', { zone: 'cde', owner: 'Payments' }, [v]), annotate(v, { owner: 'Net' })`,
        `const v = vpc('V', { cidr: '10.0.0.0/16' });`,
      ),
    );
    expect(lines).toEqual([]);
    expect(elements.payments).toMatchObject({
      group: true,
      derived: 'account',
      facts: { id: PAYMENTS, zone: 'cde', owner: 'Payments' },
    });
    expect(elements.V).toMatchObject({
      parent: `#${PAYMENTS}`,
      facts: { owner: 'Net', cidr: ['10.0.0.0/16'] },
    });
    expect(elements.V).not.toHaveProperty('derived');
    expect(compiled.diagrams[0]?.diagram.asOf).toBe('2026-11-20');
  });

  it('says the same in YAML', async () => {
    const { compiled, elements, lines } = await yaml(`title: T
content:
  - { derive: organization, estate: bank }
annotations:
  - of: '${PAYMENTS}'
    zone: cde
    owner: Payments
    members:
      - { kind: vpc, name: V, cidr: 10.0.0.0/16 }
  - { of: V, owner: Net }
`);
    const typed = await typescript(
      whole(
        `${BANK}, annotate('${PAYMENTS}', { zone: 'cde', owner: 'Payments' }, [v]), annotate(v, { owner: 'Net' })`,
        `const v = vpc('V', { cidr: '10.0.0.0/16' });`,
      ),
    );
    expect(lines).toEqual([]);
    expect(elements.V?.facts.owner).toBe('Net');
    expect(compiled.diagrams[0]?.digest).toBe(typed.compiled.diagrams[0]?.digest);
  });

  it('may come before what it is of, and add what another one is of', async () => {
    const { elements, lines } = await yaml(`title: T
content:
  - { derive: organization, estate: bank }
annotations:
  - { of: S, access: public }
  - { of: vpc-1, owner: Net, members: [{ kind: subnet, name: S }] }
  - { of: '${PAYMENTS}', members: [{ kind: vpc, name: V, id: vpc-1 }] }
`);
    expect(lines).toEqual([]);
    expect(elements.V).toMatchObject({ parent: `#${PAYMENTS}`, facts: { owner: 'Net' } });
    expect(elements.S).toMatchObject({ parent: '#vpc-1', facts: { access: 'public' } });
  });

  it('is of a link, by its id', async () => {
    const link = `connect('${PAYMENTS}', '${PRODUCTION}', { id: 'pcx-1' })`;
    const typed = await typescript(
      whole(`${BANK}, annotate('pcx-1', { control: 'sg-1', justification: 'CR-7' }), ${link}`),
    );
    expect(typed.lines).toEqual([]);
    expect(typed.compiled.diagrams[0]?.diagram.links['#pcx-1']?.facts).toMatchObject({
      control: 'sg-1',
      justification: 'CR-7',
    });
    // Nothing is derived here: the link's id is known when the file is read.
    const plain = await yaml(`title: T
content: [{ kind: account, name: A }, { kind: account, name: B }]
links: [{ from: A, to: B, id: pcx-1 }]
annotations: [{ of: pcx-1, control: sg-1 }, { of: pcx-2, control: sg-1 }]
`);
    expect(plain.lines).toEqual([
      'diagrams/a.yaml:4:51: error unknown-end: no element has the ref, id or name "pcx-2"',
    ]);
    expect(plain.diagnostics[0]?.hint).toBe('Did you mean "pcx-1"?');
  });

  it('does not say otherwise than the graph', async () => {
    const { lines, diagnostics } = await typescript(
      whole(`${BANK}, annotate('${PAYMENTS}', { status: 'closed', description: 'x' }),
  annotate('ou-cde', { zone: 'cde' })`),
      ORGANIZATION.map((q) => ({
        ...q,
        rows: q.rows.map((row) => row.map((v) => (v === 'ACTIVE' ? 'SUSPENDED' : v))),
      })),
    );
    expect(lines).toEqual([
      `diagrams/a.ts:3:72: error contradicts-graph: the annotation says that status of account "payments" is "closed", but the graph recorded "SUSPENDED"`,
    ]);
    expect(diagnostics[0]?.related).toMatchObject([
      { message: 'recorded here', origin: { file: 'diagrams/snapshots/bank.json', column: 1 } },
    ]);
  });

  const nonsense: readonly [what: string, content: string, expected: RegExp][] = [
    [
      'an unknown id',
      `annotate('vpc-9', { zone: 'cde' })`,
      /unknown-end: the annotation refers to "vpc-9", but nothing/,
    ],
    [
      'nothing',
      `annotate(undefined as never, {})`,
      /invalid-value: an annotation refers to undefined/,
    ],
    [
      'a list of links',
      `annotate(connect('ou-cde', 'ou-prod') as never, {})`,
      /an annotation refers to a list/,
    ],
    [
      'an unknown fact',
      `annotate('${PAYMENTS}', { zon: 'cde' } as never)`,
      /unknown-key: annotation of "100000000007": unknown key "zon"/,
    ],
    [
      'another id',
      `annotate('${PAYMENTS}', { id: 'x' } as never)`,
      /unknown-key: annotation of "100000000007": unknown key "id"/,
    ],
    [
      'a value of the wrong form',
      `annotate('${PAYMENTS}', { zone: 'CDE' } as never)`,
      /zone must be one of cde,/,
    ],
    [
      'a fact of links',
      `annotate('${PAYMENTS}', { ports: ['tcp/1'] })`,
      /invalid-value: account "payments" has no ports/,
    ],
    [
      'members that are none',
      `annotate('${PAYMENTS}', [3 as never])`,
      /annotation contains 3, which is not content/,
    ],
  ];
  it.each(nonsense)('of %s is refused at its place', async (_, content, expected) => {
    const { lines, diagnostics } = await typescript(whole(`${BANK}, ${content}`));
    const errors = lines.filter((line) => line.includes(': error '));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^diagrams\/a\.ts:3:72: error /);
    expect(errors[0]).toMatch(expected);
    for (const { hint } of diagnostics) expect(hint).toBeTruthy();
  });

  it('that stands in no diagram is named', async () => {
    const { lines } = await typescript(
      whole(BANK, `annotate('${PAYMENTS}', { zone: 'cde' });\nestate('bank').network();`),
    );
    expect(lines).toEqual([
      `diagrams/a.ts:2:1: warning placed-nowhere: the annotation of "${PAYMENTS}" is not placed anywhere`,
      'diagrams/a.ts:3:16: warning placed-nowhere: network of the estate "bank" is not placed anywhere',
    ]);
  });
});

describe('derived content', () => {
  it('stands where it is put, also within what is written by hand', async () => {
    const { elements, lines } = await typescript(
      whole(`ou('By hand', [${BANK}]), connect('${PAYMENTS}', '${PRODUCTION}')`),
    );
    expect(lines).toEqual([]);
    expect(elements['AWS organization']?.parent).toBe('ou=By hand');
    const inYaml = await yaml(`title: T
content:
  - kind: ou
    name: By hand
    members: [{ derive: organization, estate: bank }]
links: [{ from: '${PAYMENTS}', to: '${PRODUCTION}' }]
`);
    expect(inYaml.lines).toEqual([]);
    expect(inYaml.elements['AWS organization']?.parent).toBe('ou=By hand');
  });

  it('of one estate, twice, is one mistake, at both calls', async () => {
    const { lines, diagnostics } = await typescript(
      whole(`ou('A', [${BANK}]), ou('B', [${BANK}]), connect('${PAYMENTS}', 'ou-cde')`),
    );
    expect(lines).toEqual([
      'diagrams/a.ts:3:107: error drawn-twice: organization draws organization o-1 (and 4 more) twice',
    ]);
    expect(diagnostics[0]?.related).toMatchObject([
      { message: 'the first organization', origin: { file: 'diagrams/a.ts', line: 3 } },
    ]);
    const query = 'MATCH (a:AWSAccount) RETURN a.id AS id';
    const two = await typescript(
      whole(
        `${BANK}, estate('bank').cypher(${JSON.stringify(query)}, {}, (row: { id: string }) => account('A', { id: row.id }))`,
      ),
      [...ORGANIZATION, answer(query, [{ id: PAYMENTS }])],
    );
    expect(two.lines).toEqual([
      expect.stringMatching(
        /^diagrams\/a\.ts:3:\d+: error drawn-twice: organization and cypher both draw account 100000000007$/,
      ),
    ]);
  });

  it('placed twice as one value is one mistake', async () => {
    const { lines } = await typescript(
      `const b = ${BANK};\nexport default diagram('T', { content: [ou('A', [b]), ou('B', [b])] });`,
    );
    expect(lines).toEqual([
      'diagrams/a.ts:2:26: error placed-twice: the result of organization is placed twice',
    ]);
  });

  it('links to what it does not hold', async () => {
    const { lines } = await typescript(whole(`${BANK}, connect('${PAYMENTS}', 'vpc-9')`));
    expect(lines).toEqual([
      'diagrams/a.ts:3:72: error unknown-end: the link names "vpc-9", but no element of the diagram has that id',
    ]);
    const inYaml = await yaml(`title: T
content: [{ derive: organization, estate: bank }]
links: [{ from: '${PAYMENTS}', to: vpc-9 }]
hints: [{ align: ['${PAYMENTS}', vpc-8] }]
`);
    expect(inYaml.lines).toEqual([
      'diagrams/a.yaml:3:9: error unknown-end: the link names "vpc-9", but no element of the diagram has that id',
      'diagrams/a.yaml:4:9: error unknown-end: the hint names "vpc-8", but no element of the diagram has that id',
    ]);
  });

  it('is named by ids: what has that name, or comes near, is told', async () => {
    const hintOf = async (end: string) =>
      (await typescript(whole(`${BANK}, vpc('V'), connect('${PAYMENTS}', '${end}')`)))
        .diagnostics[0]?.hint;
    expect(await hintOf('production')).toBe(
      `The account with that name has the id "${PRODUCTION}": use that.`,
    );
    expect(await hintOf('V')).toMatch(/^The vpc with that name has no id: /);
    expect(await hintOf('100000000060')).toBe(`Did you mean "${PRODUCTION}"?`);
    expect(await hintOf('nothing-like-it')).toMatch(/^Give the element an `id`/);
    const note = await typescript(whole(`${BANK}, annotate('Prod', { zone: 'cde' })`));
    expect(note.diagnostics[0]?.hint).toBe('The ou with that name has the id "ou-prod": use that.');
  });

  it('is not recorded, or not with these options', async () => {
    const none = await compileIn(
      { 'diagrams/a.yaml': 'title: T\ncontent: [{ derive: organization, estate: shop }]\n' },
      'diagrams/a.yaml',
    );
    expect(none.lines).toEqual([
      'diagrams/a.yaml:2:11: error not-recorded: the estate "shop" is not recorded: diagrams/snapshots/shop.json does not exist',
    ]);
    expect(none.diagnostics[0]?.hint).toMatch(/cadastre snapshot/);
    const other = await typescript(whole(`estate('bank').organization({ email: true })`));
    expect(other.lines).toEqual([
      'diagrams/a.ts:3:56: error not-recorded: the snapshot of "bank" has no answer to organization with these options',
    ]);
  });

  it('of a snapshot that was edited or copied is refused', async () => {
    const good = snapshot('bank', ORGANIZATION)['diagrams/snapshots/bank.json'] ?? '';
    const diagram = {
      'diagrams/a.yaml': 'title: T\ncontent: [{ derive: organization, estate: bank }]\n',
    };
    const edited = { 'diagrams/snapshots/bank.json': good.replace('payments', 'paiments') };
    expect((await compileIn({ ...diagram, ...edited }, 'diagrams/a.yaml')).lines).toEqual([
      expect.stringMatching(/bank\.json: error snapshot-edited/),
    ]);
    const copied = snapshot('shop', ORGANIZATION)['diagrams/snapshots/shop.json'] ?? '';
    const of = { 'diagrams/snapshots/bank.json': copied };
    expect((await compileIn({ ...diagram, ...of }, 'diagrams/a.yaml')).lines).toEqual([
      expect.stringMatching(/bank\.json: error snapshot-of-another/),
    ]);
  });
});

describe('options of derived content', () => {
  const typed: readonly [what: string, call: string, expected: string][] = [
    [
      'mistyped',
      `.network({ dept: 'subnets' } as never)`,
      'unknown-key: network: unknown key "dept"',
    ],
    [
      'of another derivation',
      '.organization({ vpcs: [] } as never)',
      'unknown-key: organization: unknown key "vpcs"',
    ],
    [
      'of the wrong form',
      `.network({ foldFrom: 1 })`,
      'invalid-value: network: foldFrom must be 2 or more, but is 1',
    ],
    [
      'with a gap',
      `.network({ accounts: ['a', ''] })`,
      'invalid-value: network: accounts[2] must not be empty, but is ""',
    ],
  ];
  it.each(typed)('%s, in TypeScript', async (_, call, expected) => {
    const { lines } = await typescript(whole(`estate('bank')${call}`));
    expect(lines).toEqual([`diagrams/a.ts:3:56: error ${expected}`]);
  });
  it.each([`'../bank'`, `''`, 'undefined as never', `'a/b'`])(
    'an estate %s is none',
    async (name) => {
      const { lines } = await typescript(whole(`estate(${name}).organization()`));
      expect(lines).toEqual([
        expect.stringMatching(
          /^diagrams\/a\.ts:3:\d+: error invalid-value: the estate has the invalid name /,
        ),
      ]);
    },
  );

  const items: readonly [what: string, item: string, expected: readonly string[]][] = [
    [
      'mistyped',
      'derive: network, estate: bank, dept: subnets',
      ['3:38: error unknown-key: unknown key "dept"'],
    ],
    [
      'of the wrong form',
      'derive: network, estate: bank, depth: subnet, foldFrom: 1',
      [
        '3:45: error invalid-value: depth must be one of vpcs, subnets, resources, but is "subnet"',
        '3:63: error invalid-value: foldFrom must be 2 or more, but is 1',
      ],
    ],
    [
      'beside facts',
      'derive: organization, estate: bank, zone: cde',
      ['3:43: error unknown-key: unknown key "zone"'],
    ],
    [
      'of no derivation',
      'derive: organisation, estate: bank',
      ['3:15: error unknown-derivation: unknown derivation "organisation"'],
    ],
    [
      'without an estate',
      'derive: organization',
      ['3:5: error missing-key: the derived content has no estate'],
    ],
    [
      'with a path as estate',
      'derive: organization, estate: ../bank',
      ['3:37: error invalid-value: the estate has the invalid name "../bank"'],
    ],
    [
      'with an id that lost its zero',
      'derive: network, estate: bank, accounts: [0123]',
      ['3:49: error invalid-value: accounts[1] must be a string, but is 123'],
    ],
    [
      'without a query',
      'derive: cypher, estate: bank',
      ['3:5: error missing-key: query is missing'],
    ],
  ];
  it.each(items)('%s, in YAML', async (_, item, expected) => {
    const { lines, diagnostics } = await yaml(`title: T\ncontent:\n  - { ${item} }\n`);
    expect(lines).toEqual(expected.map((line) => `diagrams/a.yaml:${line}`));
    if (/unknown/.test(expected[0] ?? ''))
      expect(diagnostics[0]?.hint).toMatch(/^(Did you mean|Known are)/);
  });
  it('names the near one', async () => {
    const { diagnostics } = await yaml('title: T\ncontent: [{ derive: netwrk, estate: bank }]\n');
    expect(diagnostics[0]?.hint).toBe('Did you mean "network"?');
    const option = await yaml('title: T\ncontent: [{ derive: network, estate: bank, vpc: [a] }]\n');
    expect(option.diagnostics[0]?.hint).toBe('Did you mean "vpcs"?');
  });
});

const QUEUES = 'MATCH (q:AWSSQSQueue) RETURN q.arn AS id, q.name AS name';
const ROWS: readonly Readonly<Record<string, Json>>[] = [
  { id: 'arn:1', name: 'orders' },
  { id: 'arn:2', name: 'refunds' },
];

describe('a query in YAML', () => {
  const tried = async (columns: string, kind = '') => {
    const query = `MATCH (q:AWSSQSQueue) RETURN ${columns}`;
    const row = Object.fromEntries(columns.split(', ').map((c) => [c.split(' AS ')[1] ?? c, 'x']));
    const { lines, diagnostics } = await yaml(
      `title: T\ncontent:\n  - { kind: account, name: A }\n  - { derive: cypher, estate: bank, ${kind}query: '${query}' }\n`,
      [answer(query, [row, row])],
    );
    return { lines, hints: diagnostics.map(({ hint }) => hint) };
  };
  it('without a column that rows need is wrong once, at its place', async () => {
    const wrong = await tried('q.arn AS id, q.name AS nme', 'kind: "aws:sqs", ');
    expect(wrong.lines).toEqual([
      'diagrams/a.yaml:4:5: error invalid-value: the query has no column name; it has id, nme',
    ]);
    expect(wrong.hints).toEqual(['Did you mean "nme"? Return it as name: … AS name.']);
    const without = await tried('q.arn AS id, q.name AS name');
    expect(without.lines).toEqual([
      'diagrams/a.yaml:4:5: error invalid-value: the query has no column kind; it has id, name',
    ]);
    expect(without.hints).toEqual([
      "Set it for all rows, next to `query`: kind: 'aws:sqs'. Or return it: … AS kind.",
    ]);
    const link = await tried('q.arn AS from, q.name AS too');
    expect(link.lines).toEqual([
      'diagrams/a.yaml:4:5: error invalid-value: the query has no column to; it has from, too',
    ]);
  });
});

describe('a query of one’s own', () => {
  const cypher = (make: string, more = {}) =>
    typescript(
      `export default diagram('T', { content: [account('A'), estate('bank').cypher(\n${JSON.stringify(QUEUES)}, {},\n${make})] });`,
      [answer(QUEUES, ROWS)],
      more,
    );

  it('gives what its function makes of each row', async () => {
    const { elements, lines } = await cypher(
      `(row: { id: string; name: string }) => [node('aws:sqs', row.name, { id: row.id }), row.name === 'orders' && connect(row.id, 'arn:2')]`,
    );
    expect(lines).toEqual([]);
    expect(Object.keys(elements)).toEqual(['A', 'orders', 'refunds']);
    expect(elements.orders?.facts).toEqual({ id: 'arn:1' });
  });
  it('counts as recorded, also what stands in groups and annotations that it makes', async () => {
    const { compiled, elements, lines } = await cypher(
      `(row: { id: string; name: string }) => [
        account(row.name, { id: row.id }, [vpc('V ' + row.name)]),
        row.name === 'orders' && [connect(row.id, 'arn:2'), annotate('arn:1', [node('aws:sqs', 'added')])],
      ]`,
    );
    expect(lines).toEqual([]);
    const made = Object.values(elements).filter(({ derived }) => derived === 'query');
    expect(made.map(({ name }) => name).sort()).toEqual([
      'V orders',
      'V refunds',
      'added',
      'orders',
      'refunds',
    ]);
    expect(elements.A).not.toHaveProperty('derived');
    const { links = {}, census } = compiled.diagrams[0]?.diagram ?? {};
    expect(Object.values(links)).toMatchObject([{ derived: 'query' }]);
    expect(census).toEqual([{ kind: 'query', found: 6, folded: 0, omitted: 0, unresolved: 0 }]);
  });
  it('may give nothing', async () => {
    const { elements, lines } = await cypher('() => undefined');
    expect(lines).toEqual([]);
    expect(Object.keys(elements)).toEqual(['A']);
  });
  it('throws at a place of the file', async () => {
    const { lines, diagnostics } = await cypher(
      `(row: { more?: { x: string } }) =>\n  node('aws:sqs', row.more!.x)`,
    );
    expect(lines).toEqual([
      expect.stringMatching(/^diagrams\/a\.ts:5:29: error threw: the file threw TypeError: /),
    ]);
    expect(diagnostics[0]?.hint).toContain('5 |   node(');
  });
  it('throws in another file of the estate', async () => {
    const { lines } = await typescript(
      `import { boom } from './_boom.ts';\nexport default diagram('T', { content: [estate('bank').cypher(${JSON.stringify(QUEUES)}, {}, boom)] });`,
      [answer(QUEUES, ROWS)],
      { 'diagrams/_boom.ts': `export const boom = (): never => {\n  throw new Error('boom');\n};` },
    );
    expect(lines).toEqual(['diagrams/_boom.ts:2:9: error threw: the file threw Error: boom']);
  });
  it('never ends, nor does a second one', async () => {
    const twice = await typescript(
      `const calls = { n: 0 };
const make = () => { calls.n++; if (calls.n > 2) for (;;); return undefined; };
export default diagram('T', { content: [account('A'),
  estate('bank').cypher(${JSON.stringify(QUEUES)}, {}, make), estate('bank').cypher(${JSON.stringify(QUEUES)}, {}, make)] });`,
      [answer(QUEUES, ROWS)],
      { 'cadastre.config.yaml': 'timeout: 1' },
    );
    expect(twice.lines).toEqual([
      'diagrams/a.ts:5:111: error timeout: the file did not finish within 1 s',
    ]);
    const { lines } = await cypher('() => { for (;;); }', { 'cadastre.config.yaml': 'timeout: 1' });
    expect(lines).toEqual([
      'diagrams/a.ts:2:70: error timeout: the file did not finish within 1 s',
    ]);
  });
  it.each([
    ['a number', '() => 3 as never', /the result of cypher\(\) contains 3, which is not content/],
    ['a row', '(row: object) => row as never', /contains an object, which is not content/],
    ['a promise', `async () => node('aws:sqs', 'x')`, /contains an object, which is not content/],
    [
      'a name that is none',
      `() => node('aws:sqs', undefined as never)`,
      /the name of a aws:sqs is undefined/,
    ],
    [
      'an unknown kind',
      `() => node('aws:sqss' as never, 'x')`,
      /unknown-kind: unknown kind "aws:sqss"/,
    ],
    [
      'another query',
      `() => estate('bank').cypher('RETURN 1', {}, () => undefined)`,
      /the result of cypher\(\) contains derived content/,
    ],
  ])('gives %s', async (_, make, expected) => {
    const { lines } = await cypher(make);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatch(/^diagrams\/a\.ts:\d+:\d+: error /);
    expect(lines[0]).toMatch(expected);
  });
  it('has no function', async () => {
    const { lines } = await cypher('undefined as never');
    expect(lines).toEqual([
      'diagrams/a.ts:2:70: error invalid-value: cypher() needs a query, its parameters and a function',
    ]);
  });
  it('is not recorded', async () => {
    const { lines } = await typescript(
      whole(`estate('bank').cypher('RETURN 2 AS x', {}, () => undefined)`),
    );
    expect(lines).toEqual([
      'diagrams/a.ts:3:56: error not-recorded: the snapshot of "bank" has no answer to the query',
    ]);
  });

  describe('in YAML', () => {
    const item = (more: string): string =>
      `title: T\ncontent:\n  - { kind: account, name: A }\n  - derive: cypher\n    estate: bank\n    query: ${QUEUES}\n${more}`;
    it('makes elements of rows: the columns are called as the keys', async () => {
      const { elements, lines } = await yaml(item('    kind: aws:sqs\n'), [
        answer(QUEUES, [
          { id: 'arn:1', name: 'orders', kind: null, region: 'eu-west-1', tags: { a: 'b' } },
          { id: 'arn:2', name: 'home', kind: 'vpc', region: null, tags: null },
        ]),
      ]);
      expect(lines).toEqual([]);
      expect(elements.orders).toMatchObject({
        kind: 'aws:simple-queue-service',
        facts: { id: 'arn:1', region: 'eu-west-1', tags: { a: 'b' } },
      });
      expect(elements.home).toMatchObject({ kind: 'vpc', facts: { id: 'arn:2' } });
      expect(elements.home?.facts).not.toHaveProperty('region');
    });
    it('makes links of rows with two ends', async () => {
      const { compiled, lines } = await yaml(
        `title: T
content:
  - { kind: vpc, name: A, id: vpc-1 }
  - { kind: vpc, name: B, id: vpc-2 }
  - { derive: cypher, estate: bank, query: 'MATCH (p) RETURN 1', params: { x: 1 } }
`,
        [
          answer(
            'MATCH (p) RETURN 1',
            [{ from: 'vpc-1', to: 'vpc-2', id: 'pcx-1', ports: ['tcp/443'] }],
            { x: 1 },
          ),
        ],
      );
      expect(lines).toEqual([]);
      expect(compiled.diagrams[0]?.diagram.links['#pcx-1']).toMatchObject({
        from: '#vpc-1',
        to: '#vpc-2',
        facts: { ports: ['tcp/443'] },
      });
    });
    it('checks them as it checks all content', async () => {
      const { lines } = await yaml(item('    kind: aws:sqs\n'), [
        answer(QUEUES, [{ id: 'arn:1', name: null, arn: 'x' }]),
      ]);
      expect(lines).toEqual([
        'diagrams/a.yaml:4:5: error invalid-value: the name of a aws:sqs is undefined, not a string',
        'diagrams/a.yaml:4:5: error unknown-key: aws:sqs undefined: unknown key "arn"',
      ]);
    });
  });
});
