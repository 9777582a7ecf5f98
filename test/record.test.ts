/** A picture that was drawn before is kept only while everything that made it is the same. */

import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CLI, estate, cadastre as inOwnProcess, put } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const square = (fill: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="${fill}"/></svg>`;

const FILES = {
  'cadastre.config.yaml': 'formats: [svg, jpg]\n',
  'diagrams/net.ts': `import { diagram, node } from 'cadastre';
import { name } from './_names.ts';
export default diagram('Net', { content: [node('vpc', name, { icon: 'own.svg' })] });
`,
  'diagrams/_names.ts': `export const name = 'first';\n`,
  'icons/own.svg': square('red'),
};

const KEPT = '1 diagram unchanged, 0 files changed';
const OUTPUTS = ['net.jpg', 'net.model.json', 'net.svg'];

const outputs = (root: string, folder = 'out'): Buffer[] =>
  OUTPUTS.map((name) => readFileSync(join(root, folder, name)));

/** An estate that is drawn, and drawn again without a change. */
async function drawn(): Promise<string> {
  const root = estate(FILES);
  const first = await cadastre(root, ['render']);
  expect(first.stderr).toContain('1 diagram drawn, 3 files changed');
  const second = await cadastre(root, ['render']);
  expect(second.stderr).toContain(KEPT);
  expect(second.stdout).toBe(first.stdout);
  return root;
}

/** Draws in a new process, and expects that it was done anew and gave what another gives that begins with nothing. */
async function expectFresh(root: string, ...args: string[]): Promise<void> {
  const again = await inOwnProcess(root, ['render', ...args]);
  expect(again.stderr).toContain('1 diagram drawn');
  await cadastre(root, ['render', '--force', '-o', 'elsewhere', ...args]);
  expect(outputs(root)).toEqual(outputs(root, 'elsewhere'));
}

const CHANGES: readonly [what: string, change: (root: string) => void][] = [
  [
    'the source',
    (root) => put(root, { 'diagrams/net.ts': FILES['diagrams/net.ts'].replace('Net', 'Web') }),
  ],
  [
    'an imported file',
    (root) => put(root, { 'diagrams/_names.ts': `export const name = 'second';\n` }),
  ],
  ['an icon', (root) => put(root, { 'icons/own.svg': square('blue') })],
  ['the scale', (root) => put(root, { 'cadastre.config.yaml': 'formats: [svg, jpg]\nscale: 1\n' })],
  ['a picture, tampered with', (root) => put(root, { 'out/net.svg': square('red') })],
  [
    'a picture by one byte',
    (root) => {
      const jpg = readFileSync(join(root, 'out/net.jpg'));
      jpg[jpg.length >> 1] = (jpg[jpg.length >> 1] ?? 0) ^ 1;
      put(root, { 'out/net.jpg': jpg });
    },
  ],
  ['the model', (root) => put(root, { 'out/net.model.json': '{}\n' })],
  ['a picture, deleted', (root) => rmSync(join(root, 'out/net.jpg'))],
];

test.each(CHANGES)('drawn again after a change of %s', async (_, change) => {
  const root = await drawn();
  change(root);
  await expectFresh(root);
});

test('drawn again in other formats, and with them once more', async () => {
  const root = await drawn();
  const more = await cadastre(root, ['render', '-f', 'svg,jpg,dot']);
  expect(more.stderr).toContain('1 diagram drawn, 1 file changed');
  const back = await cadastre(root, ['render']);
  expect(back.stderr).toContain('1 diagram drawn, 0 files changed');
});

test('drawn again when a font file changes under its name', async () => {
  const { resolve } = createRequire(import.meta.url);
  const font = (face: string): Buffer =>
    readFileSync(resolve(`@expo-google-fonts/arimo/${face}/Arimo_${face}.ttf`));
  const root = estate({
    ...FILES,
    'cadastre.config.yaml': 'formats: [svg, jpg]\nfonts: [own.ttf]\n',
    'own.ttf': font('400Regular'),
  });
  await inOwnProcess(root, ['render']);
  expect((await inOwnProcess(root, ['render'])).stderr).toContain(KEPT);
  put(root, { 'own.ttf': font('700Bold') });
  await expectFresh(root);
});

test('drawn again by another build', async () => {
  const root = estate(FILES);
  const home = estate({});
  const dist = join(home, 'dist');
  cpSync(dirname(CLI), dist, { recursive: true });
  for (const name of ['package.json', 'node_modules'])
    symlinkSync(join(dirname(CLI), '..', name), join(home, name));
  const run = () => inOwnProcess(root, ['render'], { cli: join(dist, 'cli.js') });
  await run();
  expect((await run()).stderr).toContain(KEPT);
  const stamp = /(sha256\(\[\s*")[0-9a-f]{64}/;
  const stamped = readdirSync(dist).filter(
    (name) => name.endsWith('.js') && stamp.test(readFileSync(join(dist, name), 'utf8')),
  );
  expect(stamped).toHaveLength(1);
  const file = join(dist, stamped[0] as string);
  writeFileSync(file, readFileSync(file, 'utf8').replace(stamp, `$1${'0'.repeat(64)}`));
  expect((await run()).stderr).toContain('1 diagram drawn');
});

test('a warning is told again by a run that draws nothing', async () => {
  const root = estate({
    'diagrams/cjk.ts': `import { diagram, node } from 'cadastre';
export default diagram('CJK', { content: [node('vpc', '網路')] });
`,
  });
  const [first, second] = [await cadastre(root, ['render']), await cadastre(root, ['render'])];
  expect(first.stderr).toContain('glyph-missing');
  expect(second.stderr).toContain('unchanged');
  const told = (stderr: string): string[] =>
    stderr.split('\n').filter((l) => l.includes('warning'));
  expect(told(second.stderr).slice(0, -1)).toEqual(told(first.stderr).slice(0, -1));
});

test.each(['', '{', '{"record":1,"entries":[["net",null]]}', '{"record":99,"entries":[]}'])(
  'a broken record counts as none: %j',
  async (text) => {
    const root = await drawn();
    const folder = `${root}-cache/cadastre`;
    for (const name of readdirSync(folder)) put(folder, { [name]: text });
    await expectFresh(root);
  },
);

test('leaves nothing in the estate but the pictures', async () => {
  const root = await drawn();
  expect(readdirSync(root).sort()).toEqual(['cadastre.config.yaml', 'diagrams', 'icons', 'out']);
  expect(readdirSync(join(root, 'out')).sort()).toEqual(OUTPUTS);
});
