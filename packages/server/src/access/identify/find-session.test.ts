import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IdentityProvider, ProviderPerson } from '../../ports/identity-provider.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { createPerson } from '../verbs/create-person.ts';
import { disablePerson } from '../verbs/disable-person.ts';
import { signInWithLink } from '../verbs/sign-in-with-link.ts';
import { signInWithProvider } from '../verbs/sign-in-with-provider.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { sessionFinder } from './find-session.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
const issuer = 'https://id.example.com';
const rules = [{ group: 'ops', role: 'operator' as const }];
type Confirm = IdentityProvider['confirm'];
type Told = { person: ProviderPerson; token: string; sessionId: string; id: string };

let world: World;
let guest: Ctx;
/** What the provider was asked with, and what it says. */
let asked: string[];
let says: Confirm;
beforeAll(async () => {
  world = await openWorld();
  guest = { ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' };
});
afterAll(() => world.close());
beforeEach(() => {
  asked = [];
});

/** Outside of this house: only that may be played. */
const provider: IdentityProvider = {
  ...{ name: 'Example', issuer, rules },
  begin: () => Promise.reject(new Error('not asked for here')),
  complete: () => Promise.reject(new Error('not asked for here')),
  confirm(refresh, subject) {
    asked.push(refresh);
    return says(refresh, subject);
  },
};
const find = (token: string, at: IdentityProvider | null = provider) =>
  sessionFinder({ state: world.state, clock: world.clock, seal, provider: at })(token);

async function signedIn(refreshToken: string | null = 'refresh-1'): Promise<Told> {
  const subject = newId('per');
  const person = { subject, email: `${subject}@example.com`, emailVerified: true, name: 'P', groups: ['ops'] };
  const opened = await signInWithProvider(guest, { person, refreshToken, issuer, rules }, seal);
  says = () => Promise.resolve({ person, refreshToken: 'refresh-2' });
  return { person, token: opened.token, sessionId: opened.sessionId, id: opened.personId };
}
/** Moves the last confirmation into the past, on the database's clock. */
const confirmedAgo = ({ sessionId }: Told, seconds: number): Promise<unknown> =>
  sql`update ops_sessions set checked_at = now() - make_interval(secs => ${seconds}), checking_until = null
    where id = ${sessionId}`.execute(world.state.db);

describe('people who sign in here', () => {
  test('are nobody’s to confirm, with a provider and without', async () => {
    const { token } = await createPerson(world.system, { name: 'H', email: `${newId('per')}@example.com` });
    const { token: cookie } = await signInWithLink(guest, { token }, seal);
    expect(await find(cookie)).toMatchObject({ provider: null });
    expect(await find(cookie, null)).toMatchObject({ workspaceId: world.first.workspaceId });
    expect(asked).toEqual([]);
  });

  test.each(['', 'x', 'a'.repeat(5000), '\u0000', "' or 1=1 --"])('a made-up cookie %# is nobody', async (token) => {
    expect(await find(token)).toBeNull();
  });

  test('whoever is disabled, or whose session has ended, is nobody at the next request', async () => {
    const { person, token } = await createPerson(world.system, { name: 'H', email: `${newId('per')}@example.com` });
    const first = await signInWithLink(guest, { token }, seal);
    expect(await find(first.token)).not.toBeNull();
    await sql`update ops_sessions set expires_at = now() where id = ${first.sessionId}`.execute(world.state.db);
    expect(await find(first.token)).toBeNull();
    await sql`update ops_sessions set expires_at = now() + interval '1 hour' where id = ${first.sessionId}`.execute(
      world.state.db,
    );
    await disablePerson(world.system, { id: person.id, reason: 'left' });
    expect(await find(first.token)).toBeNull();
  });
});

describe('people of the provider', () => {
  test('are not asked about within a minute, and are after it, once for many requests at a time', async () => {
    const one = await signedIn();
    expect(await find(one.token)).toMatchObject({ actor: { grants: [{ role: 'operator' }] } });
    expect(asked).toEqual([]);
    await confirmedAgo(one, 61);
    const found = await Promise.all(Array.from({ length: 8 }, () => find(one.token)));
    expect(found.every((each) => each?.actor.id === one.id)).toBe(true);
    expect(asked).toEqual(['refresh-1']);
    await confirmedAgo(one, 61);
    await find(one.token);
    // A refresh token that is shown twice is taken for stolen.
    expect(asked).toEqual(['refresh-1', 'refresh-2']);
  });

  test('whoever is refused there is out here: of this session, of others, and by the ledger', async () => {
    const one = await signedIn();
    await confirmedAgo(one, 61);
    says = () => Promise.resolve(null);
    const events = await world.gained(() => find(one.token));
    expect(events).toMatchObject([{ type: 'person.locked_out', resource: one.id }, { type: 'grant.revoked' }]);
    expect(await find(one.token)).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test('groups that changed there change grants here, before the answer', async () => {
    const one = await signedIn();
    await confirmedAgo(one, 61);
    says = () => Promise.resolve({ person: { ...one.person, groups: [] }, refreshToken: 'refresh-2' });
    const events = await world.gained(async () => {
      expect((await find(one.token))?.actor).toMatchObject({ grants: [] });
    });
    expect(events.map((event) => event.type)).toEqual(['grant.revoked']);
  });

  test('a provider that does not answer is waited for a quarter of an hour, and not asked at each request', async () => {
    const one = await signedIn();
    says = () => Promise.reject(new AppError('access.provider_failed', { params: { reason: 'nothing' } }));
    await confirmedAgo(one, 120);
    expect(await find(one.token)).not.toBeNull();
    expect(await find(one.token)).not.toBeNull();
    expect(asked).toHaveLength(1);
    await confirmedAgo(one, 14 * 60);
    expect(await find(one.token)).not.toBeNull();
    await confirmedAgo(one, 15 * 60 + 5);
    await expect(find(one.token)).rejects.toMatchObject({ code: 'access.provider_failed' });
    says = () => Promise.resolve({ person: one.person, refreshToken: 'refresh-2' });
    await confirmedAgo(one, 15 * 60 + 5);
    expect(await find(one.token)).not.toBeNull();
  });

  test('an error that is not the provider’s is not taken for its silence', async () => {
    const one = await signedIn();
    await confirmedAgo(one, 61);
    says = () => Promise.reject(new TypeError('a fault of ours'));
    await expect(find(one.token)).rejects.toThrow('a fault of ours');
  });

  test('without a refresh token the session is short, and never asked about', async () => {
    const one = await signedIn(null);
    const { rows } = await sql<{
      minutes: number;
    }>`select extract(epoch from expires_at - now())::float8 / 60 as minutes
      from ops_sessions where id = ${one.sessionId}`.execute(world.state.db);
    expect(rows[0]!.minutes).toBeGreaterThan(9);
    expect(rows[0]!.minutes).toBeLessThanOrEqual(10);
    await confirmedAgo(one, 500);
    expect(await find(one.token)).not.toBeNull();
    expect(asked).toEqual([]);
  });

  test('nobody vouches for them once no provider is configured', async () => {
    const one = await signedIn();
    expect(await find(one.token, null)).toBeNull();
  });

  test('what is kept of the refresh token is sealed, and for this session alone', async () => {
    const one = await signedIn('refresh-in-clear');
    const other = await signedIn('refresh-other');
    const { rows } = await sql<{ refresh: string }>`select refresh from ops_sessions
      where id in (${one.sessionId}, ${other.sessionId})`.execute(world.state.db);
    expect(JSON.stringify(rows)).not.toContain('refresh-');
    await sql`update ops_sessions set refresh = (select refresh from ops_sessions where id = ${other.sessionId})
      where id = ${one.sessionId}`.execute(world.state.db);
    await confirmedAgo(one, 61);
    await expect(find(one.token)).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});
