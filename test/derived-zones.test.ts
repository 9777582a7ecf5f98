/** Zones by rules and annotations over the recorded networks of the made-up bank. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tagsQuestion } from '../src/importers/cartography/aws/network-questions.ts';
import { namesIn, unknownNames } from '../src/importers/cartography/known-names.ts';
import { compileIn } from './derived-estate.ts';

const NETWORK = readFileSync(
  new URL('fixtures/snapshots/mockupbank-network.json', import.meta.url),
  'utf8',
);

/** Both tags are recorded there; rules that name them ask for the same. */
const RULES = `
  - { when: { tags: { pci-zone: cde } }, set: { zone: cde, owner: Payments } }
  - { when: { tags: { pci-zone: connected }, accounts: [mockupbank-security] }, set: { zone: security-impacting } }
  - { when: { tags: { pci-zone: connected } }, set: { zone: connected } }
  - { when: { ous: [Infra] }, set: { zone: connected } }
  - { when: { cidrs: [10.8.0.0/13] }, set: { zone: out-of-scope, justification: No card data } }
  - { when: { kinds: [aws:ec2], tags: { environment: true } }, set: { environment: production } }
`;

const tried = (more = '', rules = RULES) =>
  compileIn(
    {
      'cadastre.config.yaml': `classify:${rules}`,
      'diagrams/snapshots/mockupbank.json': NETWORK,
      'diagrams/a.yaml': `title: Networks\ncontent: [{ derive: network, estate: mockupbank }]\n${more}`,
    },
    'diagrams/a.yaml',
  );

const zonesOf = ({ compiled }: Awaited<ReturnType<typeof tried>>) =>
  Object.fromEntries(
    Object.values(compiled.diagrams[0]?.diagram.elements ?? {})
      .filter(({ kind }) => kind === 'vpc')
      .map(({ name, facts }) => [name, facts.zone]),
  );

