import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../adapters/postgres/state-database.ts';
import { acquireLease, releaseLease, renewLease } from './leases.ts';

let state: StateDatabase;
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());

const a = { name: 'rebuild', holder: 'nod_a' };
const b = { name: 'rebuild', holder: 'nod_b' };
/** Moves the database's clock past the lease, as seen from its row. */
const expire = () =>
  state.db
    .updateTable('ops_leases')
    .set({ until: new Date(Date.now() - 1000) })
    .execute();

test('one holder at a time; free again after release', async () => {
  expect(await acquireLease(state.db, a, 60_000)).toBe(true);
  expect(await acquireLease(state.db, b, 60_000)).toBe(false);
  expect(await renewLease(state.db, b, 60_000)).toBe(false);
  expect(await acquireLease(state.db, a, 60_000)).toBe(true);
  await releaseLease(state.db, b);
  expect(await renewLease(state.db, a, 60_000)).toBe(true);
  await releaseLease(state.db, a);
  expect(await acquireLease(state.db, b, 60_000)).toBe(true);
  await releaseLease(state.db, b);
});

test('an expired lease is not renewed but taken', async () => {
  expect(await acquireLease(state.db, a, 60_000)).toBe(true);
  await expire();
  expect(await renewLease(state.db, a, 60_000)).toBe(false);
  expect(await acquireLease(state.db, b, 60_000)).toBe(true);
  expect(await acquireLease(state.db, a, 60_000)).toBe(false);
  await releaseLease(state.db, b);
});

test('of twenty that ask at once exactly one gets it, for as long as asked', async () => {
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, i) => acquireLease(state.db, { name: 'sweep', holder: `nod_${i}` }, 30_000)),
  );
  expect(asked.filter(Boolean)).toHaveLength(1);
  const lease = await state.db
    .selectFrom('ops_leases')
    .select('until')
    .where('name', '=', 'sweep')
    .executeTakeFirstOrThrow();
  const left = lease.until.getTime() - (await state.now());
  expect(left).toBeGreaterThan(25_000);
  expect(left).toBeLessThanOrEqual(30_000);
});
