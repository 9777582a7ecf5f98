/** Plans: what will be, alone and together with code and state. */

import { describe, expect, test } from 'vitest';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { factsOf, imported, jsonFile, textFile } from './imported-files.ts';

const CODE = `
  variable "zones" { type = list(string) }
  locals { vpc = aws_vpc.main.id }
  resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
  resource "aws_subnet" "app" {
    count             = length(var.zones)
    vpc_id            = local.vpc
    cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
    availability_zone = var.zones[count.index]
  }
  resource "aws_route_table" "app" {
    vpc_id = aws_vpc.main.id
    route {
      cidr_block = "10.0.0.0/8"
      gateway_id = aws_vpn_gateway.main.id
    }
    route {
      cidr_block = "0.0.0.0/0"
      gateway_id = aws_internet_gateway.main.id
    }
  }
  resource "aws_route_table_association" "app" {
    count          = length(var.zones)
    subnet_id      = aws_subnet.app[count.index].id
    route_table_id = aws_route_table.app.id
  }
  resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
  resource "aws_vpn_gateway" "main" { vpc_id = aws_vpc.main.id }
`;

interface Planned {
  readonly address: string;
  readonly after: Readonly<Record<string, unknown>>;
  readonly unknown: Readonly<Record<string, unknown>>;
}

const planned = (address: string, after: Planned['after'], ...unknown: string[]): Planned => ({
  address,
  after,
  unknown: Object.fromEntries(['id', 'arn', ...unknown].map((name) => [name, true])),
});

const ROUTES = [{ cidr_block: '0.0.0.0/0' }, { cidr_block: '10.0.0.0/8' }];

const RESOURCES: readonly Planned[] = [
  planned('aws_vpc.main', { cidr_block: '10.0.0.0/16' }),
  ...[0, 1].flatMap((i) => [
    planned(
      `aws_subnet.app[${i}]`,
      { cidr_block: `10.0.${i}.0/24`, availability_zone: `eu-west-1${'ab'[i]}` },
      'vpc_id',
    ),
    planned(`aws_route_table_association.app[${i}]`, {}, 'subnet_id', 'route_table_id'),
  ]),
  {
    ...planned('aws_route_table.app', { route: ROUTES }, 'vpc_id'),
    unknown: { id: true, vpc_id: true, route: ROUTES.map(() => ({ gateway_id: true })) },
  },
  planned('aws_internet_gateway.main', {}, 'vpc_id'),
  planned('aws_vpn_gateway.main', {}, 'vpc_id'),
];

const references = (...names: string[]) => ({ references: names });
const VPC = references('aws_vpc.main.id', 'aws_vpc.main');

/** As Terraform writes it: names of an expression, and no locals. */
const EXPRESSIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'aws_vpc.main': { cidr_block: { constant_value: '10.0.0.0/16' } },
  'aws_subnet.app': { vpc_id: references('local.vpc') },
  'aws_route_table.app': {
    vpc_id: VPC,
    route: [
      {
        cidr_block: { constant_value: '10.0.0.0/8' },
        gateway_id: references('aws_vpn_gateway.main.id', 'aws_vpn_gateway.main'),
      },
      {
        cidr_block: { constant_value: '0.0.0.0/0' },
        gateway_id: references('aws_internet_gateway.main.id', 'aws_internet_gateway.main'),
      },
    ],
  },
  'aws_route_table_association.app': {
    subnet_id: references('aws_subnet.app', 'count.index'),
    route_table_id: references('aws_route_table.app.id', 'aws_route_table.app'),
  },
  'aws_internet_gateway.main': { vpc_id: VPC },
  'aws_vpn_gateway.main': { vpc_id: VPC },
};

const plan = (resources: readonly Planned[] = RESOURCES) => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  timestamp: '2026-10-01T10:00:00Z',
  variables: { zones: { value: ['eu-west-1a', 'eu-west-1b'] } },
  resource_changes: resources.map(({ address, after, unknown }) => {
    const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.');
    const change = { actions: ['create'], before: null, after, after_unknown: unknown };
    return { address, mode: 'managed', type, name, change };
  }),
  configuration: {
    root_module: {
      resources: Object.entries(EXPRESSIONS).map(([address, expressions]) => ({
        ...{ address, mode: 'managed', type: address.split('.')[0], name: address.split('.')[1] },
        expressions,
        ...(address.includes('app') && !address.includes('table.') ? { count_expression: {} } : {}),
      })),
    },
  },
});

const ID: Readonly<Record<string, string>> = {
  'aws_vpc.main': 'vpc-1',
  'aws_subnet.app[0]': 'subnet-0',
  'aws_subnet.app[1]': 'subnet-1',
  'aws_route_table.app': 'rtb-1',
  'aws_route_table_association.app[0]': 'rtbassoc-0',
  'aws_route_table_association.app[1]': 'rtbassoc-1',
  'aws_internet_gateway.main': 'igw-1',
  'aws_vpn_gateway.main': 'vgw-1',
};

