/** What the options of networks leave out, fold and refuse; and that whatever they are, everything is accounted for. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCensus } from '../src/compile/census.ts';
import { keyOf } from '../src/graph/snapshot.ts';
import { NETWORK_COUNTS } from '../src/importers/cartography/aws/counts.ts';
import { ATTACHMENTS, PEERINGS, VPCS } from '../src/importers/cartography/aws/network-questions.ts';
import { INSTANCES } from '../src/importers/cartography/aws/resource-questions.ts';
import type { NetworkOptions } from '../src/model/derivation.ts';
import type { Row } from './derived-answers.ts';
import {
  type Answered,
  byId,
  drawn,
  drawnSmall,
  ofKind,
  recordedNetwork,
  type SmallGraph,
} from './network-answers.ts';
import { ONE, peering, subnet, vpc } from './network-rows.ts';

const recorded = recordedNetwork();
const rowsOf = (question: Parameters<typeof keyOf>[0]): readonly Row[] =>
  recorded.get(keyOf(question)) ?? [];

/** The recorded answers with the rows of one question changed. */
const changed = (
  question: Parameters<typeof keyOf>[0],
  change: (row: Row, n: number) => Row | readonly Row[],
): Answered => new Map(recorded).set(keyOf(question), rowsOf(question).flatMap(change));

describe('scope', () => {
  it('shows one account in full, and the far ends of its peerings as cards', () => {
    const built = drawn({ accounts: ['mockupbank-payments'] });
    expect(
      ofKind(built, 'vpc')
        .map(({ name, group, facts }) => [name, group, facts.role])
        .sort(),
    ).toEqual([
      ['dev', false, 'not detailed here'],
      ['payments-admin', true, undefined],
      ['payments-cde', true, undefined],
      ['prod-core', false, 'not detailed here'],
      ['security-tools', false, 'not detailed here'],
      ['vpc-8c8fda6a31dcdeed4', false, undefined],
    ]);
    expect(built.counts['peering-connection']).toEqual([8, 5, 0, 3]);
    expect(built.counts.subnet).toEqual([31, 8, 0, 23]);
    expect(byId(built, 'tgw-aef524854fd351d81').facts.role).toBe('5 more attached, not shown');
  });

  it('goes by OUs at any depth, by id or name', () => {
    const names = (options: NetworkOptions): string[] =>
      ofKind(drawn(options), 'vpc')
        .flatMap((v) => (v.group ? v.name : []))
        .sort();
    const prod = ['payments-admin', 'payments-cde', 'prod-core', 'prod-dr'];
    expect(names({ ous: ['Prod'] })).toEqual(prod);
    expect(names({ ous: ['ou-jbbl-3mjwnxva'] })).toEqual(prod);
    expect(names({ ous: ['Payments-CDE'] })).toEqual(prod.slice(0, 2));
    expect(names({ ous: ['Prod'], regions: ['eu-central-1'] })).toEqual(['prod-dr']);
    expect(names({ vpcs: ['prod-core', 'vpc-24b8b3e4fffda1b7d'] })).toEqual(['dev', 'prod-core']);
    expect(names({ tags: { 'PCI-Zone': ['cde', 'connected'], environment: 'prod' } })).toEqual([
      'payments-admin',
      'payments-cde',
    ]);
  });

  it.each([
    [{ accounts: ['mockupbank-paymets'] }, 'account "mockupbank-paymets"'],
    [{ ous: ['Payments'] }, 'OU "Payments"'],
    [{ vpcs: ['payments-cd'] }, 'VPC "payments-cd"'],
  ] satisfies [NetworkOptions, string][])(
    'refuses what the graph does not have: %j',
    (options, what) => {
      const { diagnostics } = drawn(options);
      expect(diagnostics.find(({ code }) => code === 'not-in-graph')?.message).toBe(
        `the graph has no ${what}`,
      );
    },
  );
});

