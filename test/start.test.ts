/** A start stays light, and what is answered from the record of an earlier run is what a new run would answer. */

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isClosed } from '../src/sources/typescript/closed.ts';
import { CLI, cadastre, estate, type Files, put } from './run-cli.ts';

const HOOK = fileURLToPath(new URL('count-start.cjs', import.meta.url));

interface Counts {
  /** JavaScript modules that ran, and other files that were read. */
  readonly files: number;
  readonly modules: readonly string[];
  readonly workers: number;
}

/** Runs the command with everything counted that it loads, reads and starts. */
function counted(root: string, ...args: string[]): Counts {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'cadastre-counts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const counts = join(folder, 'counts.json');
  const coverage = join(folder, 'coverage');
  const { status, stderr } = spawnSync(process.execPath, ['--require', HOOK, CLI, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      XDG_CACHE_HOME: `${root}-cache`,
      NODE_V8_COVERAGE: coverage,
      START_COUNTS: counts,
    },
  });
  expect(status, stderr).toBe(0);
  const { opened, workers } = JSON.parse(readFileSync(counts, 'utf8'));
  const urls = readdirSync(coverage).flatMap((name): string[] =>
    JSON.parse(readFileSync(join(coverage, name), 'utf8')).result.map(
      ({ url }: { url: string }) => url,
    ),
  );
  const modules = [...new Set(urls)]
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url.replace(/[?#].*$/, '')))
    .filter((path) => path !== HOOK);
  // Source maps are read for the coverage only.
  const files = new Set([...modules, ...opened].filter((path) => !path.endsWith('.map')));
  return { files: files.size, modules, workers };
}

const SEED: Files = {
  'cadastre.config.ts':
    "import { defineConfig } from 'cadastre';\nexport default defineConfig({ formats: ['svg'] });\n",
  'diagrams/a.ts': `import { account, diagram } from 'cadastre';
import { name } from './_parts.ts';
export default diagram('Title', { content: account(name, { icon: 'own' }) });
`,
  'diagrams/_parts.ts': "export const name = 'First';\n",
  'diagrams/b.yaml': 'title: Second\ncontent:\n  - kind: aws:vpc\n    name: V\n',
  'icons/own.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/></svg>',
};

/** Drawn, and recorded: files that were just written are not trusted to be what was read. */
async function recorded(files: Files): Promise<string> {
  const root = estate(files);
  await cadastre(root, ['render', '-q']);
  await setTimeout(2200);
  await cadastre(root, ['render', '-q']);
  return root;
}

const isEvaluated = ({ modules }: Counts): boolean =>
  modules.some((path) => path.includes('chunk-render-'));

describe('what a start loads', () => {
  test('for --version', () => {
    const { files, workers } = counted(estate({}), '--version');
    expect(files).toBeLessThanOrEqual(30);
    expect(workers).toBe(0);
  });

  test('for a run in which nothing changed', async () => {
    const root = await recorded(SEED);
    const run = counted(root, 'render', '-q');
    expect(isEvaluated(run)).toBe(false);
    expect(run.files).toBeLessThanOrEqual(50);
    expect(run.workers).toBe(0);
  });

  test('for a first run', () => {
    const run = counted(estate(SEED), 'render', '-q');
    expect(run.files).toBeLessThanOrEqual(204);
    // One for each diagram, and one that ends what never would.
    expect(run.workers).toBeLessThanOrEqual(3);
    expect(run.modules.filter((path) => path.includes('locales'))).toEqual([]);
  });
});

describe('an answer from the record', () => {
  test('is what a new run prints', async () => {
    const root = await recorded({
      ...SEED,
      'diagrams/c.ts': `import { account, diagram } from 'cadastre';
account('nowhere');
export default diagram('Third', { content: account('x') });
`,
    });
    const drawn = await cadastre(root, ['render', '-j', '1']);
    await cadastre(root, ['render', '-j', '1']);
    const kept = await cadastre(root, ['render', '-j', '1']);
    expect(kept.stderr).toMatch(
      /warning placed-nowhere[\s\S]*3 diagrams unchanged, 0 files changed, 1 warning/,
    );
    expect(kept).toEqual(drawn);
  });

  test.each<[string, Files]>([
    ['a source', { 'diagrams/a.ts': String(SEED['diagrams/a.ts']).replace('Title', 'Tilte') }],
    [
      'an imported file of the same size',
      { 'diagrams/_parts.ts': "export const name = 'Fourt';\n" },
    ],
    ['an icon', { 'icons/own.svg': String(SEED['icons/own.svg']).replace('H9', 'H8') }],
    ['the icon that is found first', { 'icons/own': '<svg' }],
    ['the sources that there are', { 'diagrams/more/c.yaml': String(SEED['diagrams/b.yaml']) }],
    ['the config', { 'cadastre.config.ts': "export default { formats: ['dot'] };\n" }],
    ['the number of configs', { 'cadastre.config.yaml': 'formats: [dot]\n' }],
  ])('is not given after a change of %s', async (_, files) => {
    const root = await recorded(SEED);
    put(root, files);
    // Time stamps prove nothing.
    for (const name of Object.keys(files)) utimesSync(join(root, name), 1, 1);
    const fresh = estate({ ...SEED, ...files });
    const [ours, theirs] = [
      await cadastre(root, ['render', '-q']),
      await cadastre(fresh, ['render', '-q']),
    ];
    expect(ours).toEqual(theirs);
    const out = join(fresh, 'out');
    const names = existsSync(out) ? readdirSync(out, { recursive: true, encoding: 'utf8' }) : [];
    for (const name of names.filter((path) => /\.\w+$/.test(path)))
      expect(readFileSync(join(root, 'out', name)), name).toEqual(readFileSync(join(out, name)));
  });

  test('is not given when a picture is not the one that was drawn', async () => {
    const root = await recorded(SEED);
    const picture = readFileSync(join(root, 'out/a.svg'), 'utf8');
    put(root, { 'out/a.svg': picture.replace('First', 'Wrong') });
    await cadastre(root, ['render', '-q']);
    expect(readFileSync(join(root, 'out/a.svg'), 'utf8')).toBe(picture);
  });

  test('is not given for code that can give something else each time', async () => {
    const root = await recorded({
      'diagrams/a.ts': `import { account, diagram } from 'cadastre';
export default diagram('T', { content: account(process.env.NAME_OF_IT ?? 'unset') });
`,
    });
    await cadastre(root, ['render', '-q'], { env: { NAME_OF_IT: 'Other' } });
    expect(readFileSync(join(root, 'out/a.svg'), 'utf8')).toContain('Other');
  });
});

test.each([
  ["import { name } from './a.ts';\nexport const x = name.toUpperCase();", true],
  ["export { name } from '../parts/_a';", true],
  ["import data from './data.json';", true],
  ["import old from './old.cjs';", false],
  ["import x from '../node_modules/x/index.js';", false],
  ["import { readFileSync } from 'node:fs';", false],
  ["import { x } from 'a-package';", false],
  ["import/**/'node:fs';", false],
  ["const y = await import('./a.ts');", false],
  ['const y = import.meta.url;', false],
  ['const y = pr\\u006fcess.env;', false],
  ['const y = [3, 1].toLocaleString();', false],
  ['const y = new Date();', false],
  ['const y = Math.random();', false],
  ['const { random } = Math;', false],
  ["console.log('drawn');", false],
  ["const y = Function('return 1')();", false],
  ["const title = 'AWS Lambda Function', place = 'a File share';", true],
  ['const make = () => [1].map((n) => Math.max(n, 2));', true],
  ["const y = (() => {}).constructor('return 1')();", false],
  ['const y = Function`return 1`();', false],
  ["const y = Math['ran' + 'dom']();", false],
  ['const m = Math;', false],
  ['const g = global;', false],
  ['const g = (global as any)[name];', false],
  ['const { pid } = process;', false],
  ['const D = Date;', false],
  ['const y = new File([], name).lastModified;', false],
  ['const y = new Event(name).timeStamp;', false],
  ['Object.defineProperty(x, name, { get: () => performance.now() });', false],
  ['export * from "node:fs";', false],
  ["export { readFileSync as y } from 'fs';", false],
  // A text that seems to be an import must not hide the real one that follows.
  [`const s = "from './"; import fs from 'fs';`, false],
  ["import x from './\\x6eode_modules/x/index.js';", false],
])('whether %j gives the same each time: %s', (text, closed) => {
  expect(isClosed(text)).toBe(closed);
});

test('code that is made of a text is noticed, though no text tells', async () => {
  const source = `import { account, diagram } from 'cadastre';
const Kind = (async () => 1)['constr' + 'uctor'];
const Make = Object.getPrototypeOf(Kind);
export default diagram('T', { content: account(String(Make('return pro' + 'cess.pid')())) });
`;
  expect(isClosed(source)).toBe(true);
  const root = await recorded({ 'diagrams/a.ts': source });
  const model = () => readFileSync(join(root, 'out/a.model.json'), 'utf8');
  const before = model();
  await cadastre(root, ['render', '-q']);
  expect(model()).not.toBe(before);
});
