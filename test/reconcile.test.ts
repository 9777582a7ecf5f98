/** Several sources of one estate: what is joined by which key, what is not, and what is said of differences. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { graphInventory } from '../src/app/inventory/graph-inventory.ts';
import { keyOf, readSnapshot } from '../src/graph/snapshot.ts';
import { awsImporter } from '../src/importers/aws/importer.ts';
import type { FactSource, Inventory, Vocabulary } from '../src/inventory/inventory.ts';
import { inventoryOf, RECORD_TYPES } from '../src/inventory/inventory.ts';
import type { Subnet, Vpc } from '../src/inventory/network.ts';
import type { SecurityGroupRule } from '../src/inventory/security.ts';
import { loneRecords } from '../src/reconcile/lone-records.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { bankFiles } from './aws-bank.ts';
import { factsOf } from './imported-files.ts';

/** The same bank as Cartography recorded it. */
async function graphOfBank(): Promise<Inventory> {
  const file = new URL('../diagrams/snapshots/mockupbank.json', import.meta.url);
  const { value: snapshot } = readSnapshot(readFileSync(file), 'mockupbank.json', 'mockupbank');
  if (!snapshot) throw new Error('the snapshot is not readable');
  const byKey = new Map(snapshot.queries.map((query) => [keyOf(query), query]));
  const estate = {
    answer(question: Parameters<typeof keyOf>[0]) {
      const recorded = byKey.get(keyOf(question));
      return recorded && { ...recorded, at: (n: number) => snapshot.at(recorded, n) };
    },
  };
  return graphInventory(estate, { tagKeys: ['name', 'pci-zone'] }, () => {});
}

describe('a bank from its graph and from the command line', async () => {
  const graph = await graphOfBank();
  const { inventory: answers } = await factsOf(awsImporter, bankFiles(), { tagKeys: ['pci-zone'] });
  const { inventory, statements, joins, conflicts, ambiguous } = reconcile([graph, answers]);
  const sources = (type: (typeof RECORD_TYPES)[number]) =>
    [...(statements.get(type) ?? [])].map(
      ([id, all]) => [id, all.map(({ source }) => source)] as const,
    );

  test.each([
    ...([
      'accounts',
      'units',
      'vpcs',
      'addressBlocks',
      'subnets',
      'routeTables',
      'routes',
    ] as const),
    ...(['routeTableAssociations', 'internetGateways', 'peerings', 'endpoints'] as const),
    ...(['transitGateways', 'transitAttachments', 'transitRouteTables', 'transitRoutes'] as const),
    ...(['transitAssociations', 'transitPropagations', 'securityGroups', 'networkAcls'] as const),
    ...(['instances', 'loadBalancers', 'balancerTargets', 'databases', 'functions'] as const),
  ])('every record of %s is in both, once', (type) => {
    expect(inventory[type].size).toBe(graph[type].size);
    expect(sources(type).filter(([, all]) => all.length !== 2)).toEqual([]);
  });

  test('by the id of the cloud, or by what makes up a thing without one', () => {
    const keys = new Map(joins.map(({ type, key }) => [type, key]));
    expect(Object.fromEntries(keys)).toMatchObject({
      ...{
        vpcs: 'cloud-id',
        subnets: 'cloud-id',
        peerings: 'cloud-id',
        transitAttachments: 'cloud-id',
      },
      ...{ securityGroups: 'cloud-id', routes: 'parts', transitRoutes: 'parts' },
    });
    expect(ambiguous).toEqual([]);
  });

  test('the one difference is the place of the suspended account, which the graph does not know', () => {
    expect(conflicts.map(({ type, id, fact }) => [type, id, fact])).toEqual([
      ['accounts', '100000000009', 'path'],
    ]);
    const names = inventory.accounts
      .get('100000000009')
      ?.path.map((unit) => inventory.units.get(unit)?.name);
    expect(names).toEqual(['Root', 'Sandbox']);
  });

  test('rules that the graph keeps without their group are those that say it', () => {
    const lone = sources('securityGroupRules').filter(([, all]) => all.length === 1);
    const rules = lone.map(([id]) => inventory.securityGroupRules.get(id));
    expect(rules.filter((rule) => rule?.peerGroups?.length === 1)).toHaveLength(4);
    expect(rules.flatMap((rule) => rule?.ranges ?? [])).toEqual(['::/0']);
    expect(inventory.securityGroupPairs).toEqual([]);
  });

  test('ids stay those of the first source, and all references are in its words', () => {
    const [gateway] = inventory.transitGateways.keys();
    expect(gateway).toMatch(/^arn:/);
    for (const attachment of inventory.transitAttachments.values())
      expect(attachment.gateway).toBe(gateway);
    for (const { path } of inventory.accounts.values())
      for (const unit of path) expect(inventory.units.has(unit)).toBe(true);
  });

  test('in the other order it is the same estate', () => {
    const other = reconcile([answers, graph]).inventory;
    for (const type of RECORD_TYPES) expect(other[type].size, type).toBe(inventory[type].size);
  });
});

