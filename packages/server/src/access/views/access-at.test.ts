import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../spine/ids.ts';
import { createGrant } from '../verbs/create-grant.ts';
import { createKey } from '../verbs/create-key.ts';
import { createPerson } from '../verbs/create-person.ts';
import { disablePerson } from '../verbs/disable-person.ts';
import { enablePerson } from '../verbs/enable-person.ts';
import { revokeGrant } from '../verbs/revoke-grant.ts';
import { revokeKey } from '../verbs/revoke-key.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { accessAt } from './access-at.ts';

let world: World;
let team: string;
const agentId = newId('agt');
beforeAll(async () => {
  world = await openWorld();
  team = await world.team();
  const row = { id: agentId, workspace_id: world.first.workspaceId, team_id: team, created_at: new Date() };
  await world.state.db
    .insertInto('agents')
    .values({ ...row, slug: 'refunds-clerk', key: 'clerk', name: 'Refund clerk' })
    .execute();
});
afterAll(() => world.close());

/** The database's time between two events. */
async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 15));
  const at = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 15));
  return at;
}
const who = async (at: string, agent = 'clerk') => {
  const { people, keys } = await accessAt(world.system, { agent, at });
  const others = people.filter((one) => one.id !== world.first.adminId);
  return {
    people: others.map((one) => [one.id, one.roles.map((role) => role.role)]),
    keys: keys.map((key) => key.name),
  };
};

test('what stood then, not what stands now: grants and keys made, taken back, shut out and let in', async () => {
  const { person } = await createPerson(world.system, { name: 'Ada', email: `${newId('per')}@example.com` });
  const nobody = await moment();
  const grant = await createGrant(world.system, {
    ...{ personId: person.id, role: 'operator', teamId: team, agentId: null, environment: 'prod' },
  });
  const bound = { teamId: team, agent: 'Refund clerk', environment: null, scopes: ['read' as const], expiresAt: null };
  const { key } = await createKey(world.system, { name: 'its key', ...bound });
  await createKey(world.system, { ...bound, name: 'another agent’s', agent: 'triage' });
  await createKey(world.system, { ...bound, name: 'another team’s', teamId: world.first.teamId, agent: null });
  const both = await moment();
  await disablePerson(world.system, { id: person.id, reason: 'away' });
  const shut = await moment();
  await enablePerson(world.system, { id: person.id, reason: 'back' });
  const back = await moment();
  await revokeGrant(world.system, { id: grant.id });
  await revokeKey(world.system, { id: key.id, reason: 'rotated' });
  const none = await moment();

  const ada = [[person.id, ['operator']]];
  expect(await who(nobody)).toEqual({ people: [], keys: [] });
  for (const name of ['clerk', 'Refund clerk', 'refunds-clerk', agentId])
    expect(await who(both, name)).toEqual({ people: ada, keys: ['its key'] });
  expect(await who(shut)).toEqual({ people: [], keys: ['its key'] });
  expect(await who(back)).toEqual({ people: ada, keys: ['its key'] });
  expect(await who(none)).toEqual({ people: [], keys: [] });

  const told = await accessAt(world.system, { agent: 'clerk', at: both });
  const one = told.people.find((each) => each.id === person.id)!;
  expect(one).toMatchObject({ name: 'Ada', roles: [{ role: 'operator', environment: 'prod', until: null }] });
  expect(one.rights).toContain('content.read');
  expect(one.rights).not.toContain('grant.create');
});

test('a grant on another agent does not reach; one that had ended does not count', async () => {
  const at = async (place: object): Promise<string> => {
    const { person } = await createPerson(world.system, { name: 'B', email: `${newId('per')}@example.com` });
    await createGrant(world.system, {
      ...{ personId: person.id, role: 'viewer', teamId: team, agentId: null, environment: null, ...place },
    });
    return person.id;
  };
  const own = await at({ agentId });
  const other = await at({ agentId: await world.agent(team) });
  const soon = await at({ until: new Date(Date.now() + 60_000).toISOString() });
  const now = await who(await moment());
  const ids = now.people.map(([id]) => id);
  expect([ids.includes(own), ids.includes(other), ids.includes(soon)]).toEqual([true, false, true]);
  const later = await who(new Date(Date.now() + 120_000).toISOString());
  expect(later.people.map(([id]) => id)).toEqual([own]);
});

test('needs the ledger, and an agent that is there and is one', async () => {
  const at = new Date().toISOString();
  const denied = accessAt(await world.person('operator'), { agent: 'clerk', at });
  await expect(denied).rejects.toMatchObject({ code: 'access.denied' });
  await accessAt(await world.person('auditor'), { agent: 'clerk', at });
  for (const ctx of [world.system, world.stranger]) {
    const agent = ctx === world.system ? 'nobody' : 'clerk';
    await expect(accessAt(ctx, { agent, at })).rejects.toThrow('No agent with this id is visible to you.');
  }
  const twin = { id: newId('agt'), workspace_id: world.first.workspaceId, team_id: world.first.teamId };
  await world.state.db
    .insertInto('agents')
    .values({ ...twin, slug: 'clerk-two', key: 'clerk', name: 'clerk', created_at: new Date() })
    .execute();
  await expect(accessAt(world.system, { agent: 'clerk', at })).rejects.toMatchObject({ fields: [{ path: 'agent' }] });
  expect((await accessAt(world.system, { agent: 'clerk-two', at })).teamId).toBe(world.first.teamId);
});
