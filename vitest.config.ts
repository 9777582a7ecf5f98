import { defineConfig } from 'vitest/config';

/** Where `.ci/run` reads the number of passed and failed tests. */
const results = 'coverage/tests.json';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: results },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.d.ts', 'src/icons/kinds.ts'],
      reporter: ['text', 'html', 'lcov'],
    },
  },
});
