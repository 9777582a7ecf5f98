/** What became of a diagram, in data and in words: nothing an approval covers may change unsaid. */

import fc from 'fast-check';
import { expect, describe as group, test } from 'vitest';
import {
  type Change,
  type Comparison,
  compare,
  isEmpty,
  type Parts,
} from '../src/compare/compare.ts';
import { describe } from '../src/compare/describe.ts';
import { differences } from '../src/compare/differences.ts';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import * as c from '../src/dsl/element.ts';
import { connect, flow } from '../src/dsl/link.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { Contents, DiagramOptions, ElementContent } from '../src/model/content.ts';
import type { Diagram, Identity } from '../src/model/diagram.ts';
import type { ElementFacts, LinkFacts } from '../src/model/facts.ts';

function made(content: Contents, options: Partial<DiagramOptions> = {}, title = 'T'): Diagram {
  const { value, diagnostics } = resolve(diagram(title, { ...options, content }));
  expect(diagnostics).toEqual([]);
  return value as Diagram;
}

const words = (before: Contents, after: Contents): string[] =>
  describe(compare(made(before), made(after)));

group('in words', () => {
  const vpc = (name: string, ...inside: Contents[]) =>
    c.account('payments', { id: '100000000007' }, [
      c.vpc(name, { cidr: '10.20.0.0/16' }, inside as ElementContent[]),
    ]);
  const subnets = () => [
    c.subnet('edge', { cidr: '10.20.0.0/24' }),
    c.subnet('app', { cidr: '10.20.10.0/24' }, [c.node('aws:ec2', 'api')]),
  ];

  test('nothing, when only places, dates or staleness differ', () => {
    const one = made([c.account('a')]);
    const elements = Object.fromEntries(
      Object.entries(one.elements).map(([id, e]) => [id, { ...e, origin: { file: 'x', line: 9 } }]),
    );
    const comparison = compare(one, { ...one, elements, asOf: '2026-01-01', stale: ['account=a'] });
    expect(isEmpty(comparison)).toBe(true);
    expect(describe(comparison)).toEqual([]);
  });

  test('what was added, with its facts and its place', () => {
    const added = c.vpc('payments-cde', { id: 'vpc-1', cidr: '10.20.0.0/16', zone: 'cde' });
    expect(words([c.account('payments')], [c.account('payments', [added])])).toEqual([
      'added VPC "payments-cde" (vpc-1, 10.20.0.0/16, zone cde) in account "payments"',
      'account "payments": drawn as a group no became yes',
    ]);
    expect(words([added, c.user('u')], [c.user('u')])).toContain(
      'removed VPC "payments-cde" (vpc-1, 10.20.0.0/16, zone cde)',
    );
  });

  test('a new diagram is all added', () => {
    const lines = describe(compare(undefined, made([c.user('u')], { owner: 'Net team' })));
    expect(lines).toEqual(['new diagram "T"', 'diagram: owner "Net team" added', 'added user "u"']);
    expect(isEmpty(compare(undefined, made([c.user('u')])))).toBe(false);
  });

  const linked = (facts: LinkFacts): Contents => {
    const [web, db] = [c.node('aws:ec2', 'web'), c.node('aws:rds', 'db')];
    return [web, db, connect(web, db, facts)];
  };

  test('facts of a link', () => {
    expect(
      words(linked({ ports: ['tcp/5432'] }), linked({ ports: ['tcp/5432', 'tcp/22'] })),
    ).toEqual(['link web -> db: ports tcp/5432 became tcp/5432, tcp/22']);
    expect(words(linked({}), linked({ control: 'sg-1', encrypted: false }))).toEqual([
      'link web -> db: control sg-1 added',
      'link web -> db: encrypted no added',
    ]);
    expect(words(linked({}), linked({ id: 'l-1' }))).toEqual(['link web -> db: id l-1 added']);
  });

  test('one of several links between the same ends', () => {
    const three = (...ports: string[]): Contents => {
      const [web, db] = [c.node('aws:ec2', 'web'), c.node('aws:rds', 'db')];
      return [web, db, ports.map((port) => connect(web, db, { ports: [port] }))];
    };
    expect(words(three('tcp/1', 'tcp/2', 'tcp/3'), three('tcp/2', 'tcp/3'))).toEqual([
      'removed link web -> db (tcp/1)',
    ]);
    expect(words(three('tcp/1', 'tcp/2'), three('tcp/2', 'tcp/1'))).toEqual([
      'order of links changed',
    ]);
  });

  test('a renamed group does not take its members with it', () => {
    const linkedTo = (content: ElementContent): Contents => {
      const api =
        content.members[0]?.type === 'element' ? content.members[0].members[1] : undefined;
      if (api?.type !== 'element') throw new Error('no subnet');
      const world = c.internet();
      return [content, world, connect(world, api, { ports: ['tcp/443'] })];
    };
    expect(words(linkedTo(vpc('old', ...subnets())), linkedTo(vpc('new', ...subnets())))).toEqual([
      'renamed "old" to VPC "new"',
    ]);
    const comparison = compare(made(vpc('old', ...subnets())), made(vpc('new', ...subnets())));
    expect(comparison.was).toMatchObject({
      '#100000000007/vpc=new/subnet=app/aws:ec2=api':
        '#100000000007/vpc=old/subnet=app/aws:ec2=api',
    });
  });

  test('groups in each other, both renamed, and a member that is new', () => {
    const nested = (a: string, b: string, ...more: ElementContent[]): Contents =>
      c.ou(a, [c.ou(b, [c.account('x'), c.account('y'), ...more]), c.account('z')]);
    expect(words(nested('A', 'B'), nested('A2', 'B2', c.account('w')))).toEqual([
      'added account "w" in OU "B2"',
      'renamed "A" to OU "A2"',
      'renamed "B" to OU "B2"',
    ]);
  });

  test('another name is a rename where half of all else is the same, and another thing below', () => {
    const half = { zone: 'cde', owner: 'Payments', region: 'eu-west-1' } as const;
    expect(words([c.vpc('old', half)], [c.vpc('new', { ...half, region: 'eu-west-2' })])).toEqual([
      'VPC "new": region eu-west-1 became eu-west-2',
      'renamed "old" to VPC "new"',
    ]);
    // Two of five: zone and owner, but not region, CIDR and environment.
    const less = { ...half, cidr: '10.20.0.0/16' } as const;
    const other = { zone: 'cde', owner: 'Payments', environment: 'test' } as const;
    expect(words([c.vpc('old', less)], [c.vpc('new', other)])).toEqual([
      'removed VPC "old" (10.20.0.0/16, owner Payments, region eu-west-1, zone cde)',
      'added VPC "new" (environment test, owner Payments, zone cde)',
    ]);
  });

  test('of several with one name none is chosen', () => {
    const web = (facts: ElementFacts = {}) => c.node('aws:ec2', 'web', facts);
    expect(words([web(), web(), c.user('u')], [web({ id: 'i-1' }), c.user('u')])).toEqual([
      'removed aws:ec2 "web"',
      'removed aws:ec2 "web"',
      'added aws:ec2 "web" (i-1)',
    ]);
    const zone = 'cde';
    const groups = (one: Contents, two: Contents, three: Contents): Contents => [
      c.vpc('one', [one, c.user('u')]),
      c.vpc('two', [two, c.user('v')]),
      c.vpc('three', [three, c.user('w')]),
    ];
    const moved = words(groups(web({ zone }), web({ zone }), []), groups([], [], web({ zone })));
    expect(moved.filter((line) => line.startsWith('moved'))).toEqual([]);
    expect(moved).toHaveLength(3);
  });

  test('what has nothing but another name is another thing', () => {
    expect(words([c.node('aws:ec2', 'web')], [c.node('aws:ec2', 'db')])).toEqual([
      'removed aws:ec2 "web"',
      'added aws:ec2 "db"',
    ]);
  });

  test('a rename where the id stayed, and an id that is new', () => {
    expect(words([c.account('a', { id: '1' })], [c.account('b', { id: '1' })])).toEqual([
      'renamed "a" to account "b"',
    ]);
    expect(
      words([c.account('a', [c.user('u')])], [c.account('a', { id: '1' }, [c.user('u')])]),
    ).toEqual(['account "a": id 1 added']);
    expect(words([c.account('a', { id: '1' })], [c.account('a', { id: '2' })])).toEqual([
      'removed account "a" (1)',
      'added account "a" (2)',
    ]);
  });

  test('a move, with an id and without', () => {
    const at = (inA: Contents, inB: Contents): Contents => [
      c.ou('A', [inA].flat() as never),
      c.ou('B', [inB].flat() as never),
    ];
    for (const facts of [{ id: '1' }, { owner: 'x' }]) {
      const it = () => c.account('a', facts, [c.user('u')]);
      expect(words(at(it(), []), at([], it()))).toEqual([
        'moved account "a" from OU "A" to OU "B"',
      ]);
    }
    expect(words(at(c.user('u'), []), [c.ou('A', []), c.ou('B', []), c.user('u')])).toEqual([
      'moved user "u" from OU "A" to the page',
    ]);
  });

  test('order alone', () => {
    const [a, b] = [() => c.account('a'), () => c.account('b')];
    expect(words([c.ou('o', [a(), b()])], [c.ou('o', [b(), a()])])).toEqual([
      'order changed in OU "o"',
    ]);
    expect(words([a(), b()], [b(), a()])).toEqual(['order changed on the page']);
    expect(words([a(), b()], [c.user('first'), a(), b()])).toEqual(['added user "first"']);
    expect(words([a(), b()], [c.user('first'), b(), a()])).toEqual([
      'added user "first"',
      'order changed on the page',
    ]);
  });

  test('tags, routes and long lists by what is in them', () => {
    const with1 = (facts: ElementFacts): Contents => [c.routeTable('r', facts)];
    expect(
      words(
        with1({
          tags: { env: 'prod', gone: '1' },
          routes: [{ destination: '10.0.0.0/8', target: 'tgw' }],
        }),
        with1({
          tags: { env: 'dev', new: 'x y' },
          routes: [
            { destination: '10.0.0.0/8', target: 'tgw' },
            { destination: '0.0.0.0/0', target: 'nat gw', propagated: true },
          ],
        }),
      ),
    ).toEqual([
      'route table "r": routes: 0.0.0.0/0 -> "nat gw" (propagated) added',
      'route table "r": tags env prod became dev',
      'route table "r": tags gone 1 removed',
      'route table "r": tags new "x y" added',
    ]);
  });

  test('the document, waivers and what is unresolved', () => {
    const waiver = {
      rule: 'segment-cidr',
      reason: 'Serverless',
      until: '2027-01-31',
      element: 'user=u',
    };
    const before = made([c.user('u')], { wireless: false, reviewEvery: '6 months' });
    const after = {
      ...made([c.user('u')], { wireless: 'None', waivers: [waiver] }, 'New title'),
      unresolved: [{ what: 'rtb-1', element: 'user=u', reason: 'not in the graph' }],
      icons: { 'hsm.svg': 'abc' },
    };
    expect(describe(compare(before, after))).toEqual([
      'added unresolved rtb-1 for user "u": "not in the graph"',
      'added waiver of segment-cidr until 2027-01-31 for user "u": Serverless',
      'diagram: icon files hsm.svg abc added',
      'diagram: review period "6 months" removed',
      'diagram: title T became "New title"',
      'diagram: wireless no became None',
    ]);
  });

  test('a waiver follows the element that it is for, and is another one when that is', () => {
    const content = (name: string) => c.vpc(name, { owner: 'x', cidr: '10.0.0.0/8' });
    const waived = (name: string, element: string) =>
      made(content(name), { waivers: [{ rule: 'r', reason: 'x', until: '2027-01-31', element }] });
    expect(describe(compare(waived('a', 'vpc=a'), waived('b', 'vpc=b')))).toEqual([
      'renamed "a" to VPC "b"',
    ]);
    expect(describe(compare(waived('a', 'vpc=a'), waived('b', 'vpc=c')))).toContain(
      'added waiver of r until 2027-01-31 for "vpc=c": x',
    );
  });

  test('names cannot pass for other words, and nothing is hidden or cut', () => {
    const evil = `a" removed\n\u202eadded\u200b ${'x'.repeat(200)}1`;
    const [line = '', ...more] = words([c.user('u')], [c.user('u'), c.account(evil)]);
    expect(more).toEqual([]);
    expect(line).toBe(`added account "a\\" removed\\n\\u{202e}added\\u{200b} ${'x'.repeat(200)}1"`);
  });

  test('elements of one name are told apart by where they are', () => {
    const two = (owner: string): Contents =>
      ['a', 'b'].map((name) => c.vpc(name, [c.subnet('app', name === 'b' ? { owner } : {})]));
    expect(words(two('x'), two('y'))).toEqual(['subnet "app" in VPC "b": owner x became y']);
  });
});

