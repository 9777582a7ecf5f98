/** Transit gateways with their route tables, and what is attached to which of these. */

import type {
  Attachment,
  TransitGateway,
  TransitTable,
} from '../../importers/cartography/aws/read-connections.ts';
import type { ElementContent } from '../../model/content.ts';
import { element, link } from '../elements.ts';
import { drawLooseAttachment, farElement, farEnd } from './attachments.ts';
import type { Plan } from './plan.ts';

/** A table by what looks its routes up in it; the description holds all of them. */
function titleOf(served: readonly string[]): string {
  if (served.length === 0) return 'For no attachment';
  return served.length > 2 ? `For ${served.length} attachments` : `For ${served.join(', ')}`;
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
          role: hidden > 0 ? `${hidden} more attached, not shown` : undefined,
          status: gateway.state === 'available' ? undefined : gateway.state,
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
      drawLooseAttachment(plan, attachment);
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
