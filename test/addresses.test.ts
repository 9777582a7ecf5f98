/** Blocks and sets of addresses at the edges: two families, ranges, prefixes that fit and do not. */

import { describe, expect, test } from 'vitest';
import { AddressSet } from '../src/model/addresses.ts';
import { type CidrBlock, holds, isExact, overlap, parseBlock } from '../src/model/cidr.ts';

const block = (text: string): CidrBlock => {
  const read = parseBlock(text);
  if (!read) throw new Error(`no block: ${text}`);
  return read;
};

const set = (...texts: readonly string[]): AddressSet => {
  const read = AddressSet.parse(texts);
  if (!read) throw new Error(`no set: ${texts.join(', ')}`);
  return read;
};

describe('a block', () => {
  test.each([
    ['10.0.0.0/8', true],
    [' 10.0.0.0/8 ', true],
    ['10.20.3.0/16', false],
    ['10.0.0.1', true],
    ['0.0.0.0/0', true],
    ['2001:db8::/48', true],
    ['2001:db8::1/48', false],
    ['::/0', true],
    ['10.0.0.0/33', false],
    ['TBD', false],
    ['', false],
  ])('%j is written with no bit behind its prefix: %s', (text, exact) => {
    expect(isExact(text)).toBe(exact);
  });

  test.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['10.0.0.0/16', '10.0.0.0/16', true],
    ['0.0.0.0/0', '2001:db8::/48', false],
    ['::/0', '10.0.0.0/8', false],
    ['::/0', '2001:db8::/48', true],
  ])('%s holds %s: %s', (outer, inner, all) => {
    expect(holds(block(outer), block(inner))).toBe(all);
  });

  test('shares addresses with what holds it, either way round', () => {
    expect(overlap(block('10.1.0.0/16'), block('10.0.0.0/8'))).toBe(true);
    expect(overlap(block('10.0.0.0/8'), block('10.1.0.0/16'))).toBe(true);
    expect(overlap(block('10.0.0.0/16'), block('10.1.0.0/16'))).toBe(false);
  });
});

describe('a set', () => {
  test.each([
    [['10.0.0.5-10.0.0.9'], ['10.0.0.5/32', '10.0.0.6/31', '10.0.0.8/31']],
    [['10.0.0.5 - 10.0.0.5'], ['10.0.0.5/32']],
    [['2001:db8::1-2001:db8::2'], ['2001:db8::1/128', '2001:db8::2/128']],
    [['0.0.0.0-255.255.255.255'], ['0.0.0.0/0']],
    [
      ['::/0', '0.0.0.0/0'],
      ['0.0.0.0/0', '::/0'],
    ],
    [['10.20.3.0/16'], ['10.20.0.0/16']],
  ])('of %j is %j', (texts, blocks) => {
    expect(set(...texts).blocks).toEqual(blocks);
  });

  test.each([
    '10.0.0.9-10.0.0.5',
    '10.0.0.5-2001:db8::1',
    '10.0.0.1-10.0.0.2-10.0.0.3',
    '10.0.0.1-',
    '-10.0.0.1',
    '10.0.0.1-x',
    'x-10.0.0.1',
    '10.0.0.0/8-10.0.0.1',
    '-',
    '',
  ])('is not read from %j', (text) => {
    expect(AddressSet.parse(['10.0.0.0/8', text])).toBeUndefined();
  });

  test('is equal to another that holds the same of both families', () => {
    const both = set('10.0.0.0/24', '2001:db8::/48');
    expect(both.equals(set('2001:db8::/48', '10.0.0.0-10.0.0.255'))).toBe(true);
    expect(both.equals(set('10.0.0.0/24'))).toBe(false);
    expect(both.equals(set('2001:db8::/48'))).toBe(false);
    expect(both.equals(set('10.0.0.0/24', '2001:db8:1::/48'))).toBe(false);
    expect(both.equals(set('10.0.1.0/24', '2001:db8::/48'))).toBe(false);
  });

  test('joins both families, and is empty only without either', () => {
    const joined = set('10.0.0.0/24').union(set('2001:db8::/48'));
    expect(joined.blocks).toEqual(['10.0.0.0/24', '2001:db8::/48']);
    expect(set('2001:db8::/48').isEmpty).toBe(false);
    expect(AddressSet.NONE.isEmpty).toBe(true);
    expect(AddressSet.NONE.blocks).toEqual([]);
    expect(AddressSet.ALL.subtract(set('0.0.0.0/0')).blocks).toEqual(['::/0']);
  });
});
