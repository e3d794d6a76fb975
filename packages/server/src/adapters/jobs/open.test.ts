import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Jobs } from '../../ports/jobs.ts';
import { openTestDatabase } from '../postgres/state-database.fixture.ts';
import type { StateDatabase } from '../postgres/state-database.ts';
import { openJobs } from './open.ts';

let state: StateDatabase;
let jobs: Jobs;
const errors: unknown[] = [];
const queues = ['joined', 'single', 'later', 'failing', 'lookup'];
beforeAll(async () => {
  state = await openTestDatabase();
  jobs = await openJobs(state, queues, (error) => errors.push(error));
});
afterAll(async () => {
  await jobs.stop();
  await state.close();
  expect(errors).toEqual([]);
});

const waiting = async (queue: string): Promise<number> => {
  const found = await sql<{
    n: number;
  }>`select count(*) as n from jobs.job where name = ${queue} and state = 'created'`.execute(state.db);
  return found.rows[0]!.n;
};
async function collect<T extends object>(queue: string): Promise<T[]> {
  const got: T[] = [];
  await jobs.work<T>(queue, async (data) => void got.push(data));
  return got;
}

test('a job sent in a transaction exists only if that commits, with tx named or not', async () => {
  const undone = state.transact(async (tx) => {
    await jobs.send('joined', { n: 1 }, { tx });
    await jobs.send('joined', { n: 2 });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await waiting('joined')).toBe(0);
  await state.transact(async (tx) => {
    await jobs.send('joined', { n: 3 }, { tx });
    await jobs.send('joined', { n: 4 });
  });
  const got = await collect<{ n: number }>('joined');
  await expect.poll(() => got.map((job) => job.n).sort(), { timeout: 5000 }).toEqual([3, 4]);
});

test("the first send of a queue inside a transaction does not wait for the transaction's own connection", async () => {
  // A look-up that pg-boss makes on its own database when its cache is cold: it hung for ever before it joined the turn.
  const cold = await openJobs(state, queues, (error) => errors.push(error));
  await state.transact((tx) => cold.send('lookup', { n: 1 }, { tx }));
  expect(await waiting('lookup')).toBe(1);
  await cold.stop();
});

test('of one singleton key at most one job waits; without a key all do', async () => {
  await jobs.send('single', { n: 1 }, { singletonKey: 'a' });
  await jobs.send('single', { n: 2 }, { singletonKey: 'a' });
  await jobs.send('single', { n: 3 }, { singletonKey: 'b' });
  await jobs.send('single', { n: 4 });
  await jobs.send('single', { n: 5 });
  expect(await waiting('single')).toBe(4);
});

test('a later job waits until its time', async () => {
  const sent = performance.now();
  await jobs.send('later', {}, { startAfterMs: 1500 });
  const times: number[] = [];
  await jobs.work('later', async () => void times.push(performance.now() - sent));
  await expect.poll(() => times.length, { timeout: 8000 }).toBe(1);
  expect(times[0]).toBeGreaterThan(1400);
});

test('a job that throws is tried again', async () => {
  let tries = 0;
  await jobs.send('failing', {});
  await jobs.work('failing', async () => {
    if (++tries < 2) throw new Error('not yet');
  });
  await expect.poll(() => tries, { timeout: 10_000 }).toBe(2);
  const rule = await sql`select retry_limit, retry_backoff from jobs.queue where name = 'failing'`.execute(state.db);
  expect(rule.rows).toEqual([{ retry_limit: 5, retry_backoff: true }]);
});

test('an unknown queue is named, and a schedule is kept', async () => {
  await expect(jobs.send('nowhere', {})).rejects.toThrow('Queue nowhere is not known');
  await jobs.schedule('later', '*/5 * * * *', { n: 1 });
  const kept = await sql`select cron, timezone, data from jobs.schedule where name = 'later'`.execute(state.db);
  expect(kept.rows).toEqual([{ cron: '*/5 * * * *', timezone: 'UTC', data: { n: 1 } }]);
});
