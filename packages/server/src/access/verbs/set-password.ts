import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { hashPassword, verifyPassword } from '../password.ts';
import { countCodeTry, secondFactorOf, useCode } from '../second-factors.ts';
import { accessDb, accessTx, type AccessTx } from '../tables.ts';
import { codeBucket, countCode } from '../throttle.ts';

/** `current`: the password so far; `code`: of the authenticator app. One of them, unless one has just come by a sign-in link. */
type Input = { password: string; current?: string | undefined; code?: string | undefined };
/** Uses up, inside the change, what was shown. */
type Proof = (tx: AccessTx) => Promise<unknown>;

const freshMinutes = 5;

/**
 * The signed-in person's own password. Ends their other sessions. A session left open, or stolen, is not enough: throws
 * `access.proof_needed`, `access.password_wrong`, `access.code_wrong`, or `access.throttled` after five wrong ones.
 */
export async function setPassword(ctx: Ctx, input: Input, seal: Seal): Promise<void> {
  authorize(ctx, 'self.change');
  const { id, sessionId } = ctx.actor as Extract<Ctx['actor'], { kind: 'person' }>;
  const prove = await proofOf(ctx, { ...input, id, sessionId }, seal);
  const password_hash = await hashPassword(input.password);
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    await prove(tx);
    await tx.updateTable('people').set({ password_hash }).where('id', '=', id).execute();
    await tx.deleteFrom('ops_sessions').where('person_id', '=', id).where('id', '!=', sessionId).execute();
    unit.append({ type: 'person.password_set', v: 1, resource: id, payload: {} });
  });
}

async function proofOf(ctx: Ctx, input: Input & { id: string; sessionId: string }, seal: Seal): Promise<Proof> {
  const { id, current, code } = input;
  if (await cameByLink(ctx, input.sessionId)) return async () => {};
  const factor = code === undefined || code === '' ? null : await secondFactorOf(ctx.state, id);
  if (factor !== null) {
    const left = await countCodeTry(ctx.state, id, code);
    return (tx) => useCode(tx, seal, { ...factor, personId: id, left }, code!);
  }
  const people = accessDb(ctx.state.db).selectFrom('people').where('id', '=', id).select('password_hash');
  const kept = (await people.executeTakeFirstOrThrow()).password_hash;
  if (kept === null || current === undefined || current === '') throw new AppError('access.proof_needed');
  const left = await countCode(ctx.state, id);
  if (!(await verifyPassword(current, kept))) throw new AppError('access.password_wrong', { params: { left } });
  return (tx) => tx.deleteFrom('ops_throttle').where('bucket', '=', codeBucket(id)).execute();
}

async function cameByLink(ctx: Ctx, sessionId: string): Promise<boolean> {
  const fresh = accessDb(ctx.state.db)
    .selectFrom('ops_sessions')
    .where('id', '=', sessionId)
    .where('by', '=', 'link')
    .where('created_at', '>', sql<Date>`now() - make_interval(mins => ${freshMinutes})`);
  return (await fresh.select('id').executeTakeFirst()) !== undefined;
}
