/** Which route of a table decides for an address. */

import { routesOf } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { VpcRoute } from '../inventory/routing.ts';
import { AddressSet } from '../model/addresses.ts';
import type { Interval } from '../model/intervals.ts';
import { type Ranged, RangeMap } from './range-map.ts';
import type { Doubt } from './reasons.ts';
import type { RouteHop } from './route-parts.ts';

/** What a table says of a destination. */
export interface RouteChoice {
  readonly route: VpcRoute;
  /** Of the table, with the row that decides. */
  readonly hop: RouteHop;
  /** Why it may be another route; empty where it is this one for sure. */
  readonly doubts: readonly Doubt[];
}

/** A route for one block. */
interface BlockRoute {
  readonly route: VpcRoute;
  readonly size: bigint;
  /** Of routes for one block, the lowest decides. */
  readonly rank: number;
  readonly ofList: boolean;
  readonly doubt?: Doubt;
}

const RANK = { local: 0, static: 1, list: 2, propagated: 3 } as const;

const rankOf = ({ kind, propagated }: VpcRoute, ofList: boolean): number =>
  kind === 'local' ? RANK.local : propagated ? RANK.propagated : ofList ? RANK.list : RANK.static;

const size = ({ start, end }: Interval<bigint>): bigint => end - start;

/**
 * Whether a route leads the addresses of one of AWS's services to it, and no others. A list of one's own may hold any
 * address, and lead it to an appliance.
 */
function leadsToService({ endpoints, prefixLists }: Inventory, route: VpcRoute): boolean {
  if (route.kind !== 'vpc-endpoint') return false;
  const endpoint = endpoints.get(route.target);
  return endpoint
    ? endpoint.type === 'Gateway'
    : (prefixLists.get(route.destination)?.managed ?? false);
}

/** The blocks that a route is for: one, or those of a prefix list. */
function blocksOf(inventory: Inventory, route: VpcRoute): Ranged<BlockRoute>[] {
  const own = AddressSet.parse([route.destination]);
  const list = inventory.prefixLists.get(route.destination);
  const entries = own ? undefined : list?.entries.map(({ cidr }) => cidr);
  const blocks = own ? [route.destination] : (entries ?? []);
  const ofList = !own;
  if (ofList && (blocks.length === 0 || AddressSet.parse(blocks) === undefined)) {
    if (leadsToService(inventory, route)) return [];
    const doubt = { code: 'PREFIX_LIST_UNKNOWN', id: route.destination } as const;
    const item = { route, size: 0n, rank: rankOf(route, true), ofList, doubt };
    return [{ addresses: AddressSet.ALL, item }];
  }
  return blocks.flatMap((block) => {
    const addresses = AddressSet.parse([block]) ?? AddressSet.NONE;
    const [interval] = [...addresses.ipv4, ...addresses.ipv6];
    if (!interval) return [];
    return [
      { addresses, item: { route, size: size(interval), rank: rankOf(route, ofList), ofList } },
    ];
  });
}

const hopOf = ({ table = '', destination, active, target }: VpcRoute): RouteHop => ({
  ...{ id: table, kind: 'route-table', by: `${destination} -> ${active ? target : 'blackhole'}` },
});

/** The longest prefix; of one prefix static before prefix list before propagated. */
function chosen(items: readonly BlockRoute[]): RouteChoice | undefined {
  const doubts = items.flatMap(({ doubt }) => doubt ?? []);
  const sure = items.filter(({ doubt }) => doubt === undefined);
  const best = [...sure].sort((a, b) =>
    a.size !== b.size ? (a.size < b.size ? -1 : 1) : a.rank - b.rank,
  );
  const [first] = best;
  if (!first) {
    const [open] = items;
    return open && { route: open.route, doubts, hop: hopOf(open.route) };
  }
  const rivals = best.filter(
    ({ size: own, rank, route }) =>
      own === first.size && rank === first.rank && route.target !== first.route.target,
  );
  if (rivals.length > 0)
    doubts.push({
      code: 'ROUTES_CONTRADICT',
      id: first.route.id,
      detail: rivals[0]?.route.id ?? '',
    });
  return { route: first.route, doubts, hop: hopOf(first.route) };
}

/**
 * @param blocks addresses of the VPC: within them, what a gateway propagates never beats the local route, however
 * long its prefix
 */
export function routesByPrefix(
  inventory: Inventory,
  table: string,
  blocks: AddressSet,
): RangeMap<RouteChoice | undefined> {
  const routes = routesOf(inventory, table);
  const local = routes.some(({ kind }) => kind === 'local');
  const ranged = routes.flatMap((route) =>
    blocksOf(inventory, route).filter(
      ({ addresses }) => !(local && route.propagated && blocks.contains(addresses)),
    ),
  );
  // One object for one answer, so that addresses of one answer are one part.
  const known = new Map<string, RouteChoice>();
  return RangeMap.of(ranged, (items) => {
    const found = chosen(items);
    if (!found) return undefined;
    const key = JSON.stringify([found.route.id, found.doubts]);
    const same = known.get(key);
    if (same) return same;
    known.set(key, found);
    return found;
  });
}
