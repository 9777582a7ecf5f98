/** Which paths are open: AWS's rules on groups, ACLs, routes, peerings, transit gateways and gateways, one by one. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Inventory, RecordType } from '../src/inventory/inventory.ts';
import { Reachability } from '../src/reachability/analyse.ts';
import { compareConnectivity } from '../src/reachability/compare-connectivity.ts';
import { REASONS } from '../src/reachability/reasons.ts';
import { ALL, connector, TestEstate, verdicts } from './reachability-estate.ts';

const A = 'vpc-a';
const ANY = [`sg-any-${A}`];

/** VPC A with a subnet in each of three zones; B and C; a group that allows all IPv4 in each. */
function base(): TestEstate {
  const estate = new TestEstate()
    .vpc(A, '10.1.0.0/16')
    .vpc('vpc-b', '10.2.0.0/16')
    .vpc('vpc-c', '10.3.0.0/16');
  for (const vpc of [A, 'vpc-b', 'vpc-c']) estate.any(vpc);
  return estate
    .subnet('a1', A, '10.1.0.0/24', 'a')
    .subnet('a2', A, '10.1.1.0/24', 'b')
    .subnet('a3', A, '10.1.2.0/24', 'c')
    .subnet('b1', 'vpc-b', '10.2.4.0/24', 'a')
    .subnet('b2', 'vpc-b', '10.2.5.0/24', 'b')
    .subnet('c1', 'vpc-c', '10.3.0.0/24', 'a');
}

/** A host with the group `any` in each subnet. */
function hosts(estate: TestEstate): TestEstate {
  return estate
    .host('h-a1', 'a1', '10.1.0.9', ANY)
    .host('h-a2', 'a2', '10.1.1.9', ANY)
    .host('h-a3', 'a3', '10.1.2.9', ANY)
    .host('h-b1', 'b1', '10.2.4.9', ['sg-any-vpc-b'])
    .host('h-b2', 'b2', '10.2.5.9', ['sg-any-vpc-b'])
    .host('h-c1', 'c1', '10.3.0.9', ['sg-any-vpc-c']);
}

const local = (estate: TestEstate): TestEstate =>
  estate
    .table('rtb-a', A, 'main', [])
    .table('rtb-b', 'vpc-b', 'main', [])
    .table('rtb-c', 'vpc-c', 'main', []);

const between = (estate: TestEstate, from: string, to: string) =>
  verdicts(connector(estate.inventory).connect(from, to));

/** Pairs of hosts and what is found: `h-a1 h-b1`. */
function all(estate: TestEstate, ...pairs: string[]): Record<string, unknown> {
  const { connect } = connector(estate.inventory);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      return [pair, verdicts(connect(from, to))];
    }),
  );
}

const OPEN = { open: ALL };
const ONE_WAY = { oneWay: ALL };
const NONE = {};

describe('security groups', () => {
  const web = () =>
    local(base())
      .group('sg-web', A, ['out all to 0.0.0.0/0'])
      .group('sg-db', A, ['in tcp/5432 from sg-web'])
      .host('web', 'a1', '10.1.0.5', ['sg-web'])
      .host('db', 'a2', '10.1.1.5', ['sg-db']);

  test('let in the members of a group that they name, and are stateful', () => {
    expect(all(web(), 'web db', 'db web')).toEqual({
      'web db': { open: ['tcp/5432'] },
      'db web': NONE,
    });
  });

  test('of one interface add up', () => {
    const estate = web()
      .group('sg-ssh', A, ['in tcp/22 from 10.1.0.5/32'])
      .host('both', 'a2', '10.1.1.6', ['sg-db', 'sg-ssh']);
    expect(between(estate, 'web', 'both')).toEqual({ open: ['tcp/22', 'tcp/5432'] });
  });

  test('that no source has may let in anything', () => {
    const estate = web().host('other', 'a2', '10.1.1.7', ['sg-elsewhere']);
    expect(between(estate, 'web', 'other')).toEqual({ unsure: ALL });
  });

  test('admit entries of a prefix list, and may admit anyone by one that no source has', () => {
    const estate = web()
      .add('prefixLists', {
        ...{ id: 'pl-1', name: 'offices', accounts: [], managed: false },
        entries: [{ cidr: '10.1.0.0/25' }],
      })
      .group('sg-list', A, ['in tcp/443 from pl-1', 'in tcp/25 from pl-9'])
      .host('listed', 'a2', '10.1.1.8', ['sg-list']);
    expect(between(estate, 'web', 'listed')).toEqual({ open: ['tcp/443'], unsure: ['tcp/25'] });
  });
});

