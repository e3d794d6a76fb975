import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './open.ts';
import { testEngine, testPlace, type TestPlace } from './state-database.fixture.ts';
import type { StateDatabase } from './state-database.ts';

let place: TestPlace;
let state: StateDatabase;
beforeAll(async () => {
  place = await testPlace();
  state = await openDatabase(place.where);
  await state.executeSql('create table kept (n int); insert into kept values (1)');
  await state.executeSql(
    "create function endless(n int) returns int language plpgsql as 'begin return endless(n + 1); end'",
  );
});
afterAll(async () => {
  await state.close();
  await place.remove();
});

const kept = async (): Promise<unknown[]> => (await sql`select n from kept order by n`.execute(state.db)).rows;

// A runaway recursion leaves PGlite answering everything with nothing: the one way to lose the engine by SQL.
test.runIf(testEngine === 'pglite')(
  'a worker that is lost fails what was open, and the next turn gets a new one',
  async () => {
    const lost = state.transact(async (tx) => {
      await sql`insert into kept values (2)`.execute(tx);
      await sql`select endless(1)`.execute(tx);
    });
    await expect(lost).rejects.toMatchObject({ code: 'state.unavailable' });
    expect(await kept()).toEqual([{ n: 1 }]);
    const atOnce = await Promise.allSettled([state.executeSql('select endless(1)'), kept(), kept()]);
    expect(atOnce[0]).toMatchObject({ status: 'rejected', reason: { code: 'state.unavailable' } });
    expect(atOnce.slice(1)).toMatchObject([{ value: [{ n: 1 }] }, { value: [{ n: 1 }] }]);
  },
);

test.runIf(testEngine === 'postgres')(
  'a server connection lost in a transaction is state.unavailable; the pool recovers',
  async () => {
    const lost = state.transact(async (tx) => {
      await sql`insert into kept values (2)`.execute(tx);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    });
    await expect(lost).rejects.toMatchObject({ code: 'state.unavailable' });
    expect(await kept()).toEqual([{ n: 1 }]);
  },
);
