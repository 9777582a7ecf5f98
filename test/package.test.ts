/** The published form: what `npm pack` makes, installed in an empty folder, as a user has it. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly mode: number;
  }[];
}

const MEGABYTE = 1_000_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const DIAGRAM = `import { account, diagram, organization, ou } from 'cadastre';

const production: string = 'Production';
export default diagram('Accounts', {
  content: organization('MockUpBank', [ou('Prod OU', [account(production)])]),
});
`;

let home = '';
let packed: Packed;

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string =>
  execFileSync(program, args, {
    cwd: home,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const write = (file: string, text: string): void => writeFileSync(join(home, file), text);

beforeAll(() => {
  if (!existsSync(join(root, 'dist/types'))) throw new Error('run `npm run build` first');
  home = mkdtempSync(join(tmpdir(), 'cadastre-package-'));
  // Without scripts: `npm test` has built dist/, and other tests are running it.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  const report = execFileSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  packed = JSON.parse(report)[0];
  write('package.json', '{ "name": "estate", "private": true, "type": "module" }\n');
  run('npm', ['install', `./${packed.filename}`, '--prefer-offline', '--no-audit', '--no-fund']);
  mkdirSync(join(home, 'diagrams'));
  write('diagrams/accounts.ts', DIAGRAM);
}, 180_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

describe('the tarball', () => {
  test('holds what runs, its types and papers, and no sources', () => {
    const paths = packed.files.map((file) => file.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'NOTICE',
        'README.md',
        'CHANGELOG.md',
        'dist/index.js',
        'dist/cli.js',
        'dist/types/index.d.ts',
        'schema/diagram.schema.json',
      ]),
    );
    const papers = /^(LICENSE|NOTICE|README\.md|CHANGELOG\.md|package\.json)$/;
    expect(
      paths.filter((path) => !papers.test(path) && !/^(collect|dist|queries|schema)\//.test(path)),
    ).toEqual([]);
    expect(paths.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  test('is small, and so is each of its files', () => {
    expect(packed.files.filter((file) => file.size > 3 * MEGABYTE)).toEqual([]);
    expect(packed.size).toBeLessThan(5 * MEGABYTE);
  });

  test('starts by itself', () => {
    const cli = packed.files.find((file) => file.path === 'dist/cli.js');
    expect((cli?.mode ?? 0) & 0o111).toBe(0o111);
    expect(readFileSync(join(root, 'dist/cli.js'), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n(?!#!)/,
    );
  });

  test('is clean by publint', async () => {
    const pkgDir = join(home, 'node_modules/cadastre');
    const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
    const serious = messages.filter((message) => message.type !== 'suggestion');
    expect(serious.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

describe('installed', () => {
  test('prints its help', () => {
    expect(run('npx', ['--no-install', 'cadastre', '--help'])).toContain('render');
  });

  test('draws a TypeScript diagram', () => {
    run('npx', ['--no-install', 'cadastre', 'render', '-f', 'svg,jpg']);
    const svg = readFileSync(join(home, 'out/accounts.svg'), 'utf8');
    expect(svg).toContain('Production');
    expect(svg).not.toContain(home);
    expect(readFileSync(join(home, 'out/accounts.jpg')).subarray(0, 3).toString('hex')).toBe(
      'ffd8ff',
    );
  });

  test.each(['node16', 'bundler'])('has types under moduleResolution %s', (moduleResolution) => {
    const module = moduleResolution === 'node16' ? 'node16' : 'esnext';
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      noEmit: true,
      types: [],
      skipLibCheck: false,
    };
    // A file with a mistake beside it proves that the types are seen at all.
    const files = ['diagrams/accounts.ts', 'wrong.ts'];
    write('wrong.ts', DIAGRAM.replace('account(production)', 'account(42)'));
    write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    const tsc = join(root, 'node_modules/typescript/lib/tsc.js');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], {
      cwd: home,
      encoding: 'utf8',
    });
    const messages = stdout.split('\n').filter((line) => /^\S/.test(line));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^wrong\.ts\(5,.* error TS/);
  });

  test('loads no package for its main entry, and only what help needs for help', () => {
    write('main.mjs', "await import('cadastre');\n");
    expect(packagesLoadedBy(['main.mjs'])).toEqual(['cadastre']);
    const heavy = ['@hpcc-js/wasm-graphviz', '@resvg/resvg-js', 'sharp', 'yaml', 'zod'];
    const forHelp = packagesLoadedBy(['node_modules/cadastre/dist/cli.js', '--help']);
    expect(forHelp).toContain('cadastre');
    expect(forHelp.filter((name) => heavy.includes(name))).toEqual([]);
  });
});

/** Names of the packages of which Node ran any file: its coverage report names every script. */
function packagesLoadedBy(args: readonly string[]): string[] {
  const folder = mkdtempSync(join(home, 'loaded-'));
  run(process.execPath, args, { NODE_V8_COVERAGE: folder });
  const names = new Set<string>();
  for (const file of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const { url } of result as { url: string }[]) {
      const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
      if (name) names.add(name);
    }
  }
  return [...names].sort();
}