describe('network ACLs', () => {
  const guarded = (entries: string[], out: string[] = ['100 allow all 0.0.0.0/0']) =>
    hosts(local(base())).acl('acl-guard', ['a2'], { in: entries, out });

  test('decide by the first rule that matches, and deny the rest', () => {
    const estate = guarded([
      ...['100 deny tcp/22 10.1.0.0/24', '200 allow tcp/0-1023 10.0.0.0/8'],
      '300 deny tcp/443 0.0.0.0/0',
    ]);
    expect(between(estate, 'h-a1', 'h-a2')).toEqual({ open: ['tcp/0-21', 'tcp/23-1023'] });
  });

  test('have to let the answer out, to some client port', () => {
    const narrow = guarded(['1 allow tcp/443 0.0.0.0/0'], ['1 allow tcp/443 0.0.0.0/0']);
    expect(between(narrow, 'h-a1', 'h-a2')).toEqual({ oneWay: ['tcp/443'] });
    const wide = guarded(['1 allow tcp/443 0.0.0.0/0'], ['1 allow tcp/32768-60999 0.0.0.0/0']);
    const { outcome } = connector(wide.inventory).connect('h-a1', 'h-a2');
    expect(outcome.open.texts).toEqual(['tcp/443']);
    expect(outcome.clients.texts).toEqual(['tcp/32768-60999']);
  });

  test('are not evaluated inside one subnet', () => {
    const estate = local(base())
      .acl('acl-shut', ['a1'], { in: [], out: [] })
      .group('sg-pg', A, ['in tcp/5432 from 10.1.0.0/24'])
      .host('one', 'a1', '10.1.0.5', ANY)
      .host('two', 'a1', '10.1.0.6', ['sg-pg']);
    expect(between(estate, 'one', 'two')).toEqual({ open: ['tcp/5432'] });
  });

  test('whose rules have no ports cannot be judged, unless what is before them decides', () => {
    expect(between(guarded(['100 allow ? 0.0.0.0/0']), 'h-a1', 'h-a2')).toEqual({ unsure: ALL });
    const after = guarded(['100 allow tcp/443 0.0.0.0/0', '200 deny ? 0.0.0.0/0']);
    expect(between(after, 'h-a1', 'h-a2')).toEqual({ open: ['tcp/443'] });
    const before = guarded(['100 deny ? 0.0.0.0/0', '200 allow tcp/443 0.0.0.0/0']);
    expect(between(before, 'h-a1', 'h-a2')).toEqual({ unsure: ['tcp/443'] });
  });

  test('that no source has cannot be judged', () => {
    const estate = hosts(local(base())).remove('networkAcls', 'acl-a2');
    expect(between(estate, 'h-a1', 'h-a2')).toEqual({ unsure: ALL });
    const { doubts } = connector(estate.inventory).connect('h-a1', 'h-a2').outcome;
    expect(doubts).toContainEqual({ code: 'ACL_RULES_UNKNOWN', id: 'a2' });
  });
});

describe('peerings', () => {
  const peered = (back: string[]) =>
    hosts(base().peering('pcx-1', A, 'vpc-b'))
      .table('rtb-a', A, 'main', ['10.2.0.0/16 peering-connection pcx-1'])
      .table('rtb-b', 'vpc-b', 'main', back);

  test('need a route on both sides', () => {
    expect(all(peered([]), 'h-a1 h-b1', 'h-b1 h-a1')).toEqual({
      'h-a1 h-b1': ONE_WAY,
      'h-b1 h-a1': NONE,
    });
    const part = peered(['10.1.0.0/24 peering-connection pcx-1']);
    expect(all(part, 'h-a1 h-b1', 'h-a2 h-b1', 'h-b1 h-a1')).toEqual({
      'h-a1 h-b1': OPEN,
      'h-a2 h-b1': ONE_WAY,
      'h-b1 h-a1': OPEN,
    });
  });

  test('carry nothing on to a third network', () => {
    const estate = hosts(base().peering('pcx-1', A, 'vpc-b').peering('pcx-2', 'vpc-b', 'vpc-c'))
      .table('rtb-a', A, 'main', [
        ...['10.2.0.0/16 peering-connection pcx-1', '10.3.0.0/16 peering-connection pcx-1'],
      ])
      .table('rtb-b', 'vpc-b', 'main', [
        ...['10.1.0.0/16 peering-connection pcx-1', '10.3.0.0/16 peering-connection pcx-2'],
      ])
      .table('rtb-c', 'vpc-c', 'main', ['10.0.0.0/8 peering-connection pcx-2']);
    expect(all(estate, 'h-a1 h-c1', 'h-a1 h-b1', 'h-b1 h-c1')).toEqual({
      'h-a1 h-c1': NONE,
      'h-a1 h-b1': OPEN,
      'h-b1 h-c1': OPEN,
    });
  });

  test('have to be active', () => {
    const estate = peered(['10.1.0.0/16 peering-connection pcx-1']).peering(
      'pcx-1',
      A,
      'vpc-b',
      'pending-acceptance',
    );
    expect(between(estate, 'h-a1', 'h-b1')).toEqual(NONE);
  });

  test.each([
    ['eu-central-1', { open: ['tcp/5432'] }],
    ['eu-west-1', NONE],
  ])('let rules name groups of the other network in one region: %s', (region, expected) => {
    const estate = peered(['10.1.0.0/16 peering-connection pcx-1'])
      .vpc('vpc-b', '10.2.0.0/16', region)
      .group('sg-db', 'vpc-b', [`in tcp/5432 from sg-any-${A}`])
      .host('db', 'b1', '10.2.4.20', ['sg-db']);
    expect(between(estate, 'h-a1', 'db')).toEqual(expected);
  });
});

