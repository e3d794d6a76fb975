import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { KeyScope } from '../../spine/actor.ts';
import { systemActor } from '../../spine/actor.ts';
import { steppedClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { sealWith } from '../../spine/seal.ts';
import { accessMigrations } from '../migrations/index.ts';
import { presentedKey, type Credential } from '../model/credential.ts';
import { bootstrap } from '../verbs/bootstrap.ts';
import { createKey } from '../verbs/create-key.ts';
import { revokeKey } from '../verbs/revoke-key.ts';
import { keyRing, type KeyRing } from './by-key.ts';

const minute = 60_000;
const seal = sealWith(new Uint8Array(32).fill(3));
let state: StateDatabase;
let ctx: Ctx;
let ring: KeyRing;
let away: boolean;
let asked: number;
let clock: ReturnType<typeof steppedClock>;
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...accessMigrations]);
});
afterAll(() => state.close());
beforeEach(async () => {
  clock = steppedClock(Date.now());
  const nowhere: Ctx = { actor: systemActor, workspaceId: '', requestId: 'req_1', clock, state };
  ctx = { ...nowhere, workspaceId: (await bootstrap(nowhere, seal)).workspaceId };
  away = false;
  asked = 0;
  // The line between the ring and the database, which a test can cut and mend.
  const line = new Proxy(state.db, {
    get(db, name) {
      if (name === 'withTables') asked++;
      if (away) throw new Error('connection refused');
      const value = Reflect.get(db, name) as unknown;
      return typeof value === 'function' ? (value.bind(db) as unknown) : value;
    },
  });
  ring = keyRing({ db: line, clock, seal });
});

async function key(scopes: KeyScope[] = ['ingest'], expiresAt: string | null = null): Promise<Credential> {
  const { teamId } = await bootstrap({ ...ctx, workspaceId: '' }, seal);
  const place = { teamId, agent: null, environment: null };
  const { secret } = await createKey(ctx, { name: 'k', ...place, scopes, expiresAt });
  return presentedKey({ key: secret }) as Credential;
}
/** Shown once while all was well; then the line is cut and what is remembered for five seconds has passed. */
async function seenThenCut(credential: Credential): Promise<void> {
  expect(await ring.identifySender(credential)).not.toBeNull();
  away = true;
  clock.advance(6_000);
}
const stillSends = (credential: Credential): Promise<boolean> =>
  ring.identifySender(credential).then(
    (identity) => identity?.actor.id === credential.keyId,
    () => false,
  );

describe('while the state is away', () => {
  test('a key seen before goes on sending for an hour, with the same identity', async () => {
    const credential = await key();
    const before = await ring.identifySender(credential);
    await seenThenCut(credential);
    expect(await ring.identifySender(credential)).toEqual(before);
    clock.advance(60 * minute - 6_000);
    expect(await stillSends(credential)).toBe(true);
    clock.advance(1);
    expect(await stillSends(credential)).toBe(false);
  });

  test('it does nothing else with it', async () => {
    const credential = await key(['ingest', 'read']);
    await seenThenCut(credential);
    expect(await stillSends(credential)).toBe(true);
    await expect(ring.identify(credential)).rejects.toThrow('connection refused');
    const reader = await key(['read']);
    away = false;
    await seenThenCut(reader);
    await expect(ring.identifySender(reader)).rejects.toThrow();
  });

  test('an unknown key, and a known one with another secret, are not let in', async () => {
    const credential = await key();
    await seenThenCut(credential);
    await expect(ring.identifySender(await key())).rejects.toThrow('connection refused');
    await expect(ring.identifySender({ ...credential, secret: '0'.repeat(48) })).rejects.toThrow('connection refused');
  });

  test('its expiry ends it on time', async () => {
    const credential = await key(['ingest'], new Date(clock.now() + 2 * minute).toISOString());
    await seenThenCut(credential);
    expect(await stillSends(credential)).toBe(true);
    clock.advance(2 * minute - 6_000);
    expect(await stillSends(credential)).toBe(false);
  });

  test('the state is asked once in five seconds, not for every request; once back, it decides', async () => {
    const credential = await key();
    await seenThenCut(credential);
    asked = 0;
    for (let i = 0; i < 10; i++) expect(await stillSends(credential)).toBe(true);
    expect(asked).toBe(1);
    await sql`update keys set revoked_at = now() where id = ${credential.keyId}`.execute(state.db);
    away = false;
    clock.advance(5_001);
    expect(await ring.identifySender(credential)).toBeNull();
  });

  test('a flood of wrong keys does not push out a good one', async () => {
    const credential = await key();
    expect(await stillSends(credential)).toBe(true);
    const wrong = (n: number): Credential => ({ keyId: `key_${n}`, secret: '0'.repeat(48) });
    for (let n = 0; n < 2_100; n++) expect(await ring.identifySender(wrong(n))).toBeNull();
    away = true;
    clock.advance(6_000);
    expect(await stillSends(credential)).toBe(true);
  });
});

