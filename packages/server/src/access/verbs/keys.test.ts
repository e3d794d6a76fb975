import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Grant, KeyScope } from '../../spine/actor.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { CreateKey } from '../contract.ts';
import { presentedKey } from '../model/credential.ts';
import { isSecret } from '../secret.ts';
import { accessDb } from '../tables.ts';
import { listKeys } from '../views/list-keys.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createKey } from './create-key.ts';
import { revokeKey } from './revoke-key.ts';

let world: World;
let mine: string;
let other: string;
beforeAll(async () => {
  world = await openWorld();
  [mine, other] = [await world.team(), await world.team()];
});
afterAll(() => world.close());

const wanted = (change: Partial<CreateKey> = {}): CreateKey => ({
  ...{ name: 'k', teamId: mine, agent: null, environment: null, scopes: ['ingest'], expiresAt: null },
  ...{ serviceAccountId: null, contentMode: 'keep', origins: [] },
  ...change,
});
const keyActor = (scopes: KeyScope[], teamId = mine): Ctx =>
  world.as({ kind: 'key', id: newId('key'), teamId, agent: null, environment: null, scopes });
const all = { limit: 200, after: null };

describe('a new key', () => {
  test('is shown once, kept as a hash, and told in the ledger without its secret', async () => {
    const operator = await world.person('operator', { teamId: mine });
    const input = wanted({
      name: 'Booker',
      agent: 'booker',
      environment: 'prod',
      scopes: ['ingest', 'read', 'ingest'],
    });
    let secret = '';
    let id = '';
    const events = await world.gained(async () => {
      const made = await createKey(operator, input);
      ({ secret } = made);
      ({ id } = made.key);
      expect(made.key).toMatchObject({ scopes: ['ingest', 'read'], lastUsedAt: null, revokedAt: null, teamId: mine });
    });
    const payload = { name: 'Booker', teamId: mine, agent: 'booker', environment: 'prod', scopes: ['ingest', 'read'] };
    expect(events).toEqual([{ type: 'key.created', actor: operator.actor.id, resource: id, payload }]);
    const shown = presentedKey({ key: secret });
    expect(shown).toMatchObject({ keyId: id });
    const keys = accessDb(world.state.db).selectFrom('keys').where('id', '=', id);
    const row = await keys.selectAll().executeTakeFirstOrThrow();
    expect(isSecret((shown as { secret: string }).secret, row.secret_hash)).toBe(true);
    expect(JSON.stringify([row, events])).not.toContain((shown as { secret: string }).secret);
  });

  test('is refused for a team that is not there, or is another workspace’s', async () => {
    const nowhere = createKey(world.system, wanted({ teamId: newId('tea') }));
    await expect(nowhere).rejects.toThrow('No team with this id is visible to you.');
    await expect(createKey(world.stranger, wanted())).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test.each([
    ['an operator of the team', 'operator', ['ingest', 'deliver', 'read', 'content', 'guard'], null],
    ['an operator of the team', 'operator', ['ingest', 'write'], 'access.scope_exceeded'],
    ['an operator of the team', 'operator', ['ingest', 'admin'], 'access.scope_exceeded'],
    ['an admin of the team', 'admin', ['admin'], null],
    ['a viewer', 'viewer', ['read'], 'access.denied'],
  ] as const)('%s (%s) with %j: %s', async (_who, role, scopes, code) => {
    const ctx = await world.person(role, { teamId: mine });
    const making = createKey(ctx, wanted({ scopes: [...scopes] }));
    if (code === null) expect((await making).key.scopes).toEqual(scopes);
    else await expect(making).rejects.toMatchObject({ code });
    await expect(createKey(ctx, wanted({ teamId: other, scopes: ['read'] }))).rejects.toMatchObject({
      code: 'access.denied',
    });
  });

  test('for feedback stands in pages: it carries nothing else, names them, and is shown with them', async () => {
    const operator = await world.person('operator', { teamId: mine });
    const origins = ['https://shop.example.com', 'https://shop.example.com', 'http://localhost:3000'];
    const { key } = await createKey(operator, wanted({ scopes: ['feedback'], origins }));
    expect(key.origins).toEqual(['https://shop.example.com', 'http://localhost:3000']);
    const { items } = await listKeys(operator, all);
    expect(items.find(({ id }) => id === key.id)).toEqual(key);
    expect((await createKey(operator, wanted({ scopes: ['feedback'] }))).key).not.toHaveProperty('origins');
    await expect(createKey(operator, wanted({ scopes: ['feedback', 'ingest'] }))).rejects.toMatchObject({
      code: 'access.feedback_alone',
    });
    await expect(createKey(operator, wanted({ scopes: ['ingest'], origins }))).rejects.toMatchObject({
      code: 'access.origins_unused',
    });
    for (const origin of ['https://shop.example.com/page', 'shop.example.com', 'https://a b', 'javascript:1', '*'])
      expect(CreateKey.safeParse(wanted({ scopes: ['feedback'], origins: [origin] })).success, origin).toBe(false);
    expect(CreateKey.safeParse(wanted({ scopes: ['feedback'], origins })).success).toBe(true);
  });

  // A key with `write` also makes releases, deploys and writes prompts: more than any one role but admin has.
  test('with write is for who holds all that write opens, be it by several grants', async () => {
    const one = (role: Grant['role']): Grant => ({ role, teamId: mine, agentId: null, environment: null });
    const holding = (...roles: Grant['role'][]): Ctx =>
      world.as({ kind: 'person', id: newId('per'), sessionId: 'ses_1', grants: roles.map(one) });
    const input = wanted({ scopes: ['write'] });
    for (const roles of [['operator'], ['operator', 'prompt_engineer'], ['operator', 'viewer']] as const)
      await expect(createKey(holding(...roles), input), roles.join()).rejects.toThrow('Missing: write.');
    await expect(createKey(holding('release_manager', 'prompt_engineer'), input)).rejects.toMatchObject({
      code: 'access.denied',
    });
    const both = holding('operator', 'release_manager', 'prompt_engineer');
    expect((await createKey(both, input)).key.scopes).toEqual(['write']);
    await expect(createKey(both, wanted({ teamId: other, scopes: ['write'] }))).rejects.toMatchObject({
      code: 'access.denied',
    });
  });

  test('made by a key carries no more than that key, and stays in its team', async () => {
    const maker = keyActor(['admin', 'read']);
    expect((await createKey(maker, wanted({ scopes: ['read'] }))).key.scopes).toEqual(['read']);
    const more = createKey(maker, wanted({ scopes: ['read', 'ingest', 'write'] }));
    await expect(more).rejects.toThrow('Missing: ingest, write.');
    await expect(createKey(maker, wanted({ teamId: other, scopes: ['read'] }))).rejects.toMatchObject({
      code: 'access.denied',
    });
    await expect(createKey(keyActor(['read', 'write']), wanted({ scopes: ['read'] }))).rejects.toMatchObject({
      code: 'access.denied',
    });
  });
});

describe('a revocation', () => {
  test('has its reason and team in the ledger; repeating it changes nothing', async () => {
    const { key } = await createKey(world.system, wanted());
    const revoke = (): Promise<void> => revokeKey(world.system, { id: key.id, reason: 'leaked' });
    const payload = { teamId: mine, reason: 'leaked' };
    expect(await world.gained(revoke)).toEqual([{ type: 'key.revoked', actor: 'system', resource: key.id, payload }]);
    const [before] = (await listKeys(world.system, all)).items.filter((one) => one.id === key.id);
    world.clock.advance(60_000);
    expect(await world.gained(revoke)).toEqual([]);
    expect((await listKeys(world.system, all)).items).toContainEqual(before);
  });

  test('twenty at once write one event', async () => {
    const { key } = await createKey(world.system, wanted());
    const revoke = (): Promise<void> => revokeKey(world.system, { id: key.id, reason: 'r' });
    expect(await world.gained(() => Promise.all(Array.from({ length: 20 }, revoke)))).toHaveLength(1);
  });

  test('of another team’s or workspace’s key finds nothing; who may revoke nowhere is denied', async () => {
    const { key } = await createKey(world.system, wanted());
    const foreign = [await world.person('operator', { teamId: other }), keyActor(['admin'], other), world.stranger];
    for (const ctx of foreign) {
      const revoke = revokeKey(ctx, { id: key.id, reason: 'r' });
      await expect(revoke).rejects.toThrow('No key with this id is visible to you.');
    }
    const viewer = await world.person('viewer');
    await expect(revokeKey(viewer, { id: key.id, reason: 'r' })).rejects.toMatchObject({ code: 'access.denied' });
    expect((await listKeys(world.system, all)).items.find((one) => one.id === key.id)?.revokedAt).toBeNull();
  });
});

test('a list shows the keys of teams one operates, revoked ones too, and no hash', async () => {
  const { key } = await createKey(world.system, wanted({ teamId: other, name: 'Other team' }));
  await revokeKey(world.system, { id: key.id, reason: 'r' });
  const seen = (await listKeys(await world.person('operator', { teamId: other }), all)).items;
  expect(seen.map((one) => [one.name, one.revokedAt !== null])).toEqual([['Other team', true]]);
  expect(JSON.stringify(await listKeys(world.system, all))).not.toMatch(/hash/);
  expect((await listKeys(world.stranger, all)).items).toEqual([]);
});
