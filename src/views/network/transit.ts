/** Transit gateways with their route tables, and what is attached to which of these. */

import { transitTableOf, usesOf } from '../../inventory/indexes.ts';
import type {
  TransitAttachment,
  TransitGateway,
  TransitRouteTable,
} from '../../inventory/transit.ts';
import type { ElementContent } from '../../model/content.ts';
import { element, link } from '../elements.ts';
import { drawLooseAttachment, farElement, farEnd } from './attachments.ts';
import { attachedDirectConnect } from './direct-connect.ts';
import type { Plan } from './plan.ts';
import { attachedVpn } from './vpn.ts';

/** A table by what looks its routes up in it; the description holds all of them. */
function titleOf(served: readonly string[]): string {
  if (served.length === 0) return 'For no attachment';
  return served.length > 2 ? `For ${served.length} attachments` : `For ${served.join(', ')}`;
}

function tableElement(plan: Plan, table: TransitRouteTable): ElementContent {
  const { inventory, fates } = plan;
  const { transitAttachments } = inventory;
  const associations = usesOf(inventory.transitAssociations, table.id);
  const propagations = usesOf(inventory.transitPropagations, table.id);
  const routes = [...inventory.transitRoutes.values()].filter((r) => r.table === table.id);
  fates.fold(
    'transit-gateway-association',
    associations.map(({ id }) => id),
  );
  fates.fold(
    'transit-gateway-propagation',
    propagations.map(({ id }) => id),
  );
  fates.fold(
    'transit-gateway-route',
    routes.map(({ id }) => id),
  );
  const name = (id: string): string => {
    const attachment = transitAttachments.get(id);
    return attachment ? farEnd(plan, attachment) : id;
  };
  const served = associations.map((a) => name(a.attachment)).sort();
  return element(
    { at: table.provenance.at, counted: fates.draw('transit-gateway-route-table', table.id) },
    'route-table',
    titleOf(served),
    {
      id: table.id,
      description: [
        served.length > 0 ? `Associated with ${served.join(', ')}` : 'Associated with nothing',
        ...(propagations.length > 0
          ? [
              `filled by ${propagations
                .map((p) => name(p.attachment))
                .sort()
                .join(', ')}`,
            ]
          : []),
      ].join('; '),
      routes: routes.map(({ destination, targets, active }) => ({
        destination,
        target: `${targets.map(name).join(', ') || 'nothing'}${active ? '' : ' (blackhole)'}`,
      })),
    },
  );
}

/** Whether the options ask for an attachment: by its VPC, else by its gateway, else by its account. */
function asksFor(plan: Plan, attachment: TransitAttachment): boolean {
  const { inventory, chosen } = plan;
  const { vpc, gateway, peerGateway } = attachment;
  if (vpc !== undefined && inventory.vpcs.has(vpc)) return chosen.selected.has(vpc);
  const joined = [gateway, peerGateway].flatMap(
    (id) => inventory.transitGateways.get(id ?? '') ?? [],
  );
  const { vpc: _, ...held } = attachment;
  return joined.length > 0 ? joined.some((one) => chosen.asks(one)) : chosen.asks(held);
}

function gatewayElement(
  plan: Plan,
  gateway: TransitGateway,
  joined: number,
  members: readonly ElementContent[],
): ElementContent {
  const { inventory, fates } = plan;
  const { id, name, short, region, tags, state, sharedWith } = gateway;
  const all = [...inventory.transitAttachments.values()].filter((a) => a.gateway === id);
  const hidden = all.length - joined;
  const sharing = sharedWith.map((account) => inventory.accounts.get(account)?.name ?? account);
  return element(
    { at: gateway.provenance.at, counted: fates.draw('transit-gateway', id) },
    'aws:transit-gateway',
    name ?? short,
    {
      id: short,
      region,
      tags,
      role: hidden > 0 ? `${hidden} more attached, not shown` : undefined,
      status: state === 'available' ? undefined : state,
      description: sharing.length > 0 ? `Shared with ${sharing.join(', ')}` : undefined,
    },
    members.length > 0 ? members : undefined,
  );
}

