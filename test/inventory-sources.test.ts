/** What views say of facts that a source does not have: by whether it was asked for them, and could say them. */

import { expect, test } from 'vitest';
import {
  absenceOf,
  type FactSource,
  type Inventory,
  inventoryOf,
  RECORD_TYPES,
  readState,
  type Vocabulary,
} from '../src/inventory/inventory.ts';
import type { Subnet, Vpc } from '../src/inventory/network.ts';
import type { ServerlessFunction } from '../src/inventory/workloads.ts';
import type { ElementContent } from '../src/model/content.ts';
import { Ledger } from '../src/views/ledger.ts';
import { network } from '../src/views/network/network.ts';
import { exposure } from './derivations.ts';
import { build, type Row, tables } from './derived-answers.ts';
import { byId, drawnSmall } from './network-answers.ts';
import { account, ONE, route } from './network-rows.ts';

const source = (vocabulary: Vocabulary): FactSource => ({
  ...{ id: 'exports', name: 'the export', ifEmpty: () => 'Export it again.', vocabulary },
});
const provenance = { source: 'exports', at: { file: 'export.json', line: 1 } };
const held = { accounts: ['100000000001'], region: 'eu-west-1', tags: {}, provenance };
const VPC: Vpc = {
  ...{ ...held, id: 'vpc-a', name: 'main', owner: '100000000001', blocks: [] },
  ...{ isDefault: false, unlisted: false, behind: false },
};
const SUBNET: Subnet = {
  ...{ ...held, id: 'subnet-a', name: 'app', vpc: 'vpc-a', isDefault: false, used: true },
};
const FUNCTION: ServerlessFunction = {
  ...{ ...held, id: 'fn-1', name: 'settle', subnets: [], groups: [] },
};

const READ = { state: 'read', except: [] } as const;

function drawn(parts: Partial<Inventory>, vocabulary: Vocabulary = {}) {
  const ledger = new Ledger();
  const inventory = inventoryOf(source(vocabulary), {
    vpcs: new Map([['vpc-a', VPC]]),
    subnets: new Map([['subnet-a', SUBNET]]),
    ...parts,
  });
  const elements: ElementContent[] = [];
  const walk = (contents: ReturnType<typeof network>): void => {
    for (const content of contents)
      if (content.type === 'element') {
        elements.push(content);
        walk(content.members);
      }
  };
  walk(network({ options: {}, inventory, ledger, report: () => {} }));
  const described = (name: string) => elements.find((e) => e.name === name)?.facts.description;
  return { described, reasons: ledger.stubs.map(({ reason }) => reason.code) };
}

test('what was not asked, or not in this account, is never "read"', () => {
  const except = [{ account: '2', state: 'refused', reason: 'no rights' }] as const;
  const inventory = inventoryOf(source({}), { coverage: { vpcs: { state: 'read', except } } });
  expect(readState(inventory, 'vpcs', '1')).toBe('read');
  expect(readState(inventory, 'vpcs', '2', 'eu-west-1')).toBe('refused');
  expect(readState(inventory, 'natGateways')).toBe('not-asked');
});

test('the reason of an absent fact: the record knows it best, then what the source can say', () => {
  const able = inventoryOf(source({ functions: ['vpc'] }), {});
  expect(absenceOf(able, 'functions', FUNCTION, 'vpc')).toBe('not-recorded');
  const later = { ...FUNCTION, absent: { vpc: 'known-after-apply' } } as const;
  expect(absenceOf(able, 'functions', later, 'vpc')).toBe('known-after-apply');
  expect(absenceOf(inventoryOf(source({}), {}), 'functions', later, 'vpc')).toBe('not-expressible');
  expect(absenceOf(able, 'functions', { ...FUNCTION, vpc: 'vpc-a' }, 'vpc')).toBeUndefined();
});

