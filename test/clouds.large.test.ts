/** Google Cloud, Kubernetes and people in a graph that the real Cartography wrote. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportedGraph } from '../scripts/neo4j/load.mjs';
import { corpusFile, corpusFiles } from './corpus.ts';
import { compileIn } from './derived-estate.ts';
import { START_MS, startGraph, type TestGraph } from './neo4j.ts';
import { withNeed } from './required.ts';
import { estate } from './run-cli.ts';
import { bytesOf, snap } from './snapshot-estate.ts';

const CALLS = ['gcpNetwork()', 'kubernetes()', 'people()', 'people({ members: true })'] as const;
type Call = (typeof CALLS)[number];

const SOURCE = `import { diagram, estate } from 'cadastre';
export default [
${CALLS.map((call, n) => `  diagram('Drawn ${n}', { name: 'drawn-${n}', content: [estate('clouds').${call}] }),`).join('\n')}
];
`;

interface Picture {
  readonly ways: readonly string[];
  readonly lines: readonly string[];
  readonly asOf: string | undefined;
  /** Role and status by name; of equal names each. */
  said(name: string): readonly string[];
}

async function record(graph: TestGraph): Promise<ReadonlyMap<Call, Picture>> {
  const root = estate({ 'diagrams/a.ts': SOURCE });
  const snapped = await snap(root, graph);
  expect(snapped.code, snapped.stderr).toBe(0);
  const snapshot = 'diagrams/snapshots/clouds.json';
  const { compiled, lines } = await compileIn(
    { [snapshot]: bytesOf(root, snapshot), 'diagrams/a.ts': SOURCE },
    'diagrams/a.ts',
  );
  return new Map(
    CALLS.map((call, n): [Call, Picture] => {
      const { elements = {}, links = {}, asOf } = compiled.diagrams[n]?.diagram ?? {};
      const nameOf = (id: string): string => elements[id]?.name ?? id;
      const picture = {
        lines,
        asOf,
        ways: Object.values(links).map(({ from, to, facts }) =>
          [`${nameOf(from)} -> ${nameOf(to)}`, facts.control ?? facts.label].join(': '),
        ),
        said: (name: string) =>
          Object.values(elements)
            .filter((element) => element.name === name)
            .map(({ facts }) => [facts.role, facts.status].filter(Boolean).join('; ')),
      };
      return [call, picture];
    }),
  );
}

