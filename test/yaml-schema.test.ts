/** The JSON Schema that editors read: it takes what the reader takes, and offers what may stand there. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { names } from '../src/icons/index.ts';
import { OPTIONS } from '../src/model/derivation-schema.ts';
import { estate } from './run-cli.ts';
import { tryFile } from './sources-estate.ts';
import { cadastre } from './warm-cli.ts';

const text = readFileSync(new URL('../schema/diagram.schema.json', import.meta.url), 'utf8');
// This validator reads patterns without the flag `u`, which editors set.
const published = JSON.parse(text.replaceAll('\\\\p{L}\\\\p{N}', 'A-Za-z0-9'));
const schema = z.fromJSONSchema(published);

it('is current', () => {
  execFileSync(process.execPath, ['scripts/schema.mjs', '--check']);
});

const whole = (content: string, more = ''): string => `title: T\ncontent:\n${content}\n${more}`;

describe('is of one mind with the reader', () => {
  it.each([
    ['elements', whole('  - { kind: ou, name: O, members: [{ kind: account, name: A, ref: a }] }')],
    ['derived content', whole('  - { derive: network, estate: bank, depth: subnets, vpcs: [a] }')],
    [
      'derived members',
      whole('  - { kind: ou, name: O, members: [{ derive: organization, estate: bank }] }'),
    ],
    [
      'a query',
      whole('  - { derive: cypher, estate: bank, query: RETURN 1, params: { x: [1] }, kind: vpc }'),
    ],
    [
      'annotations',
      whole(
        '  - { derive: organization, estate: bank }',
        'annotations:\n  - { of: vpc-1, zone: cde, ports: [tcp/1], members: [{ kind: vpc, name: V }] }',
      ),
    ],
    ['tags of options', whole('  - { derive: exposure, estate: b, tags: { a: x, b: [y, z] } }')],
  ])('takes %s', async (_, yaml) => {
    expect((await tryFile('a.yaml', yaml)).lines).toEqual([]);
    expect(schema.safeParse(parse(yaml)).error).toBeUndefined();
  });

  it.each([
    ['an unknown option', whole('  - { derive: network, estate: bank, dept: subnets }')],
    ['an option of another', whole('  - { derive: organization, estate: bank, depth: subnets }')],
    ['an unknown derivation', whole('  - { derive: networks, estate: bank }')],
    ['no estate', whole('  - { derive: network }')],
    ['a path as estate', whole('  - { derive: network, estate: ../bank }')],
    ['facts of derived content', whole('  - { derive: network, estate: bank, zone: cde }')],
    ['a query that is none', whole('  - { derive: cypher, estate: bank, query: "" }')],
    [
      'an annotation of nothing',
      whole('  - { kind: vpc, name: V }', 'annotations: [{ zone: cde }]'),
    ],
    ['another id', whole('  - { kind: vpc, name: V }', 'annotations: [{ of: V, id: x }]')],
    [
      'an unknown key in a member of an annotation',
      whole(
        '  - { kind: vpc, name: V }',
        'annotations: [{ of: V, members: [{ kind: subnet, name: S, zon: cde }] }]',
      ),
    ],
  ])('refuses %s', async (_, yaml) => {
    expect((await tryFile('a.yaml', yaml)).lines).not.toEqual([]);
    expect(schema.safeParse(parse(yaml)).success).toBe(false);
  });
});

interface Node {
  readonly properties: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly $ref?: string;
  readonly anyOf?: readonly Node[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
}

describe('offers', () => {
  const definitions = published.definitions as Readonly<Record<string, Node>>;
  const followed = (node: Node | undefined): Node | undefined =>
    node?.$ref ? followed(definitions[node.$ref.replace('#/definitions/', '')]) : node;
  const items = followed(definitions.diagram?.properties.content?.items)?.anyOf?.map(followed);

  it.each(Object.entries(OPTIONS))('the options of %s, each with what it is', (name, options) => {
    const branch = items?.find((item) => item?.properties.derive?.const === name);
    expect(Object.keys(branch?.properties ?? {})).toEqual([
      'derive',
      'estate',
      'source',
      ...Object.keys(options.shape),
    ]);
    for (const property of Object.values(branch?.properties ?? {}))
      expect(property.description).toBeTruthy();
  });

  it('values, and the same items everywhere', () => {
    const network = items?.find((item) => item?.properties.derive?.const === 'network');
    expect(network?.properties.depth?.enum).toEqual(['vpcs', 'subnets', 'resources']);
    const ref = definitions.diagram?.properties.content?.items?.$ref;
    expect(ref).toBe('#/definitions/item');
    expect(definitions.element?.properties.members?.items?.$ref).toBe(ref);
    const annotation = followed(definitions.diagram?.properties.annotations?.items);
    expect(annotation?.properties.members?.items?.$ref).toBe(ref);
    expect(annotation?.properties.zone?.enum).toContain('cde');
  });
});

describe('kinds', () => {
  const { kind } = published.definitions as Readonly<Record<string, { enum: readonly string[] }>>;
  const element = (name: string): unknown =>
    parse(whole(`  - { kind: '${name}', name: A, members: [{ kind: '${name}', name: B }] }`));

  it('are completed: every kind, every alias and every word, once', () => {
    expect(new Set(kind?.enum)).toEqual(new Set(names()));
    expect(kind?.enum).toHaveLength(new Set(names()).size);
    expect(kind?.enum.slice(0, 3)).toEqual(['organization', 'ou', 'account']);
  });

  it.each(['vpc', 'aws:ec2', 'aws:alb', 'generic:merchant', 'k8s:pod'])('%s is taken', (name) => {
    expect(schema.safeParse(element(name)).success).toBe(true);
  });

  it.each(['aws:ec3', 'vcp', 'ec2', 'AWS:EC2', ''])(
    '%s is underlined, and refused where it stands',
    async (name) => {
      expect(schema.safeParse(element(name)).success).toBe(false);
      const yaml = `title: T\ncontent:\n  - { kind: '${name}', name: A }\n`;
      const root = estate({ 'diagrams/a.yaml': yaml });
      const { code, stderr } = await cadastre(root, ['check']);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^diagrams\/a\.yaml:3:\d+: error /m);
    },
  );

  it('stand in the schema once, so that it stays small', () => {
    expect(text.match(/"aws:ec2"/g)).toHaveLength(1);
    expect(text.length).toBeLessThan(250_000);
  });
});
