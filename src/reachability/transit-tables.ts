/** Tables of transit gateways: which one an attachment's traffic is looked up in, and what it says. */

import type { Inventory } from '../inventory/inventory.ts';
import { readState } from '../inventory/inventory.ts';
import type { TransitAttachment, TransitGateway, TransitRoute } from '../inventory/transit.ts';
import { AddressSet } from '../model/addresses.ts';
import { byCodeUnit, gather } from '../model/order.ts';
import { type Ranged, RangeMap } from './range-map.ts';
import type { Doubt } from './reasons.ts';
import type { RouteHop } from './route-parts.ts';

/** What a table says of a destination. */
export interface TransitChoice {
  readonly route: TransitRoute;
  /** Of the table, with the row that decides. */
  readonly hop: RouteHop;
  readonly doubts: readonly Doubt[];
}

/** The table of an attachment, or why there is none. */
export type TransitTable =
  | {
      readonly id: string;
      readonly routes: RangeMap<TransitChoice | undefined>;
      /** Something propagates into it whose routes no source has: what has no row may have one. */
      readonly open: boolean;
    }
  | 'none'
  | 'unknown';

interface TransitBlockRoute {
  readonly route: TransitRoute;
  readonly size: bigint;
  /** Static before prefix list before propagated. */
  readonly rank: number;
  readonly doubt?: Doubt;
}

/** What a route does, whatever it is called: two of one block that do the same do not contradict each other. */
const effectOf = ({ active, targets }: TransitRoute): string =>
  active ? [...targets].sort().join(' ') : 'blackhole';

function chosen(items: readonly TransitBlockRoute[]): TransitChoice | undefined {
  const doubts = items.flatMap(({ doubt }) => doubt ?? []);
  const best = items
    .filter(({ doubt }) => doubt === undefined)
    .sort((a, b) => (a.size !== b.size ? (a.size < b.size ? -1 : 1) : a.rank - b.rank));
  const first = best[0] ?? items[0];
  if (!first) return undefined;
  const rival = best.find(
    ({ route, size, rank }) =>
      size === first.size && rank === first.rank && effectOf(route) !== effectOf(first.route),
  );
  if (rival) doubts.push({ code: 'ROUTES_CONTRADICT', id: first.route.id, detail: rival.route.id });
  const { table, destination, active, targets } = first.route;
  const by = `${destination} -> ${active ? (targets[0] ?? 'unknown') : 'blackhole'}`;
  const hop = { id: table, kind: 'transit-gateway-route-table', by };
  return { route: first.route, doubts, hop };
}

