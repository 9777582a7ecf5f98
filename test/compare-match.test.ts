/** Which element of one model is which of another, where names alone do not say. */

import { describe, expect, test } from 'vitest';
import { compare } from '../src/compare/compare.ts';
import { describe as inWords } from '../src/compare/describe.ts';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import * as c from '../src/dsl/element.ts';
import { connect, flow } from '../src/dsl/link.ts';
import type { Contents, ElementContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';
import type { LinkFacts } from '../src/model/facts.ts';

function made(content: Contents): Diagram {
  const { value, diagnostics } = resolve(diagram('T', { content }));
  if (!value) throw new Error(JSON.stringify(diagnostics));
  return value;
}

const words = (before: Contents, after: Contents): string[] =>
  inWords(compare(made(before), made(after)));

/** Which it was: by identity after, that before, where they differ. */
const was = (before: Contents, after: Contents) => compare(made(before), made(after)).was;

const ec2 = (name: string, facts = {}) => c.node('aws:ec2', name, facts);

describe('a renamed element', () => {
  const database = () => ec2('database', { id: 'i-db' });
  const user = () => c.user('user');

  /** Only what it is linked to tells it from others. */
  const linked = (name: string, link: (of: ElementContent) => Contents): Contents => {
    const it = ec2(name);
    return [it, link(it)].flat();
  };

  test('is known by what it is linked to', () => {
    const both = (it: ElementContent) => {
      const [db, someone] = [database(), user()];
      return [db, someone, connect(it, db), connect(someone, it)];
    };
    expect(words(linked('old', both), linked('new', both))).toEqual([
      'renamed "old" to aws:ec2 "new"',
    ]);
  });

  test('is another where its links go another way, or are of another relation', () => {
    const to = (it: ElementContent) => {
      const db = database();
      return [db, connect(it, db)];
    };
    const from = (it: ElementContent) => {
      const db = database();
      return [db, connect(db, it)];
    };
    const flowing = (it: ElementContent) => {
      const db = database();
      return [db, flow(it, db)];
    };
    for (const other of [from, flowing]) {
      const found = words(linked('old', to), linked('new', other));
      expect(found).toContain('removed aws:ec2 "old"');
      expect(found).toContain('added aws:ec2 "new"');
    }
  });

  test('is known by the ids of what it holds, whatever these are called', () => {
    const holding = (name: string, inside: string) =>
      c.vpc(name, [c.subnet(inside, { id: 'subnet-1' }), c.subnet('b', { id: 'subnet-2' })]);
    expect(words([holding('old', 'a')], [holding('new', 'c')])).toEqual([
      'renamed "a" to subnet "c"',
      'renamed "old" to VPC "new"',
    ]);
  });

  test('is known by the kinds and names of what it holds', () => {
    const holding = (name: string, ...inside: string[]) =>
      c.ou(
        name,
        inside.map((one) => c.account(one)),
      );
    expect(words([holding('old', 'x', 'y')], [holding('new', 'x', 'y')])).toEqual([
      'renamed "old" to OU "new"',
    ]);
    // Of four names in all, none is in both.
    expect(words([holding('old', 'x', 'y')], [holding('new', 'v', 'w')])).toContain(
      'removed OU "old"',
    );
  });

  test('of several that are alike, the likest first', () => {
    const net = (name: string, owner: string, region: string) =>
      c.vpc(name, { owner, region, zone: 'cde', environment: 'prod' });
    const before = [net('a', 'one', 'eu-west-1'), net('b', 'two', 'eu-west-2')];
    const after = [net('p', 'two', 'eu-west-2'), net('q', 'one', 'eu-west-3')];
    expect(was(before, after)).toEqual({ 'vpc=p': 'vpc=b', 'vpc=q': 'vpc=a' });
    expect(was(after, before)).toEqual({ 'vpc=b': 'vpc=p', 'vpc=a': 'vpc=q' });
  });

  test('of several that are all alike, the same pairs either way round', () => {
    const same = (...names: string[]) => names.map((name) => c.vpc(name, { owner: 'x' }));
    const there = was(same('a', 'b', 'c'), same('p', 'q', 'r'));
    const back = was(same('p', 'q', 'r'), same('a', 'b', 'c'));
    expect(there).toEqual({ 'vpc=p': 'vpc=a', 'vpc=q': 'vpc=b', 'vpc=r': 'vpc=c' });
    expect(Object.fromEntries(Object.entries(back).map(([now, old]) => [old, now]))).toEqual(there);
  });

  test('with an id is another where the id is another', () => {
    const at = (id: string) => ec2('web', { id, owner: 'x', region: 'eu-west-1' });
    const renamed = (id: string | undefined) =>
      ec2('app', { ...(id ? { id } : {}), owner: 'x', region: 'eu-west-1' });
    expect(words([at('i-1')], [renamed('i-2')])).toHaveLength(2);
    expect(words([at('i-1')], [renamed(undefined)])).toHaveLength(2);
    expect(words([renamed(undefined)], [at('i-1')])).toHaveLength(2);
  });
});

describe('members of a renamed group', () => {
  test('that share a name keep their places', () => {
    const twins = (name: string) =>
      c.vpc(name, { cidr: '10.0.0.0/16' }, [ec2('web'), ec2('web'), ec2('web', { owner: 'x' })]);
    expect(words([twins('old')], [twins('new')])).toEqual(['renamed "old" to VPC "new"']);
    expect(was([twins('old')], [twins('new')])).toMatchObject({
      'vpc=new/aws:ec2=web~2': 'vpc=old/aws:ec2=web~2',
      'vpc=new/aws:ec2=web~3': 'vpc=old/aws:ec2=web~3',
    });
  });
});

describe('a moved element', () => {
  test('takes what is in it along', () => {
    const team = () => c.vpc('net', { owner: 'x' }, [c.subnet('a'), c.subnet('b')]);
    const before = [c.account('one', { id: '1' }, [team()]), c.account('two', { id: '2' }, [])];
    const after = [c.account('one', { id: '1' }, []), c.account('two', { id: '2' }, [team()])];
    expect(was(before, after)).toEqual({
      '#2/vpc=net': '#1/vpc=net',
      '#2/vpc=net/subnet=a': '#1/vpc=net/subnet=a',
      '#2/vpc=net/subnet=b': '#1/vpc=net/subnet=b',
    });
  });

  test('that is hardly alike is another one', () => {
    const one = c.vpc('net', { owner: 'x', region: 'eu-west-1' });
    const other = c.vpc('net', { owner: 'y', region: 'eu-west-2' });
    const before = [c.account('one', { id: '1' }, [one]), c.account('two', { id: '2' }, [])];
    const after = [c.account('one', { id: '1' }, []), c.account('two', { id: '2' }, [other])];
    expect(was(before, after)).toEqual({});
  });
});

describe('links between the same ends', () => {
  const ends = () => [ec2('a', { id: 'a' }), ec2('b', { id: 'b' })] as const;
  const between = (...facts: LinkFacts[]): Contents => {
    const [a, b] = ends();
    return [a, b, ...facts.flatMap((one) => connect(a, b, one))];
  };

  test('are the same where their facts are, whatever their order', () => {
    expect(
      words(
        between({ ports: ['tcp/1'] }, { ports: ['tcp/2'] }, { ports: ['tcp/3'] }),
        between({ ports: ['tcp/3'] }, { ports: ['tcp/1'] }),
      ),
    ).toEqual(['removed link a -> b (tcp/2)', 'order of links changed']);
  });

  test('may be given an id, and lose it; another id is another link', () => {
    const bare: LinkFacts = { control: 'x' };
    const [named, other] = [
      { ...bare, id: 'l-1' },
      { ...bare, id: 'l-2' },
    ];
    expect(words(between(bare), between(named))).toHaveLength(1);
    expect(words(between(named), between(bare))).toHaveLength(1);
    expect(words(between(named), between(other))).toHaveLength(2);
  });

  test('follow their ends when these are renamed', () => {
    const [a, b] = [ec2('a', { owner: 'x', region: 'r' }), ec2('b', { id: 'b' })];
    const c2 = ec2('c', { owner: 'x', region: 'r' });
    expect(
      words(
        [a, b, connect(a, b, { ports: ['tcp/1'] })],
        [c2, b, connect(c2, b, { ports: ['tcp/2'] })],
      ),
    ).toEqual(['renamed "a" to aws:ec2 "c"', 'link c -> b: ports tcp/1 became tcp/2']);
  });
});
