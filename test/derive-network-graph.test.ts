/** The recorded networks are those of a real graph, however it was read, and commands draw them without one. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../src/graph/snapshot.ts';
import { network } from './derivations.ts';
import type { Row } from './derived-answers.ts';
import { MOCKUPBANK, START_MS, startGraph, type TestGraph, withNeed } from './neo4j.ts';
import { type Answered, ASKING, drawn, recordedNetwork, SNAPSHOT } from './network-answers.ts';
import { estate } from './run-cli.ts';
import { readSvg } from './svg-reader.ts';
import { cadastre } from './warm-cli.ts';

const QUESTIONS = network.importer.questions({}, { tagKeys: ['name'] });
const recorded = recordedNetwork();

const inOrder = (rows: readonly Row[] | undefined): string[] =>
  (rows ?? []).map((row) => JSON.stringify(row)).sort();

/** Everything but the places of rows in the snapshot. */
const shown = (answers: Answered): object => {
  const { diagram, counts, stubs } = drawn({}, answers);
  const bare = (entries: object) =>
    JSON.parse(JSON.stringify(entries, (key, value) => (key === 'origin' ? undefined : value)));
  return { elements: bare(diagram.elements), links: bare(diagram.links), counts, stubs };
};

// A server needs Java and Maven; CI must have them (CADASTRE_REQUIRE).
withNeed('neo4j', describe)('a real graph', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph(MOCKUPBANK);
  }, START_MS);
  afterAll(() => graph?.stop());

  async function asked(): Promise<Answered> {
    const answers = new Map<string, readonly Row[]>();
    for (const question of QUESTIONS) {
      const rows = (await graph.run(question.query, question.params)) as Row[];
      const text = (row: Row): string => JSON.stringify(Object.values(row));
      answers.set(
        keyOf(question),
        rows.sort((a, b) => (text(a) < text(b) ? -1 : 1)),
      );
    }
    return answers;
  }

  // When a question changes: `cadastre snapshot` in an estate with ASKING writes the file anew.
  test('answers as it is recorded', async () => {
    const answers = await asked();
    for (const question of QUESTIONS)
      expect(inOrder(answers.get(keyOf(question))), question.query).toEqual(
        inOrder(recorded.get(keyOf(question))),
      );
  });

  test('answers the same after another sync of the same estate', async () => {
    const later = (seconds: number) =>
      graph.run(
        'MATCH (n) WHERE n.lastupdated IS NOT NULL SET n.lastupdated = n.lastupdated + $seconds',
        { seconds },
      );
    await later(86_400);
    const answers = await asked();
    await later(-86_400);
    for (const question of QUESTIONS)
      expect(inOrder(answers.get(keyOf(question)))).toEqual(inOrder(recorded.get(keyOf(question))));
  });

  test('a VPC that is older than its account is marked, with what is in it, and no other', async () => {
    const age = (id: string, seconds: number) =>
      graph.run('MATCH (v:AWSVpc {id: $id}) SET v.lastupdated = v.lastupdated + $seconds', {
        id,
        seconds,
      });
    await age('vpc-24b8b3e4fffda1b7d', -864_000);
    const { stale } = drawn({}, await asked());
    await age('vpc-24b8b3e4fffda1b7d', 864_000);
    expect(stale).toContain('vpc-24b8b3e4fffda1b7d');
    expect(stale.filter((id) => id.startsWith('vpc-'))).toEqual(['vpc-24b8b3e4fffda1b7d']);
    expect(drawn({}, await asked()).stale).toEqual([]);
  });

  test('a peered VPC that lost its properties, or has those of another, is drawn the same (surprises 2 and 3)', async () => {
    await graph.run(
      `MATCH (v:AWSVpc)<-[:REQUESTER_VPC|ACCEPTER_VPC]-() SET v.was = v.region, v.region = 'us-east-1'`,
    );
    const answers = await asked();
    await graph.run('MATCH (v:AWSVpc) WHERE v.was IS NOT NULL SET v.region = v.was REMOVE v.was');
    expect(shown(answers)).toEqual(shown(recorded));
  });

  test('a graph with the labels of old versions only gives the same picture', async () => {
    const labels = await graph.run('CALL db.labels() YIELD label RETURN label');
    const names = labels.map(({ label }) => String(label));
    const renamed = names.filter(
      (label) =>
        label.startsWith('AWS') && label !== 'AWSTag' && names.includes(label.replace(/^AWS/, '')),
    );
    expect(renamed).toContain('AWSEC2Subnet');
    for (const label of renamed)
      await graph.run(`MATCH (n:\`${label}\`) SET n:\`old_${label}\` REMOVE n:\`${label}\``);
    const answers = await asked();
    for (const label of renamed)
      await graph.run(`MATCH (n:\`old_${label}\`) SET n:\`${label}\` REMOVE n:\`old_${label}\``);
    expect(shown(answers)).toEqual(shown(recorded));
  });

  // The last one: edges are not put back.
  test('a first read without many edges gives the same picture, and says so (surprise 1)', async () => {
    await graph.run('MATCH ()-[r:ROUTES_TO_GATEWAY]->() DELETE r');
    await graph.run(
      'MATCH (s:AWSEC2Subnet)-[r:MEMBER_OF_AWS_VPC]->() WITH r ORDER BY s.id LIMIT 17 DELETE r',
    );
    await graph.run(
      'MATCH (n:AWSEC2NetworkAcl)-[r:MEMBER_OF_AWS_VPC]->() WITH r ORDER BY n.id LIMIT 7 DELETE r',
    );
    await graph.run(
      'MATCH (:AWSVpc)-[r:RESOURCE]->(x:AWSTransitGatewayAttachment) WITH r ORDER BY x.id LIMIT 4 DELETE r',
    );
    const answers = await asked();
    expect(shown(answers)).toEqual(shown(recorded));
    const { diagnostics } = drawn({}, answers);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['incomplete-sync']));
    const messages = diagnostics.map(({ message }) => message).join('\n');
    expect(messages).toContain('4 route(s) without an edge to their internet gateway');
    expect(messages).toContain('17 subnet(s) without an edge to their VPC');
    expect(messages).toContain('7 network ACL(s) without an edge to their VPC');
  });
});

