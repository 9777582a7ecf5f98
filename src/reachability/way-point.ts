/** What routes need of whoever follows them: to go on from a subnet, or from the border of a VPC. */

import type { Subnet } from '../inventory/network.ts';
import type { AddressSet } from '../model/addresses.ts';
import type { NetworkModel } from './network-model.ts';
import type { RoutePart, RouteProgress } from './route-parts.ts';

export interface WayFollower {
  readonly model: NetworkModel;
  /** Ways from tables of transit gateways on, by destination. */
  readonly onward: WeakMap<AddressSet, Map<string, readonly RoutePart[]>>;
  /** Ways of what an interface in a subnet sends, or passes on. */
  from(subnet: Subnet, destination: AddressSet, progress?: RouteProgress): RoutePart[];
  /** To the subnets of a VPC that have the addresses. */
  deliver(vpc: string, destination: AddressSet, progress: RouteProgress): RoutePart[];
}

/** Where a way is when a route takes it on. */
export interface WayPoint {
  readonly walker: WayFollower;
  readonly vpc: string;
  /** Absent for what comes in through a gateway. */
  readonly subnet: Subnet | undefined;
}
