/** What a diagram claims to show in full: words for people, scopes that can be compared with an estate. */

import { describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { coveredText } from '../src/model/covers.ts';
import type { Covered } from '../src/model/facts.ts';
import { isDiagram } from '../src/model/model-schema.ts';
import { tryFile } from './sources-estate.ts';

const yaml = (covers: string): string =>
  `title: T\ncovers:\n${covers}\ncontent:\n  - { kind: vpc, name: a }\n`;

const SCOPES: readonly Covered[] = [
  'Card payments',
  { organization: true },
  { vpcs: { accounts: ['100000000007'], tags: { env: ['prod', 'test'] } }, detail: 'routes' },
  { links: 'cde' },
];

test('YAML and TypeScript say the same, and the model keeps it', async () => {
  const fromYaml = await tryFile(
    'a.yaml',
    yaml(`  - Card payments
  - organization: true
  - vpcs: { accounts: ['100000000007'], tags: { env: [prod, test] } }
    detail: routes
  - links: cde`),
  );
  const fromCode = await tryFile(
    'a.ts',
    `import { diagram, vpc } from 'cadastre';
export default diagram('T', { covers: ${JSON.stringify(SCOPES)}, content: vpc('a') });`,
  );
  for (const { diagrams, lines } of [fromYaml, fromCode]) {
    expect(lines).toEqual([]);
    expect(diagrams[0]?.options.covers).toEqual(SCOPES);
    const model = diagrams[0] && resolve(diagrams[0]).value;
    expect(model?.document.covers).toEqual(SCOPES);
    expect(isDiagram(JSON.parse(JSON.stringify(model)))).toBe(true);
  }
});

test('a model with a scope that this version does not know is not read as a wider one', async () => {
  const { diagrams } = await tryFile('a.yaml', yaml('  - vpcs: true'));
  const model = diagrams[0] && resolve(diagrams[0]).value;
  expect(isDiagram(model)).toBe(true);
  const newer = { ...model, document: { covers: [{ vpcs: { ous: ['Prod'] } }] } };
  expect(isDiagram(newer)).toBe(false);
});

describe('a wrong scope is reported at its place', () => {
  test.each([
    ['  - vpcs: { ous: [x] }', '3:13', 'unknown-key: unknown key "ous" in covers[1].vpcs'],
    ['  - links: cdx', '3:12', 'invalid-value: covers[1].links must be one of cde, connected'],
    ['  - vpcs: { accounts: [] }', '3:23', 'covers[1].vpcs.accounts must have at least one entry'],
    ['  - vpcs: true\n    detail: all', '4:13', 'covers[1].detail must be one of vpcs, subnets'],
    [
      '  - organization: true\n    links: cde',
      '3:5',
      'covers[1] must have one of organization, vpcs and links',
    ],
    [
      '  - organization: true\n    detail: vpcs',
      '3:5',
      'covers[1] has a detail, which is only for vpcs',
    ],
  ])('%s', async (covers, place, message) => {
    const { lines } = await tryFile('a.yaml', yaml(covers));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`a.yaml:${place}: error`);
    expect(lines[0]).toContain(message);
  });
});

test.each<[Covered, string]>([
  ['Card payments', 'Card payments'],
  [{ organization: true }, 'all OUs and accounts'],
  [{ vpcs: true }, 'all VPCs with their subnets and gateways'],
  [{ vpcs: true, detail: 'vpcs' }, 'all VPCs'],
  [
    {
      vpcs: { accounts: ['a', 'b'], regions: ['eu-west-1'], tags: { env: ['x', 'y'], team: 'z' } },
      detail: 'routes',
    },
    'all VPCs of a, b in eu-west-1 tagged env=x|y, team=z with their subnets, gateways and routes',
  ],
  [{ links: 'cde' }, 'all connections of networks in the zone cde'],
])('%j is worded', (covered, words) => {
  expect(coveredText(covered)).toBe(words);
});
