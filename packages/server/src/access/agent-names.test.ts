import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../spine/ids.ts';
import { namesOfAgent, namesOfAgents } from './agent-names.ts';
import { accessDb } from './tables.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
let team: string;
const id = newId('agt');
beforeAll(async () => {
  world = await openWorld();
  team = await world.team();
  const place = { workspace_id: world.first.workspaceId, team_id: team };
  await world.state.db
    .insertInto('agents')
    .values({ id, ...place, slug: 'clerk', key: 'clerk-v1', name: 'Refund clerk', created_at: new Date() })
    .execute();
  await world.state.db
    .insertInto('agent_aliases')
    .values([
      { ...place, alias: 'refunds', service: '', agent_id: id },
      { ...place, alias: 'assistant', service: 'refunds-svc', agent_id: id },
    ])
    .execute();
});
afterAll(() => world.close());

const all = ['clerk-v1', 'refunds'];

test('an agent goes by its key and its aliases in derived rows, and not by what people read', async () => {
  expect((await namesOfAgents(accessDb(world.state.db), [id])).get(id)!.toSorted()).toEqual(all);
  expect(await namesOfAgents(accessDb(world.state.db), [])).toEqual(new Map());
});

test.each([...all, 'Refund clerk'])('a key bound to %j stands for all of them', async (name) => {
  expect([...(await namesOfAgent(accessDb(world.state.db), team, name))].toSorted()).toEqual(all);
});

test('an alias of one service opens nothing that the same name means elsewhere', async () => {
  expect(await namesOfAgent(accessDb(world.state.db), team, 'assistant')).toEqual(['assistant']);
});

test('a name the catalog does not know stands for itself, as does another team’s', async () => {
  expect(await namesOfAgent(accessDb(world.state.db), team, 'nobody')).toEqual(['nobody']);
  expect(await namesOfAgent(accessDb(world.state.db), await world.team(), 'refunds')).toEqual(['refunds']);
});
