/** What the internet can reach: of a recorded bank, and of graphs that are made up. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OLD_VPCS } from '../src/importers/cartography/aws/network-questions.ts';
import type { ExposureOptions, Json } from '../src/model/derivation.ts';
import { portRange, portText, portTexts } from '../src/model/ports.ts';
import { exposure } from './derivations.ts';
import { type Built, build, lined, type Row, recorded, tables } from './derived-answers.ts';

const bank = (options: ExposureOptions = {}): Built => build(exposure, options, recorded);

describe('the recorded bank', () => {
  test('two load balancers and one instance face the internet', () => {
    const built = bank();
    expect(built.codes).toEqual([]);
    expect(built.counts).toMatchObject({
      'internet-facing': [3, 3, 0, 0],
      'load-balancer': [3, 2, 0, 1],
      instance: [10, 5, 0, 5],
      database: [2, 2, 0, 0],
      'kubernetes-cluster': [1, 0, 0, 1],
      vpc: [11, 3, 0, 8],
      'load-balancer-target': [6, 4, 0, 2],
      'security-group-pair': [4, 2, 2, 0],
    });
    expect(built.elements.has('card-internal')).toBe(false);
    expect(built.elements.get('Internet')).toMatchObject({
      kind: 'internet',
      facts: { zone: 'untrusted' },
    });
  });

  test('the way to the card vault: 443, 8443, 5432', () => {
    expect(lined(bank({ accounts: ['mockupbank-payments'] }))).toEqual([
      'Internet --> payments-cde-igw',
      'card-api -tcp/8443-> card-api-a [cde-app]',
      'card-api -tcp/8443-> card-api-b [cde-app]',
      'card-api-a -tcp/5432-> card-vault [cde-db]',
      'card-api-b -tcp/5432-> card-vault [cde-db]',
      'payments-cde-igw -tcp/443-> card-api [cde-alb]',
    ]);
  });

  test('an instance with a public address is reached at the ports of its groups', () => {
    const built = bank({ ous: ['Sandbox'] });
    expect(lined(built)).toEqual(['Internet --> dev-igw', 'dev-igw -tcp/22-> dev-box [dev-open]']);
    expect(built.path('dev-box')).toEqual(['mockupbank-dev', 'dev', 'dev-public-a', 'dev-box']);
    expect(built.elements.get('dev-public-a')?.facts.access).toBe('public');
    expect(bank().elements.get('cde-app-a')?.facts.access).toBe('private');
  });

  test('what spans subnets stands in its VPC', () => {
    const built = bank();
    expect(built.path('card-vault')).toEqual([
      ...['mockupbank-payments', 'payments-cde', 'card-vault'],
    ]);
    expect(built.elements.get('card-api')?.facts.description).toBe(
      'In subnets cde-dmz-a, cde-dmz-b',
    );
    expect(built.elements.get('payments-cde')?.facts).toMatchObject({
      id: 'vpc-133f47eb1842c8a63',
      cidr: ['10.20.0.0/16'],
      region: 'eu-west-1',
    });
  });

  test('TLS is said where the listener says it', () => {
    const encrypted = bank().links.map(({ facts }) => facts.encrypted);
    expect(encrypted.filter((e) => e === true)).toHaveLength(6);
    expect(encrypted).not.toContain(false);
  });

  test('a VPC that the newest sync of its account did not read is marked', () => {
    const cde = 'vpc-133f47eb1842c8a63';
    const old = build(exposure, {}, (question) =>
      question.query === OLD_VPCS.query ? [{ id: cde }] : recorded(question),
    );
    expect(old.stale).toEqual([cde]);
    expect(bank().stale).toEqual([]);
  });

  test('what an account runs in the network of another says whose it is, and how old', () => {
    const card = bank().elements.get('card-api')?.facts.id;
    const shared = (behind: boolean) =>
      build(exposure, {}, (question) =>
        recorded(question).map((row) => {
          if (row.id === card && row.accounts) return { ...row, accounts: ['100000000006'] };
          return row.id === '100000000006' && 'behind' in row ? { ...row, behind } : row;
        }),
      );
    const built = shared(false);
    const at = built.path('card-api');
    expect(at.slice(0, 2)).toEqual(['mockupbank-payments', 'payments-cde']);
    expect(built.elements.get('card-api')?.facts.role).toMatch(/^belongs to mockupbank-/);
    expect(built.elements.get('card-vault')?.facts.role).toBeUndefined();
    expect(built.stale).not.toContain(card);
    expect(shared(true).stale).toContain(card);
  });

  test('nothing reachable is said, too; and of which accounts it is not known', () => {
    const names = (more: ExposureOptions) => [
      ...bank({ regions: ['eu-central-1'], ...more }).elements.keys(),
    ];
    expect(names({ accounts: ['mockupbank-dev'] })).toEqual([
      'Internet',
      'Nothing recorded that the internet can reach',
    ]);
    expect(names({})).toEqual([
      'Internet',
      'Not known what the internet can reach: mockupbank-old-sandbox not read',
    ]);
    expect(bank({ ous: ['nowhere'] }).codes).toContain('not-in-graph');
  });

  test('any choice is accounted for', () => {
    const some = (names: readonly string[]) =>
      fc.option(fc.subarray([...names], { minLength: 1 }), { nil: undefined });
    const options = fc.record({
      accounts: some(['mockupbank-dev', '100000000007', '900000000001', 'mockupbank-network']),
      ous: some(['Prod', 'Payments-CDE', 'Sandbox', 'Infra']),
      regions: some(['eu-west-1', 'eu-central-1', 'nowhere']),
      tags: fc.option(fc.constantFrom({ name: 'card-api' }, { Name: ['dev', 'prod-core'] }), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(options, (chosen) => {
        const { counts } = bank(chosen as ExposureOptions);
        if (chosen.regions && !chosen.regions.includes('eu-west-1'))
          expect(counts['internet-facing']?.[1]).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

const A = '100000000001';

interface Estate {
  readonly balancers?: readonly Row[];
  readonly exposed?: readonly string[];
  /** `[balancer, target, port, protocol]` */
  readonly targets?: readonly (readonly [string, string, number?, string?])[];
  readonly instances?: readonly Row[];
  readonly databases?: readonly Row[];
  readonly clusters?: readonly Row[];
  readonly open?: readonly Row[];
  readonly classic?: readonly Row[];
  readonly classicTargets?: readonly Row[];
  readonly groups?: readonly string[];
  /** `[group, protocol, low, high, ranges]` */
  readonly rules?: readonly (readonly [string, string, number | null, number | null, string[]?])[];
  /** `[group, source]` */
  readonly pairs?: readonly (readonly [string, string])[];
  /** Of the only VPC, where everything is. */
  readonly gateway?: boolean;
  readonly routed?: boolean;
}

