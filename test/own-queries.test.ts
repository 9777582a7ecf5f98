/** Misspelt queries of diagrams are told of, with a graph or without. */

import { describe, expect, it } from 'vitest';
import { snapshot } from '../src/app/snapshot/snapshot.ts';
import { DEFAULTS } from '../src/sources/config/types.ts';
import { answer, typescript, yaml } from './derived-estate.ts';
import { estate, lines } from './sources-estate.ts';

const MISSPELT = `MATCH (v:AWSVpcc)-[RESOURCE]-(s:AWSEC2Subnet)
RETURN s.subnetid AS id, s.subnet_nme AS name`;
const RIGHT = `MATCH (a:AWSAccount)-[:RESOURCE]->(v:AWSVpc) RETURN v.id AS id, v.id AS name`;
const ROW = { id: 'subnet-1', name: 'A' };

const diagram = (query: string): string =>
  `export default diagram('T', { content: [
  estate('bank').cypher(${JSON.stringify(query)}, {}, (row) => node('aws:ec2', row.name, { id: row.id }))] });`;

const FOUND = [
  'query-unknown-label: unknown label "AWSVpcc" (line 1 of the query, column 10)',
  'query-no-colon: -[RESOURCE]- matches a relationship of any type (line 1 of the query, column 20)',
  'query-unknown-property: AWSEC2Subnet has no property "subnet_nme" (line 2 of the query, column 28)',
];

describe('a misspelt query', () => {
  it('is told of when it is drawn, at its call', async () => {
    const { lines: said, diagnostics } = await typescript(diagram(MISSPELT), [
      answer(MISSPELT, [ROW]),
    ]);
    expect(said).toEqual(FOUND.map((line) => `diagrams/a.ts:3:18: warning ${line}`));
    expect(diagnostics[0]?.hint).toBe('Did you mean AWSVpc?');
  });

  it('is told of in YAML', async () => {
    const { lines: said } = await yaml(
      `title: T\ncontent:\n  - { derive: cypher, estate: bank, kind: 'aws:ec2', query: ${JSON.stringify(MISSPELT)} }\n`,
      [answer(MISSPELT, [ROW])],
    );
    expect(said).toEqual(FOUND.map((line) => `diagrams/a.yaml:3:5: warning ${line}`));
  });

  it('is told of when it is asked, even where no graph can be reached', async () => {
    const root = estate({
      'diagrams/a.ts': `import { diagram, estate, node } from 'cadastre';\n${diagram(MISSPELT)}`,
    });
    const { diagnostics } = await snapshot(
      { root, config: DEFAULTS },
      { names: [], env: {}, by: 'cadastre', replace: false, timeoutMs: 1000 },
    );
    const said = lines(diagnostics, root).filter((line) => line.includes('query-'));
    expect(said).toEqual(FOUND.map((line) => `diagrams/a.ts:3:18: warning ${line}`));
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  });
});

it('nothing is said of a right one, nor of parameters, headers and style', async () => {
  const { lines: said } = await typescript(diagram(RIGHT), [answer(RIGHT, [ROW])]);
  expect(said).toEqual([]);
});
