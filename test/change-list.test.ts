/** Changes that are approved apart: one list for two models, and what several lists add up to. */

import fc from 'fast-check';
import { expect, describe as group, test } from 'vitest';
import {
  changesDigest,
  type ListedChange,
  listedChanges,
  type ModelParts,
  partsOf,
  touchedBy,
} from '../src/compare/change-list.ts';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import * as c from '../src/dsl/element.ts';
import { connect } from '../src/dsl/link.ts';
import { sumOf } from '../src/evidence/approvals/change-cover.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { Contents, DiagramOptions, ElementContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';

function made(content: Contents, options: Partial<DiagramOptions> = {}, title = 'T'): Diagram {
  const { value, diagnostics } = resolve(diagram(title, { ...options, content }));
  expect(diagnostics).toEqual([]);
  return value as Diagram;
}

const parts = (content: Contents, options?: Partial<DiagramOptions>): ModelParts =>
  partsOf(made(content, options));

const things = (before: ModelParts | undefined, after: ModelParts): string[] =>
  listedChanges(before, after).map(({ thing }) => thing);

function candidate(base: ModelParts, model: ModelParts) {
  const changes = listedChanges(base, model);
  return { changes, model, touched: touchedBy(base, model, changes), others: [] };
}

/** Whether changes that lead from a model to others, each approved apart, make a merged one. */
function sum(base: ModelParts, sides: readonly ModelParts[], merged: ModelParts) {
  const needed = listedChanges(base, merged);
  const sets = sides.map((side) => candidate(base, side));
  const { used, why } = sumOf(base, merged, needed, sets);
  return used ? used.length : why;
}

const vpc = (...names: string[]): ElementContent =>
  c.vpc(
    'payments',
    { id: 'vpc-1' },
    names.map((name) => c.subnet(name, { cidr: '10.0.0.0/24' })),
  );

group('a list', () => {
  test('names things by identity; a sibling that only moves down is none of them', () => {
    expect(things(parts([vpc('a', 'b')]), parts([vpc('new', 'a', 'b')]))).toEqual([
      'element #vpc-1/subnet=new',
    ]);
    expect(things(parts([vpc('a', 'b')]), parts([vpc('b')]))).toEqual(['element #vpc-1/subnet=a']);
  });

  test('siblings that change places are a change, and so are links and waivers', () => {
    const waiver = (rule: string) => ({ rule, reason: 'r', until: '2027-01-01' });
    const [one, two] = [waiver('segment-cidr'), waiver('wireless-stated')];
    expect(things(parts([vpc('a', 'b')]), parts([vpc('b', 'a')]))).toEqual([
      'order of members of #vpc-1',
    ]);
    expect(
      things(
        parts([vpc('a')], { waivers: [one, two] }),
        parts([vpc('a')], { waivers: [two, one] }),
      ),
    ).toEqual(['order of waivers']);
    const links = (turned: boolean): ModelParts => {
      const [x, y] = [c.user('x'), c.user('y')];
      const both = [connect(x, y), connect(y, x)];
      return parts([x, y, turned ? both.toReversed() : both]);
    };
    expect(things(links(false), links(true))).toEqual(['order of links']);
  });

  test('one more sibling of the same name makes others of those behind it', () => {
    const twins = (...zones: ('cde' | 'connected')[]) =>
      parts([
        c.vpc(
          'v',
          zones.map((zone) => c.subnet('s', { zone })),
        ),
      ]);
    expect(things(twins('cde'), twins('connected', 'cde'))).toEqual([
      'element vpc=v/subnet=s',
      'element vpc=v/subnet=s~2',
    ]);
  });

  test('waivers, hints and what is unresolved are things; title and facts of the document, too', () => {
    const waivers = [{ rule: 'segment-cidr', reason: 'r', until: '2027-01-01' }];
    const found = listedChanges(
      partsOf(made([vpc('a')], { owner: 'A' }, 'Old')),
      partsOf(made([vpc('a')], { owner: 'B', waivers }, 'New')),
    );
    expect(found.map(({ thing }) => thing)).toEqual([
      'diagram title',
      'document owner',
      expect.stringMatching(/^waiver \{.*segment-cidr/),
    ]);
    expect(found[1]).toEqual({ thing: 'document owner', before: 'A', after: 'B' });
  });

  test('a digest of its own for other values, and the same one whatever else the models hold', () => {
    const digest = (before: Contents, after: Contents): string =>
      changesDigest(listedChanges(parts(before), parts(after)));
    const apart = digest([vpc('a')], [vpc('a', 'b')]);
    expect(digest([c.user('u'), vpc('a')], [c.user('u'), vpc('a', 'b')])).toBe(apart);
    expect(digest([vpc('a')], [vpc('a', 'c')])).not.toBe(apart);
  });

  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 });
  const any = fc.record({
    accounts: names,
    subnets: names,
    users: names,
    title: fc.constantFrom('T', 'U'),
    owner: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    links: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 5 }),
  });
  type Drawn = typeof any extends fc.Arbitrary<infer T> ? T : never;
  const built = ({ accounts, subnets, users, title, owner, links }: Drawn): Diagram => {
    const people = users.map((name) => c.user(name));
    const joined = links.flatMap(([a, b]) => {
      const [from, to] = [people[a], people[b]];
      return from && to && from !== to ? [connect(from, to)] : [];
    });
    const content = [
      ...accounts.map((name) => c.account(name)),
      vpc(...subnets),
      ...people,
      ...joined,
    ];
    const { value } = resolve(diagram(title, { content, ...(owner ? { owner } : {}) }));
    return value as Diagram;
  };

  test('is empty only where nothing but the place of what came in or went differs', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [a, b] = [built(one), built(other)];
        const same = canonicalModel(a) === canonicalModel(b);
        expect(listedChanges(partsOf(a), partsOf(b)).length === 0).toBe(same);
        // Both ways name the same things.
        expect(things(partsOf(a), partsOf(b))).toEqual(things(partsOf(b), partsOf(a)));
      }),
    );
  });

  test('one list alone makes the model that it was approved in, from the model that it begins with, and no other', () => {
    fc.assert(
      fc.property(any, any, any, (one, two, three) => {
        const [a, b, d] = [one, two, three].map((each) => partsOf(built(each)));
        if (!a || !b || !d) throw new Error('three models');
        const needed = listedChanges(a, b);
        if (needed.length > 0) expect(sumOf(a, b, needed, [candidate(a, b)]).used).toHaveLength(1);
        const same = canonicalModel(built(two)) === canonicalModel(built(three));
        const { used } = sumOf(a, d, listedChanges(a, d), [candidate(a, b)]);
        if (used?.length) expect(same).toBe(true);
      }),
    );
  });
});

