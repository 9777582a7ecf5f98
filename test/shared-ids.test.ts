/** What two configurations both manage is said, and drawn once. */

import { expect, test } from 'vitest';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { factsOf, jsonFile } from './imported-files.ts';

const state = (path: string, lineage: string, ...resources: readonly unknown[]) =>
  jsonFile(path, { ...{ version: 4, serial: 1, lineage }, resources });

const resource = (type: string, attributes: object, mode = 'managed') => ({
  ...{ mode, type, name: 'x', provider: 'p' },
  instances: [{ attributes }],
});

const VPC = { id: 'vpc-1', cidr_block: '10.0.0.0/16' };

test('two states that manage one VPC are named, with both addresses', async () => {
  const { inventory, unresolved } = await factsOf(terraformImporter, [
    state('a.tfstate', '1', resource('aws_vpc', VPC)),
    state('b.tfstate', '2', resource('aws_vpc', VPC)),
  ]);
  expect(inventory.vpcs.size).toBe(1);
  expect(unresolved).toMatchObject([
    {
      what: 'vpc-1',
      reason: 'both aws_vpc.x of a.tfstate and aws_vpc.x of b.tfstate manage it',
      at: { file: 'b.tfstate' },
    },
  ]);
});

test.each([
  ['one that only reads it', 'aws_vpc', VPC, 'data'],
  [
    'the other side of a peering',
    'aws_vpc_peering_connection_accepter',
    { id: 'pcx-1' },
    'managed',
  ],
])('%s is no second manager', async (_, type, attributes, mode) => {
  const peering = { id: 'pcx-1', vpc_id: 'vpc-1', peer_vpc_id: 'vpc-2' };
  const { unresolved } = await factsOf(terraformImporter, [
    state(
      'a.tfstate',
      '1',
      resource('aws_vpc', VPC),
      resource('aws_vpc_peering_connection', peering),
    ),
    state(
      'b.tfstate',
      '2',
      resource(type, { ...attributes, vpc_peering_connection_id: 'pcx-1' }, mode),
    ),
  ]);
  expect(unresolved.filter(({ reason }) => reason.startsWith('both'))).toEqual([]);
});

test('names are unique in an account and region only', async () => {
  const group = { id: 'data-1', name: 'data-1', subnet_ids: [] };
  const { unresolved } = await factsOf(terraformImporter, [
    state('a.tfstate', '1', resource('aws_db_subnet_group', group)),
    state('b.tfstate', '2', resource('aws_db_subnet_group', group)),
  ]);
  expect(unresolved).toEqual([]);
});