describe('depth and folding', () => {
  it('shows networks as cards, and their ways to the internet as lines', () => {
    const built = drawn({ depth: 'vpcs' });
    expect(ofKind(built, 'subnet')).toEqual([]);
    expect(ofKind(built, 'vpc').every(({ group }) => !group)).toBe(true);
    const ways = Object.values(built.diagram.links).filter((l) => l.derived === 'internet-gateway');
    expect(ways.map(({ to }) => built.diagram.elements[to]?.name).sort()).toEqual([
      'dev',
      'hub-egress',
      'payments-cde',
      'prod-core',
    ]);
    expect(built.counts['peering-connection']).toEqual([8, 8, 0, 0]);
    expect(byId(built, 'vgw-3192e96f1bcc90b38').parent).toBe('#100000000005');
  });

  it('asks nothing of what runs there when only subnets are wanted', () => {
    const { counts } = drawn({ depth: 'subnets' });
    expect(Object.keys(counts)).not.toContain('instance');
    expect(Object.keys(counts)).not.toContain('security-group');
    expect(counts['route-table']).toEqual([23, 16, 7, 0]);
  });

  it('leaves route tables out when told so, and still knows what is public', () => {
    const built = drawn({ routeTables: false });
    expect(ofKind(built, 'route-table')).toEqual([]);
    expect(built.counts.route).toEqual([51, 0, 0, 51]);
    expect(ofKind(built, 'subnet').filter(({ facts }) => facts.access === 'public')).toHaveLength(
      7,
    );
  });

  it('folds many of one kind in one subnet into a card that names them', () => {
    const many = changed(INSTANCES, (row, n) =>
      n > 0 ? row : Array.from({ length: 6 }, (_, i) => ({ ...row, id: `i-${i}` })),
    );
    const six = new Map(many);
    for (const [key, rows] of six)
      if (rows.some(({ kind }) => kind === 'instance'))
        six.set(
          key,
          rows.map((row) => (row.kind === 'instance' ? { ...row, found: 15 } : row)),
        );
    const built = drawn({}, six);
    const card = built.elements.get('6 instances');
    expect(card?.facts.description).toContain('i-0, i-1, i-2, i-3, i-4, i-5');
    expect(built.counts.instance).toEqual([15, 9, 6, 0]);
    expect(drawn({ foldFrom: 7 }, six).counts.instance).toEqual([15, 15, 0, 0]);
  });

  it('leaves idle default VPCs out when told so, and no other', () => {
    const built = drawn({ defaultVpcs: 'omit' });
    expect(built.counts.vpc).toEqual([11, 10, 0, 1]);
    expect(ofKind(built, 'vpc').map(({ facts }) => facts.id)).not.toContain(
      'vpc-ac534f743290603f6',
    );
    const busy = new Map(recorded);
    for (const [key, rows] of busy)
      if (rows.some((row) => 'used' in row))
        busy.set(
          key,
          rows.map((row) => ({ ...row, used: true })),
        );
    expect(drawn({ defaultVpcs: 'omit' }, busy).counts.vpc).toEqual([11, 11, 0, 0]);
  });

  it('leaves terminated instances out, and counts them (surprise 6)', () => {
    const gone = changed(INSTANCES, (row, n) => (n === 0 ? { ...row, state: 'terminated' } : row));
    expect(drawn({}, gone).counts.instance).toEqual([10, 9, 0, 1]);
  });
});

