/** A graph whose schema is not the one that questions go by: nothing may vanish without a word. */

import { describe, expect, test } from 'vitest';
import { graphModel } from '../src/app/query/lint.ts';
import { checkSchema, isNewer } from '../src/app/snapshot/schema.ts';
import { PEERINGS, ROUTES, VPCS } from '../src/importers/cartography/aws/network-questions.ts';
import type { Json } from '../src/model/derivation.ts';
import {
  askedEdges,
  askedProperties,
  edgesInstead,
  type FoundEdge,
  propertiesInstead,
} from '../src/queries/schema-use.ts';

type Edge = readonly [begins: readonly string[], type: string, ends: readonly string[]];

const QUERIES = [VPCS, PEERINGS, ROUTES].map(({ query }) => query);

/** A graph of these edges, one of each, as the database answers about its schema. */
function graphOf(edges: readonly Edge[]) {
  const labels = edges.flatMap(([a, , b]) => [...a, ...b]);
  const count = (names: readonly string[]): Json[][] =>
    [...new Set(names)].map((name) => [name, names.filter((n) => n === name).length]);
  const rows = (query: string, names: readonly string[]): readonly (readonly Json[])[] => {
    if (query.includes('UNWIND labels')) return count(labels);
    if (query.includes('AS found')) return count(edges.map(([, type]) => type));
    return edges
      .filter(([a, type, b]) => [...a, type, ...b].some((name) => names.includes(name)))
      .map(([a, type, b]) => [a, type, b]);
  };
  return {
    async run(
      {
        query,
        params,
      }: { readonly query: string; readonly params: Readonly<Record<string, Json>> },
      { onRow }: { readonly onRow: (row: readonly Json[], columns: readonly string[]) => void },
    ) {
      const found = rows(query, (params.names as string[] | undefined) ?? []);
      for (const row of found) onRow(row, []);
      return { value: { columns: [], rows: found.length }, diagnostics: [] } as const;
    },
  };
}

const found = async (edges: readonly Edge[], versions: readonly string[] = ['0.143.0']) => {
  const diagnostics = await checkSchema(
    graphOf(edges),
    { cartography: versions },
    QUERIES,
    graphModel(),
    1000,
  );
  return diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
};

const VPC = ['AWSVpc', 'VirtualNetwork'];
const PEERING = ['AWSPeeringConnection'];
const USUAL: readonly Edge[] = [
  [['AWSAccount', 'Tenant'], 'RESOURCE', VPC],
  [PEERING, 'REQUESTER_VPC', VPC],
  [PEERING, 'ACCEPTER_VPC', VPC],
];

describe('a schema', () => {
  test('that is known has nothing to warn of, whatever is not there', async () => {
    expect(await found(USUAL)).toEqual([]);
    expect(await found(USUAL.slice(0, 1))).toEqual([]);
  });

  test("may have names of people's own", async () => {
    expect(await found([...USUAL, [['OurService'], 'RUNS_IN', VPC]])).toEqual([]);
  });

  test('with a relationship of another name where one is asked for is refused', async () => {
    const renamed = USUAL.map(([a, type, b]): Edge => [a, type.replace(/_VPC$/, '_NETWORK'), b]);
    const names = '"ACCEPTER_NETWORK" or "REQUESTER_NETWORK"';
    expect(await found(renamed)).toEqual([
      `error schema-renamed: the graph has the relationship ${names} where Cadastre asks for "ACCEPTER_VPC"`,
      `error schema-renamed: the graph has the relationship ${names} where Cadastre asks for "REQUESTER_VPC"`,
    ]);
  });

  test('with a label of another name where one is asked for is refused', async () => {
    const renamed = USUAL.map(
      ([a, type, b]): Edge => [a === PEERING ? ['AWSVpcPeering'] : a, type, b],
    );
    expect(await found(renamed)).toEqual([
      'error schema-renamed: the graph has the label "AWSVpcPeering" where Cadastre asks for "AWSPeeringConnection"',
      'warning schema-unknown: the graph has unknown labels: AWSVpcPeering (2)',
    ]);
  });

  test('of a newer version, or with labels that nothing asks for, has a warning', async () => {
    const more: Edge = [['AWSQuantumRouter'], 'IN_RACK', ['AWSRack']];
    expect(await found([...USUAL, more], ['0.142.0', '0.150.1'])).toEqual([
      'warning schema-newer: Cartography 0.150.1 wrote the graph; this version of Cadastre supports versions up to 0.143',
      'warning schema-unknown: the graph has unknown labels: AWSQuantumRouter (1), AWSRack (1)',
    ]);
  });
});

