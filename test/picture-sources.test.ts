/** Who says what a picture shows: in its legend and tooltips, and never in the model that is signed. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { asPublished } from '../src/app/draw/publication.ts';
import { importFiles } from '../src/app/import/import.ts';
import type { Publication } from '../src/evidence/manifest/manifest.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { estate } from './sources-estate.ts';
import { readSvg } from './svg-reader.ts';

const tag = (name: string) => [{ Key: 'Name', Value: name }];
const FILES = {
  'exports/100000000001/eu-west-1/ec2-describe-vpcs.json': JSON.stringify({
    Vpcs: [
      { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: '100000000001', Tags: tag('core') },
      { VpcId: 'vpc-2', CidrBlock: '10.9.0.0/16', OwnerId: '100000000001', Tags: tag('by-hand') },
    ],
  }),
  'exports/100000000001/eu-west-1/ec2-describe-subnets.json': JSON.stringify({ Subnets: [] }),
  'code/main.tf': `
provider "aws" {
  region = "eu-west-1"
  allowed_account_ids = ["100000000001"]
}
resource "aws_vpc" "core" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "core" }
}
resource "aws_subnet" "new" {
  vpc_id     = aws_vpc.core.id
  cidr_block = "10.0.2.0/24"
  tags       = { Name = "new" }
}
`,
  'register.csv':
    'Account ID,Region,VPC ID,VPC Name,VPC CIDR\n100000000001,eu-west-1,vpc-1,core,10.0.0.0/16\n',
};

async function compiledFrom(...given: string[]) {
  const root = estate(FILES);
  const { value: config } = await loadConfig(root);
  if (!config) throw new Error('no config');
  const project = { root, config };
  const { diagnostics } = await importFiles(project, {
    given: given.map((path) => join(root, path)),
    as: 'bank',
    by: 'cadastre 0.1.0',
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { diagrams } = await compileSource(join(root, 'diagrams/bank.ts'), project);
  const [one] = diagrams.filter(({ name }) => name.endsWith('network'));
  if (!one) throw new Error('not drawn');
  return one;
}

const texts = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

describe('an estate of answers and code', async () => {
  const layout = await loadGraphviz();
  const one = await compiledFrom('exports', 'code');
  const { diagram } = one;
  const svgOf = (of: typeof diagram) =>
    draw({ diagram: of, titleBlock: { digest: one.digest }, icons: {} }, layout).svg;

  test('says which elements one sort of sources alone knows', () => {
    expect(diagram.sources).toEqual({
      names: ['the export of AWS', 'Terraform'],
      declaredOnly: ['#aws_subnet.new'],
      runningOnly: ['#vpc-2'],
    });
  });

  test('shows that on them, and explains it in the legend', () => {
    const svg = svgOf(diagram);
    expect(readSvg(svg)).toBeDefined();
    const words = texts(svg);
    expect(words.filter((text) => text === 'declared only')).toHaveLength(2);
    expect(words.filter((text) => text === 'running only')).toHaveLength(2);
    for (const text of ['declared, not running', 'running, not in code'])
      expect(words).toContain(text);
    expect(words.join('\n')).toContain(
      'Drawn from the estate recorded by the export of AWS and Terraform as of ',
    );
    const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) => title);
    const of = (name: string) => titles.find((title) => title.includes(`: ${name}\n`));
    expect(of('new')).toMatch(
      /declared, not running\nrecorded from the estate \(sources: the export of AWS, Terraform\)/,
    );
    expect(of('by-hand')).toContain('running, not in code');
    expect(of('core')).not.toMatch(/declared, not|running, not/);
  });

  test('is no part of the signed model', () => {
    const { sources: _, ...rest } = diagram;
    expect(canonicalModel(rest)).toBe(canonicalModel(diagram));
    expect(canonicalModel(diagram)).not.toContain('declaredOnly');
  });

  test('a published picture shows what its manifest says, whatever was recorded since', () => {
    const sources = { names: ['Terraform'] };
    const publication = {
      model: one.digest,
      version: 1,
      date: '2026-01-01',
      makers: [],
      approvals: [],
      sources,
    };
    const then = asPublished(one, publication as unknown as Publication).diagram;
    expect(then.sources).toEqual(sources);
    const { sources: _, ...older } = publication;
    expect(asPublished(one, older as unknown as Publication).diagram.sources).toBeUndefined();
  });
});

describe('other pairs of sources', () => {
  test('one alone is named, and nothing stands out', async () => {
    const { diagram } = await compiledFrom('code');
    expect(diagram.sources).toEqual({ names: ['Terraform'] });
  });

  test('what a table lacks is not said to be missing in code', async () => {
    const { diagram } = await compiledFrom('exports', 'register.csv');
    expect(diagram.sources).toEqual({ names: ['the export of AWS', 'the tables'] });
  });
});
