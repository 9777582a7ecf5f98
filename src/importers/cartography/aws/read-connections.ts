/** What joins networks: peerings and transit gateways. */

import type { Origin } from '../../../model/diagnostic.ts';
import type { Answers } from '../question.ts';
import type { Held } from './graph.ts';
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

export interface Peering {
  readonly id: string;
  readonly status: string;
  /** AWS lists peerings for a while after they were deleted. */
  readonly gone: boolean;
  readonly requester?: string;
  readonly accepter?: string;
  readonly at: Origin;
}

export function readPeerings(answers: Answers): Map<string, Peering> {
  return byId(answers.rows(PEERINGS), (row, id): Peering => {
    const status = row.text('status') ?? 'unknown';
    // The blocks of a side are keyed by its VPC: a second way to it when its own edge is missing.
    const side = (name: string): string | undefined =>
      row.texts(`${name}s`)[0] ?? row.texts(`${name}Blocks`)[0]?.split('|')[0];
    const [requester, accepter] = [side('requester'), side('accepter')];
    return {
      id,
      status,
      gone: status === 'deleted' || status === 'deleting',
      ...(requester ? { requester } : {}),
      ...(accepter ? { accepter } : {}),
      at: row.at,
    };
  });
}

export interface TransitGateway extends Held {
  /** `tgw-…`, as routes name it. */
  readonly short: string;
  readonly owner?: string;
  readonly state?: string;
  readonly sharedWith: readonly string[];
}

export interface Attachment extends Held {
  readonly type: string;
  readonly state: string;
  readonly gateway?: string;
  readonly vpc?: string;
}

/** A row about a table: which attachment looks up routes in it, or fills it. */
export interface Joint {
  readonly id: string;
  readonly table: string;
  readonly attachment: string;
  readonly state: string;
}

export interface TransitRoute {
  readonly id: string;
  readonly table: string;
  readonly destination: string;
  /** Ids of attachments; what the route names when it leads to none. */
  readonly targets: readonly string[];
  readonly active: boolean;
  readonly at: Origin;
}

export interface TransitTable {
  readonly id: string;
  readonly gateway?: string;
  readonly at: Origin;
}

export interface Transit {
  readonly gateways: ReadonlyMap<string, TransitGateway>;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly tables: ReadonlyMap<string, TransitTable>;
  readonly associations: ReadonlyMap<string, Joint>;
  readonly propagations: ReadonlyMap<string, Joint>;
  readonly routes: ReadonlyMap<string, TransitRoute>;
}

export function readTransit(answers: Answers): Transit {
  const gateways = byId(answers.rows(TRANSIT_GATEWAYS), (row, id): TransitGateway => {
    const [owner, region, state] = ['owner', 'region', 'state'].map((c) => row.text(c));
    return {
      id,
      short: row.text('short') ?? id.slice(id.lastIndexOf('/') + 1),
      accounts: owner ? [owner] : row.texts('accounts'),
      sharedWith: row.texts('sharedWith'),
      at: row.at,
      ...(owner ? { owner } : {}),
      ...(region ? { region } : {}),
      ...(state ? { state } : {}),
    };
  });
  const joints = (question: typeof TRANSIT_ASSOCIATIONS): Map<string, Joint> =>
    byId(answers.rows(question), (row, id) => ({
      id,
      table: row.text('table') ?? '',
      attachment: row.text('attachment') ?? '',
      state: row.text('state') ?? 'unknown',
    }));
  const associations = joints(TRANSIT_ASSOCIATIONS);
  // In a first read attachments lack their VPC; the association names it.
  const resources = new Map(
    answers
      .rows(TRANSIT_ASSOCIATIONS)
      .filter((row) => row.text('type') === 'vpc')
      .map((row) => [row.text('attachment') ?? '', row.text('resource')]),
  );
  const attachments = byId(answers.rows(ATTACHMENTS), (row, id): Attachment => {
    const [gateway] = row.texts('gateways');
    const vpc = row.texts('vpcs')[0] ?? resources.get(id);
    const region = row.text('region');
    return {
      id,
      type: row.text('type') ?? 'unknown',
      state: row.text('state') ?? 'unknown',
      accounts: row.texts('accounts'),
      at: row.at,
      ...(gateway ? { gateway } : {}),
      ...(vpc ? { vpc } : {}),
      ...(region ? { region } : {}),
    };
  });
  const byShort = new Map([...gateways.values()].map((g) => [g.short, g.id]));
  const tables = byId(answers.rows(TRANSIT_TABLES), (row, id): TransitTable => {
    const gateway = row.texts('gateways')[0] ?? byShort.get(row.text('gatewayText') ?? '');
    return { id, at: row.at, ...(gateway ? { gateway } : {}) };
  });
  const routes = byId(answers.rows(TRANSIT_ROUTES), (row, id): TransitRoute => {
    const edges = row.texts('attachments');
    return {
      id,
      table: row.text('table') ?? '',
      destination: row.text('cidr') ?? row.text('cidr6') ?? 'unknown',
      targets: edges.length > 0 ? edges : row.texts('target'),
      active: (row.text('state') ?? 'active') === 'active',
      at: row.at,
    };
  });
  return {
    gateways,
    attachments,
    tables,
    associations,
    propagations: joints(TRANSIT_PROPAGATIONS),
    routes,
  };
}
