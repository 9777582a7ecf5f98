/** Zones from the config's rules: what they set, what they leave alone, and what they doubt. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { vpc as byHand } from '../src/dsl/element.ts';
import type { Content } from '../src/model/content.ts';
import type { ClassifyRule } from '../src/model/derivation.ts';
import type { ElementFacts } from '../src/model/facts.ts';
import { classify, tagKeys } from '../src/views/classify/classify.ts';
import { element } from '../src/views/elements.ts';

const at = { file: 'diagrams/snapshots/bank.json', line: 7, column: 1 };
const made = (kind: string, name: string, facts: ElementFacts = {}, members?: readonly Content[]) =>
  element({ at, counted: kind }, kind, name, facts, members);
const vpc = (name: string, facts: ElementFacts = {}, members?: readonly Content[]) =>
  made('vpc', name, { id: `vpc-${name}`, ...facts }, members);

/** What the rules make of content. */
function tried(
  content: readonly Content[],
  rules: readonly ClassifyRule[],
  places?: Parameters<typeof classify>[2],
) {
  const { value: diagram, diagnostics: wrong } = resolve({
    type: 'diagram',
    title: 'T',
    options: {},
    content,
    origin: { file: 'diagrams/a.ts', line: 1 },
  });
  if (!diagram) throw new Error(JSON.stringify(wrong));
  const { value, diagnostics } = classify(diagram, rules, places);
  const found = Object.values(value?.elements ?? {});
  return {
    diagram: value,
    facts: Object.fromEntries(found.map(({ name, facts }) => [name, facts])),
    zones: Object.fromEntries(found.map(({ name, facts }) => [name, facts.zone])),
    diagnostics,
    lines: diagnostics.map((d) => `${d.severity} ${d.code}: ${d.message}`),
  };
}

const CDE: ClassifyRule = { when: { tags: { 'pci-zone': 'cde' } }, set: { zone: 'cde' } };
const REST: ClassifyRule = { when: {}, set: { zone: 'connected' } };

