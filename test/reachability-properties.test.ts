/** Reachability over random networks: what has to hold for any of them, and what trying every packet finds. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../src/model/addresses.ts';
import { PortSet } from '../src/model/ports.ts';
import { connector, TestEstate } from './reachability-estate.ts';

/** Borders of rules lie between these, so that trying one port of each class is trying all. */
const ASKED = [22, 443, 5000];
const CLIENT = [1500, 3000, 60_000];
const PORTS = ['tcp/22', 'tcp/443', 'tcp/22-443', 'tcp', 'tcp/1024-2047', 'tcp/2048-65535', 'all'];

const SUBNETS = ['10.1.0.0/29', '10.1.0.8/29', '10.2.0.0/29', '10.2.0.8/29'] as const;
const HOSTS = ['10.1.0.4', '10.1.0.5', '10.1.0.12', '10.2.0.4', '10.2.0.5', '10.2.0.12'] as const;
const BLOCKS = [
  ...SUBNETS,
  ...['10.0.0.0/8', '10.1.0.0/28', '10.2.0.0/28', '10.1.0.4/32', '10.2.0.4/31', '0.0.0.0/0'],
];
const GROUPS = ['sg-0', 'sg-1', 'sg-2'] as const;

interface Rule {
  readonly inbound: boolean;
  readonly ports: string;
  readonly peer: string;
}

interface Entry {
  readonly inbound: boolean;
  readonly allow: boolean;
  readonly ports: string;
  readonly cidr: string;
}

interface Net {
  readonly rules: readonly (readonly Rule[])[];
  readonly acls: readonly (readonly Entry[])[];
  readonly routes: readonly (readonly { destination: string; blackhole: boolean }[])[];
  readonly groups: readonly number[];
  readonly oneRegion: boolean;
}

const rule: fc.Arbitrary<Rule> = fc.record({
  inbound: fc.boolean(),
  ports: fc.constantFrom(...PORTS),
  peer: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...BLOCKS) },
    { weight: 1, arbitrary: fc.constantFrom(...GROUPS) },
  ),
});

const entry: fc.Arbitrary<Entry> = fc.record({
  inbound: fc.boolean(),
  allow: fc.boolean(),
  ports: fc.constantFrom(...PORTS),
  cidr: fc.constantFrom(...BLOCKS),
});

/** ACLs end with a rule that lets all pass as often as not, so that something does. */
const acl = fc
  .tuple(fc.array(entry, { maxLength: 3 }), fc.boolean())
  .map(([entries, open]): readonly Entry[] => {
    const last = { allow: true, ports: 'all', cidr: '0.0.0.0/0' };
    return open ? [...entries, { ...last, inbound: true }, { ...last, inbound: false }] : entries;
  });

const route = fc.record({
  destination: fc.constantFrom('10.0.0.0/8', ...SUBNETS, '10.1.0.0/28', '10.2.0.0/28'),
  blackhole: fc.boolean(),
});

const net: fc.Arbitrary<Net> = fc.record({
  rules: fc.tuple(...GROUPS.map(() => fc.array(rule, { maxLength: 5 }))),
  acls: fc.tuple(...SUBNETS.map(() => acl)),
  routes: fc.tuple(
    ...SUBNETS.map(() => fc.uniqueArray(route, { selector: (r) => r.destination, maxLength: 2 })),
  ),
  groups: fc.tuple(...HOSTS.map(() => fc.nat(GROUPS.length - 1))),
  oneRegion: fc.boolean(),
});

const inside = (cidr: string, address: string): boolean =>
  (AddressSet.parse([cidr]) ?? AddressSet.NONE).contains(
    AddressSet.parse([address]) ?? AddressSet.ALL,
  );

const subnetOf = (address: string): number => SUBNETS.findIndex((cidr) => inside(cidr, address));
const vpcOf = (subnet: number): number => (subnet < 2 ? 0 : 1);
const isLocal = (subnet: number, destination: string): boolean =>
  inside(['10.1.0.0/28', '10.2.0.0/28'][vpcOf(subnet)] ?? '', destination);

