import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPerson } from '../access/verbs/create-person.ts';
import { disablePerson } from '../access/verbs/disable-person.ts';
import { createServiceAccount } from '../access/verbs/create-service-account.ts';
import { issueSignInLink } from '../access/verbs/issue-sign-in-link.ts';
import type { Me } from '../access/contract.ts';
import { openProvider } from '../adapters/oidc/open.ts';
import { openTestProvider, type TestProvider } from '../adapters/oidc/provider.fixture.ts';
import { loadConfig } from '../spine/config/load.ts';
import { newId } from '../spine/ids.ts';
import { readLedger } from '../spine/ledger/read-ledger.ts';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';

const publicUrl = 'http://signalbox.test';
let there: TestProvider;
let edge: TestEdge;
beforeAll(async () => {
  there = await openTestProvider(`${publicUrl}/api/v1/sign-in/oidc/callback`);
  const groups = [
    { group: 'sre', role: 'operator', team: 'default' },
    { group: 'bosses', role: 'admin' },
    { group: 'lost', role: 'viewer', team: 'no-such-team' },
  ];
  const { config } = loadConfig({
    env: {
      SIGNALBOX_OIDC_ISSUER: there.issuer,
      SIGNALBOX_OIDC_CLIENT_ID: there.clientId,
      SIGNALBOX_OIDC_CLIENT_SECRET: there.clientSecret,
      SIGNALBOX_OIDC_SCOPES: 'openid email profile groups offline_access',
      SIGNALBOX_OIDC_GROUPS: JSON.stringify(groups),
      SIGNALBOX_OIDC_NAME: 'Test login',
    },
  });
  edge = await openTestEdge({ provider: openProvider(config.oidc) });
});
afterAll(async () => {
  await edge.stop();
  await there.close();
});
beforeEach(() => void (there.away.now = false));

function somebody(groups: string[], over: object = {}): string {
  const subject = newId('per');
  const email = `${subject}@example.com`;
  there.people.set(subject, { email, email_verified: true, name: 'Ada There', groups, ...over });
  return subject;
}
const cookieOf = (answer: Response, name: string): string =>
  answer.headers
    .getSetCookie()
    .find((line) => line.startsWith(name))
    ?.split(';')[0] ?? '';

/** The whole way of a browser: here, there, and back. */
async function come(subject: string, next = '/runs'): Promise<Response> {
  const out = await edge.call(null, 'GET', `/api/v1/sign-in/oidc?next=${encodeURIComponent(next)}`);
  const back = await there.signIn(out.headers.get('location')!, subject);
  const cookie = cookieOf(out, 'signalbox_visit');
  return edge.call(null, 'GET', back.slice(publicUrl.length), undefined, { cookie });
}
async function session(subject: string): Promise<{ cookie: string; csrf: string; me: Me }> {
  const cookie = cookieOf(await come(subject), 'signalbox_session');
  const me = (await (await edge.call({ cookie, csrf: '' }, 'GET', '/api/v1/me')).json()) as Me;
  return { cookie, csrf: me.csrf, me };
}
const events = async (after: number) => await readLedger(edge.state.db, edge.first.workspaceId, after, 1000);
const age = (seconds: number) =>
  sql`update ops_sessions set checked_at = now() - make_interval(secs => ${seconds}), checking_until = null`.execute(
    edge.state.db,
  );
const ask = async (as: { cookie: string; csrf: string }): Promise<number> =>
  (await edge.call(as, 'GET', '/api/v1/me')).status;

