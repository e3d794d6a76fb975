import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGrant } from '../access/verbs/create-grant.ts';
import { createPerson } from '../access/verbs/create-person.ts';
import { revokeGrant } from '../access/verbs/revoke-grant.ts';
import { newId } from '../spine/ids.ts';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
let admin: { cookie: string; csrf: string };
beforeAll(async () => {
  edge = await openTestEdge();
  admin = await edge.signIn(edge.first.adminId);
});
afterAll(() => edge.stop());

const createKey = (key: string, body: object = {}, as: Caller = admin): Promise<Response> =>
  edge.call(
    as,
    'POST',
    '/api/v1/keys',
    { name: 'n', teamId: edge.first.teamId, scopes: ['read'], ...body },
    { 'idempotency-key': key },
  );
const count = async (): Promise<number> => {
  const rows = await sql<{ n: number }>`select count(*)::int as n from keys`.execute(edge.state.db);
  return rows.rows[0]!.n;
};

test('a repeat gets the first answer again, secret included, and changes nothing', async () => {
  const key = newId('req');
  const first = await createKey(key);
  const before = await count();
  const again = await createKey(key);
  expect(again.status).toBe(201);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await again.json()).toEqual(await first.json());
  expect(await count()).toBe(before);
});

test('the kept answer is sealed: no secret stands in the table', async () => {
  const key = newId('req');
  const { secret } = (await (await createKey(key)).json()) as { secret: string };
  const kept = await sql<{ body: string }>`select body from ops_idempotency where key = ${key}`.execute(edge.state.db);
  expect(kept.rows[0]!.body).toMatch(/^sb1\./);
  expect(JSON.stringify(kept.rows)).not.toContain(secret.split('_')[2]);
});

test('another body, or another address, under the same key is refused', async () => {
  const key = newId('req');
  await createKey(key);
  expect(await (await createKey(key, { name: 'other' })).json()).toMatchObject({
    code: 'request.idempotency_conflict',
  });
  const elsewhere = await edge.call(admin, 'POST', '/api/v1/teams', { name: 'x' }, { 'idempotency-key': key });
  expect(elsewhere.status).toBe(409);
});

test('of twenty at once one runs; the others are told to wait or get its answer', async () => {
  const key = newId('req');
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 20 }, () => createKey(key)));
  expect(await count()).toBe(before + 1);
  expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201, 409]));
  for (const answer of answers.filter((a) => a.status === 409)) {
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ code: 'request.in_progress' });
  }
});

test('keys of two actors do not meet', async () => {
  const key = newId('req');
  const other = await edge.signIn(edge.first.adminId);
  const scoped = await edge.key({ scopes: ['admin', 'read'] });
  const one = (await (await createKey(key)).json()) as { key: { id: string } };
  expect(await (await createKey(key, {}, other)).json()).toEqual(one);
  expect(((await (await createKey(key, {}, scoped)).json()) as typeof one).key.id).not.toBe(one.key.id);
});

describe('an answer that was had by a right', () => {
  const secretRoutes: [string, string, (world: { personId: string }) => object][] = [
    ['key', '/api/v1/keys', () => ({ name: 'n', teamId: edge.first.teamId, scopes: ['read'] })],
    ['invitation', '/api/v1/people', () => ({ name: 'I', email: `${newId('per')}@example.com` })],
    [
      'service account',
      '/api/v1/service-accounts',
      ({ personId }) => ({
        ...{ name: 'n', teamId: edge.first.teamId, ownerId: personId },
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      }),
    ],
  ];
  test.each(secretRoutes)('is not repeated once the right is gone: %s', async (_, path, bodyOf) => {
    const { person } = await createPerson(edge.system, { name: 'M', email: `${newId('per')}@example.com` });
    const place = { teamId: null, agentId: null, environment: null };
    const grant = await createGrant(edge.system, { personId: person.id, role: 'admin', ...place });
    const maker = await edge.signIn(person.id);
    const [key, body] = [{ 'idempotency-key': newId('req') }, bodyOf({ personId: person.id })];
    const first = await (await edge.call(maker, 'POST', path, body, key)).text();
    expect(await (await edge.call(maker, 'POST', path, body, key)).text()).toBe(first);
    await revokeGrant(edge.system, { id: grant.id });
    const after = await edge.call(maker, 'POST', path, body, key);
    expect([after.status, await after.json()]).toMatchObject([403, { code: 'access.denied' }]);
    await createGrant(edge.system, { personId: person.id, role: 'viewer', ...place });
    expect((await edge.call(maker, 'POST', path, body, key)).status).toBe(403);
  });
});

test('after an error the same key may try again', async () => {
  const key = newId('req');
  expect((await createKey(key, { teamId: 'tea_none' })).status).toBe(404);
  expect((await createKey(key)).status).toBe(201);
});

test('a claim of a server that died is free after a minute, an answer after a day', async () => {
  const key = newId('req');
  await createKey(key);
  await sql`update ops_idempotency set status = null, body = null where key = ${key}`.execute(edge.state.db);
  expect((await createKey(key)).status).toBe(409);
  await sql`update ops_idempotency set created_at = created_at - interval '61 seconds' where key = ${key}`.execute(
    edge.state.db,
  );
  expect((await createKey(key)).status).toBe(201);
  await sql`update ops_idempotency set created_at = created_at - interval '25 hours' where key = ${key}`.execute(
    edge.state.db,
  );
  expect((await createKey(key, { name: 'the next day' })).status).toBe(201);
});
