/** Real items of AWS Config, from AWS's own samples and another tool's tests: the facts that they are known to hold. */

import { describe, expect, test } from 'vitest';
import { awsConfigImporter } from '../src/importers/aws-config/importer.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import { corpusFile, corpusFiles } from './corpus.ts';
import { factsOf, imported } from './imported-files.ts';
import { withNeed } from './required.ts';

const SAMPLES = 'aws-config/rdk-example-ci';
const BROKEN = `${SAMPLES}/AWS_EC2_NetworkInterface.json`;
const file = (path: string) => ({ path, bytes: corpusFile(path) });

withNeed('corpus', describe)('samples of AWS, an item a file', () => {
  const all = () =>
    corpusFiles(SAMPLES, '.json')
      .filter((path) => path !== BROKEN)
      .map(file);

  test('belong together: a VPC with its subnet, table, ACL and group', async () => {
    const { inventory, inputs } = await factsOf(awsConfigImporter, all());
    expect(inputs).toHaveLength(27);
    const { subnets, routes, networkAcls, securityGroups, vpcs } = inventory;
    expect(vpcs.get('vpc-0990dc6d')).toMatchObject({
      blocks: ['172.31.0.0/16'],
      owner: '264683526309',
    });
    const subnet = subnets.get('subnet-29428871');
    expect(subnet).toMatchObject({ vpc: 'vpc-0990dc6d', cidr: '172.31.16.0/20' });
    expect([...routes.values()].map(({ id, target }) => [id, target])).toEqual([
      ['rtb-50b9b034|0.0.0.0/0', 'igw-a5f227c1'],
      ['rtb-50b9b034|172.31.0.0/16', 'local'],
    ]);
    expect(networkAcls.get('acl-b48fd1d0')?.subnets).toContain('subnet-29428871');
    expect(securityGroups.get('sg-1d56fc66')?.vpc).toBe('vpc-0990dc6d');
    expect(subnet && isPublic(inventory, subnet)).toBe(true);
  });

  test('a peering of another account is in its own', async () => {
    const { inventory } = await factsOf(awsConfigImporter, all());
    expect([...inventory.peerings.values()]).toMatchObject([{ id: 'pcx-test' }]);
    const stubs = [...inventory.vpcs.values()].filter(({ stub }) => stub);
    expect(stubs.flatMap(({ blocks }) => blocks)).toContain('10.0.0.0/28');
  });

  test('one that was published broken is refused by its name and place', async () => {
    const { facts, diagnostics } = await imported(awsConfigImporter, [file(BROKEN)]);
    expect(facts).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'import-broken', origin: { file: BROKEN, line: 88 } },
    ]);
  });

  test('what nothing reads is counted by its type', async () => {
    const { unmapped } = await factsOf(awsConfigImporter, all());
    expect([...unmapped.values()]).toEqual(Array(unmapped.size).fill(1));
    expect([...unmapped.keys()]).toEqual(
      expect.arrayContaining(['AWS::EC2::Volume', 'AWS::RDS::DBSnapshot']),
    );
  });
});

withNeed('corpus', describe)('items and answers that another tool keeps', () => {
  const FOLDER = 'aws-config/cloud-custodian';

  test('a load balancer whose configuration is a text, and a database cluster', async () => {
    const { inventory } = await factsOf(
      awsConfigImporter,
      ['app-elb.json', 'rds-cluster.json'].map((name) => file(`${FOLDER}/${name}`)),
    );
    expect([...inventory.loadBalancers.values()]).toMatchObject([{ type: 'application' }]);
    expect([...inventory.databaseClusters.values()]).toMatchObject([{ name: 'database-1' }]);
  });

  test('queries that did not select what a row is say so', async () => {
    const queries = corpusFiles(FOLDER, '_1.json').map(file);
    const { unresolved } = await factsOf(awsConfigImporter, queries);
    expect(unresolved.map(({ what }) => what)).toEqual(['row of a query', 'row of a query']);
  });
});