function estateOf({ rules, acls, routes, groups, oneRegion }: Net): TestEstate {
  const estate = new TestEstate()
    .vpc('vpc-0', '10.1.0.0/28')
    .vpc('vpc-1', '10.2.0.0/28', oneRegion ? 'eu-central-1' : 'eu-west-1')
    .peering('pcx', 'vpc-0', 'vpc-1');
  SUBNETS.forEach((cidr, i) => {
    const vpc = `vpc-${vpcOf(i)}`;
    estate.subnet(`subnet-${i}`, vpc, cidr);
    const numbered = (acls[i] ?? []).map((own, n) => ({ ...own, n: n + 1 }));
    const texts = (inbound: boolean) =>
      numbered
        .filter((own) => own.inbound === inbound)
        .map(({ n, allow, ports, cidr: to }) => `${n} ${allow ? 'allow' : 'deny'} ${ports} ${to}`);
    estate.acl(`acl-${i}`, [`subnet-${i}`], { in: texts(true), out: texts(false) });
    // The local route of the VPC's own block is there already.
    const own = (routes[i] ?? []).filter(
      ({ destination }) => destination !== ['10.1.0.0/28', '10.2.0.0/28'][vpcOf(i)],
    );
    estate.table(
      `rtb-${i}`,
      vpc,
      [`subnet-${i}`],
      own.map(
        ({ destination, blackhole }) =>
          `${destination} peering-connection pcx${blackhole ? ' blackhole' : ''}`,
      ),
    );
  });
  GROUPS.forEach((id, i) => {
    estate.group(
      id,
      'vpc-0',
      (rules[i] ?? []).map(
        ({ inbound, ports, peer }) =>
          `${inbound ? 'in' : 'out'} ${ports} ${inbound ? 'from' : 'to'} ${peer}`,
      ),
    );
  });
  HOSTS.forEach((address, i) => {
    estate.host(`h-${address}`, `subnet-${subnetOf(address)}`, address, [
      GROUPS[groups[i] ?? 0] ?? 'sg-0',
    ]);
  });
  return estate;
}

/** One packet at a time, as a router would see it: no sets. */
class Packets {
  readonly #net: Net;

  constructor(own: Net) {
    this.#net = own;
  }

