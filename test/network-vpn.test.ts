/** What joins networks to other sites is drawn where a source records it: gateways and VPN connections. */

import { describe, expect, test } from 'vitest';
import { answered, BASE, drawnNetwork } from './imported-network.ts';

const vgw = (id: string, ...vpcs: string[]) => ({
  ...{ VpnGatewayId: id, State: 'available', AmazonSideAsn: 64_512 },
  VpcAttachments: vpcs.map((VpcId) => ({ VpcId, State: 'attached' })),
});
const vpn = (id: string, more: object) => ({
  ...{ VpnConnectionId: id, State: 'available', CustomerGatewayId: 'cgw-1' },
  ...more,
});
const TO_OFFICE = vpn('vpn-1', {
  VpnGatewayId: 'vgw-1',
  Routes: [{ DestinationCidrBlock: '192.168.0.0/16', State: 'available' }],
});
const OFFICE = {
  ...{ CustomerGatewayId: 'cgw-1', IpAddress: '203.0.113.7', BgpAsn: '65010' },
  ...{ State: 'available', Tags: [{ Key: 'Name', Value: 'office' }] },
};
const VPN = {
  ...BASE,
  'ec2-describe-vpn-gateways': { VpnGateways: [vgw('vgw-1', 'vpc-1')] },
  'ec2-describe-customer-gateways': { CustomerGateways: [OFFICE] },
  'ec2-describe-vpn-connections': { VpnConnections: [TO_OFFICE] },
};

