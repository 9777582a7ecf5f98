/** Names, accounts and gateways of which an estate has more than one meets the eye. */

import { expect, test } from 'vitest';
import { access, organization } from './derivations.ts';
import { build, type Row, tables } from './derived-answers.ts';
import { drawnSmall, linkOf, nameAt, ofKind, type SmallGraph } from './network-answers.ts';

const unit = (id: string, name: string, parent: string | null, root = false): Row => ({
  ...{
    id,
    short: id.split('/')[1] ?? id,
    name,
    parent,
    root,
    organization: id.split('/')[0] ?? '',
  },
});
const account = (id: string, name: string, parent: string, more: Row = {}): Row => ({
  ...{ id, name, parent, organization: parent.split('/')[0] ?? '', state: 'ACTIVE' },
  ...{ management: false, inscope: true, synced: true, behind: false },
  ...more,
});

const UNITS = [
  unit('o-1/r-1', 'Root', null, true),
  unit('o-1/ou-1', 'Prod', 'o-1/r-1'),
  unit('o-2/r-2', 'Root', null, true),
  unit('o-2/ou-2', 'Prod', 'o-2/r-2'),
];
const ACCOUNTS = [
  account('111111111111', 'payments', 'o-1/ou-1'),
  account('222222222222', 'payments', 'o-2/ou-2'),
];
const TWO: SmallGraph = { accounts: ACCOUNTS, units: UNITS };

test('a name that two have is an error that lists both; an id is not', () => {
  const { diagnostics } = drawnSmall(TWO, { ous: ['Prod'], accounts: ['payments'] });
  const names = diagnostics.filter(({ code }) => code === 'ambiguous-name');
  expect(names.map(({ message }) => message)).toEqual([
    'the graph has 2 accounts named "payments": 111111111111 in Prod, 222222222222 in Prod',
    'the graph has 2 OUs named "Prod": o-1/ou-1 in Root of o-1, o-2/ou-2 in Root of o-2',
  ]);
  const exact = { ous: ['ou-1'], accounts: ['111111111111'] };
  expect(drawnSmall(TWO, exact).codes).not.toContain('ambiguous-name');
});

test('the organization asks in the same way', () => {
  const table = tables({
    'AS management': ACCOUNTS,
    'AS short': UNITS,
    'AS found': [
      { kind: 'account', found: 2 },
      { kind: 'ou', found: 2 },
      { kind: 'root', found: 2 },
    ],
  });
  const built = build(organization, { ous: ['Prod'] }, table);
  expect(built.codes).toEqual(['ambiguous-name']);
});

test('accounts of an organization of which none was read stand outside', () => {
  const strange = { inscope: false, synced: false };
  const trust = (role: string, principal: string): Row => ({
    ...{ role: `arn:aws:iam::${role}:role/audit`, name: 'audit' },
    ...{ principal: `arn:aws:iam::${principal}:root`, type: null, allowed: false },
  });
  const built = build(
    access,
    {},
    tables({
      'AS management': [
        account('111111111111', 'payments', 'o-1/ou-1'),
        account('222222222222', 'partner', 'o-2/ou-2', strange),
      ],
      'AS short': UNITS,
      'AS allowed': [trust('111111111111', '222222222222')],
      'AS found': [
        { kind: 'account', found: 2 },
        { kind: 'role', found: 1 },
        { kind: 'trust', found: 1 },
        { kind: 'principal', found: 1 },
      ],
    }),
  );
  expect(built.path('partner')).toEqual(['Outside of the organization', 'partner']);
  expect(built.path('payments')).toEqual(['AWS organization', 'payments']);
});

test('a peering of two known transit gateways is one line between them', () => {
  const gateway = (n: string, region: string): Row => ({
    ...{ id: `arn:tgw-${n}`, short: `tgw-${n}`, owner: '111111111111', state: 'available', region },
  });
  const built = drawnSmall({
    ...{ accounts: [account('111111111111', 'network', 'o-1/ou-1')], units: UNITS },
    transit: [gateway('a', 'eu-west-1'), gateway('b', 'eu-central-1')],
    attachments: [
      {
        ...{ id: 'tgw-attach-1', type: 'peering', state: 'available', region: 'eu-west-1' },
        ...{ accounts: ['111111111111'], gateways: ['arn:tgw-a', 'arn:tgw-b'] },
      },
    ],
  });
  const { from, to } = linkOf(built, 'tgw-attach-1');
  expect([nameAt(built, from), nameAt(built, to)].sort()).toEqual(['tgw-a', 'tgw-b']);
  expect(ofKind(built, 'on-premises')).toEqual([]);
  expect(built.stubs).toEqual([]);
});

test('an account without any completed sync is marked, where others have one', () => {
  const vpc = (id: string, owner: string): Row => ({ id, accounts: [owner], region: 'eu-west-1' });
  const graph = (synced: boolean): SmallGraph => ({
    accounts: [
      account('111111111111', 'whole', 'o-1/ou-1', { synced }),
      account('222222222222', 'begun', 'o-1/ou-1', { synced: false }),
    ],
    units: UNITS,
    vpcs: [vpc('vpc-a', '111111111111'), vpc('vpc-b', '222222222222')],
  });
  const built = drawnSmall(graph(true));
  expect(built.elements.get('begun')?.facts.status).toBe('sync never completed');
  expect(built.stale).toEqual(['222222222222', 'vpc-b']);
  // A graph of an old version has no such marks at all: they say nothing then.
  const unmarked = drawnSmall(graph(false));
  expect(unmarked.elements.get('begun')?.facts.status).toBeUndefined();
  expect(unmarked.stale).toEqual([]);
});
