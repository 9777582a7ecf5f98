/** Direct Connect is drawn where a source records it: gateways, their associations, virtual interfaces. */

import { describe, expect, test } from 'vitest';
import { answered, BASE, drawnNetwork } from './imported-network.ts';

const GATEWAY = {
  ...{ directConnectGatewayId: 'dxgw-1', directConnectGatewayName: 'dx-main' },
  ...{ amazonSideAsn: 64_600, ownerAccount: '100000000001' },
};
const associated = (associationId: string, gateway: string, more: object = {}) => ({
  ...{ associationId, directConnectGatewayId: 'dxgw-1', associationState: 'associated' },
  associatedGateway: { id: gateway },
  allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.0.0/16' }],
  ...more,
});
const virtual = (id: string, type: string, more: object = {}) => ({
  ...{ virtualInterfaceId: id, virtualInterfaceName: `to-${id}`, virtualInterfaceType: type },
  ...{ vlan: 101, virtualInterfaceState: 'available', ownerAccount: '100000000001' },
  ...more,
});
const VPN_GATEWAY = {
  'ec2-describe-vpn-gateways': {
    VpnGateways: [
      {
        ...{ VpnGatewayId: 'vgw-1', State: 'available' },
        VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
      },
    ],
  },
};
const lines = (associations: readonly object[], interfaces: readonly object[]) => ({
  ...{ ...BASE, ...VPN_GATEWAY },
  'directconnect-describe-direct-connect-gateways': { directConnectGateways: [GATEWAY] },
  'directconnect-describe-direct-connect-gateway-associations': {
    directConnectGatewayAssociations: associations,
  },
  'directconnect-describe-virtual-interfaces': { virtualInterfaces: interfaces },
});
const KINDS = ['gateway', 'association', 'interface'].map((kind) => `direct-connect-${kind}`);

describe('a Direct Connect gateway', async () => {
  const estate = await answered(
    lines(
      [associated('as-1', 'vgw-1'), associated('as-2', 'vgw-9')],
      [virtual('dxvif-1', 'private', { directConnectGatewayId: 'dxgw-1' })],
    ),
  );
  const view = drawnNetwork(estate);

  test('stands outside of all accounts, and is joined to the gateway of the VPC', () => {
    expect(view.links).toEqual(['vgw-1 - dx-main: Direct Connect']);
    expect(view.around('dxgw-1')).toBeUndefined();
    expect(view.link('as-1')?.description).toBe(
      'Direct Connect association as-1; announces 10.0.0.0/16',
    );
  });

  test('says which interfaces it has, and what else it is joined to', () => {
    expect(view.element('dxgw-1')?.facts.description).toBe(
      'Direct Connect gateway; ASN 64600; private virtual interface to-dxvif-1 (dxvif-1), VLAN 101; also joined to vgw-9, not shown here; kept by 100000000001',
    );
    expect(KINDS.map(view.count)).toEqual(['1 = 1 + 0 + 0', '2 = 1 + 1 + 0', '1 = 0 + 1 + 0']);
  });
});

test('an association that ended is left out', async () => {
  const ended = associated('as-1', 'vgw-1', { associationState: 'disassociated' });
  const view = drawnNetwork(await answered(lines([ended], [])));
  expect([view.links, view.count('direct-connect-association')]).toEqual([[], '1 = 0 + 0 + 1']);
});

test('a gateway that only an association names is unresolved', async () => {
  const foreign = associated('as-1', 'vgw-1', { directConnectGatewayId: 'dxgw-9' });
  const view = drawnNetwork(await answered(lines([foreign], [])));
  expect(view.links).toEqual(['vgw-1 - dxgw-9: Direct Connect']);
  expect(view.stubs).toEqual(['Direct Connect gateway dxgw-9']);
});

test('an interface of a VPN gateway is a line of its own; a public one stands in its account', async () => {
  const estate = await answered(
    lines(
      [],
      [virtual('dxvif-1', 'private', { virtualGatewayId: 'vgw-1' }), virtual('dxvif-2', 'public')],
    ),
  );
  const view = drawnNetwork(estate);
  expect(view.links).toEqual(['vgw-1 - to-dxvif-1: Direct Connect']);
  expect(view.around('dxvif-1')).toBeUndefined();
  expect(view.around('dxvif-2')).toBe('100000000001');
  const cards = drawnNetwork(estate, { depth: 'vpcs' });
  expect(cards.links.sort()).toEqual(['core - vgw-1: ', 'vgw-1 - to-dxvif-1: Direct Connect']);
  expect(cards.count('direct-connect-interface')).toBe('2 = 1 + 0 + 1');
});

test('an association with a transit gateway is one line with its attachment', async () => {
  const estate = await answered({
    ...lines([associated('as-1', 'tgw-1')], []),
    'ec2-describe-transit-gateways': {
      TransitGateways: [{ TransitGatewayId: 'tgw-1', State: 'available', OwnerId: '100000000001' }],
    },
    'ec2-describe-transit-gateway-attachments': {
      TransitGatewayAttachments: [
        {
          ...{ TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayId: 'tgw-1' },
          ...{ ResourceType: 'direct-connect-gateway', ResourceId: 'dxgw-1', State: 'available' },
          ...{ ResourceOwnerId: '100000000001', TransitGatewayOwnerId: '100000000001' },
        },
      ],
    },
  });
  const view = drawnNetwork(estate);
  expect(view.links).toEqual(['dx-main - tgw-1: Direct Connect']);
  expect(view.stubs).toEqual([]);
  expect(view.link('tgw-attach-1')?.description).toContain('announces 10.0.0.0/16');
  expect(KINDS.slice(0, 2).map(view.count)).toEqual(['1 = 1 + 0 + 0', '1 = 0 + 1 + 0']);
});
