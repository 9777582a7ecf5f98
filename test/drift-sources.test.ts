/** Code against what runs, and diagrams that say little: what is compared, and what nobody can tell. */

import { beforeAll, describe, expect, test } from 'vitest';
import { readBaseline } from '../src/app/drift/baseline.ts';
import { withBaseline } from '../src/compare/drift/accepted.ts';
import { comparableSources } from '../src/compare/drift/comparable-sources.ts';
import { compareEstates } from '../src/compare/drift/compare-estates.ts';
import { verdictOf } from '../src/compare/drift/drift.ts';
import { runningEstate } from '../src/compare/drift/running-estate.ts';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { bankFiles } from './aws-bank.ts';
import { changed, compareBank, diagramsOf, foundIn, graphOfBank } from './drift-bank.ts';
import { factsOf, fixtureFiles } from './imported-files.ts';

let graph: Inventory;
let answers: Inventory;
let states: Inventory;

beforeAll(async () => {
  graph = await graphOfBank();
  answers = (await factsOf(awsImporter, bankFiles())).inventory;
  const files = fixtureFiles('terraform/mockupbank', '.tfstate');
  states = (await factsOf(terraformImporter, files)).inventory;
});

const side = (inventory: Inventory) => ({ source: inventory.source, inventory });
const compared = (from: Inventory, to: Inventory) =>
  compareEstates(comparableSources(side(from), side(to)));

/** Default security groups, which AWS makes with each VPC and no state manages. */
const isDefaultGroup = (line: string): boolean => /^unmanaged security-group sg-/.test(line);
/** The states were made with a simulator that keeps no groups of instances. */
const isGroups = (line: string): boolean => /^differs instance \S+ groups$/.test(line);

describe('the states of the bank', () => {
  test.each([
    ['its graph', () => graph],
    ['what AWS answers', () => answers],
  ])('against %s', (_, running) => {
    const all = foundIn([compared(states, running())]);
    // What AWS was not asked for is open; the graph was asked for everything that it knows.
    expect(all.some((line) => line.startsWith('?'))).toBe(running() === answers);
    const found = all.filter((line) => !line.startsWith('?'));
    expect(found.filter(isDefaultGroup)).toHaveLength(9);
    expect(found.filter(isGroups)).toHaveLength(10);
    expect(found.filter((line) => !isDefaultGroup(line) && !isGroups(line))).toEqual([
      // The share is of another service, whose resources the states do not have.
      'differs transit-gateway tgw-aef524854fd351d81 sharedWith',
      // By rule, the table gets the blocks of what propagates to it: here it did not.
      'missing transit-gateway-route 10.0.0.0/20 tgw-rtb-c838f175b2f6ecadd',
      'missing transit-gateway-route 100.64.0.0/18 tgw-rtb-c838f175b2f6ecadd',
      // Made by hand.
      'unmanaged function arn:aws:lambda:eu-west-1:100000000006:function:statement-mailer',
      'unmanaged function arn:aws:lambda:eu-west-1:100000000007:function:tokenise-card',
      'unmanaged kubernetes-cluster arn:aws:eks:eu-west-1:100000000006:cluster/core-platform',
      'unmanaged transit-gateway-route-table tgw-rtb-ac0b05310c0cd27b2',
      // The default VPC of a sandbox.
      'unmanaged vpc vpc-ac534f743290603f6',
    ]);
  });

  test('a rule that was opened by hand', () => {
    const own = [...answers.securityGroupRules.values()].find(
      ({ inbound, groups, ranges }) =>
        inbound && groups.includes('sg-49a9ae8c56c158bd8') && ranges.includes('0.0.0.0/0'),
    );
    if (!own) throw new Error('no rule');
    const id = own.id;
    const open = changed(answers, 'securityGroupRules', id, (rule) => ({
      ...rule,
      ports: { protocol: 'tcp', low: 0, high: 65535 },
    }));
    const before = foundIn([compared(states, answers)]);
    expect(foundIn([compared(states, open)]).filter((line) => !before.includes(line))).toEqual([
      'missing security-group-rule tcp/443 in from 0.0.0.0/0 sg-49a9ae8c56c158bd8',
      'unmanaged security-group-rule tcp/0-65535 in from 0.0.0.0/0 sg-49a9ae8c56c158bd8',
    ]);
  });

  test('of an account that the states do not hold, nothing is unmanaged, and that is said', () => {
    const except = [{ account: '100000000008', state: 'not-asked' as const, reason: 'no state' }];
    const coverage = Object.fromEntries(
      Object.entries(states.coverage).map(([type, own]) => [
        type,
        type === 'accounts' || type === 'units' ? own : { ...own, except },
      ]),
    );
    const found = foundIn([compared({ ...states, coverage }, graph)]);
    expect(found).toContain('? not-read account mockupbank-dev (100000000008)');
    expect(found).not.toContain('unmanaged vpc vpc-ac534f743290603f6');
  });

  test('an estate is itself, whichever source it is of', () => {
    for (const one of [graph, answers, states])
      expect(foundIn([compared(one, one)]).filter((line) => !line.startsWith('?'))).toEqual([]);
  });
});