/** The other gateway of a peering, where it is drawn as well. */
function peerEnd(
  { inventory, chosen }: Plan,
  { peerGateway }: TransitAttachment,
): string | undefined {
  const peer = peerGateway === undefined ? undefined : inventory.transitGateways.get(peerGateway);
  return peer && chosen.asks(peer) ? peer.short : undefined;
}

/** @param drawn ids of the route tables that are drawn: lines end there, else at the gateway */
function drawAttachment(
  plan: Plan,
  attachment: TransitAttachment,
  gateway: TransitGateway,
  drawn: ReadonlySet<string>,
): void {
  const { inventory, chosen, fates, links } = plan;
  const { id, vpc, state, type, provenance } = attachment;
  const site = attachedVpn(plan, attachment) ?? attachedDirectConnect(plan, attachment);
  const end =
    vpc !== undefined && chosen.selected.has(vpc)
      ? vpc
      : (site?.end ?? peerEnd(plan, attachment) ?? farElement(plan, attachment, gateway));
  const table = transitTableOf(inventory, id);
  const to = table !== undefined && drawn.has(table) ? table : gateway.short;
  const counted = fates.draw('transit-gateway-attachment', id);
  links.push(
    link({ at: provenance.at, counted }, end, to, {
      id,
      status: state,
      direction: 'both',
      label: site?.label ?? '',
      description: [
        `${type} attachment of ${gateway.short}, ${state}`,
        table ? `routes by ${table}` : 'associated with no route table',
        ...(site ? [site.words] : []),
      ].join('; '),
    }),
  );
}

/** A gateway with its tables, and lines from all that is asked for to them. */
function drawGateway(
  plan: Plan,
  gateway: TransitGateway,
  joined: readonly TransitAttachment[],
): void {
  const { inventory, chosen, fates, boxes, wishes } = plan;
  const own = chosen.asks(gateway);
  if (joined.length === 0 && !own) {
    fates.omit('transit-gateway', [gateway.id]);
    return;
  }
  const used = new Set(joined.map(({ id }) => transitTableOf(inventory, id)));
  const tables = [...inventory.transitRouteTables.values()].filter(
    (t) => t.gateway === gateway.id && wishes.routeTables && (own || used.has(t.id)),
  );
  const members = tables.map((table) => tableElement(plan, table));
  const box = gatewayElement(plan, gateway, joined.length, members);
  boxes.add(gateway.owner ?? gateway.accounts[0], gateway.region, box);
  const drawn = new Set(tables.map(({ id }) => id));
  for (const attachment of joined) drawAttachment(plan, attachment, gateway, drawn);
}

/** Draws the transit gateways of what is asked for, in their owner's account, and all attachments of what is drawn. */
export function drawTransit(plan: Plan): void {
  const { inventory, fates } = plan;
  const { transitGateways, transitAttachments, transitRouteTables } = inventory;
  const asked = [...transitAttachments.values()].filter((one) => asksFor(plan, one));
  for (const gateway of transitGateways.values())
    drawGateway(
      plan,
      gateway,
      asked.filter((a) => a.gateway === gateway.id),
    );
  for (const attachment of asked)
    if (attachment.gateway === undefined || !transitGateways.has(attachment.gateway))
      drawLooseAttachment(plan, attachment);
  fates.omit('transit-gateway-attachment', transitAttachments.keys());
  fates.omit('transit-gateway-route-table', transitRouteTables.keys());
  fates.omit('transit-gateway-association', inventory.transitAssociations.keys());
  fates.omit('transit-gateway-propagation', inventory.transitPropagations.keys());
  fates.omit('transit-gateway-route', inventory.transitRoutes.keys());
  fates.made('attachment-far-end');
}
