/** An atlas that has fewer sheets than before: its old ones are removed, and nothing else is. */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { estate, put } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const ATLAS = (accounts: number): string => `import { account, diagram, node } from 'cadastre';
export default diagram('A', { sheets: 'account', content: Array.from({ length: ${accounts} },
  (_, i) => account(\`account \${i}\`, [node('aws:ec2', 'server')])) });
`;

const render = (root: string, ...more: string[]) =>
  cadastre(root, ['render', '-f', 'svg', ...more]);
const sheetsOf = (root: string): string[] => readdirSync(join(root, 'out/a.sheets')).sort();

test('sheets that are no longer made are removed, and told', async () => {
  const root = estate({ 'diagrams/a.ts': ATLAS(4) });
  await render(root);
  expect(sheetsOf(root)).toEqual(['2.svg', '3.svg', '4.svg', '5.svg']);
  put(root, { 'diagrams/a.ts': ATLAS(2) });
  const { stderr, code } = await render(root);
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/removed out\/a\.sheets\/4\.svg[\s\S]*removed out\/a\.sheets\/5\.svg/);
  expect(stderr).toMatch(/2 old sheets removed/);
  expect(sheetsOf(root)).toEqual(['2.svg', '3.svg']);
  put(root, { 'diagrams/a.ts': ATLAS(1) });
  const { stdout } = await render(root, '--json');
  expect(JSON.parse(stdout).rendered[0].removed).toEqual([
    'out/a.sheets/2.svg',
    'out/a.sheets/3.svg',
  ]);
  expect(existsSync(join(root, 'out/a.sheets'))).toBe(false);
});

test('what somebody else put there stays, and is named', async () => {
  const root = estate({ 'diagrams/a.ts': ATLAS(3) });
  await render(root);
  put(root, {
    'out/a.sheets/3.svg': '<svg/>',
    'out/a.sheets/4.svg': '<svg/>',
    'out/a.sheets/notes.txt': 'x',
  });
  put(root, { 'diagrams/a.ts': ATLAS(2) });
  const { stderr } = await render(root);
  expect(stderr).toMatch(
    /warning left-over: out\/a\.sheets\/4\.svg is a sheet that diagrams\/a\.ts does not make/,
  );
  expect(sheetsOf(root)).toEqual(['2.svg', '3.svg', '4.svg', 'notes.txt']);
});

test('where only another format is drawn, sheets stay', async () => {
  const root = estate({ 'diagrams/a.ts': ATLAS(3) });
  await render(root);
  put(root, { 'diagrams/a.ts': ATLAS(2) });
  expect((await cadastre(root, ['render', '-f', 'dot'])).stderr).not.toMatch(/removed/);
  expect(sheetsOf(root)).toHaveLength(3);
});

test('a manifest says which sheets were drawn where no record of the last run is left', async () => {
  const root = estate({ 'diagrams/a.ts': ATLAS(3) });
  await cadastre(root, ['render', '-f', 'svg', '--manifest']);
  rmSync(join(root, 'out/a.svg'));
  put(root, { 'diagrams/a.ts': ATLAS(2) });
  await cadastre(root, ['render', '-f', 'svg', '--force']);
  expect(sheetsOf(root)).toEqual(['2.svg', '3.svg']);
});
