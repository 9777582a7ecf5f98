/** Each single change of the estate, or of what is drawn of it, is named, and nothing else is. */

import { beforeAll, describe, expect, test } from 'vitest';
import { verdictOf } from '../src/compare/drift/drift.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import type { Diagram } from '../src/model/diagram.ts';
import {
  BANK_DIAGRAMS,
  changed,
  compareBank,
  diagramsOf,
  foundIn,
  graphOfBank,
  replaced,
} from './drift-bank.ts';

let graph: Inventory;
let drawn: readonly Diagram[];

beforeAll(async () => {
  graph = await graphOfBank();
  drawn = await diagramsOf(BANK_DIAGRAMS);
});

test('what is drawn equals what is recorded: nothing differs, nothing is left open', () => {
  const compared = compareBank(drawn, graph);
  expect(foundIn(compared)).toEqual([]);
  expect(compared.map(verdictOf)).toEqual(['in-sync', 'in-sync']);
  const [organization, network] = compared.map(({ counts }) => counts);
  expect(organization).toEqual({
    account: { declared: 9, running: 9, both: 9 },
    ou: { declared: 5, running: 5, both: 5 },
  });
  expect(network).toMatchObject({
    vpc: { declared: 10, running: 10, both: 10 },
    subnet: { declared: 31, running: 31, both: 31 },
    route: { declared: 24, running: 24, both: 24 },
    'security-group-rule': { declared: 3, running: 3, both: 3 },
  });
});

const OU = 'o-yh5o3xsh88/ou-jbbl-it345u13';
const INFRA = 'o-yh5o3xsh88/ou-jbbl-j8q7d263';
const ROOT = 'o-yh5o3xsh88/r-jbbl';
const DEV = 'vpc-24b8b3e4fffda1b7d';
const PAYMENTS = 'vpc-133f47eb1842c8a63';
const DMZ_TABLE = 'rtb-2f1b316a3a8a1e9a6';
const DEV_SUBNET = 'subnet-7d6c58b3704151dc6';
const DEV_TABLE = 'rtb-5e88abd3cbecc8208';
const ATTACHMENT = 'tgw-attach-ab4ef7fb2f38753a4';
const PEERING = 'pcx-f73ecbf012876c10b';

const without = () => undefined;

type Mutation = readonly [
  what: string,
  mutate: (inventory: Inventory) => Inventory,
  expected: readonly string[],
];

const unread = (inventory: Inventory, account: string): Inventory => ({
  ...inventory,
  coverage: Object.fromEntries(
    Object.entries(inventory.coverage).map(([type, own]) => [
      type,
      ['accounts', 'units', 'organizations'].includes(type)
        ? own
        : { ...own, except: [{ account, state: 'not-asked', reason: 'never read to the end' }] },
    ]),
  ),
});

/** Everything of a VPC and of its tables, gone. */
function withoutVpc(inventory: Inventory, vpc: string): Inventory {
  const tables = new Set(
    [...inventory.routeTables.values()].filter((t) => t.vpc === vpc).map(({ id }) => id),
  );
  const subnets = new Set(
    [...inventory.subnets.values()].filter((s) => s.vpc === vpc).map(({ id }) => id),
  );
  const groups = new Set(
    [...inventory.securityGroups.values()].filter((g) => g.vpc === vpc).map(({ id }) => id),
  );
  const holds = (record: object): boolean => {
    const {
      vpc: own,
      table,
      subnet,
      subnets: several = [],
      requester,
      accepter,
      groups: rules = [],
      id,
    } = record as Record<string, string> & { subnets?: string[]; groups?: string[] };
    return (
      [own, requester, accepter, id].includes(vpc) ||
      tables.has(table ?? '') ||
      subnets.has(subnet ?? '') ||
      (several as string[]).some((one) => subnets.has(one)) ||
      (rules as string[]).some((one) => groups.has(one))
    );
  };
  const collections = Object.entries(inventory).map(([key, value]) => [
    key,
    value instanceof Map ? new Map([...value].filter(([, record]) => !holds(record))) : value,
  ]);
  return Object.fromEntries(collections) as Inventory;
}