group('lists together', () => {
  const base = parts([vpc('a', 'b')]);

  test('make the model that holds both, whichever way round the merge put the new siblings', () => {
    const sides = [parts([vpc('a', 'b', 'x')]), parts([vpc('a', 'b', 'y')])];
    expect(sum(base, sides, parts([vpc('a', 'b', 'x', 'y')]))).toBe(2);
    expect(sum(base, sides, parts([vpc('a', 'b', 'y', 'x')]))).toBe(2);
    expect(sum(base, sides, parts([vpc('a', 'b', 'x')]))).toBe(1);
  });

  test('not one that holds more, less, or something else', () => {
    const sides = [parts([vpc('a', 'b', 'x')]), parts([vpc('a', 'b', 'y')])];
    expect(sum(base, sides, parts([vpc('a', 'b', 'x', 'y', 'z')]))).toMatch(
      /nobody approved the change of element #vpc-1\/subnet=z/,
    );
    expect(sum(base, sides, parts([vpc('a', 'x', 'y')]))).toMatch(/nobody approved .*subnet=b/);
    const other = parts([vpc('a', 'b', 'x')], { owner: 'me' });
    expect(sum(base, sides, other)).toMatch(/nobody approved the change of document owner/);
  });

  test('not one in which siblings changed places behind those that came in', () => {
    const sides = [parts([vpc('x', 'a', 'b')])];
    expect(sum(base, sides, parts([vpc('x', 'b', 'a')]))).toMatch(
      /nobody approved the change of order of members of #vpc-1/,
    );
    // What came in stands elsewhere than it was approved to.
    expect(sum(base, sides, parts([vpc('a', 'b', 'x')]))).toMatch(
      /order of members of #vpc-1 is not as anyone approved it/,
    );
  });

  test('not where two touch one thing, or one puts something where the other changes the order', () => {
    const zone = (a: 'cde' | 'connected', b: 'cde' | 'connected') =>
      parts([c.account('a', { zone: a }), c.account('b', { zone: b })]);
    const start = zone('cde', 'cde');
    const [one, both] = [zone('connected', 'cde'), zone('connected', 'connected')];
    const touching = [candidate(start, one), candidate(start, both)];
    expect(sumOf(start, both, listedChanges(start, both), touching).used).toHaveLength(1);
    const needed: readonly ListedChange[] = listedChanges(start, both);
    expect(sumOf(start, both, needed, touching.slice(0, 1)).why).toMatch(/element account=b/);
    expect(
      sum(base, [parts([vpc('b', 'a')]), parts([vpc('a', 'b', 'x')])], parts([vpc('b', 'a', 'x')])),
    ).toMatch(/two approved changes touch order of members of #vpc-1/);
  });

  test('not where one takes away what the other refers to', () => {
    const linked = (withDb: boolean, withLink: boolean): ModelParts => {
      const [web, db] = [c.node('aws:ec2', 'web'), c.node('aws:rds', 'db')];
      return parts([web, ...(withDb ? [db] : []), ...(withLink ? [connect(web, db)] : [])]);
    };
    const start = linked(true, false);
    const link = candidate(start, linked(true, true));
    const gone = candidate(start, linked(false, false));
    const both = linked(true, true);
    const merged: ModelParts = {
      things: new Map([...both.things].filter(([thing]) => thing !== 'element aws:rds=db')),
      rows: new Map([...both.rows, ['page', ['element aws:ec2=web']]]),
    };
    expect(sumOf(start, merged, listedChanges(start, merged), [link, gone]).why).toMatch(
      /refers to something that another change removes/,
    );
  });
});