describe('several sources of what runs', () => {
  const isRunning = (source: string): boolean => source !== 'terraform';

  test('what only a state has does not run', () => {
    const ghost = changed(states, 'vpcs', 'vpc-24b8b3e4fffda1b7d', (vpc) => ({
      ...{ ...vpc, id: 'vpc-00000000000000009', name: 'ghost' },
    }));
    const { side: running } = runningEstate(reconcile([graph, ghost]), isRunning);
    expect(running.inventory.vpcs.has('vpc-00000000000000009')).toBe(false);
    expect(running.inventory.natGateways.size).toBeGreaterThan(0);
  });

  test('where they disagree, nobody can tell', async () => {
    const other = changed(answers, 'vpcs', 'vpc-24b8b3e4fffda1b7d', (vpc) => ({
      ...vpc,
      blocks: ['10.51.0.0/16'],
    }));
    const { conflicts } = runningEstate(reconcile([graph, other]), isRunning);
    expect([...(conflicts.get('vpcs vpc-24b8b3e4fffda1b7d') ?? [])]).toEqual([
      ['blocks', 'cidr: cartography says ["10.50.0.0/16"], aws says ["10.51.0.0/16"]'],
    ]);
  });
});

describe('a diagram', () => {
  const drawn = async (text: string) => foundIn(compareBank(await diagramsOf(text), graph));
  const yaml = (covers: string, content: string, links = ''): string =>
    `title: T\n${covers}\ncontent:\n${content}\n${links}`;

  test('without a scope is compared one way, and never in sync', async () => {
    const text = yaml('', '  - { kind: vpc, name: dev, id: vpc-24b8b3e4fffda1b7d }');
    expect(await drawn(text)).toEqual(['? scope-not-stated what is not declared']);
    const gone = yaml('covers: [All]', '  - { kind: vpc, name: dev, id: vpc-00000000000000009 }');
    expect(await drawn(gone)).toEqual([
      '? not-read vpc dev vpc-00000000000000009',
      '? scope-not-stated what is not declared',
    ]);
  });

  test('whose scope names what does not exist covers nothing, and says so', async () => {
    const content = '  - { kind: vpc, name: dev, id: vpc-24b8b3e4fffda1b7d }';
    for (const scope of [
      "{ accounts: ['mockupbank-paiments'] }",
      '{ regions: [eu-west-9] }',
      '{ tags: { team: x } }',
    ])
      expect(await drawn(yaml(`covers: [{ vpcs: ${scope} }]`, content))).toEqual([
        '? unclear the scope',
      ]);
    expect(await drawn(yaml('covers: [{ links: cde }]', content))).toEqual(['? unclear the scope']);
  });

  test('of one account owes nothing of the others', async () => {
    const text = yaml(
      'covers: [{ vpcs: { accounts: [mockupbank-security] }, detail: vpcs }]',
      '  - { kind: account, name: mockupbank-security, id: "100000000003" }',
    );
    expect(await drawn(text)).toEqual(['unmanaged vpc vpc-6465a92b5100ff9be']);
  });

  test('without ids is matched by what AWS keeps unique', async () => {
    const content = `  - kind: organization
    name: Bank
    members:
      - kind: ou
        name: Sandbox
        members:
          - kind: account
            name: mockupbank-dev
            members:
              - kind: region
                name: eu-west-1
                members:
                  - kind: vpc
                    name: dev
                    cidr: 10.50.0.0/16
                    members:
                      - { kind: aws:internet-gateway, name: way out }
                      - { kind: subnet, name: a, cidr: 10.50.0.0/24, access: public }
                      - { kind: subnet, name: b, cidr: 10.50.10.0/24, access: private }
                      - kind: route-table
                        name: out
                        serves: [a]
                        routes: [{ destination: 0.0.0.0/0, target: igw-95701a05da980853f }]
                      - kind: route-table
                        name: rest
                        role: main
                        routes: [{ destination: 0.0.0.0/0, target: tgw-aef524854fd351d81 }]`;
    expect(await drawn(yaml('', content))).toEqual(['? scope-not-stated what is not declared']);
  });

  test('an OU without an id that is renamed is one that is gone, and one that is new', async () => {
    const text = yaml(
      'covers: [{ organization: true }]',
      '  - { kind: organization, name: Bank, members: [{ kind: ou, name: Sandboxes }] }',
    );
    const found = await drawn(text);
    expect(found).toContain('missing ou Sandboxes');
    expect(found).toContain('unmanaged ou ou-jbbl-it345u13');
  });

  test('a thing that nothing identifies is no-key, and two that may be one are ambiguous', async () => {
    const content = `  - { kind: vpc, name: somewhere }
  - kind: account
    name: mockupbank-dev
    id: '100000000008'
    members:
      - { kind: vpc, name: dev, region: eu-west-1 }
  - kind: organization
    name: B
    members:
      - kind: account
        name: mockupbank-dev
        id: x
        members: []`;
    const found = await drawn(yaml('', content));
    expect(found).toContain('? no-key vpc somewhere');
  });

  test('a line between networks that are not peered is a path that does not exist', async () => {
    const text = yaml(
      '',
      '  - { kind: vpc, name: dev, id: vpc-24b8b3e4fffda1b7d }\n  - { kind: vpc, name: payments-admin, id: vpc-ff8fe838d53b8ebff }',
      'links:\n  - { from: vpc-24b8b3e4fffda1b7d, to: vpc-ff8fe838d53b8ebff }',
    );
    expect((await drawn(text)).filter((line) => line.startsWith('missing'))).toHaveLength(1);
  });
});

