import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase } from './state-database.fixture.ts';
import type { StateDatabase } from './state-database.ts';
import { sqlError, stateUnavailable } from './sql-error.ts';

let state: StateDatabase;
beforeAll(async () => {
  state = await openTestDatabase();
  await sql`create table notes (id int primary key, text text)`.execute(state.db);
});
beforeEach(async () => {
  await sql`delete from notes`.execute(state.db);
});
afterAll(() => state.close());

const ids = async (): Promise<number[]> =>
  (await sql<{ id: number }>`select id from notes order by id`.execute(state.db)).rows.map(({ id }) => id);

describe('a transaction', () => {
  test('in which an error was swallowed is an error at its end, not a success that kept nothing', async () => {
    const swallowing = state.transact(async (tx) => {
      await sql`insert into notes values (1, 'a')`.execute(tx);
      await sql`insert into notes values (1, 'again')`.execute(tx).catch(() => undefined);
      return 'done';
    });
    await expect(swallowing).rejects.toThrow('Nothing was kept');
    expect(await ids()).toEqual([]);
  });

  test('of which a statement failed passes on its error, and the connection serves the next', async () => {
    const failing = state.transact(async (tx) => {
      await sql`insert into notes values (2, 'a')`.execute(tx);
      await sql`select * from nowhere`.execute(tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '42P01' });
    await state.transact((tx) => sql`insert into notes values (3, 'b')`.execute(tx));
    expect(await ids()).toEqual([3]);
  });

  test('that fails before its first statement leaves nothing open', async () => {
    await expect(state.transact(() => Promise.reject(new Error('early')))).rejects.toThrow('early');
    await sql`insert into notes values (4, 'after')`.execute(state.db);
    expect(await ids()).toEqual([4]);
  });

  test('of many at once: each is whole, none is lost', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) =>
        state.transact(async (tx) => {
          await sql`insert into notes values (${n}, 'first')`.execute(tx);
          if (n % 3 === 0) throw new Error('undone');
          await sql`update notes set text = 'second' where id = ${n}`.execute(tx);
        }),
      ),
    );
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await ids()).toEqual(Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 3 !== 0));
  });
});

describe('what a statement answers', () => {
  test('how many rows it changed, where it changes any; a question changes none', async () => {
    await sql`insert into notes select n, 'x' from generate_series(1, 5) as n`.execute(state.db);
    const updated = await sql`update notes set text = 'y' where id > 2`.execute(state.db);
    expect(updated.numAffectedRows).toBe(3n);
    expect((await sql`delete from notes where id = 99`.execute(state.db)).numAffectedRows).toBe(0n);
    const asked = await sql`select * from notes`.execute(state.db);
    expect([asked.rows.length, asked.numAffectedRows]).toEqual([5, undefined]);
  });

  test('values travel as values, whatever they hold', async () => {
    const hostile = [`'; drop table notes; --`, '$1', '\\', '\u2028', '{"a":1}', '%s', 'a\nb', ''];
    for (const [id, text] of hostile.entries()) await sql`insert into notes values (${id}, ${text})`.execute(state.db);
    const { rows } = await sql<{ text: string }>`select text from notes order by id`.execute(state.db);
    expect(rows.map(({ text }) => text)).toEqual(hostile);
  });

  test('is not streamed: a slow reader would hold the only connection', async () => {
    const stream = async (): Promise<void> => {
      for await (const row of state.db.selectFrom('workspaces').selectAll().stream()) void row;
    };
    await expect(stream()).rejects.toThrow('Page by key instead of streaming');
    expect(await ids()).toEqual([]);
  });
});

describe('errors of the database', () => {
  test('a full disk is told as one, with a time to come back; all others stay what they are', () => {
    const full = Object.assign(new Error('could not extend file'), { code: '53100' });
    expect(sqlError(full)).toMatchObject({ code: 'state.disk_full', retryAfterSeconds: 30, cause: full });
    for (const other of [Object.assign(new Error('x'), { code: '23505' }), new Error('y'), 'text'])
      expect(sqlError(other)).toBe(other);
  });

  test('nobody there says so, and keeps why for the log', () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    const error = stateUnavailable(cause);
    expect(error).toMatchObject({ code: 'state.unavailable', status: 503, retryAfterSeconds: 2, cause });
    expect(error.message).not.toContain('10.0.0.7');
  });
});
