/** What the linter says of a query, without a database; and that it says nothing of one that is right. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lint, loadPacks } from '../src/app/query/index.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import type { PackQuery } from '../src/queries/pack.ts';
import { diagnosticText } from '../src/report/text.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixture = (name: string): string => `${root}test/fixtures/queries/${name}`;

/** A query that is made here: places are offsets, as columns of line 1. */
function query(text: string, more: Partial<PackQuery> = {}): PackQuery {
  const at = (n: number): { file: string; line: number; column: number } => ({
    file: 'q',
    line: 1,
    column: n + 1,
  });
  const columns = /RETURN (.*)$/s.exec(text)?.[1]?.split(/,(?![^(]*\))/).length ?? 0;
  return {
    name: 'q',
    tags: [],
    description: 'q',
    text,
    headers: Array.from({ length: columns }, (_, i) => `h${i}`),
    parameters: [],
    origin: at(0),
    headersOrigin: at(0),
    at,
    ...more,
  };
}
/** The headers that are made here may be too few. */
const codes = (text: string): string[] =>
  lint([query(text)])
    .map((d) => d.code)
    .filter((code) => code !== 'query-headers');
/** What stands at the place of a finding. */
const marked = (text: string): string[] =>
  lint([query(text)]).map(
    (d) => /^(\w+|.)/.exec(text.slice((d.origin?.column ?? 1) - 1))?.[0] ?? '',
  );

describe('packs', () => {
  const told = (found: readonly Diagnostic[]): string =>
    `${found.map(diagnosticText).join('\n')}\n`;

  test.each(['wrong.yaml', 'community.json'])('%s: each finding at its place', async (name) => {
    const { value = [], diagnostics } = loadPacks([fixture(name)], root);
    expect(diagnostics).toEqual([]);
    const found = lint(value.flatMap((pack) => pack.queries));
    await expect(told(found)).toMatchFileSnapshot(fixture(name.replace(/\.\w+$/, '.lint.txt')));
  });

  test('the pack that comes along has nothing to find', () => {
    const { value = [], diagnostics } = loadPacks([], root);
    expect(diagnostics).toEqual([]);
    const queries = value.flatMap((pack) => pack.queries);
    expect(queries.length).toBeGreaterThanOrEqual(40);
    expect(lint(queries)).toEqual([]);
  });

  test('every finding that troubleshooting.md lists is in wrong.yaml', () => {
    const { value = [] } = loadPacks([fixture('wrong.yaml')], root);
    const found = new Set(lint(value.flatMap((pack) => pack.queries)).map((d) => d.code));
    const source = readFileSync(`${root}docs/troubleshooting.md`, 'utf8');
    const section = /## Checking queries[\s\S]*?(?=\n## )/.exec(source)?.[0] ?? '';
    const listed = [...section.matchAll(/^\| `([a-z-]+)`/gm)].map((m) => m[1] ?? '');
    expect(listed.length).toBeGreaterThan(12);
    expect(listed.filter((code) => !found.has(code))).toEqual([]);
  });
});

