import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import { testWorkspace } from '../ledger/ledger.fixture.ts';
import { foreignOf, resolverOf } from './agent-names.ts';
import { readAgentNames } from './read-agent-names.ts';

let state: StateDatabase;
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());

type Place = { w: string; a: string; b: string };
async function workspace(): Promise<Place> {
  const { workspaceId: w } = await testWorkspace(state);
  const [a, b] = [`${w}a`, `${w}b`];
  await sql`insert into teams select ${w} || t, ${w}, t, t, now() from (values ('a'), ('b')) as x(t)`.execute(state.db);
  return { w, a, b };
}
async function agent({ w }: Place, team: string, key: string, sameAs: string | null = null): Promise<string> {
  const id = `${team}-${key}`;
  await sql`insert into agents (id, workspace_id, team_id, slug, name, key, same_name_as, created_at)
    values (${id}, ${w}, ${team}, ${id}, ${key}, ${key}, ${sameAs}, now())`.execute(state.db);
  return id;
}
const alias = (
  { w }: Place,
  team: string,
  one: { name: string; service?: string; agentId: string },
): Promise<unknown> =>
  sql`insert into agent_aliases (workspace_id, team_id, alias, service, agent_id)
    values (${w}, ${team}, ${one.name}, ${one.service ?? ''}, ${one.agentId})`.execute(state.db);
const ignore = ({ w }: Place, team: string, name: string, service = ''): Promise<unknown> =>
  sql`insert into ignored_agent_names values (${w}, ${team}, ${name}, ${service})`.execute(state.db);

test('a workspace where nobody has said anything has no names', async () => {
  const place = await workspace();
  await agent(place, place.a, 'clerk');
  expect(await readAgentNames(state.db, place.w)).toEqual([]);
});

test('aliases, ignored names and names of another team, each for its own team and workspace', async () => {
  const [place, other] = [await workspace(), await workspace()];
  for (const at of [place, other]) {
    const clerk = await agent(at, at.a, 'clerk');
    await alias(at, at.a, { name: 'Clerk v2', agentId: clerk });
    await alias(at, at.a, { name: 'worker', service: 'billing', agentId: clerk });
    await ignore(at, at.b, 'RunnableSequence');
    await agent(at, at.b, 'clerk', clerk);
  }
  const names = await readAgentNames(state.db, place.w);
  expect(names).toHaveLength(4);
  expect(names.every((one) => one.teamId.startsWith(place.w))).toBe(true);
  const resolve = resolverOf(names);
  expect(resolve(place.a, 'Clerk v2', 'any')).toBe('clerk');
  expect(resolve(place.a, 'worker', 'billing')).toBe('clerk');
  expect(resolve(place.a, 'worker', 'shipping')).toBe('worker');
  expect(resolve(place.b, 'RunnableSequence', 'any')).toBeNull();
  expect(resolve(place.a, 'RunnableSequence', 'any')).toBe('RunnableSequence');
  expect(resolve(other.a, 'Clerk v2', 'any')).toBe('Clerk v2');
  const isForeign = foreignOf(names);
  expect([isForeign(place.b, 'clerk'), isForeign(place.a, 'clerk'), isForeign(other.b, 'clerk')]).toEqual([
    ...[true, false, false],
  ]);
});

test('what a team says itself goes before whose name it was: an alias or an ignored name of that name holds', async () => {
  const place = await workspace();
  const clerk = await agent(place, place.a, 'clerk');
  await agent(place, place.b, 'clerk', clerk);
  await ignore(place, place.b, 'clerk');
  expect(resolverOf(await readAgentNames(state.db, place.w))(place.b, 'clerk', 'any')).toBeNull();
});

test('an agent that was put away is nobody’s namesake any more', async () => {
  const place = await workspace();
  const clerk = await agent(place, place.a, 'clerk');
  const mine = await agent(place, place.b, 'clerk', clerk);
  expect(foreignOf(await readAgentNames(state.db, place.w))(place.b, 'clerk')).toBe(true);
  await sql`update agents set put_away = 'removed' where id = ${mine}`.execute(state.db);
  expect(await readAgentNames(state.db, place.w)).toEqual([]);
});

test('more than a page of each is read whole, and none twice', async () => {
  const place = await workspace();
  const { w, a } = place;
  const clerk = await agent(place, a, 'clerk');
  await sql`insert into agent_aliases (workspace_id, team_id, alias, service, agent_id)
    select ${w}, ${a}, 'alias ' || (i / 2), case when i % 2 = 0 then '' else 'svc' end, ${clerk} from generate_series(0, 2000) i`.execute(
    state.db,
  );
  await sql`insert into ignored_agent_names select ${w}, ${a}, 'step ' || i, '' from generate_series(1, 1000) i`.execute(
    state.db,
  );
  const names = await readAgentNames(state.db, w);
  expect(names).toHaveLength(3001);
  expect(new Set(names.map((one) => `${one.name} ${one.service}`)).size).toBe(3001);
});
