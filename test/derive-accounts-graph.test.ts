/** The recorded answers about accounts, roles and exposure are those of a real graph, and commands draw them without one. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Question } from '../src/importers/cartography/question.ts';
import {
  ASKING,
  type Built,
  build,
  DERIVATIONS,
  RECORDED,
  type Row,
  recorded,
  type Table,
} from './derived-answers.ts';
import { MOCKUPBANK, START_MS, startGraph, type TestGraph, withNeed } from './neo4j.ts';
import { estate } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const { organization, access, exposure } = DERIVATIONS;
const ASKED = { tagKeys: ['name'] };
const QUESTIONS: readonly Question[] = [
  ...organization.importer.questions({ email: true }, ASKED),
  ...access.importer.questions({}, ASKED),
  ...exposure.importer.questions({}, ASKED),
];

const inOrder = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** As a snapshot keeps rows. */
const sorted = (rows: readonly Row[]): readonly Row[] => {
  const text = (row: Row): string => JSON.stringify(Object.values(row));
  return [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1));
};

const pictures = (table: Table): Readonly<Record<string, Built>> => ({
  organization: build(organization, { email: true }, table),
  access: build(access, { services: true }, table),
  exposure: build(exposure, {}, table),
});

/** Everything but the places of rows in the snapshot. */
const shown = ({ diagram, stale, counts }: Built): object => {
  const bare = (entries: object) =>
    JSON.parse(JSON.stringify(entries, (key, value) => (key === 'origin' ? undefined : value)));
  return { elements: bare(diagram.elements), links: bare(diagram.links), stale, counts };
};

// A server needs Java and Maven; CI must have them (CADASTRE_REQUIRE).
withNeed('neo4j', describe)('a real graph', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph(MOCKUPBANK);
  }, START_MS);
  afterAll(() => graph?.stop());

  async function asked(): Promise<Table> {
    const answers = new Map<string, readonly Row[]>();
    for (const { query, params } of QUESTIONS)
      answers.set(query, sorted((await graph.run(query, params)) as Row[]));
    return ({ query }) => answers.get(query) ?? [];
  }

  // When a question changes: `cadastre snapshot` in an estate with ASKING writes the file anew.
  test('answers as it is recorded', async () => {
    const table = await asked();
    for (const question of QUESTIONS)
      expect(inOrder(table(question)), question.query).toEqual(inOrder(recorded(question)));
  });

  test('an account left out of a later run is older data, and nothing else changes', async () => {
    const before = pictures(recorded);
    // What such a run reads carries its time, too: else the networks of all accounts would be older than it.
    const later = async (seconds: number) => {
      await graph.run(
        `MATCH (m:ModuleSyncMetadata) WHERE NOT m.groupid = '100000000008' SET m.lastupdated = m.lastupdated + $seconds`,
        { seconds },
      );
      await graph.run('MATCH (v:AWSVpc) SET v.lastupdated = v.lastupdated + $seconds', { seconds });
    };
    await later(1000);
    const table = await asked();
    await later(-1000);
    const changed = QUESTIONS.filter(
      (question) => inOrder(table(question)).join() !== inOrder(recorded(question)).join(),
    );
    expect(new Set(changed.map(({ query }) => query)).size).toBe(1);
    const stale: Record<string, readonly string[]> = {};
    for (const [name, built] of Object.entries(pictures(table))) {
      stale[name] = built.stale;
      expect(shown(built)).toEqual({ ...shown(before[name] as Built), stale: built.stale });
    }
    const roles = ['OrganizationAccountAccessRole', 'audit-spoke', 'deploy-target'];
    expect(stale).toEqual({
      organization: ['100000000008'],
      // The account has no box here: its roles stand with those of their name.
      access: roles.map((role) => `arn:aws:iam::100000000008:role/${role}`),
      // And what it runs in the network of another account.
      exposure: ['100000000008', 'i-9ff9d07478a88da22'],
    });
  });

  test('a moved account follows its PARENT; a closed one loses its place', async () => {
    const move = (account: string, ou: string) =>
      graph.run(
        `MATCH (a:AWSAccount {name: $account}), (u:AWSOrganizationalUnit {name: $ou})
OPTIONAL MATCH (a)-[p:PARENT]->() DELETE p CREATE (a)-[:PARENT]->(u)`,
        { account, ou },
      );
    await move('mockupbank-dev', 'Prod');
    await graph.run(
      `MATCH (a:AWSAccount {name: 'mockupbank-network'})-[p:PARENT]->() SET a.state = 'SUSPENDED' DELETE p`,
    );
    const built = build(organization, {}, await asked());
    await move('mockupbank-dev', 'Sandbox');
    await move('mockupbank-network', 'Infra');
    await graph.run(`MATCH (a:AWSAccount {name: 'mockupbank-network'}) SET a.state = 'ACTIVE'`);
    expect(built.path('mockupbank-dev')).toEqual(['AWS organization', 'Prod', 'mockupbank-dev']);
    expect(built.path('mockupbank-network')[1]).toBe('No place in the organization');
    expect(built.elements.get('mockupbank-network')?.facts.status).toBe('SUSPENDED');
  });

  test('a graph with the labels of old versions only gives the same pictures', async () => {
    const before = pictures(recorded);
    const labels = await graph.run('CALL db.labels() YIELD label RETURN label');
    const names = labels.map(({ label }) => String(label));
    // `AWSTag` is no new name: `Tag` is what other providers' tags carry, too.
    const renamed = names.filter(
      (label) =>
        label.startsWith('AWS') && label !== 'AWSTag' && names.includes(label.replace(/^AWS/, '')),
    );
    expect(renamed).toContain('AWSEC2Instance');
    for (const label of renamed) await graph.run(`MATCH (n:\`${label}\`) REMOVE n:\`${label}\``);
    const after = pictures(await asked());
    for (const [name, built] of Object.entries(after))
      expect(shown(built), name).toEqual(shown(before[name] as Built));
  });
});

test('render and inspect need no graph', async () => {
  const root = estate({
    'diagrams/all.ts': ASKING,
    'diagrams/snapshots/mockupbank.json': readFileSync(RECORDED),
  });
  const drawn = await cadastre(root, ['render', '-f', 'svg']);
  expect(drawn.code, drawn.stderr).toBe(0);
  const svg = (name: string): string => readFileSync(join(root, `out/all.${name}.svg`), 'utf8');
  for (const text of ['SUSPENDED', 'Payments-CDE', '100000000009', 'aws-dev@mockupbank.example'])
    expect(svg('organization')).toContain(text);
  for (const text of ['trusted and allowed', 'deploy-target in 4 accounts', 'Untrusted'])
    expect(svg('access')).toContain(text);
  for (const text of ['tcp/443', 'tcp/8443', 'tcp/5432', 'cde-db', 'Public subnet'])
    expect(svg('exposure')).toContain(text);
  const inspected = await cadastre(root, ['inspect', 'diagrams/all.ts', '--json']);
  expect(inspected.code, inspected.stderr).toBe(0);
  const { diagrams } = JSON.parse(inspected.stdout) as {
    diagrams: { counts: { kind: string; found: number; drawn: number }[] }[];
  };
  expect(diagrams[0]?.counts).toContainEqual(
    expect.objectContaining({ kind: 'account', found: 10, drawn: 10 }),
  );
});