export class TransitTables {
  readonly #inventory: Inventory;
  readonly #tables = new Map<string, TransitTable>();
  readonly #routes = new Map<string, TransitRoute[]>();
  /** By gateway and attachment: both ends of a peering look up the same attachment, each in a table of its own. */
  readonly #associated = new Map<string, string>();
  readonly #gateways = new Map<string, TransitGateway>();
  readonly #open = new Set<string>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    for (const gateway of inventory.transitGateways.values()) {
      this.#gateways.set(gateway.id, gateway);
      this.#gateways.set(gateway.short, gateway);
    }
    for (const route of inventory.transitRoutes.values()) gather(this.#routes, route.table, route);
    for (const { table, attachment, state } of inventory.transitAssociations.values()) {
      if (/^disassociat/.test(state)) continue;
      const gateway = inventory.transitRouteTables.get(table)?.gateway ?? '';
      this.#associated.set(`${this.gatewayKey(gateway)} ${attachment}`, table);
    }
    for (const [table, own] of this.#propagated()) this.#routes.set(table, own);
  }

  /** `tgw-…`, however a source names the gateway. */
  gatewayKey(id: string): string {
    return this.gateway(id)?.short ?? id;
  }

  gateway(id: string): TransitGateway | undefined {
    return this.#gateways.get(id);
  }

  /** Where traffic that comes in through an attachment is looked up. */
  tableOf(gateway: string, attachment: TransitAttachment): TransitTable {
    const key = this.gatewayKey(gateway);
    const id =
      this.#associated.get(`${key} ${attachment.id}`) ?? this.#associated.get(` ${attachment.id}`);
    if (id !== undefined) return this.#table(id, key);
    return this.#wasRead('transitAssociations', key) ? 'none' : 'unknown';
  }

  #table(id: string, gateway: string): TransitTable {
    const known = this.#tables.get(id);
    if (known) return known;
    const found = this.#make(id, gateway);
    this.#tables.set(id, found);
    return found;
  }

  /**
   * Of one that no source lists, such as another account's, the association is all that is known. Of one whose rows
   * were not read, what follows from its propagations is not all.
   */
  #make(id: string, gateway: string): TransitTable {
    const listed = this.#inventory.transitRouteTables.has(id);
    const own = this.#routes.get(id) ?? [];
    const stated = own.some(({ provenance }) => provenance.derivedBy === undefined);
    if (!stated && !(listed && this.#wasRead('transitRoutes', gateway))) return 'unknown';
    return { id, routes: this.#byPrefix(own), open: this.#open.has(id) };
  }

  /** Whether it is known what is attached to a gateway. */
  isRead(id: string): boolean {
    return this.#wasRead('transitAttachments', this.gatewayKey(id));
  }

  /** The gateways at the ends of a peering attachment. */
  peers({ gateway, peerGateway }: TransitAttachment): readonly string[] {
    return [gateway, peerGateway].flatMap((id) => (id === undefined ? [] : this.gatewayKey(id)));
  }

  /** The gateway's owner is the one whose account shows its tables. */
  #wasRead(
    type: 'transitRoutes' | 'transitAssociations' | 'transitAttachments',
    gateway: string,
  ): boolean {
    const own = this.#gateways.get(gateway);
    if (!own) return false;
    return readState(this.#inventory, type, own.owner ?? own.accounts[0], own.region) === 'read';
  }

  #byPrefix(routes: readonly TransitRoute[]): RangeMap<TransitChoice | undefined> {
    const known = new Map<string, TransitChoice>();
    const ranged = routes.flatMap((route) => this.#blocksOf(route));
    return RangeMap.of(ranged, (items) => {
      const found = chosen(items);
      if (!found) return undefined;
      // Rows that do the same are one part: what follows is the same for all of their addresses.
      const key = JSON.stringify([found.route.id, found.doubts]);
      const same = known.get(key);
      if (same) return same;
      known.set(key, found);
      return found;
    });
  }

  #blocksOf(route: TransitRoute): Ranged<TransitBlockRoute>[] {
    const own = AddressSet.parse([route.destination]);
    const list = this.#inventory.prefixLists.get(route.destination);
    const blocks = own ? [route.destination] : (list?.entries ?? []).map(({ cidr }) => cidr);
    const propagated = route.origin === 'propagated';
    const rank = propagated ? 2 : own ? 0 : 1;
    if (blocks.length === 0 || AddressSet.parse(blocks) === undefined) {
      const doubt = { code: 'PREFIX_LIST_UNKNOWN', id: route.destination } as const;
      return [{ addresses: AddressSet.ALL, item: { route, size: 0n, rank, doubt } }];
    }
    return blocks.flatMap((block) => {
      const addresses = AddressSet.parse([block]) ?? AddressSet.NONE;
      const [interval] = [...addresses.ipv4, ...addresses.ipv6];
      const size = interval ? interval.end - interval.start : 0n;
      return [{ addresses, item: { route, size, rank } }];
    });
  }

  /**
   * Routes of tables with those that follow from what propagates into them, where no source lists propagated rows
   * of the table. What a VPN or a Direct Connect gateway propagates is in none: its rows are not known.
   */
  #propagated(): Map<string, TransitRoute[]> {
    const found = new Map<string, TransitRoute[]>();
    const uses = [...this.#inventory.transitPropagations.values()].sort((a, b) =>
      byCodeUnit(a.id, b.id),
    );
    for (const { table, attachment, state, provenance } of uses) {
      const stated = this.#routes.get(table) ?? [];
      if (/^disabl/.test(state) || stated.some(({ origin }) => origin === 'propagated')) continue;
      const vpc = this.#inventory.transitAttachments.get(attachment)?.vpc;
      const blocks = vpc === undefined ? [] : (this.#inventory.vpcs.get(vpc)?.blocks ?? []);
      if (blocks.length === 0) this.#open.add(table);
      const all = found.get(table) ?? [...stated];
      for (const destination of blocks)
        all.push({
          ...{ id: `${table}|${destination}`, table, destination, targets: [attachment] },
          ...{ active: true, origin: 'propagated' },
          provenance: { ...provenance, derivedBy: 'propagated-route' },
        });
      found.set(table, all);
    }
    return found;
  }
}
