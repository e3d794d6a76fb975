import { defineConfig } from 'vitest/config';

/** Tests beside the code that need more time than `npm test` has: several servers, a full disk, a cluster. */
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.slow.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
