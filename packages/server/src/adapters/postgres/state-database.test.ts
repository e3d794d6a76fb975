import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from './state-database.fixture.ts';
import type { StateDatabase } from './state-database.ts';

let state: StateDatabase;
beforeAll(async () => {
  state = await openTestDatabase();
  await sql`create table things (id int primary key, name text not null)`.execute(state.db);
});
afterAll(() => state.close());

const db = () => state.db.withTables<{ things: { id: number; name: string } }>();
const ids = async (): Promise<number[]> =>
  (await db().selectFrom('things').select('id').orderBy('id').execute()).map((r) => r.id);
const put = (id: number) => sql`insert into things values (${id}, 'x')`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('concurrent reads do not see an open transaction, and a write beside it survives its rollback', async () => {
  const undone = state.transact(async (tx) => {
    await put(1).execute(tx);
    await pause(50);
    throw new Error('undo');
  });
  const reads = pause(10).then(() => Promise.all([ids(), ids(), ids()]));
  const beside = pause(10).then(() => put(2).execute(state.db));
  await expect(undone).rejects.toThrow('undo');
  await beside;
  expect((await reads).flat()).not.toContain(1);
  expect(await ids()).toEqual([2]);
});

test('a statement of the job queue that fails does not poison transactions beside it', async () => {
  const bad = 'begin; select no_such_column; commit';
  const failures: unknown[] = [];
  const writes = Array.from({ length: 30 }, async (_, i) => {
    const failing = state.executeSql(i % 2 === 0 ? bad : 'select nope').catch((error: unknown) => failures.push(error));
    await state.transact(async (tx) => {
      await put(100 + i).execute(tx);
      await sql`select 1`.execute(tx);
    });
    await failing;
  });
  await Promise.all(writes);
  expect((await ids()).filter((id) => id >= 100)).toHaveLength(30);
  expect(failures).toHaveLength(30);
  expect(failures[0]).toMatchObject({ code: '42703' });
});

test('inside a transaction a text of the job queue joins it', async () => {
  const undone = state.transact(async () => {
    await state.executeSql("insert into things values (500, 'joined')");
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await ids()).not.toContain(500);
  const opening = state.transact(() => state.executeSql('begin; select 1; commit'));
  await expect(opening).rejects.toThrow('cannot join');
});

test('inside a transaction, db is refused instead of waiting for ever', async () => {
  await expect(state.transact(() => ids())).rejects.toThrow('use its tx');
});

test('a unique violation keeps its code and constraint, and the connection survives', async () => {
  await put(900).execute(state.db);
  await expect(put(900).execute(state.db)).rejects.toMatchObject({ code: '23505', constraint: 'things_pkey' });
  const updated = await db().updateTable('things').set({ name: 'y' }).where('id', '=', 900).executeTakeFirst();
  expect(updated.numUpdatedRows).toBe(1n);
});

test('types are the same on both engines', async () => {
  const bytes = new Uint8Array([0, 92, 120, 255]);
  const at = new Date('2026-11-22T10:00:00.123Z');
  const read = await sql<
    Record<string, unknown>
  >`select 9007199254740991::int8 as big, count(*) as n, date '2026-03-29' as day,
    ${bytes}::bytea as bytes, ${at}::timestamptz as at, interval '90 minutes' as span, 1.50::numeric as money,
    '{"a":[1]}'::jsonb as doc, array['x','y'] as list, timestamp '2026-01-02 03:04:05' as naive, true as yes
    from (values (1), (2)) as two(x)`.execute(state.db);
  expect(read.rows[0]).toStrictEqual({
    big: 9007199254740991,
    n: 2,
    day: '2026-03-29',
    bytes,
    at,
    span: '01:30:00',
    money: '1.50',
    doc: { a: [1] },
    list: ['x', 'y'],
    naive: '2026-01-02 03:04:05',
    yes: true,
  });
  await expect(sql`select 9007199254740993::int8 as big`.execute(state.db)).rejects.toThrow('does not fit');
  expect(await ids()).toContain(900);
});

test('now is the database time in milliseconds', async () => {
  expect(Math.abs((await state.now()) - Date.now())).toBeLessThan(1000);
});

test('a closed database says so', async () => {
  const other = await openTestDatabase();
  await other.close();
  await expect(other.now()).rejects.toThrow();
});
