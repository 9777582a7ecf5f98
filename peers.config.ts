import { defineConfig } from 'vitest/config';

/** The run of `npm run peers`: no test of the project, as it needs two other tools and judges nothing. */
export default defineConfig({
  test: { include: ['test/peers/compare.ts'], testTimeout: 1_800_000, reporters: ['default'] },
});
