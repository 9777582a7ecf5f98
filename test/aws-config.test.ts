/** Snapshots, histories and query results of AWS Config: the newest capture of each resource, in the words of AWS's answers. */

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { awsConfigImporter } from '../src/importers/aws-config/importer.ts';
import { answerName } from '../src/importers/aws-config/resource-types.ts';
import { readState } from '../src/inventory/inventory.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { bankFiles } from './aws-bank.ts';
import { factsOf, fixtureFiles, imported, jsonFile, textFile } from './imported-files.ts';

const BANK = fixtureFiles('aws-config/mockupbank');
const of = (pattern: RegExp) => BANK.filter(({ path }) => pattern.test(path));
const [PROD, PAYMENTS] = ['100000000006', '100000000007'];

const facts = (...files: Parameters<typeof factsOf>[1]) => factsOf(awsConfigImporter, files);

describe('snapshots of a bank', async () => {
  const { inventory, unmapped, unresolved } = await facts(...of(/ConfigSnapshot/));
  const { vpcs, subnets } = inventory;

  test('have each resource once, as it was captured last', () => {
    expect(subnets.size).toBe(16);
    expect(subnets.get('subnet-3f5aa917c6989ce20')).toMatchObject({
      ...{ name: 'cde-dmz-a', cidr: '10.20.0.0/24', zone: 'eu-west-1a' },
      provenance: { source: 'aws-config', asOf: Date.parse('2026-11-29T16:30:00Z') / 1000 },
    });
    expect([unmapped.size, unresolved.length]).toEqual([0, 0]);
  });

  test('have neither what was deleted nor what is not recorded', () => {
    const own = [...vpcs.values()].filter(({ stub }) => !stub);
    expect(own.map(({ name, owner, region }) => [name, owner, region]).sort()).toEqual([
      ['payments-admin', PAYMENTS, 'eu-west-1'],
      ['payments-cde', PAYMENTS, 'eu-west-1'],
      ['prod-core', PROD, 'eu-west-1'],
      ['prod-dr', PROD, 'eu-central-1'],
    ]);
  });

  test('say where each thing stands', () => {
    expect(vpcs.get('vpc-69079c151c3b7ab52')?.provenance.at).toEqual({
      file: '100000000006_Config_eu-central-1_ConfigSnapshot_20261129T163500Z.json',
      line: 5,
    });
  });

  test('are what the command line says of the same accounts', async () => {
    const answers = await factsOf(awsImporter, bankFiles(), { tagKeys: ['pci-zone'] });
    const { statements, conflicts, ambiguous } = reconcile([inventory, answers.inventory]);
    for (const type of [
      ...(['vpcs', 'addressBlocks', 'subnets', 'internetGateways', 'natGateways'] as const),
      ...(['routeTables', 'routes', 'routeTableAssociations', 'peerings', 'endpoints'] as const),
      ...(['securityGroups', 'securityGroupRules', 'networkAcls', 'networkAclRules'] as const),
      ...(['networkInterfaces', 'instances', 'loadBalancers', 'databases'] as const),
    ]) {
      const known = [...(statements.get(type) ?? [])].filter(([, all]) =>
        all.some(({ source }) => source === 'aws-config'),
      );
      expect([type, known.length > 0]).toEqual([type, true]);
      const lone = known.filter(([, all]) => all.length === 1);
      expect([type, lone.map(([id]) => id)]).toEqual([type, []]);
    }
    expect(conflicts).toEqual([]);
    expect(ambiguous).toEqual([]);
  });

  test('tell all of a type that they hold, and of no other', () => {
    expect(readState(inventory, 'subnets', PROD, 'eu-west-1')).toBe('read');
    expect(readState(inventory, 'natGateways', PROD, 'eu-west-1')).toBe('read');
    // None is there: it may be that it is not recorded.
    expect(readState(inventory, 'natGateways', PROD, 'eu-central-1')).toBe('not-asked');
    expect(readState(inventory, 'subnets', '100000000001', 'eu-west-1')).toBe('not-asked');
    expect(readState(inventory, 'transitRoutes', PROD, 'eu-west-1')).toBe('not-asked');
    expect(inventory.coverage.transitRoutes?.except[0]?.reason).toBe(
      'AWS Config does not record it',
    );
  });
});

