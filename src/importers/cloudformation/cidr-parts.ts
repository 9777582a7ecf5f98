/** What `Fn::Cidr` gives: blocks of one size, one after another. */

import { addressNumber, addressText } from '../../model/addresses.ts';
import { parseBlock } from '../../model/cidr.ts';

const BITS = { ipv4: 32, ipv6: 128 } as const;
/** As AWS limits it. */
const MOST = 256;

/** @param texts the block, how many, and the bits of each part that are free: 8 makes /24 of IPv4 */
export function cidrParts([text = '', count, free]: readonly string[]): string[] | undefined {
  const block = text.includes('/') ? parseBlock(text) : undefined;
  if (!block) return undefined;
  const kind = block.address.kind();
  const [number, bits] = [Number(count), Number(free ?? (kind === 'ipv4' ? 8 : 64))];
  const own = BITS[kind] - bits;
  if (!Number.isInteger(number) || number < 1 || number > MOST) return undefined;
  if (!Number.isInteger(bits) || bits < 1 || own < block.bits) return undefined;
  if (BigInt(number) > 1n << BigInt(own - block.bits)) return undefined;
  const rest = BigInt(BITS[kind] - block.bits);
  const start = (addressNumber(block.address) >> rest) << rest;
  return Array.from(
    { length: number },
    (_, i) => `${addressText(kind, start + (BigInt(i) << BigInt(bits)))}/${own}`,
  );
}