test('render and inspect need no graph', async () => {
  const root = estate({
    'diagrams/network.ts': ASKING,
    'diagrams/snapshots/mockupbank.json': readFileSync(SNAPSHOT),
  });
  const ended = await cadastre(root, ['render', '-f', 'svg']);
  expect(ended.code, ended.stderr).toBe(0);
  const sheets = readdirSync(join(root, 'out/network.full.sheets'));
  const pages = ['network.full.svg', ...sheets.map((name) => `network.full.sheets/${name}`)].map(
    (name) => readSvg(readFileSync(join(root, 'out', name), 'utf8')),
  );
  const seen = pages.map(({ text }) => text.replace(/\s/g, '')).join('\n');
  for (const words of [
    ...['pcx-f73ecbf012876c10b', 'pcx-d405d7e5a877992bb', 'pending-acceptance', 'rejected'],
    ...['routesonbothsides', 'tcp/0-65535tocde-db', 'nat-519cbc64b34cec540', '192.168.0.0/16'],
    ...['100.64.0.0/18', 'cde-data-a', 'eu-central-1', '900000000001', 'notread', 'unresolved'],
    ...['card-vault', 'internet-facing', 'vpce-fcb6a583dab5d4628', 'mockupbank-tgw'],
  ])
    expect(seen).toContain(words);
  const hidden = pages.flatMap(({ tooltips }) => tooltips).join('\n');
  for (const words of ['ports unknown', 'subnet-0435250d936c961f8', 'rtb-8e9578edbc5a75442'])
    expect(hidden).toContain(words);
  const inspected = await cadastre(root, ['inspect', 'diagrams/network.ts', '--json']);
  const { diagrams } = JSON.parse(inspected.stdout) as {
    diagrams: { name: string; counts: { kind: string }[] }[];
  };
  const full = diagrams.find(({ name }) => name === 'network.full');
  expect(full?.counts).toContainEqual({
    ...{ kind: 'route', found: 51, drawn: 0, folded: 51, omitted: 0, unresolved: 3 },
  });
  expect(full?.counts).toContainEqual({
    ...{ kind: 'vpc', found: 11, drawn: 11, folded: 0, omitted: 0, unresolved: 1 },
  });
});
