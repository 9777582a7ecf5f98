/** The tree of organizations: of a recorded bank, and of graphs that are made up. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrganizationOptions } from '../src/model/derivation.ts';
import { organization } from './derivations.ts';
import { type Built, build, type Row, recorded, type Table, tables } from './derived-answers.ts';

const bank = (options: OrganizationOptions = {}): Built => build(organization, options, recorded);

describe('the recorded bank', () => {
  test('OUs hang from their PARENT, and only one is nested', () => {
    const built = bank();
    expect(built.codes).toEqual([]);
    expect(built.counts).toEqual({
      account: [10, 10, 0, 0],
      grouping: [2, 2, 0, 0],
      organization: [1, 1, 0, 0],
      ou: [5, 5, 0, 0],
      root: [1, 0, 1, 0],
    });
    const org = 'AWS organization';
    expect(built.path('mockupbank-payments')).toEqual([
      ...[org, 'Prod', 'Payments-CDE', 'mockupbank-payments'],
    ]);
    for (const ou of ['Infra', 'Security', 'Prod', 'Sandbox'])
      expect(built.path(ou)).toEqual([org, ou]);
    expect(built.elements.get(org)?.facts.id).toBe('o-yh5o3xsh88');
    expect(built.elements.get('Prod')?.facts.id).toBe('ou-jbbl-3mjwnxva');
  });

  test('the management account is known by its organization only', () => {
    const built = bank();
    expect(built.path('mockupbank-management')).toEqual([
      'AWS organization',
      'mockupbank-management',
    ]);
    const roles = [...built.elements.values()].filter(({ facts }) => facts.role);
    expect(roles.map(({ facts: { id, role } }) => [id, role])).toEqual([
      ['100000000001', 'management'],
    ]);
  });

  test('a suspended account has no place, a stranger is outside', () => {
    const built = bank();
    expect(built.path('mockupbank-old-sandbox')).toEqual([
      'AWS organization',
      'No place in the organization',
      'mockupbank-old-sandbox',
    ]);
    expect(built.elements.get('mockupbank-old-sandbox')?.facts.status).toBe('SUSPENDED');
    expect(built.path('900000000001')).toEqual(['Outside of the organization', '900000000001']);
    // The graph says "foreign" of both, but only of one it is true.
    expect(built.elements.get('900000000001')?.facts.status).toBeUndefined();
    const others = [...built.elements.values()].filter(({ facts }) => facts.status !== undefined);
    expect(others).toHaveLength(1);
  });

  test('mail addresses are asked for and drawn on request only', () => {
    const asks = (options: OrganizationOptions): boolean =>
      organization.importer
        .questions(options, { tagKeys: [] })
        .some(({ query }) => query.toLowerCase().includes('email'));
    expect(asks({})).toBe(false);
    expect(asks({ email: true })).toBe(true);
    expect(bank().elements.get('mockupbank-dev')?.facts.email).toBeUndefined();
    expect(bank({ email: true }).elements.get('mockupbank-dev')?.facts.email).toBe(
      'aws-dev@mockupbank.example',
    );
  });

  test('depth folds what is further down into a number', () => {
    const one = bank({ depth: 1 });
    expect(one.path('1 account in 1 further OU')).toEqual([
      ...['AWS organization', 'Prod', '1 account in 1 further OU'],
    ]);
    expect(one.elements.get('1 account in 1 further OU')?.facts.description).toBe(
      'Payments-CDE: mockupbank-payments (100000000007)',
    );
    expect(one.counts.account).toEqual([10, 9, 1, 0]);
    expect(one.counts.ou).toEqual([5, 4, 1, 0]);
    const none = bank({ depth: 0, unplaced: 'omit' });
    expect([...none.elements.keys()]).toEqual([
      ...['AWS organization', 'mockupbank-management', '7 accounts in 5 further OUs'],
    ]);
    expect(none.counts.account).toEqual([10, 1, 7, 2]);
  });

  test('OUs and accounts can be chosen, with all above them', () => {
    const prod = bank({ ous: ['Prod'] });
    expect([...prod.elements.keys()]).toEqual([
      ...[
        'AWS organization',
        'Prod',
        'mockupbank-production',
        'Payments-CDE',
        'mockupbank-payments',
      ],
    ]);
    expect([...bank({ ous: ['ou-jbbl-8z0rtx74'] }).elements.keys()]).toEqual([
      ...['AWS organization', 'Prod', 'Payments-CDE', 'mockupbank-payments'],
    ]);
    expect([...bank({ accounts: ['100000000005'] }).elements.keys()]).toEqual([
      ...['AWS organization', 'Infra', 'mockupbank-network'],
    ]);
    expect(bank({ ous: ['Root'] }).counts.account).toEqual([10, 8, 0, 2]);
    expect(bank({ organizations: ['o-yh5o3xsh88'] }).counts.account).toEqual([10, 9, 0, 1]);
  });

  test('what is named and not there is an error', () => {
    for (const options of [{ accounts: ['nobody'] }, { ous: ['no'] }, { organizations: ['o-2'] }])
      expect(bank(options).codes).toContain('not-in-graph');
  });

  test('any choice is accounted for', () => {
    const some = (names: readonly string[]) =>
      fc.option(fc.subarray([...names], { minLength: 1 }), { nil: undefined });
    const options = fc.record({
      accounts: some(['mockupbank-dev', '100000000007', '900000000001', 'mockupbank-old-sandbox']),
      ous: some(['Prod', 'Payments-CDE', 'Sandbox', 'r-jbbl', 'Infra']),
      organizations: some(['o-yh5o3xsh88']),
      depth: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
      unplaced: fc.constantFrom('show' as const, 'omit' as const, undefined),
      email: fc.boolean(),
    });
    fc.assert(
      fc.property(options, (chosen) => {
        const { elements } = bank(chosen as OrganizationOptions);
        if (chosen.depth === 0) expect(elements.has('Prod')).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

const ACCOUNT = { state: 'ACTIVE', inscope: true, synced: true, management: false };

/** A graph of units `[id, parent]` and accounts. A unit without a name has its id for one. */
function graph(
  units: readonly (readonly [id: string, parent: string | null, name?: string])[],
  accounts: readonly Row[],
  organizations: readonly string[] = ['o-1'],
): Table {
  const roots = units.filter(([id]) => id.includes('/r-'));
  const rows: Record<string, readonly Row[]> = {
    'AS found': [
      { kind: 'organization', found: organizations.length },
      { kind: 'root', found: roots.length },
      { kind: 'ou', found: units.length - roots.length },
      { kind: 'account', found: accounts.length },
    ],
    'AS management': accounts.map((account) => ({ ...ACCOUNT, organization: 'o-1', ...account })),
    'AS short': units.map(([id, parent, name]) => ({
      id,
      parent,
      name: name ?? null,
      root: id.includes('/r-'),
      short: id.slice(id.indexOf('/') + 1),
      organization: id.slice(0, id.indexOf('/')),
    })),
    'MATCH (o:AWSOrganization) RETURN': organizations.map((id) => ({ id })),
  };
  return tables(rows);
}

