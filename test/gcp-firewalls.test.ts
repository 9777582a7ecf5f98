/** What firewall rules of Google Cloud open, once those that deny before them are weighed. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gcpNetworkImporter } from '../src/importers/cartography/gcp/importer.ts';
import * as ask from '../src/importers/cartography/gcp/questions.ts';
import { Fields, type Question } from '../src/importers/cartography/question.ts';
import type { GcpFirewall, GcpNetwork } from '../src/inventory/gcp/network.ts';
import { AddressSet } from '../src/model/addresses.ts';
import type { Content, ElementContent, LinkContent } from '../src/model/content.ts';
import type { Json } from '../src/model/derivation.ts';
import { PortSet } from '../src/model/ports.ts';
import { gcpNetwork } from '../src/views/gcp/network.ts';
import { leaving, weighed } from '../src/views/gcp/precedence.ts';
import { Ledger } from '../src/views/ledger.ts';

const VPC = 'projects/p/global/networks/v';

interface Given {
  readonly name: string;
  readonly priority?: number | null;
  readonly does?: 'allow' | 'deny' | 'unknown';
  readonly ports?: string;
  readonly from?: readonly string[];
  readonly tags?: readonly string[];
  readonly accounts?: boolean;
  readonly disabled?: boolean;
  readonly egress?: boolean;
  readonly vpc?: string | null;
}

const EDGES = { allow: ['ALLOWED_BY'], deny: ['DENIED_BY'], unknown: ['MIRRORED_BY'] };

/** `web` is tagged `web` and has a public address; `app` is tagged `app` and stands in a subnet of its own. */
function rows(firewalls: readonly Given[]): ReadonlyMap<Question, readonly Json[]> {
  const subnet = (name: string): string => `projects/p/regions/r/subnetworks/${name}`;
  const instance = (name: string, ip: string, open: string | null): Json => ({
    ...{ id: name, name, project: 'p', status: 'RUNNING', ways: [] },
    interfaces: [{ id: `${name}/nic0`, name: 'nic0', ip, subnet: subnet(name), public: open }],
  });
  const id = (name: string): string => `projects/p/global/firewalls/${name}`;
  const tagged = firewalls.flatMap(({ name, tags = [] }) =>
    tags.map((tag) => ({ firewall: id(name), instance: tag })),
  );
  return new Map<Question, readonly Json[]>([
    [ask.VPCS, [{ id: VPC, name: 'v', project: 'p' }]],
    [
      ask.SUBNETS,
      ['web', 'app'].map((name, n) => ({
        ...{ id: subnet(name), name, project: 'p', vpc: VPC, region: 'r' },
        cidr: `10.0.${n}.0/24`,
      })),
    ],
    [
      ask.INSTANCES,
      [instance('web', '10.0.0.2', '203.0.113.7'), instance('app', '10.0.1.2', null)],
    ],
    [
      ask.FIREWALLS,
      firewalls.map(({ name, priority = 1000, tags = [], vpc = VPC, ...one }) => ({
        ...{ id: id(name), name, vpc, tags: [...tags], priority, project: 'p' },
        direction: one.egress ? 'EGRESS' : 'INGRESS',
        disabled: one.disabled ?? false,
        accounts: one.accounts ?? false,
      })),
    ],
    [
      ask.RULES,
      firewalls.map(({ name, does = 'allow', ports = 'tcp/22', from = ['0.0.0.0/0'] }) => {
        const [protocol = 'all', range] = ports.split('/');
        const [low = null, high = low] = range?.split('-').map(Number) ?? [];
        return {
          ...{ id: `${id(name)}/r`, firewall: id(name), effects: EDGES[does] },
          ...{ protocol, low, high, ranges: [...from] },
        };
      }),
    ],
    [ask.INGRESS, tagged],
  ]);
}

function inventoryOf(firewalls: readonly Given[]) {
  const table = rows(firewalls);
  const report = (): void => {};
  const answers = {
    rows: (question: Question) =>
      (table.get(question) ?? []).map(
        (row) => new Fields(row as Record<string, Json>, { file: 'x' }, report),
      ),
  };
  return gcpNetworkImporter.read({
    ...{ options: {}, answers, report },
    context: { tagKeys: [] },
  });
}

const networkOf = (firewalls: readonly Given[]): GcpNetwork => inventoryOf(firewalls).network;

function draw(firewalls: readonly Given[]) {
  const ledger = new Ledger();
  const content = gcpNetwork({
    ...{ options: {}, ledger, report: () => {} },
    inventory: inventoryOf(firewalls),
  });
  const all: ElementContent[] = [];
  const walk = (contents: readonly Content[]): void => {
    for (const one of contents)
      if (one.type === 'element') {
        all.push(one);
        walk(one.members);
      }
  };
  walk(content);
  const nameOf = (end: unknown): string => {
    const found = all.find((one) => one === end || one.facts.id === end);
    return found?.name ?? String(end);
  };
  const links = content.filter((one): one is LinkContent => one.type === 'link');
  return {
    ways: links.map(({ from, to, facts }) => {
      const unsure = facts.label?.endsWith('cannot tell') ? ['cannot tell'] : [];
      const said = [...(facts.ports ?? []), ...unsure].join(', ');
      return `${nameOf(from)} -> ${nameOf(to)}: ${said}`;
    }),
    links,
    role: (name: string) => all.find((one) => one.name === name)?.facts.role,
  };
}

