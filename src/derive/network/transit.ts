/** Transit gateways with their route tables, and what is attached to which of these. */

import type { ElementContent } from '../../model/content.ts';
import { element, link } from '../make.ts';
import type { Plan } from './plan.ts';
import type { Attachment, TransitGateway, TransitTable } from './read-connections.ts';

const FAR: Readonly<Record<string, string>> = {
  vpn: 'VPN connection',
  'vpn-concentrator': 'VPN concentrator',
  'direct-connect-gateway': 'Direct Connect gateway',
  peering: 'another transit gateway',
  'tgw-peering': 'another transit gateway',
  connect: 'SD-WAN appliance',
  'network-function': 'network function',
};

/** What an attachment is of, in words. */
function farEnd({ networks }: Plan, { vpc, type }: Attachment): string {
  if (vpc !== undefined) return networks.vpcs.get(vpc)?.name ?? vpc;
  return FAR[type] ?? `${type} attachment`;
}

function tableElement(plan: Plan, table: TransitTable): ElementContent {
  const { transit, fates } = plan;
  const { attachments } = transit;
  const own = <T extends { readonly table: string }>(all: ReadonlyMap<string, T>): T[] =>
    [...all.values()].filter((x) => x.table === table.id);
  const [associations, propagations, routes] = [
    own(transit.associations),
    own(transit.propagations),
    own(transit.routes),
  ];
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
    const attachment = attachments.get(id);
    return attachment ? farEnd(plan, attachment) : id;
  };
  const served = associations.map((a) => name(a.attachment)).sort();
  return element(
    { at: table.at, counted: fates.draw('transit-gateway-route-table', table.id) },
    'route-table',
    served.length > 0 ? `For ${served.join(', ')}` : 'For no attachment',
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

/** The far end of an attachment that is no VPC: the graph has no node for it. */
function farElement(plan: Plan, attachment: Attachment, gateway: TransitGateway): string {
  const { id, type, at, vpc } = attachment;
  const { fates, ledger, boxes } = plan;
  const end = `${id}/far-end`;
  const counted = fates.draw('attachment-far-end', end);
  const reason = vpc
    ? 'the graph does not have its VPC'
    : `Cartography has no nodes for the far ends of attachments of the type ${type}`;
  ledger.stub({ kind: counted, id: end, what: `far end of attachment ${id}`, reason, at });
  boxes.add(
    undefined,
    undefined,
    element({ at, counted }, 'on-premises', farEnd(plan, attachment), {
      id: end,
      status: 'unresolved',
      description: `Attached to ${gateway.short} by ${id}: ${reason}`,
      style: { line: 'dashed' },
    }),
  );
  return end;
}

/** Draws the transit gateways of what is asked for, in their owner's account, and all attachments of what is drawn. */
export function drawTransit(plan: Plan): void {
  const { transit, chosen, networks, fates, boxes, links, wishes } = plan;
  const { gateways, attachments, tables, associations } = transit;
  const own = (gateway: TransitGateway): boolean => chosen.asks(gateway);
  const asked = (attachment: Attachment): boolean => {
    const { vpc, gateway } = attachment;
    if (vpc !== undefined && networks.vpcs.has(vpc)) return chosen.selected.has(vpc);
    const at = gateway === undefined ? undefined : gateways.get(gateway);
    const { vpc: _, ...held } = attachment;
    return at !== undefined ? own(at) : chosen.asks(held);
  };
  const shown = [...attachments.values()].filter(asked);
  const tableOf = new Map([...associations.values()].map((a) => [a.attachment, a.table]));
  for (const gateway of gateways.values()) {
    const joined = shown.filter((a) => a.gateway === gateway.id);
    if (joined.length === 0 && !own(gateway)) {
      fates.omit('transit-gateway', [gateway.id]);
      continue;
    }
    const used = new Set(joined.map((a) => tableOf.get(a.id)));
    const tablesHere = [...tables.values()].filter(
      (t) => t.gateway === gateway.id && wishes.routeTables && (own(gateway) || used.has(t.id)),
    );
    const members = tablesHere.map((table) => tableElement(plan, table));
    const drawn = new Set(tablesHere.map(({ id }) => id));
    const hidden =
      [...attachments.values()].filter((a) => a.gateway === gateway.id).length - joined.length;
    const sharing = gateway.sharedWith.map((id) => plan.accounts.accounts.get(id)?.name ?? id);
    boxes.add(
      gateway.owner ?? gateway.accounts[0],
      gateway.region,
      element(
        { at: gateway.at, counted: fates.draw('transit-gateway', gateway.id) },
        'aws:transit-gateway',
        networks.nameOf(gateway.id) ?? gateway.short,
        {
          id: gateway.short,
          region: gateway.region,
          tags: networks.tagsOf(gateway.id),
          status:
            hidden > 0
              ? `${hidden} more attachment${hidden > 1 ? 's' : ''} not shown`
              : gateway.state === 'available'
                ? undefined
                : gateway.state,
          description: sharing.length > 0 ? `Shared with ${sharing.join(', ')}` : undefined,
        },
        members.length > 0 ? members : undefined,
      ),
    );
    for (const attachment of joined) {
      const { id, vpc, state, type, at } = attachment;
      const end =
        vpc !== undefined && chosen.selected.has(vpc) ? vpc : farElement(plan, attachment, gateway);
      const table = tableOf.get(id);
      const to = table !== undefined && drawn.has(table) ? table : gateway.short;
      links.push(
        link({ at, counted: fates.draw('transit-gateway-attachment', id) }, end, to, {
          id,
          status: state,
          direction: 'both',
          label: '',
          description: `${type} attachment of ${gateway.short}, ${state}; ${table ? `routes by ${table}` : 'associated with no route table'}`,
        }),
      );
    }
  }
  for (const attachment of shown)
    if (attachment.gateway === undefined || !gateways.has(attachment.gateway))
      loose(plan, attachment);
  fates.omit('transit-gateway-attachment', attachments.keys());
  fates.omit('transit-gateway-route-table', tables.keys());
  for (const [kind, all] of [
    ['transit-gateway-association', associations],
    ['transit-gateway-propagation', transit.propagations],
    ['transit-gateway-route', transit.routes],
  ] as const)
    fates.omit(kind, all.keys());
  fates.made('attachment-far-end');
}

/** An attachment to a gateway that the graph does not have: a stub beside its VPC. */
function loose(plan: Plan, attachment: Attachment): void {
  const { fates, ledger, boxes, links, networks } = plan;
  const { id, vpc, state, at, region, accounts } = attachment;
  const end = `${id}/gateway`;
  const counted = fates.draw('attachment-far-end', end);
  const reason = 'the graph does not have the transit gateway of this attachment';
  ledger.stub({ kind: counted, id: end, what: `transit gateway of ${id}`, reason, at });
  const owner = (vpc === undefined ? undefined : networks.vpcs.get(vpc)?.owner) ?? accounts[0];
  boxes.add(
    owner,
    region,
    element({ at, counted }, 'aws:transit-gateway', 'unknown transit gateway', {
      id: end,
      status: 'unresolved',
      description: reason,
    }),
  );
  const from = vpc !== undefined && plan.chosen.selected.has(vpc) ? vpc : undefined;
  if (from === undefined) {
    fates.fold('transit-gateway-attachment', [id]);
    return;
  }
  links.push(
    link({ at, counted: fates.draw('transit-gateway-attachment', id) }, from, end, {
      id,
      status: state,
      direction: 'both',
      label: '',
    }),
  );
}
