import { expect, test } from 'vitest';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { openTestDatabase } from '../postgres/state-database.fixture.ts';
import { jobLag } from './lag.ts';
import { openJobs } from './open.ts';

test('how long the oldest job that is due waits; those of later do not count', async () => {
  const state = await openTestDatabase(spineMigrations);
  const jobs = await openJobs(state, ['now', 'later'], () => {});
  try {
    expect(await jobLag(state)).toBe(0);
    await jobs.send('later', {}, { startAfterMs: 600_000 });
    expect(await jobLag(state)).toBe(0);
    await jobs.send('now', {}, { startAfterMs: -30_000 });
    expect(await jobLag(state)).toBeGreaterThanOrEqual(0);
    await state.executeSql("update jobs.job set start_after = now() - interval '90 seconds' where name = 'now'", []);
    expect(Math.round(await jobLag(state))).toBe(90);
  } finally {
    await jobs.stop();
    await state.close();
  }
});
