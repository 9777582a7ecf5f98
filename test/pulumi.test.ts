/** Exports of Pulumi's stacks: what they say by the names of Terraform's provider, and what they hide. */

import { describe, expect, test } from 'vitest';
import { pulumiImporter } from '../src/importers/pulumi/importer.ts';
import { attributeName, resourceType } from '../src/importers/pulumi/names.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import { factsOf, imported, jsonFile, textFile } from './imported-files.ts';

const PREFIX = 'urn:pulumi:prod::shop';

const resource = (
  type: string,
  name: string,
  id: string,
  outputs: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  urn: `${PREFIX}::${type}::${name}`,
  custom: true,
  type,
  id,
  inputs: { ...outputs },
  outputs: { id, ...outputs },
  ...more,
});

const stack = (...resources: readonly unknown[]) =>
  jsonFile('stack.json', {
    version: 3,
    deployment: { manifest: { time: '2026-10-01T10:00:00Z' }, resources },
  });

const SECRET = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };

const NETWORK = [
  { urn: `${PREFIX}::awsx:ec2:Vpc::core`, custom: false, type: 'awsx:ec2:Vpc' },
  resource('aws:ec2/vpc:Vpc', 'core', 'vpc-1', {
    arn: 'arn:aws:ec2:eu-west-1:100000000006:vpc/vpc-1',
    cidrBlock: '10.0.0.0/16',
    mainRouteTableId: 'rtb-0',
    tags: { team: 'net' },
  }),
  resource('aws:ec2/subnet:Subnet', 'web', 'subnet-1', {
    vpcId: 'vpc-1',
    cidrBlock: '10.0.1.0/24',
    availabilityZone: 'eu-west-1a',
    tags: { Name: 'web-a' },
  }),
  resource('aws:ec2/internetGateway:InternetGateway', 'igw', 'igw-1', { vpcId: 'vpc-1' }),
  resource('aws:ec2/routeTable:RouteTable', 'web', 'rtb-1', {
    vpcId: 'vpc-1',
    routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' }],
  }),
  resource('aws:ec2/routeTableAssociation:RouteTableAssociation', 'web', 'rtbassoc-1', {
    subnetId: 'subnet-1',
    routeTableId: 'rtb-1',
  }),
];

describe('a stack', async () => {
  const { inventory, inputs } = await factsOf(pulumiImporter, [stack(...NETWORK)], {
    tagKeys: ['Team'],
  });

  test('is read like the resources that it is made of', () => {
    const [subnet] = [...inventory.subnets.values()];
    expect(subnet).toMatchObject({
      id: 'subnet-1',
      name: 'web-a',
      cidr: '10.0.1.0/24',
      accounts: ['100000000006'],
    });
    expect(isPublic(inventory, subnet)).toBe(true);
  });

  test('takes names from the URN where no tag says them, and the tags that are asked for', () => {
    expect(inventory.vpcs.get('vpc-1')).toMatchObject({ name: 'core', tags: { team: 'net' } });
  });

  test('keeps the URN as the address, with the time of the export', () => {
    expect(inventory.vpcs.get('vpc-1')?.provenance).toMatchObject({
      source: 'pulumi',
      address: `${PREFIX}::aws:ec2/vpc:Vpc::core`,
      asOf: Date.UTC(2026, 9, 1, 10) / 1000,
      at: { file: 'stack.json', line: expect.any(Number) },
    });
    expect(inputs).toMatchObject([{ kind: 'pulumi-stack', asOf: expect.any(Number) }]);
  });
});

test('what is being replaced, components and what others manage are not the stack', async () => {
  const old = resource(
    'aws:ec2/vpc:Vpc',
    'core',
    'vpc-0',
    { cidrBlock: '10.9.0.0/16' },
    { delete: true },
  );
  const foreign = resource(
    'aws:ec2/vpc:Vpc',
    'hub',
    'vpc-9',
    { cidrBlock: '10.8.0.0/16' },
    { external: true },
  );
  const inHub = resource('aws:ec2/subnet:Subnet', 'x', 'subnet-9', { vpcId: 'vpc-9' });
  const { inventory } = await factsOf(pulumiImporter, [stack(...NETWORK, old, foreign, inHub)]);
  expect([...inventory.vpcs.keys()]).toEqual(['vpc-1', 'vpc-9']);
  expect(inventory.vpcs.get('vpc-9')).toMatchObject({ unlisted: true, blocks: ['10.8.0.0/16'] });
});

test('outputs go before inputs; secrets and what is not known are no values', async () => {
  const subnet = resource(
    'aws:ec2/subnet:Subnet',
    'web',
    'subnet-1',
    {},
    {
      inputs: { cidrBlock: '10.0.9.0/24', availabilityZone: 'eu-west-1b' },
      outputs: {
        cidrBlock: { ...SECRET, ciphertext: 'AAAA' },
        availabilityZone: '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
      },
    },
  );
  const { inventory } = await factsOf(pulumiImporter, [stack(subnet)]);
  const found = inventory.subnets.get('subnet-1');
  expect(found).not.toHaveProperty('cidr');
  expect(found?.absent).toMatchObject({ cidr: 'redacted', zone: 'known-after-apply' });
});

test.each([
  ['truncated', '{"version": 3, "deployment": {"resources": [{"urn": "x"', 'import-broken'],
  ['of another version', '{"version": 1, "deployment": {"resources": []}}', 'import-version'],
  ['without a deployment', '{"version": 3, "deployment": null}', 'import-broken'],
])('an export that is %s is an error', async (_, text, code) => {
  const { facts, diagnostics } = await imported(pulumiImporter, [textFile('stack.json', text)]);
  expect(facts).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code, origin: { file: 'stack.json' } }]);
});