describe('route tables', () => {
  test('take the longest prefix, and a blackhole keeps what it wins', () => {
    const estate = hosts(base().peering('pcx-1', A, 'vpc-b'))
      .table('rtb-a', A, 'main', [
        ...[
          '10.2.0.0/16 peering-connection pcx-1',
          '10.2.5.0/24 peering-connection pcx-1 blackhole',
        ],
      ])
      .table('rtb-b', 'vpc-b', 'main', ['10.1.0.0/16 peering-connection pcx-1']);
    expect(all(estate, 'h-a1 h-b1', 'h-a1 h-b2')).toEqual({ 'h-a1 h-b1': OPEN, 'h-a1 h-b2': NONE });
  });

  const peered = (routes: string[]) =>
    hosts(base().peering('pcx-1', A, 'vpc-b').peering('pcx-2', A, 'vpc-c'))
      .add('prefixLists', {
        ...{ id: 'pl-1', name: 'one', accounts: [], managed: false },
        entries: [{ cidr: '10.2.4.0/24' }],
      })
      .add('prefixLists', {
        ...{ id: 'pl-2', name: 'two', accounts: [], managed: false },
        entries: [{ cidr: '10.2.4.0/24' }],
      })
      .table('rtb-a', A, 'main', routes)
      .table('rtb-b', 'vpc-b', 'main', ['10.1.0.0/16 peering-connection pcx-1']);

  test('route locally what a gateway propagates within the VPC', () => {
    const estate = peered(['10.1.1.0/24 virtual-private-gateway vgw-1 propagated']);
    expect(between(estate, 'h-a1', 'h-a2')).toEqual(OPEN);
  });

  test('prefer of one block static routes to prefix lists to propagated ones', () => {
    const [right, wrong] = ['peering-connection pcx-1', 'peering-connection pcx-2'];
    const staticFirst = peered([`10.2.4.0/24 ${right}`, `pl-1 ${wrong}`]);
    expect(between(staticFirst, 'h-a1', 'h-b1')).toEqual(OPEN);
    const listed = peered([
      `pl-1 ${right}`,
      '10.2.4.0/24 virtual-private-gateway vgw-1 propagated',
    ]);
    expect(between(listed, 'h-a1', 'h-b1')).toEqual(OPEN);
    const longer = peered([`pl-1 ${right}`, `10.2.0.0/16 ${wrong}`]);
    expect(between(longer, 'h-a1', 'h-b1')).toEqual(OPEN);
  });

  test('with two prefix lists of one block and different targets cannot be judged', () => {
    const estate = peered(['pl-1 peering-connection pcx-1', 'pl-2 peering-connection pcx-2']);
    expect(between(estate, 'h-a1', 'h-b1')).toEqual({ unsure: ALL });
  });

  test('that no source has cannot be judged', () => {
    const estate = hosts(base()).table('rtb-b', 'vpc-b', 'main', []);
    expect(between(estate, 'h-a1', 'h-a2')).toEqual({ unsure: ALL });
  });

  test('through an appliance lead on, and cannot be judged', () => {
    const estate = hosts(base())
      .host('fw', 'a3', '10.1.2.4', ANY)
      .table('rtb-a', A, 'main', [])
      .table('rtb-1', A, ['a1'], ['10.1.1.0/24 network-interface eni-fw']);
    expect(between(estate, 'h-a1', 'h-a2')).toEqual({ unsure: ALL });
    const { outcome } = connector(estate.inventory).connect('h-a1', 'h-a2');
    expect(outcome.doubts).toContainEqual({ code: 'FIREWALL_NOT_EVALUATED', id: 'eni-fw' });
    expect(between(estate, 'h-a2', 'h-a3')).toEqual(OPEN);
  });
});

describe('transit gateways', () => {
  /** A with attachment subnets in zones a and b only; a spoke table for A, a core table for B and C. */
  const hub = (references = false) =>
    hosts(base())
      .gateway('tgw-1', references)
      .subnet('t1', A, '10.1.100.0/28', 'a')
      .subnet('t2', A, '10.1.100.16/28', 'b')
      .subnet('tb', 'vpc-b', '10.2.100.0/28', 'a')
      .subnet('tb2', 'vpc-b', '10.2.100.16/28', 'b')
      .subnet('tc', 'vpc-c', '10.3.100.0/28', 'a')
      .attach('att-a', 'tgw-1', A, ['t1', 't2'])
      .attach('att-b', 'tgw-1', 'vpc-b', ['tb', 'tb2'])
      .attach('att-c', 'tgw-1', 'vpc-c', ['tc'])
      .transitTable('spoke', 'tgw-1', ['att-a'], ['10.2.0.0/16 att-b propagated'])
      .transitTable(
        'core',
        'tgw-1',
        ['att-b', 'att-c'],
        [
          ...['10.1.0.0/16 att-a propagated', '10.3.0.0/16 att-c propagated'],
          ...['10.3.0.0/16 blackhole static', '10.2.0.0/16 att-b propagated'],
        ],
      )
      .table('rtb-a', A, 'main', ['10.0.0.0/8 transit-gateway tgw-1'])
      .table('rtb-b', 'vpc-b', 'main', ['10.0.0.0/8 transit-gateway tgw-1'])
      .table('rtb-c', 'vpc-c', 'main', ['10.0.0.0/8 transit-gateway tgw-1']);

  test('look up what comes in through an attachment in its own table', () => {
    expect(all(hub(), 'h-a1 h-b1', 'h-a1 h-c1', 'h-c1 h-b1', 'h-a3 h-b1', 'h-b1 h-a3')).toEqual({
      'h-a1 h-b1': OPEN,
      'h-a1 h-c1': NONE,
      // The static blackhole wins over the propagated row: no answer gets back.
      'h-c1 h-b1': ONE_WAY,
      // No attachment in its zone.
      'h-a3 h-b1': NONE,
      'h-b1 h-a3': ONE_WAY,
    });
  });

  test.each([
    [false, NONE],
    [true, { open: ['tcp/5432'] }],
  ])('pass on groups only where that is enabled: %s', (enabled, expected) => {
    const estate = hub(enabled)
      .group('sg-db', 'vpc-b', [`in tcp/5432 from sg-any-${A}`])
      .host('db', 'b1', '10.2.4.20', ['sg-db']);
    expect(between(estate, 'h-a1', 'db')).toEqual(expected);
  });

  test('pass on no groups to outbound rules', () => {
    const estate = hub(true)
      .group('sg-out', A, ['out tcp/443 to sg-any-vpc-b'])
      .host('out', 'a1', '10.1.0.20', ['sg-out']);
    expect(between(estate, 'out', 'h-b1')).toEqual(NONE);
  });

  test("pass the ACL of the attachment's subnet", () => {
    const estate = hub().acl('acl-t', ['t1'], {
      in: ['1 allow tcp/443 0.0.0.0/0'],
      out: ['1 allow all 0.0.0.0/0'],
    });
    expect(between(estate, 'h-a1', 'h-b1')).toEqual({ open: ['tcp/443'] });
    expect(between(estate, 'h-a2', 'h-b1')).toEqual(OPEN);
  });

  test('whose tables no source has cannot be judged', () => {
    const estate = hub();
    for (const id of ['spoke|att-a', 'core|att-b', 'core|att-c'])
      estate.remove('transitAssociations', id);
    expect(between(estate, 'h-a1', 'h-b1')).toEqual(NONE);
    const { coverage: _, ...rest } = estate.inventory;
    const blind = { ...rest, coverage: {} };
    expect(verdicts(connector(blind).connect('h-a1', 'h-b1'))).toEqual({ unsure: ALL });
  });

  test('peered with each other route by static rows, and one attachment has two ends', () => {
    const estate = hub()
      .gateway('tgw-2')
      .vpc('vpc-d', '10.4.0.0/16')
      .any('vpc-d')
      .subnet('d1', 'vpc-d', '10.4.0.0/24', 'a')
      .host('h-d1', 'd1', '10.4.0.9', ['sg-any-vpc-d'])
      .attach('att-d', 'tgw-2', 'vpc-d', ['d1'])
      .table('rtb-d', 'vpc-d', 'main', ['10.0.0.0/8 transit-gateway tgw-2'])
      .add('transitAttachments', {
        ...{
          id: 'att-p',
          type: 'peering',
          state: 'available',
          gateway: 'tgw-1',
          peerGateway: 'tgw-2',
        },
        accounts: ['111111111111'],
      })
      .transitTable('spoke', 'tgw-1', ['att-a'], ['10.4.0.0/16 att-p static'])
      .transitTable('core', 'tgw-1', ['att-p'], [])
      .transitTable(
        'far',
        'tgw-2',
        ['att-d', 'att-p'],
        [...['10.1.0.0/16 att-p static', '10.4.0.0/16 att-d propagated']],
      );
    expect(all(estate, 'h-a1 h-d1', 'h-d1 h-a1', 'h-b1 h-d1')).toEqual({
      'h-a1 h-d1': OPEN,
      'h-d1 h-a1': OPEN,
      'h-b1 h-d1': NONE,
    });
  });
});

