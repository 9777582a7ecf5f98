/** What joins networks to each other and to other sites: peerings, VPN, Direct Connect, prefix lists. */

import type { Collections } from '../../inventory/inventory.ts';
import type {
  DirectConnectInterface,
  Peering,
  PrefixList,
  VpnConnection,
} from '../../inventory/network.ts';
import { present } from '../present.ts';
import type { AnswerSet } from './answers.ts';
import type { Item } from './item.ts';
import { byId, heldBy, nameOf, unique } from './records.ts';

export function readPeerings(answers: AnswerSet): Collections['peerings'] {
  return byId(
    answers.items('VpcPeeringConnections').flatMap((item): Peering[] => {
      const id = item.text('VpcPeeringConnectionId');
      if (id === undefined) return [];
      const status = item.inner('Status').text('Code') ?? 'unknown';
      return [
        {
          ...{ id, status, gone: status === 'deleted' || status === 'deleting' },
          ...present({
            requester: item.inner('RequesterVpcInfo').text('VpcId'),
            accepter: item.inner('AccepterVpcInfo').text('VpcId'),
          }),
          provenance: item.provenance,
        },
      ];
    }),
  );
}

/** The keys of its tunnels are in the same answer: they are not read. */
function vpnConnection(item: Item, id: string): VpnConnection {
  return {
    ...{ id, name: nameOf(item) ?? id, ...heldBy(item) },
    staticRoutes: unique(item.each('Routes', 'DestinationCidrBlock')),
    ...present({
      gateway: item.text('VpnGatewayId') ?? item.text('TransitGatewayId'),
      customerGateway: item.text('CustomerGatewayId'),
      state: item.text('State'),
    }),
    provenance: item.provenance,
  };
}

const VIRTUAL = ['private', 'public', 'transit'] as const;

function virtualInterface(item: Item, id: string): DirectConnectInterface {
  const type = VIRTUAL.find((one) => one === item.text('virtualInterfaceType')) ?? 'unknown';
  return {
    ...{ id, type, name: item.text('virtualInterfaceName') ?? id },
    ...heldBy(item, 'ownerAccount'),
    ...present({
      gateway: item.text('directConnectGatewayId') ?? item.text('virtualGatewayId'),
      vlan: item.number('vlan'),
      state: item.text('virtualInterfaceState'),
    }),
    provenance: item.provenance,
  };
}

type Lines = Pick<
  Collections,
  | 'customerGateways'
  | 'vpnConnections'
  | 'directConnectGateways'
  | 'directConnectAssociations'
  | 'directConnectInterfaces'
>;

export function readLines(answers: AnswerSet): Lines {
  const identified = <T>(
    key: Parameters<AnswerSet['items']>[0],
    name: string,
    read: (item: Item, id: string) => T,
  ): T[] =>
    answers.items(key).flatMap((item) => {
      const id = item.text(name);
      return id === undefined ? [] : [read(item, id)];
    });
  return {
    customerGateways: byId(
      identified('CustomerGateways', 'CustomerGatewayId', (item, id) => ({
        ...{ id, name: nameOf(item) ?? id, ...heldBy(item), provenance: item.provenance },
        ...present({ address: item.text('IpAddress'), asn: item.number('BgpAsn') }),
      })),
    ),
    vpnConnections: byId(identified('VpnConnections', 'VpnConnectionId', vpnConnection)),
    directConnectGateways: byId(
      identified('directConnectGateways', 'directConnectGatewayId', (item, id) => ({
        ...{ id, name: item.text('directConnectGatewayName') ?? id, provenance: item.provenance },
        ...heldBy(item, 'ownerAccount'),
        ...present({ asn: item.number('amazonSideAsn') }),
      })),
    ),
    directConnectAssociations: byId(
      identified('directConnectGatewayAssociations', 'associationId', (item, id) => ({
        id,
        directConnectGateway: item.text('directConnectGatewayId') ?? 'unknown',
        allowedPrefixes: unique(item.each('allowedPrefixesToDirectConnectGateway', 'cidr')),
        ...present({
          gateway: item.inner('associatedGateway').text('id') ?? item.text('virtualGatewayId'),
          state: item.text('associationState'),
        }),
        provenance: item.provenance,
      })),
    ),
    directConnectInterfaces: byId(
      identified('virtualInterfaces', 'virtualInterfaceId', virtualInterface),
    ),
  };
}

/** What is kept by AWS has its entries in the older answer only, as `Cidrs`. */
export function readPrefixLists(answers: AnswerSet): Collections['prefixLists'] {
  const entries = new Map(answers.of('Entries').map(({ key = '', items }) => [key, items]));
  const found = new Map<string, PrefixList>();
  for (const item of answers.items('PrefixLists')) {
    const id = item.text('PrefixListId');
    if (id === undefined) continue;
    const before = found.get(id);
    const name = item.text('PrefixListName') ?? before?.name ?? id;
    const owner = item.text('OwnerId');
    const own = [
      ...(entries.get(id) ?? []).flatMap((entry) => {
        const cidr = entry.text('Cidr');
        return cidr === undefined
          ? []
          : [{ cidr, ...present({ description: entry.text('Description') }) }];
      }),
      ...item.texts('Cidrs').map((cidr) => ({ cidr })),
    ];
    found.set(id, {
      ...{ id, name, provenance: item.provenance },
      ...heldBy(item),
      entries: own.length > 0 ? own : (before?.entries ?? []),
      managed: owner === 'AWS' || name.startsWith('com.amazonaws.') || (before?.managed ?? false),
    });
  }
  return byId(found.values());
}

/** Who may come in from anywhere by AWS Client VPN. */
export function readClientVpns(answers: AnswerSet): Collections['clientVpnEndpoints'] {
  const of = (key: 'ClientVpnTargetNetworks' | 'AuthorizationRules' | 'Routes', id: string) =>
    answers
      .of(key)
      .flatMap((answer) =>
        answer.items.filter((item) => item.text('ClientVpnEndpointId') === id || answer.key === id),
      );
  return byId(
    answers.items('ClientVpnEndpoints').flatMap((item) => {
      const id = item.text('ClientVpnEndpointId');
      if (id === undefined) return [];
      const transport = item.text('TransportProtocol');
      return [
        {
          ...{ id, name: nameOf(item) ?? id, ...heldBy(item), tags: {}, routes: [] },
          subnets: unique(
            of('ClientVpnTargetNetworks', id).flatMap((one) => one.text('TargetNetworkId') ?? []),
          ),
          groups: unique(item.texts('SecurityGroupIds')),
          authentication: unique(item.each('AuthenticationOptions', 'Type')),
          authorizations: of('AuthorizationRules', id).flatMap((one) => {
            const destination = one.text('DestinationCidr');
            const group = one.flag('AccessAll') ? undefined : one.text('GroupId');
            return destination === undefined ? [] : [{ destination, ...present({ group }) }];
          }),
          ...present({
            clientCidr: item.text('ClientCidrBlock'),
            vpc: item.text('VpcId'),
            state: item.inner('Status').text('Code'),
            splitTunnel: item.choice('SplitTunnel'),
            transport: transport === 'tcp' || transport === 'udp' ? transport : undefined,
            port: item.number('VpnPort'),
          } as const),
          provenance: item.provenance,
        },
      ];
    }),
  );
}
