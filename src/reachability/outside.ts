/** What is outside of the estate, and connected: the internet, other sites, networks that were not read. */

import type { Inventory } from '../inventory/inventory.ts';
import { AddressSet } from '../model/addresses.ts';
import { byCodeUnit } from '../model/order.ts';
import { NOT_PUBLIC, PUBLIC } from './gateway-ways.ts';
import { isGone, type NetworkModel } from './network-model.ts';
import type { OutsideEnd } from './path-ends.ts';

export const INTERNET: OutsideEnd = {
  ...{ kind: 'internet', id: 'internet', name: 'internet', addresses: PUBLIC, known: PUBLIC },
};

const ANYWHERE = /^(?:0\.0\.0\.0|::)\/0$/;

/** What a line is known to carry: blocks that routes lead to it, or its own static ones. */
function declared(blocks: readonly string[]): AddressSet {
  return AddressSet.parse(blocks.filter((block) => !ANYWHERE.test(block))) ?? AddressSet.NONE;
}

function site(id: string, name: string, blocks: readonly string[]): OutsideEnd {
  const known = declared(blocks);
  return {
    ...{ kind: 'on-premises', id, name, known },
    // Without a route of its own it may send from any private address.
    addresses: known.isEmpty ? NOT_PUBLIC : known,
    declaredBy: known.isEmpty
      ? 'no route names its addresses: any private one is taken'
      : 'its addresses are those that routes and the connection declare',
  };
}

function sites({ inventory }: NetworkModel): OutsideEnd[] {
  const { vpnGateways, vpnConnections, transitAttachments, routes, transitRoutes } = inventory;
  const routed = new Map<string, string[]>();
  const add = (id: string, block: string): void =>
    void routed.set(id, [...(routed.get(id) ?? []), block]);
  for (const { kind, target, destination, active } of routes.values())
    if (kind === 'virtual-private-gateway' && active) add(target, destination);
  for (const { targets, destination, active } of transitRoutes.values())
    if (active) for (const target of targets) add(target, destination);
  const lines = [...vpnConnections.values()];
  const connected = new Set([
    ...lines.filter((line) => !isGone(line)).flatMap(({ gateway }) => gateway ?? []),
    ...[...inventory.directConnectInterfaces.values()].flatMap(({ gateway }) => gateway ?? []),
    ...[...inventory.directConnectAssociations.values()].flatMap(({ gateway }) => gateway ?? []),
    ...routed.keys(),
  ]);
  const found: OutsideEnd[] = [];
  for (const gateway of vpnGateways.values()) {
    if (isGone(gateway) || gateway.vpc === undefined || !connected.has(gateway.id)) continue;
    const own = lines.filter((line) => line.gateway === gateway.id && !isGone(line));
    const blocks = [...(routed.get(gateway.id) ?? []), ...own.flatMap((l) => l.staticRoutes)];
    found.push(site(gateway.id, `on-premises via ${gateway.name}`, blocks));
  }
  // A source may have the routes to a gateway, and no record of it.
  for (const [id, blocks] of routed)
    if (!vpnGateways.has(id) && !transitAttachments.has(id))
      found.push(site(id, `on-premises via ${id}`, blocks));
  for (const attachment of transitAttachments.values()) {
    if (!['vpn', 'connect', 'direct-connect-gateway'].includes(attachment.type)) continue;
    if (isGone(attachment)) continue;
    const own = lines.filter(({ id }) => id === attachment.resource);
    const blocks = [
      ...(routed.get(attachment.id) ?? []),
      ...own.flatMap(({ staticRoutes }) => staticRoutes),
    ];
    const name = attachment.resource ?? attachment.id;
    found.push(site(attachment.id, `on-premises via ${name}`, blocks));
  }
  return found;
}

/** The VPC that a virtual private gateway is attached to, by its record, or by the tables that route to it. */
export function vpcOfSite(
  { vpnGateways, routes, routeTables }: Inventory,
  id: string,
): string | undefined {
  const own = vpnGateways.get(id)?.vpc;
  if (own !== undefined) return own;
  for (const { kind, target, table } of routes.values())
    if (kind === 'virtual-private-gateway' && target === id)
      return routeTables.get(table ?? '')?.vpc;
  return undefined;
}

/** VPCs that others are peered or attached with, and that no source has read. */
function unread(model: NetworkModel): OutsideEnd[] {
  const { peerings, transitAttachments, vpcs } = model.inventory;
  const ids = new Set([
    ...[...peerings.values()].flatMap((own) =>
      own.gone ? [] : [own.requester ?? '', own.accepter ?? ''],
    ),
    ...[...transitAttachments.values()].flatMap((own) => (isGone(own) ? [] : (own.vpc ?? ''))),
  ]);
  return [...ids]
    .filter((id) => id !== '' && !model.isRead(id))
    .map((id) => ({
      ...{ kind: 'unread', id, name: vpcs.get(id)?.name ?? id, known: AddressSet.NONE },
      addresses: model.blocks(id),
      declaredBy: 'the network was not read: its routes and rules are not known',
    }));
}

export function outsideEnds(model: NetworkModel): readonly OutsideEnd[] {
  return [INTERNET, ...[...sites(model), ...unread(model)].sort((a, b) => byCodeUnit(a.id, b.id))];
}

/** Ways in that are there and not modelled: each is one more than the paths that are listed. */
export function unmodelledWays(inventory: Inventory): readonly string[] {
  const { clientVpnEndpoints, endpointServices, coreNetworks, endpoints, networkFirewalls } =
    inventory;
  const found = [
    [...clientVpnEndpoints.keys()].map((id) => `client VPN endpoint ${id}: its own rules`),
    [...endpointServices.keys()].map((id) => `endpoint service ${id}: who connects to it`),
    [...coreNetworks.keys()].map((id) => `core network ${id}: its segments`),
    [...networkFirewalls.values()].map(({ name }) => `firewall ${name}: its policy`),
    [...endpoints.values()]
      .filter(({ service }) => /\.(?:ssm|ssmmessages|ec2messages|vpc-lattice)$/.test(service))
      .map(({ id, service }) => `${service} by ${id}: sessions that come in through the service`),
  ];
  return found.flat().sort(byCodeUnit);
}
