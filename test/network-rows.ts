/** Rows of small networks, as the graph answers them. */

import type { Row } from './derived-answers.ts';
import type { SmallGraph } from './network-answers.ts';

export const account = (id: string, more: Row = {}): Row => ({
  id,
  name: `account-${id.slice(-1)}`,
  state: 'ACTIVE',
  organization: 'o-1',
  parent: null,
  management: false,
  inscope: true,
  synced: true,
  behind: false,
  ...more,
});
export const vpc = (id: string, more: Row = {}): Row => ({
  id,
  region: 'eu-west-1',
  isDefault: false,
  primary: null,
  accounts: ['100000000001'],
  ...more,
});
export const subnet = (id: string, of: string, more: Row = {}): Row => ({
  id,
  cidr: '10.0.0.0/24',
  zone: 'eu-west-1a',
  region: 'eu-west-1',
  arn: null,
  isDefault: false,
  used: true,
  vpcText: of,
  vpcs: [of],
  accounts: ['100000000001'],
  ...more,
});
export const table = (id: string, of: string, more: Row = {}): Row => ({
  id,
  main: true,
  owner: '100000000001',
  region: 'eu-west-1',
  vpcs: [of],
  accounts: ['100000000001'],
  ...more,
});
export const route = (of: string, cidr: string, more: Row): Row => ({
  id: `${of}|${cidr}`,
  state: 'active',
  origin: 'CreateRoute',
  cidr,
  tables: [of],
  internet: [],
  ...more,
});
export const gateway = (id: string, of: string): Row => ({
  id,
  region: 'eu-west-1',
  owner: '100000000001',
  accounts: ['100000000001'],
  vpcs: [of],
});
export const peering = (
  id: string,
  from: readonly string[],
  to: readonly string[],
  status = 'active',
): Row => ({
  id,
  status,
  requesterRegion: 'eu-west-1',
  accepterRegion: 'eu-west-1',
  requesters: from,
  accepters: to,
  requesterBlocks: [],
  accepterBlocks: [],
});

export const ONE: SmallGraph = {
  accounts: [account('100000000001')],
  vpcs: [vpc('vpc-a')],
  blocks: [
    {
      id: 'vpc-a|10.0.0.0/16',
      block: '10.0.0.0/16',
      state: 'associated',
      vpcText: 'vpc-a',
      vpcs: ['vpc-a'],
    },
  ],
  subnets: [subnet('subnet-a', 'vpc-a')],
  tables: [table('rtb-a', 'vpc-a')],
};