describe('the networks of an estate', () => {
  it('get their zones by tags, blocks, accounts, and OUs that are not drawn', async () => {
    const run = await tried();
    expect(zonesOf(run)).toEqual({
      'payments-cde': 'cde',
      'payments-admin': 'connected',
      'security-tools': 'security-impacting',
      'shared-services': 'connected',
      'cicd-runners': 'connected',
      'hub-egress': 'connected',
      'prod-dr': 'out-of-scope',
      // Its second block, 100.64.0.0/18, is in none of the rule.
      'prod-core': undefined,
      dev: undefined,
      'vpc-ac534f743290603f6': undefined,
      'vpc-8c8fda6a31dcdeed4': undefined,
    });
    expect(run.elements['payments-cde']?.facts.owner).toBe('Payments');
    const [line = '', ...others] = run.lines.filter((text) => text.includes(' unclassified: '));
    expect(others).toEqual([]);
    expect(line).toMatch(/^diagrams\/a\.yaml:1:1: warning unclassified: 4 networks have no zone/);
    for (const id of ['vpc-a53321837ad9f41c8', 'vpc-24b8b3e4fffda1b7d', 'vpc-8c8fda6a31dcdeed4'])
      expect(line).toContain(id);
  });

  it('take what is said by hand before the rules, and members', async () => {
    const run = await tried(`annotations:
  - { of: vpc-a53321837ad9f41c8, zone: connected, members: [{ kind: 'aws:nat-gateway', name: egress, id: nat-1 }] }
  - { of: vpc-133f47eb1842c8a63, owner: Cards, description: Holds card data }
  - { of: pcx-f73ecbf012876c10b, control: sg-cards, justification: CR-7 }
links: [{ from: nat-1, to: vpc-133f47eb1842c8a63, ports: [tcp/443] }]
`);
    expect(run.lines.filter((line) => line.includes(': error '))).toEqual([]);
    expect(zonesOf(run)).toMatchObject({ 'prod-core': 'connected', 'payments-cde': 'cde' });
    expect(run.elements['payments-cde']?.facts).toMatchObject({ owner: 'Cards', zone: 'cde' });
    expect(run.elements.egress).toMatchObject({ parent: '#vpc-a53321837ad9f41c8' });
    const links = run.compiled.diagrams[0]?.diagram.links ?? {};
    expect(links['#pcx-f73ecbf012876c10b']?.facts).toMatchObject({
      control: 'sg-cards',
      justification: 'CR-7',
    });
  });

  it('cannot be given other blocks', async () => {
    const { lines } = await tried(
      'annotations: [{ of: vpc-133f47eb1842c8a63, cidr: 10.99.0.0/16 }]\n',
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^diagrams\/a\.yaml:3:15: error contradicts-graph: the annotation says that cidr of vpc "payments-cde"/,
      ),
    ]);
  });

  it('are told apart from rules that are nearly right', async () => {
    const { lines, compiled } = await tried(
      '',
      "\n  - { when: { tags: { pci-zone: 'CDE', environment: true } }, set: { zone: cde } }\n",
    );
    const near = lines.filter((line) => line.includes('tag-nearly-matches'));
    expect(near).toEqual([
      expect.stringMatching(
        /^diagrams\/snapshots\/mockupbank\.json:\d+:1: warning tag-nearly-matches: the tag "pci-zone: cde" of vpc "payments-cde" is not "pci-zone: CDE"/,
      ),
    ]);
    const zoned = Object.values(compiled.diagrams[0]?.diagram.elements ?? {}).filter(
      ({ facts }) => facts.zone === 'cde',
    );
    expect(zoned).toEqual([]);
  });

  it('have rules that go by nothing the graph has named, with what may be meant', async () => {
    // Both tags, so that the recorded question is asked.
    const { lines, diagnostics } = await tried(
      '',
      `
  - { when: { tags: { pci-zone: cde, environment: true } }, set: { zone: cde } }
  - { when: { accounts: [mockupbank-paymets, mockupbank-security] }, set: { zone: cde } }
  - { when: { ous: [Infra, Infar] }, set: { zone: connected } }
`,
    );
    const unknown = lines.filter((line) => line.includes('rule-unknown-name'));
    expect(unknown).toEqual([
      'cadastre.config.yaml:3:26: warning rule-unknown-name: a classify rule refers to the account "mockupbank-paymets", which is not in the graph',
      'cadastre.config.yaml:4:28: warning rule-unknown-name: a classify rule refers to the OU "Infar", which is not in the graph',
    ]);
    expect(
      diagnostics.flatMap(({ code, hint }) => (code === 'rule-unknown-name' ? hint : [])),
    ).toEqual(['Did you mean "mockupbank-payments"?', 'Did you mean "Infra"?']);
  });

  it('have rules that go by a tag which nothing has, if it was asked for', () => {
    const recorded = (keys: readonly string[]) => [
      {
        ...tagsQuestion(keys),
        columns: ['id', 'key', 'value'],
        rows: [['vpc-1', 'pci-zone', 'cde']],
      },
    ];
    const warned = (keys: readonly string[], key: string, elsewhere = false) =>
      unknownNames(
        [{ when: { tags: { [key]: 'cde' } }, set: { zone: 'cde' } }],
        [namesIn(recorded(keys))],
        () => elsewhere,
        () => undefined,
      ).map(({ message, hint }) => [message, hint]);
    expect(warned(['name', 'pci-zoen'], 'pci-zoen')).toEqual([
      [
        'a classify rule refers to the tag "pci-zoen", but no network or resource in a network has it',
        'Did you mean "pci-zone"?',
      ],
    ]);
    expect(warned(['name', 'pci-zone'], 'pci-zone')).toEqual([]);
    expect(warned(['name', 'pci-zone'], 'PCI-Zone')).toEqual([]);
    expect(warned(['name'], 'pci-zoen')).toEqual([]);
    expect(warned(['name', 'pci-zoen'], 'pci-zoen', true)).toEqual([]);
  });
});