const AT = { file: 'x', line: 1 };
const source = (id: string, vocabulary: Vocabulary = {}): FactSource => ({
  ...{ id, name: `the ${id}`, ifEmpty: () => '', vocabulary },
});
const FACTS: Vocabulary = {
  vpcs: ['accounts', 'region', 'name', 'owner', 'blocks', 'tags', 'isDefault'],
  subnets: ['accounts', 'region', 'name', 'cidr', 'zone', 'vpc'],
  securityGroupRules: ['inbound', 'ports', 'groups', 'ranges'],
};
const READ = { state: 'read', except: [] } as const;

function vpc(id: string, from: string, more: Partial<Vpc> = {}, address?: string): Vpc {
  return {
    ...{
      id,
      name: id,
      accounts: ['1'],
      region: 'eu-west-1',
      blocks: [],
      tags: {},
      isDefault: false,
    },
    ...{ unlisted: false, behind: false },
    provenance: { source: from, at: AT, ...(address === undefined ? {} : { address }) },
    ...more,
  };
}

function subnet(id: string, from: string, more: Partial<Subnet>, address?: string): Subnet {
  return {
    ...{
      id,
      name: id,
      accounts: ['1'],
      region: 'eu-west-1',
      isDefault: false,
      used: false,
      tags: {},
    },
    provenance: { source: from, at: AT, ...(address === undefined ? {} : { address }) },
    ...more,
  };
}

const byId = <T extends { readonly id: string }>(...records: readonly T[]): Map<string, T> =>
  new Map(records.map((record) => [record.id, record]));

const holds = (id: string, parts: Partial<Inventory>): Inventory =>
  inventoryOf(source(id, FACTS), { coverage: { vpcs: READ, subnets: READ }, ...parts });

const PLANNED = 'aws_vpc.core';

describe('what has no id yet', () => {
  const running = holds('graph', {
    vpcs: byId(vpc('vpc-1', 'graph', { name: 'core', blocks: ['10.0.0.0/16'] })),
    subnets: byId(subnet('subnet-1', 'graph', { vpc: 'vpc-1', cidr: '10.0.1.0/24' })),
  });

  test('is joined by its name, and what is in it by its block', () => {
    const plan = holds('plan', {
      vpcs: byId(vpc(PLANNED, 'plan', { name: 'core' }, PLANNED)),
      subnets: byId(
        subnet('aws_subnet.a', 'plan', { vpc: PLANNED, cidr: '10.0.1.0/24' }, 'aws_subnet.a'),
      ),
    });
    const { inventory, joins } = reconcile([running, plan]);
    expect([...inventory.vpcs.keys(), ...inventory.subnets.keys()]).toEqual(['vpc-1', 'subnet-1']);
    expect(joins.map(({ key }) => key)).toEqual(['natural', 'natural']);
    expect(inventory.vpcs.get('vpc-1')?.blocks).toEqual(['10.0.0.0/16']);
  });

  test('is never joined by its blocks alone', () => {
    const plan = holds('plan', {
      vpcs: byId(vpc(PLANNED, 'plan', { blocks: ['10.0.0.0/16'] }, PLANNED)),
    });
    expect(reconcile([running, plan]).inventory.vpcs.size).toBe(2);
  });

  test('is joined to none of several, which are listed', () => {
    const twice = holds('graph', {
      vpcs: byId(vpc('vpc-1', 'graph', { name: 'core' }), vpc('vpc-2', 'graph', { name: 'core' })),
    });
    const plan = holds('plan', { vpcs: byId(vpc(PLANNED, 'plan', { name: 'core' }, PLANNED)) });
    const { inventory, ambiguous } = reconcile([twice, plan]);
    expect(inventory.vpcs.size).toBe(3);
    expect(ambiguous).toMatchObject([{ id: PLANNED, candidates: ['vpc-1', 'vpc-2'] }]);
  });
});

