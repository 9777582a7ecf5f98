/** Route tables as tables, named by what they serve. */

import type { RouteRow, Subnet, Table, Vpc } from '../../importers/cartography/aws/graph.ts';
import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import type { Plan } from './plan.ts';

/** Most subnets that a table is named by; all of them are in its description. */
const NAMES = 3;

/** Whether a route's target is a stub. */
export type IsUnresolved = (route: RouteRow) => boolean;

function nameOf(table: Table, served: readonly Subnet[], all: number): string {
  if (served.length === 0)
    return table.gateways.length > 0
      ? `Routes of what comes in by ${table.gateways.join(', ')}`
      : 'Routes of no subnet';
  if (served.length === all && all > 1) return 'Routes of all subnets';
  if (served.length > NAMES) return `Routes of ${served.length} subnets`;
  return `Routes of ${served.map((s) => s.name).join(', ')}`;
}

const targetText = ({ target, active }: RouteRow): string =>
  active ? target : `${target} (blackhole)`;

function wordsOf(table: Table, served: readonly Subnet[], vpc: Vpc | undefined): string {
  return [
    served.length > 0
      ? `Serves ${served.map((s) => `${s.name} (${s.id})`).join(', ')}`
      : 'Serves no subnet',
    ...(table.main
      ? [`main table${vpc ? ` of ${vpc.name}` : ''}: for subnets without a table of their own`]
      : []),
    ...(table.gateways.length > 0
      ? [`routes what comes in through ${table.gateways.join(', ')}`]
      : []),
    ...(vpc ? [] : ['the graph does not say of which VPC it is']),
  ].join('; ');
}

/**
 * A table as it is drawn. The main one of a VPC is folded when no subnet uses it and it leads nowhere.
 * @returns nothing when it is folded or left out
 */
export function tableElement(
  { networks, fates, ledger, wishes }: Plan,
  table: Table,
  vpc: Vpc | undefined,
  unresolved: IsUnresolved,
): ElementContent | undefined {
  const routes = table.routes.map(({ id }) => id);
  if (!wishes.routeTables) {
    fates.omit('route-table', [table.id]);
    fates.omit('route', routes);
    fates.omit('route-table-association', table.associations);
    return undefined;
  }
  for (const route of table.routes) if (unresolved(route)) ledger.unresolved('route');
  fates.fold('route', routes);
  fates.fold('route-table-association', table.associations);
  const served = sortedBy(networks.servedBy(table.id), (s) => `${s.name} ${s.id}`);
  const idle = served.length === 0 && table.gateways.length === 0;
  if (vpc && idle && table.main && table.routes.every((r) => r.kind === 'local')) {
    fates.fold('route-table', [table.id]);
    return undefined;
  }
  const all = vpc ? networks.subnetsOf(vpc.id).length : 0;
  return element(
    { at: table.at, counted: fates.draw('route-table', table.id) },
    'route-table',
    nameOf(table, served, all),
    {
      id: table.id,
      role: table.main ? 'main' : undefined,
      serves: served.map((s) => s.id),
      description: wordsOf(table, served, vpc),
      routes: table.routes.map((route) => ({
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
): { readonly drawn: ElementContent[]; readonly folded: Table[] } {
  const drawn: ElementContent[] = [];
  const folded: Table[] = [];
  for (const table of plan.networks.tables.values()) {
    if (table.vpc !== vpc.id) continue;
    const made = tableElement(plan, table, vpc, unresolved);
    if (made) drawn.push(made);
    else if (plan.wishes.routeTables) folded.push(table);
  }
  return { drawn, folded };
}