interface Exported {
  readonly nodes: readonly {
    readonly id: string;
    readonly labels: readonly string[];
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly relationships: readonly {
    readonly type: string;
    readonly start: string;
    readonly end: string;
  }[];
}

describe('a graph that Cartography made', () => {
  const graph = JSON.parse(
    readFileSync(`${root}test/fixtures/cartography/mockupbank.graph.json`, 'utf8'),
  ) as Exported;
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const all = (labels: readonly string[]): string =>
    labels.map((label) => `\`${label}\``).join('&');
  /** Old and shared labels are on every node; what is said of them is no mistake of the model. */
  const errors = (text: string): string[] =>
    lint([query(text)])
      .filter((d) => d.severity === 'error')
      .map((d) => `${d.message}: ${text}`);

  test('each relationship of it is known, and none leads both ways', () => {
    const triples = new Map<string, readonly [string, string, string]>();
    for (const { type, start, end } of graph.relationships) {
      const triple = [
        all(byId.get(start)?.labels ?? []),
        type,
        all(byId.get(end)?.labels ?? []),
      ] as const;
      triples.set(triple.join(), triple);
    }
    expect(triples.size).toBeGreaterThan(80);
    for (const [from, type, to] of triples.values()) {
      expect(errors(`MATCH (x:${from})-[:${type}]->(y:${to}) RETURN x.id`)).toEqual([]);
      expect(errors(`MATCH (y:${to})<-[:${type}]-(x:${from}) RETURN x.id`)).toEqual([]);
      if (from !== to && !triples.has([to, type, from].join()))
        expect(codes(`MATCH (x:${from})<-[:${type}]-(y:${to}) RETURN x.id`).join()).toMatch(
          /query-wrong-direction|^(?:query-old-label,?)*$/,
        );
    }
  });

  test('each property of it is known', () => {
    const seen = new Map<string, Set<string>>();
    for (const { labels, properties } of graph.nodes) {
      const known = seen.get(all(labels)) ?? new Set();
      for (const key of Object.keys(properties)) known.add(key);
      seen.set(all(labels), known);
    }
    for (const [labels, keys] of seen) {
      const items = [...keys].map((key) => `x.${key}`).join(', ');
      expect(errors(`MATCH (x:${labels}) RETURN ${items}`)).toEqual([]);
      expect(codes(`MATCH (x:${labels}) WHERE x.nosuchproperty = 1 RETURN x.id`)).toContain(
        'query-unknown-property',
      );
    }
  });
});

describe('what is no Cypher is not taken for it', () => {
  test.each([
    [
      'text',
      `MATCH (a:AWSAccount) WHERE a.name = ':Nope (x:AWSNope)-[:NOPE]->() SET $p' RETURN a.id`,
    ],
    ['text with escapes', `MATCH (a:AWSAccount) WHERE a.name = 'it\\'s (:AWSNope)' RETURN a.id`],
    ['double quotes', `MATCH (a:AWSAccount) WHERE a.name = "(:AWSNope) 'x" RETURN a.id`],
    ['comment', 'MATCH (a:AWSAccount) // (:AWSNope) DELETE a\nRETURN a.id'],
    ['block comment', `MATCH (a:AWSAccount) /* it's (:AWSNope)\n SET */ RETURN a.id`],
    ['comment in a text', `MATCH (a:AWSAccount) WHERE a.name = '// /*' RETURN a.id`],
    ['backticks', 'MATCH (`a:AWSNope`:`AWSAccount`) RETURN `a:AWSNope`.id'],
    ['a key that reads like a keyword', 'MATCH (a:AWSAccount) RETURN {set: a.id, delete: a.name}'],
    ['an alias that reads like one', 'MATCH (a:AWSAccount) RETURN a.id AS create'],
    ['a minus', 'MATCH (g:AWSIpRule) WHERE (g.toport) -(g.fromport) > 3 RETURN g.id'],
    ['a list', 'MATCH (a:AWSAccount) RETURN [x IN [1, 2] WHERE x > 1 | x]'],
    [
      'a variable of a list',
      'MATCH (a:AWSAccount) WHERE any(a IN a.nosuch WHERE a.what = 1) RETURN 1',
    ],
  ])('%s', (_, text) => {
    expect(codes(text)).toEqual([]);
  });

  test('after a WITH, only what it carries on', () => {
    expect(codes('MATCH (a:AWSAccount) WITH a.id AS a RETURN a.nosuch')).toEqual([]);
    expect(marked('MATCH (a:AWSAccount) WITH a AS b RETURN b.nosuch')).toEqual(['nosuch']);
    expect(codes('MATCH (a:AWSAccount) WITH a ORDER BY a.nosuch RETURN a.id')).toEqual([
      'query-unknown-property',
    ]);
  });

  test('each part of a UNION for itself', () => {
    const text = 'MATCH (x:AWSVpc) RETURN x.id UNION MATCH (x:AWSAccount) RETURN x.vpcid';
    const found = lint([query(text, { headers: ['id'] })]);
    expect(found.map((d) => d.code)).toEqual(['query-unknown-property']);
  });
});

describe('patterns, wherever they stand', () => {
  test.each([
    ['EXISTS', 'MATCH (v:AWSVpc) WHERE EXISTS { (v)-[:NOPE]->() } RETURN v.id'],
    ['EXISTS with MATCH', 'MATCH (v:AWSVpc) WHERE EXISTS { MATCH (v)-[:NOPE]->(x) } RETURN v.id'],
    ['COUNT', 'MATCH (v:AWSVpc) RETURN COUNT { (v)-[:NOPE]->() }'],
    ['NOT', 'MATCH (v:AWSVpc) WHERE NOT (v)-[:NOPE]->() RETURN v.id'],
    ['comprehension', 'MATCH (v:AWSVpc) RETURN [(v)-[:NOPE]->(x) | x.id]'],
    ['subquery', 'MATCH (v:AWSVpc) CALL (v) { MATCH (v)-[:NOPE]->(x) RETURN x.id AS y } RETURN y'],
    ['shortest path', 'MATCH p = shortestPath((v:AWSVpc)-[:NOPE*1..3]->(w:AWSVpc)) RETURN v.id'],
    ['repeated group', 'MATCH ((v:AWSVpc)-[:NOPE]->(w:AWSVpc)){1,3} RETURN v.id'],
  ])('%s', (_, text) => {
    expect(codes(text)).toEqual(['query-unknown-type']);
    expect(marked(text)).toEqual(['NOPE']);
  });

  test('labels: or, and, not, older or, IS', () => {
    expect(codes('MATCH (n:AWSVpc|AWSEC2Subnet) RETURN n.cidr_block')).toEqual([]);
    expect(codes('MATCH (n:AWSVpc|:AWSNope) RETURN n.id')).toEqual(['query-unknown-label']);
    expect(codes('MATCH (n:AWSPrincipal&!AWSRole) RETURN n.userid')).toEqual([]);
    expect(codes('MATCH (n:AWSPrincipal&!AWSUser) RETURN n.userid')).toEqual([
      'query-unknown-property',
    ]);
    expect(codes('MATCH (n IS AWSVpc) RETURN n.nosuch')).toEqual(['query-unknown-property']);
    expect(codes('MATCH (n) WHERE n:AWSVpc RETURN n.nosuch')).toEqual(['query-unknown-property']);
    expect(codes('MATCH (n) WHERE n:AWSVpc OR n:AWSRole RETURN n.roleid')).toEqual([]);
    expect(codes('MATCH (n) WHERE n:AWSNope OR n:AWSRole RETURN n.id')).toEqual([
      'query-unknown-label',
    ]);
  });

  test('several steps: it is enough that one leaves and one arrives', () => {
    const path =
      'MATCH (a:AWSAccount)-[:RESOURCE|BLOCK_ASSOCIATION*..]->(b:AWSCidrBlock) RETURN b.id';
    expect(codes(path)).toEqual([]);
    expect(
      codes('MATCH (a:AWSAccount)-[:BLOCK_ASSOCIATION*1..2]->(b:AWSCidrBlock) RETURN b.id'),
    ).toEqual(['query-no-such-path']);
  });

  test('either direction is right where both may be meant', () => {
    expect(codes('MATCH (s:AWSEC2Subnet)-[:MEMBER_OF_AWS_VPC]-(v:AWSVpc) RETURN v.id')).toEqual([]);
    expect(codes('MATCH (v:AWSVpc)<-[:MEMBER_OF_AWS_VPC]->(s:AWSEC2Subnet) RETURN v.id')).toEqual(
      [],
    );
    expect(codes('MATCH (v:AWSVpc)--(r:AWSRDSInstance) RETURN v.id')).toEqual([
      'query-no-such-path',
    ]);
  });

  test('a variable in small letters is none that lost its colon', () => {
    expect(codes('MATCH (a:AWSAccount)-[r]->(v:AWSVpc) RETURN type(r)')).toEqual([]);
    expect(codes('MATCH (a:AWSAccount)-[RESOURCE]->(v:AWSVpc) RETURN v.id')).toEqual([
      'query-no-colon',
    ]);
  });
});

test('DigitalOcean: its labels, properties and relationships, which lead both ways', () => {
  const path = 'MATCH (a:DOAccount)-[:RESOURCE]->(p:DOProject)-[:RESOURCE]->(d:DODroplet)';
  expect(codes(`${path} RETURN a.id, p.name, d.ip_address, d.tags`)).toEqual([]);
  expect(codes('MATCH (d:DODroplet)-[:RESOURCE]->(p:DOProject) RETURN d.id')).toEqual([]);
  expect(codes('MATCH (d:DODroplet) RETURN d.ipaddress')).toEqual(['query-unknown-property']);
  expect(codes('MATCH (a:DOAccount)-[:RESOURCE]->(d:DODroplet) RETURN d.id')).toEqual([
    'query-no-such-path',
  ]);
});

describe('properties that say nothing', () => {
  test.each([
    ['AWSECSCluster', 'ecc_logging'],
    ['AWSEC2Instance', 'hibernationoptions'],
    ['AWSAPIGatewayV2API', 'protocoltype'],
    ['AWSEC2RouteTable', 'vpc_id'],
  ])('%s.%s is never filled', (label, property) => {
    expect(codes(`MATCH (n:${label}) WHERE n.${property} = 'x' RETURN n.id`)).toEqual([
      'query-never-filled',
    ]);
  });

  test.each([
    ['AWSAccount', 'foreign'],
    ['KubernetesService', 'load_balancer_ip'],
  ])('%s.%s misleads', (label, property) => {
    expect(codes(`MATCH (n:${label}) RETURN n.${property}`)).toEqual(['query-misleading']);
  });

  test('it is said only where it holds for all that the variable may be', () => {
    expect(codes('MATCH (n:AWSVpc|AWSEC2Subnet) RETURN n.region')).toEqual([]);
  });
});

describe('what a variable may be', () => {
  const NO_PATH = '-[:MEMBER_OF_AWS_VPC]->(a:AWSAccount) RETURN a.id';
  test.each([
    ['anything, without a label', `MATCH (n)${NO_PATH}`, ['query-no-such-path']],
    ['anything that has a label', `MATCH (n:%)${NO_PATH}`, ['query-no-such-path']],
    [
      'anything, of a label that is not known',
      `MATCH (n:AWSNope)${NO_PATH}`,
      ['query-unknown-label', 'query-no-such-path'],
    ],
    [
      'anything, of a label that is not known and one that is',
      `MATCH (n:AWSNope&AWSEC2Subnet)${NO_PATH}`,
      ['query-unknown-label', 'query-no-such-path'],
    ],
    ['nothing, of labels that no node has together', 'MATCH (n:AWSVpc:AWSRole) RETURN n.nope', []],
    ['nothing, by MATCH and WHERE', 'MATCH (n:AWSVpc) WHERE n:AWSRole RETURN n.nope', []],
    ['one of two', 'MATCH (n:AWSVpc|AWSEC2Subnet) RETURN n.nope', ['query-unknown-property']],
    // That it exists is known of other modules, not what it holds.
    ['of another module', 'MATCH (u:OktaUser) RETURN u.nope', []],
  ])('is %s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test('three labels are named, of more the first three', () => {
    const message = (labels: string): string | undefined =>
      lint([query(`MATCH (n:${labels}) RETURN n.nope`)])[0]?.message;
    expect(message('AWSVpc|AWSEC2Subnet|AWSRole')).toMatch(/^\w+, \w+, \w+ has no property/);
    expect(message('AWSVpc|AWSEC2Subnet|AWSRole|AWSUser')).toMatch(/^\w+, \w+, \w+ … has no/);
  });

  test('all of twelve properties are listed, of more how many there are', () => {
    const hint = (label: string): string =>
      lint([query(`MATCH (n:${label}) RETURN n.zzzzzzzzzz`)])[0]?.hint ?? '';
    expect(hint('AzureDataDisk').split(', ')).toHaveLength(12);
    expect(hint('AzureDataDisk')).not.toContain('more');
    expect(hint('AWSEC2Instance')).toMatch(/ and \d+ more\.$/);
  });

  test('RETURN * beside named columns has no number of headers', () => {
    const found = lint([query('MATCH (a:AWSAccount) RETURN *, a.id AS id', { headers: ['id'] })]);
    expect(found.map(({ code }) => code)).toEqual(['query-whole-node']);
  });
});

