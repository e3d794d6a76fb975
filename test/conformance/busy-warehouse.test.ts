import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openWarehouse } from '../../packages/server/src/adapters/clickhouse/warehouse.ts';

test('all connections of chDB at work for half a minute on a full machine are no hang', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'signalbox-busy-'));
  const warehouse = await openWarehouse({ dataDir: dir });
  await warehouse.command('CREATE TABLE sums (a UInt64) ENGINE = MergeTree ORDER BY a');
  const hogs = Array.from({ length: 4 }, () => spawn(process.execPath, ['-e', 'for(;;);']));
  const changes: string[] = [];
  warehouse.onHealth(({ state }) => changes.push(state));
  const long = 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)';
  const options = { timeoutMs: 30_000 };
  const began = performance.now();
  const reads = Array.from({ length: 6 }, () => warehouse.query(long, {}, options).catch(() => undefined));
  const writes = [1, 2].map(() => warehouse.command(`INSERT INTO sums ${long}`, {}, options).catch(() => undefined));
  await Promise.race([Promise.all([...reads, ...writes]), sleep(32_000)]);
  for (const hog of hogs) hog.kill('SIGKILL');
  expect(performance.now() - began).toBeGreaterThan(29_000);
  expect(changes).toEqual([]);
  expect(warehouse.health()).toMatchObject({ state: 'up', restarts: 0 });
  await warehouse.close();
  await rm(dir, { recursive: true, force: true });
}, 90_000);