describe('coming from the provider', () => {
  test('a new person gets what the groups give, and lands where they wanted', async () => {
    const subject = somebody(['sre', 'others']);
    const answer = await come(subject, '/runs?env=prod');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${publicUrl}/runs?env=prod`]);
    const { me } = await session(subject);
    expect(me).toMatchObject({
      person: { name: 'Ada There', signsIn: 'provider' },
      grants: [{ role: 'operator', teamId: edge.first.teamId, source: 'provider' }],
    });
    const told = (await events(0)).filter((event) => event.resource === me.person.id);
    expect(told.map((event) => event.type)).toEqual([
      ...['person.created', 'person.identity_linked', 'person.signed_in', 'person.signed_in'],
    ]);
    expect(await (await edge.call(null, 'GET', '/api/v1/sign-in/ways')).json()).toEqual({ provider: 'Test login' });
  });

  test.each([
    ['without a group that gives anything', ['others'], {}, 'access.no_group'],
    [
      'without a proven address that is somebody’s here',
      ['sre'],
      { email: 'taken@example.com', email_verified: false },
      'access.address_unproven',
    ],
  ])('somebody %s is sent back with a word', async (_, groups, over, code) => {
    await createPerson(edge.system, { name: 'T', email: 'taken@example.com' }).catch(() => {});
    const answer = await come(somebody(groups, over));
    expect(answer.headers.get('location')).toBe(`${publicUrl}/sign-in?problem=${code}`);
    expect(cookieOf(answer, 'signalbox_session')).toBe('');
  });

  test('a person who was here is known by the proven address, and signs in there only from then on', async () => {
    const email = `${newId('per')}@example.com`;
    const { person } = await createPerson(edge.system, { name: 'Old', email: email.toUpperCase() });
    const as = await edge.signIn(person.id);
    expect((await edge.call(as, 'POST', '/api/v1/me/password', { password: 'a long enough password' })).status).toBe(
      204,
    );
    const { me } = await session(somebody(['sre'], { email }));
    expect(me.person.id).toBe(person.id);
    expect(await ask(as)).toBe(401);
    const password = await edge.call(null, 'POST', '/api/v1/sign-in', { email, password: 'a long enough password' });
    expect(password.status).toBe(401);
    const admin = await edge.signIn(edge.first.adminId);
    const link = await edge.call(admin, 'POST', `/api/v1/people/${person.id}/sign-in-link`);
    expect(await link.json()).toMatchObject({ code: 'access.managed_elsewhere' });
    // For the day the provider is away, the machine's operator still can.
    expect(await issueSignInLink(edge.system, { personId: person.id })).toEqual(expect.any(String));
  });

  test('another’s address is not taken over, nor that of another subject', async () => {
    const email = `${newId('per')}@example.com`;
    await session(somebody(['sre'], { email }));
    const other = await come(somebody(['bosses'], { email }));
    expect(other.headers.get('location')).toContain('access.address_unproven');
  });

  test('who is disabled here stays out; two tabs of a new person make one', async () => {
    const subject = somebody(['sre']);
    const two = await Promise.all([session(subject), session(subject)]);
    expect(two[0]!.me.person.id).toBe(two[1]!.me.person.id);
    await disablePerson(edge.system, { id: two[0]!.me.person.id, reason: 'r' });
    expect((await come(subject)).headers.get('location')).toContain('access.person_disabled');
  });

  test('an answer for another browser, an old one or none is refused', async () => {
    const out = await edge.call(null, 'GET', '/api/v1/sign-in/oidc');
    const back = await there.signIn(out.headers.get('location')!, somebody(['sre']));
    for (const cookie of ['', 'signalbox_visit=forged', `${cookieOf(out, 'signalbox_visit')}x`]) {
      const answer = await edge.call(null, 'GET', back.slice(publicUrl.length), undefined, { cookie });
      expect(answer.headers.get('location')).toBe(`${publicUrl}/sign-in?problem=access.visit_expired`);
    }
  });

  test('foreign places are no place to land; a provider that is away is said', async () => {
    const answer = await come(somebody(['sre']), '//evil.example/');
    expect(answer.headers.get('location')).toBe(`${publicUrl}/`);
    there.away.now = true;
    const out = await edge.call(null, 'GET', '/api/v1/sign-in/oidc');
    there.away.now = false;
    // Its description is known already: the browser finds out by itself.
    expect(out.status).toBe(302);
  });

  test('a mapping to a team that is not there is our mistake, said as such', async () => {
    expect((await come(somebody(['lost']))).status).toBe(500);
  });
});

describe('an open session', () => {
  test('is not asked about within a minute, then once, also for many requests at the same moment', async () => {
    const one = await session(somebody(['sre']));
    const before = there.asked.tokens;
    for (let i = 0; i < 3; i++) expect(await ask(one)).toBe(200);
    expect(there.asked.tokens).toBe(before);
    await age(61);
    expect(await Promise.all(Array.from({ length: 8 }, () => ask(one)))).toEqual(Array<number>(8).fill(200));
    expect(there.asked.tokens).toBe(before + 1);
  });

  test('ends at the first request after the bound when the person is gone there; what is theirs is flagged', async () => {
    const subject = somebody(['sre']);
    const [one, two] = [await session(subject), await session(subject)];
    const { id } = one.me.person;
    const agent = { id: newId('agt'), workspace_id: edge.first.workspaceId, team_id: edge.first.teamId };
    const names = { slug: agent.id, key: agent.id, name: agent.id, created_at: new Date() };
    await edge.state.db
      .insertInto('agents')
      .values({ ...agent, ...names })
      .execute();
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const account = await createServiceAccount(edge.system, {
      ...{ name: 'n', teamId: edge.first.teamId, ownerId: id, expiresAt },
    });
    there.people.delete(subject);
    expect(await ask(one)).toBe(200);
    await age(61);
    const { seq } = (await events(0)).at(-1)!;
    expect(await ask(two)).toBe(401);
    expect(await ask(one)).toBe(401);
    const told = await events(seq);
    expect(told.map((event) => event.type)).toEqual(['person.locked_out', 'person.agents_flagged', 'grant.revoked']);
    expect(told[1]!.payload).toEqual({
      agentIds: expect.arrayContaining([agent.id]) as unknown,
      serviceAccountIds: [account.id],
    });
    const admin = await edge.signIn(edge.first.adminId);
    const people = await (await edge.call(admin, 'GET', '/api/v1/people?limit=200')).text();
    expect(JSON.parse(people)).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ id, lockedOutAt: expect.any(String) as unknown, grants: [] }),
      ]) as unknown,
    });
    there.people.set(subject, { email: `${subject}@example.com`, email_verified: true, name: 'Ada', groups: ['sre'] });
    expect(await ask(await session(subject))).toBe(200);
    expect((await events(seq)).map((event) => event.type)).toContain('person.let_in');
  });

  test('follows the groups at each confirmation, with events; grants by hand stay', async () => {
    const subject = somebody(['sre']);
    const one = await session(subject);
    there.people.get(subject)!.groups = ['bosses'];
    await age(61);
    const { seq } = (await events(0)).at(-1)!;
    const me = (await (await edge.call(one, 'GET', '/api/v1/me')).json()) as Me;
    expect(me.grants).toMatchObject([{ role: 'admin', teamId: null, source: 'provider' }]);
    expect((await events(seq)).map((event) => [event.type, event.actor])).toEqual([
      ['grant.revoked', 'system'],
      ['grant.created', 'system'],
    ]);
    await age(61);
    expect(await ask(one)).toBe(200);
    expect(await events(seq)).toHaveLength(2);
  });

  test('goes on for a quarter of an hour while the provider is away, then waits, and then goes on', async () => {
    const one = await session(somebody(['sre']));
    there.away.now = true;
    await age(61);
    expect(await ask(one)).toBe(200);
    await age(901);
    expect(await ask(one)).toBe(502);
    there.away.now = false;
    await age(901);
    expect(await ask(one)).toBe(200);
  });

  test('its refresh token is nowhere to be read', async () => {
    await session(somebody(['sre']));
    const rows = await sql<{ refresh: string }>`select refresh from ops_sessions where refresh is not null`.execute(
      edge.state.db,
    );
    expect(rows.rows.length).toBeGreaterThan(0);
    for (const { refresh } of rows.rows) expect(refresh).toMatch(/^sb1\./);
  });
});
