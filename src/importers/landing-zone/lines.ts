/** Lines to other sites: customer gateways with their VPN connections, Direct Connect. */

import { Unknown, type Value } from '../aws-resources/values.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import { regionOf, type ZoneNetwork } from './network.ts';
import { attachmentKey, tieTables } from './transit.ts';
import { named } from './vpcs.ts';
import { known, knownTexts, name, type ZonePlace } from './zone.ts';

/** An address may also be looked up when the accelerator runs. */
function addressOf(item: YamlMapping): Value | undefined {
  const address = known(item, 'ipAddress');
  return typeof address === 'string' && !/^[0-9a-f.:]+$/i.test(address)
    ? new Unknown('the accelerator looks the address up')
    : address;
}

function addConnection(
  network: ZoneNetwork,
  gateway: string,
  [own, item]: readonly [string, YamlMapping],
  place: ZonePlace,
): void {
  const { zone } = network;
  const address = `${gateway}/vpn/${own}`;
  const transit = network.gateways.get(item.text('transitGateway') ?? '');
  const wanted = name(item, 'vpc');
  const vpc = wanted === undefined ? undefined : network.find(wanted, item);
  if (transit === undefined && !vpc)
    zone.note(address, 'neither a transit gateway nor a VPC of these files is at its end', item.at);
  const values = {
    customer_gateway_id: zone.ref(gateway),
    transit_gateway_id: transit === undefined ? undefined : zone.ref(transit),
    vpn_gateway_id: vpc ? zone.ref(`${vpc.address}/vpn-gateway`) : undefined,
  };
  zone.add('aws_vpn_connection', address, item.at, values, { label: own, place });
  if (transit === undefined) return;
  const attachment = zone.ref(address, 'transit_gateway_attachment_id');
  network.attachments.set(`${transit} ${attachmentKey('vpn', own)}`, attachment);
  tieTables(network, transit, attachment, address, item, place);
}

export function addCustomerGateways(network: ZoneNetwork): void {
  const { zone, home, organization } = network;
  for (const [own, item] of named(network.item, 'customerGateways')) {
    const place = { account: name(item, 'account') ?? 'unknown', region: regionOf(item, home) };
    organization.ensure(place.account, item.at);
    const address = zone.address(place, 'customer-gateway', own);
    const values = { ip_address: addressOf(item), bgp_asn: known(item, 'asn') };
    zone.add('aws_customer_gateway', address, item.at, values, { label: own, place });
    for (const connection of named(item, 'vpnConnections'))
      addConnection(network, address, connection, place);
  }
}

export function addDirectConnect(network: ZoneNetwork): void {
  const { zone, organization } = network;
  for (const [own, item] of named(network.item, 'directConnectGateways')) {
    const account = name(item, 'account') ?? 'unknown';
    organization.ensure(account, item.at);
    const place = { account, region: 'global' };
    const address = zone.address(place, 'direct-connect-gateway', own);
    const shown = known(item, 'gatewayName') ?? own;
    zone.add(
      'aws_dx_gateway',
      address,
      item.at,
      { name: shown, amazon_side_asn: known(item, 'asn') },
      { place },
    );
    for (const [line, block] of named(item, 'virtualInterfaces')) {
      const type = block.text('type') === 'transit' ? 'transit' : 'private';
      zone.add(
        `aws_dx_${type}_virtual_interface`,
        `${address}/interface/${line}`,
        block.at,
        { name: line, dx_gateway_id: zone.ref(address), vlan: known(block, 'vlan') },
        { place: { account, region: regionOf(block, network.home) } },
      );
    }
    addAssociations(network, address, own, item);
  }
}

function addAssociations(
  network: ZoneNetwork,
  address: string,
  own: string,
  item: YamlMapping,
): void {
  const { zone } = network;
  for (const tie of item.items('transitGatewayAssociations')) {
    const gateway = network.gateways.get(tie.text('name') ?? '');
    if (gateway === undefined) {
      zone.note(address, `no transit gateway is called ${tie.text('name') ?? ''}`, tie.at);
      continue;
    }
    zone.add('aws_dx_gateway_association', `${address}/association/${tie.text('name')}`, tie.at, {
      dx_gateway_id: zone.ref(address),
      associated_gateway_id: zone.ref(gateway),
      allowed_prefixes: knownTexts(tie, 'allowedPrefixes'),
    });
    // The attachment comes into being with the association, and has no id of its own before.
    const attachment = `${address}/attachment`;
    network.attachments.set(`${gateway} ${attachmentKey('direct-connect', own)}`, attachment);
    const place = { account: item.text('account') ?? 'unknown', region: 'global' };
    tieTables(network, gateway, attachment, `${address}/${tie.text('name')}`, tie, place);
  }
}