const own = (row: Row): Row => ({ accounts: [A], region: 'eu-west-1', ...row });

function made(
  {
    balancers = [],
    exposed = [],
    targets = [],
    instances = [],
    databases = [],
    clusters = [],
    open = [],
    classic = [],
    classicTargets = [],
    groups = [],
    rules = [],
    pairs = [],
    gateway = true,
    routed = true,
  }: Estate,
  options: ExposureOptions = {},
): Built {
  const facing =
    exposed.length +
    classic.filter((row) => row.exposed).length +
    open.length +
    instances.filter(({ exposed }) => (exposed as Json[] | undefined)?.includes('direct')).length +
    [...databases, ...clusters].filter((row) => row.public).length;
  const counts = {
    account: 1,
    vpc: 1,
    subnet: 1,
    'internet-gateway': gateway ? 1 : 0,
    instance: instances.length,
    'load-balancer': balancers.length + classic.length,
    database: databases.length,
    'kubernetes-cluster': clusters.length,
    'load-balancer-target': targets.length + classicTargets.length,
    'security-group-pair': pairs.length,
    'internet-facing': facing,
  };
  const inSubnet = (rows: readonly Row[]): Row[] =>
    rows.map((row) => own({ subnets: ['subnet-1'], groups: [], ...row }));
  return build(
    exposure,
    options,
    tables({
      'AS found': Object.entries(counts).map(([kind, found]) => ({ kind, found })),
      'AS management': [{ id: A, name: 'bank', organization: 'o-1', synced: true }],
      'MATCH (v:AWSVpc)\n': [own({ id: 'vpc-1' })],
      'MATCH (s:AWSEC2Subnet': [own({ id: 'subnet-1', vpcs: ['vpc-1'], cidr: '10.0.0.0/24' })],
      'MATCH (t:AWSEC2RouteTable|EC2RouteTable)\n': [
        own({ id: 'rtb-1', main: true, vpcs: ['vpc-1'] }),
      ],
      'MATCH (r:AWSEC2Route|EC2Route)\n': routed
        ? [
            {
              id: 'r',
              state: 'active',
              cidr: '0.0.0.0/0',
              gateway: 'igw-1',
              internet: ['igw-1'],
              tables: ['rtb-1'],
            },
          ]
        : [],
      'MATCH (g:AWSInternetGateway)': gateway ? [own({ id: 'igw-1', vpcs: ['vpc-1'] })] : [],
      'i.exposed_internet_type': inSubnet(instances),
      'l.exposed_internet = true': exposed.map((id) => ({ id })),
      'AS balancer, x.id AS target, r.port': targets.map(([balancer, target, port, protocol]) => ({
        ...{ balancer, target, port: port ?? null, protocol: protocol ?? null },
      })),
      'AS balancer, x.id AS target': classicTargets,
      'l.type AS type': inSubnet(balancers),
      AWSELBListener: inSubnet(classic),
      'd.engine AS engine': inSubnet(databases),
      'c.endpoint_public_access': clusters.map(own),
      'x.anonymous_access = true': open.map(own),
      'g.name AS name': groups.map((id) => own({ id, name: id, vpcs: ['vpc-1'] })),
      'AS inbound': rules.map(([group, protocol, low, high, ranges], n) => ({
        ...{ id: `rule-${n}`, inbound: true, protocol, low, high },
        ...{ groups: [group], ranges: ranges ?? [] },
      })),
      'AS group, x.id AS source': pairs.map(([group, source]) => ({ group, source })),
    }),
  );
}

