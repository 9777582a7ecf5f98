/** Answers of the AWS command line: what they say, what of them was not asked, and what hides in them. */

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import type { SourceFile } from '../src/importers/file-importer.ts';
import { isPublic, routesOf, tableOf } from '../src/inventory/indexes.ts';
import { readState } from '../src/inventory/inventory.ts';
import { printRecorded } from '../src/inventory/recorded-file.ts';
import { portText } from '../src/model/ports.ts';
import { bankFiles } from './aws-bank.ts';
import { factsOf, imported, jsonFile, textFile } from './imported-files.ts';

const PLACE = '100000000001/eu-west-1';
const read = (...files: SourceFile[]) => imported(awsImporter, files);
const facts = (...files: SourceFile[]) => factsOf(awsImporter, files);
const answer = (command: string, value: unknown) => jsonFile(`${PLACE}/${command}.json`, value);

describe('eight accounts of one estate', async () => {
  const { inventory, inputs, unmapped } = await factsOf(awsImporter, bankFiles(), {
    tagKeys: ['pci-zone'],
  });

  test('have what the clouds answered, each thing once', () => {
    const counts = Object.entries(inventory).flatMap(([type, all]) =>
      all instanceof Map && all.size > 0 ? [[type, all.size]] : [],
    );
    expect(Object.fromEntries(counts)).toMatchObject({
      ...{ organizations: 1, units: 6, accounts: 10, vpcs: 11, addressBlocks: 12, subnets: 31 },
      ...{ routeTables: 23, routes: 51, routeTableAssociations: 35, securityGroups: 22 },
      ...{ networkAcls: 11, internetGateways: 4, natGateways: 2, vpnGateways: 1, peerings: 8 },
      ...{ transitGateways: 1, transitAttachments: 6, transitRouteTables: 3 },
      ...{ instances: 10, networkInterfaces: 14, endpoints: 3, loadBalancers: 3, databases: 2 },
    });
    expect(inputs).toHaveLength(571);
    expect(Object.fromEntries(unmapped)).toEqual({
      'ec2-describe-availability-zones': 48,
      'organizations-list-policies': 1,
    });
  });

  test('stand where their organization lists them, the suspended one too', () => {
    const names = (id: string) =>
      inventory.accounts.get(id)?.path.map((unit) => inventory.units.get(unit)?.name);
    expect(names('100000000007')).toEqual(['Root', 'Prod', 'Payments-CDE']);
    expect(names('100000000009')).toEqual(['Root', 'Sandbox']);
    expect(inventory.accounts.get('100000000009')).toMatchObject({
      state: 'SUSPENDED',
      synced: false,
    });
    expect(inventory.accounts.get('100000000001')?.management).toBe(true);
    expect(inventory.accounts.get('900000000001')).toMatchObject({
      name: '900000000001',
      path: [],
    });
  });

  test('a peer that no answer lists is a stub with the blocks that its peering names', () => {
    expect(inventory.vpcs.get('vpc-8c8fda6a31dcdeed4')).toMatchObject({
      ...{ owner: '900000000001', blocks: ['10.99.0.0/24'], stub: { code: 'account-not-read' } },
    });
  });

  test('public is what routes to an internet gateway', () => {
    const open = [...inventory.subnets.values()].filter((subnet) => isPublic(inventory, subnet));
    expect(open.map(({ name }) => name).sort()).toEqual([
      ...['cde-dmz-a', 'cde-dmz-b', 'dev-public-a', 'hub-public-a', 'hub-public-b'],
      ...['prod-public-a', 'prod-public-b'],
    ]);
    const dr = [...inventory.subnets.values()].find(({ name }) => name === 'dr-data-a');
    expect(dr && tableOf(inventory, dr)?.main).toBe(true);
  });

  test('rules name the group that they let in, with its ports', () => {
    const words = [...inventory.securityGroupRules.values()]
      .filter(({ inbound, peerGroups = [] }) => inbound && peerGroups.length > 0)
      .map(({ ports, groups, peerGroups = [] }) =>
        [peerGroups[0], groups[0]]
          .map((id) => inventory.securityGroups.get(id ?? '')?.name)
          .concat(portText(ports))
          .join(' '),
      );
    expect(words.sort()).toEqual([
      ...['cde-alb cde-app tcp/8443', 'cde-app cde-db tcp/5432'],
      ...['prod-alb prod-app tcp/8443', 'prod-app prod-db tcp/5432'],
    ]);
  });

  test('tables of a transit gateway have the routes of the file that is named by their id', () => {
    const routes = [...inventory.transitRoutes.values()].map(({ table }) => table);
    expect(new Set(routes)).toEqual(
      new Set(['tgw-rtb-2535cbdeab7835b71', 'tgw-rtb-c838f175b2f6ecadd']),
    );
    const [association] = [...inventory.transitAssociations.values()];
    expect(inventory.transitAttachments.get(association?.attachment ?? '')?.gateway).toBe(
      'tgw-aef524854fd351d81',
    );
    const sharedWith = [...inventory.transitGateways.values()][0]?.sharedWith;
    expect(sharedWith).toEqual(['100000000002', '100000000006', '100000000007', '100000000008']);
  });

  test('what lies in networks is there, also where the graph does not say so', () => {
    expect([...inventory.kubernetesServices.values()][0]?.subnets).toHaveLength(2);
    expect([...inventory.natGateways.values()].map(({ name }) => name).sort()).toEqual([
      ...['hub-nat-a', 'prod-nat-a'],
    ]);
    const acl = inventory.networkAcls.get('acl-a9639148402d9b91e');
    expect(acl?.subnets).toHaveLength(2);
  });

  test('only tags that are asked for are kept, and no address of mail', () => {
    const text = printRecorded(
      { estate: 'bank', taken: '2026-11-30T00:00:00Z', by: 'cadastre 0' },
      { inventory, inputs, unmapped, unresolved: [] },
    );
    expect(text).toContain('"pci-zone":"cde"');
    expect(text).not.toContain('"environment"');
    expect(text).not.toContain('@mockupbank.example');
    expect(text).not.toContain('dbadmin');
  });

  test('each record has its place', () => {
    const [vpc] = [...inventory.vpcs.values()];
    expect(vpc?.provenance.at).toMatchObject({ line: expect.any(Number) });
    expect(vpc?.provenance.at.file).toMatch(/ec2-describe-vpcs\.json$/);
  });
});