withNeed(
  'corpus',
  withNeed('neo4j', describe.each(corpusFiles('cartography-clouds', '.graph.json'))),
)('%s', (file) => {
  let graph: TestGraph;
  let recorded: Promise<ReadonlyMap<Call, Picture>> | undefined;
  /** Recorded by the first test that asks. */
  const of = async (call: Call): Promise<Picture> => {
    recorded ??= record(graph);
    return (await recorded).get(call) as Picture;
  };

  beforeAll(async () => {
    graph = await startGraph(JSON.parse(corpusFile(file).toString('utf8')) as ExportedGraph);
  }, START_MS);
  afterAll(() => graph.stop());

  test('everything that was counted is drawn, folded or left out, and no id is there twice', async () => {
    const { ways, lines } = await of('people()');
    expect(ways.length).toBeGreaterThan(20);
    expect(lines.filter((text) => text.includes(' error '))).toEqual([]);
  });

  test('the peerings of the cardholder data environment are there', async () => {
    const peerings = (await of('gcpNetwork()')).ways.filter((way) => way.includes('VPC peering'));
    expect(peerings.map((way) => way.replace(/:.*$/, '')).sort()).toEqual([
      'analytics -> shared-vpc',
      'cde-vpc -> servicenetworking',
      'shared-vpc -> cde-vpc',
      'shared-vpc -> partner-vpc',
      'vpc-a -> vpc-b',
      'vpc-a -> vpc-ext',
    ]);
    expect(peerings.filter((way) => way.includes('no traffic'))).toHaveLength(2);
  });

  test('tunnels lead to what is at their other end', async () => {
    const tunnels = (await of('gcpNetwork()')).ways.filter((way) => /tunnel/.test(way));
    expect(tunnels.map((way) => way.replace(/:.*$/, '')).sort()).toEqual([
      'classic-gw -> VPN peer 198.51.100.1',
      'gw-a -> gw-b',
      'gw-a -> gw-ext',
      'ha-vpn -> VPN peer 198.51.100.1',
      'ha-vpn -> VPN peer 198.51.100.2',
    ]);
  });

  test('the internet reaches what has an address and runs, and nothing else', async () => {
    const { ways } = await of('gcpNetwork()');
    const open = ways.filter((way) => way.startsWith('Internet -> '));
    const reached = new Set(open.map((way) => /^Internet -> ([^:]+)/.exec(way)?.[1]));
    for (const name of ['web-bastion', 'play', 'instance-1']) expect(reached).toContain(name);
    for (const name of ['fw-appliance', 'card-api-1', 'card-api-2', 'old-batch', 'pay-gke'])
      expect(reached).not.toContain(name);
    for (const name of ['cde-vpc', 'shared-vpc']) expect(reached).not.toContain(name);
    // From a peered network, as the rule of the other one says.
    expect(ways).toContain('web-ew1 -> card-api-1: cde-allow-lb');
    expect(ways).toContain('Authorized networks -> pay-gke: authorized networks');
  });

  test('each picture is as old as the oldest of what it shows', async () => {
    // A cluster that the second sync did not read is in one of them only.
    expect((await of('gcpNetwork()')).asOf).toBe('2026-11-29');
    expect((await of('people()')).asOf).toBe('2026-11-29');
    expect((await of('kubernetes()')).asOf).toBe('2026-11-28');
  });

  test('services answer where their load balancers do', async () => {
    const { ways, said } = await of('kubernetes()');
    for (const name of ['public-api', 'shop-classic', 'alb-ingress-api', 'alb-ingress-web'])
      expect(ways.filter((way) => way.startsWith(`Internet -> ${name}`))).toHaveLength(1);
    expect(said('internal-api')).toEqual(['LoadBalancer, internal, 10.72.0.12, 10.70.8.40']);
    expect(said('multi-lb-service')[0]).toContain('LoadBalancer, reach unknown');
  });

  test('what the last sync did not read is marked, and pods that were refused are not none', async () => {
    const { said } = await of('kubernetes()');
    expect(said('my-cluster-2')).toEqual(['v1.30.0; not in the last sync']);
    expect(said('shop')).toContain('pods not recorded, 2 replicas wanted; not in the last sync');
    expect(said('scaled-to-zero')).toEqual(['no pods']);
  });

  test('people without a group, who administers Okta, and who has a role in Google Cloud', async () => {
    const { said, ways } = await of('people()');
    expect(said('Salesforce')).toEqual(['SAML_2_0, 2 people without a group']);
    expect(said('DocuSign')).toEqual(['BROWSER_PLUGIN, 1 person without a group; INACTIVE']);
    expect(said('Wiki')).toEqual(['BOOKMARK']);
    expect(said('mockupbank')).toEqual(['6 people, 2 cannot sign in']);
    expect(ways).toContain('aws#bank#Admin#111111111111 -> Super Administrator: has role');
    for (const way of [
      'Payments admins -> Payments CDE: editor',
      'web-team -> Web production: editor',
      'Auditors -> mockupbank.example: viewer',
      'Single people -> mockupbank.example: editor, 1 person',
      'All of example.com -> Payments CDE: viewer',
      'Everyone -> mb-web-assets: storage.objectViewer',
    ])
      expect(ways).toContain(way);
    expect(ways).toContain('mockupbank -> IAM Identity Center: 1 person of both');
    // With names, who left is not shown as one who can sign in.
    const single = await of('people({ members: true })');
    expect(single.said('Dora Left').join()).toContain('deprovisioned');
  });
});