describe('gateways to the internet', () => {
  const internet = () =>
    base()
      .internetGateway('igw-1', A)
      .group('sg-web', A, ['in tcp/443 from 0.0.0.0/0', 'out all to 0.0.0.0/0'])
      .table('rtb-a', A, 'main', [])
      .table(
        'rtb-pub',
        A,
        ['a1'],
        ['0.0.0.0/0 internet-gateway igw-1', '::/0 internet-gateway igw-1'],
      );

  test('reach interfaces with public addresses', () => {
    const estate = internet()
      .host('inner', 'a1', '10.1.0.5', ['sg-web'])
      .host('outer', 'a1', '10.1.0.6', [...ANY, 'sg-web'], '198.51.100.6');
    expect(all(estate, 'internet inner', 'inner internet', 'outer internet')).toEqual({
      'internet inner': NONE,
      'inner internet': NONE,
      'outer internet': OPEN,
    });
    const web = internet().host('web', 'a1', '10.1.0.6', ['sg-web'], '198.51.100.6');
    expect(between(web, 'internet', 'web')).toEqual({ open: ['tcp/443'] });
  });

  test('that are attached elsewhere reach nothing', () => {
    const estate = internet()
      .internetGateway('igw-1', 'vpc-b')
      .host('web', 'a1', '10.1.0.6', ['sg-web'], '198.51.100.6');
    expect(all(estate, 'web internet', 'internet web')).toEqual({
      'web internet': NONE,
      'internet web': NONE,
    });
  });

  test('for translation open connections outwards only', () => {
    const nat = internet()
      .nat('nat-1', A, 'a1', '10.1.0.250')
      .table('rtb-priv', A, ['a2'], ['0.0.0.0/0 nat-gateway nat-1'])
      .host('app', 'a2', '10.1.1.5', ['sg-web']);
    expect(all(nat, 'app internet', 'internet app')).toEqual({
      'app internet': { open: ['icmp', 'tcp', 'udp'] },
      'internet app': NONE,
    });
    const loop = internet()
      .nat('nat-1', A, 'a2', '10.1.1.250')
      .table('rtb-priv', A, ['a2', 'a3'], ['0.0.0.0/0 nat-gateway nat-1'])
      .host('app', 'a3', '10.1.2.5', ['sg-web']);
    expect(between(loop, 'app', 'internet')).toEqual(NONE);
    const shut = nat.acl('acl-nat', ['a1'], {
      in: ['1 allow tcp/80 10.0.0.0/8', '2 allow tcp/1024-65535 0.0.0.0/0'],
      out: ['1 allow all 0.0.0.0/0'],
    });
    expect(between(shut, 'app', 'internet')).toEqual({ open: ['tcp/80', 'tcp/1024-65535'] });
  });

  test('get no answer from what routes to the internet through translation', () => {
    const estate = internet()
      .nat('nat-1', A, 'a1', '10.1.0.250')
      .table('rtb-priv', A, ['a2'], ['0.0.0.0/0 nat-gateway nat-1'])
      .host('odd', 'a2', '10.1.1.5', ['sg-web'], '198.51.100.7');
    expect(between(estate, 'internet', 'odd')).toEqual({ oneWay: ['tcp/443'] });
  });

  test('let out other networks by translation only', () => {
    const hub = (route: string) =>
      hosts(internet())
        .gateway('tgw-1')
        .nat('nat-1', A, 'a1', '10.1.0.250')
        .attach('att-a', 'tgw-1', A, ['a2'])
        .attach('att-b', 'tgw-1', 'vpc-b', ['b1'])
        .transitTable(
          'rt',
          'tgw-1',
          ['att-a', 'att-b'],
          ['0.0.0.0/0 att-a static', '10.2.0.0/16 att-b propagated'],
        )
        .table(
          'rtb-pub',
          A,
          ['a1'],
          ['0.0.0.0/0 internet-gateway igw-1', '10.2.0.0/16 transit-gateway tgw-1'],
        )
        .table('rtb-t', A, ['a2'], [`0.0.0.0/0 ${route}`, '10.2.0.0/16 transit-gateway tgw-1'])
        // In the zone of the attachment, so that answers get back.
        .subnet('a1', A, '10.1.0.0/24', 'b')
        .table('rtb-b', 'vpc-b', 'main', ['0.0.0.0/0 transit-gateway tgw-1']);
    expect(between(hub('nat-gateway nat-1'), 'h-b1', 'internet')).toEqual({
      open: ['icmp', 'tcp', 'udp'],
    });
    const direct = hub('internet-gateway igw-1').host(
      ...(['h-b1', 'b1', '10.2.4.9', ['sg-any-vpc-b'], '198.51.100.9'] as const),
    );
    expect(between(direct, 'h-b1', 'internet')).toEqual(NONE);
  });

  test('of IPv6 alone let out what a rule for IPv6 lets out, and nothing in', () => {
    const v6 = (rule: string) =>
      base()
        .vpc(A, ['10.1.0.0/16', '2001:db8:1::/56'])
        .subnet('a1', A, '10.1.0.0/24', 'a', '2001:db8:1::/64')
        .add('egressOnlyGateways', { id: 'eigw-1', name: 'e', vpc: A, accounts: ['111111111111'] })
        .table('rtb-a', A, 'main', ['::/0 egress-only-gateway eigw-1'])
        .group('sg-v6', A, ['in all from ::/0', rule])
        .host('six', 'a1', ['10.1.0.5', '2001:db8:1::5'], ['sg-v6']);
    expect(between(v6('out all to 0.0.0.0/0'), 'six', 'internet')).toEqual(NONE);
    const wide = v6('out all to ::/0');
    expect(all(wide, 'six internet', 'internet six')).toEqual({
      'six internet': OPEN,
      'internet six': NONE,
    });
  });
});

