/** CIDR blocks, IPv4 and IPv6. The package's quirks stay here. */

import ipaddr from 'ipaddr.js';

/** A block: its address and the number of bits that are fixed. */
export interface CidrBlock {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/** The address of `10.0.0.1` or `2001:db8::1`. Absent for other notations, and for addresses with a zone. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // The package also reads `10.1` and `0x0a.1.2.3`, as C does.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  // `fe80::1%eth0` is an address on one machine's interface, and no part of a network's range.
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text);
}

/** The block of `10.0.0.0/16` or `2001:db8::/48`; one address is a block of its own. Absent when it is neither. */
export function parseBlock(text: string): CidrBlock | undefined {
  const [before = '', bits, ...rest] = text.trim().split('/');
  const address = parseAddress(before);
  if (!address || rest.length > 0) return undefined;
  const most = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return { address, bits: most };
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > most) return undefined;
  return { address, bits: Number(bits) };
}

/** Whether no bit is set behind the prefix: `10.20.3.0/16` means another block than it seems. */
export function isExact(text: string): boolean {
  const block = parseBlock(text);
  if (!block) return false;
  const { address, bits } = block;
  const version = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return version.networkAddressFromCIDR(`${address}/${bits}`).toString() === address.toString();
}

/** Whether every address of `inner` is in `outer`. An IPv4 block is in no IPv6 block. */
export function holds(outer: CidrBlock, inner: CidrBlock): boolean {
  return (
    outer.address.kind() === inner.address.kind() &&
    outer.bits <= inner.bits &&
    inner.address.match(outer.address as never, outer.bits)
  );
}

/** Whether two blocks share an address: of blocks, one then holds the other. */
export const overlap = (a: CidrBlock, b: CidrBlock): boolean => holds(a, b) || holds(b, a);
