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
    // A test that hangs is told late; one on a busy machine is not told at all.
    testTimeout: 45_000,
    hookTimeout: 90_000,
    pool: 'forks',
    // Files of one worker share what they import: loading it anew for each of 400 took a third of the time.
    isolate: false,
    // One more than the cores: tests wait for engines much of the time.
    maxWorkers: availableParallelism() + 1,
  },
});