describe('addresses that no source has', () => {
  const guessed = (rule: string) =>
    hosts(local(base()))
      .group('sg-db', A, [rule])
      .add('databases', {
        ...{ id: 'db', name: 'db', accounts: ['111111111111'], subnets: ['a2'], groups: ['sg-db'] },
        ...{ tags: {}, multiZone: false, public: false },
      })
      .group('sg-app', A, ['out all to 10.1.1.0/25'])
      .host('app', 'a1', '10.1.0.30', ['sg-app']);

  test('do not matter where all of the subnet is treated alike', () => {
    expect(between(guessed('in tcp/5432 from 10.1.0.0/24'), 'h-a1', 'db')).toEqual({
      open: ['tcp/5432'],
    });
  });

  test('cannot be judged where a rule tells them apart', () => {
    expect(between(guessed('in tcp/5432 from 10.1.0.0/24'), 'app', 'db')).toEqual({
      unsure: ['tcp/5432'],
    });
  });
});

describe('other sites', () => {
  const site = () =>
    hosts(base())
      .add('vpnGateways', {
        id: 'vgw-1',
        name: 'vgw',
        vpc: A,
        accounts: ['111111111111'],
        state: 'available',
      })
      .table('rtb-a', A, 'main', ['172.16.0.0/16 virtual-private-gateway vgw-1 propagated']);

  test('have the addresses that routes declare', () => {
    expect(all(site(), 'vgw-1 h-a1', 'h-a1 vgw-1')).toEqual({
      'vgw-1 h-a1': OPEN,
      'h-a1 vgw-1': OPEN,
    });
  });

  test('are each a way where several lines share the traffic', () => {
    const line = (id: string) => ({
      id,
      type: 'vpn',
      state: 'available',
      gateway: 'tgw-1',
      accounts: ['111111111111'],
    });
    const estate = hosts(base())
      .gateway('tgw-1')
      .attach('att-a', 'tgw-1', A, ['a1'])
      .add('transitAttachments', line('vpn-1'))
      .add('transitAttachments', line('vpn-2'))
      .transitTable('rt', 'tgw-1', ['att-a', 'vpn-1', 'vpn-2'], ['10.1.0.0/16 att-a propagated'])
      .add('transitRoutes', {
        ...{ id: 'rt|both', table: 'rt', destination: '172.16.0.0/12', active: true },
        ...{ targets: ['vpn-1', 'vpn-2'], origin: 'propagated' },
      })
      .table('rtb-a', A, 'main', ['172.16.0.0/12 transit-gateway tgw-1']);
    expect(all(estate, 'h-a1 vpn-1', 'h-a1 vpn-2', 'vpn-2 h-a1')).toEqual({
      'h-a1 vpn-1': OPEN,
      'h-a1 vpn-2': OPEN,
      'vpn-2 h-a1': OPEN,
    });
  });

  test('may be there where routes lead to a gateway of which there is no record', () => {
    const estate = site().remove('vpnGateways', 'vgw-1');
    expect(between(estate, 'vgw-1', 'h-a1')).toEqual({ unsure: ALL });
  });

  test('reach nothing that has no route back', () => {
    const estate = site().table('rtb-own', A, ['a2'], []);
    expect(between(estate, 'vgw-1', 'h-a2')).toEqual(ONE_WAY);
  });
});

