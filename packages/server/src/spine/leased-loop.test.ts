import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../adapters/postgres/state-database.ts';
import { systemClock } from './clock.ts';
import { LeasedLoop } from './leased-loop.ts';

let state: StateDatabase;
const errors: unknown[] = [];
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());
beforeEach(() => void errors.splice(0));

const loopOf = (more: Partial<ConstructorParameters<typeof LeasedLoop>[0]> = {}): LeasedLoop =>
  new LeasedLoop({
    ...{ db: state.db, clock: systemClock, name: 'test', leaseMs: 30_000, marginMs: 0 },
    onError: (error) => void errors.push(error),
    ...more,
  });
const held = async (): Promise<number> => (await state.db.selectFrom('ops_leases').selectAll().execute()).length;

test('works turn after turn, rests in between, and gives the lease back when it is stopped, at once', async () => {
  const loop = loopOf();
  let turns = 0;
  loop.start(
    async () => void turns++,
    () => loop.pause(turns < 3 ? 1 : 60_000),
  );
  await expect.poll(() => turns).toBe(3);
  expect([await held(), loop.leads]).toEqual([1, true]);
  const began = performance.now();
  await loop.stop();
  expect(performance.now() - began).toBeLessThan(5_000);
  expect([await held(), turns, errors]).toEqual([0, 3, []]);
});

test('of two one works; the other takes over when it goes, and no news keeps it from resting', async () => {
  const [one, two] = [loopOf(), loopOf()];
  const worked: string[] = [];
  one.start(
    async () => void worked.push('one'),
    () => one.pause(5),
  );
  await expect.poll(() => worked.length).toBeGreaterThan(0);
  let rests = 0;
  two.start(
    async () => void worked.push('two'),
    () => (rests++, two.wake(), two.pause(20)),
  );
  await expect.poll(() => rests).toBeGreaterThan(2);
  expect([worked.includes('two'), two.leads, rests < 200]).toEqual([false, false, true]);
  await one.stop();
  await expect.poll(() => worked.at(-1)).toBe('two');
  await two.stop();
});

test('a turn that throws is reported and followed by another; while stopping it is expected', async () => {
  const loop = loopOf();
  let turns = 0;
  loop.start(
    async () => {
      if (++turns === 1) throw new Error('once');
      await loop.pause(60_000);
      throw new Error('interrupted');
    },
    () => loop.pause(1),
  );
  await expect.poll(() => turns).toBe(2);
  await loop.stop();
  expect(errors.map(String)).toEqual(['Error: once']);
});

test('news ends a wakeful pause, also one that begins later, until it is taken', async () => {
  const loop = loopOf();
  const timed = async (run: () => Promise<void>): Promise<number> => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };
  setTimeout(() => loop.wake(), 20);
  expect(await timed(() => loop.pause(10_000, true))).toBeLessThan(5_000);
  expect(await timed(() => loop.pause(10_000, true))).toBeLessThan(5_000);
  expect([loop.takeNews(), loop.takeNews()]).toEqual([true, false]);
  loop.wake();
  expect(await timed(() => loop.pause(60))).toBeGreaterThan(50);
  loop.takeNews();
  expect(await timed(() => loop.pause(60, true))).toBeGreaterThan(50);
});

test('a lease that was answered for too late is none to work by', async () => {
  let now = 0;
  const loop = loopOf({ clock: { monotonic: () => (now += 20_000) }, marginMs: 15_000 });
  expect([await loop.lead(), await loop.goOn(), loop.leads]).toEqual([false, false, true]);
  await loop.stop();
});
