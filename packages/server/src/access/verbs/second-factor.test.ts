import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { identifySession } from '../identify/by-session.ts';
import { accessDb } from '../tables.ts';
import { stepSeconds, totpCode } from '../totp.ts';
import { me } from '../views/me.ts';
import { peekSignInLink } from '../views/peek-sign-in-link.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { changeSettings } from './change-settings.ts';
import { confirmSecondFactor } from './confirm-second-factor.ts';
import { createGrant } from './create-grant.ts';
import { createPerson } from './create-person.ts';
import { issueSignInLink } from './issue-sign-in-link.ts';
import { offerSecondFactor } from './offer-second-factor.ts';
import { removeOwnSecondFactor } from './remove-own-second-factor.ts';
import { resetSignIn } from './reset-sign-in.ts';
import { setPassword } from './set-password.ts';
import { signInWithLink } from './sign-in-with-link.ts';
import { signInWithPassword } from './sign-in-with-password.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
const password = 'a long enough password';
let world: World;
let guest: Ctx;
beforeAll(async () => {
  world = await openWorld();
  guest = { ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' };
});
afterAll(() => world.close());
beforeEach(() => sql`delete from ops_throttle`.execute(world.state.db));

const ctxOf = async (token: string): Promise<Ctx> => world.as((await identifySession(world.state.db, token))!.actor);
const codeNow = (secret: string, offset = 0): string =>
  totpCode(secret, Math.floor(Date.now() / 1000 / stepSeconds) + offset);

async function person(): Promise<{ id: string; email: string; ctx: Ctx; token: string }> {
  const email = `${newId('per')}@example.com`;
  const made = await createPerson(world.system, { name: 'P', email });
  const { token } = await signInWithLink(guest, { token: made.token }, seal);
  return { id: made.person.id, email, token, ctx: await ctxOf(token) };
}
async function enrolled(): Promise<Awaited<ReturnType<typeof person>> & { secret: string; codes: string[] }> {
  const one = await person();
  await setPassword(one.ctx, { password }, seal);
  const { secret } = await offerSecondFactor(one.ctx, seal);
  const { codes } = await confirmSecondFactor(one.ctx, { code: codeNow(secret, -1) }, seal);
  return { ...one, secret, codes };
}
const withPassword = (email: string, code?: string) =>
  signInWithPassword(guest, { email, password, code, address: '10.0.0.1' }, seal);

describe('setting one up', () => {
  test('needs a code of the offer; the secret is kept sealed, recovery codes as hashes; told without either', async () => {
    const one = await person();
    const { secret } = await offerSecondFactor(one.ctx, seal);
    const wrong = confirmSecondFactor(one.ctx, { code: '000000' }, seal);
    await expect(wrong).rejects.toMatchObject({ code: 'access.code_wrong' });
    expect((await me(one.ctx)).person.secondFactor).toBe(false);
    let codes: string[] = [];
    const events = await world.gained(async () => {
      ({ codes } = await confirmSecondFactor(one.ctx, { code: codeNow(secret) }, seal));
    });
    expect(events).toEqual([
      { type: 'second_factor.enrolled', actor: one.id, resource: one.id, payload: { recoveryCodes: 10 } },
    ]);
    expect((await me(one.ctx)).person.secondFactor).toBe(true);
    const db = accessDb(world.state.db);
    const kept = [
      await db.selectFrom('second_factors').selectAll().execute(),
      await db.selectFrom('recovery_codes').selectAll().execute(),
      await db.selectFrom('ops_second_factor_offers').selectAll().execute(),
    ];
    const text = JSON.stringify(kept);
    for (const plain of [secret, ...codes]) expect(text).not.toContain(plain);
    await expect(offerSecondFactor(one.ctx, seal)).rejects.toMatchObject({ code: 'access.second_factor_exists' });
  });

  test('ends the other sessions, which had no second factor', async () => {
    const one = await person();
    const other = await signInWithLink(
      guest,
      { token: await issueSignInLink(world.system, { personId: one.id }) },
      seal,
    );
    const { secret } = await offerSecondFactor(one.ctx, seal);
    await confirmSecondFactor(one.ctx, { code: codeNow(secret) }, seal);
    expect(await identifySession(world.state.db, other.token)).toBeNull();
    expect(await identifySession(world.state.db, one.token)).not.toBeNull();
  });
});

describe('signing in with one', () => {
  test('by password: the code is asked for after the right password only, and told', async () => {
    const one = await enrolled();
    const wrong = signInWithPassword(guest, { email: one.email, password: 'wrong', address: 'a' }, seal);
    await expect(wrong).rejects.toMatchObject({ code: 'access.sign_in_failed' });
    await expect(withPassword(one.email)).rejects.toMatchObject({ code: 'access.code_needed' });
    const events = await world.gained(() => withPassword(one.email, codeNow(one.secret)));
    expect(events).toMatchObject([{ type: 'person.signed_in', payload: { by: 'password', second: 'totp' } }]);
  });

  test('a code works once, also for two at the same moment, and none before it works after', async () => {
    const one = await enrolled();
    const code = codeNow(one.secret);
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => withPassword(one.email, code)));
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    await sql`delete from ops_throttle`.execute(world.state.db);
    for (const offset of [0, -1])
      await expect(withPassword(one.email, codeNow(one.secret, offset))).rejects.toMatchObject({
        code: 'access.code_wrong',
      });
    await withPassword(one.email, codeNow(one.secret, 1));
  });

  test('guessing codes is throttled, the right one included, without shutting out the password of others', async () => {
    const one = await enrolled();
    for (let i = 0; i < 5; i++) await expect(withPassword(one.email, '000000')).rejects.toThrow();
    await expect(withPassword(one.email, codeNow(one.secret))).rejects.toMatchObject({ code: 'access.throttled' });
    const other = await enrolled();
    await withPassword(other.email, codeNow(other.secret));
  });

  test('a link asks for it too, and a wrong code does not use the link up', async () => {
    const one = await enrolled();
    const token = await issueSignInLink(world.system, { personId: one.id });
    expect(await peekSignInLink(guest, { token })).toMatchObject({ name: 'P', email: one.email, codeNeeded: true });
    await expect(signInWithLink(guest, { token }, seal)).rejects.toMatchObject({ code: 'access.code_needed' });
    const wrong = signInWithLink(guest, { token, code: '000000' }, seal);
    await expect(wrong).rejects.toMatchObject({ code: 'access.code_wrong' });
    await signInWithLink(guest, { token, code: codeNow(one.secret) }, seal);
    await expect(peekSignInLink(guest, { token })).rejects.toMatchObject({ code: 'access.link_invalid' });
  });

  test('each recovery code works once, however it is written', async () => {
    const one = await enrolled();
    const code = one.codes[3]!.toUpperCase().replaceAll('-', ' ');
    const events = await world.gained(() => withPassword(one.email, code));
    expect(events).toMatchObject([{ payload: { by: 'password', second: 'recovery_code' } }]);
    await expect(withPassword(one.email, code)).rejects.toMatchObject({ code: 'access.code_wrong' });
    await withPassword(one.email, one.codes[4]!);
  });
});