describe('a relationship without an arrow', () => {
  const both = ['query-both-directions'];
  test('that the node has both ways, with anything at the other end', () => {
    expect(codes('MATCH (a:AWSAccount)-[r:RESOURCE]-() RETURN count(r)')).toEqual(both);
    expect(codes('MATCH (x)-[r:RESOURCE]-(a:AWSAccount) RETURN count(r)')).toEqual(both);
    expect(marked('MATCH (x)-[r:RESOURCE]-(a:AWSAccount) RETURN count(r)')).toEqual(['RESOURCE']);
  });
  test.each([
    ['with an arrow', 'MATCH (a:AWSAccount)-[:RESOURCE]->() RETURN a.id'],
    ['with the other arrow', 'MATCH (a:AWSAccount)<-[:RESOURCE]-() RETURN a.id'],
    ['with a label', 'MATCH (a:AWSAccount)-[:RESOURCE]-(v:AWSVpc) RETURN a.id'],
    ['that it has one way only', 'MATCH (s:AWSEC2Subnet)-[:MEMBER_OF_AWS_VPC]-() RETURN s.id'],
    ['of any type', 'MATCH (a:AWSAccount)--() RETURN a.id'],
    ['of several steps', 'MATCH (a:AWSAccount)-[:RESOURCE*1..2]-() RETURN a.id'],
  ])('not %s', (_, text) => {
    expect(codes(text)).toEqual([]);
  });
});