describe('a network interface is of a NAT gateway', () => {
  const own = 'Interface for NAT Gateway nat-0a1b';
  test.each([
    ['by the description that AWS gives', own, 'nat_gateway', 'nat-0a1b'],
    ['also in answers without types', own, undefined, 'nat-0a1b'],
    ['not where it has another type', own, 'interface', undefined],
    ['not where somebody names one', 'web behind nat-0a1b', 'nat_gateway', undefined],
    ['not where a word looks like one', 'web behind nat-gw', 'interface', undefined],
  ])('%s', async (_, Description, InterfaceType, expected) => {
    const NetworkInterfaces = [{ NetworkInterfaceId: 'eni-1', Description, InterfaceType }];
    const { inventory } = await facts(
      answer('ec2-describe-network-interfaces', { NetworkInterfaces }),
    );
    expect(inventory.networkInterfaces.get('eni-1')?.natGateway).toBe(expected);
  });
});

describe('what was not asked', () => {
  test('is told from what is not there, by account and region', async () => {
    const { inventory } = await facts(answer('ec2-describe-vpcs', { Vpcs: [] }));
    expect(readState(inventory, 'vpcs', '100000000001', 'eu-west-1')).toBe('read');
    expect(readState(inventory, 'vpcs', '100000000001', 'eu-west-2')).toBe('not-asked');
    expect(readState(inventory, 'vpcs', '100000000002', 'eu-west-1')).toBe('not-asked');
    expect(readState(inventory, 'subnets', '100000000001', 'eu-west-1')).toBe('not-asked');
  });

  test('and from what was refused', async () => {
    const { facts: found, diagnostics } = await read(
      answer('ec2-describe-vpcs', { Vpcs: [] }),
      jsonFile(`${PLACE}/ec2-describe-nat-gateways.refused.json`, {
        Error: { Code: 'UnauthorizedOperation' },
      }),
    );
    expect(found && readState(found.inventory, 'natGateways', '100000000001', 'eu-west-1')).toBe(
      'refused',
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['import-refused']);
  });
});

