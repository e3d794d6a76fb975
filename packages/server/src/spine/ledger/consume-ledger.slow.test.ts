import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../adapters/postgres/open.ts';
import { testEngine, testPlace, type TestPlace } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { Ctx } from '../ctx.ts';
import { spineMigrations } from '../migrations/index.ts';
import { migrate } from '../migrations/migrate.ts';
import { change } from './change.ts';
import { consumeLedger } from './consume-ledger.ts';
import { recordEffects } from './consumer.fixture.ts';
import { testWorkspace } from './ledger.fixture.ts';

let place: TestPlace;
let state: StateDatabase;
beforeAll(async () => {
  place = await testPlace();
  state = await openDatabase(place.where);
  await migrate(state, spineMigrations);
  await sql`create table effects (subscription text not null, seq bigint not null)`.execute(state.db);
});
afterAll(async () => {
  await state.close();
  await place.remove();
});

const effects = async (subscription: string): Promise<number[]> => {
  const rows = await sql<{
    seq: number;
  }>`select seq from effects where subscription = ${subscription} order by seq`.execute(state.db);
  return rows.rows.map((row) => row.seq);
};
const append = (ctx: Ctx, count: number): Promise<void> =>
  change(ctx, async (unit) => {
    for (let i = 0; i < count; i++)
      unit.append({ type: 'person.password_set', v: 1, resource: `per_${i}`, payload: {} });
  });
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

test('events come in sequence, in batches, and a second subscription has its own cursor', async () => {
  const ctx = await testWorkspace(state);
  await append(ctx, 449);
  const counts: number[] = [];
  for (let n = -1; n !== 0; counts.push(n))
    n = await consumeLedger(state, 'one', ctx.workspaceId, recordEffects('one'));
  expect(counts).toEqual([200, 200, 50, 0]);
  expect(await effects('one')).toEqual(upTo(450));
  expect(await consumeLedger(state, 'two', ctx.workspaceId, async () => {})).toBe(200);
});

test('a hundred failures between effect and cursor: every effect exactly once', async () => {
  const ctx = await testWorkspace(state);
  for (let i = 0; i < 100; i++) {
    await append(ctx, 1);
    const crash = consumeLedger(state, 'crashing', ctx.workspaceId, async (tx, events) => {
      await recordEffects('crashing')(tx, events);
      throw new Error('crash');
    });
    await expect(crash).rejects.toThrow('crash');
    if (i % 3 === 0) await consumeLedger(state, 'crashing', ctx.workspaceId, recordEffects('crashing'));
  }
  await consumeLedger(state, 'crashing', ctx.workspaceId, recordEffects('crashing'));
  expect(await effects('crashing')).toEqual(upTo(101));
});

test('two consumers of one subscription share the work without doubling it', async () => {
  const ctx = await testWorkspace(state);
  await append(ctx, 999);
  const drain = async (): Promise<void> => {
    while ((await consumeLedger(state, 'shared', ctx.workspaceId, recordEffects('shared'))) > 0);
  };
  await Promise.all([drain(), drain(), drain()]);
  expect(await effects('shared')).toEqual(upTo(1000));
});

test('the process is killed between effect and cursor, again and again: every effect exactly once', async () => {
  const ctx = await testWorkspace(state);
  await append(ctx, 4);
  await state.close();
  // Opening PGlite costs most of a second, a connection to a server nothing.
  for (let i = 0; i < (testEngine === 'pglite' ? 5 : 25); i++) {
    const die = i % 2 === 0 ? 'inside' : 'after';
    const args = [JSON.stringify(place.where), ctx.workspaceId, die];
    const child = fork(new URL('./consumer.fixture.ts', import.meta.url), args, { execArgv: [] });
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
  }
  state = await openDatabase(place.where);
  await consumeLedger(state, 'killed', ctx.workspaceId, recordEffects('killed'));
  expect(await effects('killed')).toEqual(upTo(5));
}, 60_000);
