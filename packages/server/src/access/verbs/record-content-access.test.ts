import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessDb } from '../tables.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { recordContentAccess } from './record-content-access.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const read = { runId: 'run_1', how: 'read' } as const;

test('one event for an actor, run and way in ten minutes: ids only', async () => {
  const [one, two] = [await world.person('operator'), await world.person('compliance')];
  const events = await world.gained(async () => {
    await Promise.all(Array.from({ length: 10 }, () => recordContentAccess(one, read)));
    await recordContentAccess(one, { ...read, runId: 'run_2' });
    await recordContentAccess(two, read);
    await recordContentAccess(two, { ...read, how: 'exported' });
  });
  const [a, b] = [one.actor.id, two.actor.id];
  expect(events).toEqual([
    { type: 'content.read', actor: a, resource: 'run_1', payload: {} },
    { type: 'content.read', actor: a, resource: 'run_2', payload: {} },
    { type: 'content.read', actor: b, resource: 'run_1', payload: {} },
    { type: 'content.exported', actor: b, resource: 'run_1', payload: {} },
  ]);
  await sql`update ops_content_reads set at = at - interval '10 minutes'`.execute(world.state.db);
  expect(await world.gained(() => recordContentAccess(one, read))).toHaveLength(1);
  expect(await accessDb(world.state.db).selectFrom('ops_content_reads').selectAll().execute()).toHaveLength(1);
});

test('what cannot be recorded is refused, and leaves no mark that it was', async () => {
  const one = await world.person('operator');
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`.execute(
    world.state.db,
  );
  await sql`create trigger refuse before insert on ledger for each row execute function refuse()`.execute(
    world.state.db,
  );
  const run = { ...read, runId: 'run_9' };
  try {
    await expect(recordContentAccess(one, run)).rejects.toMatchObject({ code: 'access.not_recorded', status: 503 });
  } finally {
    await sql`drop function refuse cascade`.execute(world.state.db);
  }
  expect(await world.gained(() => recordContentAccess(one, run))).toHaveLength(1);
});

test('who may not read leaves no trace of having read', async () => {
  const viewer = await world.person('viewer');
  await expect(recordContentAccess(viewer, read)).rejects.toMatchObject({ code: 'access.denied' });
  const operator = await world.person('operator');
  const taking = recordContentAccess(operator, { ...read, how: 'exported' });
  await expect(taking).rejects.toMatchObject({ code: 'access.denied' });
});
