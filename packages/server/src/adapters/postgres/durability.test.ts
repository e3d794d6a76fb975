import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './open.ts';
import { testPlace, type TestPlace } from './state-database.fixture.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.remove());

test('a process killed while it writes loses no row it had acknowledged, and its directory opens again', async () => {
  const acknowledged: number[] = [];
  for (let round = 0; round < 3; round++) {
    const child = fork(new URL('./durability.fixture.ts', import.meta.url), [JSON.stringify(place.where)], {
      execArgv: [],
    });
    const gone = once(child, 'exit');
    let count = 0;
    child.on('message', (n: number) => {
      acknowledged.push(n);
      if (++count === 40 + round * 17) child.kill('SIGKILL');
    });
    expect((await gone)[1]).toBe('SIGKILL');
  }
  const database = await openDatabase(place.where);
  const kept = await sql<{ n: number }>`select n from written`.execute(database.db);
  await database.close();
  const rows = new Set(kept.rows.map((row) => row.n));
  expect(acknowledged.length).toBeGreaterThan(150);
  expect(acknowledged.filter((n) => !rows.has(n))).toEqual([]);
  expect(rows.size).toBe(kept.rows.length);
}, 60_000);