  #covers(ports: string, port: number): boolean {
    return (PortSet.parse([ports]) ?? PortSet.NONE).contains(
      PortSet.of([{ protocol: 'tcp', low: port }]),
    );
  }

  #group(host: string): string {
    return GROUPS[this.#net.groups[HOSTS.indexOf(host as never)] ?? 0] ?? '';
  }

  #rules(own: string, other: string, inbound: boolean, port: number): boolean {
    const crossing = vpcOf(subnetOf(own)) !== vpcOf(subnetOf(other));
    const known = !crossing || this.#net.oneRegion;
    return (this.#net.rules[GROUPS.indexOf(this.#group(own) as never)] ?? []).some(
      ({ inbound: way, ports, peer }) =>
        way === inbound &&
        this.#covers(ports, port) &&
        (peer.startsWith('sg-') ? known && this.#group(other) === peer : inside(peer, other)),
    );
  }

  #acl(subnet: number, inbound: boolean, remote: string, port: number): boolean {
    const first = (this.#net.acls[subnet] ?? []).find(
      (own) => own.inbound === inbound && inside(own.cidr, remote) && this.#covers(own.ports, port),
    );
    return first?.allow ?? false;
  }

  /** Whether a packet gets from one host's interface to the other's. */
  #travels(from: string, to: string, port: number): boolean {
    const [a, b] = [subnetOf(from), subnetOf(to)];
    if (a === b) return true;
    if (!this.#acl(a, false, to, port) || !this.#acl(b, true, from, port)) return false;
    const size = (cidr: string): number => Number(cidr.split('/')[1]);
    const local = isLocal(a, to)
      ? [{ destination: '10.0.0.0/28', blackhole: false, local: true }]
      : [];
    const home = ['10.1.0.0/28', '10.2.0.0/28'][vpcOf(a)];
    const [best] = [
      ...local,
      ...(this.#net.routes[a] ?? [])
        .filter(({ destination }) => destination !== home && inside(destination, to))
        .map((own) => ({ ...own, local: false })),
    ].sort((x, y) => size(y.destination) - size(x.destination));
    if (!best || best.blackhole) return false;
    return best.local || vpcOf(a) !== vpcOf(b);
  }

  arrives(from: string, to: string, port: number): boolean {
    return (
      this.#rules(from, to, false, port) &&
      this.#travels(from, to, port) &&
      this.#rules(to, from, true, port)
    );
  }

  answers(from: string, to: string): boolean {
    return CLIENT.some((port) => this.#travels(to, from, port));
  }
}

const pairs = HOSTS.flatMap((from) =>
  HOSTS.filter((to) => to !== from).map((to) => [from, to] as const),
);

const one = (port: number): PortSet => PortSet.of([{ protocol: 'tcp', low: port }]);

/** Every pair of hosts of different segments, each by its own address. */
function outcomes(estate: TestEstate) {
  const { connect, end } = connector(estate.inventory);
  return pairs
    .filter(([from, to]) => end(`h-${from}`) !== end(`h-${to}`))
    .map(([from, to]) => ({ from, to, ...connect(`h-${from}`, `h-${to}`).outcome }));
}

/** Hosts of one segment share their outcome: any of them may be the one that gets through. */
const together = (own: Net): ReadonlyMap<string, readonly string[]> => {
  const key = (host: string): string =>
    `${subnetOf(host)} ${own.groups[HOSTS.indexOf(host as never)]}`;
  return new Map(HOSTS.map((host) => [host, HOSTS.filter((other) => key(other) === key(host))]));
};

describe('over random networks', () => {
  test('the sets are what trying every packet finds', () => {
    fc.assert(
      fc.property(net, (own) => {
        const packets = new Packets(own);
        const peers = together(own);
        for (const { from, to, open, oneWay, unsure } of outcomes(estateOf(own))) {
          expect(unsure.texts).toEqual([]);
          const each = (peers.get(from) ?? []).flatMap((a) =>
            (peers.get(to) ?? []).map((b) => [a, b] as const),
          );
          for (const port of ASKED) {
            const reached = each.filter(([a, b]) => packets.arrives(a, b, port));
            const answered = reached.some(([a, b]) => packets.answers(a, b));
            expect(open.contains(one(port)), `${from} -> ${to} ${port} open`).toBe(answered);
            expect(oneWay.contains(one(port)), `${from} -> ${to} ${port} one way`).toBe(
              reached.length > 0 && !answered,
            );
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('one more rule of a group that allows closes nothing', () => {
    fc.assert(
      fc.property(net, rule, fc.nat(2), (own, more, at) => {
        const wider = {
          ...own,
          rules: own.rules.map((all, i) => (i === at ? [...all, more] : all)),
        };
        const before = outcomes(estateOf(own));
        outcomes(estateOf(wider)).forEach(({ open }, i) => {
          expect(open.contains(before[i]?.open ?? PortSet.ALL)).toBe(true);
        });
      }),
      { numRuns: 80 },
    );
  });

  test('one more entry of an ACL that denies opens nothing, and one that allows closes nothing', () => {
    fc.assert(
      fc.property(net, entry, fc.nat(3), fc.nat(3), (own, more, at, place) => {
        const acls = own.acls.map((all, i) =>
          i === at ? [...all.slice(0, place), more, ...all.slice(place)] : all,
        );
        const before = outcomes(estateOf(own));
        outcomes(estateOf({ ...own, acls })).forEach(({ open }, i) => {
          const [less, all] = [open, before[i]?.open ?? PortSet.NONE];
          expect(more.allow ? less.contains(all) : all.contains(less)).toBe(true);
        });
      }),
      { numRuns: 80 },
    );
  });

  test('what is not known is neither open nor closed: every way to fill it in lies in between', () => {
    fc.assert(
      fc.property(net, fc.nat(3), fc.nat(2), (own, at, place) => {
        const blind = estateOf({
          ...own,
          acls: own.acls.map((all, i) =>
            i === at ? all.map((e, n) => (n === place ? { ...e, ports: '?' } : e)) : all,
          ),
        });
        const full = outcomes(estateOf(own));
        outcomes(blind).forEach(({ open, unsure, oneWay }, i) => {
          const known = full[i];
          if (!known) throw new Error('a pair is missing');
          expect(known.open.contains(open)).toBe(true);
          expect(open.union(unsure).contains(known.open)).toBe(true);
          expect(open.union(unsure).union(oneWay).contains(known.oneWay)).toBe(true);
        });
      }),
      { numRuns: 120 },
    );
  });

  test('an interface of unknown address is treated as any that it may have', () => {
    fc.assert(
      fc.property(net, fc.nat(HOSTS.length - 1), (own, at) => {
        const host = HOSTS[at] ?? HOSTS[0];
        const estate = estateOf(own);
        const full = connector(estate.inventory);
        const group = GROUPS[own.groups[at] ?? 0] ?? 'sg-0';
        const blind = connector(
          estate.host(`h-${host}`, `subnet-${subnetOf(host)}`, [], [group]).inventory,
        );
        for (const other of HOSTS) {
          if (full.end(`h-${other}`) === full.end(`h-${host}`)) continue;
          const known = full.connect(`h-${other}`, `h-${host}`).outcome;
          const { open, unsure } = blind.connect(`h-${other}`, `h-${host}`).outcome;
          expect(open.union(unsure).contains(known.open)).toBe(true);
          if (together(own).get(host)?.length === 1) expect(known.open.contains(open)).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });
});
