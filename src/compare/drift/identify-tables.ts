/** Route tables that are drawn without their id: known by what they decide for, as each subnet has exactly one. */

import { tableOf } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { InventoryRecord } from '../../inventory/provenance.ts';
import { hasCloudId } from '../../reconcile/keys.ts';
import type { DeclaredEstate } from './declared-estate.ts';
import type { JoinedIds } from './join-records.ts';

/** The running table that decides for all these subnets, or is the main one of the VPC. */
function runningTable(
  running: Inventory,
  subnets: readonly string[],
  mainOf: string | undefined,
): string | undefined {
  if (subnets.length > 0) {
    const records = subnets.map((id) => running.subnets.get(id));
    const tables = new Set(records.map((subnet) => subnet && tableOf(running, subnet)?.id));
    const [only] = tables;
    return tables.size === 1 ? only : undefined;
  }
  const main = [...running.routeTables.values()].filter(
    (table) => table.main && table.vpc === mainOf && mainOf !== undefined,
  );
  const [only] = main;
  return main.length === 1 ? only?.id : undefined;
}

/** The declared estate with such tables, and their routes, under the ids of the running ones. */
export function identifyTables(
  estate: DeclaredEstate,
  running: Inventory,
  { vpcs, subnets }: { readonly vpcs: JoinedIds; readonly subnets: JoinedIds },
): DeclaredEstate {
  const { inventory, serves } = estate;
  const named = new Map(
    [...inventory.subnets.values()].map(({ id, vpc, name }) => [`${vpc}|${name}`, id]),
  );
  const found = new Map<string, string>();
  const taken = new Set([...inventory.routeTables.keys()]);
  for (const table of inventory.routeTables.values()) {
    if (hasCloudId(table)) continue;
    const texts = serves.get(table.id) ?? [];
    const served = texts.map((text) => {
      const own = named.get(`${table.vpc}|${text}`) ?? text;
      return subnets.get(own) ?? own;
    });
    const vpc = table.vpc === undefined ? undefined : (vpcs.get(table.vpc) ?? table.vpc);
    const id = runningTable(running, served, table.main ? vpc : undefined);
    // Drawn twice, it is none of both for sure.
    if (id === undefined || taken.has(id)) continue;
    taken.add(id);
    found.set(table.id, id);
  }
  if (found.size === 0) return estate;
  const called = (id: string): string => found.get(id) ?? id;
  const identified = <T extends InventoryRecord>(record: T, id: string): T => {
    const { address: _, ...provenance } = record.provenance;
    return { ...record, id, provenance };
  };
  const routeTables = [...inventory.routeTables].map(
    ([id, table]) => [called(id), found.has(id) ? identified(table, called(id)) : table] as const,
  );
  const routes = [...inventory.routes.values()].map((route) => {
    const { table = '', destination } = route;
    const id = `${called(table)}|${destination}`;
    return [
      id,
      found.has(table) ? { ...identified(route, id), table: called(table) } : route,
    ] as const;
  });
  return {
    ...estate,
    inventory: {
      ...inventory,
      routeTables: new Map(routeTables),
      routes: new Map(routes.map(([, route]) => [route.id, route])),
    },
    serves: new Map([...serves].map(([id, texts]) => [called(id), texts])),
    unclearTables: new Set([...estate.unclearTables].map(called)),
  };
}
