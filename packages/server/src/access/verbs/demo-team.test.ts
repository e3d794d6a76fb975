import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoTeamId, findDemoTeam } from '../demo-team.ts';
import { accessDb } from '../tables.ts';
import { listTeams } from '../views/list-teams.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { closeDemoTeam } from './close-demo-team.ts';
import { createTeam } from './create-team.ts';
import { openDemoTeam } from './open-demo-team.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const types = (events: { type: string }[]): string[] => events.map((event) => event.type);
const openKeys = async (): Promise<number> => {
  const keys = accessDb(world.state.db).selectFrom('keys').where('team_id', '=', demoTeamId(world.first.workspaceId));
  return (await keys.where('revoked_at', 'is', null).select('id').execute()).length;
};

test('a team that somebody called Demo is not the demo team', async () => {
  await createTeam(world.system, { name: 'Demo' });
  expect(await findDemoTeam(world.system)).toBeNull();
  const events = await world.gained(() => openDemoTeam(world.system));
  expect(events[0]).toMatchObject({ type: 'team.created', payload: { name: 'Demo fleet', slug: 'demo-fleet' } });
  expect((await findDemoTeam(world.system))!.id).toBe(demoTeamId(world.first.workspaceId));
});

test('its id is the workspace’s own and sorts behind all others', async () => {
  expect(demoTeamId('wsp_a')).toMatch(/^tea_[0-9a-f]{32}$/);
  expect(demoTeamId('wsp_a')).not.toBe(demoTeamId('wsp_b'));
  await world.team();
  const { items } = await listTeams(world.system, { limit: 200, after: null });
  expect(items.at(-1)!.id).toBe(demoTeamId(world.first.workspaceId));
  expect(await findDemoTeam(world.stranger)).toBeNull();
});

test('each start gets a key that may only ingest, and ends the keys before', async () => {
  const first = await openDemoTeam(world.system);
  const events = await world.gained(() => openDemoTeam(world.system));
  expect(types(events)).toEqual(['key.revoked', 'key.created']);
  expect(events[1]!.payload).toMatchObject({ teamId: first.teamId, scopes: ['ingest'] });
  expect(await openKeys()).toBe(1);
});

test('closing revokes its keys, keeps the team, and repeats without an event', async () => {
  await openDemoTeam(world.system);
  expect(types(await world.gained(() => closeDemoTeam(world.system, { reason: 'done' })))).toEqual(['key.revoked']);
  expect(await world.gained(() => closeDemoTeam(world.system, { reason: 'done' }))).toEqual([]);
  expect(await openKeys()).toBe(0);
  expect(await findDemoTeam(world.system)).not.toBeNull();
});

test('only an admin of the workspace opens a demo', async () => {
  for (const role of ['viewer', 'operator'] as const)
    await expect(openDemoTeam(await world.person(role))).rejects.toMatchObject({ code: 'access.denied' });
  const { since } = await openDemoTeam(await world.person('admin'));
  expect(since.getTime()).toBeLessThanOrEqual(world.clock.now());
});
