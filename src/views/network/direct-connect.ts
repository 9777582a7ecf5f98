/** Direct Connect: its gateways, what they are joined to, and the virtual interfaces that lead to other sites. */

import type {
  DirectConnectAssociation,
  DirectConnectGateway,
  DirectConnectInterface,
} from '../../inventory/network.ts';
import type { TransitAttachment } from '../../inventory/transit.ts';
import type { ElementContent } from '../../model/content.ts';
import { element, link } from '../elements.ts';
import { isDeleted, statusOf } from './gateways.ts';
import type { Plan } from './plan.ts';
import { type AttachedSite, gatewayEnd, ownersOf, stubEnd } from './site-ends.ts';

const LABEL = 'Direct Connect';
const GATEWAY = 'direct-connect-gateway';
const ASSOCIATION = 'direct-connect-association';
const INTERFACE = 'direct-connect-interface';

const isOver = (state: string | undefined): boolean =>
  isDeleted(state) || state === 'disassociated' || state === 'disassociating';

const associationWords = ({ id, allowedPrefixes }: DirectConnectAssociation): string =>
  [
    `Direct Connect association ${id}`,
    allowedPrefixes.length > 0
      ? `announces ${allowedPrefixes.join(', ')}`
      : 'no allowed prefixes recorded',
  ].join('; ');

const interfaceWords = ({ id, name, type, vlan, state }: DirectConnectInterface): string =>
  [
    `${type === 'unknown' ? '' : `${type} `}virtual interface ${name === id ? id : `${name} (${id})`}`,
    ...(vlan === undefined ? [] : [`VLAN ${vlan}`]),
    ...(statusOf(state) ? [state] : []),
  ].join(', ');

/** The far end of an attachment of a transit gateway, where its Direct Connect gateway is recorded: it is drawn later. */
export function attachedDirectConnect(
  { inventory, fates }: Plan,
  { type, resource, gateway }: TransitAttachment,
): AttachedSite | undefined {
  const far = type === GATEWAY ? inventory.directConnectGateways.get(resource ?? '') : undefined;
  if (!far) return undefined;
  const transit = gateway === undefined ? undefined : inventory.transitGateways.get(gateway);
  const own = [...inventory.directConnectAssociations.values()].filter(
    (a) =>
      a.directConnectGateway === far.id &&
      !isOver(a.state) &&
      a.gateway !== undefined &&
      [gateway, transit?.short].includes(a.gateway),
  );
  fates.fold(
    ASSOCIATION,
    own.map(({ id }) => id),
  );
  fates.draw(GATEWAY, far.id);
  return {
    end: far.id,
    label: LABEL,
    words: own.map(associationWords).join('; ') || 'no association recorded',
  };
}

/** The gateway of an association: a stub where only this names it. */
function farEnd(plan: Plan, { directConnectGateway, provenance }: DirectConnectAssociation) {
  const { inventory, fates, boxes } = plan;
  if (inventory.directConnectGateways.has(directConnectGateway))
    fates.draw(GATEWAY, directConnectGateway);
  else if (!fates.has('unlisted-site-end', directConnectGateway))
    boxes.add(
      undefined,
      undefined,
      stubEnd(
        plan,
        directConnectGateway,
        'aws:direct-connect-gateway',
        GATEWAY,
        directConnectGateway,
        provenance.at,
      ),
    );
  return directConnectGateway;
}

function drawAssociation(plan: Plan, association: DirectConnectAssociation): void {
  const { id, gateway, state, provenance } = association;
  const found = gateway === undefined ? undefined : gatewayEnd(plan, gateway);
  if (found === undefined || found === 'left out') return;
  const counted = plan.fates.draw(ASSOCIATION, id);
  plan.links.push(
    link({ at: provenance.at, counted }, found.end, farEnd(plan, association), {
      id,
      label: LABEL,
      status: state === 'associated' ? undefined : state,
      direction: 'both',
      description: associationWords(association),
    }),
  );
}

