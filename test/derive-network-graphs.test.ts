/** Networks of small graphs made by hand: what is shared, missing, deleted, or only named. */

import { describe, expect, it } from 'vitest';
import type { Row } from './derived-answers.ts';
import { byId, drawnSmall, nameAt, ofKind, type SmallGraph } from './network-answers.ts';
import { account, gateway, ONE, route, subnet, vpc } from './network-rows.ts';

describe('a first read that left edges out (surprise 1)', () => {
  const graph: SmallGraph = {
    ...ONE,
    subnets: [subnet('subnet-a', 'vpc-a', { vpcs: [] }), subnet('subnet-b', 'vpc-a', { vpcs: [] })],
    gateways: [gateway('igw-a', 'vpc-a')],
    routes: [route('rtb-a', '0.0.0.0/0', { gateway: 'igw-a' })],
  };
  const built = drawnSmall(graph);

  it('places things by what their properties name', () => {
    expect(built.path('subnet-a')).toEqual(['account-1', 'vpc-a', 'eu-west-1a', 'subnet-a']);
    expect(byId(built, 'subnet-a').facts.access).toBe('public');
    expect(built.stubs).toEqual([]);
  });

  it('says which edges are missing, once for each sort', () => {
    expect(built.codes).toEqual(['incomplete-sync', 'incomplete-sync']);
    expect(built.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('1 route(s) without an edge to their internet gateway'),
      expect.stringContaining('2 subnet(s) without an edge to their VPC, e.g. "subnet-a"'),
    ]);
  });

  it('does not advise another run for what the graph does not have at all', () => {
    const { diagnostics } = drawnSmall({
      ...ONE,
      subnets: [
        subnet('subnet-a', 'vpc-a', { vpcs: [] }),
        subnet('subnet-b', 'vpc-x', { vpcs: [] }),
      ],
    });
    const hints = diagnostics.map(({ message, hint }) => `${message}. ${hint}`);
    expect(hints).toEqual([
      expect.stringMatching(/1 subnet.*"subnet-a": placed by .*Run it once more/),
      expect.stringMatching(/1 subnet.*"subnet-b": what .* not in the graph either.*not read/),
    ]);
    expect(hints[1]).not.toContain('once more');
  });

  it('says of parts of nothing what is the case', () => {
    const routes = [route('rtb-gone', '10.9.0.0/16', { nat: 'nat-1', tables: [] })];
    const { diagnostics } = drawnSmall({ ...ONE, routes });
    const hints = diagnostics.map(({ hint }) => hint);
    expect(hints).toHaveLength(2);
    for (const hint of hints) expect(hint).toMatch(/deleted/);
    expect(hints.join()).not.toContain('once more');
  });

  it('warns of nothing when all edges are there', () => {
    expect(drawnSmall(ONE).diagnostics).toEqual([]);
  });
});

describe('what is shared', () => {
  it('stands once, in the account that owns it', () => {
    const both = ['100000000001', '100000000002'];
    const built = drawnSmall({
      accounts: [account('100000000001'), account('100000000002')],
      vpcs: [vpc('vpc-s', { accounts: both })],
      subnets: [
        subnet('subnet-s', 'vpc-s', {
          accounts: both,
          arn: 'arn:aws:ec2:eu-west-1:100000000002:subnet/subnet-s',
        }),
      ],
    });
    expect(built.path('vpc-s')).toEqual(['account-2', 'vpc-s']);
    expect(byId(built, 'vpc-s').facts.description).toContain(
      'listed by the accounts 100000000001, 100000000002',
    );
    expect(built.counts.vpc).toEqual([1, 1, 0, 0]);
  });

  it('keeps equal names and blocks in several accounts apart', () => {
    const built = drawnSmall({
      accounts: [
        account('100000000001', { name: 'same' }),
        account('100000000002', { name: 'same' }),
      ],
      vpcs: [vpc('vpc-1'), vpc('vpc-2', { accounts: ['100000000002'] })],
      blocks: ['vpc-1', 'vpc-2'].map((id) => ({
        id: `${id}|10.0.0.0/16`,
        block: '10.0.0.0/16',
        state: null,
        vpcText: id,
        vpcs: [id],
      })),
      tags: [
        { id: 'vpc-1', key: 'Name', value: 'main' },
        { id: 'vpc-2', key: 'Name', value: 'main' },
      ],
    });
    expect(ofKind(built, 'vpc').map(({ name, facts }) => [name, facts.cidr])).toEqual([
      ['main', ['10.0.0.0/16']],
      ['main', ['10.0.0.0/16']],
    ]);
    expect(built.diagnostics).toEqual([]);
  });
});

