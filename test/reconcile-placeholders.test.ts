/** What a state or template does not have the id of, and AWS does: each thing once. */

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { factsOf, jsonFile } from './imported-files.ts';

const state = (...resources: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) =>
  jsonFile('x.tfstate', {
    ...{ version: 4, serial: 1, lineage: 'l' },
    resources: resources.map(([type, attributes]) => ({
      ...{ mode: 'managed', type, name: 'x', provider: 'p' },
      instances: [{ attributes }],
    })),
  });

const STATE = state(
  ['aws_vpc', { id: 'vpc-1', cidr_block: '10.0.0.0/16' }],
  ['aws_subnet', { id: 'subnet-1', vpc_id: 'vpc-1', cidr_block: '10.0.1.0/24' }],
  ['aws_route_table', { id: 'rtb-1', vpc_id: 'vpc-1', route: [] }],
  [
    'aws_vpc_endpoint',
    {
      id: 'vpce-1',
      vpc_id: 'vpc-1',
      service_name: 'com.amazonaws.eu-west-1.s3',
      route_table_ids: ['rtb-1'],
    },
  ],
);

const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
const list = (id: string) => ({
  DestinationPrefixListId: id,
  GatewayId: 'vpce-1',
  State: 'active',
});

const answers = (...lists: readonly string[]) => [
  jsonFile('vpcs.json', { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] }),
  jsonFile('tables.json', {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Routes: [local, ...lists.map(list)],
        Associations: [],
      },
      {
        ...{ RouteTableId: 'rtb-0', VpcId: 'vpc-1', Routes: [local] },
        Associations: [
          { RouteTableAssociationId: 'rtbassoc-0', RouteTableId: 'rtb-0', Main: true },
        ],
      },
    ],
  }),
  jsonFile('acls.json', {
    NetworkAcls: [
      {
        NetworkAclId: 'acl-0',
        VpcId: 'vpc-1',
        IsDefault: true,
        Entries: [],
        Associations: [{ SubnetId: 'subnet-1' }],
      },
    ],
  }),
  jsonFile('endpoints.json', {
    VpcEndpoints: [
      {
        ...{ VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', VpcEndpointType: 'Gateway' },
        ...{ ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: ['rtb-1'] },
      },
    ],
  }),
];

const joined = async (...lists: readonly string[]) =>
  reconcile([
    (await factsOf(awsImporter, answers(...lists))).inventory,
    (await factsOf(terraformImporter, [STATE])).inventory,
  ]);

describe('a state that lacks ids', async () => {
  const { inventory, joins, conflicts } = await joined('pl-1');

  test('shows the row of a gateway endpoint once, with its list', () => {
    expect([...inventory.routes.keys()]).toEqual([
      'rtb-0|10.0.0.0/16',
      'rtb-1|10.0.0.0/16',
      'rtb-1|pl-1',
    ]);
    expect(joins.find(({ id }) => id === 'rtb-1|pl-1')?.key).toBe('natural');
  });

  test('has the main table and the default ACL that AWS made, and no difference in them', () => {
    expect([...inventory.routeTables.keys()]).toEqual(['rtb-0', 'rtb-1']);
    expect([...inventory.networkAcls.keys()]).toEqual(['acl-0']);
    expect(conflicts.map(({ type, fact }) => `${type} ${fact}`)).toEqual([]);
  });
});

test('with two lists of one endpoint, neither is chosen', async () => {
  const { inventory, ambiguous } = await joined('pl-1', 'pl-2');
  expect([...inventory.routes.keys()]).toContain('rtb-1|vpce-1.prefix_list_id');
  expect(ambiguous).toMatchObject([{ type: 'routes', candidates: ['rtb-1|pl-1', 'rtb-1|pl-2'] }]);
});