function interfaceElement(plan: Plan, own: DirectConnectInterface): ElementContent {
  const { id, name, gateway, accounts, state, provenance } = own;
  const counted = plan.fates.draw(INTERFACE, id);
  return element({ at: provenance.at, counted }, 'aws:direct-connect', name, {
    id,
    status: statusOf(state),
    description: [
      interfaceWords(own),
      ...(gateway === undefined ? [] : [`leads to ${gateway}`]),
      ...(accounts.length > 0 ? [`kept by ${ownersOf(plan, accounts)}`] : []),
    ].join('; '),
  });
}

/** An interface of a VPN gateway leads to another site without a Direct Connect gateway between. */
function drawInterface(plan: Plan, own: DirectConnectInterface): void {
  const { id, gateway, provenance } = own;
  const found = gateway === undefined ? undefined : gatewayEnd(plan, gateway);
  if (found === undefined || found === 'left out') return;
  plan.boxes.add(undefined, undefined, interfaceElement(plan, own));
  const counted = plan.fates.draw('direct-connect-line', id);
  const { at } = provenance;
  plan.links.push(link({ at, counted }, found.end, id, { label: LABEL, direction: 'both' }));
}

/** With its interfaces in words, and what it is joined to besides what is drawn. */
function drawGateway(plan: Plan, gateway: DirectConnectGateway): void {
  const { inventory, fates, boxes } = plan;
  const { id, name, asn, accounts, provenance } = gateway;
  const interfaces = [...inventory.directConnectInterfaces.values()].filter(
    (one) => one.gateway === id && !isOver(one.state),
  );
  const hidden = [...inventory.directConnectAssociations.values()].filter(
    (one) =>
      one.directConnectGateway === id && !isOver(one.state) && !fates.has(ASSOCIATION, one.id),
  );
  fates.fold(
    INTERFACE,
    interfaces.map((one) => one.id),
  );
  fates.fold(
    ASSOCIATION,
    hidden.map((one) => one.id),
  );
  const joined = hidden.map((one) => one.gateway ?? 'a gateway that is not recorded');
  const counted = fates.draw(GATEWAY, id);
  const made = element({ at: provenance.at, counted }, 'aws:direct-connect-gateway', name, {
    id,
    description: [
      'Direct Connect gateway',
      ...(asn === undefined ? [] : [`ASN ${asn}`]),
      ...interfaces.map(interfaceWords),
      ...(joined.length > 0 ? [`also joined to ${joined.join(', ')}, not shown here`] : []),
      ...(accounts.length > 0 ? [`kept by ${ownersOf(plan, accounts)}`] : []),
    ].join('; '),
  });
  boxes.add(undefined, undefined, made);
}

/** Draws what is joined to gateways that are drawn, and what the options ask for by its account. */
export function drawDirectConnect(plan: Plan): void {
  const { inventory, chosen, fates, boxes, wishes } = plan;
  const { directConnectGateways, directConnectAssociations, directConnectInterfaces } = inventory;
  const alone = (record: Parameters<typeof chosen.asks>[0]): boolean =>
    wishes.depth !== 'vpcs' && chosen.asks(record);
  for (const association of directConnectAssociations.values())
    if (!(fates.has(ASSOCIATION, association.id) || isOver(association.state)))
      drawAssociation(plan, association);
  for (const own of directConnectInterfaces.values())
    if (!isOver(own.state)) drawInterface(plan, own);
  for (const gateway of directConnectGateways.values())
    if (fates.isDrawn(GATEWAY, gateway.id) || alone(gateway)) drawGateway(plan, gateway);
  for (const own of directConnectInterfaces.values())
    if (!(fates.has(INTERFACE, own.id) || isOver(own.state)) && alone(own))
      boxes.add(own.accounts[0], own.region, interfaceElement(plan, own));
  fates.omit(ASSOCIATION, directConnectAssociations.keys());
  fates.omit(INTERFACE, directConnectInterfaces.keys());
  fates.omit(GATEWAY, directConnectGateways.keys());
  fates.made('direct-connect-line');
  fates.made('unlisted-site-end');
}