describe('what runs in a network of another account', () => {
  const instance = (id: string, owner: string, of: string, more: Row = {}): Row => ({
    ...{ id, state: 'running', region: 'eu-west-1', public: false, exposed: [], accounts: [owner] },
    ...{ subnets: [of], interfaceSubnets: [], ownGroups: [], groups: [] },
    ...more,
  });
  const arn = 'arn:aws:ec2:eu-west-1:100000000001:subnet/';
  const graph: SmallGraph = {
    accounts: [account('100000000001'), account('100000000002'), account('100000000003')],
    vpcs: [vpc('vpc-s'), vpc('vpc-own', { accounts: ['100000000002'] })],
    subnets: [
      subnet('subnet-s', 'vpc-s', { arn: `${arn}subnet-s` }),
      subnet('subnet-t', 'vpc-s', { arn: `${arn}subnet-t` }),
      subnet('subnet-own', 'vpc-own', { accounts: ['100000000002'] }),
    ],
    gateways: [gateway('igw-s', 'vpc-s')],
    instances: [
      instance('i-owner', '100000000001', 'subnet-s'),
      instance('i-guest', '100000000002', 'subnet-s', { public: true }),
      instance('i-other', '100000000003', 'subnet-t'),
    ],
  };

  it('says in the picture of all whose it is', () => {
    const built = drawnSmall(graph);
    const roles = ['i-owner', 'i-guest', 'i-other'].map((id) => byId(built, id).facts.role);
    expect(roles).toEqual([undefined, 'belongs to account-2', 'belongs to account-3']);
    expect(built.path('i-guest')).toEqual([
      'account-1',
      'vpc-s',
      'eu-west-1a',
      'subnet-s',
      'i-guest',
    ]);
  });

  it("is in the network's own picture, where it runs", () => {
    const built = drawnSmall(graph, { accounts: ['account-1'] });
    expect(built.counts.instance).toEqual([3, 3, 0, 0]);
    expect(byId(built, 'i-guest').facts.role).toBe('belongs to account-2');
  });

  it('is in the picture of its own account, and nothing else of that network', () => {
    const built = drawnSmall(graph, { accounts: ['account-2'] });
    expect(built.path('i-guest')).toEqual([
      'account-1',
      'vpc-s',
      'eu-west-1a',
      'subnet-s',
      'i-guest',
    ]);
    expect(built.counts.instance).toEqual([3, 1, 0, 2]);
    expect(built.counts.subnet).toEqual([3, 2, 0, 1]);
    expect(byId(built, 'vpc-s').facts.role).toBe('shared, not detailed here');
    expect(byId(built, 'vpc-own').facts.role).toBeUndefined();
    const lines = Object.values(built.diagram.links).map(
      ({ from, to }) => `${nameAt(built, from)} -> ${nameAt(built, to)}`,
    );
    expect(lines).toEqual(expect.arrayContaining(['Internet -> igw-s', 'igw-s -> i-guest']));
  });

  it('is not mixed with what belongs to others in one card', () => {
    const many = [1, 2, 3, 4].map((n) => instance(`i-${n}`, '100000000002', 'subnet-s'));
    const built = drawnSmall({ ...graph, instances: [...(graph.instances ?? []), ...many] });
    const [card] = ofKind(built, 'aws:ec2').filter(({ name }) => name === '4 instances');
    expect(card?.facts.role).toBe('belongs to account-2');
  });

  it('is marked as old by the syncs of its own account', () => {
    const guest = account('100000000002', { behind: true });
    const others = graph.accounts?.filter(({ id }) => id !== guest.id) ?? [];
    const built = drawnSmall({ ...graph, accounts: [...others, guest] });
    expect(built.stale).toContain('i-guest');
    expect(built.stale).not.toContain('i-owner');
  });

  it('stays out where another network was asked for by name or region', () => {
    for (const more of [{ vpcs: ['vpc-own'] }, { regions: ['eu-west-3'] }]) {
      const built = drawnSmall(graph, { accounts: ['account-2'], ...more });
      expect(built.counts.instance).toEqual([3, 0, 0, 3]);
    }
  });
});