describe('a VPN connection of a VPC', async () => {
  const estate = await answered(VPN);

  test('leads from its VPN gateway, which no route names, to the customer gateway outside', () => {
    const { links, around, element, link } = drawnNetwork(estate);
    expect(links).toEqual(['vgw-1 - office: IPsec VPN']);
    expect(around('vgw-1')).toBe('core');
    expect(around('cgw-1')).toBeUndefined();
    expect(element('vgw-1')?.facts.description).toContain('ASN 64512');
    expect(element('cgw-1')?.kind).toBe('aws:customer-gateway');
    expect(element('cgw-1')?.facts.description).toContain('address 203.0.113.7; ASN 65010');
    expect(link('vpn-1')).toMatchObject({
      direction: 'both',
      description: 'VPN connection vpn-1; static routes to 192.168.0.0/16',
    });
  });

  test('is counted: drawn where its network is, else left out', async () => {
    const kinds = ['virtual-private-gateway', 'vpn-connection', 'customer-gateway'];
    const counts = (view: ReturnType<typeof drawnNetwork>) => kinds.map(view.count);
    expect(counts(drawnNetwork(estate))).toEqual(kinds.map(() => '1 = 1 + 0 + 0'));
    const [core] = BASE['ec2-describe-vpcs'].Vpcs;
    const lab = { VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16', OwnerId: '100000000001' };
    const two = await answered({ ...VPN, 'ec2-describe-vpcs': { Vpcs: [core, lab] } });
    expect(counts(drawnNetwork(two, { vpcs: ['vpc-2'] }))).toEqual(
      kinds.map(() => '1 = 0 + 0 + 1'),
    );
  });

  test('is drawn where networks are cards, too', () => {
    expect(drawnNetwork(estate, { depth: 'vpcs' }).links.sort()).toEqual([
      'core - vgw-1: ',
      'vgw-1 - office: IPsec VPN',
    ]);
  });
});

test('a deleted connection is left out, and its customer gateway has none', async () => {
  const deleted = { VpnConnections: [{ ...TO_OFFICE, State: 'deleted' }] };
  const estate = await answered({ ...VPN, 'ec2-describe-vpn-connections': deleted });
  const { links, count, element } = drawnNetwork(estate);
  expect([links, count('vpn-connection')]).toEqual([[], '1 = 0 + 0 + 1']);
  expect(element('cgw-1')?.facts.status).toBe('no VPN connection');
});

test('that a customer gateway has no connection is said only where connections were read', async () => {
  const { 'ec2-describe-vpn-connections': _, ...unread } = VPN;
  const { element } = drawnNetwork(await answered(unread));
  expect(element('cgw-1')).toBeDefined();
  expect(element('cgw-1')?.facts.status).toBeUndefined();
});

test('ends that only the connection names are unresolved', async () => {
  const loose = { VpnConnections: [vpn('vpn-1', { VpnGatewayId: 'vgw-9' })] };
  const { links, stubs } = drawnNetwork(
    await answered({ ...BASE, 'ec2-describe-vpn-connections': loose }),
  );
  expect(links).toEqual(['vgw-9 - cgw-1: IPsec VPN']);
  expect(stubs).toEqual(['virtual private gateway vgw-9', 'customer gateway cgw-1']);
});

const TRANSIT = {
  ...VPN,
  'ec2-describe-vpn-connections': {
    VpnConnections: [vpn('vpn-1', { TransitGatewayId: 'tgw-1' })],
  },
  'ec2-describe-transit-gateways': {
    TransitGateways: [{ TransitGatewayId: 'tgw-1', State: 'available', OwnerId: '100000000001' }],
  },
};
const ATTACHED = {
  'ec2-describe-transit-gateway-attachments': {
    TransitGatewayAttachments: [
      {
        ...{ TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayId: 'tgw-1' },
        ...{ ResourceType: 'vpn', ResourceId: 'vpn-1', State: 'available' },
        ...{ ResourceOwnerId: '100000000001', TransitGatewayOwnerId: '100000000001' },
      },
    ],
  },
};

test('a VPN connection of a transit gateway is one line with its attachment', async () => {
  const view = drawnNetwork(await answered({ ...TRANSIT, ...ATTACHED }));
  expect(view.links).toEqual(['office - tgw-1: IPsec VPN']);
  expect(view.stubs).toEqual([]);
  expect(view.count('vpn-connection')).toBe('1 = 0 + 1 + 0');
  expect(view.count('transit-gateway-attachment')).toBe('1 = 1 + 0 + 0');
  expect(view.link('tgw-attach-1')?.description).toContain('VPN connection vpn-1');
});

test('without a record of the attachment, the connection is the line', async () => {
  const view = drawnNetwork(await answered(TRANSIT));
  expect(view.links).toEqual(['tgw-1 - office: IPsec VPN']);
});

test('a NAT gateway stands in its subnet also where no route leads to it', async () => {
  const nat = {
    ...{ NatGatewayId: 'nat-1', VpcId: 'vpc-1', SubnetId: 'subnet-a', State: 'available' },
    ...{ ConnectivityType: 'public', NatGatewayAddresses: [{ PublicIp: '198.51.100.4' }] },
  };
  const gone = { ...nat, NatGatewayId: 'nat-2', State: 'deleted' };
  const estate = await answered({
    ...BASE,
    'ec2-describe-nat-gateways': { NatGateways: [nat, gone] },
  });
  const { around, element, count } = drawnNetwork(estate);
  expect(around('nat-1')).toBe('app-a');
  expect(element('nat-1')?.facts.description).toBe(
    'NAT gateway of VPC core; public address 198.51.100.4',
  );
  expect(count('nat-gateway')).toBe('2 = 1 + 0 + 1');
  expect(drawnNetwork(estate, { depth: 'vpcs' }).count('nat-gateway')).toBe('2 = 0 + 0 + 2');
});

test('a transit gateway that is shown for one VPC alone shows no VPN connection of others', async () => {
  const [vpn] = ATTACHED['ec2-describe-transit-gateway-attachments'].TransitGatewayAttachments;
  const vpc = {
    ...vpn,
    ...{ TransitGatewayAttachmentId: 'tgw-attach-2', ResourceType: 'vpc', ResourceId: 'vpc-1' },
  };
  const both = { TransitGatewayAttachments: [vpn, vpc] };
  const estate = await answered({ ...TRANSIT, 'ec2-describe-transit-gateway-attachments': both });
  const { links, count, element } = drawnNetwork(estate, { vpcs: ['core'] });
  expect(links).toEqual(['core - tgw-1: ']);
  expect(count('vpn-connection')).toBe('1 = 0 + 0 + 1');
  expect(element('tgw-1')?.facts.role).toBe('1 more attached, not shown');
});

test('gateways of a network that is not recorded, and of none, stand in their account', async () => {
  const loose = { NatGatewayId: 'nat-3', VpcId: 'vpc-9', SubnetId: 'subnet-9', State: 'available' };
  const answers = {
    ...BASE,
    'ec2-describe-nat-gateways': { NatGateways: [loose] },
    'ec2-describe-vpn-gateways': { VpnGateways: [vgw('vgw-1')] },
  };
  const estate = await answered(answers);
  const { around, element } = drawnNetwork(estate);
  expect([around('nat-3'), around('vgw-1')]).toEqual(['100000000001', '100000000001']);
  expect(element('nat-3')?.facts.description).toBe('NAT gateway of vpc-9, which is not recorded');
  expect([element('nat-3'), element('vgw-1')].map((one) => one?.facts.status)).toEqual([
    undefined,
    'not attached',
  ]);
  const unread = drawnNetwork({ ...estate, coverage: {} });
  expect(unread.element('vgw-1')?.facts.status).toBeUndefined();
});

test('a transit gateway that only an attachment and its connection name is drawn once', async () => {
  const { 'ec2-describe-transit-gateways': _, ...unread } = TRANSIT;
  const view = drawnNetwork(await answered({ ...unread, ...ATTACHED }));
  expect(view.links).toEqual(['unknown transit gateway - office: IPsec VPN']);
  expect(view.stubs).toEqual(['transit gateway of tgw-attach-1']);
  expect(view.count('vpn-connection')).toBe('1 = 1 + 0 + 0');
});
