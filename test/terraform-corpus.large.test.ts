/** Real files of Terraform, OpenTofu and Pulumi, from other tools: the facts that they are known to hold. */

import { describe, expect, test } from 'vitest';
import type { FileImporter } from '../src/importers/file-importer.ts';
import { pulumiImporter } from '../src/importers/pulumi/importer.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import type { RecordType } from '../src/inventory/inventory.ts';
import { corpusFile, corpusFiles } from './corpus.ts';
import { factsOf, imported } from './imported-files.ts';
import { withNeed } from './required.ts';

const file = (path: string) => ({ path, bytes: corpusFile(path) });

/** Numbers of records that the files state themselves. */
async function stated(importer: FileImporter, ...paths: string[]) {
  const { inventory, unmapped } = await factsOf(importer, paths.map(file));
  const count = (type: RecordType): number =>
    [...inventory[type].values()].filter(
      (record) => !record.provenance.derivedBy && !('unlisted' in record && record.unlisted),
    ).length;
  return { count, unmapped, inventory };
}

const STATES = 'terraform-state/driftctl';
const PLANS = 'terraform-plan';

withNeed('corpus', describe)('states of driftctl', () => {
  test.each<[string, Partial<Record<RecordType, number>>, Readonly<Record<string, number>>]>([
    [
      'aws_lb_listener',
      { subnets: 1, internetGateways: 1, loadBalancers: 1, securityGroups: 1, vpcs: 0 },
      {},
    ],
    ['aws_db_subnet_group', {}, {}],
    ['aws_elasticache_cluster', { caches: 1 }, {}],
    ['aws_route53_record_multiples', {}, { aws_route53_record: 9, aws_route53_zone: 2 }],
    ['aws_dynamodb_table', {}, { aws_dynamodb_table: 2 }],
    ['azurerm_lb_rule', {}, { azurerm_lb_rule: 1 }],
    ['google_compute_instance_group_manager', {}, { google_compute_instance_group_manager: 1 }],
  ])('%s', async (name, counts, others) => {
    const found = await stated(terraformImporter, `${STATES}/${name}/terraform.tfstate`);
    for (const [type, number] of Object.entries(counts))
      expect([type, found.count(type as RecordType)]).toEqual([type, number]);
    expect(Object.fromEntries(found.unmapped)).toEqual(others);
  });

  test('of any version of Terraform are of format 4; one that is no JSON is refused', async () => {
    for (const name of ['valid', 'invalid_version', 'supported_version', 'unsupported_version'])
      expect(
        (await stated(terraformImporter, `${STATES}/v4/${name}.tfstate`)).count('instances'),
      ).toBe(1);
    const { diagnostics } = await imported(terraformImporter, [
      file(`${STATES}/v4/invalid.tfstate`),
    ]);
    expect(diagnostics).toMatchObject([
      { code: 'import-broken', origin: { file: `${STATES}/v4/invalid.tfstate`, line: 16 } },
    ]);
  });
});

withNeed('corpus', describe)('plans of every format', () => {
  test.each<[string, Partial<Record<RecordType, number>>, Readonly<Record<string, number>>]>([
    ['policy-engine-golden/modules', { vpcs: 4, securityGroups: 3 }, {}],
    ['policy-engine-golden/example-06-tf-v0.15', { vpcs: 4, securityGroups: 3 }, {}],
    ['policy-engine-golden/example-06-tf-v1.0', { vpcs: 4, securityGroups: 3 }, {}],
    ['policy-engine-golden/resource-changes', {}, { aws_s3_bucket: 3 }],
    ['policy-engine-golden/data-01', {}, {}],
  ])('%s', async (name, counts, others) => {
    const found = await stated(terraformImporter, `${PLANS}/${name}/plan.json`);
    for (const [type, number] of Object.entries(counts))
      expect([type, found.count(type as RecordType)]).toEqual([type, number]);
    expect(Object.fromEntries(found.unmapped)).toEqual(others);
  });

  test('groups over nested modules are in the VPCs that they refer to', async () => {
    const { inventory } = await stated(
      terraformImporter,
      `${PLANS}/policy-engine-golden/modules/plan.json`,
    );
    const pairs = [...inventory.securityGroups.values()].map(({ id, vpc }) => [id, vpc]);
    expect(pairs).toHaveLength(3);
    for (const [, vpc] of pairs) expect(inventory.vpcs.has(vpc ?? '')).toBe(true);
  });

  test('a plan with -target is said not to be whole', async () => {
    const { diagnostics } = await imported(terraformImporter, [
      file(`${PLANS}/infracost/plan_with_target.json`),
    ]);
    expect(diagnostics).toMatchObject([{ code: 'import-partial' }]);
  });

  test('of a destroy nothing remains', async () => {
    const { inventory } = await stated(terraformImporter, `${PLANS}/tirith/input_s3_destroy.json`);
    expect(inventory.vpcs.size + inventory.accounts.size).toBe(0);
  });

  test('a file that holds one address twice says so', async () => {
    const { facts } = await imported(terraformImporter, [file(`${PLANS}/tirith/input.json`)]);
    expect([...(facts?.inventory.vpcs.keys() ?? [])]).toEqual(['aws_vpc.this[0]']);
    expect(facts?.unresolved).toMatchObject([{ what: 'aws_vpc.this[0]' }]);
  });
});

withNeed(
  'corpus',
  test.each(
    corpusFiles('terraform-plan', '.json').filter((p) =>
      /(?:plan|input|infra|deploy)[^/]*\.json$/.test(p),
    ),
  ),
)('%s is read without an error', async (path) => {
  const { diagnostics } = await imported(terraformImporter, [file(path)]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

withNeed('corpus', describe)('stacks of Pulumi', () => {
  test('a VPC with public subnets, and a cluster', async () => {
    const { count, inventory } = await stated(
      pulumiImporter,
      'pulumi/pulumi-eks/eks-auth-mode-upgrade.stack.json',
    );
    expect([...inventory.vpcs.values()]).toMatchObject([
      { id: 'vpc-0908b9f6d32b008fb', blocks: ['10.0.0.0/16'], owner: '894850187425' },
    ]);
    expect(
      [
        'subnets',
        'internetGateways',
        'natGateways',
        'routeTables',
        'routes',
        'securityGroups',
        'securityGroupRules',
        'kubernetesServices',
      ].map((type) => count(type as RecordType)),
    ).toEqual([3, 1, 0, 3, 3, 2, 6, 1]);
    expect([...inventory.subnets.values()].every((s) => isPublic(inventory, s))).toBe(true);
    expect([...inventory.subnets.values()].map(({ cidr }) => cidr).sort()).toEqual([
      '10.0.0.0/20',
      '10.0.128.0/20',
      '10.0.64.0/20',
    ]);
  });

  test('three zones with a NAT gateway each', async () => {
    const { count, inventory } = await stated(
      pulumiImporter,
      'pulumi/pulumi-eks/aws-profile-role-3.0.0.stack.json',
    );
    expect(
      [
        'subnets',
        'natGateways',
        'elasticAddresses',
        'routeTables',
        'routes',
        'securityGroups',
        'securityGroupRules',
        'scalingGroups',
      ].map((type) => count(type as RecordType)),
    ).toEqual([6, 3, 3, 6, 6, 2, 6, 1]);
    const open = [...inventory.subnets.values()].filter((s) => isPublic(inventory, s));
    expect(open.map(({ cidr }) => cidr).sort()).toEqual([
      '10.0.160.0/20',
      '10.0.32.0/20',
      '10.0.96.0/20',
    ]);
  });
});
