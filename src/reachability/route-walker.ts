/** Follows routes from where traffic starts to where they lead. */

import { associationsOf } from '../inventory/indexes.ts';
import type { Subnet } from '../inventory/network.ts';
import type { AddressSet } from '../model/addresses.ts';
import { gatewayWays } from './gateway-ways.ts';
import type { NetworkModel } from './network-model.ts';
import {
  atHop,
  ended,
  type RoutePart,
  type RouteProgress,
  START,
  stopped,
  unknown,
  withCrossing,
  withDoubt,
  withHop,
} from './route-parts.ts';
import type { RouteChoice } from './route-table.ts';
import { peeringWays, transitWays } from './transit-ways.ts';
import type { WayFollower } from './way-point.ts';

export class RouteWalker implements WayFollower {
  readonly model: NetworkModel;
  readonly onward: WayFollower['onward'] = new WeakMap();
  readonly #ingress: ReadonlyMap<string, string>;

  constructor(model: NetworkModel) {
    this.model = model;
    const { inventory } = model;
    this.#ingress = new Map(
      [...inventory.routeTables.keys()].flatMap((table) =>
        associationsOf(inventory, table).flatMap(({ gateway }) =>
          gateway === undefined ? [] : [[gateway, table] as const],
        ),
      ),
    );
  }

  /** Ways of what an interface in a subnet sends, or of what is passed on there. */
  from(subnet: Subnet, destination: AddressSet, progress: RouteProgress = START): RoutePart[] {
    const own = this.model.cidr(subnet);
    const near = destination.intersect(own);
    // Within a subnet nothing is routed, and no ACL is evaluated.
    const found = near.isEmpty ? [] : [ended(progress, near, { kind: 'subnet', subnet })];
    const far = near.isEmpty ? destination : destination.subtract(own);
    if (far.isEmpty) return found;
    const routes = this.model.routes(subnet);
    const left = withCrossing(progress, subnet.id, false);
    if (!routes) return [...found, unknown(left, far, 'ROUTE_TABLE_UNKNOWN', subnet.id)];
    const ways = routes.map
      .over(far)
      .flatMap(({ value, part }) =>
        this.#follow(value, routes.table, part, subnet.vpc, subnet, left),
      );
    return [...found, ...ways];
  }

  /** Ways of what comes into a VPC through a gateway at its border, which may have a table of its own. */
  enter(
    gateway: string,
    vpc: string,
    destination: AddressSet,
    progress: RouteProgress,
  ): RoutePart[] {
    const table = this.#ingress.get(gateway);
    if (table === undefined) return this.deliver(vpc, destination, progress);
    return this.model
      .routesOfTable(table)
      .over(destination)
      .flatMap(({ value, part }) => this.#follow(value, table, part, vpc, undefined, progress));
  }

  /** To the subnets of a VPC that have the addresses. */
  deliver(vpc: string, destination: AddressSet, progress: RouteProgress): RoutePart[] {
    const { model } = this;
    return model
      .subnetMap(vpc)
      .over(destination)
      .map(({ value: subnet, part }) => {
        if (subnet)
          return ended(withCrossing(progress, subnet.id, true), part, { kind: 'subnet', subnet });
        const blank = model.subnets(vpc).find((one) => model.cidr(one).isEmpty);
        if (blank) return unknown(progress, part, 'SUBNET_BLOCK_UNKNOWN', blank.id);
        // Of a VPC whose subnets were not read, no address is known to be nobody's.
        const own = model.inventory.vpcs.get(vpc) ?? {};
        return model.wasRead('subnets', own)
          ? stopped(progress, part, 'NO_POSSIBLE_DESTINATION', vpc)
          : unknown(progress, part, 'NETWORK_NOT_READ', vpc);
      });
  }

  /** @param subnet where it is; absent for what comes in through a gateway */
  #follow(
    choice: RouteChoice | undefined,
    table: string,
    part: AddressSet,
    vpc: string | undefined,
    subnet: Subnet | undefined,
    before: RouteProgress,
  ): RoutePart[] {
    if (!choice) {
      const looked = withHop(before, table, 'route-table', 'no route');
      return [stopped(looked, part, 'NO_ROUTE_TO_DESTINATION', table)];
    }
    const { route, doubts, hop } = choice;
    const p = withDoubt(atHop(before, hop), ...doubts);
    if (!route.active) return [stopped(p, part, 'BAD_STATE_ROUTE', route.id)];
    if (vpc === undefined) return [unknown(p, part, 'NETWORK_NOT_READ', table)];
    const at = { walker: this, vpc, subnet };
    switch (route.kind) {
      case 'local':
        return this.deliver(vpc, part, p);
      case 'peering-connection':
        return peeringWays(at, route.target, part, p);
      case 'transit-gateway':
        return transitWays(at, route.target, part, p);
      default:
        return gatewayWays(at, route, part, p);
    }
  }
}
