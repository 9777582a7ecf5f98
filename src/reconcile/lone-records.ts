/** What only one of several sources knows, in words for a picture. */

import {
  type FactSource,
  type Inventory,
  type RecordType,
  type RecordTypes,
  readState,
} from '../inventory/inventory.ts';
import type { AccountRecord } from '../inventory/provenance.ts';
import type { Reconciled } from './reconcile.ts';

/** What a picture shows by the id of its record. */
const SHOWN: readonly RecordType[] = [
  ...(['accounts', 'units', 'vpcs', 'subnets', 'internetGateways', 'natGateways'] as const),
  ...(['vpnGateways', 'endpoints', 'peerings', 'transitGateways', 'transitAttachments'] as const),
  ...(['customerGateways', 'vpnConnections', 'directConnectGateways'] as const),
  ...(['directConnectAssociations', 'directConnectInterfaces'] as const),
  ...(['instances', 'loadBalancers', 'databases', 'databaseClusters', 'caches'] as const),
  ...([
    'kubernetesServices',
    'functions',
    'messageBrokers',
    'fileSystems',
    'dataWarehouses',
  ] as const),
];

/** Known only because things of the estate name it: nobody but its owner would have it. */
const isForeign = (record: RecordTypes[RecordType]): boolean =>
  ('stub' in record && record.stub !== undefined) ||
  ('inscope' in record && !record.inscope && record.organization === undefined);

/** Whether a source would have it, as it knows such things and was asked for those of this account and region. */
export function looksFor(
  { source, inventory }: { source: FactSource; inventory: Inventory },
  type: RecordType,
  record: Partial<AccountRecord>,
): boolean {
  if (source.vocabulary[type] === undefined) return false;
  return readState(inventory, type, record.accounts?.[0], record.region) === 'read';
}

/** A record that some of the sources that look for it do not have. */
export interface PartlyKnownRecord {
  /** Of sources, each by its id. */
  readonly known: readonly string[];
  readonly lacking: readonly string[];
  /** For a description: `not in Terraform`. */
  readonly remark: string;
}

/** By id of the record. */
export function loneRecords({
  parts,
  inventory,
  statements,
}: Reconciled): ReadonlyMap<string, PartlyKnownRecord> {
  const found = new Map<string, PartlyKnownRecord>();
  if (parts.length < 2) return found;
  for (const type of SHOWN)
    for (const [id, stated] of statements.get(type) ?? []) {
      const record = inventory[type].get(id);
      const known = new Set(stated.map(({ source }) => source));
      if (!record || isForeign(record)) continue;
      const lacking = parts.filter(
        (part) =>
          !known.has(part.source.id) && looksFor(part, type, record as Partial<AccountRecord>),
      );
      if (lacking.length > 0)
        found.set(id, {
          known: [...known],
          lacking: lacking.map(({ source }) => source.id),
          remark: `not in ${lacking.map(({ source }) => source.name).join(', nor in ')}`,
        });
    }
  return found;
}
