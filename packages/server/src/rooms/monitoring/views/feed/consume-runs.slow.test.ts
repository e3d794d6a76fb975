import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../../adapters/postgres/open.ts';
import { testEngine, testPlace, type TestPlace } from '../../../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../../../adapters/postgres/state-database.ts';
import { spineMigrations } from '../../../../spine/migrations/index.ts';
import { migrate } from '../../../../spine/migrations/migrate.ts';
import { TestTelemetry } from '../telemetry.fixture.ts';
import { consumeRuns } from './consume-runs.ts';
import { recordEffects } from './consumer.fixture.ts';
import { writeRuns } from './run-rows.fixture.ts';

let telemetry: TestTelemetry;
let place: TestPlace;
let state: StateDatabase;
beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  place = await testPlace();
  state = await openDatabase(place.where);
  await migrate(state, spineMigrations);
  await sql`create table effects (subscription text not null, run_id text not null, version text not null)`.execute(
    state.db,
  );
});
afterAll(async () => {
  await state.close();
  await place.remove();
  await telemetry.warehouse.close();
});

const consume = (from: TestTelemetry, subscription: string, handle = recordEffects(subscription)): Promise<number> =>
  consumeRuns({ state, warehouse: from.warehouse }, { subscription, workspaceId: from.workspaceId }, handle);

const effects = async (subscription: string): Promise<string[]> => {
  const rows = await sql<{
    run_id: string;
  }>`select run_id from effects where subscription = ${subscription} order by run_id`.execute(state.db);
  return rows.rows.map((row) => row.run_id);
};

test('runs come in batches until the end, and then whatever is new', async () => {
  const from = telemetry.elsewhere();
  const written = await writeRuns(from, 450, 1);
  const counts: number[] = [];
  for (let n = -1; n !== 0; counts.push(n)) n = await consume(from, 'one');
  expect(counts).toEqual([200, 200, 50, 0]);
  written.push(...(await writeRuns(from, 2, 1000)));
  expect(await consume(from, 'one')).toBe(2);
  expect(await effects('one')).toEqual(written.toSorted());
});

test('a hundred failures between effect and cursor: every effect exactly once', async () => {
  const from = telemetry.elsewhere();
  const written = await writeRuns(from, 5, 1);
  for (let i = 0; i < 100; i++) {
    const crash = consume(from, 'crashing', async (tx, changes) => {
      await recordEffects('crashing')(tx, changes);
      throw new Error('crash');
    });
    await expect(crash).rejects.toThrow('crash');
    if (i % 20 !== 0) continue;
    written.push(...(await writeRuns(from, 2, 100 + i)));
    await consume(from, 'crashing');
    written.push(...(await writeRuns(from, 1, 110 + i)));
  }
  await consume(from, 'crashing');
  expect(await effects('crashing')).toEqual(written.toSorted());
});

test('two consumers of one subscription share the work without doubling it', async () => {
  const from = telemetry.elsewhere();
  const written = await writeRuns(from, 700, 1);
  const drain = async (): Promise<void> => {
    while ((await consume(from, 'shared')) > 0);
  };
  await Promise.all([drain(), drain(), drain()]);
  expect(await effects('shared')).toEqual(written.toSorted());
});

test('while the warehouse does not answer, the control state does', async () => {
  const from = telemetry.elsewhere();
  const held = Promise.withResolvers<never>();
  // Where the state is slow it is refused before it is asked for.
  held.promise.catch(() => {});
  const slow = { ...from.warehouse, query: () => held.promise };
  const waiting = consumeRuns(
    { state, warehouse: slow },
    { subscription: 'slow', workspaceId: from.workspaceId },
    async () => {},
  );
  await state.transact(async (tx) => void (await sql`select 1`.execute(tx)));
  held.reject(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
});

test('the process is killed between effect and cursor, again and again: every effect exactly once', async () => {
  const from = telemetry.elsewhere();
  const written = await writeRuns(from, 5, 1);
  await state.close();
  // Opening PGlite costs most of a second, a connection to a server nothing.
  for (let i = 0; i < (testEngine === 'pglite' ? 5 : 25); i++) {
    const die = i % 2 === 0 ? 'inside' : 'after';
    const args = [JSON.stringify(place.where), from.workspaceId, die];
    const child = fork(new URL('./consumer.fixture.ts', import.meta.url), args, { execArgv: [] });
    child.on('message', ({ statement, params }: { statement: string; params: Record<string, unknown> }) => {
      void from.warehouse.query<object>(statement, params).then((rows) => child.send(rows));
    });
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
  }
  state = await openDatabase(place.where);
  written.push(...(await writeRuns(from, 1, 50)));
  await consume(from, 'killed');
  expect(await effects('killed')).toEqual(written.toSorted());
}, 60_000);
