import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../spine/ids.ts';
import { forgetExpired } from './forget-expired.ts';
import { createGrant } from './verbs/create-grant.ts';
import { createPerson } from './verbs/create-person.ts';
import { codeBucket, countCode, countSignIn, emailBucket } from './throttle.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => sql`delete from ops_throttle`.execute(world.state.db));

const email = 'ada@example.com';
const tries = async (count: number, one: () => Promise<unknown>) =>
  (await Promise.allSettled(Array.from({ length: count }, one))).map((each) =>
    each.status === 'fulfilled' ? each.value : (each.reason as { code: string }).code,
  );
const count = async (): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int n from ops_throttle`.execute(world.state.db)).rows[0]!.n;

describe('tries to sign in', () => {
  test('a burst at once gets no more of them than one after another', async () => {
    const told = await tries(12, () => countSignIn(world.state, email, '10.0.0.1'));
    expect(told.filter((one) => one !== 'access.throttled').sort()).toEqual([0, 1, 2, 3, 4]);
    const error = await countSignIn(world.state, email, '10.0.0.2').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'access.throttled', status: 429 });
    const { retryAfterSeconds, params } = error as { retryAfterSeconds: number; params: { seconds: number } };
    expect(retryAfterSeconds).toBeGreaterThan(25);
    expect(retryAfterSeconds).toBeLessThanOrEqual(30);
    expect(params.seconds).toBe(retryAfterSeconds);
  });

  test('an address is one however it is written, and another is not held back by it', async () => {
    for (const written of [email, 'ADA@example.com', ' ada@Example.com ', email, email])
      await countSignIn(world.state, written, '10.0.0.1');
    await expect(countSignIn(world.state, 'Ada@example.com', '10.0.0.9')).rejects.toMatchObject({
      code: 'access.throttled',
    });
    expect(await countSignIn(world.state, 'bob@example.com', '10.0.0.1')).toBe(4);
  });

  test('a network has thirty, whoever is tried; of IPv6 its first half counts', async () => {
    const from = (host: number) => () => countSignIn(world.state, `${newId('per')}@x.test`, `2001:db8:1:2::${host}`);
    for (let host = 1; host <= 30; host++) await from(host)();
    await expect(from(99)()).rejects.toMatchObject({ code: 'access.throttled' });
    expect(await countSignIn(world.state, `${newId('per')}@x.test`, '2001:db8:1:3::1')).toBe(4);
  });

  test('whoever is made to wait does not wait longer for asking', async () => {
    await tries(5, () => countSignIn(world.state, email, '10.0.0.1'));
    const before = await sql`select * from ops_throttle order by bucket`.execute(world.state.db);
    await tries(5, () => countSignIn(world.state, email, '10.0.0.1'));
    expect((await sql`select * from ops_throttle order by bucket`.execute(world.state.db)).rows).toEqual(before.rows);
  });

  test('what is kept of them names nobody', async () => {
    await countSignIn(world.state, email, '10.0.0.1');
    await countCode(world.state, 'per_1');
    const { rows } = await sql`select bucket from ops_throttle`.execute(world.state.db);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/ada|example|10\.0|per_1/);
    expect(emailBucket('a@b.c')).not.toBe(codeBucket('a@b.c'));
  });

  test('codes of a second factor have a count of their own', async () => {
    const told = await tries(6, () => countCode(world.state, 'per_1'));
    expect(told.sort()).toEqual([0, 1, 2, 3, 4, 'access.throttled']);
    expect(await countCode(world.state, 'per_2')).toBe(4);
    expect(await countSignIn(world.state, email, '10.0.0.1')).toBe(4);
  });
});

describe('forgetting', () => {
  const age = (table: string, column: string, interval: string): Promise<unknown> =>
    sql`update ${sql.table(table)} set ${sql.ref(column)} = now() - ${sql.lit(interval)}::interval`.execute(
      world.state.db,
    );

  test('sessions and links go once they have ended, and not before', async () => {
    await createPerson(world.system, { name: 'P', email: `${newId('per')}@example.com` });
    expect(await forgetExpired(world.state.db)).toBe(0);
    await age('ops_sign_in_links', 'expires_at', '1 second');
    expect(await forgetExpired(world.state.db)).toBeGreaterThan(0);
    expect(await forgetExpired(world.state.db)).toBe(0);
  });

  test('tries go a day after the last of them, or after the wait they led to', async () => {
    await tries(5, () => countSignIn(world.state, email, '10.0.0.1'));
    expect(await count()).toBe(2);
    await age('ops_throttle', 'since', '2 days');
    await forgetExpired(world.state.db);
    // The address of the network waits for nothing; the one that waits still does.
    expect(await count()).toBe(1);
    await age('ops_throttle', 'blocked_until', '23 hours');
    await forgetExpired(world.state.db);
    expect(await count()).toBe(1);
    await age('ops_throttle', 'blocked_until', '25 hours');
    expect(await forgetExpired(world.state.db)).toBe(1);
  });
});

test('nobody gives a role that holds more than they do, and is told what is missing', async () => {
  const team = await world.team();
  const { person } = await createPerson(world.system, { name: 'P', email: `${newId('per')}@example.com` });
  const grant = { personId: person.id, role: 'admin', teamId: team, agentId: null, environment: null } as const;
  const key = { kind: 'key', id: 'key_x', teamId: team, agent: null, environment: null, scopes: ['admin'] } as const;
  const events = await world.gained(async () => {
    const error = await createGrant(world.as(key), grant).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'access.role_exceeded', status: 403 });
    // A key with the scope admin reads no content.
    expect((error as { params: { missing: string } }).params.missing).toContain('content.read');
  });
  expect(events).toEqual([]);
});