describe('a rule', () => {
  it('sets facts of what is derived, and of nothing else', () => {
    const hand = byHand('hand', { tags: { 'pci-zone': 'cde' } });
    const { facts } = tried(
      [vpc('a', { tags: { 'pci-zone': 'cde' } }), hand],
      [{ when: CDE.when, set: { zone: 'cde', owner: 'Payments', justification: 'Cards' } }],
    );
    expect(facts.a).toMatchObject({ zone: 'cde', owner: 'Payments', justification: 'Cards' });
    expect(facts.hand).not.toHaveProperty('zone');
  });

  it('never overwrites, and the first one that sets a fact wins', () => {
    const { facts, lines } = tried(
      [vpc('a', { owner: 'Hand', tags: { 'pci-zone': 'cde' } })],
      [
        { when: CDE.when, set: { zone: 'cde', owner: 'One' } },
        { when: {}, set: { zone: 'connected', owner: 'Two', environment: 'production' } },
      ],
    );
    expect(facts.a).toMatchObject({ zone: 'cde', owner: 'Hand', environment: 'production' });
    expect(lines).toEqual([]);
  });

  it('is about VPCs, or the kinds that it names, by any of their names', () => {
    const content = [vpc('a'), made('subnet', 's'), made('aws:ec2', 'web')];
    const set = { zone: 'cde' } as const;
    expect(tried(content, [{ when: {}, set }]).zones).toEqual({ a: 'cde' });
    const named = tried(content, [{ when: { kinds: ['subnet', 'aws:ec2'] }, set }]);
    expect(named.zones).toMatchObject({ s: 'cde', web: 'cde' });
    expect(named.zones.a).toBeUndefined();
  });

  it('wants all its conditions, and of each any value', () => {
    const rule: ClassifyRule = {
      when: { tags: { stage: ['prod', 'dr'], 'pci-zone': true }, cidrs: ['10.0.0.0/8'] },
      set: { zone: 'cde' },
    };
    const tags = { stage: 'dr', 'pci-zone': 'whatever' };
    const { zones } = tried(
      [
        vpc('all', { tags, cidr: '10.2.0.0/16' }),
        vpc('elsewhere', { tags, cidr: '11.2.0.0/16' }),
        vpc('untagged', { cidr: '10.2.0.0/16' }),
        vpc('half', { tags: { stage: 'prod' }, cidr: '10.2.0.0/16' }),
      ],
      [rule],
    );
    expect(zones).toEqual({ all: 'cde' });
  });

  it.each<[what: string, cidr: string | string[], held: boolean]>([
    ['its own block', '10.20.0.0/16', true],
    ['a part', '10.20.255.0/24', true],
    ['more than it', '10.0.0.0/8', false],
    ['its neighbour', '10.21.0.0/16', false],
    ['parts of several', ['10.20.1.0/24', '2001:db8:1::/48'], true],
    ['a part and something else', ['10.20.1.0/24', '100.64.0.0/18'], false],
    ['IPv6', '2001:db8:ffff::/48', true],
    ['IPv6 of others', '2001:db9::/48', false],
    ['no block at all', [], false],
    ['nonsense', '10.20.1', false],
  ])('goes by blocks: %s', (_, cidr, held) => {
    const rule = { when: { cidrs: ['10.20.0.0/16', '2001:db8::/32'] }, set: CDE.set };
    expect(tried([vpc('a', { cidr })], [rule]).zones.a).toBe(held ? 'cde' : undefined);
  });

  describe('goes by OUs and accounts', () => {
    const network = [
      made('ou', 'Prod', { id: 'o-1/ou-prod' }, [
        made('ou', 'Cards', { id: 'ou-cards' }, [
          made('account', 'payments', { id: '100000000007' }, [vpc('a')]),
        ]),
        made('account', 'core', { id: '100000000006' }, [vpc('b')]),
      ]),
    ];
    it.each<[when: ClassifyRule['when'], zones: object]>([
      [{ ous: ['Cards'] }, { a: 'cde' }],
      [{ ous: ['ou-cards'] }, { a: 'cde' }],
      [{ ous: ['ou-prod'] }, { a: 'cde', b: 'cde' }],
      [{ ous: ['o-1/ou-prod'] }, { a: 'cde', b: 'cde' }],
      [{ ous: ['payments'] }, {}],
      [{ accounts: ['core', 'other'] }, { b: 'cde' }],
      [{ accounts: ['100000000007'] }, { a: 'cde' }],
      [{ accounts: ['Cards'] }, {}],
      [{ ous: ['Prod'], accounts: ['core'] }, { b: 'cde' }],
      [{ ous: ['Cards'], accounts: ['core'] }, {}],
      [{ ous: ['Cards'], kinds: ['account'] }, { payments: 'cde' }],
    ])('%j', (when, zones) => {
      expect(tried(network, [{ when, set: CDE.set }]).zones).toEqual(zones);
    });
    it('that are not drawn', () => {
      const places = new Map([
        ['100000000007', { ous: ['ou-cards', 'Cards'] }],
        ['vpc-lone', { accounts: ['100000000009', 'sandbox'], ous: ['Sandbox'] }],
      ]);
      const account = made('account', 'payments', { id: '100000000007' }, [vpc('a')]);
      const rules: ClassifyRule[] = [
        { when: { ous: ['Cards'] }, set: CDE.set },
        { when: { accounts: ['sandbox'], ous: ['Sandbox'] }, set: { zone: 'out-of-scope' } },
      ];
      expect(tried([account, vpc('lone')], rules, places).zones).toEqual({
        a: 'cde',
        lone: 'out-of-scope',
      });
    });
    it('written by hand around what is derived', () => {
      const around = byHand('outer', {}, [vpc('a')]);
      expect(tried([around], [{ when: { accounts: ['outer'] }, set: CDE.set }]).zones).toEqual({});
    });
  });

  it('goes by the Name tag, which is what the element is called', () => {
    const rule = { when: { tags: { Name: ['cards', 'vpc-9'] } }, set: CDE.set };
    expect(tried([vpc('cards'), made('vpc', 'vpc-9', { id: 'vpc-9' })], [rule]).zones).toEqual({
      cards: 'cde',
    });
  });

  it('is asked for by the keys of its tags', () => {
    expect(tagKeys([])).toEqual(['name']);
    expect(tagKeys([{ when: { tags: { ' PCI-Zone': 'x', stage: true } }, set: {} }, CDE])).toEqual([
      'name',
      'pci-zone',
      'stage',
    ]);
  });
});

