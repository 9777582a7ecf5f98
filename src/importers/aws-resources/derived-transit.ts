/** What a transit gateway does with its attachments by default, and the rows that these propagate. */

import type { TransitAttachment } from '../../inventory/transit.ts';
import { byRule } from './derived-routes.ts';
import type { ResourceRecords } from './records.ts';
import type { DeclaredResource, NoteUnresolved } from './resource.ts';
import type { ResourceIndex } from './resource-index.ts';
import { Reference, Unknown } from './values.ts';

interface Defaults {
  readonly table: string;
  readonly on: boolean | undefined;
}

type Use = 'association' | 'propagation';

/** What the gateway does by default: on, off, or not known. */
function defaultsOf(index: ResourceIndex, gateway: DeclaredResource, use: Use): Defaults {
  const setting = gateway.values[`default_route_table_${use}`];
  const named = gateway.values[`${use}_default_route_table_id`];
  const id = index.idOf(gateway);
  return {
    table:
      typeof named === 'string' && named !== '' ? named : `${id}.${use}_default_route_table_id`,
    on:
      setting instanceof Unknown || setting instanceof Reference
        ? undefined
        : (setting ?? 'enable') === 'enable',
  };
}

/** Whether an attachment opts out; the accepter's word counts in the gateway's account. */
function optsOut(index: ResourceIndex, attachment: string, use: Use): boolean {
  const types = [
    'aws_ec2_transit_gateway_vpc_attachment_accepter',
    'aws_ec2_transit_gateway_vpc_attachment',
  ];
  return types
    .flatMap((type) => index.ofType(type))
    .filter((resource) => {
      const named = resource.values.transit_gateway_attachment_id;
      return index.idOf(resource) === attachment || index.resolve(named) === attachment;
    })
    .some(({ values }) => values[`transit_gateway_default_route_table_${use}`] === false);
}

const COLLECTION = {
  association: 'transitAssociations',
  propagation: 'transitPropagations',
} as const;

const RULE = {
  association: 'default-association',
  propagation: 'default-propagation',
} as const;

/** AWS associates only attachments that are available: where one was, it is. No attachment states it. */
export function deriveAttachmentStates(index: ResourceIndex, to: ResourceRecords): void {
  for (const resource of index.ofType('aws_ec2_transit_gateway_route_table_association')) {
    if (!resource.managed || !resource.applied) continue;
    const id = index.resolve(resource.values.transit_gateway_attachment_id);
    to.update('transitAttachments', id, ({ state }) =>
      state === 'unknown' ? { state: 'available' } : {},
    );
  }
}

export function deriveTransitUses(
  index: ResourceIndex,
  to: ResourceRecords,
  note: NoteUnresolved,
): void {
  const gateways = new Map(
    index
      .ofType('aws_ec2_transit_gateway')
      .filter(({ managed }) => managed)
      .map((resource) => [index.idOf(resource), resource]),
  );
  const associated = new Set(to.all('transitAssociations').map(({ attachment }) => attachment));
  for (const attachment of to.all('transitAttachments')) {
    const gateway = gateways.get(attachment.gateway ?? '');
    if (!gateway || !['vpc', 'vpn'].includes(attachment.type)) continue;
    for (const use of ['association', 'propagation'] as const) {
      // An attachment has one table; it may propagate to several.
      if (use === 'association' && associated.has(attachment.id)) continue;
      const { table, on } = defaultsOf(index, gateway, use);
      if (on === undefined)
        note(`${attachment.id} ${use}`, 'whether it is made by default is not known', gateway.at);
      if (!on || optsOut(index, attachment.id, use)) continue;
      addTable(to, table, index.idOf(gateway), attachment);
      const id = `${table}|${attachment.id}`;
      const facts = { id, table, attachment: attachment.id, state: 'unknown' };
      to.add(COLLECTION[use], { ...facts, ...byRule(attachment, RULE[use]) });
    }
  }
}

function addTable(
  to: ResourceRecords,
  id: string,
  gateway: string,
  origin: TransitAttachment,
): void {
  if (!to.has('transitRouteTables', id))
    to.add('transitRouteTables', { id, gateway, ...byRule(origin, 'default-association') });
}

/** Rows of what propagates: the blocks of attached VPCs. What a VPN announces is in no file. */
export function derivePropagatedRoutes(to: ResourceRecords, note: NoteUnresolved): void {
  for (const use of to.all('transitPropagations')) {
    const attachment = to.get('transitAttachments', use.attachment);
    const vpc = to.get('vpcs', attachment?.vpc);
    if (!vpc || vpc.blocks.length === 0) {
      const why =
        attachment?.type === 'vpc' ? 'the blocks of its VPC are not known' : 'they are in no file';
      note(`routes that ${use.attachment} propagates to ${use.table}`, why, use.provenance.at);
      continue;
    }
    for (const destination of vpc.blocks) {
      const id = `${use.table}|${destination}`;
      // A static route goes before a propagated one.
      if (to.has('transitRoutes', id)) continue;
      to.add('transitRoutes', {
        ...{ id, table: use.table, destination, targets: [use.attachment], active: true },
        origin: 'propagated',
        ...byRule(use, 'propagated-route'),
      });
    }
  }
}
