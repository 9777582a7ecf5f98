/** The networks of the made-up bank, held against what `fixtures/cartography/README.md` says is true of them. */

import { describe, expect, it } from 'vitest';
import { byId, drawn, linkOf, nameAt, ofKind } from './network-answers.ts';

const full = drawn();
const NAMES: Readonly<
  Record<string, readonly [name: string, account: string, blocks: string, subnets: number]>
> = {
  'vpc-1124249e4878923ad': ['cicd-runners', 'mockupbank-deployment', '10.40.0.0/20', 2],
  'vpc-24b8b3e4fffda1b7d': ['dev', 'mockupbank-dev', '10.50.0.0/16', 2],
  'vpc-ac534f743290603f6': ['vpc-ac534f743290603f6', 'mockupbank-dev', '172.31.0.0/16', 3],
  'vpc-16c626e3802f73940': ['hub-egress', 'mockupbank-network', '10.0.0.0/20', 4],
  'vpc-c6b25dca556d83983': ['shared-services', 'mockupbank-network', '10.0.16.0/20', 2],
  'vpc-133f47eb1842c8a63': ['payments-cde', 'mockupbank-payments', '10.20.0.0/16', 6],
  'vpc-ff8fe838d53b8ebff': ['payments-admin', 'mockupbank-payments', '10.21.0.0/20', 2],
  'vpc-a53321837ad9f41c8': ['prod-core', 'mockupbank-production', '10.10.0.0/16 100.64.0.0/18', 6],
  'vpc-69079c151c3b7ab52': ['prod-dr', 'mockupbank-production', '10.11.0.0/16', 2],
  'vpc-6465a92b5100ff9be': ['security-tools', 'mockupbank-security', '10.30.0.0/20', 2],
  'vpc-8c8fda6a31dcdeed4': ['vpc-8c8fda6a31dcdeed4', '900000000001', '10.99.0.0/24', 0],
};

/** Identities of the groups around an element, from the inside. */
const around = (id: string): string[] => {
  const found: string[] = [];
  for (let at = full.diagram.elements[id]?.parent; at; at = full.diagram.elements[at]?.parent)
    found.push(at);
  return found;
};

describe('VPCs and subnets', () => {
  it('draws every VPC in its account, with its name and all its blocks (fact 4, surprise 2)', () => {
    const vpcs = ofKind(full, 'vpc');
    expect(vpcs.map(({ facts }) => facts.id).sort()).toEqual(Object.keys(NAMES).sort());
    for (const [id, [name, account, blocks]] of Object.entries(NAMES)) {
      const vpc = byId(full, id);
      expect([vpc.name, vpc.facts.cidr?.join(' ')]).toEqual([name, blocks]);
      expect(
        around(`#${id}`)
          .map((at) => nameAt(full, at))
          .at(-1),
      ).toBe(account);
    }
  });

  it('puts every subnet into its VPC and its zone (surprise 11: names come from the tags)', () => {
    const subnets = Object.entries(full.diagram.elements).filter(([, e]) => e.kind === 'subnet');
    expect(subnets).toHaveLength(31);
    const counts = new Map<string, number>();
    for (const [id, { name, facts }] of subnets) {
      const [zone = '', vpc = ''] = around(id);
      counts.set(vpc, (counts.get(vpc) ?? 0) + 1);
      expect(full.diagram.elements[zone]?.kind).toBe('availability-zone');
      expect(name).not.toBe(facts.cidr?.[0]);
    }
    for (const [id, [, , , n]] of Object.entries(NAMES)) expect(counts.get(`#${id}`) ?? 0).toBe(n);
  });

  it('takes a VPC to be in the region of its subnets (surprise 3), with a box for each where there are two', () => {
    expect(byId(full, 'vpc-69079c151c3b7ab52').facts.region).toBe('eu-central-1');
    expect(full.path('prod-dr')).toEqual(['mockupbank-production', 'eu-central-1', 'prod-dr']);
    expect(full.path('prod-core')).toEqual(['mockupbank-production', 'eu-west-1', 'prod-core']);
    expect(full.path('payments-cde')).toEqual(['mockupbank-payments', 'payments-cde']);
  });

  it('knows public subnets by the route to an internet gateway', () => {
    const names = ofKind(full, 'subnet').flatMap((s) =>
      s.facts.access === 'public' ? s.name : [],
    );
    expect(names.sort()).toEqual([
      'cde-dmz-a',
      'cde-dmz-b',
      'dev-public-a',
      'hub-public-a',
      'hub-public-b',
      'prod-public-a',
      'prod-public-b',
    ]);
    expect(ofKind(full, 'subnet').filter((s) => s.facts.access === 'private')).toHaveLength(24);
  });

  it('orders tiers from the outside inwards, alike in every zone', () => {
    const tiers = (zone: string): string[] =>
      ofKind(full, 'subnet').flatMap(({ name, parent }) =>
        parent === `#vpc-133f47eb1842c8a63/availability-zone=${zone}` ? name : [],
      );
    expect(tiers('eu-west-1a')).toEqual(['cde-dmz-a', 'cde-app-a', 'cde-data-a']);
    expect(tiers('eu-west-1b')).toEqual(['cde-dmz-b', 'cde-app-b', 'cde-data-b']);
  });

  it("marks the one default VPC, and the partner's as not read", () => {
    expect(
      ofKind(full, 'vpc').flatMap((v) => (v.facts.role === 'default VPC' ? v.facts.id : [])),
    ).toEqual(['vpc-ac534f743290603f6']);
    expect(byId(full, '900000000001').facts.status).toBe('not read');
    expect(full.stubs).toContain('VPC vpc-8c8fda6a31dcdeed4');
  });
});