test('what was refused, or in an account that was not read, is not silently left out', () => {
  const account = (id: string) => ({
    id,
    name: `name of ${id}`,
    inscope: true,
    synced: true,
    behind: false,
  });
  const { inventory } = hosts(local(base()))
    .add('accounts', account('111111111111') as never)
    .add('accounts', account('222222222222') as never);
  const place = { account: '111111111111', region: 'eu-central-1' };
  const read = { state: 'not-asked', except: [{ ...place, state: 'read', reason: '' }] } as const;
  const refused = {
    ...{ state: 'not-asked' as const },
    except: [{ ...place, state: 'refused' as const, reason: 'AWS refused: UnauthorizedOperation' }],
  };
  const coverage = { ...inventory.coverage, vpcs: read, networkInterfaces: refused };
  expect(new Reachability({ ...inventory, coverage }).gaps).toEqual([
    {
      ...{ kind: 'unread', account: '111111111111' },
      what: 'network-interface in name of 111111111111 (111111111111) eu-central-1',
      why: 'AWS refused: UnauthorizedOperation',
    },
    {
      ...{ kind: 'unread', account: '222222222222' },
      ...{ what: 'account name of 222222222222 (222222222222)', why: 'its networks were not read' },
    },
  ]);
});

test('a network that was not read may reach what lets it in', () => {
  const estate = hosts(base().peering('pcx-9', A, 'vpc-x'))
    .add('vpcs', {
      ...{ id: 'vpc-x', name: 'partner', accounts: [], blocks: ['10.9.0.0/16'], tags: {} },
      ...{ isDefault: false, unlisted: false, behind: false, stub: { code: 'account-not-read' } },
    })
    .table('rtb-a', A, 'main', ['10.9.0.0/16 peering-connection pcx-9'])
    .group('sg-partner', A, ['in tcp/443 from 10.9.0.0/16'])
    .host('api', 'a1', '10.1.0.40', ['sg-partner']);
  expect(between(estate, 'vpc-x', 'api')).toEqual({ unsure: ['tcp/443'] });
});

describe('what the list may lack', () => {
  const [A1, B1] = ['111111111111', '222222222222'];
  const two = () => {
    const estate = hosts(local(base()));
    return estate.add('vpcs', {
      ...{ id: 'vpc-z', name: 'z', accounts: [B1], blocks: ['10.9.0.0/16'], region: 'eu-west-1' },
      ...{ tags: {}, isDefault: false, unlisted: false, behind: false },
    }).inventory;
  };
  const at = (...places: string[]) => ({
    state: 'not-asked' as const,
    except: places.map((place) => {
      const [account = '', region = ''] = place.split(' ');
      return { account, region, state: 'read' as const, reason: '' };
    }),
  });
  const gaps = (places: string[], lacking: Partial<Record<RecordType, string[]>>) => {
    const { coverage, ...inventory } = two();
    const all = Object.keys(coverage).map((type) => [
      type,
      at(...(lacking[type as RecordType] ?? places)),
    ]);
    const reach = new Reachability({ ...inventory, coverage: Object.fromEntries(all) });
    return reach.gaps.map(({ what, account }) => `${account}: ${what}`);
  };
  const BOTH = [`${A1} eu-west-1`, `${B1} eu-west-1`];

  test.each<[string, string[], Partial<Record<RecordType, string[]>>, string[]]>([
    ['nothing, where all was read', BOTH, {}, []],
    [
      'the interfaces of one account',
      BOTH,
      { networkInterfaces: BOTH.slice(0, 1) },
      [`${B1}: network-interface in ${B1} eu-west-1`],
    ],
    [
      'several types of one account',
      BOTH,
      { peerings: BOTH.slice(0, 1), vpnConnections: BOTH.slice(0, 1) },
      [`${B1}: peering, vpn-connection in ${B1} eu-west-1`],
    ],
    [
      'a region of one account',
      [...BOTH, `${A1} eu-west-2`],
      {},
      [`${B1}: networks in ${B1} eu-west-2`],
    ],
    ['a type that nobody was asked for', BOTH, { peerings: [] }, ['undefined: peering']],
  ])('%s', (_, places, lacking, expected) => {
    expect(gaps(places, lacking)).toEqual(expected);
  });

  test('what is behind a route that is not followed', () => {
    const estate = hosts(base()).table('rtb-a', A, 'main', ['10.50.0.0/16 local-gateway lgw-1']);
    expect(new Reachability(estate.inventory).gaps).toMatchObject([
      {
        ...{ kind: 'unmodelled', account: A1 },
        what: 'what routes lead to as lgw-1: what is behind it',
      },
    ]);
  });

  test('nothing of a shared VPC whose owner was read, and all of one whose owner was not', () => {
    const read = { state: 'not-asked', except: [{ account: A1, state: 'read', reason: '' }] };
    const web = (owner: string) => {
      const estate = hosts(local(base())).host('web', 'a1', '10.1.0.50', ANY, '203.0.113.5');
      const vpc = estate.inventory.vpcs.get(A);
      const shared = estate.add('vpcs', { ...vpc, owner, accounts: [A1, B1] } as never).inventory;
      return { ...shared, coverage: { ...shared.coverage, internetGateways: read } } as Inventory;
    };
    expect(pairsIn(web(A1), ['internet', 'web'])).toEqual([NONE]);
    expect(pairsIn(web(B1), ['internet', 'web'])).toEqual([{ unsure: ALL }]);
  });

  test('a transit gateway whose owner was not read', () => {
    const estate = hosts(local(base())).attach('att-a', 'tgw-9', A, ['a1']);
    expect(new Reachability(estate.inventory).gaps).toMatchObject([
      { kind: 'unread', what: 'transit gateway tgw-9: what else is attached to it' },
    ]);
  });
});

