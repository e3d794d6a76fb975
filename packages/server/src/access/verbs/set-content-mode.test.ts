import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealWith } from '../../spine/seal.ts';
import { lookUpKey } from '../identify/look-up-key.ts';
import type { Credential } from '../model/credential.ts';
import { presentedKey } from '../model/credential.ts';
import { listKeys } from '../views/list-keys.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createKey } from './create-key.ts';
import { setContentMode } from './set-content-mode.ts';

/** As the world's. */
const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
let mine: string;
beforeAll(async () => {
  world = await openWorld();
  mine = await world.team();
});
afterAll(() => world.close());

const makeKey = (contentMode?: 'mask' | 'drop') =>
  createKey(world.system, {
    ...{ name: 'k', teamId: mine, agent: null, environment: null, scopes: ['ingest'], expiresAt: null },
    ...(contentMode && { contentMode }),
  });
async function modeAtTheDoor(secret: string): Promise<string | undefined> {
  const found = await lookUpKey(world.state.db, seal, presentedKey({ key: secret }) as Credential);
  return found?.identity.contentMode;
}

test('a key keeps all unless it says otherwise when it is made', async () => {
  const [usual, dropping] = [await makeKey(), await makeKey('drop')];
  expect([usual.key.contentMode, dropping.key.contentMode]).toEqual(['keep', 'drop']);
  expect(await modeAtTheDoor(usual.secret)).toBe('keep');
  expect(await modeAtTheDoor(dropping.secret)).toBe('drop');
});

test('is changed, told in the ledger once, and counts from then on', async () => {
  const { key, secret } = await makeKey();
  const operator = await world.person('operator', { teamId: mine });
  const change = () => setContentMode(operator, { id: key.id, contentMode: 'mask' });
  const events = await world.gained(async () => {
    await change();
    await change();
  });
  const payload = { teamId: mine, before: 'keep', after: 'mask' };
  expect(events).toEqual([{ type: 'key.content_mode_changed', actor: operator.actor.id, resource: key.id, payload }]);
  expect(await modeAtTheDoor(secret)).toBe('mask');
  const { items } = await listKeys(world.system, { limit: 200, after: null });
  expect(items.find((one) => one.id === key.id)?.contentMode).toBe('mask');
});

test('is refused to those who may not make such a key', async () => {
  const { key } = await makeKey();
  const elsewhere = await world.person('operator', { teamId: await world.team() });
  const viewer = await world.person('viewer', { teamId: mine });
  const input = { id: key.id, contentMode: 'keep' as const };
  await expect(setContentMode(elsewhere, input)).rejects.toThrow('No key with this id');
  await expect(setContentMode(viewer, input)).rejects.toThrow('key.create');
  await expect(setContentMode(world.system, { ...input, id: 'key_none' })).rejects.toThrow('No key with this id');
});