test.each([
  ['aws:ec2/vpc:Vpc', 'aws_vpc'],
  ['aws:ec2/routeTableAssociation:RouteTableAssociation', 'aws_route_table_association'],
  [
    'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation',
    'aws_main_route_table_association',
  ],
  [
    'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation',
    'aws_vpc_ipv4_cidr_block_association',
  ],
  [
    'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter',
    'aws_vpc_peering_connection_accepter',
  ],
  ['aws:ec2transitgateway/vpcAttachment:VpcAttachment', 'aws_ec2_transit_gateway_vpc_attachment'],
  ['aws:ec2transitgateway/transitGateway:TransitGateway', 'aws_ec2_transit_gateway'],
  [
    'aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation',
    'aws_ec2_transit_gateway_route_table_association',
  ],
  ['aws:lb/loadBalancer:LoadBalancer', 'aws_lb'],
  ['aws:alb/targetGroup:TargetGroup', 'aws_lb_target_group'],
  ['aws:elb/loadBalancer:LoadBalancer', 'aws_elb'],
  ['aws:directconnect/gateway:Gateway', 'aws_dx_gateway'],
  ['aws:rds/instance:Instance', 'aws_db_instance'],
  ['aws:rds/cluster:Cluster', 'aws_rds_cluster'],
  [
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    'aws_vpc_security_group_ingress_rule',
  ],
  [
    'aws:organizations/organizationalUnit:OrganizationalUnit',
    'aws_organizations_organizational_unit',
  ],
  ['aws:networkfirewall/firewall:Firewall', 'aws_networkfirewall_firewall'],
  ['aws:lambda/function:Function', 'aws_lambda_function'],
  ['aws:eks/cluster:Cluster', 'aws_eks_cluster'],
  ['aws:ecs/service:Service', 'aws_ecs_service'],
  ['kubernetes:core/v1:Pod', 'kubernetes:core/v1:Pod'],
])('%s is %s', (type, expected) => {
  expect(resourceType(type)).toBe(expected);
});

test.each([
  ['ipv6CidrBlock', 'ipv6_cidr_block'],
  ['cidrIpv4', 'cidr_ipv4'],
  ['vpcSecurityGroupIds', 'vpc_security_group_ids'],
  ['routes', 'route'],
  ['defaultActions', 'default_action'],
])('the property %s is %s', (property, expected) => {
  expect(attributeName('aws_x', property)).toBe(expected);
});

describe('resources of aws-native', async () => {
  const native = (name: string, at: string, id: string, outputs: object, inputs: object = {}) => ({
    ...{ urn: `${PREFIX}::aws-native:${name}::${at}`, custom: true, type: `aws-native:${name}` },
    ...{ id, inputs, outputs },
  });
  const { inventory, unmapped } = await factsOf(pulumiImporter, [
    stack(
      native('ec2:Vpc', 'core', 'vpc-1', {
        ...{ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16', defaultNetworkAcl: 'acl-0' },
        tags: [{ key: 'Name', value: 'core' }],
      }),
      native('ec2:Subnet', 'web', 'subnet-1', {
        ...{ subnetId: 'subnet-1', vpcId: 'vpc-1', cidrBlock: '10.0.1.0/24' },
      }),
      native('ec2:InternetGateway', 'igw', 'igw-1', { internetGatewayId: 'igw-1' }),
      native('ec2:VpcGatewayAttachment', 'att', 'IGW|vpc-1', {
        ...{ vpcId: 'vpc-1', internetGatewayId: 'igw-1' },
      }),
      native('ec2:RouteTable', 'web', 'rtb-1', { routeTableId: 'rtb-1', vpcId: 'vpc-1' }),
      native('ec2:Route', 'out', 'rtb-1|0.0.0.0/0', {
        ...{ routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' },
      }),
      native('ec2:SubnetRouteTableAssociation', 'web', 'rtbassoc-1', {
        ...{ subnetId: 'subnet-1', routeTableId: 'rtb-1' },
      }),
      native('ec2:SecurityGroup', 'web', 'sg-1', {
        ...{ groupId: 'sg-1', groupName: 'web', vpcId: 'vpc-1', groupDescription: SECRET },
        securityGroupIngress: [
          { ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' },
        ],
      }),
      native('rds:DbInstance', 'db', 'db-1', {
        ...{ dbInstanceIdentifier: 'db-1', engine: 'postgres', port: '5432' },
        ...{ masterUserPassword: SECRET, vpcSecurityGroups: ['sg-1'] },
      }),
      native('s3:Bucket', 'logs', 'logs', {}),
    ),
  ]);

  test('are read by the rules of CloudFormation', () => {
    expect([...inventory.vpcs.values()]).toMatchObject([
      { id: 'vpc-1', name: 'core', blocks: ['10.0.0.0/16'] },
    ]);
    const [subnet] = inventory.subnets.values();
    expect(subnet).toMatchObject({ id: 'subnet-1', vpc: 'vpc-1' });
    expect(subnet && isPublic(inventory, subnet)).toBe(true);
    expect([...inventory.securityGroupRules.keys()]).toEqual([
      'sg-1|in|tcp/443|0.0.0.0/0',
      'sg-1|out|all|0.0.0.0/0',
    ]);
    expect([...inventory.databases.values()]).toMatchObject([
      { name: 'db-1', engine: 'postgres', port: 5432, groups: ['sg-1'] },
    ]);
  });

  test('that nothing maps are counted', () => {
    expect([...unmapped]).toEqual([['aws-native:s3:Bucket', 1]]);
  });
});
