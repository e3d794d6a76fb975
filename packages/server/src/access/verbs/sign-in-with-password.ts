import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { verifyPassword } from '../password.ts';
import { countCodeTry, secondFactorOf, useCode } from '../second-factors.ts';
import { openSession, type OpenedSession } from '../sessions.ts';
import { accessDb, accessTx } from '../tables.ts';
import { countSignIn, emailBucket } from '../throttle.ts';

/** `address`: where the request came from. */
type Input = { email: string; password: string; code?: string | undefined; address: string };

/**
 * Throws `access.throttled` or `access.sign_in_failed`, the same for unknown addresses, people without password, wrong ones, and
 * people who sign in at the provider. Only after the right password: `access.code_needed`, `access.code_wrong`.
 */
export async function signInWithPassword(ctx: Ctx, input: Input, seal: Seal): Promise<OpenedSession> {
  authorize(ctx, 'session.create');
  const left = await countSignIn(ctx.state, input.email, input.address);
  const person = await personBehind(ctx, input);
  if (person === null) throw new AppError('access.sign_in_failed', { params: { left } });
  const { id, workspace_id: workspaceId } = person;
  const forgive = (tx: ReturnType<typeof accessTx>): Promise<unknown> =>
    tx.deleteFrom('ops_throttle').where('bucket', '=', emailBucket(input.email)).execute();
  const factor = await secondFactorOf(ctx.state, id);
  // The right password is no failed try: what may be guessed from here on is the code, which has a count of its own.
  if (factor !== null) await ctx.state.transact((tx) => forgive(accessTx(tx)));
  const codesLeft = factor === null ? 0 : await countCodeTry(ctx.state, id, input.code);
  const own = { ...ctx, workspaceId, actor: { kind: 'person', id, grants: [], sessionId: '' } as const };
  return change(own, async (unit) => {
    const tx = accessTx(unit.tx);
    await forgive(tx);
    const second = factor && (await useCode(tx, seal, { ...factor, personId: id, left: codesLeft }, input.code!));
    const payload = { by: 'password', ...(second !== null && { second }) } as const;
    unit.append({ type: 'person.signed_in', v: 1, resource: id, payload });
    return openSession(tx, { id, workspace_id: workspaceId }, { by: 'password' });
  });
}

async function personBehind(ctx: Ctx, input: Input): Promise<{ id: string; workspace_id: string } | null> {
  const candidates = await accessDb(ctx.state.db)
    .selectFrom('people')
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', input.email.toLowerCase()))
    .where('disabled_at', 'is', null)
    .where('provider_subject', 'is', null)
    .where('password_hash', 'is not', null)
    .select(['id', 'workspace_id', 'password_hash'])
    .orderBy('id')
    .limit(3)
    .execute();
  let person = null;
  for (const one of candidates.length > 0 ? candidates : [null]) {
    if (await verifyPassword(input.password, one?.password_hash ?? null)) person ??= one;
  }
  return person;
}
