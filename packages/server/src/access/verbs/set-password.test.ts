import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { identifySession } from '../identify/by-session.ts';
import { totpCode, stepSeconds } from '../totp.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { confirmSecondFactor } from './confirm-second-factor.ts';
import { createPerson } from './create-person.ts';
import { offerSecondFactor } from './offer-second-factor.ts';
import { setPassword } from './set-password.ts';
import { signInWithLink } from './sign-in-with-link.ts';
import { signInWithPassword } from './sign-in-with-password.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
const [first, second] = ['a long enough password', 'another long password'];
let world: World;
let guest: Ctx;
beforeAll(async () => {
  world = await openWorld();
  guest = { ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' };
});
afterAll(() => world.close());
beforeEach(() => sql`delete from ops_throttle`.execute(world.state.db));

const ctxOf = async (token: string): Promise<Ctx> => world.as((await identifySession(world.state.db, token))!.actor);
async function person(): Promise<{ ctx: Ctx; email: string }> {
  const email = `${newId('per')}@example.com`;
  const made = await createPerson(world.system, { name: 'P', email });
  return { email, ctx: await ctxOf((await signInWithLink(guest, { token: made.token }, seal)).token) };
}
const later = (ctx: Ctx): Promise<unknown> =>
  sql`update ops_sessions set created_at = created_at - interval '301 seconds' where person_id = ${ctx.actor.id}`.execute(
    world.state.db,
  );
const signIn = (email: string, password: string) => signInWithPassword(guest, { email, password, address: 'a' }, seal);
const coded = (code: string) => ({ code });

test('within five minutes of a sign-in by link nothing more is asked; then the present password is', async () => {
  const { ctx, email } = await person();
  await setPassword(ctx, { password: first }, seal);
  await later(ctx);
  for (const shown of [{}, { current: '' }, { code: '123456' }])
    await expect(setPassword(ctx, { password: second, ...shown }, seal)).rejects.toMatchObject(
      coded('access.proof_needed'),
    );
  const wrong = setPassword(ctx, { password: second, current: second }, seal);
  await expect(wrong).rejects.toMatchObject(coded('access.password_wrong'));
  await signIn(email, first);
  await setPassword(ctx, { password: second, current: first }, seal);
  await signIn(email, second);
  await expect(signIn(email, first)).rejects.toMatchObject(coded('access.sign_in_failed'));
});

test('an old session of somebody without a password sets none: it may not be theirs', async () => {
  const { ctx } = await person();
  await later(ctx);
  const bare = setPassword(ctx, { password: first, current: first }, seal);
  await expect(bare).rejects.toMatchObject(coded('access.proof_needed'));
});

test('a session by password is never fresh: who knows it can say it', async () => {
  const { ctx, email } = await person();
  await setPassword(ctx, { password: first }, seal);
  const own = await ctxOf((await signIn(email, first)).token);
  await expect(setPassword(own, { password: second }, seal)).rejects.toMatchObject(coded('access.proof_needed'));
  await setPassword(own, { password: second, current: first }, seal);
});

test('a code of the app does instead, once', async () => {
  const { ctx } = await person();
  const { secret } = await offerSecondFactor(ctx, seal);
  const codeNow = (offset: number): string => totpCode(secret, Math.floor(Date.now() / 1000 / stepSeconds) + offset);
  await confirmSecondFactor(ctx, { code: codeNow(-1) }, seal);
  await later(ctx);
  const code = codeNow(0);
  await setPassword(ctx, { password: first, code }, seal);
  const again = setPassword(ctx, { password: second, code }, seal);
  await expect(again).rejects.toMatchObject(coded('access.code_wrong'));
});

test('guessing the present password waits after five, and leaves no event', async () => {
  const { ctx } = await person();
  await setPassword(ctx, { password: first }, seal);
  await later(ctx);
  const events = await world.gained(async () => {
    for (let i = 0; i < 5; i++) await setPassword(ctx, { password: second, current: 'no' }, seal).catch(() => {});
  });
  expect(events).toEqual([]);
  const right = setPassword(ctx, { password: second, current: first }, seal);
  await expect(right).rejects.toMatchObject(coded('access.throttled'));
});
