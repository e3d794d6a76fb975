import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import { spineMigrations } from './index.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import type { Migration } from './migration.ts';

let state: StateDatabase;
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());

const room: Migration = {
  id: 'room/0001-first',
  sql: 'create table rows_of_room (id int); insert into rows_of_room values (1);',
};

test('only what is missing runs, once, even when several nodes start together', async () => {
  const set = [...spineMigrations, room];
  const ran = await Promise.all([migrate(state, set), migrate(state, set), migrate(state, set)]);
  expect(ran.flat()).toEqual(['room/0001-first']);
  expect((await sql`select * from rows_of_room`.execute(state.db)).rows).toEqual([{ id: 1 }]);
});

test('what is pending can be asked, also of an empty database, and nothing changes by it', async () => {
  const next: Migration = { id: 'room/0002-next', sql: 'select 1' };
  const asked = (): ReturnType<typeof pendingMigrations> => pendingMigrations(state.db, [...spineMigrations, next]);
  expect(await asked()).toEqual({ missing: ['room/0002-next'], unknown: ['room/0001-first'] });
  expect(await asked()).toEqual(await asked());
  const empty = await openTestDatabase([]);
  await sql`drop table ops_migrations`.execute(empty.db);
  expect(await pendingMigrations(empty.db, [room])).toEqual({ missing: ['room/0001-first'], unknown: [] });
  expect(await migrate(empty, [room])).toEqual(['room/0001-first']);
  await empty.close();
});

test('a schema newer than the binary is refused, and named', async () => {
  const refused = migrate(state, spineMigrations);
  await expect(refused).rejects.toMatchObject({
    code: 'state.schema_newer',
    message: expect.stringContaining('room/0001-first'),
  });
});

test('a step that fails leaves nothing of the whole run', async () => {
  const good: Migration = { id: 'room/0002-good', sql: 'create table half (id int)' };
  const bad: Migration = { id: 'room/0003-bad', sql: 'create table other (id int); select nonsense;' };
  await expect(migrate(state, [...spineMigrations, room, good, bad])).rejects.toMatchObject({ code: '42703' });
  await expect(sql`select * from half`.execute(state.db)).rejects.toMatchObject({ code: '42P01' });
  expect(await migrate(state, [...spineMigrations, room, good])).toEqual(['room/0002-good']);
});

test('two steps with one id are refused', async () => {
  await expect(migrate(state, [room, room])).rejects.toThrow('share an id');
});
