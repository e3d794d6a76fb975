import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import { keepObserved, readObserved } from './kept-releases.ts';

let state: Database;
beforeAll(async () => void (state = await openTestDatabase([...spineMigrations, ...monitoringMigrations])));
afterAll(() => state.close());

const seen = (workspaceId: string, n: number) => ({
  ...{ workspaceId, teamId: 't', agent: `a${n % 7}`, day: n },
  digest: String(n).padStart(12, '0'),
  release: `observed·${n}`,
});

test('what is kept is read again, however much it is, by workspace', async () => {
  const many = Array.from({ length: 2_300 }, (_, n) => seen('w1', n));
  await keepObserved(state, many);
  await keepObserved(state, [seen('w2', 1)]);
  await keepObserved(state, []);
  const read = await readObserved(state.db, 'w1');
  const byDay = (a: { day: number }, b: { day: number }): number => a.day - b.day;
  expect(read.toSorted(byDay)).toEqual(many);
  expect(await readObserved(state.db, 'w2')).toEqual([seen('w2', 1)]);
});

test('what is there stays as it is', async () => {
  await keepObserved(state, [seen('w3', 1)]);
  await keepObserved(state, [{ ...seen('w3', 1), release: 'another', day: 9 }, seen('w3', 2)]);
  expect(await readObserved(state.db, 'w3')).toEqual([seen('w3', 1), seen('w3', 2)]);
});
