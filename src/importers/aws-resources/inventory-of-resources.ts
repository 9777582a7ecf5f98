/** Resources by the names of Terraform's AWS provider -> an inventory. Pure. */

import { type FactSource, type Inventory, inventoryOf } from '../../inventory/inventory.ts';
import type { Coverage } from '../../inventory/provenance.ts';
import { tagKey } from '../../inventory/tags.ts';
import { byKey } from '../../model/order.ts';
import type { UnresolvedFact } from '../file-importer.ts';
import { type ReadContext, ResourceAttributes } from './attributes.ts';
import { BALANCER_TIES, BALANCERS } from './balancers.ts';
import * as completion from './completion.ts';
import { CONNECTION_TIES, CONNECTIONS } from './connections.ts';
import * as routes from './derived-routes.ts';
import {
  deriveAttachmentStates,
  derivePropagatedRoutes,
  deriveTransitUses,
} from './derived-transit.ts';
import { EDGE, EDGE_TIES } from './edge.ts';
import { FILTER_TIES, FILTERS } from './filters.ts';
import type { Mapping } from './mapper.ts';
import { NETWORK_TIES, NETWORKS } from './networks.ts';
import { ORGANIZATION, ORGANIZATION_TIES, placeAccounts } from './organization.ts';
import { ResourceRecords } from './records.ts';
import type { DeclaredResource, NoteUnresolved } from './resource.ts';
import { ResourceIndex } from './resource-index.ts';
import { ROUTE_TIES, ROUTES } from './routes.ts';
import { noteSharedIds } from './shared-ids.ts';
import { STORE_TIES, STORES } from './stores.ts';
import { TRANSIT, TRANSIT_TIES } from './transit.ts';
import { RESOURCE_TYPES } from './vocabulary.ts';
import { WORKLOAD_TIES, WORKLOADS } from './workloads.ts';

/** In this order: what is in something comes after it, ties after both ends. */
const STAGES: readonly Mapping[] = [
  ...[ORGANIZATION, NETWORKS, CONNECTIONS, TRANSIT, ROUTES, FILTERS],
  ...[WORKLOADS, STORES, BALANCERS, EDGE],
  ...[NETWORK_TIES, CONNECTION_TIES, TRANSIT_TIES, ROUTE_TIES, FILTER_TIES],
  ...[WORKLOAD_TIES, STORE_TIES, BALANCER_TIES, EDGE_TIES, ORGANIZATION_TIES],
];

/** Types that are read with those that name them. */
const READ_WITH_OTHERS = [
  ...['aws_launch_template', 'aws_launch_configuration', 'aws_lb_target_group'],
  ...['aws_alb_target_group', 'aws_lb_listener_rule', 'aws_alb_listener_rule'],
  ...['aws_db_subnet_group', 'aws_docdb_subnet_group', 'aws_neptune_subnet_group'],
  ...['aws_redshift_subnet_group', 'aws_elasticache_subnet_group'],
  ...['aws_vpc_endpoint_route_table_association', 'aws_ram_resource_association'],
  'aws_organizations_policy',
];

const MAPPED: ReadonlySet<string> = new Set([
  ...STAGES.flatMap((stage) => Object.keys(stage)),
  ...READ_WITH_OTHERS,
]);

/** Types of which at least one attribute is read. */
export const isMapped = (type: string): boolean => MAPPED.has(type);

export interface ResourceFacts {
  readonly inventory: Inventory;
  readonly unmapped: ReadonlyMap<string, number>;
  readonly unresolved: readonly UnresolvedFact[];
}

/** The same thing is said once, in the order in which it is found. */
class Notes {
  readonly #all = new Map<string, UnresolvedFact>();

  readonly add: NoteUnresolved = (what, reason, at) => {
    const key = `${what}\n${reason}`;
    if (!this.#all.has(key)) this.#all.set(key, { what, reason, at });
  };

  get all(): readonly UnresolvedFact[] {
    return [...this.#all.values()];
  }
}

export function inventoryOfResources(
  resources: readonly DeclaredResource[],
  source: FactSource,
  tagKeys: readonly string[],
): ResourceFacts {
  const index = new ResourceIndex(resources);
  const notes = new Notes();
  const keys = new Set(tagKeys.map(tagKey));
  const context: ReadContext = { source: source.id, index, tagKeys: keys, note: notes.add };
  const to = new ResourceRecords();
  for (const stage of STAGES)
    for (const [type, map] of Object.entries(stage))
      for (const resource of index.ofType(type))
        if (resource.managed) map(new ResourceAttributes(resource, context), to);
  noteSharedIds(index, notes.add);
  placeAccounts(index, to);
  completion.addOwners(index, to, source.id);
  completion.addUnlistedVpcs(index, to, notes.add);
  routes.deriveMainTables(index, to);
  routes.deriveEndpointRoutes(index, to);
  routes.deriveLocalRoutes(to);
  routes.deriveDefaultAcls(index, to);
  routes.countAclRules(to);
  deriveAttachmentStates(index, to);
  deriveTransitUses(index, to, notes.add);
  derivePropagatedRoutes(to, notes.add);
  completion.markUsedSubnets(to);
  completion.noteOpenEnds(to, notes.add);
  return {
    inventory: inventoryOf(source, { ...to.collections(), coverage: coverageOf(to) }),
    unmapped: unmappedIn(resources),
    unresolved: notes.all,
  };
}

function unmappedIn(resources: readonly DeclaredResource[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { type, managed } of resources)
    if (managed && !MAPPED.has(type)) found.set(type, (found.get(type) ?? 0) + 1);
  return new Map([...found].sort(byKey));
}

/** All that is declared was read, but for accounts of which the files only say that they exist. */
function coverageOf(to: ResourceRecords): Inventory['coverage'] {
  const except = to
    .all('accounts')
    .filter(({ inscope }) => !inscope)
    .map(({ id }) => ({
      account: id,
      state: 'not-asked' as const,
      reason: 'no resource of the files is in this account',
    }));
  const whole: Coverage = { state: 'read', except: [] };
  const tree = { units: whole, accounts: whole, organizations: whole };
  return {
    ...Object.fromEntries(RESOURCE_TYPES.map((type) => [type, { state: 'read' as const, except }])),
    ...tree,
  };
}
