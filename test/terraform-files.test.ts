// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code of Terraform has variables of that form
/** Code that reads other files, and code in JSON: as Terraform itself evaluates them. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { globPattern } from '../src/importers/terraform/hcl/code-files.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { factsOf, imported, jsonFile, textFile } from './imported-files.ts';
import { withNeed } from './required.ts';
import { terraformValues } from './terraform-console.ts';

const FILES: Readonly<Record<string, string>> = {
  'nets.yaml': 'core: {cidr: 10.0.0.0/16, zones: [a, b]}\nedge: {cidr: 10.1.0.0/16, zones: [a]}\n',
  'nets.json': '{"cidr": "10.2.0.0/16"}',
  'name.tftpl':
    'net-${name}%{ if prod }-prod%{ endif }\n%{ for z in zones ~}\n<${z}>\n%{ endfor ~}\n"quoted" \\n $${kept}\n',
  'accounts/dev.yaml': 'id: "100000000001"\n',
  'accounts/prod.yaml': 'id: "100000000002"\n',
  'accounts/deep/x.yml': 'id: "3"\n',
  'plain.tpl': 'no variables\n',
};

/** Expressions that read them, from the folder that they lie in. */
const EXPRESSIONS = [
  'file("nets.json")',
  'file("./accounts/../nets.json")',
  'yamldecode(file("nets.yaml")).core.zones',
  'jsondecode(file("${path.module}/nets.json")).cidr',
  'templatefile("name.tftpl", { name = "x", prod = true, zones = ["a", "b"] })',
  'templatefile("name.tftpl", { name = 1, prod = false, zones = [] })',
  'templatefile("plain.tpl", {})',
  'fileexists("nets.yaml")',
  'fileset(path.module, "accounts/*.yaml")',
  'fileset(".", "accounts/**/*.{yaml,yml}")',
  '[for f in fileset("accounts", "*.yaml") : yamldecode(file("accounts/${f}")).id]',
  'filesha256("nets.json")',
  'filemd5("nets.json")',
  'filebase64("plain.tpl")',
  'templatefile("name.tftpl", { name = jsondecode(file("nets.json")).cidr, prod = true, zones = [] })',
];

const beside = (folder: string, files = FILES) => {
  const all = new Map(
    Object.entries(files).map(([path, text]) => [join(folder, path), Buffer.from(text)]),
  );
  return { get: (path: string) => all.get(path), searched: [...all.keys()] };
};

/** What an expression is, as the tag of a VPC; the reason where it is not known. */
async function valueOfCode(expression: string, folder = '.', files = FILES): Promise<unknown> {
  const code = `resource "aws_vpc" "x" {
  cidr_block = "10.0.0.0/16"
  tags = { Name = jsonencode(${expression}) }
}
resource "aws_subnet" "x" {
  vpc_id     = aws_vpc.x.id
  cidr_block = jsonencode(${expression})
}`;
  const { inventory, unresolved } = await factsOf(
    terraformImporter,
    [textFile(join(folder, 'main.tf'), code)],
    { beside: beside(folder, files) },
  );
  const [vpc] = inventory.vpcs.values();
  return vpc?.name === 'aws_vpc.x' ? unresolved[0]?.reason : JSON.parse(vpc?.name ?? '');
}

withNeed('terraform', test)('every file has the value that Terraform reads from it', async () => {
  const theirs = terraformValues(EXPRESSIONS, FILES);
  const ours = await Promise.all(EXPRESSIONS.map((text) => valueOfCode(text)));
  expect(EXPRESSIONS.map((text, i) => [text, ours[i]])).toEqual(
    EXPRESSIONS.map((text, i) => [text, theirs[i]]),
  );
});

describe('files beside the code', () => {
  test.each([
    ['file("nets.json")', '{"cidr": "10.2.0.0/16"}'],
    ['jsondecode(file("${path.module}/nets.json")).cidr', '10.2.0.0/16'],
    ['templatefile("${path.root}/plain.tpl", {})', 'no variables\n'],
    ['fileset("accounts", "*.yaml")', ['dev.yaml', 'prod.yaml']],
    ['templatestring("a-$${b}", { b = 1 })', 'a-1'],
  ])('%s counts from the folder of the configuration', async (expression, value) => {
    expect(await valueOfCode(expression, 'live/prod')).toEqual(value);
  });

  test.each([
    ['file("gone.json")', 'the file gone.json is not among the files'],
    ['file("/etc/hostname")', 'the file /etc/hostname is not among the files'],
    ['file("../../../secret.json")', 'the file ../../../secret.json is not among the files'],
    ['fileexists("gone.json")', 'the file gone.json is not among the files'],
    ['fileset(".", "*.sh")', 'which files *.sh matches in . is not known'],
    ['fileset(".", "gone/*.yaml")', 'which files gone/*.yaml matches in . is not known'],
    ['templatefile("name.tftpl", { name = "x" })', 'there is no prod'],
    ['yamldecode("a: 0123")', 'a number of YAML that begins with 0'],
    ['yamldecode("a: [")', 'yamldecode needs YAML'],
  ])('%s is not known, with its reason', async (expression, reason) => {
    expect(await valueOfCode(expression)).toBe(reason);
  });

  test('what was read is recorded as an input', async () => {
    const code = 'resource "aws_vpc" "x" { cidr_block = jsondecode(file("nets.json")).cidr }';
    const { inputs } = await factsOf(terraformImporter, [textFile('a/main.tf', code)], {
      beside: beside('a'),
    });
    expect(inputs).toMatchObject([
      { path: 'a/main.tf', kind: 'terraform-code' },
      { path: 'a/nets.json', kind: 'terraform-referred' },
    ]);
  });

  test('a template that reads itself ends', async () => {
    const own = { 'a.tftpl': '${templatefile("a.tftpl", {})}' };
    expect(await valueOfCode('templatefile("a.tftpl", {})', '.', own)).toBe(
      'the expression is nested too deep',
    );
  });
});