/** An inventory of which a type was not read in the account of all of its things. */
function unread(estate: TestEstate, ...types: readonly RecordType[]): Inventory {
  const { inventory } = estate;
  const no = { state: 'not-asked', except: [] } as const;
  const lacking = Object.fromEntries(types.map((type) => [type, no]));
  return { ...inventory, coverage: { ...inventory.coverage, ...lacking } };
}

const pairsIn = (inventory: Inventory, ...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([from, to]) => verdicts(connector(inventory).connect(from, to)));

describe('what is behind a transit gateway and was not read', () => {
  const line = { state: 'available', gateway: 'tgw-1', accounts: ['111111111111'] };
  const hub = () =>
    hosts(base())
      .gateway('tgw-1')
      .attach('att-a', 'tgw-1', A, ['a1'])
      .table('rtb-a', A, 'main', ['10.0.0.0/8 transit-gateway tgw-1']);
  const routed = (estate: TestEstate, ...routes: string[]) =>
    estate.transitTable('rt', 'tgw-1', ['att-a', 'att-x'], [...routes, '10.1.0.0/16 att-a static']);

  test.each([
    ['of known blocks', ['10.77.0.0/16 att-x static'], ['10.77.0.0/16']],
    ['of unknown blocks', ['0.0.0.0/0 att-x static'], undefined],
  ])('may be a network %s', (_, routes, blocks) => {
    const estate = routed(hub().attach('att-x', 'tgw-1', 'vpc-x', ['x1']), ...routes);
    const { end } = connector(estate.inventory);
    if (blocks) expect(end('vpc-x').addresses.blocks).toEqual(blocks);
    expect(pairsIn(estate.inventory, ['vpc-x', 'h-a1'], ['h-a1', 'vpc-x'])).toEqual([
      { unsure: ALL },
      { unsure: ALL },
    ]);
  });

  test('may be another gateway', () => {
    const peer = { id: 'att-x', type: 'peering', peerGateway: 'tgw-far', ...line };
    const estate = routed(hub().add('transitAttachments', peer), '10.77.0.0/16 att-x static');
    expect(pairsIn(estate.inventory, ['att-x', 'h-a1'], ['h-a1', 'att-x'])).toEqual([
      { unsure: ALL },
      { unsure: ALL },
    ]);
    const read = estate.gateway('tgw-far').inventory;
    expect(connector(read).ends.map(({ id }) => id)).not.toContain('att-x');
  });

  test('are its rows, where only those that follow from propagations are known', () => {
    const estate = hub().attach('att-b', 'tgw-1', 'vpc-b', ['b1']);
    estate.table('rtb-b', 'vpc-b', 'main', ['10.0.0.0/8 transit-gateway tgw-1']);
    estate.transitTable('rt', 'tgw-1', ['att-a', 'att-b'], ['10.2.0.0/16 att-b propagated']);
    const uses = { id: 'rt|att-a', table: 'rt', attachment: 'att-a', state: 'enabled' };
    const { inventory } = estate.add('transitPropagations', uses);
    expect(pairsIn(inventory, ['h-a1', 'h-b1'])).toEqual([ONE_WAY]);
    estate.remove('transitRoutes', 'rt|10.2.0.0/16 att-b propagated');
    expect(pairsIn(unread(estate, 'transitRoutes'), ['h-a1', 'h-b1'])).toEqual([{ unsure: ALL }]);
  });

  test('may be what a line propagates into a table without any such row', () => {
    const estate = hub().attach('att-b', 'tgw-1', 'vpc-b', ['b1']);
    estate.table('rtb-b', 'vpc-b', 'main', ['10.0.0.0/8 transit-gateway tgw-1']);
    estate.add('transitAttachments', { id: 'att-x', type: 'vpn', ...line });
    estate.transitTable('rt', 'tgw-1', ['att-a', 'att-b'], ['10.1.0.0/16 att-a static']);
    expect(all(estate, 'h-a1 h-b1')).toEqual({ 'h-a1 h-b1': NONE });
    estate.add('transitPropagations', {
      ...{ id: 'rt|att-x', table: 'rt', attachment: 'att-x', state: 'enabled' },
    });
    expect(all(estate, 'h-a1 h-b1')).toEqual({ 'h-a1 h-b1': { unsure: ALL } });
    expect(all(estate, 'h-a1 att-x')).toEqual({ 'h-a1 att-x': { unsure: ALL } });
  });

  test('may be a network behind a peering that names no blocks', () => {
    const estate = hosts(base().peering('pcx-9', A, 'vpc-x'));
    estate.table('rtb-a', A, 'main', ['10.9.0.0/16 peering-connection pcx-9']);
    expect(pairsIn(estate.inventory, ['vpc-x', 'h-a1'], ['h-a1', 'vpc-x'])).toEqual([
      { unsure: ALL },
      { unsure: ALL },
    ]);
  });
});

