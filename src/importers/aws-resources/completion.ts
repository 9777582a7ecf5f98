/** What other records name and no resource describes, and what follows from all records together. */

import type { RecordType } from '../../inventory/inventory.ts';
import type { InventoryRecord } from '../../inventory/provenance.ts';
import type { TargetKind } from '../../inventory/routing.ts';
import { present } from '../present.ts';
import { accountRecord } from './organization.ts';
import type { ResourceRecords } from './records.ts';
import type { NoteUnresolved } from './resource.ts';
import type { ResourceIndex } from './resource-index.ts';

/** Record types that name a VPC. */
const IN_VPC = [
  ...(['subnets', 'routeTables', 'internetGateways', 'egressOnlyGateways', 'natGateways'] as const),
  ...(['vpnGateways', 'endpoints', 'securityGroups', 'networkAcls', 'networkFirewalls'] as const),
  ...(['transitAttachments', 'addressBlocks', 'loadBalancers', 'functions'] as const),
  ...(['kubernetesServices', 'clientVpnEndpoints', 'searchDomains'] as const),
];

/** Names, blocks and owner of a VPC that is only read. */
function readOnly(index: ResourceIndex, id: string) {
  const found = ['aws_vpc', 'aws_default_vpc']
    .flatMap((type) => index.ofType(type))
    .find((resource) => !resource.managed && index.idOf(resource) === id);
  if (!found) return {};
  const { cidr_block: block, tags } = found.values;
  const name = tags && typeof tags === 'object' && 'Name' in tags ? tags.Name : undefined;
  return {
    blocks: typeof block === 'string' ? [block] : [],
    ...present({
      name: typeof name === 'string' && name !== '' ? name : undefined,
      owner: typeof found.values.owner_id === 'string' ? found.values.owner_id : undefined,
    }),
  };
}

function addVpc(
  index: ResourceIndex,
  to: ResourceRecords,
  id: string,
  origin: InventoryRecord,
  peer: { readonly owner?: string; readonly region?: string } | undefined,
): void {
  const { owner = peer?.owner, ...known } = readOnly(index, id) as { owner?: string };
  to.add('vpcs', {
    ...{ id, name: id, blocks: [], tags: {}, isDefault: false, unlisted: true, behind: false },
    accounts: owner === undefined ? [] : [owner],
    stub: { code: peer ? 'account-not-read' : 'network-not-recorded' },
    provenance: origin.provenance,
    ...known,
    ...present({ owner, region: peer?.region }),
  });
}

/** The other end of each peering, where another account or configuration has it. */
function peersOf(index: ResourceIndex): ReadonlyMap<string, { owner?: string; region?: string }> {
  const types = ['aws_vpc_peering_connection', 'aws_vpc_peering_connection_accepter'];
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  return new Map(
    types
      .flatMap((type) => index.ofType(type))
      .flatMap(({ values }): [string, { owner?: string; region?: string }][] => {
        const id = index.resolve(values.peer_vpc_id);
        const facts = present({
          owner: text(values.peer_owner_id),
          region: text(values.peer_region),
        });
        return id === undefined ? [] : [[id, facts]];
      }),
  );
}

export function addUnlistedVpcs(
  index: ResourceIndex,
  to: ResourceRecords,
  note: NoteUnresolved,
): void {
  const peers = peersOf(index);
  const add = (id: string | undefined, by: InventoryRecord, peer?: { owner?: string }): void => {
    if (id === undefined || to.has('vpcs', id)) return;
    addVpc(index, to, id, by, peer);
    const { address = by.id, at } = by.provenance;
    note(id, `no file describes this VPC: ${address} names it`, at);
  };
  for (const type of IN_VPC) for (const record of to.all(type)) add(record.vpc, record);
  for (const peering of to.all('peerings'))
    for (const end of [peering.requester, peering.accepter])
      add(end, peering, end === undefined ? undefined : (peers.get(end) ?? {}));
}

const TARGET_TYPES: { readonly [K in TargetKind]?: RecordType } = {
  'internet-gateway': 'internetGateways',
  'nat-gateway': 'natGateways',
  'virtual-private-gateway': 'vpnGateways',
  'egress-only-gateway': 'egressOnlyGateways',
  'transit-gateway': 'transitGateways',
  'peering-connection': 'peerings',
  'network-interface': 'networkInterfaces',
  instance: 'instances',
};

/** Ends that are in none of the files. */
export function noteOpenEnds(to: ResourceRecords, note: NoteUnresolved): void {
  const missing = 'is in none of the files';
  for (const { id, kind, target, provenance } of to.all('routes')) {
    const type = TARGET_TYPES[kind];
    const open = kind === 'unknown' || (type !== undefined && !to.has(type, target));
    if (open) note(`route ${id}`, `its target ${target} ${missing}`, provenance.at);
  }
  for (const { id, gateway, provenance } of to.all('transitAttachments'))
    if (gateway !== undefined && !to.has('transitGateways', gateway))
      note(id, `its transit gateway ${gateway} ${missing}`, provenance.at);
  for (const { id, table, subnet, provenance } of to.all('routeTableAssociations'))
    for (const [type, end] of [
      ['routeTables', table],
      ['subnets', subnet],
    ] as const)
      if (end !== undefined && !to.has(type, end))
        note(`association ${id}`, `${end} ${missing}`, provenance.at);
}

const USERS = [
  ...(['instances', 'loadBalancers', 'databases', 'dataWarehouses', 'caches'] as const),
  ...([
    'searchDomains',
    'messageBrokers',
    'functions',
    'kubernetesServices',
    'containerServices',
  ] as const),
  ...(['endpoints', 'clientVpnEndpoints', 'scalingGroups'] as const),
];

/** Whether anything has an address in a subnet. */
export function markUsedSubnets(to: ResourceRecords): void {
  const used = new Set([
    ...USERS.flatMap((type) => to.all(type).flatMap(({ subnets }) => subnets)),
    ...(['natGateways', 'networkInterfaces', 'fileMounts'] as const).flatMap((type) =>
      to.all(type).flatMap(({ subnet }) => subnet ?? []),
    ),
    ...to.all('networkFirewalls').flatMap(({ endpoints }) => endpoints.map((e) => e.subnet)),
  ]);
  for (const id of used) to.update('subnets', id, () => ({ used: true }));
}

/** Accounts that own something; those that are only listed were not read. */
export function addOwners(index: ResourceIndex, to: ResourceRecords, source: string): void {
  for (const resource of index.resources) {
    if (!resource.managed || resource.type.startsWith('aws_organizations_')) continue;
    const id = index.accountOf(resource);
    if (id === undefined) continue;
    const { at, asOf } = resource;
    const provenance = { source, at, ...present({ asOf }) };
    to.add('accounts', accountRecord({ id, provenance }, {}));
    to.update('accounts', id, () => ({ inscope: true, synced: true }));
  }
}