// A forest, and another that came of it by a few edits.
interface Tree {
  readonly name: string;
  readonly kind: string;
  readonly id?: string | undefined;
  readonly facts: ElementFacts;
  readonly members: readonly Tree[];
}
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'a/b', 'a~2', '#a', ''),
    kind: fc.constantFrom('ou', 'account', 'vpc'),
    id: fc.option(fc.constantFrom('1', '2', '3', '4', '5'), { nil: undefined, freq: 4 }),
    facts: fc.constantFrom<ElementFacts>({}, { zone: 'cde' }, { owner: 'x', cidr: '10.0.0.0/8' }),
    members: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant<Tree[]>([]),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }),
}));
const scene = fc.record({
  forest: fc.array(tree, { minLength: 1, maxLength: 4 }),
  links: fc.array(
    fc.tuple(
      fc.nat(9),
      fc.nat(9),
      fc.boolean(),
      fc.constantFrom<LinkFacts>({}, { ports: ['tcp/1'] }, { encrypted: true }),
    ),
    { maxLength: 5 },
  ),
  options: fc.constantFrom<Partial<DiagramOptions>>(
    {},
    { owner: 'o' },
    { wireless: false, covers: ['x', 'y'] },
    { waivers: [{ rule: 'r', reason: 'q', until: '2027-01-01', element: 'ou=a' }] },
  ),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;
const edit = fc.record({
  at: fc.nat(12),
  what: fc.constantFrom('rename', 'remove', 'fact', 'reverse', 'wrap', 'id', 'nothing'),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(forest: readonly Tree[], edits: readonly Edit[]): readonly Tree[] {
  const counter = { n: 0 };
  const walk = (trees: readonly Tree[]): Tree[] =>
    trees.flatMap((one) => {
      const here = edits.filter(({ at }) => at === counter.n);
      counter.n++;
      let now: Tree = { ...one, members: walk(one.members) };
      for (const { what } of here) {
        if (what === 'remove') return [];
        if (what === 'rename') now = { ...now, name: `${now.name}!` };
        if (what === 'fact') now = { ...now, facts: { ...now.facts, zone: 'untrusted' } };
        if (what === 'reverse') now = { ...now, members: now.members.toReversed() };
        if (what === 'wrap') now = { name: 'wrap', kind: 'ou', facts: {}, members: [now] };
        if (what === 'id') now = { ...now, id: now.id === undefined ? '9' : undefined };
      }
      return [now];
    });
  return walk(forest);
}

function drawn({
  forest,
  links,
  options,
}: Omit<Scene, 'forest'> & { readonly forest: readonly Tree[] }): Diagram {
  const ids = new Set<string>();
  const all: ElementContent[] = [];
  const make = ({ name, kind, id, facts, members }: Tree): ElementContent => {
    const own = id !== undefined && !ids.has(id) ? { id } : {};
    if (id !== undefined) ids.add(id);
    const element = c.group(kind as 'aws:vpc', name, { ...facts, ...own }, members.map(make));
    all.push(element);
    return element;
  };
  const content = forest.map(make);
  const end = (i: number) => all[i % all.length] as ElementContent;
  const lines =
    all.length === 0
      ? []
      : links.map(([a, b, move, facts]) => (move ? flow : connect)(end(a), end(b), facts));
  return made([content, lines, c.user('always')], options);
}

const pair = fc
  .tuple(scene, scene, fc.array(edit, { maxLength: 3 }), fc.boolean())
  .map(([one, other, edits, related]): [Diagram, Diagram] => {
    const before = drawn(one);
    return [before, drawn(related ? { ...one, forest: edited(one.forest, edits) } : other)];
  });

function inverse(comparison: Comparison): object {
  const { before, after, document, elements, links, reordered, linksReordered, was } = comparison;
  const back = (id: Identity | null) => (id === null ? null : (was[id] ?? id));
  const change = ({ what, ...rest }: Change) => ({
    what,
    ...('after' in rest ? { before: rest.after } : {}),
    ...('before' in rest ? { after: rest.before } : {}),
  });
  const key = (value: unknown): string => JSON.stringify(value);
  const parts = ({ added, removed, changed }: Parts) => ({
    added: removed,
    removed: added,
    changed: changed
      .map((one) => ({ before: one.after, after: one.before, changes: one.changes.map(change) }))
      .sort((a, b) => (a.after < b.after ? -1 : 1)),
  });
  return {
    before: after,
    after: before,
    document: document.map(change).sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    elements: parts(elements),
    links: parts(links),
    reordered: reordered.map(back).sort(),
    linksReordered,
    was: Object.fromEntries(
      Object.entries(was)
        .map(([a, b]) => [b, a])
        .sort(),
    ),
  };
}

group('always', () => {
  test('the list for programs has the same words, each once, and is empty if and only if nothing changed', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const comparison = compare(before, after);
        const found = differences(comparison);
        expect(found.length === 0).toBe(isEmpty(comparison));
        expect(found.flatMap(({ words }) => words).sort()).toEqual(describe(comparison).sort());
        for (const { change, identity, was, words } of found) {
          expect(words.length).toBeGreaterThan(0);
          if (identity === null) continue;
          const [old, now] = [before, after].map(({ elements, links }) => ({
            ...elements,
            ...links,
          }));
          // It names a thing that is there, on the side that has it.
          if (change !== 'added')
            expect(old).toHaveProperty([was ?? comparison.was[identity] ?? identity]);
          if (change !== 'removed') expect(now).toHaveProperty([identity]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('it is empty if and only if the models are equal, and says so', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const comparison = compare(before, after);
        const equal = canonicalModel(before) === canonicalModel(after);
        expect(isEmpty(comparison)).toBe(equal);
        expect(describe(comparison).length === 0).toBe(equal);
      }),
      { numRuns: 500 },
    );
  });

  test('any single change to a model is seen', () => {
    const anything = fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme' }), fc.integer());
    fc.assert(
      fc.property(drawn_(), fc.nat(), anything, (d, pick, value) => {
        const paths: string[][] = [];
        const walk = (inner: unknown, path: string[]): void => {
          if (inner === null || typeof inner !== 'object') paths.push(path);
          else
            for (const key of Object.keys(inner))
              if (key !== 'origin') walk((inner as never)[key], [...path, key]);
        };
        const changed = JSON.parse(canonicalModel(d));
        walk(changed, []);
        const path = paths[pick % paths.length] as string[];
        let at = changed;
        for (const key of path.slice(0, -1)) at = at[key];
        at[path.at(-1) as string] = value;
        const comparison = compare(d, changed);
        expect(isEmpty(comparison)).toBe(canonicalModel(d) === canonicalModel(changed));
        expect(describe(comparison).length === 0).toBe(isEmpty(comparison));
      }),
      { numRuns: 500 },
    );
  });

  test('the other way round it is the inverse', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const there = compare(before, after);
        const back = compare(after, before);
        const sorted = (comparison: Comparison) => inverse(inverse(comparison) as Comparison);
        expect(sorted(back)).toEqual(inverse(there));
      }),
      { numRuns: 500 },
    );
  });
});

function drawn_(): fc.Arbitrary<Diagram> {
  return scene.map(drawn);
}
