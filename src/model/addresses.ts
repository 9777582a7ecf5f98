/** Sets of addresses, IPv4 and IPv6 apart, as sorted intervals. */

import ipaddr from 'ipaddr.js';
import { parseAddress, parseBlock } from './cidr.ts';
import {
  difference,
  type Interval,
  type Intervals,
  intersection,
  normalized,
  overlapping,
  sameIntervals,
} from './intervals.ts';

type AddressKind = 'ipv4' | 'ipv6';
type Addresses = Intervals<bigint>;

const BITS = { ipv4: 32, ipv6: 128 } as const;

export const addressNumber = (address: ipaddr.IPv4 | ipaddr.IPv6): bigint =>
  address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** Of the number that its bits are. */
export function addressText(kind: AddressKind, number: bigint): string {
  const bytes = Array.from({ length: BITS[kind] / 8 }, (_, i) =>
    Number((number >> BigInt(BITS[kind] - 8 * (i + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** Of a block, an address, or `10.0.0.5-10.0.0.9`. */
function parseInterval(
  text: string,
): { kind: AddressKind; interval: Interval<bigint> } | undefined {
  const [before = '', last, ...rest] = text.split('-');
  if (last !== undefined) {
    const [a, b] = [before, last].map((part) => parseAddress(part.trim()));
    if (!a || !b || a.kind() !== b.kind() || rest.length > 0) return undefined;
    const [start, end] = [addressNumber(a), addressNumber(b) + 1n];
    return start < end ? { kind: a.kind(), interval: { start, end } } : undefined;
  }
  const block = parseBlock(text);
  if (!block) return undefined;
  const kind = block.address.kind();
  const free = BigInt(BITS[kind] - block.bits);
  const start = (addressNumber(block.address) >> free) << free;
  return { kind, interval: { start, end: start + (1n << free) } };
}

/** The fewest blocks that hold just these addresses. */
function blocksOf(kind: AddressKind, { start, end }: Interval<bigint>): string[] {
  const found: string[] = [];
  for (let at = start; at < end; ) {
    let free = 0;
    while (free < BITS[kind]) {
      const size = 1n << BigInt(free + 1);
      if (at % size !== 0n || at + size > end) break;
      free++;
    }
    found.push(`${addressText(kind, at)}/${BITS[kind] - free}`);
    at += 1n << BigInt(free);
  }
  return found;
}

/** A set of addresses. Immutable. */
export class AddressSet {
  static readonly NONE = new AddressSet([], []);
  /** Every address of both families. */
  static readonly ALL = new AddressSet(
    [{ start: 0n, end: 1n << 32n }],
    [{ start: 0n, end: 1n << 128n }],
  );

  readonly ipv4: Addresses;
  readonly ipv6: Addresses;

  private constructor(ipv4: Addresses, ipv6: Addresses) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  /**
   * Of blocks (`10.0.0.0/16`), addresses, and ranges (`10.0.0.5-10.0.0.9`).
   * @returns absent when any of them is none of these: a set that silently lacks one would be wrong
   */
  static parse(texts: Iterable<string>): AddressSet | undefined {
    const own: Record<AddressKind, Interval<bigint>[]> = { ipv4: [], ipv6: [] };
    for (const text of texts) {
      const found = parseInterval(text);
      if (!found) return undefined;
      own[found.kind].push(found.interval);
    }
    return new AddressSet(normalized(own.ipv4), normalized(own.ipv6));
  }

  /** Of intervals of the numbers that addresses are, in any order. */
  static ofIntervals(ipv4: Addresses, ipv6: Addresses): AddressSet {
    return new AddressSet(normalized(ipv4), normalized(ipv6));
  }

  union(other: AddressSet): AddressSet {
    return new AddressSet(
      normalized([...this.ipv4, ...other.ipv4]),
      normalized([...this.ipv6, ...other.ipv6]),
    );
  }

  intersect(other: AddressSet): AddressSet {
    if (this === other) return this;
    if (!this.overlaps(other)) return AddressSet.NONE;
    return new AddressSet(intersection(this.ipv4, other.ipv4), intersection(this.ipv6, other.ipv6));
  }

  subtract(other: AddressSet): AddressSet {
    if (!this.overlaps(other)) return this;
    return new AddressSet(difference(this.ipv4, other.ipv4), difference(this.ipv6, other.ipv6));
  }

  get isEmpty(): boolean {
    return this.ipv4.length === 0 && this.ipv6.length === 0;
  }

  /** Whether all of the other's addresses are in this one. */
  contains(other: AddressSet): boolean {
    return other.subtract(this).isEmpty;
  }

  overlaps(other: AddressSet): boolean {
    return overlapping(this.ipv4, other.ipv4) || overlapping(this.ipv6, other.ipv6);
  }

  equals(other: AddressSet): boolean {
    return sameIntervals(this.ipv4, other.ipv4) && sameIntervals(this.ipv6, other.ipv6);
  }

  /** Number of addresses. */
  get size(): bigint {
    return [...this.ipv4, ...this.ipv6].reduce((sum, { start, end }) => sum + end - start, 0n);
  }

  /** The fewest CIDR blocks that hold just these addresses, in their order, IPv4 first. */
  get blocks(): readonly string[] {
    return [
      ...this.ipv4.flatMap((interval) => blocksOf('ipv4', interval)),
      ...this.ipv6.flatMap((interval) => blocksOf('ipv6', interval)),
    ];
  }
}
