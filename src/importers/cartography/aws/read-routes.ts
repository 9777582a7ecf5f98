/** Route tables with their routes and the subnets that they serve. */

import { grouped } from '../../../inventory/indexes.ts';
import type { Collections } from '../../../inventory/inventory.ts';
import type { Subnet } from '../../../inventory/network.ts';
import type {
  RouteTable,
  RouteTableAssociation,
  TargetKind,
  VpcRoute,
} from '../../../inventory/routing.ts';
import { gatewayKind } from '../../gateway-kinds.ts';
import { present } from '../../present.ts';
import type { Answers, Fields } from '../question.ts';
import { ASSOCIATIONS, ROUTES, TABLES } from './network-questions.ts';
import { byId, type Missing, mostNamed, parentOf } from './row-helpers.ts';
import { provenance } from './source.ts';

/** Property of a route -> what it leads to. An instance's interface is named, too, so the instance goes first. */
const TARGETS: readonly (readonly [column: string, kind: TargetKind])[] = [
  ['nat', 'nat-gateway'],
  ['transit', 'transit-gateway'],
  ['peering', 'peering-connection'],
  ['endpoint', 'vpc-endpoint'],
  ['egressOnly', 'egress-only-gateway'],
  ['carrier', 'carrier-gateway'],
  ['local', 'local-gateway'],
  ['instance', 'instance'],
  ['interface', 'network-interface'],
  ['core', 'core-network'],
];

function targetOf(row: Fields): Pick<VpcRoute, 'kind' | 'target'> {
  for (const [column, kind] of TARGETS) {
    const target = row.text(column);
    if (target !== undefined) return { kind, target };
  }
  const [edge] = row.texts('internet');
  const gateway = row.text('gateway') ?? edge;
  if (gateway === 'local') return { kind: 'local', target: 'local' };
  return { kind: gatewayKind(gateway) ?? 'unknown', target: gateway ?? 'unknown' };
}

function routeOf(row: Fields, id: string, missing: Missing): VpcRoute {
  const target = targetOf(row);
  if (target.kind === 'internet-gateway' && row.texts('internet').length === 0)
    missing.note('route(s) without an edge to their internet gateway', id, target.target, row.at);
  const cut = id.indexOf('|');
  const text = cut > 0 ? id.slice(0, cut) : undefined;
  const sort = 'route(s) without an edge to their table';
  return {
    id,
    ...target,
    destination: row.text('cidr') ?? row.text('cidr6') ?? row.text('prefixList') ?? 'unknown',
    active: (row.text('state') ?? 'active') === 'active',
    propagated: row.text('origin') === 'EnableVgwRoutePropagation',
    ...present({ table: parentOf(row, 'tables', text, sort, missing) }),
    ...provenance(row),
  };
}

function associationOf(row: Fields, id: string, missing: Missing): RouteTableAssociation {
  const ofTable = 'association(s) without an edge to their route table';
  const table = parentOf(row, 'tables', row.text('tableText'), ofTable, missing);
  const main = row.flag('main');
  const sort = 'association(s) without an edge to their subnet';
  const subnet = main ? undefined : parentOf(row, 'subnets', row.text('subnetText'), sort, missing);
  const target = row.text('target');
  const gateway = target && /^[iv]gw-/.test(target) ? target : undefined;
  return { id, main, ...present({ table, subnet, gateway }), ...provenance(row) };
}

export function readTables(
  answers: Answers,
  subnets: ReadonlyMap<string, Subnet>,
  missing: Missing,
): Pick<Collections, 'routeTables' | 'routes' | 'routeTableAssociations'> {
  const routes = byId(answers.rows(ROUTES), (row, id) => routeOf(row, id, missing));
  const associations = byId(answers.rows(ASSOCIATIONS), (row, id) =>
    associationOf(row, id, missing),
  );
  const uses = grouped(associations.values(), ({ table }) => table);
  const routeTables = byId(answers.rows(TABLES), (row, id): RouteTable => {
    const own = uses.get(id) ?? [];
    const served = own.flatMap(({ subnet }) => subnet ?? []).sort();
    const named = mostNamed(served.flatMap((subnet) => subnets.get(subnet)?.vpc ?? []));
    const sort = 'route table(s) without an edge to their VPC';
    const owner = row.text('owner');
    return {
      id,
      accounts: owner ? [owner] : row.texts('accounts'),
      main: row.flag('main') || own.some(({ main }) => main),
      ...present({
        vpc: parentOf(row, 'vpcs', named, sort, missing),
        region: row.text('region'),
      }),
      ...provenance(row),
    };
  });
  return { routeTables, routes, routeTableAssociations: associations };
}
