import { allows, visiblePlaces } from '../../spine/authorize.ts';
import { sealWith } from '../../spine/seal.ts';
import { identifySession } from '../identify/by-session.ts';
import { issueSignInLink } from './issue-sign-in-link.ts';
import { signInWithLink } from './sign-in-with-link.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Grant, Role } from '../../spine/actor.ts';
import { newId } from '../../spine/ids.ts';
import { accessDb } from '../tables.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createGrant } from './create-grant.ts';
import { createPerson } from './create-person.ts';
import { disablePerson } from './disable-person.ts';
import { revokeGrant } from './revoke-grant.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
let mine: string;
let other: string;
beforeAll(async () => {
  world = await openWorld();
  [mine, other] = [await world.team(), await world.team()];
});
afterAll(() => world.close());

const somebody = async (): Promise<string> =>
  (await createPerson(world.system, { name: 'S', email: `${newId('per')}@example.com` })).person.id;
type Place = Partial<Pick<Grant, 'teamId' | 'agentId' | 'environment'>>;
const at = (personId: string, role: Role, place: Place = {}) => ({
  ...{ personId, role, teamId: null, agentId: null, environment: null },
  ...place,
});
const grantsOf = (personId: string) =>
  accessDb(world.state.db).selectFrom('grants').where('person_id', '=', personId).selectAll().orderBy('id').execute();

