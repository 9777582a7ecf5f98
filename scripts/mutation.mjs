/**
 * Mutation tests of the rooms that say what is allowed, approved or changed: a mutant that survives is a missing test.
 *
 *     npm run mutation -- ports             one room; without a name, all of them (hours)
 *
 * Stryker is no dependency, as it is bigger than all that CI needs: this installs a pinned version in node_modules/.cache.
 * Tests that run the command line need the mutant in dist/: those rooms build for each mutant, which takes long.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '9.6.1'; // the last that runs on Node 20

/** What is mutated, and the tests that have to notice. `cli`: they run dist/. */
const ROOMS = {
  ports: {
    mutate: ['src/model/ports.ts', 'src/model/intervals.ts'],
    tests: ['properties-networks', 'ports', 'ports-written'],
  },
  addresses: {
    mutate: ['src/model/addresses.ts', 'src/model/cidr.ts'],
    tests: ['properties-networks', 'addresses', 'compile-validate'],
  },
  compare: {
    mutate: ['src/compare/*.ts'],
    tests: ['compare', 'compare-match', 'change-list', 'model-formats'],
  },
  permitted: {
    mutate: ['src/views/network/permitted.ts'],
    tests: [
      ...['network-permitted', 'network-rules-of-groups'],
      ...['derive-network-resources', 'derive-network'],
    ],
  },
  reachability: {
    mutate: ['src/reachability/*.ts'],
    tests: ['reachability', 'reachability-properties'],
  },
  queries: {
    mutate: ['src/queries/lint*.ts', 'src/queries/graph-model.ts'],
    tests: ['queries-lint'],
  },
  zip: { mutate: ['src/formats/zip.ts'], tests: ['bundle-zip'] },
  rules: { mutate: ['src/rules/*.ts'], tests: ['rules', 'account-data'] },
  approvals: {
    mutate: ['src/evidence/approvals/*.ts'],
    tests: ['evidence-forgeries-approvals', 'evidence-story'],
    cli: true,
  },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, 'node_modules/.cache/stryker');
const packages = join(home, 'node_modules/@stryker-mutator');

const run = (program, args) =>
  spawnSync(program, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

function install() {
  mkdirSync(home, { recursive: true });
  const marker = join(home, `${VERSION}.ready`);
  if (existsSync(marker)) return true;
  const names = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  const flags = ['--prefix', home, '--no-save', '--legacy-peer-deps', '--silent'];
  if (run('npm', ['install', ...flags, ...names]) !== 0) return false;
  writeFileSync(marker, '');
  return true;
}

function mutate(name) {
  const { mutate, tests, cli } = ROOMS[name];
  const files = tests.map((test) => `test/${test}.test.ts`);
  const vitestConfig = join(home, `${name}.vitest.mjs`);
  // One project, without the tiers: the runner of Stryker starts vitest itself.
  writeFileSync(
    vitestConfig,
    `export default { test: { include: ${JSON.stringify(files)}, testTimeout: 120_000, maxWorkers: 1 } };\n`,
  );
  const config = join(home, `${name}.json`);
  const runner = cli
    ? {
        testRunner: 'command',
        commandRunner: {
          command: `node scripts/build.mjs --no-types && npx vitest run --bail 1 ${files.join(' ')}`,
        },
      }
    : { testRunner: 'vitest', vitest: { configFile: vitestConfig, related: false } };
  writeFileSync(
    config,
    JSON.stringify({
      ...runner,
      mutate,
      plugins: [join(packages, 'vitest-runner/dist/src/index.js')],
      reporters: ['clear-text', 'progress-append-only'],
      clearTextReporter: { allowColor: false, logTests: false },
      concurrency: 2,
      coverageAnalysis: cli ? 'off' : 'perTest',
      ignorePatterns: ['coverage', 'docs/example', 'out/*.jpg'],
      tempDirName: 'node_modules/.cache/stryker/sandbox',
      timeoutMS: 60_000,
      disableTypeChecks: false,
    }),
  );
  return run(process.execPath, [join(packages, 'core/bin/stryker.js'), 'run', config]);
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ROOMS);
const unknown = names.filter((name) => !Object.hasOwn(ROOMS, name));
if (unknown.length > 0) {
  process.stderr.write(
    `no such room: ${unknown.join(', ')}; there are ${Object.keys(ROOMS).join(', ')}\n`,
  );
  process.exitCode = 2;
} else if (!install()) process.exitCode = 2;
else process.exitCode = names.map(mutate).some((status) => status !== 0) ? 1 : 0;
