import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Warehouse } from '../../ports/warehouse.ts';
import { AgentWatch, type AgentWatchDeps } from './jobs.ts';
import { type LifecycleWorld, openLifecycleWorld } from './world.fixture.ts';

let world: LifecycleWorld;
beforeAll(async () => {
  world = await openLifecycleWorld();
  await world.send('clerk', 2);
  await world.settle();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.state.db.deleteFrom('ops_cursors').where('subscription', '=', 'lifecycle.agents').execute();
  await world.state.db.deleteFrom('agents').execute();
});

const errors: unknown[] = [];
const listeners = new Set<() => void>();
const watch = (more: Partial<AgentWatchDeps> = {}): AgentWatch =>
  new AgentWatch({
    ...{ warehouse: world.warehouse, state: world.state, clock: world.clock },
    facts: { onAdvanced: (tell) => (listeners.add(tell), () => listeners.delete(tell)) },
    onError: (error) => void errors.push(error),
    ...more,
  });
const keys = async (): Promise<string[]> =>
  (await world.state.db.selectFrom('agents').select('key').orderBy('key').execute()).map((row) => row.key);
const holder = async (): Promise<string | undefined> =>
  (
    await world.state.db
      .selectFrom('ops_leases')
      .where('name', '=', 'lifecycle.agents')
      .select('holder')
      .executeTakeFirst()
  )?.holder;

test('what is there already is seen at its start; it ends with nothing open and gives its lease back', async () => {
  const job = watch();
  job.start();
  await expect.poll(keys, { timeout: 5000 }).toEqual(['clerk']);
  expect(await holder()).toBeDefined();
  await job.stop();
  expect(await holder()).toBeUndefined();
  expect(listeners.size).toBe(0);
});

test('facts that advance wake it long before it would look by itself', async () => {
  const job = watch();
  job.start();
  await expect.poll(keys, { timeout: 5000 }).toEqual(['clerk']);
  await world.send('newcomer');
  // The rebuild of the fixture observes too: the row is taken away, and the cursor put back.
  await world.settle();
  await world.state.db.deleteFrom('agents').where('key', '=', 'newcomer').execute();
  await world.state.db.deleteFrom('ops_cursors').where('subscription', '=', 'lifecycle.agents').execute();
  const began = performance.now();
  for (const tell of listeners) tell();
  await expect.poll(keys, { timeout: 5000, interval: 50 }).toContain('newcomer');
  expect(performance.now() - began).toBeLessThan(4000);
  await job.stop();
});

test('of two nodes one leads, and the other takes over when it goes', async () => {
  const [one, two] = [watch(), watch()];
  one.start();
  await expect.poll(holder, { timeout: 5000 }).toBeDefined();
  const first = await holder();
  two.start();
  await expect.poll(keys, { timeout: 5000 }).toContain('clerk');
  expect(await holder()).toBe(first);
  await one.stop();
  for (const tell of listeners) tell();
  await expect.poll(holder, { timeout: 5000 }).not.toBe(undefined);
  expect(await holder()).not.toBe(first);
  await two.stop();
});

test('a warehouse that is away is reported, and it goes on when that is back', async () => {
  let away = true;
  const query: Warehouse['query'] = (...ask) =>
    away ? Promise.reject(new Error('away')) : world.warehouse.query(...ask);
  errors.length = 0;
  const job = watch({ warehouse: { ...world.warehouse, query } as Warehouse });
  job.start();
  await expect.poll(() => errors.length, { timeout: 5000 }).toBeGreaterThan(0);
  expect(String(errors[0])).toContain('away');
  expect(await keys()).toEqual([]);
  away = false;
  for (const tell of listeners) tell();
  await expect
    .poll(
      async () => {
        for (const tell of listeners) tell();
        return keys();
      },
      { timeout: 8000 },
    )
    .toContain('clerk');
  await job.stop();
});
