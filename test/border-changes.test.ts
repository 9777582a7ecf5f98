/** Paths across the border of a zone, in two states of an estate. */

import { expect, test } from 'vitest';
import type { Inventory } from '../src/inventory/inventory.ts';
import { type BorderedState, compareBorder } from '../src/reachability/border-changes.ts';
import { TestEstate } from './reachability-estate.ts';

const A = 'vpc-a';
const WEB = 'a1 sg-web';
const OTHER = 'a2 sg-web';
const DB = 'a3 sg-db';

/** Two hosts outside of the CDE and one within; `db` takes what the rules say. */
function bank(rules: readonly string[] = ['in tcp/5432 from sg-web']): TestEstate {
  return new TestEstate()
    .vpc(A, '10.1.0.0/16')
    .subnet('a1', A, '10.1.0.0/24', 'a')
    .subnet('a2', A, '10.1.1.0/24', 'b')
    .subnet('a3', A, '10.1.2.0/24', 'c')
    .table('rtb-a', A, 'main', [])
    .group('sg-web', A, ['out all to 0.0.0.0/0'])
    .group('sg-db', A, rules)
    .host('web', 'a1', '10.1.0.5', ['sg-web'])
    .host('other', 'a2', '10.1.1.6', ['sg-web'])
    .host('db', 'a3', '10.1.2.5', ['sg-db']);
}

const within = (inventory: Inventory, ...subnets: readonly string[]): BorderedState => ({
  inventory,
  isWithin: (end) => end.kind === 'segment' && subnets.includes(end.subnet.id),
});
const state = (estate: TestEstate = bank()): BorderedState => within(estate.inventory, 'a3');
const changesOf = (before: BorderedState, after: BorderedState) =>
  compareBorder(before, after).changes;

test('states that are equal differ in nothing, and say how much is within', () => {
  expect(compareBorder(state(), state())).toMatchObject({
    changes: [],
    within: { before: 1, after: 1 },
    incomplete: { before: [], after: [] },
  });
});

test('a rule opens just the paths that it lets in, and its loss closes them', () => {
  const more = state(bank(['in tcp/5432 from sg-web', 'in tcp/22 from 10.1.1.0/24']));
  const own = { direction: 'into', change: 'changed', from: OTHER, to: DB };
  expect(changesOf(state(), more)).toEqual([
    {
      ...{ ...own, effects: ['opened'], fromName: expect.any(String), toName: expect.any(String) },
      ...{ before: { open: ['tcp/5432'] }, after: { open: ['tcp/22', 'tcp/5432'] } },
    },
  ]);
  expect(changesOf(more, state())).toMatchObject([{ ...own, effects: ['closed'] }]);
});

test('one path may open a port and close another; the way out has its own direction', () => {
  const other = bank(['in tcp/443 from sg-web', 'out tcp/53 to 10.1.0.0/24']);
  other
    .remove('securityGroups', 'sg-web')
    .group('sg-web', A, ['out all to 0.0.0.0/0', 'in tcp/53 from 10.1.2.0/24']);
  expect(changesOf(state(), state(other))).toMatchObject([
    { direction: 'into', from: WEB, to: DB, effects: ['opened', 'closed'], change: 'changed' },
    { direction: 'into', from: OTHER, to: DB, effects: ['opened', 'closed'] },
    { direction: 'out of', from: DB, to: WEB, effects: ['opened'], change: 'added' },
  ]);
});

test('paths between ends that are both within, or both without, are nobody`s border', () => {
  const more = bank(['in tcp/22 from sg-web']).inventory;
  const less = bank([]).inventory;
  expect(changesOf(within(less, 'a1', 'a2', 'a3'), within(more, 'a1', 'a2', 'a3'))).toEqual([]);
  expect(changesOf(within(less), within(more))).toEqual([]);
});

test('an end that comes within makes its paths ones across the border, and no others', () => {
  const { inventory } = bank();
  const [open, wide] = [within(inventory), within(inventory, 'a3')];
  expect(changesOf(open, wide)).toMatchObject([
    { from: WEB, to: DB, effects: ['opened'], entered: [DB], after: { open: ['tcp/5432'] } },
    { from: OTHER, to: DB, effects: ['opened'], entered: [DB] },
  ]);
  expect(changesOf(wide, open)).toMatchObject([
    { from: WEB, to: DB, effects: ['closed'], left: [DB] },
    { from: OTHER, to: DB, effects: ['closed'], left: [DB] },
  ]);
  // The web server joins: its path to the database does not cross the border any more.
  expect(changesOf(wide, within(inventory, 'a1', 'a3'))).toMatchObject([
    { from: WEB, to: DB, effects: ['closed'], entered: [WEB] },
  ]);
});

test('a host that is gone closes its paths only where its network was read', () => {
  const gone = bank().remove('instances', 'other').remove('networkInterfaces', 'eni-other');
  const closed = changesOf(state(), state(gone));
  expect(closed).toMatchObject([{ from: OTHER, to: DB, effects: ['closed'], change: 'removed' }]);
  expect(closed[0]).not.toHaveProperty('unread');
});

test('what was not read is never said to be closed, nor to have been', () => {
  const { inventory } = bank();
  for (const type of ['networkInterfaces', 'instances'] as const) {
    const refused = { state: 'refused', except: [] } as const;
    const blind = within(
      {
        ...{ ...inventory, instances: new Map(), networkInterfaces: new Map() },
        coverage: { ...inventory.coverage, [type]: refused },
      },
      'a3',
    );
    const lost = changesOf(state(), blind);
    expect(lost.map(({ from, to }) => [from, to])).toEqual([
      [WEB, DB],
      [OTHER, DB],
    ]);
    for (const one of lost)
      expect(one).toMatchObject({ effects: ['undecidable'], unread: 'after' });
    const found = changesOf(blind, state());
    expect(found).toHaveLength(2);
    for (const one of found) expect(one).toMatchObject({ effects: ['decided'], unread: 'before' });
  }
});

test('a port that cannot be told any more is neither opened nor closed', () => {
  const { inventory } = bank();
  const { securityGroupRules: _, ...coverage } = inventory.coverage;
  const blind = within({ ...inventory, securityGroupRules: new Map(), coverage }, 'a3');
  const found = changesOf(state(), blind);
  expect(found.length).toBeGreaterThan(0);
  for (const { effects } of found) expect(effects).toEqual(['undecidable']);
  for (const { effects } of changesOf(blind, state())) expect(effects).toEqual(['decided']);
  expect(compareBorder(state(), blind).incomplete).toMatchObject({
    before: [],
    after: [{ what: expect.stringContaining('security-group') }],
  });
});