test('two things of two ids and one name are two: the second may have replaced the first', () => {
  const a = holds('graph', { vpcs: byId(vpc('vpc-1', 'graph', { name: 'core' })) });
  const b = holds('state', { vpcs: byId(vpc('vpc-2', 'state', { name: 'core' }, 'aws_vpc.core')) });
  expect(reconcile([a, b]).inventory.vpcs.size).toBe(2);
});

test('a state joins by its id what a plan calls by its address', () => {
  const graph = holds('graph', { vpcs: byId(vpc('vpc-1', 'graph')) });
  const state = holds('state', { vpcs: byId(vpc('vpc-1', 'state', {}, PLANNED)) });
  const plan = holds('plan', { vpcs: byId(vpc(PLANNED, 'plan', {}, PLANNED)) });
  const { inventory, statements } = reconcile([graph, state, plan]);
  expect([...inventory.vpcs.keys()]).toEqual(['vpc-1']);
  expect(statements.get('vpcs')?.get('vpc-1')).toHaveLength(3);
});

test('of two values the running one is kept, and both are said with their places', () => {
  const a = holds('graph', { subnets: byId(subnet('subnet-1', 'graph', { zone: 'eu-west-1a' })) });
  const b = holds('state', {
    subnets: byId(subnet('subnet-1', 'state', { zone: 'eu-west-1b', cidr: '10.0.0.0/24' })),
  });
  const { inventory, conflicts, factSources } = reconcile([a, b]);
  expect(inventory.subnets.get('subnet-1')).toMatchObject({
    zone: 'eu-west-1a',
    cidr: '10.0.0.0/24',
  });
  expect(conflicts).toEqual([
    {
      ...{ type: 'subnets', id: 'subnet-1', fact: 'zone' },
      values: [
        { value: 'eu-west-1a', source: 'graph', at: AT },
        { value: 'eu-west-1b', source: 'state', at: AT },
      ],
    },
  ]);
  expect(factSources.get('subnets subnet-1')).toEqual({ cidr: 'state' });
});

test('what a source cannot express is no difference', () => {
  const mute = inventoryOf(source('list', { vpcs: ['name'] }), {
    vpcs: byId(vpc('vpc-1', 'list', { blocks: [], region: 'elsewhere' })),
  });
  const graph = holds('graph', { vpcs: byId(vpc('vpc-1', 'graph', { blocks: ['10.0.0.0/16'] })) });
  const { conflicts, inventory } = reconcile([mute, graph]);
  expect(conflicts).toEqual([]);
  expect(inventory.vpcs.get('vpc-1')).toMatchObject({
    blocks: ['10.0.0.0/16'],
    region: 'eu-west-1',
  });
});

test('what only one source knows is said where the other was asked', () => {
  const graph = holds('graph', { vpcs: byId(vpc('vpc-1', 'graph'), vpc('vpc-2', 'graph')) });
  const state = holds('state', { vpcs: byId(vpc('vpc-1', 'state')) });
  expect([...loneRecords(reconcile([graph, state]))]).toEqual([
    ['vpc-2', { known: ['graph'], lacking: ['state'], remark: 'not in the state' }],
  ]);
  const unasked = holds('state', { vpcs: byId(vpc('vpc-1', 'state')), coverage: {} });
  expect([...loneRecords(reconcile([graph, unasked]))]).toEqual([]);
});

test('rules are compared one source of traffic at a time', () => {
  const rule = (id: string, from: string, ranges: readonly string[]): SecurityGroupRule => ({
    ...{
      id,
      inbound: true,
      ports: { protocol: 'tcp', low: 443, high: 443 },
      groups: ['sg-1'],
      ranges,
    },
    provenance: { source: from, at: AT },
  });
  const a = holds('graph', {
    securityGroupRules: byId(rule('r', 'graph', ['10.0.0.0/8', '10.1.0.0/16'])),
  });
  const b = holds('state', {
    securityGroupRules: byId(
      rule('r1', 'state', ['10.0.0.0/8']),
      rule('r2', 'state', ['0.0.0.0/0']),
    ),
  });
  const { inventory, statements } = reconcile([a, b]);
  const both = [...(statements.get('securityGroupRules') ?? [])].map(([id, all]) => [
    inventory.securityGroupRules.get(id)?.ranges[0],
    all.length,
  ]);
  expect(Object.fromEntries(both)).toEqual({ '10.0.0.0/8': 2, '10.1.0.0/16': 1, '0.0.0.0/0': 1 });
});
