import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { migrate } from '../../spine/migrations/migrate.ts';
import { openDatabase } from './open.ts';
import { testEngine } from './state-database.fixture.ts';

test.runIf(testEngine === 'pglite')(
  'a new data directory is made once, kept over a restart, and refused to a second opener meanwhile',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-open-'));
    const before = process.memoryUsage.rss();
    const first = await openDatabase({ dataDir });
    // Making a cluster peaks at 850 MB; opening one takes a third of that.
    expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(600);
    expect(await migrate(first, spineMigrations)).toEqual(spineMigrations.map(({ id }) => id));
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'config.data_dir_in_use' });
    await first.close();
    expect(readdirSync(dataDir)).toEqual(['state']);
    const again = await openDatabase({ dataDir });
    expect(await migrate(again, spineMigrations)).toEqual([]);
    await again.close();
    rmSync(dataDir, { recursive: true });
  },
);

test('a server that does not answer is state.unavailable, not a crash', async () => {
  const database = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  await expect(database.now()).rejects.toMatchObject({ code: 'state.unavailable' });
  await expect(database.transact(async () => 1)).rejects.toMatchObject({ code: 'state.unavailable' });
  await database.close();
});