describe('a tag that is nearly what a rule wants', () => {
  it.each<[tags: Record<string, string>, said: string]>([
    [{ 'pci-zone': 'CDE' }, '"pci-zone: CDE" of vpc "a" is not "pci-zone: cde"'],
    [{ 'pci-zone': 'cde ' }, '"pci-zone: cde " of vpc "a" is not "pci-zone: cde"'],
    [{ 'PCI-Zone': 'cde' }, '"PCI-Zone: cde" of vpc "a" is not "pci-zone: cde"'],
    [{ 'PCI-Zone': 'other' }, '"PCI-Zone: other" of vpc "a" is not "pci-zone"'],
  ])('%j sets nothing, and is named with its place', (tags, said) => {
    const { zones, diagnostics, lines } = tried([vpc('a', { tags }), vpc('b')], [CDE]);
    expect(zones).toEqual({});
    expect(lines[0]).toBe(`warning tag-nearly-matches: the tag ${said}, so no rule applies to it`);
    expect(diagnostics[0]?.origin).toEqual(at);
    expect(lines[1]).toMatch(/^warning unclassified: 2 networks have no zone/);
  });
  it('is none where another rule wants it as it is', () => {
    const upper: ClassifyRule = { when: { tags: { 'pci-zone': 'CDE' } }, set: { zone: 'cde' } };
    expect(tried([vpc('a', { tags: { 'pci-zone': 'CDE' } })], [CDE, upper]).lines).toEqual([]);
  });
  it('is none where the rule would set nothing anew, or is about other kinds', () => {
    const tags = { 'pci-zone': 'CDE' };
    expect(tried([vpc('a', { zone: 'cde', tags })], [CDE]).lines).toEqual([]);
    expect(tried([made('subnet', 's', { tags })], [CDE]).lines).toEqual([]);
  });
});

describe('rules at odds', () => {
  const out: ClassifyRule = { when: { ous: ['Prod'] }, set: { zone: 'out-of-scope' } };
  const prod = (facts: ElementFacts) => [made('ou', 'Prod', {}, [vpc('a', facts)])];
  const tags = { 'pci-zone': 'cde' };
  it('are named where the first takes out of scope what a later one keeps in', () => {
    const { zones, lines, diagnostics } = tried(prod({ tags }), [out, CDE]);
    expect(zones).toEqual({ a: 'cde' });
    expect(lines).toEqual([
      'warning zone-ambiguous: vpc "a" is out-of-scope by the first rule that matches it, and cde by a later one: the stricter zone applies',
    ]);
    expect(diagnostics[0]?.origin).toEqual(at);
  });
  it('are none where the stricter one is first, the first says why, or a person decided', () => {
    expect(tried(prod({ tags }), [CDE, out]).lines).toEqual([]);
    expect(
      tried(prod({ tags }), [{ ...out, set: { ...out.set, justification: 'x' } }, CDE]).lines,
    ).toEqual([]);
    expect(tried(prod({ tags, zone: 'out-of-scope' }), [out, CDE]).lines).toEqual([]);
  });
  it('are none where the later one is for what is left over', () => {
    expect(tried(prod({}), [out, REST]).lines).toEqual([]);
  });
});

describe('networks without a zone', () => {
  it('are one warning, with their names', () => {
    const { lines, diagnostics } = tried([vpc('a'), vpc('b'), made('subnet', 's')], [CDE]);
    expect(lines).toEqual([
      'warning unclassified: 2 networks have no zone, since no rule covers them: "a" (vpc-a), "b" (vpc-b)',
    ]);
    expect(diagnostics[0]).toMatchObject({
      origin: { file: 'diagrams/a.ts' },
      related: [{ origin: at }, { origin: at }],
    });
    const many = Array.from({ length: 30 }, (_, i) => vpc(`n${i}`));
    expect(tried(many, [CDE]).lines[0]).toMatch(/^warning unclassified: 30 networks .* 20 more$/);
    expect(tried([vpc('a')], [CDE]).lines[0]).toContain(
      'a network has no zone, since no rule covers it',
    );
  });
  it('are fine in a zone, without rules, or where no rule is about zones', () => {
    const zone = { ...byHand('Z', { zone: 'cde' }, [vpc('a')]), kind: 'zone' };
    expect(tried([zone], [CDE]).lines).toEqual([]);
    expect(tried([vpc('a')], []).lines).toEqual([]);
    expect(tried([vpc('a')], [{ when: { ous: ['x'] }, set: { owner: 'o' } }]).lines).toEqual([]);
    expect(tried([byHand('hand')], [CDE]).lines).toEqual([]);
  });
});

