/**
 * Makes dist/: plain JavaScript that Node runs as it is, and its types.
 *
 *     node scripts/build.mjs [--no-types]
 *
 * Entries share chunks, and every `import()` stays a file of its own, so that
 * nothing loads before it is needed. All JavaScript lies flat in dist/.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What is started or imported from outside: name in dist/ -> source. The only list of entries. */
const ENTRIES = {
  index: 'src/index.ts',
  cli: 'src/cli/main.ts',
  'draw-worker': 'src/render/draw-worker.ts',
  'compile-process': 'src/app/diff/compile-process.ts',
  'keygen-starter': 'src/evidence/signatures/keygen-starter.ts',
};

/** What the code reads at run time: copied from src/ to the same place under dist/. */
const DATA = ['icons/artwork', 'queries/data', 'importers/terraform/hcl/grammar'];

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const dist = join(root, 'dist');
const posix = (path) => path.split(sep).join('/');

/** Where dist/ has what `new URL(address, import.meta.url)` names in the source file `from`. */
function addressInDist(address, from) {
  const target = resolve(dirname(from), address);
  const entry = Object.keys(ENTRIES).find((name) => join(root, ENTRIES[name]) === target);
  if (entry) return `./${entry}.js`;
  const slash = address.endsWith('/') ? '/' : '';
  const inSource = relative(src, target);
  if (inSource.startsWith('..')) return posix(relative(dist, target)) + slash;
  if (!DATA.some((data) => `${posix(inSource)}/`.startsWith(`${data}/`))) {
    const where = `${relative(root, from)}: ${address}`;
    throw new Error(`${where} has to be named in ENTRIES or DATA of scripts/build.mjs`);
  }
  return `./${posix(inSource)}${slash}`;
}

const LITERAL = /new URL\(\s*(['"`])([^'"`$]+)\1(?=\s*,\s*import\.meta\.url)/g;
const TEMPLATE = /new URL\(\s*`([^`$]+\/)(?=[^`/]*\$\{)/g;
/** These name a source's own folder, which dist/ does not have. */
const UNSUPPORTED = /import\.meta\.(?:dirname|filename)|fileURLToPath\(import\.meta\.url\)/;

const runtimeFiles = {
  name: 'runtime-files',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!path.startsWith(src + sep)) return undefined;
      const source = readFileSync(path, 'utf8');
      const wrong = UNSUPPORTED.exec(source);
      if (wrong) {
        const text = `${wrong[0]} differs in dist/: write new URL('./file', import.meta.url)`;
        return { errors: [{ text, location: { file: relative(root, path) } }] };
      }
      const contents = source
        .replace(LITERAL, (_, quote, to) => `new URL(${quote}${addressInDist(to, path)}${quote}`)
        .replace(TEMPLATE, (_, folder) => `new URL(\`${addressInDist(folder, path)}`);
      const bare = path === join(root, ENTRIES.cli) && !contents.startsWith('#!');
      return { contents: bare ? `#!/usr/bin/env node\n${contents}` : contents, loader: 'ts' };
    });
  },
};

/** SHA-256 of all that dist/ is made from, packages that it takes in by their version: pictures of another build are not taken for this one's. */
function digestOfSources() {
  const hash = createHash('sha256');
  for (const file of readdirSync(src, { recursive: true }).sort()) {
    const path = join(src, file);
    if (statSync(path).isFile()) hash.update(`${posix(file)}\0`).update(readFileSync(path));
  }
  for (const name of BUNDLED)
    hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
  return hash.digest('hex');
}

/**
 * CommonJS packages that every run needs, and what is used of them. Node reads such a package
 * twice for an `import` (once to find its names), which costs 15-25 ms each; `require` costs 4.
 */
const REQUIRED = {
  commander: ['Argument', 'Command', 'CommanderError', 'InvalidArgumentError', 'Option'],
  saxes: ['SaxesParser'],
};

/**
 * ESM packages of many small files that are taken into dist/, with what is used of them only: zod alone
 * is 100 files, most of them messages in other languages. NOTICE has their licences.
 */
const BUNDLED = ['zod'];

const bundledPackages = {
  name: 'bundled-packages',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(?:${BUNDLED.join('|')})$`) }, async ({ path }) => ({
      path: fileURLToPath(import.meta.resolve(path)),
      sideEffects: false,
    }));
  },
};

const requiredPackages = {
  name: 'required-packages',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(?:${Object.keys(REQUIRED).join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'required' }));
    onLoad({ filter, namespace: 'required' }, ({ path }) => ({
      contents: `import { createRequire } from 'node:module';
        export const { ${REQUIRED[path].join(', ')} } = createRequire(import.meta.url)('${path}');`,
    }));
  },
};

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: dist,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    chunkNames: 'chunk-[name]-[hash]',
    // Node reads the maps only when asked to; they name places, and hold no sources.
    sourcemap: 'linked',
    sourcesContent: false,
    charset: 'utf8',
    metafile: true,
    define: { BUILD_DIGEST: JSON.stringify(digestOfSources()) },
    logLevel: 'warning',
    plugins: [runtimeFiles, requiredPackages, bundledPackages],
  });
  return new Set(Object.keys(metafile.outputs).map((file) => join(root, file)));
}

/**
 * Removes what earlier builds left. Only now, not before: whoever runs dist/
 * at this moment keeps it whole.
 */
function prune(made) {
  const keep = new Set(['types', ...DATA.map((data) => data.split('/')[0])]);
  for (const name of readdirSync(dist)) {
    const path = join(dist, name);
    if (!keep.has(name) && !made.has(path)) rmSync(path, { recursive: true });
  }
}

function types() {
  const folder = join(dist, 'types');
  rmSync(folder, { recursive: true, force: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript')), 'tsc.js');
  const args = [tsc, '-p', join(root, 'tsconfig.build.json')];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  // tsc rewrites the suffix of imports in JavaScript only, and not every tool follows `./x.ts` to x.d.ts.
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js'));
  }
}

const made = await bundle().catch(() => process.exit(1)); // esbuild has told what is wrong
for (const data of DATA) {
  const to = join(dist, data);
  rmSync(to, { recursive: true, force: true });
  cpSync(join(src, data), to, { recursive: true });
}
prune(made);
chmodSync(join(dist, 'cli.js'), 0o755);
if (!process.argv.includes('--no-types')) types();
