/** Network firewalls are drawn in the subnets that they have endpoints in. */

import { describe, expect, test } from 'vitest';
import { answered, BASE, drawnNetwork } from './imported-network.ts';

const ARN = 'arn:aws:network-firewall:eu-west-1:100000000001';
const FIREWALL = {
  ...{ FirewallName: 'inspect', FirewallArn: `${ARN}:firewall/inspect`, VpcId: 'vpc-1' },
  FirewallPolicyArn: `${ARN}:stateful/firewall-policy/strict`,
  SubnetMappings: [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-b' }],
};
const STATUS = {
  SyncStates: {
    'eu-west-1a': { Attachment: { SubnetId: 'subnet-a', EndpointId: 'vpce-a' } },
    'eu-west-1b': { Attachment: { SubnetId: 'subnet-b', EndpointId: 'vpce-b' } },
  },
};
const ROUTED = {
  'ec2-describe-route-tables': {
    RouteTables: [
      {
        ...{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Associations: [] },
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vpce-b', State: 'active' }],
      },
    ],
  },
};
const LISTED = {
  'ec2-describe-vpc-endpoints': {
    VpcEndpoints: [
      {
        ...{ VpcEndpointId: 'vpce-a', VpcId: 'vpc-1', VpcEndpointType: 'GatewayLoadBalancer' },
        ...{ ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', SubnetIds: ['subnet-a'] },
      },
    ],
  },
};
const answers = (firewall: object, ...more: object[]) =>
  answered(
    Object.assign(
      {
        ...BASE,
        'network-firewall-describe-firewall--inspect': {
          Firewall: firewall,
          FirewallStatus: STATUS,
        },
      },
      ...more,
    ),
  );

describe('a firewall of two subnets', async () => {
  const estate = await answers(FIREWALL, ROUTED, LISTED);

  test('stands in each of them, under the id that routes name', () => {
    const { around, element, stubs } = drawnNetwork(estate);
    expect([around('vpce-a'), around('vpce-b')]).toEqual(['app-a', 'app-b']);
    expect(element('vpce-b')).toMatchObject({
      ...{ name: 'inspect', kind: 'aws:network-firewall-endpoints' },
      facts: { description: 'endpoint of network firewall inspect, policy strict' },
    });
    expect(stubs).toEqual([]);
  });

  test('is drawn once, though a listing of endpoints has it, too', () => {
    const { count } = drawnNetwork(estate, { depth: 'subnets' });
    expect(count('network-firewall')).toBe('1 = 0 + 1 + 0');
    expect(count('network-firewall-endpoint')).toBe('2 = 2 + 0 + 0');
    expect(count('vpc-endpoint')).toBe('1 = 0 + 1 + 0');
  });

  test('is words on a network that is a card', () => {
    const { element, count } = drawnNetwork(estate, { depth: 'vpcs' });
    expect(element('vpc-1')?.facts.description).toContain(
      'network firewall inspect, policy strict',
    );
    expect(count('network-firewall')).toBe('1 = 0 + 1 + 0');
  });
});

test('a firewall without an endpoint says so', async () => {
  const { around, element } = drawnNetwork(await answers({ ...FIREWALL, SubnetMappings: [] }));
  const id = FIREWALL.FirewallArn;
  expect([around(id), element(id)?.facts.status]).toEqual(['core', 'no endpoint']);
});

test('an endpoint in a subnet that is not recorded stands in the network, and names it', async () => {
  const estate = await answers({ ...FIREWALL, SubnetMappings: [{ SubnetId: 'subnet-z' }] });
  const { around, element } = drawnNetwork(estate);
  const id = `${FIREWALL.FirewallArn}/subnet-z`;
  expect(around(id)).toBe('core');
  expect(element(id)?.facts.description).toContain('in subnet-z; id not recorded');
});

test('a firewall of a network that is not asked for is left out', async () => {
  const [core] = BASE['ec2-describe-vpcs'].Vpcs;
  const lab = { VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16', OwnerId: '100000000001' };
  const estate = await answers(FIREWALL, { 'ec2-describe-vpcs': { Vpcs: [core, lab] } });
  expect(drawnNetwork(estate, { vpcs: ['vpc-2'] }).count('network-firewall')).toBe('1 = 0 + 0 + 1');
});

test('a route to an endpoint of a firewall whose network is unknown leads to a stub', async () => {
  const { VpcId: _, ...loose } = FIREWALL;
  const elsewhere = {
    'network-firewall-describe-firewall--inspect': {
      Firewall: { ...loose, SubnetMappings: [{ SubnetId: 'subnet-z' }] },
      FirewallStatus: {
        SyncStates: { z: { Attachment: { SubnetId: 'subnet-z', EndpointId: 'vpce-b' } } },
      },
    },
  };
  const { stubs, element } = drawnNetwork(await answers(FIREWALL, ROUTED, elsewhere));
  expect(element(FIREWALL.FirewallArn)?.facts.description).toContain('endpoint vpce-b in subnet-z');
  expect(stubs).toEqual(['VPC endpoint vpce-b']);
});
