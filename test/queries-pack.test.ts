/** Packs as files: formats, places, what is wrong with them; tags, parameters, and one account. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lint, loadPacks, type PackQuery, select, tagsOf } from '../src/app/query/index.ts';
import { jsonFault } from '../src/formats/json-error.ts';
import { ACCOUNT, forAccount } from '../src/queries/account-filter.ts';
import { readStatement } from '../src/queries/read-statement.ts';
import { type ParameterValues, unknownParameters, valuesOf } from '../src/queries/select.ts';
import { diagnosticText } from '../src/report/text.ts';

const fixtures = fileURLToPath(new URL('fixtures/queries/', import.meta.url));

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-packs-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const ONE = {
  name: 'one',
  tags: ['aws', 'list'],
  description: 'One',
  query: 'MATCH (a:AWSAccount) RETURN ',
  return: 'a.id',
  result_headers: ['id'],
};

/** The first query of a pack with this text. */
function first(name: string, text: string): PackQuery {
  const root = folder({ [name]: text });
  const { value = [], diagnostics } = loadPacks([join(root, name)], root);
  expect(diagnostics).toEqual([]);
  const [query] = value.flatMap((pack) => pack.queries);
  if (!query) throw new Error('no query');
  return query;
}

/** Problems as they are told; a place is all before the first space. */
function told(name: string, text: string | Uint8Array): string[] {
  const root = folder({ [name]: text });
  const { diagnostics } = loadPacks([join(root, name)], root);
  return diagnostics.map((d) => diagnosticText({ ...d, hint: '' }).trim());
}

describe('formats', () => {
  test("the community's: a list in JSON; what is run is query, space, return", () => {
    const query = first('p.json', JSON.stringify([ONE]));
    expect(query.text).toBe('MATCH (a:AWSAccount) RETURN  a.id');
    expect(query).toMatchObject({ name: 'one', tags: ['aws', 'list'], headers: ['id'] });
  });

  test('JSON with tabs, a BOM, CR LF and escapes', () => {
    const text = `\ufeff${JSON.stringify([{ ...ONE, description: 'a\ttab, "quotes" and \u00e9' }], null, '\t').replaceAll('\n', '\r\n')}`;
    expect(first('p.json', text).description).toBe('a\ttab, "quotes" and é');
  });

  test('an object with the list as `queries`, in JSON and YAML', () => {
    expect(first('p.json', JSON.stringify({ queries: [ONE] })).name).toBe('one');
    expect(first('p.yaml', `queries:\n  - ${JSON.stringify(ONE)}\n`).name).toBe('one');
  });

  test('a pack from outside of the estate is shown by its path', () => {
    const root = folder({ 'estate/x': '', 'shared/p.json': '[{}]' });
    const { diagnostics } = loadPacks([join(root, 'shared/p.json')], join(root, 'estate'));
    expect(new Set(diagnostics.map((d) => d.origin?.file))).toEqual(new Set(['../shared/p.json']));
  });

  test('several packs, in their order', () => {
    const root = folder({
      'a.json': JSON.stringify([ONE]),
      'b.json': JSON.stringify([{ ...ONE, name: 'two' }]),
    });
    const { value = [] } = loadPacks([join(root, 'b.json'), join(root, 'a.json')], root);
    expect(value.flatMap((pack) => pack.queries.map((q) => q.name))).toEqual(['two', 'one']);
  });
});

