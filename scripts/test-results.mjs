/**
 * Sums up the runs of the tests that CI made, from vitest's own JSON:
 *
 *     node scripts/test-results.mjs FILES…             N passed, N failed
 *     node scripts/test-results.mjs --skipped FILES…   names what was skipped; exit code 1 if anything was
 *
 * A test file that cannot be loaded counts as one failed test; so does a run without results.
 */

import { existsSync, readFileSync } from 'node:fs';

const [first, ...rest] = process.argv.slice(2);
const onlySkipped = first === '--skipped';
const files = onlySkipped ? rest : [first, ...rest];

const runs = files.map((file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined,
);
const modules = runs.flatMap((run) => run?.testResults ?? []);
const tests = modules.flatMap(({ assertionResults }) => assertionResults);
const count = (status) => tests.filter((test) => test.status === status).length;

if (onlySkipped) {
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
  const missing = files.filter((_, i) => runs[i] === undefined);
  for (const file of missing) console.log(`no results: ${file}`);
  process.exitCode = skipped.length + missing.length > 0 ? 1 : 0;
} else {
  const unloaded = modules.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const missing = runs.filter((run) => run === undefined);
  console.log(
    `${count('passed')} passed, ${count('failed') + unloaded.length + missing.length} failed`,
  );
}