describe('after an event that may have revoked keys', () => {
  test('a key revoked here never comes back, even when the state goes at that moment', async () => {
    const credential = await key();
    expect(await stillSends(credential)).toBe(true);
    await revokeKey(ctx, { id: credential.keyId, reason: 'leaked' });
    away = true;
    ring.doubt();
    expect(await stillSends(credential)).toBe(false);
    clock.advance(6_000);
    expect(await stillSends(credential)).toBe(false);
  });

  test('the others are confirmed at once, by one question, so that they outlive a cut that follows', async () => {
    const [stays, goes] = [await key(), await key()];
    for (const one of [stays, goes]) expect(await stillSends(one)).toBe(true);
    await revokeKey(ctx, { id: goes.keyId, reason: 'leaked' });
    asked = 0;
    ring.doubt();
    expect(asked).toBe(1);
    await vi.waitFor(async () => {
      away = true;
      const survived = await stillSends(stays);
      away = false;
      expect(survived).toBe(true);
    });
    away = true;
    expect(await stillSends(goes)).toBe(false);
  });

  test('a burst of events ends with all of them confirmed', async () => {
    const credential = await key();
    expect(await stillSends(credential)).toBe(true);
    for (let i = 0; i < 30; i++) ring.doubt();
    await vi.waitFor(async () => {
      away = true;
      const survived = await stillSends(credential);
      away = false;
      expect(survived).toBe(true);
    });
  });
});

test('a state that hangs is as good as away: known keys wait two seconds, not fifteen', async () => {
  const credential = await key();
  expect(await stillSends(credential)).toBe(true);
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: locked, resolve: taken } = Promise.withResolvers<void>();
  const hanging = state.transact(async (tx) => {
    await sql`lock table keys in access exclusive mode`.execute(tx);
    taken();
    await held;
  });
  await locked;
  clock.advance(6_000);
  const began = performance.now();
  expect(await stillSends(credential)).toBe(true);
  expect(performance.now() - began).toBeLessThan(5_000);
  release();
  await hanging;
});

test('a key that agents ask for their release with stands for what it was, too', async () => {
  const [deliver, read] = [await key(['deliver']), await key(['read'])];
  expect(await ring.identifySender(read)).not.toBeNull();
  await seenThenCut(deliver);
  expect(await stillSends(deliver)).toBe(true);
  expect(await stillSends(read)).toBe(false);
});

test('what is remembered is known without asking, until it is doubted', async () => {
  const credential = await key(['deliver']);
  expect(ring.remembered(credential)).toBeNull();
  await ring.identify(credential);
  asked = 0;
  expect(ring.remembered(credential)?.actor.scopes).toEqual(['deliver']);
  expect(asked).toBe(0);
  ring.doubt();
  expect(ring.remembered(credential)).toBeNull();
});

test('a key that is asked for all the time is looked up anew before it is forgotten, once', async () => {
  const credential = await key(['deliver']);
  await ring.identify(credential);
  clock.advance(3_400);
  asked = 0;
  expect(ring.remembered(credential)).not.toBeNull();
  expect(asked).toBe(0);
  clock.advance(200);
  expect([1, 2, 3].map(() => ring.remembered(credential) !== null)).toEqual([true, true, true]);
  const once = asked;
  expect(once).toBeGreaterThan(0);
  clock.advance(1_500);
  await vi.waitFor(() => expect(ring.remembered(credential)).not.toBeNull());
  away = true;
  clock.advance(5_000);
  expect(ring.remembered(credential)).toBeNull();
});

test('who come at once share one question', async () => {
  const credential = await key(['deliver']);
  asked = 0;
  await ring.identify(credential);
  const one = asked;
  const other = await key(['deliver']);
  asked = 0;
  await Promise.all(Array.from({ length: 30 }, () => ring.identify(other)));
  expect(asked).toBe(one);
});
