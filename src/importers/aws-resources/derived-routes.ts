/** What AWS makes in a VPC by itself, so that no resource stands for it. Each record names its rule. */

import { grouped } from '../../inventory/indexes.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { DerivationRule, InventoryRecord } from '../../inventory/provenance.ts';
import { present } from '../present.ts';
import type { ResourceRecords } from './records.ts';
import type { DeclaredResource } from './resource.ts';
import type { ResourceIndex } from './resource-index.ts';

export const byRule = (
  { provenance }: Pick<InventoryRecord, 'provenance'>,
  derivedBy: DerivationRule,
): Pick<InventoryRecord, 'provenance'> => ({ provenance: { ...provenance, derivedBy } });

const literal = (resource: DeclaredResource | undefined, name: string): string | undefined => {
  const value = resource?.values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Managed VPCs with the resource of each. */
function ownVpcs(index: ResourceIndex, to: ResourceRecords): readonly [Vpc, DeclaredResource][] {
  return ['aws_vpc', 'aws_default_vpc']
    .flatMap((type) => index.ofType(type))
    .filter(({ managed }) => managed)
    .flatMap((resource): [Vpc, DeclaredResource][] => {
      const vpc = to.get('vpcs', index.idOf(resource));
      return vpc ? [[vpc, resource]] : [];
    });
}

/** A default VPC, and one that was applied, may have been changed by others; a planned one is as AWS makes it. */
const mayDiffer = ({ applied, type }: DeclaredResource): boolean =>
  applied || type === 'aws_default_vpc';

export function deriveMainTables(index: ResourceIndex, to: ResourceRecords): void {
  const stated = new Set(to.all('routeTables').flatMap(({ main, vpc }) => (main && vpc) || []));
  for (const [vpc, resource] of ownVpcs(index, to)) {
    if (stated.has(vpc.id)) continue;
    const known =
      literal(resource, 'main_route_table_id') ?? literal(resource, 'default_route_table_id');
    const id = known ?? `${vpc.id}.default_route_table_id`;
    if (to.update('routeTables', id, () => ({ main: true }))) continue;
    to.add('routeTables', {
      ...{ id, main: true, vpc: vpc.id, accounts: vpc.accounts },
      ...present({ region: vpc.region }),
      ...byRule(vpc, 'main-table'),
      ...(mayDiffer(resource) ? { unread: true as const } : {}),
    });
  }
}

export function deriveLocalRoutes(to: ResourceRecords): void {
  for (const table of to.all('routeTables'))
    for (const block of to.get('vpcs', table.vpc)?.blocks ?? [])
      to.add('routes', {
        id: `${table.id}|${block}`,
        table: table.id,
        destination: block,
        kind: 'local',
        target: 'local',
        active: true,
        propagated: false,
        ...byRule(table, 'local-route'),
      });
}

export function deriveDefaultAcls(index: ResourceIndex, to: ResourceRecords): void {
  const subnetsOf = grouped(to.all('subnets'), ({ vpc }) => vpc);
  const aclsOf = grouped(to.all('networkAcls'), ({ vpc }) => vpc);
  for (const [vpc, resource] of ownVpcs(index, to)) {
    const acls = aclsOf.get(vpc.id) ?? [];
    const guarded = new Set(
      acls.flatMap(({ isDefault, subnets = [] }) => (isDefault ? [] : subnets)),
    );
    const rest = (subnetsOf.get(vpc.id) ?? []).map(({ id }) => id).filter((id) => !guarded.has(id));
    const own = acls.find(({ isDefault }) => isDefault);
    if (own) {
      to.update('networkAcls', own.id, () => ({ subnets: rest }));
      continue;
    }
    const id = literal(resource, 'default_network_acl_id') ?? `${vpc.id}.default_network_acl_id`;
    const origin = byRule(vpc, 'default-acl');
    to.add('networkAcls', {
      ...{ id, name: id, vpc: vpc.id, accounts: vpc.accounts, isDefault: true, subnets: rest },
      ruleCount: 0,
      ...present({ region: vpc.region }),
      ...origin,
      ...(mayDiffer(resource) ? { unread: true as const } : {}),
    });
    if (mayDiffer(resource)) continue;
    for (const inbound of [true, false])
      for (const [number, cidr] of [
        [100, '0.0.0.0/0'],
        [101, '::/0'],
      ] as const)
        to.add('networkAclRules', {
          id: `${id}|${inbound ? 'in' : 'out'}|${number}`,
          ...{ acl: id, number, inbound, allow: true, cidr, ports: { protocol: 'all' } },
          ...origin,
        });
  }
}

export function countAclRules(to: ResourceRecords): void {
  const rules = grouped(to.all('networkAclRules'), ({ acl }) => acl);
  for (const { id } of to.all('networkAcls'))
    to.update('networkAcls', id, () => ({ ruleCount: rules.get(id)?.length ?? 0 }));
}

/** Rows of gateway endpoints, whose destination is the service's prefix list. */
export function deriveEndpointRoutes(index: ResourceIndex, to: ResourceRecords): void {
  const tables = new Map<string, Set<string>>();
  const add = (endpoint: string | undefined, table: string | undefined): void => {
    if (endpoint === undefined || table === undefined) return;
    tables.set(endpoint, (tables.get(endpoint) ?? new Set()).add(table));
  };
  const lists = new Map<string, string>();
  for (const resource of index.ofType('aws_vpc_endpoint')) {
    const id = index.idOf(resource);
    if (to.get('endpoints', id)?.type !== 'Gateway') continue;
    const named = resource.values.route_table_ids;
    for (const value of Array.isArray(named) ? named : []) add(id, index.resolve(value));
    lists.set(id, literal(resource, 'prefix_list_id') ?? `${id}.prefix_list_id`);
  }
  for (const { values } of index.ofType('aws_vpc_endpoint_route_table_association'))
    add(index.resolve(values.vpc_endpoint_id), index.resolve(values.route_table_id));
  for (const [id, own] of tables) {
    const endpoint = to.get('endpoints', id);
    const destination = lists.get(id);
    if (!endpoint || destination === undefined) continue;
    for (const table of own)
      to.add('routes', {
        id: `${table}|${destination}`,
        ...{
          table,
          destination,
          kind: 'vpc-endpoint',
          target: id,
          active: true,
          propagated: false,
        },
        ...byRule(endpoint, 'endpoint-route'),
      });
  }
}