describe('whatever the rules are', () => {
  const key = fc.constantFrom('pci-zone', 'PCI-Zone', ' pci-zone', 'stage');
  const value = fc.constantFrom('cde', 'CDE', 'cde ', 'connected', 'prod');
  const tags = fc.dictionary(key, value, { maxKeys: 3 });
  const zone = fc.constantFrom<'cde' | 'connected' | 'out-of-scope'>(
    'cde',
    'connected',
    'out-of-scope',
  );
  const cidr = fc.constantFrom('10.1.0.0/16', '10.2.0.0/16', '192.168.0.0/24');
  const rule: fc.Arbitrary<ClassifyRule> = fc.record({
    when: fc.record(
      {
        tags: fc.dictionary(key, fc.oneof(value, fc.constant<true>(true)), { maxKeys: 2 }),
        cidrs: fc.array(fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/16'), {
          minLength: 1,
        }),
      },
      { requiredKeys: [] },
    ),
    set: fc.record({ zone, owner: fc.constantFrom('A', 'B') }, { requiredKeys: [] }),
  });
  const network = fc.record({ tags, cidr }, { requiredKeys: [] });

  it('what was written by hand stands', () => {
    fc.assert(
      fc.property(network, zone, fc.array(rule), (facts, own, rules) => {
        const { facts: after } = tried([vpc('a', { ...facts, zone: own, owner: 'Hand' })], rules);
        expect(after.a).toMatchObject({ zone: own, owner: 'Hand' });
      }),
    );
  });
  it('a tag that is only near is as good as none', () => {
    const near = fc.dictionary(fc.constantFrom('PCI-Zone', ' pci-zone'), value);
    fc.assert(
      fc.property(near, (own) => {
        const wanted = [{ ...CDE, when: { tags: { 'pci-zone': ['cde', 'connected', 'prod'] } } }];
        expect(tried([vpc('a', { tags: own })], wanted).zones).toEqual({});
      }),
    );
  });
  it('rules that set other facts, or hold for other networks, may stand in any order', () => {
    const exclusive: ClassifyRule[] = [
      { when: { tags: { 'pci-zone': 'cde' } }, set: { zone: 'cde' } },
      { when: { tags: { 'pci-zone': 'connected' } }, set: { zone: 'connected' } },
      { when: { cidrs: ['10.0.0.0/8'] }, set: { owner: 'Net' } },
      { when: { tags: { stage: 'prod' } }, set: { environment: 'production' } },
    ];
    const expected = (facts: ElementFacts) => tried([vpc('a', facts)], exclusive).facts;
    fc.assert(
      fc.property(
        network,
        fc.shuffledSubarray(exclusive, { minLength: exclusive.length }),
        (facts, rules) => {
          expect(tried([vpc('a', facts)], rules).facts).toEqual(expected(facts));
        },
      ),
    );
  });
  it('they change no element but by the facts that they set', () => {
    fc.assert(
      fc.property(fc.array(network, { maxLength: 4 }), fc.array(rule), (networks, rules) => {
        const content = [byHand('hand'), ...networks.map((facts, i) => vpc(`n${i}`, facts))];
        const bare = tried(content, []).diagram;
        const { diagram } = tried(content, rules);
        const without = (d: typeof bare) =>
          Object.entries(d?.elements ?? {}).map(([id, { facts, ...rest }]) => {
            const { zone: _, owner: __, ...others } = facts;
            return [id, rest, others];
          });
        expect(without(diagram)).toEqual(without(bare));
      }),
    );
  });
});