test('a recorder says that a type is recorded of which there is none', async () => {
  const recorders = (recordingGroup: unknown) =>
    jsonFile(`${PROD}/eu-central-1/configservice-describe-configuration-recorders.json`, {
      ConfigurationRecorders: [{ name: 'default', recordingGroup }],
    });
  const state = async (recordingGroup: unknown) => {
    const files = [...of(/eu-central-1/), recorders(recordingGroup)];
    const { inventory } = await facts(...files);
    return (['natGateways', 'vpnGateways', 'transitRoutes'] as const).map((type) =>
      readState(inventory, type, PROD, 'eu-central-1'),
    );
  };
  expect(await state({ allSupported: true })).toEqual(['read', 'read', 'not-asked']);
  expect(await state({ allSupported: false, resourceTypes: ['AWS::EC2::NatGateway'] })).toEqual([
    'read',
    'not-asked',
    'not-asked',
  ]);
});

test('a history is JSON in texts, of which the newest counts; it tells all of nothing', async () => {
  const { inventory } = await facts(...of(/get-resource-config-history/));
  expect([...inventory.subnets.values()]).toMatchObject([{ name: 'cde-dmz-a' }]);
  expect(readState(inventory, 'subnets', PAYMENTS, 'eu-west-1')).toBe('not-asked');
});

test('rows of a query are JSON in texts; two of one resource without a time are told', async () => {
  const { inventory, unresolved } = await facts(...of(/select-resource-config/));
  expect(inventory.subnets.size).toBe(8);
  expect(unresolved).toMatchObject([
    {
      what: 'subnet-3f5aa917c6989ce20',
      reason: 'two captures without a time differ: select `configurationItemCaptureTime`',
    },
  ]);
});

test('of a query and a snapshot, what has a time is believed', async () => {
  const { inventory } = await facts(...of(/select-resource-config|100000000007_/));
  expect(inventory.subnets.get('subnet-3f5aa917c6989ce20')?.name).toBe('cde-dmz-a');
});

const item = (type: string, id: string, configuration: unknown, more: object = {}) => ({
  ...{ version: '1.3', accountId: PROD, awsRegion: 'eu-west-1', configurationItemStatus: 'OK' },
  ...{ configurationItemCaptureTime: '2026-11-01T10:00:00Z', resourceType: type, resourceId: id },
  ...{ configuration, tags: {}, relationships: [] },
  ...more,
});

const history = (...items: readonly unknown[]) =>
  jsonFile('items.json', { configurationItems: items });

describe('two snapshots of one account and region', () => {
  const vpc = (id: string) => item('AWS::EC2::VPC', id, { vpcId: id, cidrBlock: '10.0.0.0/16' });
  const taken = (path: string, ...ids: readonly string[]) =>
    jsonFile(path, { configSnapshotId: path, configurationItems: ids.map(vpc) });
  const NAME = `${PROD}_Config_eu-west-1_ConfigSnapshot_`;

  test('hold what the newer one holds: what was deleted is in the older one only', async () => {
    const read = await imported(awsConfigImporter, [
      taken(`${NAME}20261101T000000Z_a.json`, 'vpc-1', 'vpc-gone'),
      taken(`${NAME}20261102T000000Z_b.json`, 'vpc-1'),
      taken(`${NAME}20261102T000000Z_c.json`, 'vpc-2'),
    ]);
    expect([...(read.facts?.inventory.vpcs.keys() ?? [])]).toEqual(['vpc-1', 'vpc-2']);
    expect(read.diagnostics).toMatchObject([
      { code: 'import-superseded', origin: { file: `${NAME}20261101T000000Z_a.json` } },
    ]);
  });

  test('without their times are both read, and that is said', async () => {
    const { inventory, unresolved } = await facts(
      taken('a.json', 'vpc-1'),
      taken('b.json', 'vpc-2'),
    );
    expect(inventory.vpcs.size).toBe(2);
    expect(unresolved).toMatchObject([
      { what: 'a.json', reason: expect.stringContaining('which is the newest is not known') },
    ]);
  });
});

