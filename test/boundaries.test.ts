/** The boundary checker sees the sources, and catches what each rule forbids. */

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependents: readonly string[] }[];
  readonly summary: { readonly violations: readonly Violation[] };
}
interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
  readonly cycle?: readonly { readonly name: string }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const config = '.dependency-cruiser.mjs';
const checker = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** The reporter `json` leaves the exit code at 0. */
function cruise(folder: string): Cruise {
  const args = [checker, 'src', '--config', config, '--output-type', 'json'];
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  return JSON.parse(execFileSync(process.execPath, args, options));
}

/** What is planted in a copy of the sources, and the rule that has to catch it. */
const PLANTED: readonly [file: string, source: string, rule: string][] = [
  ['model/planted.ts', "import '../dsl/element.ts';", 'room-model'],
  ['cli/planted.ts', "import '../dsl/element.ts';", 'room-cli'],
  [
    'render/dot/planted.ts',
    "import type { Planted } from '../layout/planted.ts';",
    'room-render-dot',
  ],
  [
    'render/arrange/planted.ts',
    "import { planted } from '../layout/port.ts';",
    'room-render-arrange',
  ],
  ['compile/planted.ts', "import { readFileSync } from 'node:fs';", 'files-at-the-edges'],
  ['sources/planted-file.ts', "import { readFile } from 'node:fs/promises';", 'files-at-the-edges'],
  ['render/layout/planted.ts', "import { parse } from 'yaml';", 'home-of-yaml'],
  ['formats/planted.ts', "import { parse } from 'yaml';", 'one-file-yaml'],
  ['dsl/planted.ts', "import { build } from 'esbuild';", 'no-dev-dependency'],
  ['dsl/planted-too.ts', "import '../nowhere.ts';", 'no-unresolvable'],
  ['report/planted.ts', "import './planted-too.ts';", 'no-circular'],
  ['report/planted-too.ts', "import './planted.ts';", 'no-circular'],
  ['text/planted.ts', 'export const planted = true;', 'no-orphans'],
  ['render/output/planted.ts', "import '../../../test/planted.ts';", 'not-outside'],
];
const ALLOWED: readonly [file: string, source: string][] = [
  [
    'render/layout/port.ts',
    'export interface Planted { readonly dot: string }\nexport const planted = true;',
  ],
  ['render/dot/planted-scene.ts', "import type { Scene } from '../scene/scene.ts';"],
  ['app/planted.ts', "import type { Planted } from '../render/layout/port.ts';"],
];

let copy = '';
let planted: Cruise;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'cadastre-boundaries-'));
  for (const name of ['src', config, 'tsconfig.json', 'package.json']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const files = [...PLANTED, ...ALLOWED, ['../test/planted.ts', 'export {};']] as const;
  for (const [file, source] of files) {
    const path = join(copy, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${source}\n`);
  }
  planted = cruise(copy);
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** A cycle is reported at one of its files; too many importers of a package at the package. */
function involved({ from, rule, cycle }: Violation): readonly string[] {
  if (cycle) return cycle.map((file) => file.name);
  if (!rule.name.startsWith('one-file-')) return [from];
  return planted.modules.find((module) => module.source === from)?.dependents ?? [];
}

const rulesBroken = (file: string): string[] =>
  planted.summary.violations
    .filter((v) => involved(v).includes(`src/${file}`))
    .map((v) => v.rule.name);

test('every source is seen', () => {
  const seen = cruise(root).modules.map((module) => module.source);
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file}`);
  expect(sources.length).toBeGreaterThan(20);
  expect(seen).toEqual(expect.arrayContaining(sources));
});

test('every room has a rule', async () => {
  const { default: rules } = await import(new URL(`../${config}`, import.meta.url).href);
  const names = rules.forbidden.map((rule: { name: string }) => rule.name);
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((e) =>
    e.isDirectory(),
  );
  expect(names).toEqual(expect.arrayContaining(rooms.map((entry) => `room-${entry.name}`)));
});

test.each(PLANTED)('src/%s is caught', (file, _source, rule) => {
  expect(rulesBroken(file)).toContain(rule);
});

test.each(ALLOWED.slice(1))('src/%s is allowed', (file) => {
  expect(rulesBroken(file).filter((rule) => rule !== 'no-orphans')).toEqual([]);
});