describe('removing it', () => {
  test('needs a code of it; afterwards the password is enough', async () => {
    const one = await enrolled();
    const without = removeOwnSecondFactor(one.ctx, { code: '000000' }, seal);
    await expect(without).rejects.toMatchObject({ code: 'access.code_wrong' });
    await removeOwnSecondFactor(one.ctx, { code: codeNow(one.secret) }, seal);
    await withPassword(one.email);
    const none = removeOwnSecondFactor(one.ctx, { code: '000000' }, seal);
    await expect(none).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test('an admin’s reset ends sessions and password, and the app only where asked', async () => {
    const one = await enrolled();
    const admin = await world.person('admin');
    const kept = await resetSignIn(admin, { personId: one.id, secondFactor: false });
    expect(await identifySession(world.state.db, one.token)).toBeNull();
    await expect(withPassword(one.email)).rejects.toMatchObject({ code: 'access.sign_in_failed' });
    expect(await peekSignInLink(guest, { token: kept })).toMatchObject({ codeNeeded: true });
    const events = await world.gained(async () => {
      const token = await resetSignIn(admin, { personId: one.id, secondFactor: true });
      expect(await peekSignInLink(guest, { token })).toMatchObject({ codeNeeded: false });
    });
    expect(events).toMatchObject([
      { type: 'person.sign_in_reset', resource: one.id, payload: { secondFactor: true } },
      { type: 'sign_in_link.issued' },
    ]);
    await expect(peekSignInLink(guest, { token: kept })).rejects.toMatchObject({ code: 'access.link_invalid' });
  });
});

test('required of everybody: who has none holds no grant, at once and in open sessions, until it is set up', async () => {
  const one = await person();
  await createGrant(world.system, { personId: one.id, role: 'admin', teamId: null, agentId: null, environment: null });
  const admin = await ctxOf(one.token);
  const change = (to: boolean): Promise<unknown> => changeSettings(admin, { secondFactorRequired: to });
  expect(await world.gained(() => change(true))).toEqual([
    {
      ...{ type: 'setting.changed', actor: one.id, resource: 'second_factor_required' },
      payload: { before: false, after: true },
    },
  ]);
  expect(await world.gained(() => change(true))).toEqual([]);
  const owing = await ctxOf(one.token);
  expect(owing.actor).toMatchObject({ grants: [] });
  expect(await me(owing)).toMatchObject({ mustEnrol: true, rights: [] });
  // The answer says what to do, not only that it may not be.
  const refused = changeSettings(owing, { secondFactorRequired: false });
  await expect(refused).rejects.toMatchObject({ code: 'access.second_factor_required', status: 403 });
  const { secret } = await offerSecondFactor(owing, seal);
  await confirmSecondFactor(owing, { code: codeNow(secret) }, seal);
  const free = await ctxOf(one.token);
  expect(await me(free)).toMatchObject({ mustEnrol: false });
  expect(free.actor).toMatchObject({ grants: [{ role: 'admin' }] });
  await changeSettings(free, { secondFactorRequired: false });
  const denied = changeSettings(await world.person('compliance'), { secondFactorRequired: true });
  await expect(denied).rejects.toMatchObject({ code: 'access.denied' });
});