describe('what is asked of each thing of a list', () => {
  const list = (name: string, key: string, ids: string[]) => ({
    [name]: ids.map((id) => ({ [key]: id })),
  });
  const TABLES = list('TransitGatewayRouteTables', 'TransitGatewayRouteTableId', [
    'rtb-1',
    'rtb-2',
  ]);
  const GROUPS = list('TargetGroups', 'TargetGroupArn', ['arn:1', 'arn:2']);
  test.each([
    ['transitRoutes', 'ec2-describe-transit-gateway-route-tables', TABLES, [], 'not-asked'],
    ['transitRoutes', 'ec2-describe-transit-gateway-route-tables', TABLES, ['rtb-2'], 'not-asked'],
    [
      'transitRoutes',
      'ec2-describe-transit-gateway-route-tables',
      TABLES,
      ['rtb-1', 'rtb-2'],
      'read',
    ],
    ['balancerTargets', 'elbv2-describe-target-groups', GROUPS, [], 'not-asked'],
    ['balancerTargets', 'elbv2-describe-target-groups', GROUPS, ['arn:1'], 'not-asked'],
    ['balancerTargets', 'elbv2-describe-target-groups', GROUPS, ['arn:1', 'arn:2'], 'read'],
  ] as const)(
    '%s: %s is read where all of them answered',
    async (type, command, listed, keys, state) => {
      const [asked, empty] =
        type === 'transitRoutes'
          ? ['ec2-search-transit-gateway-routes', { Routes: [] }]
          : ['elbv2-describe-target-health', { TargetHealthDescriptions: [] }];
      const { inventory } = await facts(
        answer(command, listed),
        ...keys.map((key) => answer(`${asked}--${key}`, empty)),
      );
      expect(readState(inventory, type, '100000000001', 'eu-west-1')).toBe(state);
    },
  );
});

test('of a list without things, nothing more has to be asked', async () => {
  const { inventory } = await facts(
    answer('ec2-describe-transit-gateway-route-tables', { TransitGatewayRouteTables: [] }),
    answer('efs-describe-file-systems', { FileSystems: [{ FileSystemId: 'fs-1' }] }),
    answer('ec2-describe-client-vpn-routes--cvpn-1', { Routes: [] }),
  );
  const state = (type: 'transitRoutes' | 'fileMounts' | 'balancerTargets') =>
    readState(inventory, type, '100000000001', 'eu-west-1');
  expect(state('transitRoutes')).toBe('read');
  expect(state('fileMounts')).toBe('not-asked');
  expect(state('balancerTargets')).toBe('not-asked');
});

describe('an answer that is not whole', () => {
  test.each([
    ['a token', { Vpcs: [], NextToken: 'abc' }],
    ['a marker', { DBInstances: [], Marker: 'abc' }],
    ['further routes', { Routes: [], AdditionalRoutesAvailable: true }],
  ])('%s is an error, and gives no facts', async (_, value) => {
    const { facts: found, diagnostics } = await read(answer('ec2-describe-vpcs', value));
    expect(found).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'import-incomplete',
        origin: { file: `${PLACE}/ec2-describe-vpcs.json` },
      },
    ]);
  });

  test.each(['', '{"Vpcs": [{"VpcId": "vpc-1"', 'An error occurred'])(
    '%j is refused',
    async (text) => {
      const { facts: found, diagnostics } = await read(
        textFile(`${PLACE}/ec2-describe-vpcs.json`, text),
      );
      expect(found).toBeUndefined();
      expect(diagnostics).toMatchObject([{ code: 'import-broken' }]);
    },
  );
});

