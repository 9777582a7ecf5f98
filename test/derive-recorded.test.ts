/** The small graphs: they keep to Cartography's schema, and their recordings are what a real Neo4j answers. */

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadGraph } from '../scripts/neo4j/load.mjs';
import { readSnapshot } from '../src/graph/snapshot.ts';
import { asksAll, GRAPHS, graphFile, recorded } from './derive-graphs.ts';
import { START_MS, startGraph, type TestGraph, withNeed } from './neo4j.ts';
import { estate } from './run-cli.ts';
import { bytesOf, snap } from './snapshot-estate.ts';
import { cadastre } from './warm-cli.ts';

interface Model {
  readonly labels: Readonly<
    Record<string, { readonly also: readonly string[]; readonly properties: readonly string[] }>
  >;
  readonly relationships: readonly (readonly [string, string, string])[];
}
interface Graph {
  readonly nodes: readonly {
    readonly id: string;
    readonly labels: readonly string[];
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly relationships: readonly {
    readonly start: string;
    readonly end: string;
    readonly type: string;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

const json = (file: string) => JSON.parse(readFileSync(graphFile(file), 'utf8'));
const model: Model = json('model.json');
const edges = new Set(model.relationships.map((triple) => triple.join(' ')));

describe.each(GRAPHS)('the graph %s', (name) => {
  const graph: Graph = json(`${name}.graph.json`);
  const labelsOf = new Map(graph.nodes.map(({ id, labels }) => [id, labels]));

  test('has no label and no property that the schema does not have', () => {
    for (const { labels, properties } of graph.nodes) {
      const known = labels.flatMap((label) => model.labels[label] ?? []);
      const also = known.flatMap((label) => label.also);
      expect(known.length, labels.join()).toBeGreaterThan(0);
      expect(
        labels.filter((label) => !model.labels[label] && !also.includes(label)),
        labels.join(),
      ).toEqual([]);
      const all = new Set(known.flatMap((label) => label.properties));
      expect(
        Object.keys(properties).filter((key) => !all.has(key)),
        labels.join(),
      ).toEqual([]);
    }
  });

  test('has no relationship that the schema does not have', () => {
    for (const { start, end, type } of graph.relationships) {
      const [from = [], to = []] = [labelsOf.get(start), labelsOf.get(end)];
      const known = from.some((a) => to.some((b) => edges.has(`${a} ${type} ${b}`)));
      expect(known, `(${from.join(':')})-[:${type}]->(${to.join(':')})`).toBe(true);
    }
  });
});

// A server needs Java and Maven; CI must have them (CADASTRE_REQUIRE).
withNeed('neo4j', describe)('with a real Neo4j', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph();
  }, START_MS);
  afterAll(() => graph.stop());

  test.each(GRAPHS)(
    '%s is recorded as it was, and drawn without the database',
    async (name) => {
      await graph.run('MATCH (n) DETACH DELETE n');
      await loadGraph(graph, graphFile(`${name}.graph.json`));
      const file = `diagrams/snapshots/${name}.json`;
      const root = estate({ 'diagrams/a.ts': asksAll(name) });
      const snapped = await snap(root, graph);
      expect(snapped.code, snapped.stderr).toBe(0);
      const text = bytesOf(root, file);
      if (process.env.CADASTRE_RECORD) writeFileSync(graphFile(`${name}.snapshot.json`), text);
      const [fresh, kept] = [text, recorded(name)].map((t) => readSnapshot(t, file, name).value);
      if (!fresh || !kept) throw new Error('no snapshot');
      expect(kept.queries).toEqual(fresh.queries);

      await graph.run('MATCH (n) DETACH DELETE n');
      const env = { NEO4J_URI: '', NEO4J_USER: '', NEO4J_PASSWORD: '' };
      const rendered = await cadastre(root, ['render', '-f', 'svg', '-o', 'out'], { env });
      expect(rendered.stderr).not.toContain(' error ');
      expect(rendered.code, rendered.stderr).toBe(0);
      const inspected = await cadastre(root, ['inspect', 'diagrams/a.ts', '--json'], { env });
      const { diagrams } = JSON.parse(inspected.stdout);
      expect(diagrams.length).toBeGreaterThan(0);
      for (const { counts } of diagrams)
        for (const { kind, found, drawn, folded, omitted } of counts)
          expect({ kind, found }).toEqual({ kind, found: drawn + folded + omitted });
    },
    120_000,
  );

  test('aws with the labels of old versions only is recorded the same', async () => {
    await graph.run('MATCH (n) DETACH DELETE n');
    const { nodes, relationships } = json('aws.graph.json') as Graph;
    const old = nodes.map((node) => ({
      ...node,
      // `AWSTag` and `AWSAccount` are no new names of old labels.
      labels: node.labels.filter(
        (label) =>
          label === 'AWSTag' ||
          !node.labels.includes(label.replace(/^AWS/, '')) ||
          !label.startsWith('AWS'),
      ),
    }));
    expect(old.flatMap(({ labels }) => labels)).not.toContain('AWSLoadBalancer');
    await loadGraph(graph, { nodes: old, relationships: [...relationships] });
    const file = 'diagrams/snapshots/aws.json';
    const root = estate({ 'diagrams/a.ts': asksAll('aws') });
    const snapped = await snap(root, graph);
    expect(snapped.code, snapped.stderr).toBe(0);
    const [fresh, kept] = [bytesOf(root, file), recorded('aws')].map(
      (text) => readSnapshot(text, file, 'aws').value,
    );
    expect(fresh?.queries).toEqual(kept?.queries);
  }, 120_000);
});