describe('routing', () => {
  it('says of every table whom it serves; the main ones serve what has none of its own (fact 4)', () => {
    const main = ofKind(full, 'route-table').filter(({ facts }) => facts.role === 'main');
    const served = main.flatMap(({ facts }) => facts.serves ?? []).map((id) => byId(full, id));
    expect(served.map(({ facts }) => facts.cidr?.[0]).sort()).toEqual([
      '10.11.0.0/24',
      '10.11.1.0/24',
      '10.50.10.0/24',
      '172.31.0.0/20',
      '172.31.16.0/20',
      '172.31.32.0/20',
    ]);
    const all = ofKind(full, 'route-table').flatMap(({ facts }) => facts.serves ?? []);
    expect(new Set(all).size).toBe(31);
    expect(all).toHaveLength(31);
  });

  it('shows the targets that are no nodes as stubs (fact 7)', () => {
    expect(full.stubs.filter((what) => !what.startsWith('VPC')).sort()).toEqual([
      'NAT gateway nat-1e5e56c003ffb0028',
      'NAT gateway nat-519cbc64b34cec540',
      'virtual private gateway vgw-3192e96f1bcc90b38',
    ]);
    expect(byId(full, 'vgw-3192e96f1bcc90b38').parent).toBe('#vpc-16c626e3802f73940');
    const routes = ofKind(full, 'route-table').flatMap(({ facts }) => facts.routes ?? []);
    const to = (prefix: string): number =>
      routes.filter(({ target }) => target.startsWith(prefix)).length;
    // The seven local routes of unused main tables are folded with these.
    expect([to('pcx-'), to('tgw-'), to('nat-'), to('vgw-'), to('igw-'), to('vpce-')]).toEqual([
      9, 6, 2, 1, 4, 2,
    ]);
    expect(full.diagram.census?.find(({ kind }) => kind === 'route')).toEqual({
      kind: 'route',
      found: 51,
      folded: 51,
      omitted: 0,
      unresolved: 3,
    });
    expect(routes).toContainEqual({
      destination: '192.168.0.0/16',
      target: 'vgw-3192e96f1bcc90b38',
    });
  });

  it('leaves the data tier of the CDE nothing but itself and S3 (fact 9)', () => {
    const table = byId(full, 'rtb-8e9578edbc5a75442');
    expect(table.facts.serves?.map((id) => byId(full, id).name)).toEqual([
      'cde-data-a',
      'cde-data-b',
    ]);
    expect(table.facts.routes).toEqual([
      { destination: '10.20.0.0/16', target: 'local' },
      { destination: 'pl-8bee36d9504b20361', target: 'vpce-fcb6a583dab5d4628' },
    ]);
  });

  it('counts no stub table of a VPC endpoint (surprise 10)', () => {
    expect(full.counts['route-table']).toEqual([23, 16, 7, 0]);
  });
});