describe('what routes lead to', () => {
  const targets: readonly (readonly [column: string, id: string, words: string])[] = [
    ['nat', 'nat-1', 'NAT gateway'],
    ['egressOnly', 'eigw-1', 'egress-only internet gateway'],
    ['carrier', 'cagw-1', 'carrier gateway'],
    ['local', 'lgw-1', 'local gateway'],
    ['interface', 'eni-1', 'network interface'],
    ['core', 'arn:aws:networkmanager::100000000001:core-network/core-1', 'Cloud WAN core network'],
    ['transit', 'tgw-1', 'transit gateway'],
    ['peering', 'pcx-1', 'peering connection'],
    ['endpoint', 'vpce-1', 'VPC endpoint'],
    ['gateway', 'igw-1', 'internet gateway'],
    ['gateway', 'vgw-1', 'virtual private gateway'],
    ['gateway', 'odd-1', 'unknown target'],
  ];
  it.each(targets)('draws a stub for %s %s', (column, id, words) => {
    const built = drawnSmall({ ...ONE, routes: [route('rtb-a', '0.0.0.0/0', { [column]: id })] });
    expect(built.stubs).toEqual([`${words} ${id}`]);
    expect(byId(built, id).parent).toBe('#vpc-a');
    expect(built.diagram.census?.find(({ kind }) => kind === 'route')?.unresolved).toBe(1);
    expect(byId(built, 'rtb-a').facts.routes).toEqual([{ destination: '0.0.0.0/0', target: id }]);
  });

  it('puts a NAT gateway into the subnet of its interface', () => {
    const built = drawnSmall({
      ...ONE,
      routes: [route('rtb-a', '0.0.0.0/0', { nat: 'nat-1' })],
      interfaces: [
        { id: 'eni-9', description: 'Interface for NAT Gateway nat-1', subnet: 'subnet-a' },
      ],
    });
    expect(built.path('nat-1').at(-2)).toBe('subnet-a');
  });

  it('draws an interface that the graph has, which is no stub', () => {
    const built = drawnSmall({
      ...ONE,
      routes: [route('rtb-a', '0.0.0.0/0', { interface: 'eni-1' })],
      interfaces: [{ id: 'eni-1', description: 'firewall', subnet: 'subnet-a' }],
    });
    expect(built.path('eni-1').at(-2)).toBe('subnet-a');
    expect(built.stubs).toEqual([]);
  });

  it('marks propagated routes and black holes', () => {
    const built = drawnSmall({
      ...ONE,
      routes: [
        route('rtb-a', '10.1.0.0/16', { gateway: 'vgw-1', origin: 'EnableVgwRoutePropagation' }),
        route('rtb-a', '10.2.0.0/16', { peering: 'pcx-1', state: 'blackhole' }),
      ],
    });
    expect(byId(built, 'rtb-a').facts.routes).toEqual([
      { destination: '10.1.0.0/16', target: 'vgw-1', propagated: true },
      { destination: '10.2.0.0/16', target: 'pcx-1 (blackhole)' },
    ]);
  });

  it('takes a subnet with a dead route to the internet to be private', () => {
    const built = drawnSmall({
      ...ONE,
      gateways: [gateway('igw-a', 'vpc-a')],
      routes: [
        route('rtb-a', '0.0.0.0/0', { gateway: 'igw-a', internet: ['igw-a'], state: 'blackhole' }),
      ],
    });
    expect(byId(built, 'subnet-a').facts.access).toBe('private');
  });

  it('says nothing of the access of a subnet without any table', () => {
    expect(byId(drawnSmall({ ...ONE, tables: [] }), 'subnet-a').facts.access).toBeUndefined();
  });
});