const RUNNING: readonly Mutation[] = [
  [
    'an OU is renamed',
    (i) => changed(i, 'units', OU, (unit) => ({ ...unit, name: 'Playground' })),
    ['renamed ou ou-jbbl-it345u13 name'],
  ],
  [
    'an OU is moved',
    (i) => changed(i, 'units', OU, (unit) => ({ ...unit, parent: INFRA })),
    ['moved ou ou-jbbl-it345u13 parent'],
  ],
  [
    'an OU is new',
    (i) => ({
      ...i,
      units: new Map([
        ...i.units,
        [
          'o-yh5o3xsh88/ou-jbbl-11111111',
          {
            ...{ id: 'o-yh5o3xsh88/ou-jbbl-11111111', short: 'ou-jbbl-11111111', name: 'New' },
            ...{
              root: false,
              parent: ROOT,
              provenance: { source: 'cartography', at: { file: 'x' } },
            },
          },
        ],
      ]),
    }),
    ['unmanaged ou ou-jbbl-11111111'],
  ],
  [
    'an account is moved',
    (i) => changed(i, 'accounts', '100000000006', (a) => ({ ...a, path: [ROOT, OU] })),
    ['moved account 100000000006 parent'],
  ],
  [
    'an account is moved to the root',
    (i) => changed(i, 'accounts', '100000000006', (a) => ({ ...a, path: [ROOT] })),
    ['moved account 100000000006 parent'],
  ],
  [
    'an account is renamed',
    (i) => changed(i, 'accounts', '100000000004', (a) => ({ ...a, name: 'archive' })),
    ['renamed account 100000000004 name'],
  ],
  [
    'an account is suspended',
    (i) => changed(i, 'accounts', '100000000009', (a) => ({ ...a, state: 'ACTIVE' })),
    // Once it is active, that it was not read leaves its networks open.
    [
      '? not-read account mockupbank-old-sandbox (100000000009)',
      'differs account 100000000009 state',
    ],
  ],
  [
    'an account left the organization',
    (i) =>
      changed(i, 'accounts', '100000000004', ({ organization: _, ...a }) => ({
        ...{ ...a, inscope: false, path: [] },
      })),
    ['moved account 100000000004 parent'],
  ],
  [
    'an account is closed and gone',
    (i) => changed(i, 'accounts', '100000000004', without),
    ['missing account 100000000004'],
  ],
  [
    'another account manages the organization',
    (i) => changed(i, 'accounts', '100000000001', (a) => ({ ...a, management: false })),
    ['differs account 100000000001 management'],
  ],
  ['a VPC is gone with all that was in it', (i) => withoutVpc(i, DEV), [`missing vpc ${DEV}`]],
  [
    'a VPC is new',
    (i) => {
      const vpc = i.vpcs.get(DEV);
      if (!vpc) throw new Error('no VPC');
      const made = {
        ...vpc,
        id: 'vpc-00000000000000001',
        name: 'shadow',
        blocks: ['10.66.0.0/16'],
      };
      return { ...i, vpcs: new Map([...i.vpcs, [made.id, made]]) };
    },
    [
      '? read-failed route-tables of vpc-00000000000000001',
      '? read-failed security-groups of vpc-00000000000000001',
      'unmanaged vpc vpc-00000000000000001',
    ],
  ],
  [
    'a digit of a block',
    (i) => changed(i, 'vpcs', PAYMENTS, (vpc) => ({ ...vpc, blocks: ['10.22.0.0/16'] })),
    [`differs vpc ${PAYMENTS} cidr`],
  ],
  [
    'a VPC has a second block',
    (i) => changed(i, 'vpcs', DEV, (vpc) => ({ ...vpc, blocks: [...vpc.blocks, '100.64.0.0/16'] })),
    [`differs vpc ${DEV} cidr`],
  ],
  [
    'a VPC is renamed',
    (i) => changed(i, 'vpcs', DEV, (vpc) => ({ ...vpc, name: 'development' })),
    [`renamed vpc ${DEV} name`],
  ],
  [
    'a VPC is in another region',
    (i) => changed(i, 'vpcs', DEV, (vpc) => ({ ...vpc, region: 'eu-north-1' })),
    [`differs vpc ${DEV} region`],
  ],
  [
    'a peering is gone',
    (i) => changed(i, 'peerings', PEERING, without),
    [`missing peering ${PEERING}`],
  ],
  [
    'a peering is listed as deleted',
    (i) => changed(i, 'peerings', PEERING, (p) => ({ ...p, status: 'deleted', gone: true })),
    [`missing peering ${PEERING}`],
  ],
  [
    'a peering is accepted',
    (i) => changed(i, 'peerings', 'pcx-d405d7e5a877992bb', (p) => ({ ...p, status: 'active' })),
    ['differs peering pcx-d405d7e5a877992bb status'],
  ],
  [
    'a peering leads elsewhere',
    (i) => changed(i, 'peerings', PEERING, (p) => ({ ...p, requester: DEV })),
    [`differs peering ${PEERING} ends`],
  ],
  [
    'a peering is new',
    (i) => {
      const own = i.peerings.get(PEERING);
      if (!own) throw new Error('no peering');
      const made = { ...own, id: 'pcx-00000000000000001', requester: DEV, status: 'active' };
      return { ...i, peerings: new Map([...i.peerings, [made.id, made]]) };
    },
    ['unmanaged peering pcx-00000000000000001'],
  ],
  [
    "a subnet's zone",
    (i) => changed(i, 'subnets', DEV_SUBNET, (s) => ({ ...s, zone: 'eu-west-1c' })),
    [`differs subnet ${DEV_SUBNET} availabilityZone`],
  ],
  [
    "a subnet's block",
    (i) => changed(i, 'subnets', DEV_SUBNET, (s) => ({ ...s, cidr: '10.50.11.0/24' })),
    [`differs subnet ${DEV_SUBNET} cidr`],
  ],
  [
    'a subnet is new',
    (i) => {
      const own = i.subnets.get(DEV_SUBNET);
      if (!own) throw new Error('no subnet');
      const made = { ...own, id: 'subnet-00000000000000001', cidr: '10.50.12.0/24', name: 'new' };
      return { ...i, subnets: new Map([...i.subnets, [made.id, made]]) };
    },
    ['unmanaged subnet subnet-00000000000000001'],
  ],
  [
    'a subnet is gone, and nothing names it',
    (i) => {
      const id = 'subnet-78593f838d1db87a3';
      const associations = [...i.routeTableAssociations].filter(([, a]) => a.subnet !== id);
      const gone = { ...i, routeTableAssociations: new Map(associations) };
      return changed(gone, 'subnets', id, without);
    },
    ['missing subnet subnet-78593f838d1db87a3'],
  ],
  [
    'a subnet uses another table',
    (i) => {
      const own = [...i.routeTableAssociations.values()].find(
        ({ subnet }) => subnet === 'subnet-3f5aa917c6989ce20',
      );
      if (!own) throw new Error('no association');
      return changed(i, 'routeTableAssociations', own.id, (a) => ({
        ...{ ...a, table: 'rtb-a89aced2cdccede92' },
      }));
    },
    [`differs route-table ${DMZ_TABLE} serves`, 'differs route-table rtb-a89aced2cdccede92 serves'],
  ],
  [
    'a route is added',
    (i) => {
      const own = i.routes.get(`${DEV_TABLE}|0.0.0.0/0`);
      if (!own) throw new Error('no route');
      const made = { ...own, id: `${DEV_TABLE}|10.20.0.0/16`, destination: '10.20.0.0/16' };
      return { ...i, routes: new Map([...i.routes, [made.id, made]]) };
    },
    [`unmanaged route 10.20.0.0/16 ${DEV_TABLE}`],
  ],
  [
    'a route is gone',
    (i) => changed(i, 'routes', `${DMZ_TABLE}|0.0.0.0/0`, without),
    [`missing route 0.0.0.0/0 ${DMZ_TABLE}`],
  ],
  [
    'a route leads elsewhere',
    (i) =>
      changed(i, 'routes', `${DEV_TABLE}|0.0.0.0/0`, (route) => ({
        ...{ ...route, kind: 'internet-gateway', target: 'igw-95701a05da980853f' },
      })),
    [`differs route 0.0.0.0/0 ${DEV_TABLE} target`],
  ],
  [
    'a route leads nowhere',
    (i) => changed(i, 'routes', `${DEV_TABLE}|0.0.0.0/0`, (route) => ({ ...route, active: false })),
    [`differs route 0.0.0.0/0 ${DEV_TABLE} active`],
  ],
  [
    'an attachment is gone',
    (i) => changed(i, 'transitAttachments', ATTACHMENT, without),
    [`missing transit-gateway-attachment ${ATTACHMENT}`],
  ],
  [
    'an attachment is waiting',
    (i) =>
      changed(i, 'transitAttachments', ATTACHMENT, (a) => ({ ...a, state: 'pendingAcceptance' })),
    [`differs transit-gateway-attachment ${ATTACHMENT} state`],
  ],
  [
    'an internet gateway is attached to another VPC',
    (i) =>
      changed(i, 'internetGateways', 'igw-95701a05da980853f', (g) => ({ ...g, vpc: PAYMENTS })),
    ['moved internet-gateway igw-95701a05da980853f vpc'],
  ],
  [
    'an endpoint is gone',
    (i) => changed(i, 'endpoints', 'vpce-5bde19a3d005f82f4', without),
    ['missing vpc-endpoint vpce-5bde19a3d005f82f4'],
  ],
  [
    'a rule is opened to the world',
    (i) => {
      const [own] = [...i.securityGroupRules.values()].filter(
        ({ inbound, groups }) => inbound && groups.includes('sg-237a818381402779e'),
      );
      if (!own) throw new Error('no rule');
      return changed(i, 'securityGroupRules', own.id, (rule) => ({
        ...rule,
        ranges: ['0.0.0.0/0'],
      }));
    },
    ['unmanaged security-group-rule tcp/8443 in from 0.0.0.0/0 sg-237a818381402779e'],
  ],
  [
    'a rule that was open is closed',
    (i) => {
      const [own] = [...i.securityGroupRules.values()].filter(
        ({ inbound, groups }) => inbound && groups.includes('sg-22afec69df3a9400a'),
      );
      if (!own) throw new Error('no rule');
      return changed(i, 'securityGroupRules', own.id, (rule) => ({
        ...rule,
        ranges: ['10.0.0.0/8'],
      }));
    },
    ['missing security-group-rule tcp/22 in from 0.0.0.0/0 sg-22afec69df3a9400a'],
  ],
  [
    'an instance is in another subnet',
    (i) =>
      changed(i, 'instances', 'i-9ff9d07478a88da22', (one) => ({ ...one, subnets: [DEV_SUBNET] })),
    ['differs instance i-9ff9d07478a88da22 subnets'],
  ],
  [
    'a database is new',
    (i) => {
      const [own] = [...i.databases.values()];
      if (!own) throw new Error('no database');
      const made = { ...own, id: 'arn:aws:rds:eu-west-1:100000000007:db:copy', name: 'copy' };
      return { ...i, databases: new Map([...i.databases, [made.id, made]]) };
    },
    ['unmanaged database arn:aws:rds:eu-west-1:100000000007:db:copy'],
  ],
  [
    'an account was not read',
    (i) => unread(withoutVpc(i, DEV), '100000000008'),
    ['? not-read account mockupbank-dev (100000000008)'],
  ],
  [
    'an account of which there is no record refused to be read',
    (i) => unread(i, '100000000010'),
    ['? not-read account 100000000010'],
  ],
  [
    'a region was lost: its answers are not there, and so is what was in it',
    (i) => {
      const lost = withoutVpc(i, 'vpc-69079c151c3b7ab52');
      const except = [...i.accounts.keys()].flatMap((account) => [
        { account, region: 'eu-west-1', state: 'read' as const, reason: '' },
      ]);
      const coverage = Object.fromEntries(
        Object.entries(lost.coverage).map(([type, own]) => [
          type,
          ['accounts', 'units', 'organizations'].includes(type)
            ? own
            : { state: 'not-asked' as const, except },
        ]),
      );
      return { ...lost, coverage };
    },
    [...Array(8).keys()].map((n) => {
      const names = ['management', 'deployment', 'security', 'log-archive', 'network'];
      const all = [...names, 'production', 'payments', 'dev'];
      return `? not-read account mockupbank-${all[n]} (10000000000${n + 1}) in eu-central-1`;
    }),
  ],
  [
    'the stage of route tables failed for a VPC',
    (i) => {
      const tables = [...i.routeTables].filter(([, { vpc }]) => vpc !== DEV);
      const known = new Set(tables.map(([id]) => id));
      const routes = [...i.routes].filter(([, { table }]) => known.has(table ?? ''));
      const uses = [...i.routeTableAssociations].filter(([, { table }]) => known.has(table ?? ''));
      return {
        ...i,
        routeTables: new Map(tables),
        routes: new Map(routes),
        routeTableAssociations: new Map(uses),
      };
    },
    [`? read-failed route-tables of ${DEV}`],
  ],
  [
    'the stage of routes failed for a table',
    (i) => ({
      ...i,
      routes: new Map([...i.routes].filter(([, { table }]) => table !== DMZ_TABLE)),
    }),
    [`? read-failed routes of ${DMZ_TABLE}`],
  ],
  [
    'the stage of subnets failed: others name one that is not there',
    (i) => changed(i, 'subnets', 'subnet-3f5aa917c6989ce20', without),
    ['? read-failed subnets subnet-3f5aa917c6989ce20'],
  ],
  [
    'a VPC is older than the newest read of its account',
    (i) => changed(i, 'vpcs', DEV, (vpc) => ({ ...vpc, behind: true })),
    ['? behind VPC dev (vpc-24b8b3e4fffda1b7d)'],
  ],
  [
    'an account is older than the newest read',
    (i) => changed(i, 'accounts', '100000000008', (a) => ({ ...a, behind: true })),
    [
      '? behind account mockupbank-dev (100000000008)',
      '? behind account mockupbank-dev (100000000008)',
    ],
  ],
  [
    'peerings were not asked for',
    (i) => {
      const { peerings: _, ...coverage } = i.coverage;
      return { ...i, coverage, peerings: new Map() };
    },
    ['? not-asked peering'],
  ],
  [
    'a source that does not know subnets is no sign that there are none',
    (i) => {
      const { subnets: _, ...vocabulary } = i.source.vocabulary;
      return { ...i, source: { ...i.source, vocabulary } };
    },
    ['? not-expressible subnet'],
  ],
];

