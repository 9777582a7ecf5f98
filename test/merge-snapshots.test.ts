/** Two people who record one estate at once: the newer answers of each account and region, or a clear refusal. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeSnapshots } from '../src/app/merge-snapshots/merge-snapshots.ts';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { terraformImporter } from '../src/importers/terraform/importer.ts';
import { readState } from '../src/inventory/inventory.ts';
import { printRecorded, readRecorded } from '../src/inventory/recorded-file.ts';
import { factsOf, jsonFile } from './imported-files.ts';
import { estate } from './sources-estate.ts';

type Answers = Readonly<Record<string, readonly string[]>>;

/** Answers of accounts 1, 2 … in eu-west-1: the VPCs of each. */
async function recording(vpcs: Answers, hour: number): Promise<string> {
  const files = Object.entries(vpcs).map(([account, ids]) =>
    jsonFile(`exports/10000000000${account}/eu-west-1/ec2-describe-vpcs.json`, {
      Vpcs: ids.map((VpcId) => ({
        VpcId,
        CidrBlock: '10.0.0.0/16',
        OwnerId: `10000000000${account}`,
      })),
    }),
  );
  const facts = await factsOf(awsImporter, files);
  const taken = `2026-11-30T${String(hour).padStart(2, '0')}:00:00Z`;
  return printRecorded({ estate: 'bank', taken, by: 'cadastre 0.1.0' }, facts);
}

