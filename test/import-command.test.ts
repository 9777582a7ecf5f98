/** From files to a picture in two commands, as a user runs them. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

const DRAWING =
  '<mxfile><diagram name="Old"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="a" value="web" style="shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.ec2" vertex="1" parent="1"><mxGeometry width="40" height="40" as="geometry"/></mxCell></root></mxGraphModel></diagram></mxfile>';

test('an old drawing becomes a draft that draws, and an edited picture is held against its model', async () => {
  const root = estate({ 'old.drawio': DRAWING, 'cut.drawio': DRAWING.slice(0, 90) });
  const imported = await cadastre(root, ['import', 'old.drawio', '--json']);
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  expect(JSON.parse(imported.stdout)).toMatchObject({
    sources: [],
    wrote: ['diagrams/old.yaml'],
    drawings: [{ file: 'old.drawio', pages: 1, drafted: { elements: 1, links: 0, notes: [] } }],
  });
  expect((await cadastre(root, ['render', '-f', 'svg,drawio'])).code).toBe(0);
  const same = await cadastre(root, ['import', 'out/old.drawio']);
  expect([same.code, same.stdout]).toEqual([
    0,
    'out/old.drawio: says what the model of old says\n',
  ]);

  const drawn = readFileSync(join(root, 'out/old.drawio'), 'utf8');
  writeFileSync(
    join(root, 'polished.drawio'),
    drawn.replace('&lt;b&gt;web&lt;', '&lt;b&gt;shop&lt;'),
  );
  const polished = await cadastre(root, ['import', 'polished.drawio']);
  expect(polished.stdout).toBe(
    'polished.drawio: differs from the model of old\n  relabelled aws:ec2 "web": was web, is shop\n',
  );

  const draft = join(root, 'diagrams/old.yaml');
  writeFileSync(draft, readFileSync(draft, 'utf8').replace('"web"', '"shop"'));
  const older = await cadastre(root, ['import', 'out/old.drawio']);
  expect(older.stderr).toContain('warning drawing-older');
  const again = await cadastre(root, ['import', 'old.drawio']);
  expect([again.code, again.stdout]).toEqual([2, '']);
  expect(again.stderr).toContain('error draft-exists: "diagrams/old.yaml" is there already');
  const cut = await cadastre(root, ['import', 'cut.drawio']);
  expect([cut.code, cut.stdout]).toEqual([2, '']);
  expect(cut.stderr).toContain('cut.drawio: error import-broken: the drawing cannot be read');

  const elsewhere = estate({ 'polished.drawio': drawn });
  const foreign = await cadastre(elsewhere, ['import', 'polished.drawio']);
  expect([foreign.code, foreign.stderr.includes('error unknown-diagram')]).toEqual([2, true]);
});
