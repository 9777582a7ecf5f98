/** Route tables as tables, named by what they serve. */

import {
  associationsOf,
  routedGateways,
  routesOf,
  servedBy,
  subnetsOf,
} from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Subnet, Vpc } from '../../inventory/network.ts';
import type { RouteTable, VpcRoute } from '../../inventory/routing.ts';
import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import type { Plan } from './plan.ts';

/** Most subnets that a table is named by; all of them are in its description. */
const NAMES = 3;

/** Whether a route's target is a stub. */
export type IsUnresolved = (route: VpcRoute) => boolean;

function nameOf(served: readonly Subnet[], all: number, gateways: readonly string[]): string {
  if (served.length === 0)
    return gateways.length > 0
      ? `Routes of what comes in by ${gateways.join(', ')}`
      : 'Routes of no subnet';
  if (served.length === all && all > 1) return 'Routes of all subnets';
  if (served.length > NAMES) return `Routes of ${served.length} subnets`;
  return `Routes of ${served.map((s) => s.name).join(', ')}`;
}

const targetText = ({ target, active }: VpcRoute): string =>
  active ? target : `${target} (blackhole)`;

function wordsOf(
  inventory: Inventory,
  table: RouteTable,
  served: readonly Subnet[],
  vpc: Vpc | undefined,
): string {
  const gateways = routedGateways(inventory, table.id);
  return [
    served.length > 0
      ? `Serves ${served.map((s) => `${s.name} (${s.id})`).join(', ')}`
      : 'Serves no subnet',
    ...(table.main
      ? [`main table${vpc ? ` of ${vpc.name}` : ''}: for subnets without a table of their own`]
      : []),
    ...(gateways.length > 0 ? [`routes what comes in through ${gateways.join(', ')}`] : []),
    ...(vpc ? [] : [`${inventory.source.name} does not say of which VPC it is`]),
  ].join('; ');
}

/**
 * A table as it is drawn. The main one of a VPC is folded when no subnet uses it and it leads nowhere.
 * @returns nothing when it is folded or left out
 */
export function tableElement(
  { inventory, fates, ledger, wishes }: Plan,
  table: RouteTable,
  vpc: Vpc | undefined,
  unresolved: IsUnresolved,
): ElementContent | undefined {
  const own = routesOf(inventory, table.id);
  const routes = own.map(({ id }) => id);
  const associations = associationsOf(inventory, table.id).map(({ id }) => id);
  if (!wishes.routeTables) {
    fates.omit('route-table', [table.id]);
    fates.omit('route', routes);
    fates.omit('route-table-association', associations);
    return undefined;
  }
  for (const route of own) if (unresolved(route)) ledger.unresolved('route');
  fates.fold('route', routes);
  fates.fold('route-table-association', associations);
  const served = sortedBy(servedBy(inventory, table.id), (s) => `${s.name} ${s.id}`);
  const gateways = routedGateways(inventory, table.id);
  const idle = served.length === 0 && gateways.length === 0;
  if (vpc && idle && table.main && own.every((r) => r.kind === 'local')) {
    fates.fold('route-table', [table.id]);
    return undefined;
  }
  const all = vpc ? subnetsOf(inventory, vpc.id).length : 0;
  return element(
    { at: table.provenance.at, counted: fates.draw('route-table', table.id) },
    'route-table',
    nameOf(served, all, gateways),
    {
      id: table.id,
      role: table.main ? 'main' : undefined,
      serves: served.map((s) => s.id),
      description: wordsOf(inventory, table, served, vpc),
      routes: own.map((route) => ({
        destination: route.destination,
        target: targetText(route),
        ...(route.propagated ? { propagated: true } : {}),
      })),
    },
  );
}

/** A VPC's tables: those that are drawn, and those that are only words on it. */
export function tablesOf(
  plan: Plan,
  vpc: Vpc,
  unresolved: IsUnresolved,
): { readonly drawn: ElementContent[]; readonly folded: RouteTable[] } {
  const drawn: ElementContent[] = [];
  const folded: RouteTable[] = [];
  for (const table of plan.inventory.routeTables.values()) {
    if (table.vpc !== vpc.id) continue;
    const made = tableElement(plan, table, vpc, unresolved);
    if (made) drawn.push(made);
    else if (plan.wishes.routeTables) folded.push(table);
  }
  return { drawn, folded };
}