describe('a new grant', () => {
  test('is told with its place, and stands once for each place', async () => {
    const personId = await somebody();
    const agentId = await world.agent(mine);
    const places = [{}, { teamId: mine }, { teamId: mine, agentId }, { teamId: mine, environment: 'prod' }];
    for (const place of places) {
      const input = at(personId, 'operator', place);
      const events = await world.gained(() => createGrant(world.system, input));
      expect(events).toMatchObject([{ type: 'grant.created', actor: 'system', payload: input }]);
      await expect(createGrant(world.system, input)).rejects.toMatchObject({ code: 'access.conflict' });
    }
    expect(await grantsOf(personId)).toHaveLength(places.length);
  });

  test('is given by an admin of the whole workspace anywhere in it', async () => {
    const admin = await world.person('admin');
    const agentId = await world.agent(other);
    for (const place of [{}, { teamId: mine }, { teamId: other, agentId }, { environment: 'prod' }])
      expect(await createGrant(admin, at(await somebody(), 'viewer', place))).toMatchObject(place);
  });

  test('on an agent is kept with its team, and reaches no agent of that name elsewhere', async () => {
    const [agentId] = [await world.agent(mine, 'clerk'), await world.agent(other, 'clerk')];
    const personId = await somebody();
    expect(await createGrant(world.system, at(personId, 'viewer', { agentId }))).toMatchObject({
      teamId: mine,
      agentId,
    });
    for (const place of [{ agentId: 'agt_none' }, { agentId, teamId: other }])
      await expect(createGrant(world.system, at(personId, 'viewer', place))).rejects.toMatchObject({
        code: 'access.not_found',
      });
    await expect(createGrant(world.stranger, at(personId, 'viewer', { agentId }))).rejects.toMatchObject({
      code: 'access.not_found',
    });
    // As versions before this one kept them.
    await accessDb(world.state.db)
      .updateTable('grants')
      .set({ team_id: null })
      .where('agent_id', '=', agentId)
      .execute();
    const link = await issueSignInLink(world.system, { personId });
    const guest = { ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' };
    const { token } = await signInWithLink(guest, { token: link }, seal);
    const { actor } = (await identifySession(world.state.db, token))!;
    expect(visiblePlaces(actor, 'run.read')).toEqual([{ teamId: mine, agents: ['clerk'], environment: null }]);
    expect(allows(actor, 'run.read', { teamId: mine, agent: 'clerk' })).toBe(true);
    expect(allows(actor, 'run.read', { teamId: other, agent: 'clerk' })).toBe(false);
  });

  test('goes no further than its giver: the team, the agent, the environment', async () => {
    const personId = await somebody();
    const denied = async (giver: Place, place: Place): Promise<void> => {
      const ctx = await world.person('admin', giver);
      await expect(createGrant(ctx, at(personId, 'viewer', place))).rejects.toMatchObject({ code: 'access.denied' });
    };
    await denied({ teamId: mine }, {});
    await denied({ teamId: mine }, { teamId: other });
    await denied({ teamId: mine, agentId: await world.agent(mine) }, { teamId: mine });
    await denied({ teamId: mine, environment: 'dev' }, { teamId: mine, environment: 'prod' });
    const inDev = await world.person('admin', { teamId: mine, environment: 'dev' });
    expect(await createGrant(inDev, at(personId, 'viewer', { teamId: mine, environment: 'dev' }))).toMatchObject({
      environment: 'dev',
    });
    const operator = await world.person('operator');
    await expect(createGrant(operator, at(personId, 'viewer'))).rejects.toMatchObject({ code: 'access.denied' });
    expect(await grantsOf(personId)).toHaveLength(1);
  });

  test('needs a person and a team of this workspace', async () => {
    const nobody = createGrant(world.system, at(newId('per'), 'viewer'));
    await expect(nobody).rejects.toThrow('No person with this id is visible to you.');
    const nowhere = createGrant(world.system, at(await somebody(), 'viewer', { teamId: newId('tea') }));
    await expect(nowhere).rejects.toThrow('No team with this id is visible to you.');
    const foreign = createGrant(world.stranger, at(await somebody(), 'viewer'));
    await expect(foreign).rejects.toMatchObject({ code: 'access.not_found' });
  });
});

describe('a revoked grant', () => {
  test('is gone, with what it was in the ledger; a second time it is not found', async () => {
    const personId = await somebody();
    const { id } = await createGrant(world.system, at(personId, 'viewer', { teamId: mine }));
    const payload = at(personId, 'viewer', { teamId: mine });
    const events = await world.gained(() => revokeGrant(world.system, { id }));
    expect(events).toEqual([{ type: 'grant.revoked', actor: 'system', resource: id, payload }]);
    expect(await grantsOf(personId)).toEqual([]);
    await expect(revokeGrant(world.system, { id })).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test('of another team or workspace is not found, and stays', async () => {
    const personId = await somebody();
    const { id } = await createGrant(world.system, at(personId, 'viewer', { teamId: mine }));
    for (const ctx of [await world.person('admin', { teamId: other }), world.stranger])
      await expect(revokeGrant(ctx, { id })).rejects.toThrow('No grant with this id is visible to you.');
    expect(await grantsOf(personId)).toHaveLength(1);
  });
});

describe('an admin of the workspace who can sign in', () => {
  const grantId = async (personId: string): Promise<string> => (await grantsOf(personId))[0]!.id;

  test('always stays: a team’s admin, an admin of one environment and a disabled one do not count', async () => {
    const own = await openWorld();
    try {
      const last = (await accessDb(own.state.db).selectFrom('grants').selectAll().executeTakeFirstOrThrow()).id;
      await own.person('admin', { teamId: own.first.teamId });
      await own.person('admin', { environment: 'dev' });
      const gone = await own.person('admin');
      await disablePerson(own.system, { id: gone.actor.id, reason: 'left' });
      const strip = (): Promise<void> => revokeGrant(own.system, { id: last });
      expect(await own.gained(strip)).toEqual([]);
      await expect(strip()).rejects.toMatchObject({ code: 'access.last_admin' });
      const shut = disablePerson(own.system, { id: own.first.adminId, reason: 'r' });
      await expect(shut).rejects.toMatchObject({ code: 'access.last_admin' });
      await own.person('admin');
      await strip();
    } finally {
      await own.close();
    }
  });

  test('may be one of many: all but one can go, in any order at once', async () => {
    const admins = await Promise.all([1, 2, 3, 4].map(() => world.person('admin')));
    const ids = await Promise.all(admins.map((admin) => grantId(admin.actor.id)));
    ids.push(await grantId(world.first.adminId));
    const earlier = await accessDb(world.state.db)
      .selectFrom('grants')
      .where('role', '=', 'admin')
      .where('team_id', 'is', null)
      .where('environment', 'is', null)
      .where('id', 'not in', ids)
      .select('id')
      .execute();
    const answers = await Promise.allSettled(
      [...ids, ...earlier.map((one) => one.id)].map((id) => revokeGrant(world.system, { id })),
    );
    expect(answers.filter((one) => one.status === 'rejected')).toHaveLength(1);
  });
});
