/** Route tables as tables, named by what they serve. */

import type { ElementContent } from '../../model/content.ts';
import { element, sortedBy } from '../make.ts';
import type { RouteRow, Subnet, Table, Vpc } from './graph.ts';
import type { Plan } from './plan.ts';

/** Most subnets that a table is named by; all of them are in its description. */
const NAMES = 3;

/** Subnets that look their routes up here: the associated ones; in a main table those without a table of their own, too. */
export function servedBy({ networks }: Plan, table: Table): Subnet[] {
  const served = [...networks.subnets.values()].filter(
    (subnet) => networks.tableOf(subnet)?.id === table.id,
  );
  return sortedBy(served, (s) => `${s.name} ${s.id}`);
}

function nameOf(table: Table, served: readonly Subnet[], vpc: Vpc, all: number): string {
  if (served.length === 0)
    return table.gateways.length > 0 ? `Routes into ${vpc.name}` : 'Routes of no subnet';
  if (served.length === all && all > 1) return `Routes of all ${all} subnets`;
  if (served.length > NAMES) return `Routes of ${served.length} subnets`;
  return `Routes of ${served.map((s) => s.name).join(', ')}`;
}

const targetText = ({ target, active }: RouteRow): string =>
  active ? target : `${target} (blackhole)`;

/**
 * A VPC's tables. Its main one is folded when no subnet uses it and it leads nowhere.
 * @param unresolved whether a route's target is a stub
 */
export function tablesOf(
  plan: Plan,
  vpc: Vpc,
  unresolved: (route: RouteRow) => boolean,
): { readonly drawn: ElementContent[]; readonly folded: Table[] } {
  const { networks, fates, ledger, wishes } = plan;
  const folded: Table[] = [];
  const all = [...networks.subnets.values()].filter((s) => s.vpc === vpc.id).length;
  const drawn = [...networks.tables.values()].flatMap((table): ElementContent[] => {
    if (table.vpc !== vpc.id) return [];
    const routes = table.routes.map(({ id }) => id);
    const associations = [...networks.associations].flatMap(([id, of]) =>
      of === table.id ? id : [],
    );
    if (!wishes.routeTables) {
      fates.omit('route-table', [table.id]);
      fates.omit('route', routes);
      fates.omit('route-table-association', associations);
      return [];
    }
    for (const route of table.routes) if (unresolved(route)) ledger.unresolved('route');
    fates.fold('route', routes);
    fates.fold('route-table-association', associations);
    const served = servedBy(plan, table);
    const idle = served.length === 0 && table.gateways.length === 0;
    if (idle && table.main && table.routes.every((r) => r.kind === 'local')) {
      fates.fold('route-table', [table.id]);
      folded.push(table);
      return [];
    }
    const words = [
      served.length > 0
        ? `Serves ${served.map((s) => `${s.name} (${s.id})`).join(', ')}`
        : 'Serves no subnet',
      ...(table.main
        ? [`main table of ${vpc.name}: for subnets without a table of their own`]
        : []),
      ...(table.gateways.length > 0
        ? [`routes what comes in through ${table.gateways.join(', ')}`]
        : []),
    ];
    return [
      element(
        { at: table.at, counted: fates.draw('route-table', table.id) },
        'route-table',
        nameOf(table, served, vpc, all),
        {
          id: table.id,
          role: table.main ? 'main' : undefined,
          serves: served.map((s) => s.id),
          description: words.join('; '),
          routes: table.routes.map((route) => ({
            destination: route.destination,
            target: targetText(route),
            ...(route.propagated ? { propagated: true } : {}),
          })),
        },
      ),
    ];
  });
  return { drawn, folded };
}
