// What takes longer or needs more than a clone: public suites and captures in ../shared, live exporters, and the benches scaled down.
// Run through `npm run conformance`.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './postgres.mjs';
import { runSuite } from './suite/suite.mjs';
import { vitestIn } from './suite/vitest-part.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = vitestIn(root);

if (!existsSync(join(root, '..', 'shared')))
  console.log(
    '\n!! SKIPPED: ../shared is absent, so the public suites and captures in it are not run. The other parts are.\n',
  );

const bench = (name, ...args) => ({
  name: `bench ${name}`,
  command: [process.execPath, 'test/bench/main.ts', name, ...args],
});

/** What is asked of the warehouse, on the tables of a cluster (docs/decisions/0010). */
const onShards = (shards, what, ...args) =>
  vitest(`${what} on ${shards} shard(s)`, ['--testTimeout=90000', ...args], { TEST_WAREHOUSE_SHARDS: String(shards) });
const server = 'packages/server/src';

const slowConfig = '--config=test/conformance/slow.config.ts';

/** Two servers on one PostgreSQL among them; where there is none, those say that they were skipped. */
const postgres = await startPostgres().catch((error) => {
  if (process.env.CI) throw error;
  console.log(`\n!! no PostgreSQL: ${error.message}`);
  return null;
});
const slow = vitest(
  'slow tests beside the code',
  [slowConfig, 'packages/'],
  postgres === null ? {} : { TEST_DATABASE_URL: postgres.url },
);

/** Of the embedded state only, so without a PostgreSQL. */
const embedded = vitest('backups of the embedded state', [slowConfig, `${server}/adapters/postgres/backup`]);

/** Each mutating route: on PostgreSQL among the slow ones, here on the embedded state. */
const mutations = vitest('mutations on the embedded state', [slowConfig, `${server}/http/mutations`]);

const ok = await runSuite(
  [
    [vitest('conformance', ['--config=test/conformance/vitest.config.ts'])],
    [slow],
    [embedded],
    [vitest('browser and running server, the rest', [slowConfig, 'test/e2e/', 'test/live/', '--maxWorkers=3'])],
    ...(postgres === null ? [] : [[mutations]]),
    [onShards(1, 'writer', slowConfig, `${server}/ingest/writer`)],
    [onShards(2, 'views', `${server}/rooms/monitoring/views`, `${server}/rooms/monitoring/rebuild`)],
    [
      onShards(
        2,
        'rebuild and the slow views',
        slowConfig,
        `${server}/rooms/monitoring/views`,
        ...['rebuild-whole', 'rollups', 'reported-outcomes'].map(
          (name) => `${server}/rooms/monitoring/rebuild/${name}`,
        ),
      ),
    ],
    [bench('ingest', '--seconds', '15', '--rate', '3000')],
    [bench('crash', '--kills', '6')],
    [bench('fleet', '--spans', '50000', '--seconds', '20')],
    [bench('query', '--spans', '1000000', '--seconds', '30')],
    [bench('delivery', '--seconds', '10', '--instances', '50', '--rollbacks', '10')],
  ],
  { cwd: root, limitMs: 50 * 60_000 },
);
await postgres?.stop();
process.exitCode = ok ? 0 : 1;