test.each([
  ['a deleted one is gone', 'ResourceDeleted', '2026-11-02T10:00:00Z', 0],
  ['one that is there again is there', 'ResourceDeleted', '2026-10-01T10:00:00Z', 1],
  ['one that is recorded no more is gone', 'ResourceNotRecorded', '2026-11-02T10:00:00Z', 0],
])('%s', async (_, configurationItemStatus, configurationItemCaptureTime, left) => {
  const vpc = { vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16' };
  const { inventory } = await facts(
    history(
      item('AWS::EC2::VPC', 'vpc-1', vpc),
      item('AWS::EC2::VPC', 'vpc-1', {}, { configurationItemStatus, configurationItemCaptureTime }),
    ),
  );
  expect(inventory.vpcs.size).toBe(left);
});

test('blocks of a rule are texts in old captures and beside others in new ones', async () => {
  const ranges = { ipRanges: ['10.0.0.0/8', '0.0.0.0/0'], ipv4Ranges: [{ cidrIp: '10.0.0.0/8' }] };
  const { inventory } = await facts(
    history(
      item('AWS::EC2::SecurityGroup', 'sg-1', {
        ...{ groupId: 'sg-1', groupName: 'web', vpcId: 'vpc-1' },
        ipPermissions: [
          {
            ...{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ...ranges },
            userIdGroupPairs: [{ groupId: 'sg-2', userId: PROD }],
          },
        ],
      }),
    ),
  );
  expect([...inventory.securityGroupRules.keys()]).toEqual([
    'sg-1|in|tcp/443|0.0.0.0/0',
    'sg-1|in|tcp/443|10.0.0.0/8',
    'sg-1|in|tcp/443|sg-2',
  ]);
});

test('types that are written as in a template are read, too', async () => {
  const { inventory } = await facts(
    history(
      item(
        'AWS::EC2::TransitGateway',
        'tgw-1',
        { Id: 'tgw-1', Tags: [] },
        { tags: { Name: 'hub' } },
      ),
      item('AWS::EC2::TransitGatewayAttachment', 'tgw-attach-1', {
        ...{ Id: 'tgw-attach-1', TransitGatewayId: 'tgw-1', VpcId: 'vpc-1' },
      }),
      item('AWS::EKS::Cluster', 'prod', {
        ...{ Name: 'prod', Arn: `arn:aws:eks:eu-west-1:${PROD}:cluster/prod` },
        ResourcesVpcConfig: { SubnetIds: ['subnet-1'], EndpointPublicAccess: true },
      }),
      item('AWS::RDS::DBCluster', 'cluster-X', {
        ...{ dbclusterIdentifier: 'db', dbclusterArn: `arn:aws:rds:eu-west-1:${PROD}:cluster:db` },
        ...{ engine: 'aurora', port: 3306, dbclusterMembers: [{ dbinstanceIdentifier: 'db-1' }] },
      }),
      item('AWS::AutoScaling::AutoScalingGroup', 'asg', {
        ...{ autoScalingGroupName: 'asg', vpczoneIdentifier: 'subnet-1,subnet-2' },
      }),
    ),
  );
  expect([...inventory.transitGateways.values()]).toMatchObject([{ id: 'tgw-1', name: 'hub' }]);
  expect([...inventory.transitAttachments.values()]).toMatchObject([
    { gateway: 'tgw-1', vpc: 'vpc-1', type: 'vpc' },
  ]);
  expect([...inventory.kubernetesServices.values()]).toMatchObject([
    { name: 'prod', subnets: ['subnet-1'], publicEndpoint: true },
  ]);
  expect([...inventory.databaseClusters.values()]).toMatchObject([
    { name: 'db', engine: 'aurora', port: 3306, members: ['db-1'] },
  ]);
  expect([...inventory.scalingGroups.values()]).toMatchObject([
    { subnets: ['subnet-1', 'subnet-2'] },
  ]);
});

test.each([
  ['dBInstanceIdentifier', 'DBInstanceIdentifier'],
  ['dbinstanceIdentifier', 'DBInstanceIdentifier'],
  ['dbsubnetGroup', 'DBSubnetGroup'],
  ['dbInstancePort', 'DbInstancePort'],
  ['vpczoneIdentifier', 'VPCZoneIdentifier'],
  ['dNSName', 'DNSName'],
  ['VpcId', 'VpcId'],
])('%s is %s in an answer', (name, expected) => {
  expect(answerName(name)).toBe(expected);
});

test('counts of what there is, whether or not it is read, are kept by type', async () => {
  const { listed } = await facts(
    jsonFile('a.json', {
      totalDiscoveredResources: 5,
      resourceCounts: [
        { resourceType: 'AWS::EC2::VPC', count: 2 },
        { resourceType: 'AWS::IAM::User', count: 3 },
      ],
    }),
    jsonFile('b.json', {
      ...{ TotalDiscoveredResources: 4, GroupByKey: 'RESOURCE_TYPE' },
      GroupedResourceCounts: [{ GroupName: 'AWS::EC2::VPC', ResourceCount: 4 }],
    }),
    jsonFile('c.json', {
      resourceIdentifiers: [{ resourceType: 'AWS::S3::Bucket', resourceId: 'logs' }],
    }),
    jsonFile('d.json', {
      ...{ TotalDiscoveredResources: 4, GroupByKey: 'ACCOUNT_ID' },
      GroupedResourceCounts: [{ GroupName: PROD, ResourceCount: 4 }],
    }),
  );
  expect([...(listed ?? [])]).toEqual([
    ['AWS::EC2::VPC', 6],
    ['AWS::IAM::User', 3],
    ['AWS::S3::Bucket', 1],
  ]);
});

describe('files that are not as they should be', () => {
  const said = async (path: string, text: string) =>
    (await imported(awsConfigImporter, [textFile(path, text)])).diagnostics;

  test('a truncated file, and a row that is no JSON, are refused with their place', async () => {
    const truncated = '{"configurationItems": [\n{"resourceType": "AWS::EC2::VPC",\n"a"';
    expect(await said('x.json', truncated)).toMatchObject([
      { code: 'import-broken', origin: { file: 'x.json', line: 3 } },
    ]);
    const row = '{"Results": [\n"{\\"resourceType\\": \\"x\\""\n]}';
    expect(await said('y.json', row)).toMatchObject([
      { code: 'import-broken', origin: { file: 'y.json', line: 2 } },
    ]);
  });

  test('an answer that goes on is refused', async () => {
    const text = '{"configurationItems": [], "nextToken": "x"}';
    expect(await said('x.json', text)).toMatchObject([{ code: 'import-incomplete' }]);
  });

  test('a row without a configuration is told', async () => {
    const { unresolved } = await facts(
      jsonFile('q.json', {
        Results: [JSON.stringify({ resourceId: 'vpc-1', resourceType: 'AWS::EC2::VPC' })],
      }),
    );
    expect(unresolved).toMatchObject([
      { what: 'AWS::EC2::VPC', reason: expect.stringContaining('it has no configuration') },
    ]);
  });

  test('a mark at the beginning, UTF-16 and line ends of Windows change nothing', async () => {
    const [file] = of(/eu-central-1/);
    const text = Buffer.from(file?.bytes ?? []).toString();
    const ids = async (bytes: Uint8Array) =>
      [...(await facts({ path: 'x.json', bytes })).inventory.subnets.keys()].sort();
    const plain = await ids(Buffer.from(text));
    expect(plain).toHaveLength(2);
    expect(await ids(Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`))).toEqual(plain);
    expect(await ids(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(plain);
  });

  test('of any bytes, and cut anywhere: nothing is thrown', async () => {
    for (const { path, bytes } of BANK)
      for (let end = 0; end < bytes.length; end += 1999) {
        const file = { path, bytes: bytes.subarray(0, end) };
        if (awsConfigImporter.kindOf(file)) await awsConfigImporter.read([file], { tagKeys: [] });
      }
  });

  test('files of the command line are left to it', () => {
    for (const file of bankFiles()) expect(awsConfigImporter.kindOf(file)).toBeUndefined();
  });
});

test('10,000 items are read in a few seconds', async () => {
  const items = Array.from({ length: 10_000 }, (_, i) =>
    item('AWS::EC2::Subnet', `subnet-${i}`, {
      ...{ subnetId: `subnet-${i}`, vpcId: 'vpc-1', cidrBlock: `10.${i >> 8}.${i & 255}.0/24` },
    }),
  );
  expect((await facts(history(...items))).inventory.subnets.size).toBe(10_000);
}, 60_000);
