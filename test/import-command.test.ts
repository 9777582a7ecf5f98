/** From files to a picture in two commands, as a user runs them. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { estate } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const VPCS = JSON.stringify({ Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] });

test('import, render, inventory and coverage', async () => {
  const root = estate({ 'exports/100000000001/eu-west-1/ec2-describe-vpcs.json': VPCS });
  const imported = await cadastre(root, ['import', 'exports', '--as', 'bank', '--json']);
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  expect(JSON.parse(imported.stdout)).toMatchObject({
    ...{
      format: 'cadastre/import@1',
      estate: 'bank',
      unmapped: {},
      unresolved: [],
      diagnostics: [],
    },
    sources: [{ kind: 'aws-cli', file: 'exports/100000000001/eu-west-1/ec2-describe-vpcs.json' }],
    found: { vpc: 1, account: 1, 'cidr-block': 1 },
    wrote: ['diagrams/snapshots/bank.aws.json', 'diagrams/bank.ts'],
  });
  expect((await cadastre(root, ['render', '-f', 'svg'])).code).toBe(0);
  expect(existsSync(join(root, 'out/bank.network.svg'))).toBe(true);
  const listed = await cadastre(root, ['inventory', '--json']);
  expect(JSON.parse(listed.stdout)).toMatchObject({
    format: 'cadastre/inventory@1',
    estate: 'bank',
    conflicts: [],
  });
  const csv = await cadastre(root, ['inventory', '--csv']);
  expect(csv.stdout.split('\r\n')).toContain(
    'vpc,vpc-1,vpc-1,100000000001,eu-west-1,,aws,"{""behind"":false,""cidr"":[""10.0.0.0/16""],""isDefault"":false,""owner"":""100000000001"",""tags"":{},""unlisted"":false}",',
  );
  const counted = await cadastre(root, ['coverage']);
  expect(counted.stdout).toMatch(/^vpc +1 +0 +0 {2}bank\.network 1$/m);
  expect((await cadastre(root, ['import', 'nowhere'])).code).toBe(2);
});
