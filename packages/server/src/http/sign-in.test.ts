import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPerson } from '../access/verbs/create-person.ts';
import { disablePerson } from '../access/verbs/disable-person.ts';
import { issueSignInLink } from '../access/verbs/issue-sign-in-link.ts';
import { newId } from '../spine/ids.ts';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
beforeAll(async () => {
  edge = await openTestEdge();
});
afterAll(() => edge.stop());
beforeEach(() => sql`delete from ops_throttle`.execute(edge.state.db));

const password = 'a long enough password';
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;
const tryPassword = (email: string, word: string): Promise<Response> =>
  edge.call(null, 'POST', '/api/v1/sign-in', { email, password: word });
const useLink = (token: string): Promise<Response> => edge.call(null, 'POST', '/api/v1/sign-in/link', { token });

async function personWithPassword(): Promise<{ id: string; email: string; as: { cookie: string; csrf: string } }> {
  const email = `${newId('per')}@Example.com`;
  const { person } = await createPerson(edge.system, { name: 'P', email });
  const as = await edge.signIn(person.id);
  expect((await edge.call(as, 'POST', '/api/v1/me/password', { password })).status).toBe(204);
  return { id: person.id, email, as };
}

describe('a sign-in link', () => {
  const issue = (): Promise<string> => issueSignInLink(edge.system, { personId: edge.first.adminId });

  test('signs in once; the cookie is for this site and out of reach of scripts', async () => {
    const token = await issue();
    const answer = await useLink(token);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^signalbox_session=[0-9a-f]{48}; .*HttpOnly; SameSite=Lax$/);
    expect(await codeOf(await useLink(token))).toBe('access.link_invalid');
  });

  test('is not used up by opening it: link scanners and previews do that', async () => {
    const token = await issue();
    for (const method of ['GET', 'HEAD']) await edge.call(null, method, `/sign-in/${token}`);
    expect(await codeOf(await edge.call(null, 'GET', '/api/v1/sign-in/link'))).toBe('request.method_not_allowed');
    expect((await useLink(token)).status).toBe(204);
  });

  test('lets one of twenty at once in', async () => {
    const token = await issue();
    const answers = await Promise.all(Array.from({ length: 20 }, () => useLink(token)));
    expect(answers.map((a) => a.status).sort()).toEqual([204, ...Array<number>(19).fill(410)]);
  });

  test('ends after 15 minutes of database time', async () => {
    const token = await issue();
    await sql`update ops_sign_in_links set expires_at = expires_at - interval '15 minutes'`.execute(edge.state.db);
    expect(await codeOf(await useLink(token))).toBe('access.link_invalid');
  });

  test('its token is nowhere in the database or the log', async () => {
    const token = await issue();
    await edge.call(null, 'GET', `/sign-in/${token}`);
    await useLink(token);
    const kept =
      await sql`select l::text from ops_sign_in_links l union all select p.payload from ledger_payloads p`.execute(
        edge.state.db,
      );
    expect(JSON.stringify(kept.rows) + edge.logged.join('')).not.toContain(token);
  });
});

describe('a password', () => {
  test('signs in, whatever the case of the address', async () => {
    const { email } = await personWithPassword();
    expect((await tryPassword(email.toLowerCase(), password)).status).toBe(204);
    expect((await tryPassword(email.toUpperCase(), password)).status).toBe(204);
  });

  test('wrong, of nobody, or of a person who has none: one answer, and the same work', async () => {
    const { email } = await personWithPassword();
    const { person } = await createPerson(edge.system, { name: 'N', email: `${newId('per')}@example.com` });
    const took: number[] = [];
    for (const address of [email, 'nobody@example.com', person.email]) {
      const began = performance.now();
      expect(await codeOf(await tryPassword(address, 'not the password'))).toBe('access.sign_in_failed');
      took.push(performance.now() - began);
    }
    // Without the hashing an answer takes some 5 ms; a busy machine only makes all of them slower.
    expect(Math.min(...took)).toBeGreaterThan(40);
  });

  test('setting one ends the other sessions of the person, not this one', async () => {
    const { id, as } = await personWithPassword();
    const other = await edge.signIn(id);
    await edge.call(as, 'POST', '/api/v1/me/password', { password: `${password}!` });
    expect((await edge.call(other, 'GET', '/api/v1/me')).status).toBe(401);
    expect((await edge.call(as, 'GET', '/api/v1/me')).status).toBe(200);
  });

  test('is kept as scrypt with its parameters', async () => {
    const { id } = await personWithPassword();
    const row = await sql<{ password_hash: string }>`select password_hash from people where id = ${id}`.execute(
      edge.state.db,
    );
    expect(row.rows[0]!.password_hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  });

  test('does not stop the loop while it is checked', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 2);
    await Promise.all([1, 2, 3, 4].map((n) => tryPassword(`n${n}@example.com`, 'x')));
    clearInterval(timer);
    // Hashed on the loop, there would be a tick or two between one hash and the next.
    expect(ticks).toBeGreaterThan(20);
  });
});

describe('the throttle', () => {
  test('stops guessing at an address, also with the right password, says how long, and forgives with time', async () => {
    const { email } = await personWithPassword();
    for (let i = 0; i < 5; i++) expect((await tryPassword(email, `guess ${i}`)).status).toBe(401);
    const stopped = await tryPassword(email, password);
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(20);
    await sql`update ops_throttle set blocked_until = blocked_until - interval '31 seconds'`.execute(edge.state.db);
    expect((await tryPassword(email, password)).status).toBe(204);
  });

  test('counts tries at once like tries in a row', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => tryPassword('burst@example.com', 'x')));
    expect(answers.filter((a) => a.status === 401)).toHaveLength(5);
    expect(answers.filter((a) => a.status === 429)).toHaveLength(7);
  });

  test('holds for unknown addresses alike, and each address by itself', async () => {
    for (let i = 0; i < 6; i++) await tryPassword('unknown@example.com', 'x');
    expect((await tryPassword('unknown@example.com', 'x')).status).toBe(429);
    expect((await tryPassword('another@example.com', 'x')).status).toBe(401);
  });
});

describe('a session', () => {
  test('ends at once when the person is disabled', async () => {
    const { id, as } = await personWithPassword();
    expect((await edge.call(as, 'GET', '/api/v1/me')).status).toBe(200);
    await disablePerson(edge.system, { id, reason: 'left' });
    expect((await edge.call(as, 'GET', '/api/v1/me')).status).toBe(401);
  });

  test('ends by signing out, and by age', async () => {
    const one = await edge.signIn(edge.first.adminId);
    const out = await edge.call(one, 'POST', '/api/v1/sign-out');
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await edge.call(one, 'GET', '/api/v1/me')).status).toBe(401);
    const two = await edge.signIn(edge.first.adminId);
    await sql`update ops_sessions set expires_at = now()`.execute(edge.state.db);
    expect((await edge.call(two, 'GET', '/api/v1/me')).status).toBe(401);
  });

  test('tells who it is and the token for changes', async () => {
    const as = await edge.signIn(edge.first.adminId);
    const me = await (await edge.call(as, 'GET', '/api/v1/me')).json();
    expect(me).toMatchObject({
      person: { id: edge.first.adminId },
      grants: [{ role: 'admin', teamId: null }],
      csrf: as.csrf,
    });
  });
});
