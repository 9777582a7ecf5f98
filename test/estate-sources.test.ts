/** Estates of several sources, as the config lists them: recorded, drawn, listed and counted. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { readFacts } from '../src/app/import/read-facts.ts';
import { coverageOfEstate, joinedEstate, listRecords } from '../src/app/inventory/index.ts';
import { questionnaire } from '../src/app/snapshot/questions.ts';
import { snapshot } from '../src/app/snapshot/snapshot.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { bankFiles } from './aws-bank.ts';
import { fixtureFiles } from './imported-files.ts';
import { estate, lines, write } from './sources-estate.ts';

const textOf = (files: readonly { path: string; bytes: Uint8Array }[], folder: string) =>
  Object.fromEntries(
    files.map(({ path, bytes }) => [`${folder}/${path}`, Buffer.from(bytes).toString()]),
  );

const config = (estates: unknown) => `export default { estates: ${JSON.stringify(estates)} };`;

const SOURCES = { bank: [{ aws: 'exports/' }, { terraform: { state: 'state/*.tfstate' } }] };

const NETWORKS = `import { diagram, estate } from 'cadastre';
export default [
  diagram('All', { name: 'all', content: estate('bank').network() }),
  diagram('Declared', { name: 'declared', content: estate('bank', { source: 'terraform' }).network() }),
];`;

async function open(root: string) {
  const { value, diagnostics } = await loadConfig(root);
  if (!value) throw new Error(lines(diagnostics, root).join('\n'));
  return { root, config: value };
}

const OPTIONS = { names: [], env: {}, by: 'cadastre 0.1.0', replace: false, timeoutMs: 1000 };

describe('a bank of two sources', async () => {
  const root = estate({
    'cadastre.config.ts': config(SOURCES),
    'diagrams/net.ts': NETWORKS,
    ...textOf(bankFiles(), 'exports'),
    ...textOf(fixtureFiles('terraform/mockupbank', '.tfstate'), 'state'),
  });
  const project = await open(root);
  const draw = () => compileSource(join(root, 'diagrams/net.ts'), project);
  const before = await draw();
  const recorded = await snapshot(project, OPTIONS);

  test('is not drawn before all of them are recorded', () => {
    const missing = lines(before.diagnostics, root).filter((line) => line.includes('not-recorded'));
    expect(missing).toHaveLength(2);
    expect(before.diagrams).toEqual([]);
  });

  test('is recorded without a graph, as none is listed', () => {
    expect(lines(recorded.diagnostics, root)).toEqual([]);
    expect(recorded.recorded).toMatchObject([
      { source: 'aws', file: 'diagrams/snapshots/bank.aws.json', files: 571, changed: true },
      {
        source: 'terraform',
        file: 'diagrams/snapshots/bank.terraform.json',
        files: 7,
        changed: true,
      },
    ]);
  });

  test('is drawn as one, and as one of its sources', async () => {
    const { diagrams, diagnostics } = await draw();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const vpcs = diagrams.map(({ diagram }) =>
      Object.values(diagram.elements).flatMap(({ kind, facts }) =>
        kind === 'vpc' ? (facts.id ?? []) : [],
      ),
    );
    expect(vpcs.map(({ length }) => length)).toEqual([11, 10]);
    expect(new Set(vpcs[0]).size).toBe(11);
    const [all] = diagrams;
    const lone = Object.values(all?.diagram.elements ?? {}).find(
      ({ facts }) => facts.id === 'vpc-ac534f743290603f6',
    );
    expect(lone?.facts.description).toContain('not in Terraform');
  });

  test('is listed record by record, in the words of the language', async () => {
    const { value } = await joinedEstate(undefined, project);
    const listing = value && listRecords(value);
    const core = listing?.records.find(({ name }) => name === 'prod-core');
    expect(core).toMatchObject({
      ...{ type: 'vpc', account: '100000000006', region: 'eu-west-1' },
      facts: { cidr: ['10.10.0.0/16', '100.64.0.0/18'] },
      provenance: [{ source: 'aws' }, { source: 'terraform' }],
    });
    const subnet = listing?.records.find(({ name }) => name === 'cde-data-a');
    expect(subnet).toMatchObject({
      type: 'subnet',
      parent: 'vpc-133f47eb1842c8a63',
      facts: { cidr: ['10.20.20.0/24'], availabilityZone: 'eu-west-1a' },
    });
    expect(JSON.stringify(listing)).not.toContain('@mockupbank.example');
    const types = (of: readonly { type: string }[] = []) => new Set(of.map(({ type }) => type));
    expect([...types(listing?.joins)]).toEqual(expect.arrayContaining(['vpc', 'subnet']));
    expect(listing?.ambiguous).toEqual([]);
  });

  test('is counted by type, source and picture', async () => {
    const { value, diagnostics } = await coverageOfEstate('bank', project);
    expect(lines(diagnostics, root)).toEqual([]);
    const row = (type: string) => value?.types.find((one) => one.type === type);
    expect(row('vpc')).toEqual({
      ...{ type: 'vpc', found: { aws: 11, terraform: 10 }, folded: 0, omitted: 0, modelled: true },
      drawn: [
        { diagram: 'net.all', n: 11 },
        { diagram: 'net.declared', n: 10 },
      ],
    });
    expect(row('network-acl-rule')).toMatchObject({
      found: { aws: 24 },
      drawn: [],
      modelled: true,
    });
    expect(row('organizations-list-policies')).toMatchObject({
      found: { aws: 1 },
      modelled: false,
    });
  });

  test('that was edited is not drawn', async () => {
    const file = 'diagrams/snapshots/bank.aws.json';
    const text = readFileSync(join(root, file), 'utf8');
    write(root, { [file]: text.replace('10.50.0.0/16', '10.51.0.0/16') });
    const { diagnostics } = await draw();
    write(root, { [file]: text });
    expect(lines(diagnostics, root)[0]).toContain(`${file}: error snapshot-edited`);
  });
});

test('what only a graph can answer says so, and YAML names one source as TypeScript does', async () => {
  const VPCS = JSON.stringify({ Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] });
  const root = estate({
    'cadastre.config.ts': config({ bank: [{ aws: 'exports/' }] }),
    'exports/100000000001/eu-west-1/ec2-describe-vpcs.json': VPCS,
    'diagrams/a.yaml': `title: A
name: a
content:
  - { derive: network, estate: bank, source: aws }
---
title: B
name: b
content:
  - { derive: exposure, estate: bank }
---
title: C
name: c
content:
  - { derive: network, estate: bank, source: pulumi }
`,
  });
  const project = await open(root);
  expect((await snapshot(project, OPTIONS)).diagnostics).toEqual([]);
  const { diagnostics } = await compileSource(join(root, 'diagrams/a.yaml'), project);
  expect(lines(diagnostics, root)).toEqual([
    'diagrams/a.yaml:9:5: error not-recorded: exposure is drawn from the graph of Cartography alone, which is not recorded for the estate "bank"',
    'diagrams/a.yaml:14:5: error not-recorded: the source "pulumi" of the estate "bank" is not recorded',
  ]);
});

test('a source that the config names and nothing matches is an error', async () => {
  const root = estate({ 'cadastre.config.ts': config({ bank: [{ aws: 'nowhere/' }] }) });
  const { diagnostics } = await snapshot(await open(root), OPTIONS);
  expect(lines(diagnostics, root)[0]).toContain('error not-found: nothing matches "nowhere/"');
});

test('a source that the config may name and nobody reads is refused', async () => {
  const file = { path: 'a.x', bytes: Buffer.from('x'), named: true };
  const { facts, diagnostics } = await readFacts([file], [], 'clay-tablets');
  expect(facts).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: 'invalid-value', message: 'files of the source "clay-tablets" are not read' },
  ]);
  expect(diagnostics[0]?.hint).toContain('aws, aws-config, cloudformation, ');
});

test('stacks and AWS Config are recorded as the config names them, each from its own folder', async () => {
  const root = estate({
    'cadastre.config.ts': config({ bank: [{ cloudformation: 'stacks/' }, { 'aws-config': 'c/' }] }),
    ...textOf(
      fixtureFiles('cloudformation/moto').filter(({ path }) => !/^ec2/.test(path)),
      'stacks',
    ),
    ...textOf(fixtureFiles('aws-config/mockupbank'), 'c'),
  });
  const { recorded, diagnostics } = await snapshot(await open(root), OPTIONS);
  expect(lines(diagnostics, root).filter((line) => line.includes('error'))).toEqual([]);
  expect(recorded).toMatchObject([
    { file: 'diagrams/snapshots/bank.cloudformation.json', files: 9 },
    { file: 'diagrams/snapshots/bank.aws-config.json', files: 5 },
  ]);
  const { value } = await coverageOfEstate('bank', await open(root));
  const vpcs = value?.types.find(({ type }) => type === 'vpc');
  expect(vpcs?.found).toEqual({ cloudformation: 2, 'aws-config': 7 });
});

test.each([
  [{ bank: [{ aws: 'a', terraform: 'b' }] }, 'must name one source'],
  [{ bank: [{ cartography: false }] }, 'must be one of true'],
  [{ bank: [{ azure: 'a' }] }, 'azure'],
])('estates: %j is refused', async (estates, words) => {
  const { value, diagnostics } = await loadConfig(
    estate({ 'cadastre.config.ts': config(estates) }),
  );
  expect(value).toBeUndefined();
  expect(diagnostics.map(({ message }) => message).join()).toContain(words);
});

test('an estate of which nothing is recorded, and several without a name, are said to be so', async () => {
  const none = await open(estate({}));
  expect((await joinedEstate(undefined, none)).diagnostics).toMatchObject([
    { code: 'unknown-estate', message: 'no estate is recorded' },
  ]);
  const two = await open(estate({ 'cadastre.config.ts': config({ a: [], b: [] }) }));
  expect((await joinedEstate(undefined, two)).diagnostics[0]?.hint).toBe('There are a, b.');
  expect((await joinedEstate('c', two)).diagnostics[0]?.message).toBe(
    'the estate "c" is not recorded',
  );
});

describe('the graph', () => {
  const asked = async (sources: unknown, diagram = NETWORKS) => {
    const root = estate({
      'cadastre.config.ts': config({ bank: sources }),
      'diagrams/net.ts': diagram,
    });
    const { value, diagnostics } = await questionnaire(await open(root));
    expect(diagnostics).toEqual([]);
    return value?.get('bank') ?? [];
  };

  test('is asked for all that an inventory holds where the config lists it, each question once', async () => {
    const questions = await asked([{ cartography: true }, { terraform: 'state/' }]);
    const keys = questions.map(({ query, params }) => JSON.stringify([query, params]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(questions.map(({ derivation }) => derivation))).toEqual(
      new Set(['network', 'inventory']),
    );
    expect(keys.some((key) => key.includes('TRUSTS_AWS_PRINCIPAL'))).toBe(true);
  });

  test('is asked for nothing where the config lists others only', async () => {
    expect(await asked([{ terraform: 'state/' }])).toEqual([]);
  });
});
