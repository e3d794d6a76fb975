import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { lookUpKey } from '../identify/look-up-key.ts';
import { presentedKey } from '../model/credential.ts';
import { listServiceAccounts } from '../views/list-service-accounts.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createKey } from './create-key.ts';
import { createPerson } from './create-person.ts';
import { createServiceAccount } from './create-service-account.ts';
import { disablePerson } from './disable-person.ts';
import { disableServiceAccount } from './disable-service-account.ts';
import { enablePerson } from './enable-person.ts';
import { renewServiceAccount } from './renew-service-account.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
let mine: string;
let other: string;
let operator: Ctx;
beforeAll(async () => {
  world = await openWorld();
  [mine, other] = [await world.team(), await world.team()];
  operator = await world.person('operator', { teamId: mine });
});
afterAll(() => world.close());

const inDays = (days: number): string => new Date(world.clock.now() + days * 86_400_000).toISOString();
const owner = async (): Promise<string> =>
  (await createPerson(world.system, { name: 'Owner', email: `${newId('per')}@example.com` })).person.id;
const account = async (by: Ctx = operator, teamId = mine) =>
  createServiceAccount(by, { name: 'Nightly', teamId, ownerId: await owner(), expiresAt: inDays(90) });
const keyOf = async (serviceAccountId: string): Promise<string> =>
  (
    await createKey(operator, {
      ...{ name: 'k', teamId: mine, agent: null, environment: null, scopes: ['ingest'], expiresAt: null },
      serviceAccountId,
    })
  ).secret;
const works = async (secret: string): Promise<boolean> => {
  const shown = presentedKey({ key: secret });
  if (shown === null || shown === 'malformed') throw new Error('not a key');
  return (await lookUpKey(world.state.db, seal, shown)) !== null;
};

describe('a service account', () => {
  test('has an owner and an end, and is told', async () => {
    const ownerId = await owner();
    const expiresAt = inDays(30);
    const input = { name: 'Nightly', teamId: mine, ownerId, expiresAt };
    const events = await world.gained(() => createServiceAccount(operator, input));
    expect(events).toMatchObject([{ type: 'service_account.created', actor: operator.actor.id, payload: input }]);
    const { items } = await listServiceAccounts(operator, { limit: 10, after: null });
    expect(items.at(-1)).toMatchObject({ ...input, ownerName: 'Owner', ownerGone: false, disabledAt: null });
    expect((await listServiceAccounts(world.stranger, { limit: 10, after: null })).items).toEqual([]);
  });

  test('ends within a year, and belongs to a person and a team that are there', async () => {
    const make = async (change: object): Promise<unknown> =>
      createServiceAccount(world.system, {
        ...{ name: 'n', teamId: mine, ownerId: await owner(), expiresAt: inDays(30) },
        ...change,
      });
    for (const expiresAt of [inDays(0), inDays(-1), inDays(367)])
      await expect(make({ expiresAt })).rejects.toMatchObject({ fields: [{ path: 'expiresAt' }] });
    await expect(make({ ownerId: newId('per') })).rejects.toMatchObject({ code: 'access.not_found' });
    await expect(make({ teamId: newId('tea') })).rejects.toMatchObject({ code: 'access.not_found' });
    await expect(account(operator, other)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(account(await world.person('viewer'))).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('gets another owner and another end; of another team it is not found', async () => {
    const { id } = await account();
    const input = { id, ownerId: await owner(), expiresAt: inDays(200) };
    const events = await world.gained(() => renewServiceAccount(operator, input));
    expect(events).toMatchObject([
      {
        type: 'service_account.renewed',
        resource: id,
        payload: { ownerId: input.ownerId, expiresAt: input.expiresAt },
      },
    ]);
    const foreign = await world.person('operator', { teamId: other });
    for (const ctx of [foreign, world.stranger]) {
      await expect(renewServiceAccount(ctx, input)).rejects.toMatchObject({ code: 'access.not_found' });
      await expect(disableServiceAccount(ctx, { id, reason: 'r' })).rejects.toMatchObject({ code: 'access.not_found' });
    }
  });
});

describe('its keys', () => {
  test('end with it: disabled', async () => {
    const { id } = await account();
    const secret = await keyOf(id);
    expect(await works(secret)).toBe(true);
    const disable = (): Promise<void> => disableServiceAccount(operator, { id, reason: 'retired' });
    expect(await world.gained(disable)).toMatchObject([{ type: 'service_account.disabled', resource: id }]);
    expect(await works(secret)).toBe(false);
    expect(await world.gained(disable)).toEqual([]);
    await expect(keyOf(id)).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test('end with it: expired, on database time; renewed in time they go on', async () => {
    const { id } = await account();
    const secret = await keyOf(id);
    await sql`update service_accounts set expires_at = now() where id = ${id}`.execute(world.state.db);
    expect(await works(secret)).toBe(false);
    await renewServiceAccount(operator, { id, ownerId: await owner(), expiresAt: inDays(1) });
    expect(await works(secret)).toBe(true);
  });

  test('are of its team', async () => {
    const { id } = await account(world.system, other);
    await expect(keyOf(id)).rejects.toMatchObject({ code: 'access.not_found' });
  });
});

test('an owner who is disabled is flagged with agents and accounts, which go on; let in again, nothing is missing', async () => {
  const leaver = await world.person('operator', { teamId: mine });
  const { id: personId } = leaver.actor;
  const agent = {
    id: newId('agt'),
    workspace_id: world.first.workspaceId,
    team_id: mine,
    slug: 'clerk',
    key: 'clerk',
    name: 'clerk',
  };
  await world.state.db
    .insertInto('agents')
    .values({ ...agent, created_at: new Date() })
    .execute();
  const { id } = await createServiceAccount(operator, {
    ...{ name: 'n', teamId: mine, ownerId: personId, expiresAt: inDays(9) },
  });
  const events = await world.gained(() => disablePerson(world.system, { id: personId, reason: 'left' }));
  expect(events).toMatchObject([
    { type: 'person.disabled', resource: personId },
    { type: 'person.agents_flagged', resource: personId, payload: { agentIds: [agent.id], serviceAccountIds: [id] } },
  ]);
  const { items } = await listServiceAccounts(operator, { limit: 200, after: null });
  expect(items.find((one) => one.id === id)).toMatchObject({ ownerGone: true, disabledAt: null });
  const enable = (): Promise<void> => enablePerson(world.system, { id: personId, reason: 'came back' });
  expect(await world.gained(enable)).toMatchObject([{ type: 'person.enabled', payload: { reason: 'came back' } }]);
  expect(await world.gained(enable)).toEqual([]);
});
