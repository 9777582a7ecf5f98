/** CIDR blocks, IPv4 and IPv6. The package's quirks stay here. */

import ipaddr from 'ipaddr.js';

/** A block: its address and the number of bits that are fixed. */
export interface CidrBlock {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/** The block of `10.0.0.0/16` or `2001:db8::/48`; one address is a block of its own. Absent when it is neither. */
export function parseBlock(text: string): CidrBlock | undefined {
  const [address = '', bits] = text.trim().split('/', 2);
  // The package also reads `10.1` and `0x0a.1.2.3`, as C does.
  const four = ipaddr.IPv4.isValidFourPartDecimal(address);
  if (!four && !ipaddr.IPv6.isValid(address)) return undefined;
  const whole = bits === undefined ? `${address}/${four ? 32 : 128}` : text.trim();
  if (!ipaddr.isValidCIDR(whole)) return undefined;
  const [parsed, length] = ipaddr.parseCIDR(whole);
  return { address: parsed, bits: length };
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
