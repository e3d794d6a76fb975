import { defineConfig } from 'vitest/config';

/** Tests beside the code, and in the browser, that need more time than `npm test` has: several servers, a full disk, a cluster, every corner of a page. */
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.slow.test.ts', 'test/{e2e,live}/**/*.slow.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
