/** What joins networks: peerings and transit gateways. */

import type { Collections } from '../../../inventory/inventory.ts';
import type { Peering } from '../../../inventory/network.ts';
import type {
  TransitAttachment,
  TransitGateway,
  TransitRoute,
  TransitRouteTable,
  TransitTableUse,
} from '../../../inventory/transit.ts';
import { present } from '../../present.ts';
import type { Answers } from '../question.ts';
import {
  ATTACHMENTS,
  PEERINGS,
  TRANSIT_ASSOCIATIONS,
  TRANSIT_GATEWAYS,
  TRANSIT_PROPAGATIONS,
  TRANSIT_ROUTES,
  TRANSIT_TABLES,
} from './network-questions.ts';
import { byId } from './row-helpers.ts';
import { provenance } from './source.ts';
import type { RecordedTags } from './tags.ts';

export function readPeerings(answers: Answers): Map<string, Peering> {
  return byId(answers.rows(PEERINGS), (row, id) => {
    const status = row.text('status') ?? 'unknown';
    // The blocks of a side are keyed by its VPC: a second way to it when its own edge is missing.
    const side = (name: string): string | undefined =>
      row.texts(`${name}s`)[0] ?? row.texts(`${name}Blocks`)[0]?.split('|')[0];
    return {
      id,
      status,
      gone: status === 'deleted' || status === 'deleting',
      ...present({ requester: side('requester'), accepter: side('accepter') }),
      ...provenance(row),
    };
  });
}

function readGateways(answers: Answers, tags: RecordedTags): Map<string, TransitGateway> {
  return byId(answers.rows(TRANSIT_GATEWAYS), (row, id) => {
    const [owner, region, state] = ['owner', 'region', 'state'].map((c) => row.text(c));
    return {
      id,
      short: row.text('short') ?? id.slice(id.lastIndexOf('/') + 1),
      accounts: owner ? [owner] : row.texts('accounts'),
      sharedWith: row.texts('sharedWith'),
      tags: tags.of(id),
      ...present({ name: tags.name(id), owner, region, state }),
      ...provenance(row),
    };
  });
}

function readAttachments(answers: Answers): Map<string, TransitAttachment> {
  // In a first read attachments lack their VPC; the association names it.
  const named = new Map(
    answers
      .rows(TRANSIT_ASSOCIATIONS)
      .filter((row) => row.text('type') === 'vpc')
      .map((row) => [row.text('attachment') ?? '', row.text('resource')]),
  );
  return byId(answers.rows(ATTACHMENTS), (row, id) => {
    const [gateway, peerGateway] = row.texts('gateways');
    return {
      id,
      type: row.text('type') ?? 'unknown',
      state: row.text('state') ?? 'unknown',
      accounts: row.texts('accounts'),
      ...present({
        gateway,
        peerGateway,
        vpc: row.texts('vpcs')[0] ?? named.get(id),
        region: row.text('region'),
      }),
      ...provenance(row),
    };
  });
}

const readUses = (
  answers: Answers,
  question: typeof TRANSIT_ASSOCIATIONS,
): Map<string, TransitTableUse> =>
  byId(answers.rows(question), (row, id) => ({
    id,
    table: row.text('table') ?? '',
    attachment: row.text('attachment') ?? '',
    state: row.text('state') ?? 'unknown',
    ...provenance(row),
  }));

export function readTransit(
  answers: Answers,
  tags: RecordedTags,
): Pick<
  Collections,
  | 'transitGateways'
  | 'transitAttachments'
  | 'transitRouteTables'
  | 'transitAssociations'
  | 'transitPropagations'
  | 'transitRoutes'
> {
  const transitGateways = readGateways(answers, tags);
  const byShort = new Map([...transitGateways.values()].map((g) => [g.short, g.id]));
  const transitRouteTables = byId(answers.rows(TRANSIT_TABLES), (row, id): TransitRouteTable => {
    const gateway = row.texts('gateways')[0] ?? byShort.get(row.text('gatewayText') ?? '');
    return { id, ...present({ gateway }), ...provenance(row) };
  });
  const transitRoutes = byId(answers.rows(TRANSIT_ROUTES), (row, id): TransitRoute => {
    const edges = row.texts('attachments');
    return {
      id,
      table: row.text('table') ?? '',
      destination: row.text('cidr') ?? row.text('cidr6') ?? 'unknown',
      targets: edges.length > 0 ? edges : row.texts('target'),
      active: (row.text('state') ?? 'active') === 'active',
      ...provenance(row),
    };
  });
  return {
    transitGateways,
    transitAttachments: readAttachments(answers),
    transitRouteTables,
    transitAssociations: readUses(answers, TRANSIT_ASSOCIATIONS),
    transitPropagations: readUses(answers, TRANSIT_PROPAGATIONS),
    transitRoutes,
  };
}
