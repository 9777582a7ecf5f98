/** What of an inventory routes and carries traffic, looked up by what asks for it. */

import { aclOf, tableOf } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type RecordType, readState } from '../inventory/inventory.ts';
import type { Subnet, Vpc } from '../inventory/network.ts';
import type { AccountRecord } from '../inventory/provenance.ts';
import type { TransitAttachment } from '../inventory/transit.ts';
import { AddressSet } from '../model/addresses.ts';
import { byCodeUnit, gather } from '../model/order.ts';
import { SubnetAcls } from './network-acls.ts';
import { RangeMap } from './range-map.ts';
import { type RouteChoice, routesByPrefix } from './route-table.ts';
import { GroupFilters } from './security-groups.ts';
import { TransitTables } from './transit-tables.ts';

const addressesOf = (texts: readonly (string | undefined)[]): AddressSet =>
  AddressSet.parse(texts.filter((text) => text !== undefined)) ?? AddressSet.NONE;

/** Everything is worked out on first use, and kept. */
export class NetworkModel {
  readonly inventory: Inventory;
  readonly acls: SubnetAcls;
  readonly groups: GroupFilters;
  readonly transit: TransitTables;
  readonly #blocks = new Map<string, AddressSet>();
  readonly #cidrs = new Map<string, AddressSet>();
  readonly #subnetMaps = new Map<string, RangeMap<Subnet | undefined>>();
  readonly #subnets = new Map<string, Subnet[]>();
  readonly #routes = new Map<string, RangeMap<RouteChoice | undefined>>();
  readonly #filtering = new Map<string, string>();
  readonly #attachments = new Map<string, TransitAttachment>();

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    this.acls = new SubnetAcls(inventory);
    this.groups = new GroupFilters(inventory);
    this.transit = new TransitTables(inventory);
    for (const subnet of inventory.subnets.values())
      if (subnet.vpc !== undefined) gather(this.#subnets, subnet.vpc, subnet);
    for (const own of [...inventory.transitAttachments.values()].sort((a, b) =>
      byCodeUnit(a.id, b.id),
    )) {
      const key = `${own.gateway} ${own.vpc}`;
      if (own.type === 'vpc' && !(this.#attachments.has(key) && isGone(own)))
        this.#attachments.set(key, own);
    }
  }

  /** Addresses of a VPC. */
  blocks(vpc: string): AddressSet {
    const known = this.#blocks.get(vpc);
    if (known) return known;
    const found = addressesOf(this.inventory.vpcs.get(vpc)?.blocks ?? []);
    this.#blocks.set(vpc, found);
    return found;
  }

  /** Addresses of a subnet; empty where its block is not known. */
  cidr({ id, cidr, ipv6Cidr }: Subnet): AddressSet {
    const known = this.#cidrs.get(id);
    if (known) return known;
    const found = addressesOf([cidr, ipv6Cidr]);
    this.#cidrs.set(id, found);
    return found;
  }

  subnets(vpc: string): readonly Subnet[] {
    return this.#subnets.get(vpc) ?? [];
  }

  /** The subnets of a VPC by address. */
  subnetMap(vpc: string): RangeMap<Subnet | undefined> {
    const known = this.#subnetMaps.get(vpc);
    if (known) return known;
    const ranged = this.subnets(vpc).map((item) => ({ addresses: this.cidr(item), item }));
    const found = RangeMap.of(ranged, (own): Subnet | undefined => own[0]);
    this.#subnetMaps.set(vpc, found);
    return found;
  }

  /** Whether the VPC itself was read, and is not only named by others. */
  isRead(vpc: string | undefined): boolean {
    const own: Vpc | undefined = vpc === undefined ? undefined : this.inventory.vpcs.get(vpc);
    return own !== undefined && own.stub === undefined && !own.unlisted;
  }

  /** The routes that decide for a subnet, by destination; absent where no source has them. */
  routes(subnet: Subnet): { table: string; map: RangeMap<RouteChoice | undefined> } | undefined {
    const table = tableOf(this.inventory, subnet);
    if (!table || table.unread) return undefined;
    return { table: table.id, map: this.routesOfTable(table.id) };
  }

  routesOfTable(table: string): RangeMap<RouteChoice | undefined> {
    const known = this.#routes.get(table);
    if (known) return known;
    const vpc = this.inventory.routeTables.get(table)?.vpc;
    const found = routesByPrefix(this.inventory, table, vpc ? this.blocks(vpc) : AddressSet.NONE);
    this.#routes.set(table, found);
    return found;
  }

  subnetsById(ids: readonly string[]): readonly Subnet[] {
    return ids.flatMap((id) => this.inventory.subnets.get(id) ?? []);
  }

  /** What decides for traffic that is passed on in a subnet: equal for subnets that treat it alike. */
  filteringOf(subnet: Subnet): string {
    const known = this.#filtering.get(subnet.id);
    if (known !== undefined) return known;
    const table = tableOf(this.inventory, subnet)?.id ?? subnet.id;
    const found = `${table} ${aclOf(this.inventory, subnet.id)?.id ?? subnet.id}`;
    this.#filtering.set(subnet.id, found);
    return found;
  }

  /** The attachment of a VPC to a transit gateway. */
  attachment(gateway: string, vpc: string): TransitAttachment | undefined {
    const short = this.inventory.transitGateways.get(gateway)?.short ?? gateway;
    return this.#attachments.get(`${gateway} ${vpc}`) ?? this.#attachments.get(`${short} ${vpc}`);
  }

  /** Whether records of a type were read where something is: those who share it do not see what is around it. */
  wasRead(
    type: RecordType,
    { owner, accounts, region }: Partial<AccountRecord> & { readonly owner?: string },
  ): boolean {
    return readState(this.inventory, type, owner ?? accounts?.[0], region) === 'read';
  }
}

/** A state in which something carries no traffic. */
export const isGone = ({ state = '' }: { readonly state?: string }): boolean =>
  /^(?:delet|fail|reject|expired|pending|initiating|rollingBack|rolling-back|planned|provisioning)/i.test(
    state,
  );