test('a function says that its network is unknown only where it is', () => {
  const functions = (record: ServerlessFunction) => ({ functions: new Map([['fn-1', record]]) });
  expect(drawn(functions(FUNCTION)).described('settle')).toContain('does not say in which network');
  expect(drawn(functions({ ...FUNCTION, vpc: 'vpc-a' })).described('settle')).toBeUndefined();
  const later = { ...FUNCTION, absent: { vpc: 'known-after-apply' } } as const;
  expect(drawn(functions(later), { functions: ['vpc'] }).described('settle')).toContain(
    'known after apply',
  );
});

const ROUTING: Partial<Inventory> = {
  routeTables: new Map([['rtb-a', { ...held, id: 'rtb-a', main: true, vpc: 'vpc-a' }]]),
  routes: new Map([
    [
      'rtb-a|0',
      {
        ...{ id: 'rtb-a|0', table: 'rtb-a', destination: '0.0.0.0/0', kind: 'nat-gateway' },
        ...{ target: 'nat-1', active: true, propagated: false, provenance },
      } as const,
    ],
  ]),
};

test('a NAT gateway that a source reads and does not have is missing; else it is not recorded', () => {
  expect(drawn(ROUTING).reasons).toEqual(['kind-not-recorded']);
  const coverage = { natGateways: READ };
  expect(drawn({ ...ROUTING, coverage }).reasons).toEqual(['target-not-recorded']);
  expect(
    drawnSmall({ ...ONE, routes: [route('rtb-a', '0.0.0.0/0', { nat: 'nat-1' })] }).stubs,
  ).toEqual(['NAT gateway nat-1']);
});

test.each([
  ['core-network', 'coreNetworks', 'arn:aws:networkmanager::100000000001:core-network/core-1'],
  ['virtual-private-gateway', 'vpnGateways', 'vgw-1'],
  ['egress-only-gateway', 'egressOnlyGateways', 'eigw-1'],
] as const)('the same of a %s', (kind, type, target) => {
  const routes = new Map(
    [...(ROUTING.routes ?? [])].map(([id, r]) => [id, { ...r, kind, target }]),
  );
  expect(drawn({ ...ROUTING, routes }).reasons).toEqual(['kind-not-recorded']);
  const coverage = { [type]: READ };
  expect(drawn({ ...ROUTING, routes, coverage }).reasons).toEqual(['target-not-recorded']);
});

test('all that an estate can hold has a type, and what nobody asked for is empty and not asked', () => {
  const types = [
    'clientVpnEndpoints',
    'coreNetworks',
    'coreNetworkAttachments',
    'elasticAddresses',
  ];
  expect(RECORD_TYPES).toEqual(expect.arrayContaining(types));
  const inventory = inventoryOf(source({}), {});
  for (const type of RECORD_TYPES)
    expect([inventory[type].size, readState(inventory, type)]).toEqual([0, 'not-asked']);
});

test('a subnet without a table is said to have none only where tables were read', () => {
  expect(drawn({ coverage: { routeTables: READ } }).described('app')).toBe(
    'The export has no route table for it',
  );
  expect(drawn({}).described('app')).toBe(
    'Not known by which table it routes: 100000000001 was not read',
  );
  const unread = account('100000000001', { synced: false, inscope: true });
  const graph = { ...ONE, tables: [], accounts: [unread, account('100000000002')] };
  expect(byId(drawnSmall(graph), 'subnet-a').facts.description).toContain('was not read');
});

test('"nothing that the internet can reach" is not said of accounts that were not read', () => {
  const named = (accounts: readonly Row[]) => {
    const found = [{ kind: 'account', found: accounts.length }];
    const built = build(exposure, {}, tables({ 'AS management': accounts, 'AS found': found }));
    return Object.values(built.diagram.elements).map(({ name }) => name);
  };
  const [read, unread] = [account('100000000001'), account('100000000002', { synced: false })];
  expect(named([read])).toContain('Nothing recorded that the internet can reach');
  expect(named([read, unread])).toContain(
    'Not known what the internet can reach: account-2 not read',
  );
  const foreign = { ...unread, organization: null, inscope: false };
  expect(named([read, foreign])).toContain('Nothing recorded that the internet can reach');
});