describe('peerings (fact 5)', () => {
  const table: readonly (readonly [
    id: string,
    from: string,
    to: string,
    status: string,
    way: string,
    words: string,
  ])[] = [
    ['pcx-f73ecbf012876c10b', 'prod-core', 'payments-cde', 'active', 'both', 'on both sides'],
    ['pcx-7149cef3cc54332ff', 'payments-admin', 'payments-cde', 'active', 'both', 'on both sides'],
    ['pcx-a82ce54264efe6692', 'security-tools', 'payments-cde', 'active', 'both', 'on both sides'],
    [
      'pcx-96d39e1bcfc48f528',
      'payments-cde',
      'vpc-8c8fda6a31dcdeed4',
      'active',
      'forward',
      'routes in payments-cde; far side not read',
    ],
    ['pcx-d405d7e5a877992bb', 'dev', 'payments-cde', 'pending-acceptance', 'none', 'no routes'],
    [
      'pcx-46e2ac74f469c7917',
      'prod-core',
      'prod-dr',
      'active',
      'both',
      'between eu-west-1 and eu-central-1',
    ],
    ['pcx-4d9380ffbdb43317a', 'security-tools', 'prod-core', 'active', 'none', 'no routes'],
    ['pcx-b08459ebf5502550c', 'cicd-runners', 'dev', 'rejected', 'none', 'no routes'],
  ];
  it.each(table)('%s from %s to %s: %s', (id, from, to, status, way, words) => {
    const { facts, ...link } = linkOf(full, id);
    expect([nameAt(full, link.from), nameAt(full, link.to)]).toEqual([from, to]);
    expect([facts.status, facts.direction]).toEqual([status, way]);
    expect(facts.description).toContain(words);
  });

  it('says which ports groups let in from the other side (fact 9)', () => {
    expect(linkOf(full, 'pcx-a82ce54264efe6692').facts.ports).toEqual(['tcp/0-65535']);
    expect(linkOf(full, 'pcx-7149cef3cc54332ff').facts.ports).toEqual(['tcp/22']);
    expect(linkOf(full, 'pcx-f73ecbf012876c10b').facts.label).toContain('tcp/8443 to cde-app');
    expect(linkOf(full, 'pcx-d405d7e5a877992bb').facts.ports).toBeUndefined();
  });
});

describe('the transit gateway (fact 6)', () => {
  it("is in its owner's account with its three tables", () => {
    expect(full.path('mockupbank-tgw')).toEqual(['mockupbank-network', 'mockupbank-tgw']);
    const tables = ofKind(full, 'route-table').filter(
      ({ parent }) => parent === '#tgw-aef524854fd351d81',
    );
    expect(tables.map(({ facts }) => facts.id).sort()).toEqual([
      'tgw-rtb-2535cbdeab7835b71',
      'tgw-rtb-ac0b05310c0cd27b2',
      'tgw-rtb-c838f175b2f6ecadd',
    ]);
    expect(byId(full, 'tgw-rtb-ac0b05310c0cd27b2').name).toBe('For no attachment');
  });

  it('joins six VPCs to the tables that they are associated with, payments-cde to none', () => {
    const joined = Object.values(full.diagram.links)
      .filter(({ derived }) => derived === 'transit-gateway-attachment')
      .map(({ from, to }) => `${nameAt(full, from)} ${to}`);
    expect(joined.sort()).toEqual([
      'cicd-runners #tgw-rtb-2535cbdeab7835b71',
      'dev #tgw-rtb-2535cbdeab7835b71',
      'hub-egress #tgw-rtb-c838f175b2f6ecadd',
      'payments-admin #tgw-rtb-c838f175b2f6ecadd',
      'prod-core #tgw-rtb-c838f175b2f6ecadd',
      'shared-services #tgw-rtb-c838f175b2f6ecadd',
    ]);
  });
});

it('accounts for every single thing of the graph', () => {
  const all = Object.entries(full.counts).map(
    ([kind, [found = 0, shown = 0, folded = 0, omitted = 0]]) => [
      kind,
      found - shown - folded - omitted,
    ],
  );
  expect(all.filter(([, rest]) => rest !== 0)).toEqual([]);
  const omitted = Object.entries(full.counts).filter(([, [, , , left = 0]]) => left > 0);
  // Accounts without a network: management, log-archive, old-sandbox.
  expect(omitted).toEqual([['account', [10, 7, 0, 3]]]);
  expect(full.diagnostics).toEqual([]);
});
