import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Key, KeyList, Me, PersonList, TeamList } from '../access/contract.ts';
import { createGrant } from '../access/verbs/create-grant.ts';
import { createPerson } from '../access/verbs/create-person.ts';
import { createTeam } from '../access/verbs/create-team.ts';
import type { Role } from '../spine/actor.ts';
import { newId } from '../spine/ids.ts';
import type { z } from '@hono/zod-openapi';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
let other: string;
beforeAll(async () => {
  edge = await openTestEdge();
  other = (await createTeam(edge.system, { name: 'Other' })).id;
});
afterAll(() => edge.stop());

async function someone(
  role: Role,
  teamId: string | null,
): Promise<{ id: string; as: { cookie: string; csrf: string } }> {
  const { person } = await createPerson(edge.system, { name: 'P', email: `${newId('per')}@example.com` });
  await createGrant(edge.system, { personId: person.id, role, teamId, agentId: null, environment: null });
  return { id: person.id, as: await edge.signIn(person.id) };
}
const get = async <T>(as: Caller, path: string): Promise<T> => (await (await edge.call(as, 'GET', path)).json()) as T;
const makeKey = (as: Caller, teamId: string, scopes: string[]): Promise<Response> =>
  edge.call(as, 'POST', '/api/v1/keys', { name: 'n', teamId, scopes });

test('whoever asks is told what they may do in the whole workspace, and what in a team besides', async () => {
  const { as } = await someone('admin', other);
  const me = await get<Me>(as, '/api/v1/me');
  expect(me.rights).toContain('price.change');
  expect(me.rightsIn[0]).toEqual({ teamId: null, rights: [] });
  const [, ofTeam, ...more] = me.rightsIn;
  expect([ofTeam!.teamId, more]).toEqual([other, []]);
  expect(ofTeam!.rights).toEqual(me.rights);
  const first = await get<Me>(await edge.signIn(edge.first.adminId), '/api/v1/me');
  expect(first.rightsIn).toEqual([{ teamId: null, rights: first.rights }]);
});

describe('keys', () => {
  test('an operator makes keys for the own team, but none that administers', async () => {
    const { as } = await someone('operator', other);
    expect((await makeKey(as, other, ['ingest', 'read'])).status).toBe(201);
    expect(await (await makeKey(as, other, ['ingest', 'admin'])).json()).toMatchObject({
      code: 'access.scope_exceeded',
    });
    expect((await makeKey(as, edge.first.teamId, ['ingest'])).status).toBe(403);
  });

  test('a key passes on only what it has, and only in its team', async () => {
    const admin = await edge.key({ scopes: ['admin', 'read'] });
    expect((await makeKey(admin, edge.first.teamId, ['read'])).status).toBe(201);
    expect((await makeKey(admin, edge.first.teamId, ['ingest'])).status).toBe(403);
    expect((await makeKey(admin, other, ['read'])).status).toBe(403);
    expect((await edge.call(admin, 'POST', '/api/v1/teams', { name: 'By key' })).status).toBe(403);
    expect((await edge.call(admin, 'GET', '/api/v1/ledger')).status).toBe(403);
  });

  test('are listed for the teams one may see, without secret or hash', async () => {
    const secret = await edge.key({ teamId: other, name: 'of other' });
    const { as } = await someone('operator', other);
    const page = await edge.call(as, 'GET', '/api/v1/keys');
    const text = await page.text();
    expect(text).not.toContain(secret.split('_')[2]);
    const { items } = JSON.parse(text) as { items: Key[] };
    expect(new Set(items.map((key) => key.teamId))).toEqual(new Set([other]));
  });

  test('are refused at once when revoked, and after their expiry', async () => {
    const admin = await edge.signIn(edge.first.adminId);
    const key = await edge.key();
    const id = `key_${key.split('_')[1]}`;
    expect((await edge.call(key, 'GET', '/api/v1/teams')).status).toBe(200);
    expect((await edge.call(admin, 'POST', `/api/v1/keys/${id}/revoke`, { reason: 'leaked' })).status).toBe(204);
    expect((await edge.call(key, 'GET', '/api/v1/teams')).status).toBe(401);
    const late = await edge.key({ expiresAt: new Date(Date.now() - 1000).toISOString() });
    expect((await edge.call(late, 'GET', '/api/v1/teams')).status).toBe(401);
  });

  test('their last use is noted, at most once a minute', async () => {
    const key = await edge.key();
    const uses = () =>
      sql<{ n: number }>`select xmin::text as n from ops_key_uses where key_id = ${`key_${key.split('_')[1]}`}`.execute(
        edge.state.db,
      );
    await edge.call(key, 'GET', '/api/v1/teams');
    const first = (await uses()).rows;
    expect(first).toHaveLength(1);
    await edge.key(); // a ledger event: the memory of keys is empty again
    await edge.call(key, 'GET', '/api/v1/teams');
    expect((await uses()).rows).toEqual(first);
  });
});