describe('columns', () => {
  const headers = (text: string, n: number): string[] =>
    lint([query(text, { headers: Array.from({ length: n }, (_, i) => `h${i}`) })]).map(
      (d) => d.code,
    );

  test('are counted outside of brackets', () => {
    const text =
      'MATCH (a:AWSAccount) RETURN DISTINCT a.id, coalesce(a.name, a.id), [a.id, a.name], {x: a.id, y: 1} ORDER BY a.id, a.name SKIP 1 LIMIT 2';
    expect(headers(text, 4)).toEqual([]);
    expect(headers(text, 5)).toEqual(['query-headers']);
  });

  test('an alias that ends or starts like an operator', () => {
    expect(headers('MATCH (a:AWSAccount) RETURN a.id AS ends ORDER BY ends, a.name', 1)).toEqual(
      [],
    );
    expect(
      headers("MATCH (a:AWSAccount) WHERE a.name ENDS WITH 'x' RETURN a.id AS starts", 1),
    ).toEqual([]);
  });

  test.each([
    'a',
    'collect(a)',
    'collect(DISTINCT a)',
    'properties(a)',
    'a {.*}',
    'head(collect(a))',
    'r',
  ])('%s is refused', (item) => {
    expect(headers(`MATCH (a:AWSAccount)-[r:RESOURCE]->(v:AWSVpc) RETURN ${item}`, 1)).toEqual([
      'query-whole-node',
    ]);
  });
  test.each(['count(a)', 'a {.id}', 'labels(a)', 'type(r)', 'a.id IS NULL', 'size(collect(a))'])(
    '%s is not',
    (item) => {
      expect(headers(`MATCH (a:AWSAccount)-[r:RESOURCE]->(v:AWSVpc) RETURN ${item}`, 1)).toEqual(
        [],
      );
    },
  );
});

test.each([
  'MATCH (a:AWSAccount) SET a.name = 1 RETURN a.id',
  'MATCH (a:AWSAccount) DETACH DELETE a RETURN 1',
  'MERGE (a:AWSAccount {id: 1}) ON CREATE SET a.name = 1 RETURN a.id',
  'MATCH (a:AWSAccount) REMOVE a.name RETURN a.id',
  'CREATE (a:AWSAccount) RETURN a.id',
  "LOAD CSV FROM 'file:///x' AS l RETURN 1",
  'MATCH (a:AWSAccount) FOREACH (x IN [1] | SET a.name = x) RETURN a.id',
  'MATCH (a:AWSAccount) CALL (a) { SET a.name = 1 } RETURN a.id',
])('it writes: %s', (text) => {
  expect(codes(text)).toContain('query-writes');
});