const SSH: Given = { name: 'ssh', tags: ['web'] };

describe('what the internet may reach', () => {
  test.each<[string, readonly Given[], string[]]>([
    ['nothing denies', [SSH], ['Internet -> web: tcp/22']],
    ['a rule with a lower number denies', [SSH, { name: 'd', does: 'deny', priority: 900 }], []],
    ['a rule with the same number denies', [SSH, { name: 'd', does: 'deny' }], []],
    [
      'a rule with a higher number denies',
      [SSH, { name: 'd', does: 'deny', priority: 1001 }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'what denies is disabled',
      [SSH, { name: 'd', does: 'deny', priority: 1, disabled: true }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'what denies is for egress',
      [SSH, { name: 'd', does: 'deny', priority: 1, egress: true }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'what denies holds for another tag',
      [SSH, { name: 'd', does: 'deny', priority: 1, tags: ['app'] }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'it holds for the same tag',
      [SSH, { name: 'd', does: 'deny', priority: 1, tags: ['web'] }],
      [],
    ],
    [
      'other ports are denied',
      [SSH, { name: 'd', does: 'deny', priority: 1, ports: 'tcp/80' }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'some of the ports are denied',
      [
        { ...SSH, ports: 'tcp/20-30' },
        { name: 'd', does: 'deny', priority: 1, ports: 'tcp/22-23' },
      ],
      ['Internet -> web: tcp/20-21, tcp/24-30'],
    ],
    ['every protocol is denied', [SSH, { name: 'd', does: 'deny', priority: 1, ports: 'all' }], []],
    [
      'some addresses are denied',
      [SSH, { name: 'd', does: 'deny', priority: 1, from: ['198.51.100.0/24'] }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'two rules deny one half of all addresses each',
      [
        SSH,
        { name: 'd', does: 'deny', priority: 1, from: ['0.0.0.0/1'] },
        { name: 'e', does: 'deny', priority: 2, from: ['128.0.0.0/1'] },
      ],
      [],
    ],
    [
      'a rule before the one that denies allows it, too',
      [SSH, { name: 'd', does: 'deny', priority: 500 }, { ...SSH, name: 'first', priority: 400 }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'half of all addresses are let in at a time',
      [{ ...SSH, from: ['0.0.0.0/1', '128.0.0.0/1'] }],
      ['Internet -> web: tcp/22'],
    ],
    [
      'what denies holds for service accounts',
      [SSH, { name: 'd', does: 'deny', priority: 1, accounts: true }],
      ['Internet -> web: tcp/22, cannot tell'],
    ],
    [
      'what denies has no priority',
      [SSH, { name: 'd', does: 'deny', priority: null }],
      ['Internet -> web: tcp/22, cannot tell'],
    ],
    [
      'the network of what denies is not recorded',
      [SSH, { name: 'd', does: 'deny', priority: 1, vpc: null }],
      ['Internet -> web: tcp/22, cannot tell'],
    ],
    [
      'a rule before it does what is not known',
      [SSH, { name: 'd', does: 'unknown', priority: 1 }],
      ['Internet -> web: tcp/22, cannot tell'],
    ],
    [
      'what denies is certain, and another rule is not',
      [
        SSH,
        { name: 'd', does: 'deny', priority: 1 },
        { name: 'e', does: 'deny', priority: 1, accounts: true },
      ],
      [],
    ],
    [
      'what denies names sources that are tags: the internet has none',
      [SSH, { name: 'd', does: 'deny', priority: 1, from: [] }],
      ['Internet -> web: tcp/22'],
    ],
  ])('%s', (_, firewalls, ways) => {
    expect(draw(firewalls).ways).toEqual(ways);
  });

  test('the card of a rule that never decides says which one does', () => {
    const { role } = draw([SSH, { name: 'no-ssh', does: 'deny', priority: 900 }]);
    expect(role('ssh')).toBe('allow in tcp/22 from 0.0.0.0/0, to tag web, denied before by no-ssh');
  });

  test('a line says what may deny it, and that policies are not recorded', () => {
    const { links } = draw([
      SSH,
      { name: 'by-account', does: 'deny', priority: 1, accounts: true },
    ]);
    const { description, style, label, status } = links[0]?.facts ?? {};
    // One out of service would not be judged by rules.
    expect(status).toBeUndefined();
    expect(label).toBe('tcp/22, ssh: cannot tell');
    expect(description).toContain('Cannot tell: by-account may deny it');
    expect(description).toContain('no hierarchical or network firewall policies');
    expect(style).toEqual({ line: 'dashed', legend: 'Cannot tell: another rule may deny it' });
  });
});

describe('what a subnet may reach', () => {
  const INNER: Given = { name: 'in', tags: ['app'], from: ['10.0.0.0/24'], ports: 'tcp/5432' };
  const OPEN = ['web -> app: tcp/5432'];
  const DENY: Given = { name: 'd', does: 'deny', egress: true, ports: 'all' };
  test.each<[string, readonly Given[], string[]]>([
    ['nothing denies', [INNER], OPEN],
    ['egress is denied', [INNER, DENY], []],
    ['egress to others is denied', [INNER, { ...DENY, from: ['10.9.0.0/16'] }], OPEN],
    [
      'a rule before allows egress',
      [INNER, DENY, { ...DENY, name: 'a', does: 'allow', priority: 900, from: ['10.0.1.0/24'] }],
      OPEN,
    ],
    [
      'a rule of the same number allows egress',
      [INNER, DENY, { ...DENY, name: 'a', does: 'allow', from: ['10.0.1.0/24'] }],
      [],
    ],
    ['egress of some instances is denied', [INNER, { ...DENY, tags: ['web'] }], OPEN],
    ['its ingress is denied by its addresses', [INNER, { ...INNER, name: 'd', does: 'deny' }], []],
    [
      'what denies names sources that are tags',
      [INNER, { ...INNER, name: 'd', does: 'deny', from: [] }],
      ['web -> app: tcp/5432, cannot tell'],
    ],
  ])('%s', (_, firewalls, ways) => {
    expect(draw(firewalls).ways).toEqual(ways);
  });
});

/** Rules over few ports and addresses, so that they meet. */
const someRules = (egress: boolean): fc.Arbitrary<Given[]> =>
  fc
    .array(
      fc.record({
        does: fc.constantFrom('allow' as const, 'deny' as const),
        priority: fc.integer({ min: 1, max: 4 }),
        ports: fc.constantFrom('tcp/1', 'tcp/1-2', 'tcp/2-3', 'tcp', 'udp/1', 'all'),
        from: fc.subarray(['10.0.0.0/31', '10.0.0.1', '10.0.0.2/31', '0.0.0.0/0'], {
          minLength: 1,
        }),
        tags: fc.constantFrom([], ['web'], ['app']),
        disabled: fc.boolean(),
        egress: fc.constant(egress),
      }),
      { maxLength: 6 },
    )
    .map((all) => all.map((one, n) => ({ ...one, name: `f${n}` })));

const holdsFor = (one: Given, port: string, address: string, egress: boolean): boolean =>
  !one.disabled &&
  (one.tags?.length === 0 || (!egress && one.tags?.includes('web') === true)) &&
  PortSet.parse([one.ports ?? ''])?.contains(PortSet.parse([port]) as PortSet) === true &&
  AddressSet.parse(one.from ?? [])?.contains(AddressSet.parse([address]) as AddressSet) === true;

/** The first that holds: lowest number, and of equal numbers one that denies. */
const first = (
  all: readonly Given[],
  port: string,
  address: string,
  egress = false,
): Given | undefined =>
  all
    .filter((one) => holdsFor(one, port, address, egress))
    .sort(
      (a, b) =>
        Number(a.priority) - Number(b.priority) ||
        (a.does === 'deny' ? -1 : 0) - (b.does === 'deny' ? -1 : 0),
    )[0];

const PORTS = ['tcp/1', 'tcp/2', 'tcp/3', 'udp/1'];
const ADDRESSES = ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.9.9.9'];

test('the first rule that holds decides, as walking them for one port and address does', () => {
  fc.assert(
    fc.property(
      someRules(false),
      fc.constantFrom(...PORTS),
      fc.constantFrom(...ADDRESSES),
      (all, port, address) => {
        const network = networkOf(all);
        const one = {
          ports: PortSet.parse([port]) as PortSet,
          addresses: AddressSet.parse([address]) as AddressSet,
        };
        const open = network.firewalls.some((firewall: GcpFirewall, n) => {
          const given = all[n] as Given;
          if (given.does === 'deny' || !holdsFor(given, port, address, false)) return false;
          return !weighed(firewall, one, 'web', true, network).ports.isEmpty;
        });
        expect(open).toBe(first(all, port, address)?.does === 'allow');
      },
    ),
  );
});

test('traffic leaves unless the first rule for egress that holds denies it', () => {
  fc.assert(
    fc.property(
      someRules(true).map((all) => all.map((one) => ({ ...one, tags: [] }))),
      fc.constantFrom(...PORTS),
      fc.constantFrom(...ADDRESSES),
      (all, port, address) => {
        const to = AddressSet.parse([address]);
        const { ports } = leaving(VPC, PortSet.parse([port]) as PortSet, to, networkOf(all));
        expect(!ports.isEmpty).toBe(first(all, port, address, true)?.does !== 'deny');
      },
    ),
  );
});
