// What takes longer or needs more than a clone: public suites and captures in ../shared, live exporters, and the benches scaled down.
// Run through `npm run conformance`.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './postgres.mjs';
import { runSuite } from './suite/suite.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const json = join(root, '.test', 'conformance.json');
mkdirSync(dirname(json), { recursive: true });

if (!existsSync(join(root, '..', 'shared')))
  console.log(
    '\n!! SKIPPED: ../shared is absent, so the public suites and captures in it are not run. The other parts are.\n',
  );

const bench = (name, ...args) => ({
  name: `bench ${name}`,
  command: [process.execPath, 'test/bench/main.ts', name, ...args],
});
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/conformance/vitest.config.ts'];

/** What is asked of the warehouse, on the tables of a cluster (docs/decisions/0010). */
const onShards = (shards, ...paths) => ({
  name: `on ${shards} shard(s)`,
  command: [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--testTimeout=90000', ...paths],
  env: { TEST_WAREHOUSE_SHARDS: String(shards) },
});
const server = 'packages/server/src';

/** Two servers on one PostgreSQL among them; where there is none, those say that they were skipped. */
const postgres = await startPostgres().catch((error) => {
  if (process.env.CI) throw error;
  console.log(`\n!! no PostgreSQL: ${error.message}`);
  return null;
});
const slow = {
  name: 'slow tests beside the code',
  command: [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/conformance/slow.config.ts'],
  env: postgres === null ? {} : { TEST_DATABASE_URL: postgres.url },
};

const ok = await runSuite(
  [
    [
      {
        name: 'conformance',
        json,
        command: [process.execPath, ...vitest, '--reporter=default', '--reporter=json', `--outputFile.json=${json}`],
      },
    ],
    [slow],
    [onShards(1, `${server}/ingest/writer`)],
    [onShards(2, `${server}/rooms/monitoring/views`, `${server}/rooms/monitoring/rebuild`)],
    [bench('ingest', '--seconds', '15', '--rate', '3000')],
    [bench('crash', '--kills', '6')],
    [bench('fleet', '--spans', '50000', '--seconds', '20')],
  ],
  { cwd: root, limitMs: 20 * 60_000 },
);
await postgres?.stop();
process.exitCode = ok ? 0 : 1;
