/** Real templates, from AWS's samples and another tool's tests: the facts that they are known to hold. */

import { describe, expect, test } from 'vitest';
import { cloudFormationImporter } from '../src/importers/cloudformation/importer.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import type { RecordType } from '../src/inventory/inventory.ts';
import { corpusFile, corpusFiles } from './corpus.ts';
import { factsOf, imported } from './imported-files.ts';
import { withNeed } from './required.ts';

const FOLDER = 'cloudformation/templates';
const file = (path: string) => ({ path, bytes: corpusFile(path) });

/** Numbers of records that the templates state themselves. */
async function stated(...names: string[]) {
  const { inventory, unmapped, unresolved } = await factsOf(
    cloudFormationImporter,
    names.map((name) => file(`${FOLDER}/${name}`)),
  );
  const count = (type: RecordType): number =>
    [...inventory[type].values()].filter(
      (record) => !record.provenance.derivedBy && !('unlisted' in record && record.unlisted),
    ).length;
  return { count, unmapped, unresolved: unresolved.map(({ reason }) => reason), inventory };
}

withNeed('corpus', describe)('samples of AWS', () => {
  test.each<[string, Partial<Record<RecordType, number>>]>([
    [
      'ecs-fargate-public-vpc.yml',
      {
        ...{ vpcs: 1, subnets: 2, internetGateways: 1, routeTables: 1, routes: 1 },
        ...{ routeTableAssociations: 2, loadBalancers: 1 },
      },
    ],
    [
      'ecs-ec2-private-vpc.yml',
      {
        ...{ vpcs: 1, subnets: 4, internetGateways: 1, natGateways: 2, routeTables: 3, routes: 3 },
        ...{ routeTableAssociations: 4, endpoints: 1, securityGroups: 3, loadBalancers: 2 },
        scalingGroups: 1,
      },
    ],
    ['ecs-fargate-public-service.yml', { containerServices: 1 }],
    ['rds-mysql-read-replica.yaml', { databases: 2 }],
    [
      'vpc-ec2-multiple-static-ips.yaml',
      { vpcs: 0, subnets: 0, instances: 1, networkInterfaces: 1, elasticAddresses: 1 },
    ],
    ['nlb-with-eips.json', { loadBalancers: 1, elasticAddresses: 4 }],
    ['custom-resource-main-route-table.template', { vpcs: 1, internetGateways: 1, routes: 1 }],
  ])('%s', async (name, counts) => {
    const found = await stated(name);
    for (const [type, number] of Object.entries(counts))
      expect([type, found.count(type as RecordType)]).toEqual([type, number]);
  });

  test('blocks come from mappings, and subnets with a way out are public', async () => {
    const { inventory } = await stated('ecs-fargate-public-vpc.yml');
    expect([...inventory.vpcs.values()].map(({ blocks }) => blocks)).toEqual([['10.0.0.0/16']]);
    const subnets = [...inventory.subnets.values()];
    expect(subnets.map(({ cidr }) => cidr)).toEqual(['10.0.0.0/24', '10.0.1.0/24']);
    expect(subnets.every((subnet) => isPublic(inventory, subnet))).toBe(true);
  });

  test('a gateway endpoint has its rows in the tables that it names', async () => {
    const { inventory } = await stated('ecs-ec2-private-vpc.yml');
    const rows = [...inventory.routes.values()].filter(
      ({ provenance }) => provenance.derivedBy === 'endpoint-route',
    );
    expect(rows).toHaveLength(2);
  });

  test('a service is in the network of the stack that it imports from', async () => {
    const alone = await stated('ecs-fargate-public-service.yml');
    expect(alone.unresolved).toContain('none of the files exports production:PublicSubnetOne');
    const files = ['ecs-fargate-public-vpc.yml', 'ecs-fargate-public-service.yml'].map((name) =>
      file(`${FOLDER}/${name}`),
    );
    const [network, service] = files;
    if (!network || !service) throw new Error('no files');
    const named = [{ ...network, path: 'production.yml' }, service];
    const { inventory, unresolved } = await factsOf(cloudFormationImporter, named);
    expect([...inventory.containerServices.values()]).toMatchObject([
      {
        subnets: ['production.PublicSubnetOne', 'production.PublicSubnetTwo'],
        groups: ['production.FargateContainerSecurityGroup'],
        vpc: 'production.VPC',
      },
    ]);
    expect(unresolved).toEqual([]);
  });

  test('what a custom resource, a macro or an S3 bucket holds is said to be missing', async () => {
    expect((await stated('custom-resource-main-route-table.template')).unresolved).toEqual([
      'the custom resource Lambdatrigger answers RoutetableID',
    ]);
    expect((await stated('macro-find-vpc-resource-ids.yaml')).unresolved).toEqual([
      'the macro FindVPCResourceIdsByTags is run by AWS alone',
    ]);
    const missing = 'the template of the nested stack is not among the files';
    expect((await stated('vpc-peering-accepter-main.yaml')).unresolved).toEqual([missing, missing]);
  });

  test('a form of before VPCs is counted, and its condition said to be open', async () => {
    const { unmapped, unresolved } = await stated('rds-mysql-read-replica.yaml');
    expect([...unmapped]).toEqual([['AWS::RDS::DBSecurityGroup', 1]]);
    expect(unresolved.filter((reason) => reason.startsWith('whether it is made'))).toHaveLength(2);
  });
});

const TEMPLATES = /(?:main|template|cfn)\.(?:ya?ml|json)$/;

withNeed(
  'corpus',
  test.each(
    corpusFiles('cloudformation/policy-engine-golden').filter((path) => TEMPLATES.test(path)),
  ),
)('%s is read without an error, or is of types that are not of AWS', async (path) => {
  const given = file(path);
  if (cloudFormationImporter.kindOf(given) === undefined)
    return expect(given.bytes.toString()).not.toContain('AWS::');
  const { diagnostics } = await imported(cloudFormationImporter, [given]);
  expect(diagnostics).toEqual([]);
});

withNeed('corpus', test)('tags that are no text, and nulls, are no facts', async () => {
  const path = 'cloudformation/policy-engine-golden/non-string-tags/main.json';
  const { inventory, unresolved } = await factsOf(cloudFormationImporter, [file(path)]);
  expect([...inventory.vpcs.values()]).toMatchObject([{ name: 'VPC', blocks: [] }]);
  expect(inventory.subnets.size).toBe(4);
  expect(unresolved.map(({ reason }) => reason)).toContain('the template has null there');
});
