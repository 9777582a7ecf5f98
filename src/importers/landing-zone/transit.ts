/** Transit gateways with their tables, what is attached to them, and the VPCs' own peerings. */

import type { Value } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import { regionOf, type ZoneNetwork } from './network.ts';
import { named, subnetAddress } from './vpcs.ts';
import { known, name, names, type ZonePlace } from './zone.ts';

const tableOf = (gateway: string, own: string): string => `${gateway}/table/${own}`;

/** How routes of a table name what is attached. */
export const attachmentKey = (kind: string, own: string, account = ''): string =>
  [kind, own, account].join('|');

/** Registers an attachment with the tables that it is associated with, and that it fills. */
export function tieTables(
  { zone }: ZoneNetwork,
  gateway: string,
  attachment: Value,
  address: string,
  item: YamlMapping,
  place: ZonePlace,
): void {
  for (const [key, type] of [
    ['routeTableAssociations', 'association'],
    ['routeTablePropagations', 'propagation'],
  ] as const)
    for (const own of names(item, key))
      zone.add(
        `aws_ec2_transit_gateway_route_table_${type}`,
        `${address}/${type}/${own}`,
        item.at,
        {
          transit_gateway_route_table_id: zone.ref(tableOf(gateway, own)),
          transit_gateway_attachment_id: attachment,
        },
        { place },
      );
}

/** Gateways and their tables; routes wait until all attachments are known. */
export function addGateways(network: ZoneNetwork): void {
  const { zone, gateways, item, home, organization } = network;
  for (const [own, gateway] of named(item, 'transitGateways')) {
    const place = {
      account: name(gateway, 'account') ?? 'unknown',
      region: regionOf(gateway, home),
    };
    organization.ensure(place.account, gateway.at);
    const address = zone.address(place, 'transit-gateway', own);
    gateways.set(own, address);
    const values = {
      default_route_table_association: known(gateway, 'defaultRouteTableAssociation'),
      default_route_table_propagation: known(gateway, 'defaultRouteTablePropagation'),
    };
    zone.add('aws_ec2_transit_gateway', address, gateway.at, values, { label: own, place });
    for (const [table, block] of named(gateway, 'routeTables'))
      zone.add(
        'aws_ec2_transit_gateway_route_table',
        tableOf(address, table),
        block.at,
        { transit_gateway_id: zone.ref(address) },
        { label: table, place },
      );
    zone.skip('network-config: shares of transit gateways', gateway.size('shareTargets'));
  }
}

/** VPCs that are attached. */
export function addAttachments(network: ZoneNetwork): void {
  const { zone, gateways } = network;
  for (const vpc of network.vpcs)
    for (const [i, item] of vpc.item.items('transitGatewayAttachments').entries()) {
      const target = item.item('transitGateway');
      const wanted = (target && name(target, 'name')) ?? '';
      const gateway = gateways.get(wanted);
      const address = `${vpc.address}/attachment/${name(item, 'name') ?? i + 1}`;
      if (gateway === undefined)
        zone.note(address, `no transit gateway is called ${wanted}`, item.at);
      const own = gateway ?? `transit-gateway/${wanted}`;
      const values = {
        vpc_id: zone.ref(vpc.address),
        transit_gateway_id: zone.ref(own),
        subnet_ids: names(item, 'subnets').map((subnet) => zone.ref(subnetAddress(vpc, subnet))),
      };
      const { place } = vpc;
      zone.add('aws_ec2_transit_gateway_vpc_attachment', address, item.at, values, { place });
      const attachment = zone.ref(address);
      network.attachments.set(
        `${own} ${attachmentKey('vpc', vpc.name, vpc.place.account)}`,
        attachment,
      );
      tieTables(network, own, attachment, address, item, place);
    }
}

