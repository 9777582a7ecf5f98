/** What is outside of the estate, and connected: the internet, other sites, networks that were not read. */

import { once } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { VpnGateway } from '../inventory/network.ts';
import { AddressSet } from '../model/addresses.ts';
import { byCodeUnit, gather } from '../model/order.ts';
import { NOT_PUBLIC, PUBLIC } from './gateway-ways.ts';
import { isGone, type NetworkModel } from './network-model.ts';
import type { OutsideEnd } from './path-ends.ts';

export const INTERNET: OutsideEnd = {
  ...{ kind: 'internet', id: 'internet', name: 'internet', addresses: PUBLIC, known: PUBLIC },
};

/** Attachments of transit gateways with other sites behind them. */
const SITES: ReadonlySet<string> = new Set(['vpn', 'connect', 'direct-connect-gateway']);

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

/** Blocks that routes lead to gateways and attachments, by the id of these. */
const routedBlocks = once(({ routes, transitRoutes }) => {
  const routed = new Map<string, string[]>();
  for (const { kind, target, destination, active } of routes.values())
    if (kind === 'virtual-private-gateway' && active) gather(routed, target, destination);
  for (const { targets, destination, active } of transitRoutes.values())
    if (active) for (const target of targets) gather(routed, target, destination);
  return routed;
});

/** Virtual private gateways that a line, or a route, is known to lead to. */
const connectedGateways = once((inventory) => {
  const { vpnConnections, directConnectInterfaces, directConnectAssociations } = inventory;
  return new Set([
    ...[...vpnConnections.values()].flatMap((own) => (isGone(own) ? [] : (own.gateway ?? []))),
    ...[...directConnectInterfaces.values()].flatMap(({ gateway }) => gateway ?? []),
    ...[...directConnectAssociations.values()].flatMap(({ gateway }) => gateway ?? []),
    ...routedBlocks(inventory).keys(),
  ]);
});

export const isConnected = ({ inventory }: NetworkModel, { id }: VpnGateway): boolean =>
  connectedGateways(inventory).has(id);

/** Whether a gateway without a line is known to have none. */
const linesRead = (model: NetworkModel, gateway: VpnGateway): boolean =>
  model.wasRead('vpnConnections', gateway) && model.wasRead('directConnectAssociations', gateway);

function sites(model: NetworkModel): OutsideEnd[] {
  const { inventory } = model;
  const { vpnGateways, vpnConnections, transitAttachments } = inventory;
  const routed = routedBlocks(inventory);
  const lines = [...vpnConnections.values()];
  const found: OutsideEnd[] = [];
  for (const gateway of vpnGateways.values()) {
    if (isGone(gateway) || gateway.vpc === undefined) continue;
    if (!isConnected(model, gateway) && linesRead(model, gateway)) continue;
    const own = lines.filter((line) => line.gateway === gateway.id && !isGone(line));
    const blocks = [...(routed.get(gateway.id) ?? []), ...own.flatMap((l) => l.staticRoutes)];
    found.push(site(gateway.id, `on-premises via ${gateway.name}`, blocks));
  }
  // A source may have the routes to a gateway, and no record of it.
  for (const [id, blocks] of routed)
    if (!vpnGateways.has(id) && !transitAttachments.has(id))
      found.push(site(id, `on-premises via ${id}`, blocks));
  for (const attachment of transitAttachments.values()) {
    if (!SITES.has(attachment.type) || isGone(attachment)) continue;
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

/** Its own blocks, and those that routes of transit gateways lead to it; where neither is known, any private one. */
function unreadAddresses(model: NetworkModel, id: string, attachments: readonly string[]) {
  const routed = routedBlocks(model.inventory);
  const blocks = declared(attachments.flatMap((own) => routed.get(own) ?? []));
  const known = blocks.union(model.blocks(id));
  return known.isEmpty ? NOT_PUBLIC : known;
}

/** VPCs that others are peered or attached with, and that no source has read. */
function unread(model: NetworkModel): OutsideEnd[] {
  const { peerings, transitAttachments, vpcs } = model.inventory;
  const ids = new Map<string, string[]>();
  for (const { gone, requester, accepter } of peerings.values())
    if (!gone) for (const id of [requester, accepter]) if (id) ids.set(id, ids.get(id) ?? []);
  for (const own of transitAttachments.values())
    if (own.type === 'vpc' && !isGone(own)) gather(ids, own.vpc ?? own.id, own.id);
  return [...ids]
    .filter(([id]) => !model.isRead(id))
    .map(([id, attachments]) => ({
      ...{ kind: 'unread', id, name: vpcs.get(id)?.name ?? id, known: AddressSet.NONE },
      addresses: unreadAddresses(model, id, attachments),
      declaredBy: 'the network was not read: its routes and rules are not known',
    }));
}

/** What is behind peerings with transit gateways that no source has read. */
function unreadPeers(model: NetworkModel): OutsideEnd[] {
  const { inventory, transit } = model;
  return [...inventory.transitAttachments.values()].flatMap((own): OutsideEnd[] => {
    if (own.type !== 'peering' || isGone(own)) return [];
    const peers = transit.peers(own);
    const other =
      peers.find((id) => !transit.isRead(id)) ?? (peers.length < 2 ? own.id : undefined);
    if (other === undefined || !peers.some((id) => transit.isRead(id))) return [];
    return [
      {
        ...{ kind: 'unread', id: own.id, name: `${other} via ${own.id}`, gateway: other },
        ...{ known: AddressSet.NONE, addresses: unreadAddresses(model, own.id, [own.id]) },
        declaredBy: 'the transit gateway was not read: what is attached to it is not known',
      },
    ];
  });
}

export function outsideEnds(model: NetworkModel): readonly OutsideEnd[] {
  const others = [...sites(model), ...unread(model), ...unreadPeers(model)];
  return [INTERNET, ...others.sort((a, b) => byCodeUnit(a.id, b.id))];
}