describe('what is wrong with a pack', () => {
  test.each([
    ['p.json', '', 'p.json:1:1: error syntax: the pack is not valid JSON: unexpected end of file'],
    [
      'p.json',
      '[\n  {},\n]',
      'p.json:3:1: error syntax: the pack is not valid JSON: unexpected token',
    ],
    [
      'p.json',
      '[{"name": "x"}',
      'p.json:1:15: error syntax: the pack is not valid JSON: unexpected end of file',
    ],
    ['p.json', '"x"', 'p.json:1:1: error invalid-value: a pack must be a list of queries, not "x"'],
    [
      'p.json',
      '{"a": 1}',
      'p.json:1:1: error invalid-value: a pack must be a list of queries, not an object',
    ],
    ['p.json', '["x"]', 'p.json:1:2: error invalid-value: a query must be an object, not "x"'],
    ['p.yaml', '', 'p.yaml: error invalid-value: the pack is empty'],
    [
      'p.yaml',
      '- {}\n---\n- {}\n',
      'p.yaml: error invalid-value: a pack must be a single document',
    ],
    [
      'p.yaml',
      '- name: [',
      'p.yaml:1:10: error syntax: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('%s %j', (name, text, expected) => {
    expect(told(name, text)).toEqual([expected]);
  });

  test('JSON is what JSON.parse takes', () => {
    const value = fc.json().filter((text) => text.length > 1);
    fc.assert(
      fc.property(
        value,
        fc.nat(),
        fc.constantFrom('', ',', '"', ']', '}', ':', '1', 'x', '\n'),
        (text, n, put) => {
          const at = n % text.length;
          const changed = text.slice(0, at) + put + text.slice(at + 1);
          let wrong = false;
          try {
            JSON.parse(changed);
          } catch {
            wrong = true;
          }
          expect(jsonFault(text)).toBeUndefined();
          expect(jsonFault(changed) !== undefined).toBe(wrong);
        },
      ),
    );
  });

  test('not UTF-8', () => {
    expect(told('p.json', Uint8Array.of(0x5b, 0xff, 0x5d))).toEqual([
      'error unreadable: p.json cannot be read (it is not UTF-8)',
    ]);
  });

  test('not there, and a folder', () => {
    const root = folder({ 'd/x': '' });
    const codes = (file: string): string[] =>
      loadPacks([join(root, file)], root).diagnostics.map((d) => d.code);
    expect(codes('none.json')).toEqual(['not-found']);
    expect(codes('d')).toEqual(['unreadable']);
  });

  test('each thing that is missing or of the wrong form, all at once', () => {
    const text = `- name: a
  tags: aws
  description: ''
  qeury: x
  return: 7
  result_headers: [1, ok]
- name: b
  tags: ['a,b']
  description: b
  query: MATCH (a:AWSAccount) RETURN
  return: a.id
  result_headers: [id]
  params: [days]
`;
    expect(told('p.yaml', text)).toEqual([
      'p.yaml:4:3: warning unknown-key: a query has no "qeury"',
      'p.yaml:1:3: warning missing-key: query "a" has no description',
      'p.yaml:1:3: error missing-key: query "a" has no query',
      'p.yaml:5:11: error invalid-value: return must be a string, not "7"',
      'p.yaml:2:9: error invalid-value: tags must be a list of strings, not "aws"',
      'p.yaml:6:20: error invalid-value: each entry of result_headers must be a string, not "1"',
      'p.yaml:8:10: error invalid-value: each entry of tags must be a string without a comma, not "a,b"',
      'p.yaml:13:11: error invalid-value: params must be an object of names and descriptions',
    ]);
  });

  test('a query without a description or tags runs, with a warning', () => {
    const bare = { ...ONE, description: undefined, tags: undefined };
    const root = folder({ 'p.json': JSON.stringify([bare, { ...ONE, name: 'two' }]) });
    const { value = [], diagnostics } = loadPacks([join(root, 'p.json')], root);
    expect(diagnostics.map((d) => `${d.severity} ${d.message}`)).toEqual([
      'warning query "one" has no tags',
      'warning query "one" has no description',
    ]);
    const queries = value.flatMap((pack) => pack.queries);
    expect(queries).toMatchObject([
      { name: 'one', tags: [], description: '', text: 'MATCH (a:AWSAccount) RETURN  a.id' },
      { name: 'two', tags: ['aws', 'list'], description: 'One' },
    ]);
  });

  test.each([
    ['no name', { name: undefined }],
    ['a blank query', { query: ' ' }],
    ['nothing to return', { return: undefined }],
    ['no headers', { result_headers: undefined }],
    ['tags that are no list', { tags: 'aws' }],
    ['a wrong parameter', { params: ['days'] }],
    ['a name that another has', { name: 'two' }],
  ])('%s: this one is left out, and the others are there', (_, wrong) => {
    const pack = [
      { ...ONE, name: 'two' },
      { ...ONE, ...wrong },
      { ...ONE, name: 'three' },
    ];
    const root = folder({ 'p.json': JSON.stringify(pack) });
    const { value = [], diagnostics } = loadPacks([join(root, 'p.json')], root);
    expect(diagnostics.filter((d) => d.severity === 'error')).toHaveLength(1);
    expect(value.flatMap((p) => p.queries.map((q) => q.name))).toEqual(['two', 'three']);
  });

  test('a name twice: both places', () => {
    const text = `${JSON.stringify([ONE, { ...ONE, description: 'again' }], null, 2)}\n`;
    expect(told('p.json', text)).toEqual([
      'p.json:16:13: error pack-repeated-name: two queries are named "one"\n    p.json:3:13: the first one',
    ]);
  });

  test('a parameter of the wrong form', () => {
    const params = {
      a: { default: 1, descripton: 'x' },
      n_recent_days: { param_name: 'since', param_value: 'many' },
    };
    expect(told('p.json', JSON.stringify([{ ...ONE, params }]))).toEqual([
      expect.stringContaining('error unknown-key: a parameter has no "descripton"'),
      expect.stringContaining(
        'error invalid-value: n_recent_days must be a number of days, not "many"',
      ),
    ]);
  });
});

describe('places in the text of a query, however it is written', () => {
  const rest = 'tags: [x], description: d, return: "1", result_headers: [x]';
  const place = (text: string): string => {
    const [found] = lint([first('p.yaml', text)]);
    expect(found?.code).toBe('query-unknown-label');
    const { line = 0, column = 0 } = found?.origin ?? {};
    return text.split(/\r?\n/)[line - 1]?.slice(column - 1, column + 6) ?? '';
  };
  const block = (header: string, body: string): string =>
    `- name: n\n  tags: [x]\n  description: d\n  query: ${header}\n${body}\n  return: '1'\n  result_headers: [x]\n`;

  test.each([
    ['double quotes', `- { name: n, query: "MATCH (a:AWSNope) RETURN", ${rest} }`],
    [
      'escapes',
      `- { name: n, query: "MATCH\\n\\t\\"\\u00e9\\" \\x41 (a:AWSNope) RETURN", ${rest} }`,
    ],
    [
      'single quotes',
      `- { name: n, query: 'MATCH (b {x: ''y''}) MATCH (a:AWSNope) RETURN', ${rest} }`,
    ],
    [
      'folded quotes',
      `- { name: n, query: "MATCH (b)\n    MATCH\n\n    (a:AWSNope) RETURN", ${rest} }`,
    ],
    ['an escaped line end', `- { name: n, query: "MATCH \\\n    (a:AWSNope) RETURN", ${rest} }`],
    ['plain', block('MATCH (a:AWSNope) RETURN', '')],
    ['plain over lines', block('MATCH (b)', '    MATCH (a:AWSNope)\n    RETURN')],
    ['literal', block('|', '    MATCH (b)\n      MATCH (a:AWSNope)\n    RETURN')],
    ['literal, kept', block('|+', '    MATCH (a:AWSNope)\n\n    RETURN\n')],
    ['folded', block('>-', '    MATCH (b)\n    MATCH (a:AWSNope)\n    RETURN')],
    ['folded with a blank line', block('>', '    MATCH (b)\n\n    MATCH (a:AWSNope)\n    RETURN')],
    [
      'CR LF',
      block('|', '    MATCH (b)\n    MATCH (a:AWSNope)\n    RETURN').replaceAll('\n', '\r\n'),
    ],
  ])('%s', (_, text) => {
    const found = place(
      text.replace(
        'MATCH\\n\\t\\"\\u00e9\\" \\x41 (a',
        'MATCH (b {x:\\n\\t\\"\\u00e9\\"}) MATCH (a',
      ),
    );
    expect(found).toBe('AWSNope');
  });

  test('in `return`', () => {
    const query = first('p.json', JSON.stringify([{ ...ONE, return: 'a.id, a.nosuch' }]));
    const [found] = lint([query]);
    const at = JSON.stringify([{ ...ONE, return: 'a.id, a.nosuch' }]).indexOf('nosuch') + 1;
    expect(found?.origin).toMatchObject({ line: 1, column: at });
  });
});

describe('tags and names', () => {
  const { value: packs = [] } = loadPacks([join(fixtures, 'community.json')], fixtures);
  const names = (tags: string[], given: string[] = []): readonly string[] | undefined =>
    select(packs, { tags, names: given }).value?.map((q) => q.name);

  test('all tags must be there; no tag is all queries', () => {
    expect(names([])).toHaveLength(8);
    expect(names(['networking'])).toEqual(['group_members', 'route_tables']);
    expect(names(['networking', 'list'])).toEqual(['route_tables']);
    expect(names(['list', 'networking'])).toEqual(['route_tables']);
    expect(names(['gcp', 'security'])).toEqual([]);
  });

  test('names, with or without tags', () => {
    expect(names([], ['role_trust', 'account_list'])).toEqual(['account_list', 'role_trust']);
    expect(names(['security'], ['role_trust', 'account_list'])).toEqual(['role_trust']);
  });

  test('what no query has is an error, with the nearest', () => {
    const { diagnostics } = select(packs, { tags: ['securty', 'AWS'], names: ['role_turst'] });
    expect(diagnostics.map((d) => [d.code, d.hint])).toEqual([
      ['query-unknown-tag', 'Did you mean security?'],
      ['query-unknown-tag', 'Did you mean aws?'],
      ['query-unknown-name', 'Did you mean role_trust?'],
    ]);
  });

  test('all tags, sorted and counted', () => {
    expect(tagsOf(packs)).toEqual([
      { tag: 'aws', queries: 7 },
      { tag: 'cloud', queries: 8 },
      { tag: 'drift', queries: 1 },
      { tag: 'gcp', queries: 1 },
      { tag: 'inventory', queries: 5 },
      { tag: 'list', queries: 4 },
      { tag: 'misconfig', queries: 1 },
      { tag: 'networking', queries: 2 },
      { tag: 'security', queries: 3 },
    ]);
  });
});

describe('parameters', () => {
  const params = {
    days: { default: 90, description: 'how many days back' },
    deep: true,
    zones: { default: ['cde'] },
    account: { default: '1' },
    must: { description: 'whose' },
  };
  const query = (): PackQuery => first('p.json', JSON.stringify([{ ...ONE, params }]));
  const now = new Date('2026-11-22T06:00:00.123Z');
  const values = (given: [string, { text: string } | { json: number }][]): unknown => {
    const { value, diagnostics } = valuesOf(query(), new Map(given) as ParameterValues, now);
    return value ?? diagnostics.map((d) => `${d.code} ${d.message} ${d.hint}`);
  };

  test('defaults; a text becomes what its default is', () => {
    const must = ['must', { text: 'x' }] as [string, { text: string }];
    expect(values([must])).toEqual({
      days: 90,
      deep: true,
      zones: ['cde'],
      account: '1',
      must: 'x',
    });
    expect(
      values([
        must,
        ['days', { text: '7' }],
        ['deep', { text: 'false' }],
        ['zones', { text: 'cde,connected' }],
        // An account's id is a text, though it looks like a number.
        ['account', { text: '012345678901' }],
      ]),
    ).toEqual({
      days: 7,
      deep: false,
      zones: ['cde', 'connected'],
      account: '012345678901',
      must: 'x',
    });
    expect(values([['must', { json: 5 }]])).toMatchObject({ must: 5 });
  });

  test('without default it has to be given', () => {
    expect(values([])).toEqual([
      'query-missing-parameter "one" needs $must Pass it: --param must=VALUE (whose).',
    ]);
  });

  test("the community's days back", () => {
    const old = first(
      'p.json',
      JSON.stringify([
        { ...ONE, params: { n_recent_days: { param_name: 'since', param_value: 90 } } },
      ]),
    );
    expect(valuesOf(old, new Map(), now).value).toEqual({ since: '2026-08-24 06:00:00.123000' });
    expect(valuesOf(old, new Map([['since', { text: '2020' }]]), now).value).toEqual({
      since: '2020',
    });
  });

  test('one that no query has', () => {
    expect(unknownParameters([query()], new Map([['dyas', { text: '1' }]]))).toMatchObject([
      { code: 'query-unknown-parameter', hint: 'Did you mean days?' },
    ]);
  });
});

describe('one account', () => {
  const FILTER = ` WITH * WHERE $${ACCOUNT} IN [a.id, a.name, a.displayname]`;
  test.each([
    ['MATCH (a:AWSAccount) RETURN a.id', 'MATCH (a:AWSAccount)|RETURN a.id'],
    [
      'MATCH (a:AWSAccount) WHERE a.x = 1 OR a.y = 2 RETURN a.id',
      'MATCH (a:AWSAccount) WHERE a.x = 1 OR a.y = 2|RETURN a.id',
    ],
    [
      'MATCH (v) MATCH (a)-[:RESOURCE]->(v) WHERE any(x IN v.l WHERE x = 1) WITH a, count(v) AS n RETURN a.id, n',
      'MATCH (v) MATCH (a)-[:RESOURCE]->(v) WHERE any(x IN v.l WHERE x = 1)|WITH a, count(v) AS n RETURN a.id, n',
    ],
    [
      "MATCH (a) WHERE a.name = ' RETURN ' // WHERE\nRETURN a.id",
      "MATCH (a) WHERE a.name = ' RETURN '|// WHERE\nRETURN a.id",
    ],
    [
      'MATCH (a:AWSAccount) RETURN a.id UNION MATCH (a:GCPProject) RETURN a.id',
      'MATCH (a:AWSAccount)|RETURN a.id UNION MATCH (a:GCPProject)|RETURN a.id',
    ],
    ['OPTIONAL MATCH (a:AWSAccount) RETURN a.id', 'OPTIONAL MATCH (a:AWSAccount)|RETURN a.id'],
  ])('%s', (text, expected) => {
    const filtered = forAccount(text);
    expect(filtered?.text).toBe(expected.replaceAll('|', `${FILTER} `));
    expect(readStatement(filtered?.text ?? '').fault).toBeUndefined();
    // Every character is found back, and what was put in is at the place where it stands.
    const at = (filtered?.text ?? '').indexOf(FILTER);
    expect(filtered?.original(0)).toBe(0);
    expect(filtered?.original(at + 5)).toBe(at);
    expect(filtered?.original((filtered?.text ?? '').length)).toBe(text.length);
  });

  test.each([
    'MATCH (n:GCPProject) RETURN n.id',
    'MATCH (n) WHERE EXISTS { MATCH (a:AWSAccount)-->(n) } RETURN n.id',
    'MATCH (n) RETURN [a IN n.list | a.id]',
    'MATCH (a:AWSAccount) RETURN a.id UNION MATCH (n) RETURN n.id',
    'MATCH (n {name: "(a:AWSAccount)"}) RETURN n.id',
  ])('has none: %s', (text) => {
    expect(forAccount(text)).toBeUndefined();
  });

  test('most queries of the pack that comes along know their account', () => {
    const { value = [] } = loadPacks([], fixtures);
    const without = value.flatMap((p) => p.queries).filter((q) => !forAccount(q.text));
    expect(without.map((q) => q.name)).toEqual([
      'aws-organizational-units',
      'aws-peerings-used',
      'aws-transit-gateway-attachments',
      'aws-transit-gateway-routes',
    ]);
  });
});