/** Peerings of two transit gateways. */
export function addGatewayPeerings(network: ZoneNetwork): void {
  const { zone, gateways, home } = network;
  for (const [own, item] of named(network.item, 'transitGatewayPeering')) {
    const sides = ['requester', 'accepter'].flatMap((side) => item.item(side) ?? []);
    const [from, to] = sides.map((side) => gateways.get(side.text('transitGatewayName') ?? ''));
    const [asking, answering] = sides;
    if (from === undefined || to === undefined || !asking || !answering) {
      zone.note(`transit gateway peering ${own}`, 'one of its gateways is not declared', item.at);
      continue;
    }
    const place = { account: asking.text('account') ?? 'unknown', region: regionOf(asking, home) };
    const address = `transit-gateway-peering/${own}`;
    const values = { transit_gateway_id: zone.ref(from), peer_transit_gateway_id: zone.ref(to) };
    zone.add('aws_ec2_transit_gateway_peering_attachment', address, item.at, values, {
      label: own,
      place,
    });
    const attachment = zone.ref(address);
    for (const [gateway, side] of [
      [from, asking],
      [to, answering],
    ] as const) {
      network.attachments.set(`${gateway} ${attachmentKey('peering', own)}`, attachment);
      tieTables(network, gateway, attachment, `${address}/${gateway}`, side, place);
    }
  }
}

/** What a static route names, in its several ways. */
function destinationAttachment(
  { attachments }: ZoneNetwork,
  gateway: string,
  item: YamlMapping | undefined,
): Value | undefined {
  const [vpc, account] = [item?.text('vpcName'), item?.text('account')];
  const keys = [
    attachmentKey('vpc', vpc ?? '', account),
    attachmentKey('vpn', item?.text('vpnConnectionName') ?? ''),
    attachmentKey('direct-connect', item?.text('directConnectGatewayName') ?? ''),
    attachmentKey('peering', item?.text('transitGatewayPeeringName') ?? ''),
  ];
  return keys.map((key) => attachments.get(`${gateway} ${key}`)).find((found) => found);
}

/** Static routes, when all that is attached is known. */
export function addStaticRoutes(network: ZoneNetwork): void {
  const { zone, gateways } = network;
  for (const [own, gateway] of named(network.item, 'transitGateways')) {
    const address = gateways.get(own) ?? '';
    const place = {
      account: name(gateway, 'account') ?? 'unknown',
      region: regionOf(gateway, network.home),
    };
    for (const [table, block] of named(gateway, 'routeTables'))
      for (const [i, route] of block.items('routes').entries()) {
        const target = destinationAttachment(network, address, route.item('attachment'));
        const blackhole = route.flag('blackhole');
        const at = `${tableOf(address, table)}/route/${i + 1}`;
        if (target === undefined && !blackhole)
          zone.note(at, 'what it leads to is not attached to the gateway', route.at);
        const list = name(route, 'destinationPrefixList');
        const values = {
          transit_gateway_route_table_id: zone.ref(tableOf(address, table)),
          transit_gateway_attachment_id: blackhole ? undefined : target,
          blackhole,
          ...(list === undefined
            ? { destination_cidr_block: known(route, 'destinationCidrBlock') }
            : { prefix_list_id: zone.ref(zone.address(place, 'prefix-list', list)) }),
        };
        const type = list === undefined ? 'route' : 'prefix_list_reference';
        zone.add(`aws_ec2_transit_gateway_${type}`, at, route.at, values, { place });
      }
  }
}

/** Peerings of two VPCs, by their names. */
export function addPeerings(network: ZoneNetwork): void {
  const { zone } = network;
  for (const [own, item] of named(network.item, 'vpcPeering')) {
    const [from, to] = names(item, 'vpcs').map((vpc) => network.find(vpc, item));
    if (!from || !to) continue;
    const values = { vpc_id: zone.ref(from.address), peer_vpc_id: zone.ref(to.address) };
    zone.add('aws_vpc_peering_connection', `peering/${own}`, item.at, values, {
      label: own,
      place: from.place,
    });
  }
}
