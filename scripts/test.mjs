// The whole suite: types, lint, architecture, unit and integration on the embedded engines, the control state again on a real PostgreSQL,
// and the browser. Run through `npm test`, which sets up first. No part of it needs the network.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './postgres.mjs';
import { runSuite } from './suite/suite.mjs';
import { vitestIn } from './suite/vitest-part.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = (path, ...args) => [process.execPath, join(root, 'node_modules', path), ...args];
const vitest = vitestIn(root);

/** Debian's PostgreSQL on a random loopback port. Where there is none, that is said; in CI it is a failure. */
async function postgresPart() {
  const name = 'integration on PostgreSQL';
  try {
    const { url, stop } = await startPostgres();
    const folders = [
      'adapters/postgres/',
      'adapters/jobs/',
      'spine/',
      'access/',
      'http/otlp',
      'http/live/',
      'http/operator/',
    ].map((folder) => `packages/server/src/${folder}`);
    return { part: vitest(name, folders, { TEST_DATABASE_URL: url }), stop };
  } catch (error) {
    if (process.env.CI)
      return {
        part: {
          name,
          command: [process.execPath, '-e', `console.error(${JSON.stringify(error.message)}); process.exit(1)`],
        },
        stop: async () => {},
      };
    console.log(`\nSKIPPED ${name}: ${error.message}`);
    return { part: null, stop: async () => {} };
  }
}

const postgres = await postgresPart();
const ok = await runSuite(
  [
    [
      { name: 'types', command: tool('typescript/bin/tsc', '-b') },
      { name: 'lint', command: tool('oxlint/bin/oxlint') },
      { name: 'format', command: tool('oxfmt/bin/oxfmt', '--check') },
      { name: 'unused code (knip)', command: tool('knip/bin/knip.js', '--no-progress') },
      { name: 'lock is complete', command: [process.execPath, 'scripts/check-lock.mjs'] },
    ],
    [
      postgres.part, // waits more than it works
      {
        live: true,
        ...vitest('architecture, unit, integration', [
          'packages/',
          'tools/',
          'scripts/',
          ...['architecture', 'bench', 'fuzz', 'oracle'].map((folder) => `test/${folder}/`),
        ]),
      },
    ].filter((part) => part !== null),
    // By themselves: people's patience is measured in there.
    [vitest('browser', ['test/e2e/', '--maxWorkers=4'])],
  ],
  { cwd: root, limitMs: 20 * 60_000 },
);
await postgres.stop();
process.exitCode = ok ? 0 : 1;
