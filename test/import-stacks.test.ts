/** Folders of templates and of AWS Config's files, as `cadastre import` finds them: which importer takes what, and what is left. */

import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILE_IMPORTERS } from '../src/app/import/file-importers.ts';
import { importFiles } from '../src/app/import/import.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { fixtureFiles } from './imported-files.ts';
import { estate, lines, write } from './sources-estate.ts';

async function run(root: string, ...given: string[]) {
  const { value: config } = await loadConfig(root);
  if (!config) throw new Error('the config is wrong');
  const paths = given.map((path) => join(root, path));
  const found = await importFiles({ root, config }, { given: paths, by: 'cadastre 0.1.0' });
  return { value: found.value, lines: lines(found.diagnostics, root) };
}

const vpc = (block: string) =>
  `Resources:\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: ${block}}}\n`;

test('each file goes to the importer of its format', async () => {
  const importers = await Promise.all(FILE_IMPORTERS.map((load) => load()));
  const takes = (folder: string) =>
    fixtureFiles(folder).map(
      (file) => importers.find((one) => one.kindOf(file) !== undefined)?.id ?? file.path,
    );
  const stacks = takes('cloudformation/moto');
  expect([...new Set(stacks)].sort()).toEqual(['aws', 'cloudformation']);
  expect(stacks.filter((id) => id === 'cloudformation')).toHaveLength(9);
  expect([...new Set(takes('aws-config/mockupbank'))]).toEqual(['aws-config']);
  expect([...new Set(takes('terraform/mockupbank'))]).toEqual(['terraform']);
});

test('3,000 files of stacks in many accounts are read, each stack once', async () => {
  const files: Record<string, string> = {};
  for (let n = 0; n < 1500; n++) {
    const place = `stacks/2${String(n).padStart(11, '0')}/eu-west-1`;
    files[`${place}/cloudformation-get-template--net.json`] = JSON.stringify({
      TemplateBody: vpc(`10.${n % 250}.0.0/16`),
      StagesAvailable: ['Original', 'Processed'],
    });
    files[`${place}/cloudformation-list-stack-resources--net.json`] = JSON.stringify({
      StackResourceSummaries: [
        {
          ...{ LogicalResourceId: 'Vpc', PhysicalResourceId: `vpc-${n}` },
          ...{ ResourceType: 'AWS::EC2::VPC', ResourceStatus: 'CREATE_COMPLETE' },
        },
      ],
    });
  }
  const root = estate({});
  write(root, files);
  const { value, lines: found } = await run(root, 'stacks');
  expect(found).toEqual([]);
  expect(value?.sources).toHaveLength(3000);
  expect(value?.found).toMatchObject({ vpc: 1500, account: 1500 });
  expect(value?.unresolved).toEqual([]);
}, 60_000);

test('links that lead outside are not followed, for templates as for files that code reads', async () => {
  const outside = estate({ 'other.yaml': vpc('10.9.0.0/16'), 'nets.json': '"10.8.0.0/16"' });
  const root = estate({
    'in/net.yaml': vpc('10.0.0.0/16'),
    'in/main.tf': 'resource "aws_vpc" "x" { cidr_block = jsondecode(file("nets.json")) }',
  });
  mkdirSync(join(root, 'in/more'));
  symlinkSync(join(outside, 'other.yaml'), join(root, 'in/more/other.yaml'));
  symlinkSync(join(outside, 'nets.json'), join(root, 'in/nets.json'));
  const { value, lines: found } = await run(root, 'in');
  expect(value?.found.vpc).toBe(2);
  expect(JSON.stringify(value)).not.toMatch(/10\.[89]\./);
  expect(found.filter((line) => line.includes('import-outside'))).toHaveLength(2);
});