describe('people and grants', () => {
  test('an admin of a team sees whom that team has, and grants only there', async () => {
    const { id, as } = await someone('admin', other);
    await someone('viewer', edge.first.teamId);
    const { items } = await get<z.infer<typeof PersonList>>(as, '/api/v1/people');
    expect(items.map((person) => person.id)).toContain(id);
    expect(items.flatMap((person) => person.grants).every((grant) => grant.teamId === other)).toBe(true);
    const grant = (teamId: string | null): Promise<Response> =>
      edge.call(as, 'POST', '/api/v1/grants', { personId: id, role: 'viewer', teamId });
    expect((await grant(other)).status).toBe(201);
    expect(await (await grant(other)).json()).toMatchObject({ code: 'access.conflict' });
    expect((await grant(edge.first.teamId)).status).toBe(403);
    expect((await grant(null)).status).toBe(403);
  });

  test('the last admin can be neither disabled nor stripped', async () => {
    const admin = await edge.signIn(edge.first.adminId);
    const { items } = await get<z.infer<typeof PersonList>>(admin, '/api/v1/people');
    const grant = items.find((person) => person.id === edge.first.adminId)!.grants[0]!;
    const strip = await edge.call(admin, 'POST', `/api/v1/grants/${grant.id}/revoke`);
    expect(await strip.json()).toMatchObject({ code: 'access.last_admin' });
    const disable = await edge.call(admin, 'POST', `/api/v1/people/${edge.first.adminId}/disable`, { reason: 'r' });
    expect(await disable.json()).toMatchObject({ code: 'access.last_admin' });
  });

  test('of two admins who remove each other at once, one stays', async () => {
    const [a, b] = [await someone('admin', null), await someone('admin', null)];
    await edge.call(a.as, 'POST', `/api/v1/people/${edge.first.adminId}/disable`, { reason: 'r' });
    const disable = (as: Caller, id: string): Promise<Response> =>
      edge.call(as, 'POST', `/api/v1/people/${id}/disable`, { reason: 'r' });
    const answers = await Promise.all([disable(a.as, b.id), disable(b.as, a.id)]);
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
    await sql`update people set disabled_at = null where id = ${edge.first.adminId}`.execute(edge.state.db);
  });

  test('a revoked grant counts from the next request on', async () => {
    const { id, as } = await someone('operator', other);
    expect((await edge.call(as, 'GET', '/api/v1/keys')).status).toBe(200);
    const grant = await sql<{ id: string }>`select id from grants where person_id = ${id}`.execute(edge.state.db);
    const admin = await edge.signIn(edge.first.adminId);
    expect((await edge.call(admin, 'POST', `/api/v1/grants/${grant.rows[0]!.id}/revoke`)).status).toBe(204);
    expect((await edge.call(as, 'GET', '/api/v1/keys')).status).toBe(403);
  });
});

describe('lists', () => {
  test('pages join without gap or double, and a cursor serves only its own list', async () => {
    for (let i = 0; i < 5; i++) await createTeam(edge.system, { name: `Page ${i}` });
    const admin = await edge.signIn(edge.first.adminId);
    type Page = z.infer<typeof TeamList>;
    const whole = await get<Page>(admin, '/api/v1/teams?limit=200');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await get<Page>(admin, `/api/v1/teams?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map((team) => team.id));
      if (page.nextCursor !== null) cursor = page.nextCursor;
      else break;
    } while (seen.length < 100);
    expect(seen).toEqual(whole.items.map((team) => team.id));
    expect(await get(admin, `/api/v1/keys?cursor=${cursor}`)).toMatchObject({ code: 'request.cursor_invalid' });
    expect(await get(admin, '/api/v1/teams?limit=201')).toMatchObject({
      code: 'request.invalid',
      fields: [{ path: 'limit' }],
    });
  });

  test('the ledger is paged newest first', async () => {
    const admin = await edge.signIn(edge.first.adminId);
    type Page = { items: { seq: number }[]; nextCursor: string };
    const one = await get<Page>(admin, '/api/v1/ledger?limit=3');
    const two = await get<Page>(admin, `/api/v1/ledger?limit=3&cursor=${one.nextCursor}`);
    const seqs = [...one.items, ...two.items].map((entry) => entry.seq);
    expect(seqs).toEqual(Array.from({ length: 6 }, (_, i) => seqs[0]! - i));
  });

  test('a viewer of one team sees that team and no keys, people or ledger', async () => {
    const { as } = await someone('viewer', other);
    const { items } = await get<z.infer<typeof TeamList>>(as, '/api/v1/teams');
    expect(items.map((team) => team.id)).toEqual([other]);
    for (const path of ['keys', 'people', 'ledger'])
      expect((await edge.call(as, 'GET', `/api/v1/${path}`)).status).toBe(403);
    expect((await get<z.infer<typeof KeyList>>(as, '/api/v1/keys')).items).toBeUndefined();
  });
});
