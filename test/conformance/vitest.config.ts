import { defineConfig } from 'vitest/config';

/** Apart from the suite: full counts, ../shared, live exporters. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
