/** Sets of ports and addresses, held against plain sets of everything in a small domain. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../src/model/addresses.ts';
import { isExact, overlap, parseBlock } from '../src/model/cidr.ts';
import { type PortRange, PortSet, parsePort, portRange, portText } from '../src/model/ports.ts';
import { protocolName } from '../src/model/protocols.ts';

const PROTOCOLS = ['tcp', 'udp', 'icmp', 'gre'] as const;
const TOP = 12;

/** Ports 0 to 12 and everything above, which the ranges below take or leave as one. */
const range: fc.Arbitrary<PortRange> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom({ protocol: 'all' }, { protocol: 'gre' }) },
  { weight: 1, arbitrary: fc.constantFrom(...PROTOCOLS).map((protocol) => ({ protocol })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('tcp', 'udp', 'icmp'), fc.nat(TOP), fc.nat(TOP))
      .map(([protocol, a, b]) => ({ protocol, low: Math.min(a, b), high: Math.max(a, b) })),
  },
);
const ranges = fc.array(range, { maxLength: 6 });

/** Every port of the domain that a list of ranges names, by brute force. */
function members(list: readonly PortRange[]): Set<string> {
  const found = new Set<string>();
  for (const { protocol, low, high } of list)
    for (const name of [...PROTOCOLS, 'esp'])
      for (let port = 0; port <= TOP + 1; port++)
        if (
          (protocol === 'all' || protocol === name) &&
          (low === undefined || (port >= low && port <= (high ?? low)))
        )
          found.add(`${name}/${port}`);
  return found;
}

/** The same of a set, asked port by port. */
function held(set: PortSet): Set<string> {
  const found = new Set<string>();
  for (const protocol of [...PROTOCOLS, 'esp'])
    for (let port = 0; port <= TOP + 1; port++) {
      const one = PortSet.of([
        protocol === 'gre' || protocol === 'esp' ? { protocol } : { protocol, low: port },
      ]);
      if (set.contains(one)) found.add(`${protocol}/${port}`);
    }
  return found;
}

describe('sets of ports', () => {
  test('hold what their ranges hold, and union, intersection and difference are those of sets', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [x, y] = [PortSet.of(a), PortSet.of(b)];
        const [all, other] = [members(a), members(b)];
        expect(held(x)).toEqual(all);
        expect(held(x.union(y))).toEqual(new Set([...all, ...other]));
        expect(held(x.intersect(y))).toEqual(new Set([...all].filter((p) => other.has(p))));
        expect(held(x.subtract(y))).toEqual(new Set([...all].filter((p) => !other.has(p))));
        expect(x.contains(y)).toBe([...other].every((p) => all.has(p)));
        expect(x.isEmpty).toBe(all.size === 0);
      }),
      { numRuns: 300 },
    );
  });

  test('print one text for one set, and are read back from it', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const set = PortSet.of(list);
        expect(PortSet.of([...list].reverse()).texts).toEqual(set.texts);
        expect(PortSet.parse(set.texts)?.equals(set)).toBe(true);
      }),
    );
  });

  test('say what a set of everything lacks', () => {
    const rest = PortSet.ALL.subtract(PortSet.of([{ protocol: 'tcp', low: 22 }]));
    expect(rest.texts).toEqual(['all', 'not tcp/22']);
    expect(rest.contains(PortSet.of([{ protocol: 'tcp', low: 0, high: 22 }]))).toBe(false);
    expect(rest.contains(PortSet.of([{ protocol: 'esp' }]))).toBe(true);
  });
});

describe('a port in text', () => {
  test.each([
    ['tcp/443', { protocol: 'tcp', low: 443, high: 443 }],
    ['TCP/443', { protocol: 'tcp', low: 443, high: 443 }],
    ['tcp/1024-65535', { protocol: 'tcp', low: 1024, high: 65535 }],
    ['udp', { protocol: 'udp' }],
    ['icmp/8', { protocol: 'icmp', low: 8, high: 8 }],
    ['esp', { protocol: 'esp' }],
    ['protocol-253', { protocol: 'protocol-253' }],
    ['all', { protocol: 'all' }],
  ])('%s is read', (text, port) => {
    expect(parsePort(text)).toEqual(port);
  });

  test.each([
    ...['443', '*', 'https', 'tcp/443-80', 'tcp/70000', 'tcp/99999', 'tcp/', 'tcp/a', 'tcp/-1'],
    ...['tcp/443,80', 'tcp 443', 'esp/5', 'icmp/256', 'all/5', 'protocol-256', 'toString', ''],
  ])('%j names no port', (text) => {
    expect(parsePort(text)).toBeUndefined();
  });

  test('the last port of a range and of a protocol count', () => {
    expect(parsePort('tcp/65535')).toMatchObject({ high: 65535 });
    expect(parsePort('tcp/65536')).toBeUndefined();
    expect(parsePort('tcp/80-80')).toMatchObject({ low: 80, high: 80 });
  });

  test('is what clouds say of it, by name or number', () => {
    expect(portText(portRange('-1', 5, 6))).toBe('all');
    expect(portText(portRange('6', 443, 443))).toBe('tcp/443');
    expect(portText(portRange('tcp', -1, -1))).toBe('tcp');
    expect(portText(portRange('icmp', 8, -1))).toBe('icmp/8');
    expect(portText(portRange('icmp', -1, -1))).toBe('icmp');
    expect(portText(portRange(50, undefined, undefined))).toBe('esp');
    expect(protocolName('58')).toBe('icmpv6');
    expect(protocolName('256')).toBeUndefined();
    expect(protocolName('constructor')).toBeUndefined();
  });
});

