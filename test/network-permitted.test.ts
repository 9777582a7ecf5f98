/** What security groups permit: which lines are drawn, which way, and with which ports. */

import { describe, expect, test } from 'vitest';
import { lined, type Row } from './derived-answers.ts';
import { drawnSmall, linkOf, type SmallGraph } from './network-answers.ts';

const OWNER = { accounts: ['111111111111'], region: 'eu-west-1' };
const ACCOUNT = { id: '111111111111', name: 'bank', inscope: true, synced: true };

const vpc = (id: string): Row => ({ id, ...OWNER, isDefault: false });
const block = (of: string, cidr: string): Row => ({
  ...{ id: `${of}|${cidr}`, block: cidr, state: 'associated', vpcs: [of] },
});
const subnet = (id: string, of: string): Row => ({ id, vpcs: [of], ...OWNER, used: true });
const instance = (id: string, at: string, group: string, more: Row = {}): Row => ({
  ...{ id, state: 'running', subnets: [at], groups: [group], public: false, exposed: [] },
  ...OWNER,
  ...more,
});
const group = (id: string, of: string): Row => ({ id, name: id, vpcs: [of], ...OWNER });
const rule = (id: string, of: string, ranges: string[], more: Row = {}): Row => ({
  ...{ id, inbound: true, protocol: 'tcp', low: 443, high: 443, groups: [of], ranges },
  ...more,
});

/** Two peered networks; the group `app` guards an instance of the second. */
const peered = (ranges: string[]): SmallGraph => ({
  accounts: [ACCOUNT],
  vpcs: [vpc('vpc-a'), vpc('vpc-b')],
  blocks: [block('vpc-a', '10.1.0.0/16'), block('vpc-b', '10.2.0.0/16')],
  subnets: [subnet('subnet-b', 'vpc-b')],
  tables: [{ id: 'rtb-a', main: true, vpcs: ['vpc-a'], ...OWNER }],
  routes: [
    { id: 'rtb-a|1', state: 'active', cidr: '10.2.0.0/16', peering: 'pcx-1', tables: ['rtb-a'] },
  ],
  peerings: [{ id: 'pcx-1', status: 'active', requesters: ['vpc-a'], accepters: ['vpc-b'] }],
  instances: [instance('i-b', 'subnet-b', 'app')],
  groups: [group('app', 'vpc-b')],
  rules: [rule('r-1', 'app', ranges)],
});

describe('through a peering', () => {
  test.each([
    ['the block itself', ['10.1.0.0/16'], ['tcp/443']],
    ['a block around it', ['10.0.0.0/8'], ['tcp/443']],
    ['a part of it', ['10.1.7.0/24'], ['tcp/443']],
    ['a block beside it', ['10.3.0.0/16'], undefined],
    ['every address, which is the line from the internet', ['0.0.0.0/0'], undefined],
  ])('a rule for %s', (_, ranges, ports) => {
    expect(linkOf(drawnSmall(peered(ranges)), 'pcx-1').facts.ports).toEqual(ports);
  });
});

/** One network with an internet gateway; instances in groups that name each other. */
const inside = (graph: Partial<SmallGraph>): SmallGraph => ({
  accounts: [ACCOUNT],
  vpcs: [vpc('vpc-a')],
  subnets: [subnet('subnet-a', 'vpc-a'), subnet('subnet-b', 'vpc-a')],
  gateways: [{ id: 'igw-1', vpcs: ['vpc-a'], ...OWNER }],
  instances: [instance('i-web', 'subnet-a', 'web'), instance('i-app', 'subnet-b', 'app')],
  groups: [group('web', 'vpc-a'), group('app', 'vpc-a')],
  ...graph,
});

const between = (graph: SmallGraph): string[] =>
  lined(drawnSmall(graph)).filter((line) => !line.startsWith('Internet'));

describe('between groups', () => {
  const pairs = [{ group: 'app', source: 'web' }];

  test('a group with incoming rules admits whom it names', () => {
    const graph = inside({ pairs, rules: [rule('r-1', 'app', [])] });
    expect(between(graph)).toEqual(['i-web -tcp/443-> i-app [app]']);
  });

  test('a group with outgoing rules only sends to whom it names', () => {
    const graph = inside({ pairs, rules: [rule('r-1', 'app', [], { inbound: false })] });
    expect(between(graph)).toEqual(['i-app --> i-web [app] (ports unknown\napp)']);
  });

  test('a few members have a line each, one more and the lines end at subnets', () => {
    const many = (n: number): SmallGraph => ({
      ...inside({ pairs, rules: [rule('r-1', 'app', [])] }),
      instances: [
        ...Array.from({ length: n }, (_, i) => instance(`i-web-${i}`, 'subnet-a', 'web')),
        ...['i-app-1', 'i-app-2', 'i-app-3'].map((id) => instance(id, 'subnet-b', 'app')),
      ],
    });
    const lines = (n: number): string[] =>
      lined(drawnSmall(many(n), { foldFrom: 100 })).filter((line) => !line.startsWith('Internet'));
    expect(lines(4)).toHaveLength(12);
    expect(lines(4)).toContain('i-web-3 -tcp/443-> i-app-3 [app]');
    expect(lines(5)).toEqual(['subnet-a -tcp/443-> subnet-b [app]']);
  });
});

describe('from the internet', () => {
  const open = { public: true };
  const web = (ranges: string[]): SmallGraph =>
    inside({
      instances: [instance('i-web', 'subnet-a', 'web', open)],
      rules: [rule('r-1', 'web', ranges)],
    });

  test.each(['0.0.0.0/0', '::/0'])('an open instance whose group admits %s is reached', (range) => {
    expect(between(web([range]))).toEqual(['igw-1 -tcp/443-> i-web [web]']);
  });

  test('an open instance whose group admits some addresses only is not', () => {
    expect(between(web(['203.0.113.0/24']))).toEqual([]);
  });

  test('nor one whose rule for everything is an outgoing one', () => {
    const graph = { ...web([]), rules: [rule('r-1', 'web', ['0.0.0.0/0'], { inbound: false })] };
    expect(between(graph)).toEqual([]);
  });
});