test('a virtual private gateway may have lines where these were not read', () => {
  const estate = hosts(local(base())).add('vpnGateways', {
    ...{ id: 'vgw-1', name: 'vgw', vpc: A, accounts: ['111111111111'], state: 'available' },
  });
  expect(connector(estate.inventory).ends.map(({ id }) => id)).not.toContain('vgw-1');
  for (const type of ['vpnConnections', 'directConnectAssociations'] as const)
    expect(pairsIn(unread(estate, type), ['vgw-1', 'h-a1'])).toEqual([{ unsure: ALL }]);
});

describe('two states of an estate', () => {
  const web = () =>
    local(base())
      .group('sg-web', A, ['out all to 0.0.0.0/0'])
      .group('sg-db', A, ['in tcp/5432 from sg-web', 'in tcp/22 from 10.1.0.0/24'])
      .host('web', 'a1', '10.1.0.5', ['sg-web'])
      .host('other', 'a2', '10.1.1.6', ['sg-web'])
      .host('db', 'a3', '10.1.2.5', ['sg-db']);
  const original = () => web().inventory;

  test('that are equal differ in no path', () => {
    expect(compareConnectivity(original(), original())).toEqual([]);
  });

  test('differ in just the paths that a rule opens', () => {
    const after = web().remove('securityGroupRules', 'sg-db|in tcp/5432 from sg-web').inventory;
    expect(compareConnectivity(original(), after)).toEqual([
      {
        ...{ change: 'changed', from: 'a1 sg-web', to: 'a3 sg-db' },
        ...{ before: { open: ['tcp/22', 'tcp/5432'] }, after: { open: ['tcp/22'] } },
      },
      { change: 'removed', from: 'a2 sg-web', to: 'a3 sg-db', before: { open: ['tcp/5432'] } },
    ]);
    expect(compareConnectivity(after, original()).map(({ change }) => change)).toEqual([
      'changed',
      'added',
    ]);
  });

  test('are compared where they are looked at', () => {
    const after = web().remove('securityGroupRules', 'sg-db|in tcp/5432 from sg-web').inventory;
    const scope = { from: ({ id }: { id: string }) => id.startsWith('a2') };
    expect(compareConnectivity(original(), after, scope)).toHaveLength(1);
    expect(compareConnectivity(original(), after, { to: () => false })).toEqual([]);
  });
});

describe('what does less than its rules let it', () => {
  const balanced = () =>
    hosts(local(base()))
      .add('loadBalancers', {
        ...{
          id: 'nlb',
          name: 'nlb',
          type: 'network',
          scheme: 'internal',
          accounts: ['1'],
          tags: {},
        },
        ...{ subnets: ['a1'], groups: [] },
        listeners: [
          { text: 'tcp/443', listens: { ports: [{ protocol: 'tcp', low: 443, high: 443 }] } },
        ],
      })
      .add('balancerTargets', {
        ...{ id: 'nlb|h-a2', balancer: 'nlb', target: 'h-a2' },
        sends: [{ ports: [{ protocol: 'tcp', low: 8443, high: 8443 }] }],
      });

  test('a load balancer hears its listeners, and sends to its targets', () => {
    expect(all(balanced(), 'h-a3 nlb', 'nlb h-a2', 'nlb h-a3')).toEqual({
      'h-a3 nlb': { open: ['tcp/443'] },
      'nlb h-a2': { open: ['tcp/8443'] },
      'nlb h-a3': NONE,
    });
  });

  test('a load balancer may send to anything where its targets were not read', () => {
    const { inventory } = balanced();
    const state = 'not-asked' as const;
    const except = [{ account: '1', state, reason: '' }];
    const coverage = { ...inventory.coverage, balancerTargets: { state: 'read' as const, except } };
    const { connect } = connector({ ...inventory, coverage });
    expect(verdicts(connect('nlb', 'h-a3'))).toEqual(OPEN);
  });

  test('a load balancer sends to what a scaling group holds', () => {
    const estate = balanced()
      .add('scalingGroups', { id: 'asg', name: 'asg' } as never)
      .add('balancerTargets', { id: 'nlb|asg', balancer: 'nlb', target: 'asg', sends: [] });
    expect(all(estate, 'nlb h-a3')).toEqual({ 'nlb h-a3': OPEN });
  });

  test('a load balancer sends to instances of which only the interface was read', () => {
    const estate = balanced().remove('instances', 'h-a2');
    expect(all(estate, 'nlb eni-h-a2')).toEqual({ 'nlb eni-h-a2': { open: ['tcp/8443'] } });
  });

  test('an interface endpoint opens no connection', () => {
    const estate = hosts(local(base())).add('endpoints', {
      ...{ id: 'vpce-1', name: 'e', type: 'Interface', service: 's', vpc: A, accounts: ['1'] },
      ...{ subnets: ['a1'], groups: ['sg-end'] },
    });
    estate.group('sg-end', A, ['in tcp/443 from 0.0.0.0/0', 'out all to 0.0.0.0/0']);
    expect(all(estate, 'h-a2 vpce-1', 'vpce-1 h-a2')).toEqual({
      'h-a2 vpce-1': { open: ['tcp/443'] },
      'vpce-1 h-a2': NONE,
    });
  });
});

test('docs/reachability.md lists every reason code, with its words', () => {
  const text = readFileSync(new URL('../docs/reachability.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z0-9_]+)` +\| (.+?) *\|$/gm)];
  expect(Object.fromEntries(rows.map(([, code, words]) => [code, words]))).toEqual(REASONS);
});