describe('the baseline', () => {
  const entries = (text: string) => {
    const { value, diagnostics } = readBaseline(text, '.cadastre/drift.yaml');
    return {
      entries: (value ?? []).map(({ entry }) => entry),
      wrong: diagnostics.map(
        ({ origin, code, message }) => `${origin?.line}:${origin?.column} ${code}: ${message}`,
      ),
    };
  };

  test('accepts exactly what it names', () => {
    const { entries: accepted } = entries(`accept:
  - { type: vpc, id: vpc-ac534f743290603f6, change: unmanaged, reason: r, until: 2027-01-31 }
  - { type: function, name: tokenise-card, change: unmanaged, reason: r, until: 2027-01-31 }
  - { type: vpc, id: vpc-ac534f743290603f6, change: missing, reason: r, until: 2027-01-31 }
`);
    const comparison = compared(states, graph);
    const used = new Set<(typeof accepted)[number]>();
    const judged = withBaseline(comparison, accepted, used);
    expect(judged.accepted.differences.map(({ found }) => found.id)).toEqual([
      'vpc-ac534f743290603f6',
      'arn:aws:lambda:eu-west-1:100000000007:function:tokenise-card',
    ]);
    expect(judged.differences).toHaveLength(comparison.differences.length - 2);
    expect([...used]).toEqual(accepted.slice(0, 2));
    expect(verdictOf(judged)).toBe('differs');
  });

  test('a gap that it names does not count, one of more types than it names does', () => {
    const { entries: accepted } = entries(`accept:
  - { gap: not-asked, type: vpc, reason: r, until: 2027-01-31 }
`);
    const gap = (types: string[]) => ({
      ...{ differences: [], counts: {}, notCompared: [] },
      incomplete: [{ gap: 'not-asked' as const, what: types.join(), why: '', types }],
    });
    const verdict = (types: string[]) => verdictOf(withBaseline(gap(types), accepted, new Set()));
    expect(verdict(['vpc'])).toBe('in-sync');
    expect(verdict(['subnet', 'vpc'])).toBe('incomplete');
  });

  test.each([
    [
      'accept: [{ type: vpc, id: x, change: gone, reason: r, until: 2027-01-31 }]',
      '1:38 invalid-value: change must be one of',
    ],
    [
      'accept: [{ type: vpv, id: x, change: missing, reason: r, until: 2027-01-31 }]',
      '1:18 invalid-value: type must be one of',
    ],
    [
      'accept: [{ type: vpc, change: missing, reason: r, until: 2027-01-31 }]',
      'must have an id or a name',
    ],
    ['accept: [{ gap: stale, reason: r, until: 2027-01-31 }]', 'must have a type, an id or a name'],
    [
      'accept: [{ id: x, change: missing, gap: stale, reason: r, until: 2027-01-31 }]',
      'must have a change or a gap',
    ],
    ['accept: [{ id: x, change: missing, until: 2027-01-31 }]', 'missing-key: reason is missing'],
    [
      'accept: [{ id: x, change: missing, reason: r, until: 2027-13-31 }]',
      '1:54 invalid-value: until must be a date',
    ],
    [
      'accept: [{ id: x, change: missing, reason: r, until: 2027-01-31, why: x }]',
      '1:66 unknown-key: unknown key "why"',
    ],
    ['accept: [x]', '1:10 invalid-value: an entry must be a mapping'],
    ['entries: []', '1:1 unknown-key: unknown key "entries"'],
  ])('is refused with its place: %s', (text, expected) => {
    const { wrong } = entries(`${text}\n`);
    expect(wrong.join('\n')).toContain(expected);
  });
});