const APPLIED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'aws_subnet.app[0]': { vpc_id: 'vpc-1' },
  'aws_subnet.app[1]': { vpc_id: 'vpc-1' },
  'aws_route_table.app': {
    vpc_id: 'vpc-1',
    route: [
      { cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' },
      { cidr_block: '10.0.0.0/8', gateway_id: 'vgw-1' },
    ],
  },
  'aws_route_table_association.app[0]': { subnet_id: 'subnet-0', route_table_id: 'rtb-1' },
  'aws_route_table_association.app[1]': { subnet_id: 'subnet-1', route_table_id: 'rtb-1' },
  'aws_internet_gateway.main': { vpc_id: 'vpc-1' },
  'aws_vpn_gateway.main': { vpc_id: 'vpc-1' },
};

const state = {
  ...{ version: 4, serial: 1, lineage: 'a', outputs: {} },
  resources: RESOURCES.map(({ address, after }) => {
    const [, type, name, index] = /^(\w+)\.(\w+)(?:\[(\d)\])?$/.exec(address) ?? [];
    const attributes = { id: ID[address], ...after, ...APPLIED[address] };
    const key = index === undefined ? {} : { index_key: Number(index) };
    return { mode: 'managed', type, name, provider: 'p', instances: [{ attributes, ...key }] };
  }),
};

const PLAN = jsonFile('net/plan.json', plan());
const STATE = jsonFile('net/terraform.tfstate', state);
const MAIN = textFile('net/main.tf', CODE);

/** Every relation, by address where there is no id. */
async function relations(...files: Parameters<typeof factsOf>[1]) {
  const { inventory, unresolved } = await factsOf(terraformImporter, files);
  return {
    vpcs: [...inventory.vpcs.keys()],
    subnets: [...inventory.subnets.values()].map(({ id, vpc }) => [id, vpc]),
    associations: [...inventory.routeTableAssociations.values()].map((a) => [a.table, a.subnet]),
    routes: [...inventory.routes.values()]
      .filter(({ kind }) => kind !== 'local')
      .map(({ destination, kind, target }) => [destination, kind, target]),
    unresolved: unresolved.map(({ what }) => what),
    inventory,
  };
}

const named = (id: (address: string) => string) => ({
  vpcs: [id('aws_vpc.main')],
  subnets: [0, 1].map((i) => [id(`aws_subnet.app[${i}]`), id('aws_vpc.main')]),
  associations: [0, 1].map((i) => [id('aws_route_table.app'), id(`aws_subnet.app[${i}]`)]),
  routes: [
    ['0.0.0.0/0', 'internet-gateway', id('aws_internet_gateway.main')],
    ['10.0.0.0/8', 'virtual-private-gateway', id('aws_vpn_gateway.main')],
  ],
  unresolved: [],
});

describe('a module with unknowns, its plan and its state', () => {
  test('code and plan: every relation, by address', async () => {
    expect(await relations(MAIN, PLAN)).toMatchObject(named((address) => address));
  });

  test.each([
    ['state alone', [STATE]],
    ['state and plan', [STATE, PLAN]],
    ['state and code', [STATE, MAIN]],
    ['all three', [STATE, PLAN, MAIN]],
  ])('%s: the same estate, nothing of it twice', async (_, files) => {
    const all = named((address) => ID[address] ?? address);
    const found = await relations(...files);
    // Code without the plan does not know the variable, and adds nothing.
    expect({ ...found, unresolved: [] }).toMatchObject(all);
    expect(found.inventory.vpcs.get('vpc-1')?.provenance.address).toBe('aws_vpc.main');
  });

  test('plan alone: what its expressions name, and what they leave open', async () => {
    const { inventory, subnets, associations, routes, unresolved } = await relations(PLAN);
    const all = named((address) => address);
    expect({ associations, routes }).toEqual({
      associations: all.associations,
      routes: all.routes,
    });
    // A local hides what it refers to.
    expect(subnets).toEqual([0, 1].map((i) => [`aws_subnet.app[${i}]`, undefined]));
    expect(unresolved).toEqual([0, 1].map((i) => `aws_subnet.app[${i}].vpc_id`));
    for (const { provenance } of inventory.routeTableAssociations.values())
      expect(provenance.derivedBy).toBe('same-index');
  });
});

test('a plan with -target is not the whole, and says so', async () => {
  const some = RESOURCES.filter(({ address }) => address === 'aws_vpc.main');
  const { facts, diagnostics } = await imported(terraformImporter, [
    jsonFile('plan.json', plan(some)),
  ]);
  expect(facts?.inventory.vpcs.size).toBe(1);
  expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'import-partial' }]);
});

test('what code declares and the state does not have is told apart', async () => {
  const more = `${CODE}\nresource "aws_vpc" "next" { cidr_block = "10.9.0.0/16" }`;
  const { unresolved } = await factsOf(terraformImporter, [STATE, textFile('net/main.tf', more)]);
  expect(unresolved).toContainEqual({
    what: 'aws_vpc.next',
    reason: 'declared, and not in the state',
    at: { file: 'net/main.tf', line: more.split('\n').length },
  });
});

test('moved blocks keep what a state knows under its new address', async () => {
  const { inventory } = await factsOf(terraformImporter, [
    STATE,
    textFile(
      'net/main.tf',
      `${CODE.replaceAll('aws_vpc.main', 'aws_vpc.core').replace('"aws_vpc" "main"', '"aws_vpc" "core"')}
       moved {
         from = aws_vpc.main
         to   = aws_vpc.core
       }`,
    ),
  ]);
  expect(
    [...inventory.vpcs.values()].map(({ id, provenance }) => [id, provenance.address]),
  ).toEqual([['vpc-1', 'aws_vpc.core']]);
});
