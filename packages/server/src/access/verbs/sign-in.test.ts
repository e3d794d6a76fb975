import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { identifySession } from '../identify/by-session.ts';
import { accessDb } from '../tables.ts';
import { me } from '../views/me.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createPerson } from './create-person.ts';
import { issueSignInLink } from './issue-sign-in-link.ts';
import { setPassword } from './set-password.ts';
import { signInWithLink } from './sign-in-with-link.ts';
import { signInWithPassword } from './sign-in-with-password.ts';
import { signOut } from './sign-out.ts';

const password = 'a long enough password';
const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
let guest: Ctx;
beforeAll(async () => {
  world = await openWorld();
  guest = { ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' };
});
afterAll(() => world.close());
beforeEach(() => sql`delete from ops_throttle`.execute(world.state.db));

type SignedIn = { id: string; email: string; token: string; ctx: Ctx };
async function signedIn(): Promise<SignedIn> {
  const email = `${newId('per')}@example.com`;
  const { person, token: link } = await createPerson(world.system, { name: 'P', email });
  const { token } = await signInWithLink(guest, { token: link }, seal);
  return { id: person.id, email, token, ctx: await ctxOf(token) };
}
const ctxOf = async (token: string): Promise<Ctx> => world.as((await identifySession(world.state.db, token))!.actor);
const try_ = (email: string, word: string, address = '10.0.0.1') =>
  signInWithPassword(guest, { email, password: word, address }, seal);

describe('signing in', () => {
  test('by link or password is told in the person’s own workspace, by that person', async () => {
    const { id, email, ctx } = await signedIn();
    await setPassword(ctx, { password }, seal);
    const link = await issueSignInLink(world.system, { personId: id });
    const event = { type: 'person.signed_in', actor: id, resource: id };
    expect(await world.gained(() => signInWithLink(guest, { token: link }, seal))).toEqual([
      { ...event, payload: { by: 'link' } },
    ]);
    expect(await world.gained(() => try_(email, password))).toEqual([{ ...event, payload: { by: 'password' } }]);
  });

  test('is for guests: who is somebody already is refused', async () => {
    const { ctx } = await signedIn();
    await expect(signInWithLink(ctx, { token: 'x' }, seal)).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('a failed try leaves no event and no session, but is counted', async () => {
    const { id, email, ctx } = await signedIn();
    await setPassword(ctx, { password }, seal);
    const sessions = () =>
      accessDb(world.state.db).selectFrom('ops_sessions').where('person_id', '=', id).select('id').execute();
    const before = await sessions();
    expect(await world.gained(() => try_(email, 'wrong'))).toEqual([]);
    expect(await sessions()).toEqual(before);
    await expect(try_(email, 'wrong')).rejects.toThrow('After 3 more tries this address waits.');
  });

  test('the right password forgives the address of mail, not the address of the network', async () => {
    const { email, ctx } = await signedIn();
    await setPassword(ctx, { password }, seal);
    await try_(email, 'wrong').catch(() => {});
    await try_(email, password);
    const buckets = await accessDb(world.state.db).selectFrom('ops_throttle').select(['bucket', 'failures']).execute();
    expect(buckets).toEqual([{ bucket: expect.stringMatching(/^address:/), failures: 2 }]);
    expect(JSON.stringify(buckets)).not.toMatch(/10\.0\.0\.1|example/);
  });

  test('one network address has thirty tries over all people, then waits', async () => {
    await try_('n1@example.com', 'x').catch(() => {});
    await sql`update ops_throttle set failures = 29 where bucket like 'address:%'`.execute(world.state.db);
    await try_('n2@example.com', 'x').catch(() => {});
    await expect(try_('fresh@example.com', 'x')).rejects.toMatchObject({
      code: 'access.throttled',
      retryAfterSeconds: 30,
    });
    await expect(try_('fresh@example.com', 'x', '10.0.0.2')).rejects.toMatchObject({ code: 'access.sign_in_failed' });
  });

  test('sweeps away sessions and links that have ended', async () => {
    const { id } = await signedIn();
    await sql`update ops_sessions set expires_at = now() - interval '1 second'`.execute(world.state.db);
    await sql`update ops_sign_in_links set expires_at = now() - interval '1 second'`.execute(world.state.db);
    const token = await issueSignInLink(world.system, { personId: id });
    await signInWithLink(guest, { token }, seal);
    const db = accessDb(world.state.db);
    expect(await db.selectFrom('ops_sessions').select('person_id').execute()).toEqual([{ person_id: id }]);
    expect(await db.selectFrom('ops_sign_in_links').select('person_id').execute()).toEqual([{ person_id: id }]);
  });
});

describe('a session', () => {
  test('is the person with their grants; nothing but its hash is kept of the token', async () => {
    const { id, token } = await signedIn();
    const identity = await identifySession(world.state.db, token);
    expect(identity).toMatchObject({ workspaceId: world.first.workspaceId, actor: { kind: 'person', id, grants: [] } });
    const rows = await sql<{ row: string }>`select s::text as row from ops_sessions s`.execute(world.state.db);
    expect(JSON.stringify(rows.rows)).not.toContain(token);
    expect(await identifySession(world.state.db, 'f'.repeat(48))).toBeNull();
  });

  test('ends by signing out, and only that one', async () => {
    const { id, token, ctx } = await signedIn();
    const other = await signInWithLink(guest, { token: await issueSignInLink(world.system, { personId: id }) }, seal);
    await signOut(ctx);
    expect(await identifySession(world.state.db, token)).toBeNull();
    expect(await identifySession(world.state.db, other.token)).not.toBeNull();
    await expect(signOut(guest)).rejects.toMatchObject({ code: 'access.denied' });
  });
});

describe('one’s own', () => {
  test('password is told without itself, and shows as had', async () => {
    const { id, ctx } = await signedIn();
    expect((await me(ctx)).person.hasPassword).toBe(false);
    const events = await world.gained(() => setPassword(ctx, { password }, seal));
    expect(events).toEqual([{ type: 'person.password_set', actor: id, resource: id, payload: {} }]);
    expect((await me(ctx)).person.hasPassword).toBe(true);
  });

  test('teams and grants are what one sees; keys and guests have no self', async () => {
    const team = await world.team();
    const viewer = await world.person('viewer', { teamId: team });
    expect(await me(viewer)).toMatchObject({
      workspace: { id: world.first.workspaceId, name: 'default' },
      teams: [{ id: team }],
      grants: [{ role: 'viewer', teamId: team }],
    });
    const key = world.as({
      kind: 'key',
      id: newId('key'),
      teamId: team,
      agent: null,
      environment: null,
      scopes: ['read'],
    });
    for (const ctx of [key, guest]) {
      await expect(me(ctx)).rejects.toMatchObject({ code: 'access.denied' });
      await expect(setPassword(ctx, { password }, seal)).rejects.toMatchObject({ code: 'access.denied' });
    }
  });
});