describe('the same answer', () => {
  const vpcs = { Vpcs: [{ VpcId: 'vpc-1', OwnerId: '100000000001', CidrBlock: '10.0.0.0/16' }] };
  const text = JSON.stringify(vpcs, undefined, 2);
  const path = `${PLACE}/ec2-describe-vpcs.json`;
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  test.each([
    ['with a mark at its beginning', { path, bytes: Buffer.from(`\uFEFF${text}`) }],
    ['with the line ends of Windows', textFile(path, text.replaceAll('\n', '\r\n'))],
    ['as PowerShell writes it', { path, bytes: utf16 }],
    ['wrapped with a status code', jsonFile(path, { StatusCode: 200, Body: vpcs })],
    ['beside its metadata', jsonFile(path, { ResponseMetadata: { HTTPStatusCode: 200 }, ...vpcs })],
    ['in a file that another tool named', textFile('100000000001/eu-west-1/Vpcs.json', text)],
    ['in no folder of an account', textFile('dump/vpcs.json', text)],
  ])('%s', async (_, file) => {
    const { inventory } = await facts(file);
    expect(inventory.vpcs.get('vpc-1')).toMatchObject({
      blocks: ['10.0.0.0/16'],
      owner: '100000000001',
    });
  });
});

test('files of others are not claimed', () => {
  const others = [
    jsonFile('template.json', { Resources: { Vpc: { Type: 'AWS::EC2::VPC' } } }),
    jsonFile('package.json', { name: 'x', dependencies: {} }),
    jsonFile('a.json', { Accounts: [{ name: 'x' }] }),
    jsonFile('exports.json', { Exports: [] }),
    textFile('state.tfstate', '{"version": 4}'),
    textFile('broken.json', '{'),
  ];
  expect(others.map((file) => awsImporter.kindOf(file))).toEqual(others.map(() => undefined));
});

test('a block that was taken from a VPC, and a route that leads nowhere, are said to be so', async () => {
  const { inventory } = await facts(
    answer('ec2-describe-vpcs', {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/16',
          CidrBlockAssociationSet: [
            { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'disassociated' } },
          ],
        },
      ],
    }),
    answer('ec2-describe-route-tables', {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'blackhole' }],
        },
      ],
    }),
  );
  expect(inventory.vpcs.get('vpc-1')?.blocks).toEqual(['10.0.0.0/16']);
  expect(inventory.addressBlocks.get('vpc-1|10.1.0.0/16')?.gone).toBe(true);
  expect(routesOf(inventory, 'rtb-1')).toMatchObject([{ kind: 'internet-gateway', active: false }]);
});

test('listings of everything are counted, each resource once', async () => {
  const arns = ['vpc/vpc-1', 'subnet/subnet-1', 'subnet/subnet-2'].map(
    (rest) => `arn:aws:ec2:eu-west-1:100000000001:${rest}`,
  );
  const { listed } = await facts(
    answer('resource-explorer-2-search', {
      Resources: [{ Arn: arns[0], ResourceType: 'ec2:vpc' }],
    }),
    answer('resourcegroupstaggingapi-get-resources', {
      ResourceTagMappingList: [...arns, 'arn:aws:sqs:eu-west-1:100000000001:orders'].map(
        (ResourceARN) => ({ ResourceARN, Tags: [] }),
      ),
    }),
  );
  expect(Object.fromEntries(listed ?? [])).toEqual({
    'ec2:vpc': 1,
    'ec2:subnet': 2,
    'sqs:queue': 1,
  });
});