describe('a change of what runs', () => {
  test.each(RUNNING)('%s', (_, mutate, expected) => {
    const compared = compareBank(drawn, mutate(graph));
    expect(foundIn(compared)).toEqual([...expected].sort());
    expect(compared.map(verdictOf)).not.toEqual(['in-sync', 'in-sync']);
    // Something that is left open is never in sync, nor only different.
    const isOpen = expected.some((line) => line.startsWith('?'));
    expect(compared.map(verdictOf).includes('incomplete')).toBe(isOpen);
  });
});

const DRAWN: readonly (readonly [
  what: string,
  piece: string,
  other: string,
  expected: readonly string[],
])[] = [
  [
    'an OU is renamed',
    'name: Sandbox\n',
    'name: Sandboxes\n',
    ['renamed ou ou-jbbl-it345u13 name'],
  ],
  [
    'an account is left out',
    '              - kind: account\n                name: mockupbank-log-archive\n                id: "100000000004"\n',
    '',
    ['unmanaged account 100000000004'],
  ],
  [
    'an account that does not exist',
    '"100000000009"\n',
    '"100000000019"\n',
    ['missing account 100000000019', 'unmanaged account 100000000009'],
  ],
  [
    'a digit of a block',
    'cidr: "10.50.0.0/16"',
    'cidr: "10.51.0.0/16"',
    [`differs vpc ${DEV} cidr`],
  ],
  [
    'a subnet is left out',
    '                  - kind: subnet\n                    name: subnet-78593f838d1db87a3\n                    id: "subnet-78593f838d1db87a3"\n                    cidr: "172.31.16.0/20"\n                    access: private\n',
    '                  - { kind: aws:waf, name: gate }\n',
    ['unmanaged subnet subnet-78593f838d1db87a3'],
  ],
  [
    'a row of a table is left out',
    '                  - { destination: "10.99.0.0/24", target: pcx-96d39e1bcfc48f528 }\n',
    '',
    ['unmanaged route 10.99.0.0/24 rtb-a89aced2cdccede92'],
  ],
  [
    'a row leads elsewhere',
    '{ destination: "10.99.0.0/24", target: pcx-96d39e1bcfc48f528 }',
    '{ destination: "10.99.0.0/24", target: pcx-7149cef3cc54332ff }',
    ['differs route 10.99.0.0/24 rtb-a89aced2cdccede92 target'],
  ],
  [
    'a row leads to words',
    '{ destination: "10.99.0.0/24", target: pcx-96d39e1bcfc48f528 }',
    '{ destination: "10.99.0.0/24", target: the partner }',
    [
      '? unclear the route to "10.99.0.0/24" by "the partner" in the table "Routes of cde-app-a, cde-app-b"',
    ],
  ],
  [
    'a peering is left out',
    '      - { from: "vpc-6465a92b5100ff9be", to: "vpc-a53321837ad9f41c8", id: "pcx-4d9380ffbdb43317a", status: active, direction: none }\n',
    '',
    ['unmanaged peering pcx-4d9380ffbdb43317a'],
  ],
  [
    'a peering that waits is drawn as a line that says nothing',
    'id: "pcx-d405d7e5a877992bb", status: pending-acceptance',
    'id: "pcx-d405d7e5a877992bb"',
    ['differs peering pcx-d405d7e5a877992bb status'],
  ],
  [
    'an open port is left out',
    'control: dev-open, ports: [tcp/22]',
    'control: dev-open, ports: [tcp/2222]',
    [
      'missing security-group-rule tcp/2222 in from 0.0.0.0/0 sg-22afec69df3a9400a',
      'unmanaged security-group-rule tcp/22 in from 0.0.0.0/0 sg-22afec69df3a9400a',
    ],
  ],
];

describe('a change of what is drawn', () => {
  test.each(DRAWN)('%s', async (_, piece, other, expected) => {
    const compared = compareBank(await diagramsOf(replaced(BANK_DIAGRAMS, piece, other)), graph);
    expect(foundIn(compared)).toEqual([...expected].sort());
  });
});
