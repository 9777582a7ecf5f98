/** Route tables with their routes and the subnets that they serve. */

import { byCodeUnit } from '../../../model/order.ts';
import type { Answers, Fields } from '../question.ts';
import type { RouteRow, Subnet, Table, TargetKind } from './graph.ts';
import { ASSOCIATIONS, ROUTES, TABLES } from './network-questions.ts';
import { byId, grouped, type Missing, mostNamed, parentOf } from './row-helpers.ts';

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

/** `gateway_id` holds several kinds alike. */
const GATEWAYS: readonly (readonly [prefix: string, kind: TargetKind])[] = [
  ['igw-', 'internet-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['eigw-', 'egress-only-gateway'],
  ['cagw-', 'carrier-gateway'],
  ['lgw-', 'local-gateway'],
];

function targetOf(row: Fields): Pick<RouteRow, 'kind' | 'target'> {
  for (const [column, kind] of TARGETS) {
    const target = row.text(column);
    if (target !== undefined) return { kind, target };
  }
  const [edge] = row.texts('internet');
  const gateway = row.text('gateway') ?? edge;
  if (gateway === 'local') return { kind: 'local', target: 'local' };
  const known = GATEWAYS.find(([prefix]) => gateway?.startsWith(prefix));
  return { kind: known?.[1] ?? 'unknown', target: gateway ?? 'unknown' };
}

function routeOf(row: Fields, id: string, missing: Missing): RouteRow & { table?: string } {
  const target = targetOf(row);
  if (target.kind === 'internet-gateway' && row.texts('internet').length === 0)
    missing.note('route(s) without an edge to their internet gateway', id, row.at);
  const cut = id.indexOf('|');
  const table = parentOf(
    row,
    'tables',
    cut > 0 ? id.slice(0, cut) : undefined,
    'route(s) without an edge to their table',
    missing,
  );
  return {
    id,
    ...target,
    destination: row.text('cidr') ?? row.text('cidr6') ?? row.text('prefixList') ?? 'unknown',
    active: (row.text('state') ?? 'active') === 'active',
    propagated: row.text('origin') === 'EnableVgwRoutePropagation',
    at: row.at,
    ...(table ? { table } : {}),
  };
}

interface Association {
  readonly id: string;
  readonly table?: string;
  readonly main: boolean;
  readonly subnet?: string;
  /** An internet or virtual private gateway. */
  readonly gateway?: string;
}

function associationOf(row: Fields, id: string, missing: Missing): Association {
  const table = parentOf(
    row,
    'tables',
    row.text('tableText'),
    'association(s) without an edge to their route table',
    missing,
  );
  const main = row.flag('main');
  const sort = 'association(s) without an edge to their subnet';
  const subnet = main ? undefined : parentOf(row, 'subnets', row.text('subnetText'), sort, missing);
  const target = row.text('target');
  return {
    id,
    main,
    ...(table ? { table } : {}),
    ...(subnet ? { subnet } : {}),
    ...(target && /^[iv]gw-/.test(target) ? { gateway: target } : {}),
  };
}

export interface Tables {
  readonly tables: ReadonlyMap<string, Table>;
  /** Id of an association, of a route -> table. */
  readonly associations: ReadonlyMap<string, string | undefined>;
  readonly routes: ReadonlyMap<string, string | undefined>;
}

export function readTables(
  answers: Answers,
  subnets: ReadonlyMap<string, Subnet>,
  missing: Missing,
): Tables {
  const routes = byId(answers.rows(ROUTES), (row, id) => routeOf(row, id, missing));
  const associations = byId(answers.rows(ASSOCIATIONS), (row, id) =>
    associationOf(row, id, missing),
  );
  const routesOf = grouped(routes.values(), (r) => r.table);
  const servedBy = grouped(associations.values(), (a) => a.table);
  const tables = byId(answers.rows(TABLES), (row, id): Table => {
    const served = servedBy.get(id) ?? [];
    const own = served.flatMap(({ subnet }) => subnet ?? []).sort();
    const of = mostNamed(own.flatMap((subnet) => subnets.get(subnet)?.vpc ?? []));
    const sort = 'route table(s) without an edge to their VPC';
    const vpc = parentOf(row, 'vpcs', of, sort, missing);
    const region = row.text('region');
    const owner = row.text('owner');
    return {
      id,
      accounts: owner ? [owner] : row.texts('accounts'),
      main: row.flag('main') || served.some(({ main }) => main),
      own,
      associations: served.map((a) => a.id),
      gateways: served.flatMap(({ gateway }) => gateway ?? []).sort(),
      routes: (routesOf.get(id) ?? []).sort(
        (a, b) =>
          Number(b.kind === 'local') - Number(a.kind === 'local') ||
          byCodeUnit(a.destination, b.destination),
      ),
      at: row.at,
      ...(vpc ? { vpc } : {}),
      ...(region ? { region } : {}),
    };
  });
  return {
    tables,
    associations: new Map([...associations].map(([id, { table }]) => [id, table])),
    routes: new Map([...routes].map(([id, { table }]) => [id, table])),
  };
}
