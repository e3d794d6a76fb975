import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../world.fixture.ts';
import { recordContentAccess } from './record-content-access.ts';
import { recordContentListed } from './record-content-listed.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

test('one event for an actor, agent and day, however often and wide they look', async () => {
  const [team, other] = [await world.team(), await world.team()];
  const clerk = await world.agent(team, 'clerk');
  const [one, two] = [await world.person('operator'), await world.person('prompt_engineer')];
  const seen = [
    { teamId: team, agent: 'clerk' },
    { teamId: other, agent: 'clerk' },
    { teamId: team, agent: 'clerk' },
  ];
  const events = await world.gained(async () => {
    await Promise.all(Array.from({ length: 8 }, () => recordContentListed(one, seen)));
    await recordContentListed(one, [...seen, { teamId: team, agent: 'planner' }]);
    await recordContentListed(two, seen.slice(0, 1));
    await recordContentListed(two, []);
  });
  const of = (actor: string, resource: string, teamId: string, agent: string) => ({
    ...{ type: 'content.listed', actor, resource, payload: { teamId, agent } },
  });
  // An agent that the catalog does not have yet is told by its team.
  expect(events).toEqual([
    of(one.actor.id, clerk, team, 'clerk'),
    of(one.actor.id, other, other, 'clerk'),
    of(one.actor.id, team, team, 'planner'),
    of(two.actor.id, clerk, team, 'clerk'),
  ]);
  // Reading a run in between does not forget the day.
  await recordContentAccess(one, { runId: 'run_1', how: 'read' });
  expect(await world.gained(() => recordContentListed(one, seen))).toEqual([]);
  await sql`update ops_content_reads set at = at - interval '1 day' where how = 'listed'`.execute(world.state.db);
  expect(await world.gained(() => recordContentListed(one, seen))).toHaveLength(2);
  const kept = await sql<{ n: number }>`select count(*)::int as n from ops_content_reads where how = 'listed'`.execute(
    world.state.db,
  );
  expect(kept.rows[0]!.n).toBe(2);
});

test('what cannot be recorded is refused; who may not read leaves no trace', async () => {
  const listed = [{ teamId: await world.team(), agent: 'clerk' }];
  const viewer = await world.person('viewer');
  await expect(recordContentListed(viewer, listed)).rejects.toMatchObject({ code: 'access.denied' });
  const operator = await world.person('operator');
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`.execute(
    world.state.db,
  );
  await sql`create trigger refuse before insert on ledger for each row execute function refuse()`.execute(
    world.state.db,
  );
  try {
    await expect(recordContentListed(operator, listed)).rejects.toMatchObject({ code: 'access.not_recorded' });
  } finally {
    await sql`drop function refuse cascade`.execute(world.state.db);
  }
  expect(await world.gained(() => recordContentListed(operator, listed))).toHaveLength(1);
});