const WEB: Estate = {
  balancers: [
    {
      id: 'lb',
      name: 'web',
      type: 'application',
      groups: ['front'],
      listeners: ['https/443', 'http/80'],
    },
  ],
  exposed: ['lb'],
  groups: ['front', 'app'],
  rules: [['front', 'tcp', 443, 443, ['0.0.0.0/0']]],
};

describe('graphs of other estates', () => {
  test('of the listeners, those that a group opens', () => {
    expect(lined(made(WEB))).toEqual(['Internet --> igw-1', 'igw-1 -tcp/443-> web [front]']);
  });

  test('a network load balancer needs no group', () => {
    const built = made({
      balancers: [
        { id: 'lb', name: 'edge', type: 'network', listeners: ['tcp_udp/53', 'tls/853'] },
      ],
      exposed: ['lb'],
    });
    expect(lined(built)[1]).toBe('igw-1 -tcp/53 tcp/853 udp/53-> edge');
    expect(built.elements.get('edge')?.kind).toBe('aws:network-load-balancer');
  });

  test('without a gateway the line comes from the internet itself, and a missing route is reported', () => {
    const built = made({ ...WEB, gateway: false, routed: false });
    expect(lined(built)).toEqual(['Internet -tcp/443-> web [front]']);
    expect(built.codes).toEqual(['no-internet-route']);
  });

  test('instances that nothing tells apart are one card', () => {
    const instances = ['a', 'b', 'c', 'd'].map((id) => ({ id, groups: ['app'], state: 'running' }));
    const estate = {
      ...WEB,
      instances: [...instances, { id: 'e', groups: ['app'], state: 'stopped' }],
      targets: [...instances.map(({ id }) => ['lb', id, 8080, 'HTTP'] as const)],
      pairs: [['app', 'front']] as const,
      rules: [...(WEB.rules ?? []), ['app', 'tcp', 8080, 8080] as const],
    };
    const built = made(estate);
    expect(lined(built)).toContain('web -tcp/8080-> a and 3 more [app]');
    expect(built.counts).toMatchObject({
      instance: [5, 1, 3, 1],
      'load-balancer-target': [4, 1, 3, 0],
      'security-group-pair': [1, 0, 1, 0],
    });
    const [card] = Object.values(built.diagram.elements).filter((e) => e.name === 'a and 3 more');
    expect(card?.facts.description).toBe('a, b, c, d');
    expect(made({ ...estate, instances: estate.instances.slice(1) }).elements.has('b')).toBe(true);
  });

  test('groups lead on, in circles and within themselves, without end', () => {
    const built = made({
      instances: [
        { id: 'edge', groups: ['g1'], exposed: ['direct'], public: true },
        { id: 'one', groups: ['g1'] },
        { id: 'two', groups: ['g2'] },
        { id: 'three', groups: ['g3'] },
      ],
      groups: ['g1', 'g2', 'g3'],
      rules: [
        ['g1', 'tcp', 22, 22, ['0.0.0.0/0']],
        ['g1', '-1', null, null],
        ['g2', 'tcp', 80, 90],
        ['g3', 'udp', 53, 53, ['10.0.0.0/8']],
        ['g3', 'tcp', 53, 53, ['10.0.0.0/8']],
      ],
      pairs: [
        ['g1', 'g1'],
        ['g2', 'g1'],
        ['g3', 'g2'],
        ['g1', 'g3'],
      ],
    });
    const drawn = lined(built);
    expect(drawn).toContain('igw-1 -tcp/22-> edge [g1]');
    expect(drawn).toContain('edge -tcp/80-90-> two [g2]');
    // A rule with addresses may name the group, too: which one is not known.
    expect(drawn).toContain('two --> three [g3] (one of tcp/53, udp/53)');
    expect(drawn).toContain('three -all-> one [g1]');
    expect(built.counts['security-group-pair']).toEqual([4, 3, 1, 0]);
  });

  test('a pair of a rule for outgoing traffic is no way in', () => {
    const built = made({
      instances: [
        { id: 'edge', groups: ['g1'], exposed: ['direct'] },
        { id: 'inner', groups: ['g2'] },
      ],
      groups: ['g1', 'g2'],
      rules: [['g1', 'tcp', 22, 22, ['0.0.0.0/0']]],
      pairs: [['g2', 'g1']],
    });
    expect(built.elements.has('inner')).toBe(false);
    expect(built.counts['security-group-pair']).toEqual([1, 0, 0, 1]);
  });

  test('databases, clusters, buckets, functions and APIs', () => {
    const built = made({
      databases: [
        { id: 'db-open', port: 5432, public: true, groups: ['db'] },
        { id: 'db-shut', port: 3306, public: true, groups: ['db'] },
        { id: 'db-private', port: 3306, public: false },
      ],
      clusters: [{ id: 'k8s', name: 'k8s', public: true }],
      open: [
        { kind: 'bucket', id: 'b', name: 'b', actions: ['s3:GetObject'] },
        { kind: 'function', id: 'f', name: 'f', actions: [] },
        { kind: 'api', id: 'x', name: 'x', actions: [] },
      ],
      groups: ['db'],
      rules: [['db', 'tcp', 5432, 5432, ['0.0.0.0/0']]],
    });
    expect(lined(built)).toEqual([
      'Internet --> igw-1',
      'Internet -tcp/443-> b',
      'Internet -tcp/443-> f',
      'Internet -tcp/443-> k8s',
      'Internet -tcp/443-> x',
      'igw-1 -tcp/3306-> db-shut (no rule for 0.0.0.0/0)',
      'igw-1 -tcp/5432-> db-open [db]',
    ]);
    expect(built.elements.get('b')?.facts.description).toContain('s3:GetObject');
    expect(built.path('k8s')).toEqual(['bank', 'k8s']);
    expect(built.counts.database).toEqual([3, 2, 0, 1]);
  });

  test('without any mark, what faces the internet makes it unknown, not "nothing"', () => {
    const facing = { id: 'lb', name: 'web', scheme: 'internet-facing', listeners: ['https/443'] };
    const built = made({ balancers: [facing], instances: [{ id: 'i-1', public: true }] });
    expect(built.codes).toEqual(['exposure-not-marked']);
    expect(built.diagnostics[0]?.message).toContain('"i-1, web"');
    expect(built.elements.has('Nothing recorded that the internet can reach')).toBe(false);
    expect(built.elements.has('Not known: nothing is marked as open to the internet')).toBe(true);
    // What nothing speaks for is nothing that is known to face it.
    const closed = made({ balancers: [{ ...facing, scheme: 'internal' }] });
    expect(closed.codes).toEqual([]);
    expect(closed.elements.has('Nothing recorded that the internet can reach')).toBe(true);
    // One mark shows that the analysis ran.
    expect(made({ balancers: [facing], exposed: ['lb'] }).codes).toEqual([]);
  });

  test('without any group, a load balancer is open, and what must have one is in doubt', () => {
    const built = made({
      balancers: [{ id: 'lb', name: 'web', type: 'network', listeners: ['tls/443'] }],
      exposed: ['lb'],
      databases: [{ id: 'db', name: 'ledger', port: 5432, public: true }],
    });
    expect(lined(built)).toEqual([
      'Internet --> igw-1',
      'igw-1 -tcp/443-> web',
      'igw-1 -tcp/5432-> ledger (no rule for 0.0.0.0/0)',
    ]);
    expect(built.links.filter(({ facts }) => facts.style?.line === 'dotted')).toHaveLength(1);
  });

  test('classic load balancers, and targets that are nothing known', () => {
    const built = made({
      classic: [
        { id: 'clb', name: 'old', groups: ['front'], listeners: ['http/80'], exposed: true },
      ],
      classicTargets: [{ balancer: 'clb', target: 'i-1' }],
      instances: [{ id: 'i-1', groups: [] }],
      balancers: [{ id: 'lb', name: 'web', groups: ['front'], listeners: ['http/80'] }],
      exposed: ['lb'],
      targets: [
        ['lb', '10.0.0.9', 80, 'HTTP'],
        ['lb', '10.0.0.9', 81, 'HTTP'],
      ],
      groups: ['front'],
      rules: [['front', 'tcp', 0, 65535, ['0.0.0.0/0']]],
    });
    expect(lined(built)).toEqual([
      'Internet --> igw-1',
      'igw-1 -tcp/80-> old [front]',
      'igw-1 -tcp/80-> web [front]',
      'old --> i-1',
      'web -tcp/80 tcp/81-> 10.0.0.9',
    ]);
    expect(built.counts['load-balancer-target']).toEqual([3, 2, 1, 0]);
  });

  test('a way is shown whole when its end is asked for', () => {
    const estate = {
      ...WEB,
      instances: [{ id: 'app', groups: ['app'], accounts: ['100000000002'] }],
      targets: [['lb', 'app', 80]] as const,
    };
    expect(made(estate, { regions: ['eu-west-1'] }).links).toHaveLength(3);
    expect(made(estate, { regions: ['us-east-1'] }).links).toHaveLength(0);
  });

  test('rules whose source is not recorded are reported for what has a way out', () => {
    const estate: Estate = {
      ...WEB,
      instances: [{ id: 'v6', groups: ['app'] }],
      rules: [...(WEB.rules ?? []), ['app', 'tcp', 22, 22]],
    };
    expect(made(estate).codes).toEqual(['source-not-recorded']);
    expect(made({ ...estate, routed: false }).codes).toEqual(['no-internet-route']);
    expect(made({ ...estate, pairs: [['app', 'front']] }).codes).toEqual([]);
  });

  test('what is terminated faces nobody, and stays counted', () => {
    const gone = { id: 'i', groups: ['front'], exposed: ['direct'], state: 'terminated' };
    const built = made({ ...WEB, instances: [gone] });
    expect(built.elements.has('i')).toBe(false);
    expect(built.counts['internet-facing']).toEqual([2, 1, 0, 1]);
  });

  test('two thousand members of groups that name each other', () => {
    const instances = Array.from({ length: 2000 }, (_, n) => ({
      id: `i-${n}`,
      groups: [n % 2 === 0 ? 'g1' : 'g2'],
      ...(n === 0 ? { exposed: ['direct'] } : {}),
    }));
    const built = made({
      instances,
      groups: ['g1', 'g2'],
      rules: [
        ['g1', 'tcp', 1, 1, ['0.0.0.0/0']],
        ['g1', 'tcp', 2, 2],
        ['g2', 'tcp', 3, 3],
      ],
      pairs: [
        ['g1', 'g1'],
        ['g1', 'g2'],
        ['g2', 'g1'],
        ['g2', 'g2'],
      ],
    });
    expect(built.counts.instance).toEqual([2000, 3, 1997, 0]);
    expect(built.links.length).toBeLessThan(8);
  });
});

test('ports as links say them', () => {
  expect(portText(portRange('-1', undefined, undefined))).toBe('all');
  expect(portText(portRange('icmp', -1, -1))).toBe('icmp');
  expect(portText(portRange('icmp', 8, 0))).toBe('icmp/8');
  expect(portText(portRange('tcp', 0, 65535))).toBe('tcp/0-65535');
  expect(portText(portRange('TCP', undefined, undefined))).toBe('tcp');
  expect(
    portTexts([portRange('tcp', 90, 90), portRange('tcp', 9, 9), portRange('tcp', 90, 90)]),
  ).toEqual([...['tcp/9', 'tcp/90']]);
});