const address = (last: number): string => `10.0.0.${last}`;
/** Blocks of the 16 addresses of 10.0.0.0/28. */
const block = fc
  .tuple(fc.nat(15), fc.integer({ min: 28, max: 32 }))
  .map(([last, bits]) => `${address(last)}/${bits}`);
const piece = fc.oneof(
  block,
  fc
    .tuple(fc.nat(15), fc.nat(15))
    .map(([a, b]) => `${address(Math.min(a, b))}-${address(Math.max(a, b))}`),
  fc.nat(15).map(address),
);
const pieces = fc.array(piece, { maxLength: 5 });

function addressesOf(texts: readonly string[]): Set<number> {
  const found = new Set<number>();
  const last = (text: string): number => Number(text.slice(text.lastIndexOf('.') + 1));
  for (const text of texts) {
    const [first, end] = text.split('-');
    const [at, bits = '32'] = (first ?? '').split('/');
    const size = 2 ** (32 - Number(bits));
    const start = Math.floor(last(at ?? '') / size) * size;
    const stop = end === undefined ? start + size - 1 : last(end);
    for (let n = start; n <= stop; n++) found.add(n);
  }
  return found;
}

const set = (texts: readonly string[]): AddressSet => {
  const found = AddressSet.parse(texts);
  if (!found) throw new Error(`no addresses: ${texts.join(', ')}`);
  return found;
};

const heldAddresses = (addresses: AddressSet): Set<number> =>
  new Set(
    Array.from({ length: 16 }, (_, n) => n).filter((n) => addresses.contains(set([address(n)]))),
  );

describe('sets of addresses', () => {
  test('hold what their blocks hold, and union, intersection and difference are those of sets', () => {
    fc.assert(
      fc.property(pieces, pieces, (a, b) => {
        const [x, y] = [set(a), set(b)];
        const [all, other] = [addressesOf(a), addressesOf(b)];
        expect(heldAddresses(x)).toEqual(all);
        expect(heldAddresses(x.union(y))).toEqual(new Set([...all, ...other]));
        const both = [...all].filter((n) => other.has(n));
        expect(heldAddresses(x.intersect(y))).toEqual(new Set(both));
        expect(heldAddresses(x.subtract(y))).toEqual(
          new Set([...all].filter((n) => !other.has(n))),
        );
        expect(x.overlaps(y)).toBe(both.length > 0);
        expect(x.contains(y)).toBe([...other].every((n) => all.has(n)));
        expect(x.size).toBe(BigInt(all.size));
      }),
      { numRuns: 300 },
    );
  });

  test('print the fewest blocks, and are read back from them', () => {
    fc.assert(
      fc.property(pieces, (texts) => {
        const { blocks } = set(texts);
        expect(set(blocks).equals(set(texts))).toBe(true);
        expect(set([...blocks].reverse()).blocks).toEqual(blocks);
        for (let i = 0; i + 1 < blocks.length; i++)
          expect(set([...blocks.slice(i, i + 2)]).blocks).toHaveLength(2);
      }),
    );
    expect(set(['10.0.0.0/25', '10.0.0.128/25']).blocks).toEqual(['10.0.0.0/24']);
    expect(set(['0.0.0.0/0', '::/0']).equals(AddressSet.ALL)).toBe(true);
    expect(AddressSet.ALL.blocks).toEqual(['0.0.0.0/0', '::/0']);
  });

  test('IPv4 and IPv6 do not meet', () => {
    const mapped = set(['::ffff:10.0.0.0/104']);
    expect(mapped.overlaps(set(['10.0.0.0/8']))).toBe(false);
    expect(set(['2001:db8::/48']).contains(set(['2001:db8:0:1::/64']))).toBe(true);
    expect(set(['2001:db8::/48']).subtract(set(['2001:db8::/49'])).blocks).toEqual([
      '2001:db8:0:8000::/49',
    ]);
  });

  test('a text that names no addresses makes no set', () => {
    for (const text of ['TBD', '10.0.0.9-10.0.0.5', '10.0.0.1-::1', '10.0.0.0/33', ''])
      expect(AddressSet.parse(['10.0.0.0/8', text]), text).toBeUndefined();
  });
});

describe('a block in text', () => {
  test.each([
    ...['fe80::1%eth0/64', 'fe80::1%eth0', '10.0.0.0/33', '10.0.0.0/016', '10.1/16', '10.0.0.0/'],
    ...['0x0a.0.0.0/8', '10.0.0.0/8/9', '10.0.0.0/-1', '::/129', 'TBD', '/8', '10.0.0.0 /8'],
  ])('%j is none', (text) => {
    expect(parseBlock(text)).toBeUndefined();
    expect(isExact(text)).toBe(false);
  });

  test('blocks share addresses just where one holds the other', () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        const [x, y] = [parseBlock(a), parseBlock(b)];
        expect(x && y && overlap(x, y)).toBe(set([a]).overlaps(set([b])));
      }),
    );
  });
});
