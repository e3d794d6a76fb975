import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { identifySession } from '../identify/by-session.ts';
import { accessDb } from '../tables.ts';
import { listPeople } from '../views/list-people.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { breakGlass } from './break-glass.ts';
import { createGrant } from './create-grant.ts';
import { createPerson } from './create-person.ts';
import { issueSignInLink } from './issue-sign-in-link.ts';
import { renameTeam } from './rename-team.ts';
import { revokeGrant } from './revoke-grant.ts';
import { signInWithLink } from './sign-in-with-link.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
let team: string;
beforeAll(async () => {
  world = await openWorld();
  team = await world.team();
});
afterAll(() => world.close());

/** Whoever this is now, as the next request of their session would find them. */
async function session(personId: string): Promise<() => Promise<Ctx>> {
  const guest = { ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' };
  const { token } = await signInWithLink(guest, { token: await issueSignInLink(world.system, { personId }) }, seal);
  return async () => world.as((await identifySession(world.state.db, token))!.actor);
}
const wanted = (teamId: string | null) => ({ reason: 'payments stand still', teamId, minutes: 30 });
const end = (personId: string): Promise<unknown> =>
  sql`update grants set until = now() where person_id = ${personId} and until is not null`.execute(world.state.db);

test('broken glass: admin of the team for a while, told in the ledger, flagged at the person', async () => {
  const operator = await world.person('operator', { teamId: team });
  const now = await session(operator.actor.id);
  const events = await world.gained(async () => breakGlass(await now(), wanted(team)));
  expect(events).toMatchObject([
    {
      ...{ type: 'glass.broken', actor: operator.actor.id },
      payload: { personId: operator.actor.id, role: 'admin', teamId: team, reason: 'payments stand still' },
    },
  ]);
  const people = await listPeople(await world.person('compliance'), { limit: 200, after: null });
  const shown = people.items.find((one) => one.id === operator.actor.id)!.grants;
  expect(shown).toMatchObject([{ source: 'person' }, { source: 'emergency', reason: 'payments stand still' }]);
  await renameTeam(await now(), { id: team, name: `By glass ${newId('tea')}` });
  await expect(breakGlass(await now(), wanted(team))).rejects.toMatchObject({ code: 'access.conflict' });
});

test('hands out no rights, and ends by itself', async () => {
  const operator = await world.person('operator', { teamId: team });
  const now = await session(operator.actor.id);
  await breakGlass(await now(), wanted(team));
  const { person } = await createPerson(world.system, { name: 'F', email: `${newId('per')}@example.com` });
  const grant = { personId: person.id, role: 'viewer', teamId: team, agentId: null, environment: null } as const;
  await expect(createGrant(await now(), grant)).rejects.toMatchObject({ code: 'access.denied' });
  const made = createPerson(await now(), { name: 'G', email: `${newId('per')}@example.com` });
  await expect(made).rejects.toMatchObject({ code: 'access.denied' });
  await renameTeam(await now(), { id: team, name: `Open ${newId('tea')}` });
  await end(operator.actor.id);
  const late = renameTeam(await now(), { id: team, name: 'Shut' });
  await expect(late).rejects.toMatchObject({ code: 'access.denied' });
  await breakGlass(await now(), wanted(team));
});

test('is given back by who took it, and by nobody else without the right', async () => {
  const operator = await world.person('operator', { teamId: team });
  const now = await session(operator.actor.id);
  const { id } = await breakGlass(await now(), wanted(team));
  const colleague = await world.person('operator', { teamId: team });
  await expect(revokeGrant(colleague, { id })).rejects.toMatchObject({ code: 'access.denied' });
  const events = await world.gained(async () => revokeGrant(await now(), { id }));
  expect(events).toMatchObject([{ type: 'grant.revoked', actor: operator.actor.id, resource: id }]);
  expect((await now()).actor).toMatchObject({ grants: [{ role: 'operator' }] });
});

test('a viewer, a key and a guest break nothing; another workspace’s team is not found', async () => {
  const key = world.as({ kind: 'key', id: 'key_x', teamId: team, agent: null, environment: null, scopes: ['admin'] });
  for (const ctx of [await world.person('viewer'), key, world.as({ kind: 'guest', id: 'guest' }), world.system])
    await expect(breakGlass(ctx, wanted(team))).rejects.toMatchObject({ code: 'access.denied' });
  const inTeam = await world.person('operator', { teamId: team });
  for (const place of [null, await world.team()])
    await expect(breakGlass(inTeam, wanted(place))).rejects.toMatchObject({ code: 'access.denied' });
  const foreign = breakGlass(await world.person('operator'), wanted(newId('tea')));
  await expect(foreign).rejects.toMatchObject({ code: 'access.not_found' });
});

test('a grant ends by itself, makes room for the same again, and no dated admin is the last', async () => {
  const { person } = await createPerson(world.system, { name: 'A', email: `${newId('per')}@example.com` });
  const auditor = { personId: person.id, role: 'auditor', teamId: null, agentId: null, environment: null } as const;
  await expect(createGrant(world.system, auditor)).rejects.toMatchObject({ fields: [{ path: 'until' }] });
  const past = createGrant(world.system, { ...auditor, until: new Date(world.clock.now() - 1000).toISOString() });
  await expect(past).rejects.toMatchObject({ fields: [{ path: 'until' }] });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const given = await world.gained(() => createGrant(world.system, { ...auditor, until }));
  expect(given).toMatchObject([{ type: 'grant.created', payload: { role: 'auditor', until } }]);
  const now = await session(person.id);
  expect((await now()).actor).toMatchObject({ grants: [{ role: 'auditor', until: Date.parse(until) }] });
  await end(person.id);
  expect((await now()).actor).toMatchObject({ grants: [] });
  expect((await listPeople(world.system, { limit: 200, after: null })).items.at(-1)!.grants).toEqual([]);
  await createGrant(world.system, { ...auditor, until });
  await createGrant(world.system, { ...auditor, role: 'admin', until });
  const firsts = accessDb(world.state.db).selectFrom('grants').where('person_id', '=', world.first.adminId);
  const { id } = await firsts.select('id').executeTakeFirstOrThrow();
  await expect(revokeGrant(world.system, { id })).rejects.toMatchObject({ code: 'access.last_admin' });
});

test('who is admin for a time gives nothing that lasts longer, and signs in for nobody else', async () => {
  const dated = await world.person('admin');
  const soon = Date.now() + 3_600_000;
  const grants = [{ role: 'admin', teamId: null, agentId: null, environment: null, until: soon }] as const;
  const ctx = world.as({ kind: 'person', id: dated.actor.id, grants, sessionId: 'ses_x' });
  const { person } = await createPerson(ctx, { name: 'N', email: `${newId('per')}@example.com` });
  const grant = { personId: person.id, role: 'viewer', teamId: team, agentId: null, environment: null } as const;
  await expect(createGrant(ctx, grant)).rejects.toMatchObject({ code: 'access.beyond_own_end' });
  const longer = createGrant(ctx, { ...grant, until: new Date(soon + 1).toISOString() });
  await expect(longer).rejects.toMatchObject({ code: 'access.beyond_own_end' });
  await createGrant(ctx, { ...grant, until: new Date(soon).toISOString() });
  const link = issueSignInLink(ctx, { personId: world.first.adminId });
  await expect(link).rejects.toMatchObject({ code: 'access.beyond_own_end' });
});