test.each([
  ['*.yaml', ['a.yaml'], ['a/b.yaml', 'a.yml']],
  ['**/*.yaml', ['a.yaml', 'a/b.yaml', 'a/b/c.yaml'], ['a.json']],
  ['a?.{yaml,json}', ['ab.yaml', 'ac.json'], ['a.yaml', 'abc.yaml']],
])('the pattern %s matches as a glob', (pattern, yes, no) => {
  const glob = globPattern(pattern);
  for (const path of yes) expect([path, glob?.test(path)]).toEqual([path, true]);
  for (const path of no) expect([path, glob?.test(path)]).toEqual([path, false]);
});

describe('code in JSON', async () => {
  const code = {
    '//': { metadata: { version: '0.20.0' } },
    terraform: { backend: { s3: { key: 'net.tfstate', bucket: 'b' } } },
    provider: { aws: [{ region: 'eu-west-1' }, { alias: 'dr', region: 'eu-central-1' }] },
    variable: { cidr: { type: 'string', default: '10.0.0.0/16' } },
    locals: { zones: ['a', 'b'], name: 'net-${terraform.workspace}' },
    resource: {
      aws_vpc: { core: { cidr_block: '${var.cidr}', tags: { Name: '${local.name}' } } },
      aws_subnet: {
        app: {
          for_each: '${toset(local.zones)}',
          vpc_id: '${aws_vpc.core.id}',
          cidr_block: '${cidrsubnet(var.cidr, 8, index(local.zones, each.key))}',
          availability_zone: 'eu-west-1${each.key}',
        },
      },
      aws_security_group: {
        web: {
          vpc_id: '${aws_vpc.core.id}',
          dynamic: {
            ingress: {
              for_each: [443, 80],
              content: {
                ...{ from_port: '${ingress.value}', to_port: '${ingress.value}', protocol: 'tcp' },
                cidr_blocks: ['0.0.0.0/0'],
              },
            },
          },
        },
      },
      aws_route_table: {
        main: [{ provider: 'aws.dr', vpc_id: '${aws_vpc.core.id}', route: [] }],
      },
    },
    module: { more: { source: './more', block: '10.9.0.0/16' } },
    output: { vpc: { value: '${aws_vpc.core.id}' } },
  };
  const more = {
    variable: { block: {} },
    resource: { aws_vpc: { x: { count: 2, cidr_block: '${var.block}' } } },
  };
  const { inventory, unresolved } = await factsOf(terraformImporter, [
    jsonFile('live/cdk.tf.json', code),
    jsonFile('live/more/main.tf.json', more),
  ]);

  test('is evaluated as code is, modules and all', () => {
    expect(
      [...inventory.vpcs.values()].map(({ id, name, blocks }) => [id, name, ...blocks]),
    ).toEqual([
      ['aws_vpc.core', 'net-default', '10.0.0.0/16'],
      ['module.more.aws_vpc.x[0]', 'module.more.aws_vpc.x[0]', '10.9.0.0/16'],
      ['module.more.aws_vpc.x[1]', 'module.more.aws_vpc.x[1]', '10.9.0.0/16'],
    ]);
    expect([...inventory.subnets.values()].map(({ id, cidr, zone }) => [id, cidr, zone])).toEqual([
      ['aws_subnet.app["a"]', '10.0.0.0/24', 'eu-west-1a'],
      ['aws_subnet.app["b"]', '10.0.1.0/24', 'eu-west-1b'],
    ]);
    expect([...inventory.securityGroupRules.keys()]).toEqual([
      'aws_security_group.web|in|tcp/443|0.0.0.0/0',
      'aws_security_group.web|in|tcp/80|0.0.0.0/0',
    ]);
    expect(unresolved).toEqual([]);
  });

  test('has places and providers', () => {
    expect(inventory.vpcs.get('aws_vpc.core')?.provenance.at).toMatchObject({
      file: 'live/cdk.tf.json',
      line: expect.any(Number),
    });
    expect(inventory.vpcs.get('aws_vpc.core')?.region).toBe('eu-west-1');
    expect(inventory.routeTables.get('aws_route_table.main')?.region).toBe('eu-central-1');
  });

  test('stands beside code in the same folder', async () => {
    const found = await factsOf(terraformImporter, [
      textFile(
        'main.tf',
        'resource "aws_subnet" "x" {\n  vpc_id = aws_vpc.x.id\n  cidr_block = "10.0.0.0/24"\n}',
      ),
      jsonFile('vpc.tf.json', { resource: { aws_vpc: { x: { cidr_block: '10.0.0.0/16' } } } }),
    ]);
    expect([...found.inventory.subnets.values()]).toMatchObject([{ vpc: 'aws_vpc.x' }]);
  });

  test('with an expression that does not parse is refused with its place', async () => {
    const text = '{"resource": {"aws_vpc": {\n"x": {"cidr_block": "${planted"}}}}';
    const { diagnostics } = await imported(terraformImporter, [textFile('x.tf.json', text)]);
    expect(diagnostics).toMatchObject([
      { code: 'import-syntax', origin: { file: 'x.tf.json', line: 2 } },
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('planted');
  });

  test('that is truncated is refused with its place, and quoted nowhere', async () => {
    const text = '{"resource": {\n"aws_vpc": {"x": {"cidr_block": "planted';
    const { diagnostics } = await imported(terraformImporter, [textFile('x.tf.json', text)]);
    expect(diagnostics).toMatchObject([
      { code: 'import-broken', message: 'not valid JSON', origin: { file: 'x.tf.json', line: 2 } },
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('planted');
  });
});