describe('staleness (surprise 5)', () => {
  it('marks all of an account whose sync is behind the newest, and nothing else', () => {
    const behind = new Map(recorded);
    for (const [key, rows] of behind)
      if (rows.some((row) => 'behind' in row))
        behind.set(
          key,
          rows.map((row) => (row.id === '100000000008' ? { ...row, behind: true } : row)),
        );
    const { stale } = drawn({}, behind);
    expect(stale).toEqual(
      expect.arrayContaining(['100000000008', 'vpc-24b8b3e4fffda1b7d', 'vpc-ac534f743290603f6']),
    );
    expect(stale).not.toContain('vpc-133f47eb1842c8a63');
    expect(stale.some((id) => id.startsWith('pcx-') || id.startsWith('tgw-'))).toBe(false);
    expect(drawn().stale).toEqual([]);
  });

  it.each([
    ['full', {}, ['subnet-a', 'vpc-a']],
    ['the far end of a peering', { vpcs: ['vpc-b'] }, ['vpc-a']],
  ])('marks a VPC that the newest sync of its account did not read, drawn %s', (_, asked, old) => {
    const graph: SmallGraph = {
      ...ONE,
      vpcs: [vpc('vpc-a'), vpc('vpc-b')],
      subnets: [subnet('subnet-a', 'vpc-a'), subnet('subnet-b', 'vpc-b')],
      tables: [],
      peerings: [peering('pcx-1', ['vpc-a'], ['vpc-b'])],
      old: [{ id: 'vpc-a' }],
    };
    expect([...drawnSmall(graph, asked).stale].sort()).toEqual(old);
  });
});

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { minLength: 1 });
const options: fc.Arbitrary<NetworkOptions> = fc.record(
  {
    accounts: some([
      'mockupbank-payments',
      '100000000008',
      'mockupbank-network',
      '900000000001',
      'mockupbank-log-archive',
    ]),
    ous: some(['Prod', 'Payments-CDE', 'Infra', 'ou-jbbl-it345u13', 'Root']),
    regions: some(['eu-west-1', 'eu-central-1', 'us-east-1']),
    vpcs: some([
      'payments-cde',
      'dev',
      'prod-dr',
      'vpc-8c8fda6a31dcdeed4',
      'vpc-ac534f743290603f6',
    ]),
    tags: fc.record({
      'pci-zone': some(['cde', 'connected', 'out-of-scope']),
      environment: some(['prod', 'dev', 'infra']),
    }),
    depth: fc.constantFrom('vpcs' as const, 'subnets' as const, 'resources' as const),
    routeTables: fc.boolean(),
    securityGroups: fc.boolean(),
    foldFrom: fc.integer({ min: 2, max: 6 }),
    defaultVpcs: fc.constantFrom('show' as const, 'omit' as const),
  },
  { requiredKeys: [] },
);

/** Columns that hold the far ends of edges: a first read lacks any of them. */
const EDGES = [
  'vpcs',
  'tables',
  'subnets',
  'interfaceSubnets',
  'internet',
  'attachments',
  'gateways',
  'accounts',
  'requesters',
  'accepters',
  'groups',
  'ranges',
];
const TEXTS = [
  'vpcText',
  'tableText',
  'subnetText',
  'owner',
  'arn',
  'zone',
  'region',
  'cidr',
  'state',
  'name',
];

/** A graph as a broken or first read may leave it: any edge and text missing, VPCs without a node. */
function damaged(chance: (one: number) => boolean): Answered {
  const graph = new Map<string, readonly Row[]>();
  const gone = new Set<unknown>();
  for (const [key, rows] of recorded)
    graph.set(
      key,
      rows.flatMap((row): Row[] => {
        if (key === keyOf(VPCS) && chance(6)) {
          gone.add(row.id);
          return [];
        }
        const less: Record<string, Row[string]> = { ...row };
        for (const column of EDGES) if (column in row && chance(8)) less[column] = [];
        for (const column of TEXTS) if (column in row && chance(8)) less[column] = null;
        if (key === keyOf(PEERINGS) && chance(5)) less.status = 'deleted';
        if (key === keyOf(ATTACHMENTS) && chance(5)) Object.assign(less, { type: 'vpn', vpcs: [] });
        return [less];
      }),
    );
  const counts = keyOf(NETWORK_COUNTS);
  graph.set(
    counts,
    (graph.get(counts) ?? []).map((row) =>
      row.kind === 'vpc' ? { ...row, found: Number(row.found) - gone.size } : row,
    ),
  );
  return graph;
}

const FINE = new Set(['empty-diagram', 'incomplete-sync']);

describe('whatever is asked', () => {
  it('accounts for everything, with any options', () => {
    fc.assert(
      fc.property(options, (given) => {
        const { diagram, codes } = drawn(given, recorded);
        expect(checkCensus(diagram)).toEqual([]);
        expect(codes.filter((code) => !FINE.has(code))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('accounts for everything, of any damaged graph', () => {
    fc.assert(
      fc.property(options, fc.infiniteStream(fc.nat(1000)), (given, numbers) => {
        const graph = damaged((one) => (numbers.next().value as number) % one === 0);
        // What the options name may be among what is gone.
        const { vpcs: _, ...rest } = given;
        const { diagram, codes } = drawn(rest, graph);
        expect(checkCensus(diagram)).toEqual([]);
        expect(codes.filter((code) => !FINE.has(code) && code !== 'not-in-graph')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