test.each([
  ['0.143.0', false],
  ['0.143.9', false],
  ['0.99.0', false],
  ['0.144.0rc1', true],
  ['1.0', true],
  ['abc', true],
])('version %s is newer: %s', (version, newer) => {
  expect(isNewer(version)).toBe(newer);
});

describe('in the place of what is asked', () => {
  const model = graphModel();
  const [edge] = askedEdges([PEERINGS.query]).filter(({ types }) =>
    types.includes('REQUESTER_VPC'),
  );
  if (!edge) throw new Error('no such edge');
  const PEERING_VPC = { from: ['AWSPeeringConnection'], types: ['REQUESTER_VPC'], to: ['AWSVpc'] };

  test('edges are those that the queries follow, with the labels at their ends', () => {
    expect(edge).toEqual(PEERING_VPC);
    const all = askedEdges(QUERIES);
    expect(all).toContainEqual({
      ...{ from: ['AWSAccount'], types: ['RESOURCE'] },
      to: ['AWSVpc'],
    });
    expect(all.every(({ from, to }) => from.length > 0 && to.length > 0)).toBe(true);
  });

  test.each<[string, readonly FoundEdge[], readonly string[]]>([
    ['nothing', [], []],
    ['what is asked', [{ type: 'REQUESTER_VPC', forward: true }], []],
    ['another that is known there', [{ type: 'ACCEPTER_VPC', forward: true }], []],
    ['one that the model does not know', [{ type: 'ASKS', forward: true }], ['ASKS']],
    // Known elsewhere, and never between these.
    [
      'one that is known elsewhere',
      [{ type: 'MEMBER_OF_AWS_VPC', forward: true }],
      ['MEMBER_OF_AWS_VPC'],
    ],
    [
      'what is asked, the other way round,',
      [{ type: 'REQUESTER_VPC', forward: false }],
      ['REQUESTER_VPC'],
    ],
    [
      'one that is known the other way round',
      [{ type: 'ACCEPTER_VPC', forward: false }],
      ['ACCEPTER_VPC'],
    ],
  ])('%s between the ends', (_, there, instead) => {
    expect(edgesInstead(edge, there, model)).toEqual(instead);
  });

  test('a property that no node has is told where there are others that are not known', () => {
    const asked = askedProperties([VPCS.query]).find(({ labels }) => labels.includes('AWSVpc'));
    if (!asked) throw new Error('no properties');
    expect(asked.properties).toContain('is_default');
    const usual = [...asked.properties, 'lastupdated', 'vpcid'];
    const instead = (keys: readonly string[]) =>
      propertiesInstead(asked, new Map([['AWSVpc', new Set(keys)]]), model);
    expect(instead(usual)).toBeUndefined();
    const without = usual.filter((key) => key !== 'is_default');
    // Never filled in this graph, for all that is known.
    expect(instead(without)).toBeUndefined();
    expect(instead([...usual, 'own_note'])).toBeUndefined();
    expect(instead([...without, 'default_vpc'])).toEqual({
      asked: ['is_default'],
      found: ['default_vpc'],
    });
    expect(propertiesInstead(asked, new Map(), model)).toBeUndefined();
  });
});