function merged(base: string, ours: string, theirs: string) {
  const root = estate({ base, ours, theirs });
  const [o, a, b] = ['base', 'ours', 'theirs'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const diagnostics = mergeSnapshots({ base: o, ours: a, theirs: b });
  const text = readFileSync(a, 'utf8');
  const { value } = readRecorded(text, 'ours', 'bank');
  return { diagnostics, text, vpcs: value && [...value.inventory.vpcs.keys()], value };
}

describe('recordings of answers', async () => {
  const base = await recording({ 1: ['vpc-1'], 2: ['vpc-2'] }, 1);

  test('of different accounts become one, whose digest holds', async () => {
    const ours = await recording({ 1: ['vpc-1', 'vpc-1b'], 2: ['vpc-2'] }, 2);
    const theirs = await recording({ 1: ['vpc-1'], 2: ['vpc-2', 'vpc-2b'], 3: ['vpc-3'] }, 3);
    const there = merged(base, ours, theirs);
    expect(there.diagnostics).toEqual([]);
    expect(there.vpcs).toEqual(['vpc-1', 'vpc-1b', 'vpc-2', 'vpc-2b', 'vpc-3']);
    expect(there.value?.taken).toBe('2026-11-30T03:00:00Z');
    expect(
      there.value && readState(there.value.inventory, 'vpcs', '100000000003', 'eu-west-1'),
    ).toBe('read');
    expect(
      there.value && readState(there.value.inventory, 'vpcs', '100000000004', 'eu-west-1'),
    ).toBe('not-asked');
    // Whichever of the two is ours, the same is recorded.
    expect(merged(base, theirs, ours).text).toBe(there.text);
    const whole = await recording(
      { 1: ['vpc-1', 'vpc-1b'], 2: ['vpc-2', 'vpc-2b'], 3: ['vpc-3'] },
      3,
    );
    expect(there.text).toBe(whole);
  });

  test('of one account: the newer answers, also where something is gone', async () => {
    const ours = await recording({ 1: ['vpc-9'], 2: ['vpc-2'] }, 5);
    const theirs = await recording({ 1: ['vpc-1', 'vpc-8'], 2: [] }, 4);
    expect(merged(base, ours, theirs).vpcs).toEqual(['vpc-9']);
  });

  test('an account that one of them did not ask is kept', async () => {
    const ours = await recording({ 1: ['vpc-1', 'vpc-1b'] }, 2);
    const theirs = await recording({ 1: ['vpc-1'], 2: ['vpc-2b'] }, 3);
    expect(merged(base, ours, theirs).vpcs).toEqual(['vpc-1', 'vpc-1b', 'vpc-2b']);
  });

  test('without a base, each account is as it was recorded last', async () => {
    const ours = await recording({ 1: ['vpc-1'], 2: ['vpc-2'] }, 2);
    const theirs = await recording({ 1: ['vpc-1b'], 3: ['vpc-3'] }, 3);
    expect(merged('', ours, theirs).vpcs).toEqual(['vpc-1b', 'vpc-2', 'vpc-3']);
  });

  test('where only one side changed, it is that side, byte for byte', async () => {
    const theirs = await recording({ 1: [], 2: ['vpc-2'] }, 2);
    expect(merged(base, base, theirs).text).toBe(theirs);
    expect(merged(base, theirs, base).text).toBe(theirs);
  });

  test.each<[string, (ours: string, theirs: string) => [string, string], RegExp, string]>([
    ['that were edited', (a, b) => [a.replace('vpc-1b', 'vpc-1c'), b], /digest/, 'snapshot-edited'],
    [
      'with marks of a conflict',
      (a, b) => [`<<<<<<< ours\n${a}`, b],
      /no recorded estate/,
      'snapshot-unmergeable',
    ],
  ])('%s are refused, and ours is left as it is', async (_, edit, words, code) => {
    const [ours, theirs] = edit(
      await recording({ 1: ['vpc-1b'], 2: ['vpc-2'] }, 2),
      await recording({ 1: ['vpc-1c'], 2: ['vpc-2'] }, 3),
    );
    const there = merged(base, ours, theirs);
    expect(there.diagnostics[0]?.code).toContain(code);
    expect(there.diagnostics[0]?.message).toMatch(words);
    expect(there.text).toBe(ours);
  });

  test('both of one second are refused', async () => {
    const ours = await recording({ 1: ['vpc-1b'] }, 3);
    const theirs = await recording({ 1: ['vpc-1c'] }, 3);
    expect(merged(base, ours, theirs).diagnostics).toMatchObject([
      { code: 'snapshot-unmergeable', message: expect.stringContaining('in the same second') },
    ]);
  });
});

test('what names something that is gone by then is refused', async () => {
  const at = (account: number, name: string, value: unknown) =>
    jsonFile(`exports/10000000000${account}/eu-west-1/${name}.json`, value);
  const vpcs = (account: number, ...ids: string[]) =>
    at(account, 'ec2-describe-vpcs', {
      Vpcs: ids.map((VpcId) => ({
        VpcId,
        CidrBlock: '10.0.0.0/16',
        OwnerId: `10000000000${account}`,
      })),
    });
  const peering = (...pairs: [string, string][]) =>
    at(2, 'ec2-describe-vpc-peering-connections', {
      VpcPeeringConnections: pairs.map(([a, b], i) => ({
        VpcPeeringConnectionId: `pcx-${i}`,
        Status: { Code: 'active' },
        RequesterVpcInfo: { VpcId: a, OwnerId: '100000000001', CidrBlock: '10.0.0.0/16' },
        AccepterVpcInfo: { VpcId: b, OwnerId: '100000000002', CidrBlock: '10.1.0.0/16' },
      })),
    });
  const print = async (hour: number, ...files: ReturnType<typeof at>[]) =>
    printRecorded(
      { estate: 'bank', taken: `2026-11-30T0${hour}:00:00Z`, by: 'x' },
      await factsOf(awsImporter, files),
    );
  const base = await print(1, vpcs(1, 'vpc-a'), vpcs(2, 'vpc-b'), peering());
  const ours = await print(2, vpcs(1), vpcs(2, 'vpc-b'), peering());
  const theirs = await print(3, vpcs(1, 'vpc-a'), vpcs(2, 'vpc-b'), peering(['vpc-a', 'vpc-b']));
  expect(merged(base, ours, theirs).diagnostics).toMatchObject([
    { code: 'snapshot-unmergeable', message: expect.stringContaining('vpc-a') },
  ]);
});

test('of states, the newer recording stands for both only where it was made from all files', async () => {
  const state = (serial: number) =>
    jsonFile('net.tfstate', { version: 4, serial, lineage: 'l', resources: [], outputs: {} });
  const other = jsonFile('shop.tfstate', {
    version: 4,
    serial: 1,
    lineage: 'm',
    resources: [],
    outputs: {},
  });
  const print = async (hour: number, ...files: ReturnType<typeof state>[]) =>
    printRecorded(
      { estate: 'bank', taken: `2026-11-30T0${hour}:00:00Z`, by: 'x' },
      await factsOf(terraformImporter, files),
    );
  const base = await print(1, state(1));
  const ours = await print(2, state(2));
  const theirs = await print(3, state(3));
  expect(merged(base, ours, theirs).text).toBe(theirs);
  const both = await print(2, state(2), other);
  expect(merged(base, both, theirs).diagnostics).toMatchObject([
    { code: 'snapshot-unmergeable', message: expect.stringContaining('shop.tfstate') },
  ]);
});

describe('answers of a graph', () => {
  const text = readFileSync(
    new URL('../diagrams/snapshots/mockupbank.json', import.meta.url),
    'utf8',
  );

  test('with conflict marks, or of which one was edited, are left alone', () => {
    const root = estate({
      base: text,
      ours: text.replace('"taken": "2026', '"taken": "2027'),
      theirs: `${text} `,
    });
    const paths = {
      base: join(root, 'base'),
      ours: join(root, 'ours'),
      theirs: join(root, 'theirs'),
    };
    expect(mergeSnapshots(paths)[0]?.code).toBe('snapshot-edited');
    writeFileSync(paths.ours, text);
    expect(mergeSnapshots(paths)).toEqual([]);
    expect(readFileSync(paths.ours, 'utf8')).toBe(`${text} `);
    expect(mergeSnapshots({ ...paths, theirs: join(root, 'gone') })[0]?.code).toBe('not-found');
  });
});
