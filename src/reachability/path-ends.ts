/** What paths start from and lead to: segments of the estate, and what is outside of it. */

import type { Subnet } from '../inventory/network.ts';
import type { AddressSet } from '../model/addresses.ts';
import type { PortSet } from '../model/ports.ts';

/** A thing with an interface in a segment. */
export interface SegmentMember {
  readonly id: string;
  readonly name: string;
  /** The instance that an interface is attached to, where only the interface was read. */
  readonly instance?: string;
}

interface CommonEnd {
  readonly id: string;
  readonly name: string;
  /** All addresses that it may have. */
  readonly addresses: AddressSet;
  /** Those that it has for sure. Where these are fewer, what holds for some addresses only is not known to hold. */
  readonly known: AddressSet;
}

/** A subnet with one set of security groups on interfaces in it. */
export interface NetworkSegment extends CommonEnd {
  readonly kind: 'segment';
  readonly subnet: Subnet;
  /** Sorted; empty for interfaces that no group filters, absent where they are not known. */
  readonly groups?: readonly string[];
  readonly members: readonly SegmentMember[];
  /** What load balancers listen on, where nothing else is in it. */
  readonly listens?: PortSet;
  /** Targets, by id or address, where nothing in it opens connections to anything else; interface endpoints have none. */
  readonly opens?: ReadonlyMap<string, PortSet>;
  /** Of `known`, private addresses of interfaces that have a public one, and those of IPv6. */
  readonly publicAddresses: AddressSet;
  /** Whether anything else in it has a public address. */
  readonly hasPublic: 'yes' | 'no' | 'unknown';
}

export interface OutsideEnd extends CommonEnd {
  /**
   * `on-premises`: behind a VPN, or Direct Connect. `unread`: a VPC that is connected, and was not read, or what is
   * behind the peering of a transit gateway that was not.
   */
  readonly kind: 'internet' | 'on-premises' | 'unread';
  /** Of what is unread and no VPC, the transit gateway. */
  readonly gateway?: string;
  /** Where its addresses come from; absent for the internet. */
  readonly declaredBy?: string;
}

export type PathEnd = NetworkSegment | OutsideEnd;
