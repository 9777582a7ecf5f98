/** Site-to-site VPN: connections from gateways of the cloud to those of other sites. */

import { readState } from '../../inventory/inventory.ts';
import type { CustomerGateway, VpnConnection } from '../../inventory/network.ts';
import type { TransitAttachment } from '../../inventory/transit.ts';
import { element, link } from '../elements.ts';
import { isDeleted, statusOf } from './gateways.ts';
import type { Plan } from './plan.ts';
import { type AttachedSite, gatewayEnd, ownersOf, stubEnd } from './site-ends.ts';

const LABEL = 'IPsec VPN';

function connectionWords({ id, name, staticRoutes }: VpnConnection): string {
  return [
    `VPN connection ${name === id ? id : `${name} (${id})`}`,
    staticRoutes.length > 0
      ? `static routes to ${staticRoutes.join(', ')}`
      : 'no static routes recorded',
  ].join('; ');
}

function customerElement(plan: Plan, gateway: CustomerGateway, status?: string) {
  const { id, name, address, asn, accounts, provenance } = gateway;
  return element(
    { at: provenance.at, counted: plan.fates.draw('customer-gateway', id) },
    'aws:customer-gateway',
    name,
    {
      id,
      status,
      description: [
        'the other end of VPN connections',
        ...(address === undefined ? [] : [`address ${address}`]),
        ...(asn === undefined ? [] : [`ASN ${asn}`]),
        ...(accounts.length > 0 ? [`kept by ${ownersOf(plan, accounts)}`] : []),
      ].join('; '),
    },
  );
}

/** Outside of all accounts: it stands for another site. */
function customerEnd(plan: Plan, connection: VpnConnection): string {
  const { inventory, fates, boxes } = plan;
  const { id, customerGateway, provenance } = connection;
  const record = inventory.customerGateways.get(customerGateway ?? '');
  const end = customerGateway ?? `${id}/customer-gateway`;
  const there = fates.isDrawn('customer-gateway', end) || fates.has('unlisted-site-end', end);
  if (there) return end;
  const name = customerGateway ?? 'unknown customer gateway';
  const made = record
    ? customerElement(plan, record)
    : stubEnd(plan, end, 'aws:customer-gateway', 'customer-gateway', name, provenance.at);
  boxes.add(undefined, undefined, made);
  return end;
}

/** The far end of an attachment of a transit gateway, where its VPN connection is recorded. */
export function attachedVpn(
  plan: Plan,
  { type, resource }: TransitAttachment,
): AttachedSite | undefined {
  const connection = type === 'vpn' ? plan.inventory.vpnConnections.get(resource ?? '') : undefined;
  if (!connection) return undefined;
  plan.fates.fold('vpn-connection', [connection.id]);
  return {
    end: customerEnd(plan, connection),
    label: LABEL,
    words: connectionWords(connection),
  };
}

/** The cloud's end of a connection. */
function cloudEnd(plan: Plan, connection: VpnConnection): string | undefined {
  const { inventory, chosen, fates, boxes, wishes } = plan;
  const { id, gateway, accounts, region, provenance } = connection;
  const found = gateway === undefined ? undefined : gatewayEnd(plan, gateway);
  if (found !== undefined) return found === 'left out' ? undefined : found.end;
  // An attachment to a transit gateway that is not recorded has drawn that already.
  const attached = [...inventory.transitAttachments.values()]
    .filter(({ resource }) => resource === id)
    .map((attachment) => `${attachment.id}/gateway`)
    .find((stub) => fates.isDrawn('attachment-far-end', stub));
  if (attached !== undefined) return attached;
  if (!chosen.asks(connection) || wishes.depth === 'vpcs') return undefined;
  const transit = gateway?.startsWith('tgw-');
  const end = gateway ?? `${id}/gateway`;
  const made = stubEnd(
    plan,
    end,
    transit ? 'aws:transit-gateway' : 'aws:virtual-private-gateway',
    transit ? 'transit-gateway' : 'virtual-private-gateway',
    gateway ?? 'unknown gateway',
    provenance.at,
  );
  boxes.add(accounts[0], region, made);
  return end;
}

/** Whether it is known that no connection leads to it. */
function isIdle({ inventory }: Plan, { id, accounts, region }: CustomerGateway): boolean {
  const read = readState(inventory, 'vpnConnections', accounts[0], region) === 'read';
  return (
    read &&
    ![...inventory.vpnConnections.values()].some(
      ({ customerGateway, state }) => customerGateway === id && !isDeleted(state),
    )
  );
}

/** Draws the connections of gateways that are drawn, and customer gateways of what is asked for. */
export function drawVpn(plan: Plan): void {
  const { inventory, chosen, fates, boxes, links, wishes } = plan;
  const { vpnConnections, customerGateways } = inventory;
  for (const connection of vpnConnections.values()) {
    const { id, state, provenance } = connection;
    if (fates.has('vpn-connection', id) || isDeleted(state)) continue;
    const end = cloudEnd(plan, connection);
    if (end === undefined) continue;
    const counted = fates.draw('vpn-connection', id);
    links.push(
      link({ at: provenance.at, counted }, end, customerEnd(plan, connection), {
        id,
        label: LABEL,
        status: statusOf(state),
        direction: 'both',
        description: connectionWords(connection),
      }),
    );
  }
  for (const gateway of customerGateways.values()) {
    const open = !fates.isDrawn('customer-gateway', gateway.id) && chosen.asks(gateway);
    if (!open || wishes.depth === 'vpcs') continue;
    const status = isIdle(plan, gateway) ? 'no VPN connection' : undefined;
    boxes.add(gateway.accounts[0], gateway.region, customerElement(plan, gateway, status));
  }
  fates.omit('vpn-connection', vpnConnections.keys());
  fates.omit('customer-gateway', customerGateways.keys());
}
