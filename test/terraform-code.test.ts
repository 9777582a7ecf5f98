/** Terraform code: what it declares, evaluated without a provider, and what it leaves open. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../src/importers/terraform/hcl/functions/functions.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import { factsOf, fixtureFiles, imported, jsonFile, textFile } from './imported-files.ts';

const ZONES = new Map<string, unknown>([
  ['data.aws_availability_zones.available.names', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
]);

const read = (text: string, assumptions = ZONES) =>
  factsOf(terraformImporter, [textFile('main.tf', text)], { assumptions });

describe('a module as public ones are written', async () => {
  const files = fixtureFiles('terraform/vpc-module');
  const facts = await factsOf(terraformImporter, files, { assumptions: ZONES });
  const { inventory } = facts;
  const at = (prefix: string) =>
    [...inventory.subnets.values()].filter(({ id }) => id.startsWith(prefix));

  test('makes the subnets of its lists, with blocks, zones and names', () => {
    const own = at('module.vpc.aws_subnet.private').map(({ cidr, zone, name, vpc }) => [
      cidr,
      zone,
      name,
      vpc,
    ]);
    expect(own).toEqual([
      ['10.0.0.0/24', 'eu-west-1a', 'Private One', 'module.vpc.aws_vpc.this[0]'],
      ['10.0.1.0/24', 'eu-west-1b', 'Private Two', 'module.vpc.aws_vpc.this[0]'],
      ['10.0.2.0/24', 'eu-west-1c', 'shop-private-eu-west-1c', 'module.vpc.aws_vpc.this[0]'],
    ]);
  });

  test('shares a table with subnets that have none of their own', () => {
    const tables = (kind: string) =>
      [...inventory.routeTableAssociations.values()]
        .filter(({ subnet }) => subnet?.includes(`.${kind}[`))
        .map(({ table }) => table);
    expect(new Set(tables('database'))).toEqual(new Set(['module.vpc.aws_route_table.private[0]']));
    expect(tables('database')).toHaveLength(3);
  });

  test('tells public subnets by their route, not by their name', () => {
    const open = [...inventory.subnets.values()].filter((s) => isPublic(inventory, s));
    expect(open.map(({ id }) => id)).toEqual(
      [0, 1, 2].map((i) => `module.vpc.aws_subnet.public[${i}]`),
    );
  });

  test('makes nothing where it is told to make nothing', () => {
    expect([...inventory.vpcs.keys()]).toEqual(['module.vpc.aws_vpc.this[0]']);
    expect([...inventory.endpoints.keys()]).toEqual([
      'module.endpoints.aws_vpc_endpoint.this["s3"]',
    ]);
  });

  test('routes through its one NAT gateway, and its gateway endpoint', () => {
    const routes = [...inventory.routes.values()]
      .filter(({ table, kind }) => table?.endsWith('private[0]') && kind !== 'local')
      .map(({ destination, kind, target }) => [destination, kind, target]);
    expect(routes).toEqual([
      ['0.0.0.0/0', 'nat-gateway', 'module.vpc.aws_nat_gateway.this[0]'],
      [
        'module.endpoints.aws_vpc_endpoint.this["s3"].prefix_list_id',
        'vpc-endpoint',
        'module.endpoints.aws_vpc_endpoint.this["s3"]',
      ],
    ]);
  });

  test('leaves nothing open but what the cloud decides', () => {
    expect(facts.unresolved).toEqual([]);
    expect(facts.unmapped).toEqual(new Map([['aws_flow_log', 1]]));
  });
});

describe('what is not known has its reason', () => {
  test('zones of the cloud: three subnets, each in a zone that is not known', async () => {
    const { inventory } = await factsOf(terraformImporter, fixtureFiles('terraform/vpc-module'));
    const own = [...inventory.subnets.values()].filter(({ id }) => id.includes('private['));
    expect(own.map(({ cidr }) => cidr)).toEqual(['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']);
    for (const { zone, absent } of own) {
      expect(zone).toBeUndefined();
      expect(absent?.zone).toBe('known-after-apply');
    }
  });

  test.each([
    [
      'a variable without a value',
      'variable "n" {}\nresource "aws_subnet" "x" { count = var.n }',
      'var.n has no value',
    ],
    [
      'a function',
      'resource "aws_subnet" "x" { count = length(textencodebase64("x", "UTF-16LE")) }',
      'the function textencodebase64 is not evaluated',
    ],
    [
      'a data source',
      'data "aws_vpcs" "all" {}\nresource "aws_subnet" "x" { for_each = toset(data.aws_vpcs.all.ids) }',
      'data.aws_vpcs.all.ids is read from the cloud',
    ],
    [
      'a cycle',
      'locals {\n a = local.b\n b = local.a\n}\nresource "aws_subnet" "x" { count = local.a }',
      'it refers to itself',
    ],
    [
      'a missing name',
      'resource "aws_subnet" "x" { count = local.missing }',
      'there is no local.missing',
    ],
    [
      'a number beyond reason',
      'resource "aws_subnet" "x" { count = 1000000000 }',
      'there are more than 5000',
    ],
  ])('%s', async (_, text, reason) => {
    const { inventory, unresolved } = await read(text);
    expect(inventory.subnets.size).toBe(0);
    expect(unresolved).toMatchObject([
      { what: 'aws_subnet.x', reason: expect.stringContaining(reason) },
    ]);
    expect(unresolved[0]?.at).toMatchObject({ file: 'main.tf', line: expect.any(Number) });
  });

  test('a module that is not there is named with its source', async () => {
    const { unresolved, inventory } = await read(`
      module "vpc" { source = "terraform-aws-modules/vpc/aws" }
      resource "aws_instance" "web" { subnet_id = module.vpc.private_subnets[0] }`);
    expect(unresolved.map(({ what }) => what)).toEqual([
      'module.vpc',
      'aws_instance.web.subnet_id',
    ]);
    expect(inventory.instances.get('aws_instance.web')?.subnets).toEqual([]);
  });

  test('a block of an IPAM pool is not guessed', async () => {
    const { unresolved, inventory } = await read(
      'resource "aws_vpc" "x" {\n  ipv4_ipam_pool_id = "ipam-pool-1"\n  ipv4_netmask_length = 22\n}',
    );
    expect(inventory.vpcs.get('aws_vpc.x')?.blocks).toEqual([]);
    expect(unresolved).toMatchObject([{ reason: '/22 from the IPAM pool ipam-pool-1' }]);
  });

  test('ports that are not known let nothing in for sure', async () => {
    const { inventory } = await read(`
      variable "port" {}
      resource "aws_security_group_rule" "x" {
        security_group_id = "sg-1"
        type = "ingress"
        protocol = "tcp"
        from_port = var.port
        to_port = var.port
        cidr_blocks = ["0.0.0.0/0"]
      }`);
    const [rule] = [...inventory.securityGroupRules.values()];
    expect(rule?.ports).toEqual({ protocol: 'unknown' });
  });
});

test('rules and routes that are not known may be any: nothing is called closed or private', async () => {
  const { inventory } = await read(`
    variable "rules" {}
    variable "routes" {}
    resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "x" { vpc_id = aws_vpc.x.id }
    resource "aws_route_table" "x" {
      vpc_id = aws_vpc.x.id
      dynamic "route" {
        for_each = var.routes
        content { cidr_block = route.value }
      }
    }
    resource "aws_route_table_association" "x" {
      subnet_id      = aws_subnet.x.id
      route_table_id = aws_route_table.x.id
    }
    resource "aws_security_group" "x" {
      vpc_id = aws_vpc.x.id
      dynamic "ingress" {
        for_each = var.rules
        content { protocol = ingress.value }
      }
    }`);
  expect(isPublic(inventory, inventory.subnets.get('aws_subnet.x'))).toBeUndefined();
  expect([...inventory.securityGroupRules.values()]).toMatchObject([
    { inbound: true, ports: { protocol: 'unknown' }, ranges: [] },
  ]);
});

describe('modules', () => {
  test('that call themselves end', async () => {
    const loop =
      'module "again" { source = "../a" }\nresource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }';
    const { unresolved, inventory } = await factsOf(terraformImporter, [
      textFile('main.tf', 'module "a" { source = "./a" }'),
      textFile('a/main.tf', loop),
    ]);
    expect([...inventory.vpcs.keys()]).toEqual(['module.a.aws_vpc.x']);
    expect(unresolved).toMatchObject([
      { what: 'module.a.module.again', reason: 'the module a calls itself' },
    ]);
  });

  test('of a registry are found where `terraform get` put them', async () => {
    const { inventory } = await factsOf(terraformImporter, [
      textFile('net/main.tf', 'module "vpc" {\n  source = "x/vpc/aws"\n  cidr = "10.1.0.0/16"\n}'),
      jsonFile('net/.terraform/modules/modules.json', {
        Modules: [
          { Key: '', Source: '', Dir: '.' },
          {
            Key: 'vpc',
            Source: 'registry.terraform.io/x/vpc/aws',
            Version: '1.0.0',
            Dir: '.terraform/modules/vpc',
          },
        ],
      }),
      textFile(
        'net/.terraform/modules/vpc/main.tf',
        'variable "cidr" {}\nresource "aws_vpc" "this" { cidr_block = var.cidr }',
      ),
    ]);
    expect(inventory.vpcs.get('module.vpc.aws_vpc.this')?.blocks).toEqual(['10.1.0.0/16']);
  });

  test('have the account and region of the provider that they are given', async () => {
    const { inventory } = await factsOf(terraformImporter, [
      textFile(
        'main.tf',
        `provider "aws" {
           alias  = "hub"
           region = "eu-west-1"
           assume_role { role_arn = "arn:aws:iam::100000000005:role/deploy" }
         }
         module "hub" {
           source    = "./hub"
           providers = { aws = aws.hub }
         }`,
      ),
      textFile('hub/main.tf', 'resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }'),
    ]);
    expect(inventory.vpcs.get('module.hub.aws_vpc.x')).toMatchObject({
      accounts: ['100000000005'],
      region: 'eu-west-1',
    });
  });
});

describe('values of variables', () => {
  const code = 'variable "cidr" {}\nresource "aws_vpc" "x" { cidr_block = var.cidr }';
  const blockOf = async (...files: [string, string][]) => {
    const all = [textFile('main.tf', code), ...files.map(([path, text]) => textFile(path, text))];
    const { inventory, unresolved } = await factsOf(terraformImporter, all);
    return [inventory.vpcs.get('aws_vpc.x')?.blocks, unresolved.map(({ what }) => what)];
  };

  test('the last automatic file goes first', async () => {
    const files: [string, string][] = [
      ['terraform.tfvars', 'cidr = "10.1.0.0/16"'],
      ['a.auto.tfvars', 'cidr = "10.2.0.0/16"'],
      ['b.auto.tfvars.json', '{"cidr": "10.3.0.0/16"}'],
      ['other.tfvars', 'cidr = "10.4.0.0/16"'],
    ];
    expect(await blockOf(...files.slice(0, 3))).toEqual([['10.3.0.0/16'], []]);
    expect(await blockOf(...files)).toEqual([['10.4.0.0/16'], []]);
  });

  test('of several that may apply none is taken', async () => {
    const found = await blockOf(
      ['dev.tfvars', 'cidr = "10.1.0.0/16"'],
      ['prod.tfvars', 'cidr = "10.2.0.0/16"'],
    );
    expect(found).toEqual([[], ['dev.tfvars, prod.tfvars', 'aws_vpc.x.cidr_block']]);
  });

  test('optional attributes of objects have their defaults', async () => {
    const { inventory } = await read(`
      variable "vpcs" {
        type = map(object({ cidr = string, name = optional(string, "unnamed") }))
        default = { a = { cidr = "10.0.0.0/16", other = 1 } }
      }
      resource "aws_vpc" "x" {
        for_each   = var.vpcs
        cidr_block = each.value.cidr
        tags       = { Name = each.value.name }
      }`);
    expect(inventory.vpcs.get('aws_vpc.x["a"]')?.name).toBe('unnamed');
  });

  test('a file of assumptions lies beside the code', async () => {
    const { inventory, inputs } = await factsOf(terraformImporter, [
      textFile('main.tf', code),
      jsonFile('assumptions.json', { 'var.cidr': '10.9.0.0/16' }),
    ]);
    expect(inventory.vpcs.get('aws_vpc.x')?.blocks).toEqual(['10.9.0.0/16']);
    expect(inputs.map(({ kind }) => kind)).toEqual(['terraform-assumptions', 'terraform-code']);
  });
});

test('a remote state is the configuration whose state or backend it names', async () => {
  const { inventory } = await factsOf(terraformImporter, [
    textFile(
      'net/main.tf',
      `terraform {
         backend "s3" { key = "net/terraform.tfstate" }
       }
       resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }
       output "vpc" { value = aws_vpc.x.id }`,
    ),
    textFile(
      'app/main.tf',
      `data "terraform_remote_state" "net" {
         backend = "s3"
         config  = { key = "net/terraform.tfstate" }
       }
       resource "aws_subnet" "x" {
         vpc_id     = data.terraform_remote_state.net.outputs.vpc
         cidr_block = "10.0.1.0/24"
       }`,
    ),
  ]);
  expect(inventory.subnets.get('aws_subnet.x')?.vpc).toBe('aws_vpc.x');
  expect(inventory.vpcs.size).toBe(1);
});

test('code, plan and state of one configuration name each resource once', async () => {
  const all = fixtureFiles('terraform/own-plan');
  const some = (...names: string[]) =>
    all.filter(({ path }) => names.some((n) => path.startsWith(n)));
  const counts = async (...names: string[]) =>
    (await factsOf(terraformImporter, some(...names))).unmapped.get('terraform_data');
  expect(await counts('v1/')).toBe(32);
  expect(await counts('plan-1')).toBe(32);
  expect(await counts('state-1')).toBe(32);
  expect(await counts('show-1')).toBe(32);
  expect(await counts('v1/', 'plan-1', 'state-1', 'show-1')).toBe(32);
  // Of the second plan one is renamed, and seven that go are still in the state.
  expect(await counts('plan-2')).toBe(25);
  expect(await counts('v2/', 'plan-2', 'state-1')).toBe(32);
  expect(await counts('v2/', 'plan-2', 'state-2')).toBe(25);
  expect(await counts('plan-3')).toBeUndefined();
});

test('code that does not parse is an error with its place', async () => {
  const { facts, diagnostics } = await imported(terraformImporter, [
    textFile('net/main.tf', 'resource "aws_vpc" "x" {\n  cidr_block = "10.0.0.0/16"\n'),
  ]);
  expect(facts).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'import-syntax', origin: { file: 'net/main.tf' } }]);
});

test('the documentation lists the functions that are evaluated', () => {
  const page = readFileSync(new URL('../docs/terraform.md', import.meta.url), 'utf8');
  const last = page.trim().split('\n').at(-1) ?? '';
  expect(last.replaceAll('`', '').split(' ')).toEqual(FUNCTIONS);
});
