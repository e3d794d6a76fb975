import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealWith } from '../../../spine/seal.ts';
import { openRegistryWorld, type RegistryWorld } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { type Signed, signRelease, verifySignature } from './signing.ts';
import { lifecycleDb } from '../tables.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const signed: Signed = { workspaceId: 'wsp_1', agentId: 'agt_1', version: '1.0.0', schema: 's', digest: 'd' };
const signNow = (what = signed, seal = testSeal) =>
  world.state.transact((tx) => signRelease(tx, seal, new Date(0), what));
const keys = () => lifecycleDb(world.state.db).selectFrom('release_keys').selectAll().execute();

test('of ten first signatures at once one makes the key, and all are made with it', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => signNow()));
  const [key, ...others] = await keys();
  expect(others).toEqual([]);
  expect(new Set(all.map((one) => `${one.keyId} ${one.signature}`)).size).toBe(1);
  expect(verifySignature(key!.public_key, signed, all[0]!)).toBe(true);
  expect(key!.key_id).toMatch(/^[0-9a-f]{16}$/);
});

test('the private key lies sealed, and opens under no other root key', async () => {
  await signNow();
  const [key] = await keys();
  expect(key!.private_key).toMatch(/^sb1\./);
  await expect(signNow(signed, sealWith(new Uint8Array(32).fill(8)))).rejects.toThrow('Sealed under root key');
});

test.each(['workspaceId', 'agentId', 'version', 'schema', 'digest'] as const)(
  '%s is part of what is signed',
  async (field) => {
    const signature = await signNow();
    const publicKey = (await keys())[0]!.public_key;
    expect(verifySignature(publicKey, { ...signed, [field]: 'other' }, signature)).toBe(false);
    expect(verifySignature(publicKey, signed, { ...signature, keyId: '0'.repeat(16) })).toBe(false);
  },
);
