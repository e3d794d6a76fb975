import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      '{scripts,tools}/**/*.test.ts',
      'test/{architecture,bench,e2e,fuzz,live,oracle}/**/*.test.ts',
    ],
    // Slow ones run in conformance.
    exclude: ['**/dist/**', '**/node_modules/**', '**/*.slow.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One less than the cores by default: half of such a machine would stand idle while tests wait for engines.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