const made = (table: Table, options: OrganizationOptions = {}): Built =>
  build(organization, options, table);

describe('graphs of other estates', () => {
  test('several organizations, with OUs of one name', () => {
    const table = graph(
      [
        ['o-1/r-1', null],
        ['o-1/ou-1', 'o-1/r-1', 'Prod'],
        ['o-2/r-2', null],
        ['o-2/ou-2', 'o-2/r-2', 'Prod'],
        ['o-2/ou-1', 'o-2/r-2', 'Prod'],
      ],
      [
        { id: '1', name: 'a', parent: 'o-1/ou-1' },
        { id: '2', name: 'a', parent: 'o-2/ou-2', organization: 'o-2' },
      ],
      ['o-1', 'o-2', 'o-empty'],
    );
    const both = made(table);
    expect(both.codes).toEqual([]);
    expect(both.counts).toMatchObject({ organization: [3, 3, 0, 0], ou: [3, 3, 0, 0] });
    expect(both.diagram.elements['#1']?.parent).toBe('#o-1/ou-1');
    // Two OUs whose short ids are equal keep the long ones.
    expect(Object.keys(both.diagram.elements)).toContain('#o-2/ou-1');
    const second = made(table, { organizations: ['o-2'] });
    expect(second.counts).toMatchObject({ organization: [3, 1, 0, 2], root: [2, 0, 1, 1] });
    expect(second.counts.account).toEqual([2, 1, 0, 1]);
  });

  test('six levels of OUs', () => {
    const units = Array.from(
      { length: 6 },
      (_, n) => [`o-1/ou-${n}`, n === 0 ? 'o-1/r-1' : `o-1/ou-${n - 1}`, `L${n}`] as const,
    );
    const table = graph(
      [['o-1/r-1', null], ...units],
      [{ id: '1', name: 'deep', parent: 'o-1/ou-5' }],
    );
    expect(made(table).path('deep')).toEqual([
      ...['AWS organization', 'L0', 'L1', 'L2', 'L3', 'L4', 'L5', 'deep'],
    ]);
    const folded = made(table, { depth: 2 });
    expect(folded.path('1 account in 4 further OUs')).toEqual([
      ...['AWS organization', 'L0', 'L1', '1 account in 4 further OUs'],
    ]);
  });

  test('a thousand levels end in an error of the diagram, not in a fault', () => {
    const units = Array.from(
      { length: 5000 },
      (_, n) => [`o-1/ou-${n}`, n === 0 ? 'o-1/r-1' : `o-1/ou-${n - 1}`] as const,
    );
    const table = graph([['o-1/r-1', null], ...units], [{ id: '1', parent: 'o-1/ou-4999' }]);
    expect(made(table).codes).toContain('too-deep');
    expect(made(table, { depth: 3 }).counts.ou).toEqual([5000, 3, 4997, 0]);
  });

  test('OUs in a circle, and OUs without a parent, are shown at the root', () => {
    const table = graph(
      [
        ['o-1/r-1', null],
        ['o-1/ou-b', 'o-1/ou-c', 'B'],
        ['o-1/ou-c', 'o-1/ou-d', 'C'],
        ['o-1/ou-d', 'o-1/ou-b', 'D'],
        ['o-1/ou-self', 'o-1/ou-self', 'Self'],
        ['o-1/ou-lost', null, 'Lost'],
        ['o-1/ou-gone', 'o-1/ou-nowhere', 'Gone'],
      ],
      [
        { id: '1', name: 'in-c', parent: 'o-1/ou-c' },
        { id: '2', name: 'in-self', parent: 'o-1/ou-self' },
      ],
    );
    const built = made(table);
    expect([...new Set(built.codes)].sort()).toEqual(['ou-cycle', 'ou-without-parent']);
    expect(built.codes.filter((code) => code === 'ou-cycle')).toHaveLength(2);
    expect(built.path('in-c')).toEqual(['AWS organization', 'B', 'D', 'C', 'in-c']);
    expect(built.path('in-self')).toEqual(['AWS organization', 'Self', 'in-self']);
    expect(built.counts).toMatchObject({ ou: [6, 6, 0, 0], account: [2, 2, 0, 0] });
    expect(made(table, { ous: ['C'] }).counts.account).toEqual([2, 1, 0, 1]);
  });

  test('before 0.137 there are accounts and no organization', () => {
    const table = graph(
      [],
      [
        { id: '1', name: 'a', organization: null },
        { id: '9', organization: null, inscope: false, synced: false },
      ],
      [],
    );
    const built = made(table);
    expect(built.codes).toEqual(['no-organization']);
    expect(built.path('a')).toEqual(['a']);
    expect(built.path('9')).toEqual(['Known by name only', '9']);
  });

  test('accounts may name an organization that has no node', () => {
    const built = made(graph([], [{ id: '1', name: 'a', parent: null }], []));
    expect(built.path('a')).toEqual(['AWS organization', 'No place in the organization', 'a']);
    expect(built.counts).toMatchObject({ organization: [0, 0, 0, 0], grouping: [2, 2, 0, 0] });
  });

  test('an empty graph is an error', () => {
    const built = made(graph([], [], []));
    expect(built.codes.slice(0, 1)).toEqual(['empty-graph']);
  });

  test('missing names, odd types, closed and unread accounts', () => {
    const built = made(
      graph(
        [
          ['o-1/r-1', null],
          ['o-1/ou-1', 'o-1/r-1'],
        ],
        [
          { id: 100000000001, name: ['odd'], parent: 'o-1/ou-1' },
          { id: '2', name: '', state: 'PENDING_CLOSURE', parent: 'o-1/ou-1' },
          { id: '3', name: 'unread', synced: false, inscope: false, parent: 'o-1/ou-1' },
          { id: '4', name: 'old', behind: true, parent: 'o-1/ou-1' },
        ],
      ),
    );
    expect(built.codes).toEqual(['odd-value']);
    expect(built.elements.get('100000000001')?.facts.id).toBe('100000000001');
    expect(built.elements.get('2')?.facts.status).toBe('PENDING_CLOSURE');
    expect(built.elements.get('unread')?.facts.status).toBe('not read');
    expect(built.elements.get('old')?.facts.status).toBeUndefined();
    expect(built.stale).toEqual(['4']);
    expect(built.path('2')).toEqual(['AWS organization', 'ou-1', '2']);
  });

  test('an account that is lost on the way is noticed', () => {
    const table = graph(
      [],
      [
        { id: '1', name: 'a' },
        { id: '1', name: 'a' },
      ],
    );
    expect(() => made(table)).toThrow(/count-mismatch/);
  });
});
