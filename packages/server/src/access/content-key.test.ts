import { expect, test } from 'vitest';
import { openTestDatabase } from '../adapters/postgres/state-database.fixture.ts';
import { spineMigrations } from '../spine/migrations/index.ts';
import { sealWith } from '../spine/seal.ts';
import { contentKeys, newContentKey, openContentKey } from './content-key.ts';
import { accessMigrations } from './migrations/index.ts';

const seal = sealWith(new Uint8Array(32).fill(1));

test('opens to the same 32 bytes each time, and every workspace has its own', () => {
  const envelope = newContentKey(seal, 'wsp_a');
  const key = openContentKey(seal, 'wsp_a', envelope);
  expect(key).toHaveLength(32);
  expect(openContentKey(seal, 'wsp_a', envelope)).toEqual(key);
  expect(openContentKey(seal, 'wsp_b', newContentKey(seal, 'wsp_b'))).not.toEqual(key);
});

test('the envelope tells nothing of the key', () => {
  const envelope = newContentKey(seal, 'wsp_a');
  const key = Buffer.from(openContentKey(seal, 'wsp_a', envelope));
  const raw = Buffer.concat(envelope.split('.').map((part) => Buffer.from(part, 'base64url')));
  expect(raw.includes(key)).toBe(false);
  for (const form of ['hex', 'base64', 'base64url'] as const) expect(envelope).not.toContain(key.toString(form));
});

test('an envelope of another workspace, or one that was changed, does not open', () => {
  const envelope = newContentKey(seal, 'wsp_a');
  expect(() => openContentKey(seal, 'wsp_b', envelope)).toThrow();
  expect(() => openContentKey(seal, 'wsp_a', `${envelope.slice(0, -4)}AAAA`)).toThrow();
});

test('under another root key it says which one is wanted and what to do', () => {
  const other = sealWith(new Uint8Array(32).fill(2));
  const open = (): unknown => openContentKey(other, 'wsp_a', newContentKey(seal, 'wsp_a'));
  expect(open).toThrow(expect.objectContaining({ code: 'config.root_key_differs' }));
  expect(open).toThrow(`under root key ${seal.keyId}; this server was given ${other.keyId}`);
});

test('of stored workspaces each is opened once', async () => {
  const state = await openTestDatabase([...spineMigrations, ...accessMigrations]);
  const row = { id: 'wsp_a', name: 'a', created_at: new Date(), content_key: newContentKey(seal, 'wsp_a') };
  await state.db.insertInto('workspaces').values(row).execute();
  const keyOf = contentKeys(state.db, seal);
  const key = await keyOf('wsp_a');
  expect(key).toEqual(openContentKey(seal, 'wsp_a', row.content_key));
  await state.close();
  expect(await keyOf('wsp_a')).toBe(key);
});
