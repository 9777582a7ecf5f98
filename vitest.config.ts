import { defineConfig } from 'vitest/config';
import { Progress } from './test/progress.ts';
import { filesOf, type Tier } from './test/tiers.ts';

/** Where `.ci/run` reads the number of passed and failed tests; it names another for the tier `large`. */
const results = 'coverage/tests.json';

const project = (name: Tier) =>
  ({
    extends: true,
    test: {
      name,
      include: filesOf(name),
      globalSetup: name === 'fast' ? [] : ['test/run-folder.ts', 'test/graph-servers.ts'],
      // They change nothing that another file sees: two processes run all of them, each with the sources loaded once.
      isolate: name !== 'fast',
    },
  }) as const;

export default defineConfig({
  test: {
    projects: [project('fast'), project('main'), project('large')],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // A file whose needs are not met collects no test. CI has all needs, and wants tests in every file.
    passWithNoTests: process.env.CADASTRE_REQUIRE === undefined,
    reporters: process.env.CI ? ['default', new Progress(), 'json'] : ['default', new Progress()],
    outputFile: { json: results },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.d.ts', 'src/icons/kinds.ts'],
      reporter: ['text', 'html', 'lcov'],
    },
  },
});
