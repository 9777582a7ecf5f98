/** Functions of address blocks. */

import { addressNumber, addressText } from '../../../../model/addresses.ts';
import { type CidrBlock, parseBlock } from '../../../../model/cidr.ts';
import type { Value } from '../../../aws-resources/values.ts';
import { CannotEvaluate, numberOrThrow, textOrThrow } from '../partial-values.ts';
import type { HclFunction } from './arguments.ts';

const BITS = { ipv4: 32, ipv6: 128 } as const;

function blockArgument(value: Value | undefined): CidrBlock {
  const text = textOrThrow(value);
  const block = text.includes('/') ? parseBlock(text) : undefined;
  if (!block) throw new CannotEvaluate('an address block is required');
  return block;
}

interface Range {
  readonly kind: 'ipv4' | 'ipv6';
  readonly bits: number;
  readonly start: bigint;
}

function rangeOf({ address, bits }: CidrBlock): Range {
  const kind = address.kind();
  const free = BigInt(BITS[kind] - bits);
  return { kind, bits, start: (addressNumber(address) >> free) << free };
}

function subnet({ kind, bits, start }: Range, more: number, index: bigint): string {
  const own = bits + more;
  if (more < 0 || own > BITS[kind]) throw new CannotEvaluate('the block has too few bits');
  if (index < 0n || index >= 1n << BigInt(more))
    throw new CannotEvaluate('the block has too few parts of this size');
  return `${addressText(kind, start + (index << BigInt(BITS[kind] - own)))}/${own}`;
}

/** Parts one after another, each at the next place that its size allows. */
function subnets(range: Range, sizes: readonly number[]): readonly string[] {
  const { kind, bits, start } = range;
  let next = start;
  return sizes.map((more) => {
    const own = bits + more;
    if (more < 1 || own > BITS[kind]) throw new CannotEvaluate('the block has too few bits');
    const size = 1n << BigInt(BITS[kind] - own);
    const at = ((next - start + size - 1n) / size) * size + start;
    if (at + size > start + (1n << BigInt(BITS[kind] - bits)))
      throw new CannotEvaluate('the block has too little room');
    next = at + size;
    return `${addressText(kind, at)}/${own}`;
  });
}

function host({ kind, bits, start }: Range, number: number): string {
  const size = 1n << BigInt(BITS[kind] - bits);
  const offset = number < 0 ? size + BigInt(number) : BigInt(number);
  if (offset < 0n || offset >= size) throw new CannotEvaluate('the block has too few addresses');
  return addressText(kind, start + offset);
}

export const NETWORKS: Readonly<Record<string, HclFunction>> = {
  cidrsubnet: (block, more, index) =>
    subnet(rangeOf(blockArgument(block)), numberOrThrow(more), BigInt(numberOrThrow(index))),
  cidrsubnets: (block, ...sizes) =>
    subnets(rangeOf(blockArgument(block)), sizes.map(numberOrThrow)),
  cidrhost: (block, number) => host(rangeOf(blockArgument(block)), numberOrThrow(number)),
  cidrnetmask(block) {
    const { kind, bits } = rangeOf(blockArgument(block));
    if (kind === 'ipv6') throw new CannotEvaluate('cidrnetmask is for IPv4');
    return addressText(kind, ((1n << BigInt(bits)) - 1n) << BigInt(32 - bits));
  },
};
