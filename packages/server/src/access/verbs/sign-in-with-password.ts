import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import { verifyPassword } from '../password.ts';
import { openSession, type OpenedSession } from '../sessions.ts';
import { accessDb, accessTx } from '../tables.ts';
import { countSignIn, emailBucket } from '../throttle.ts';

/** `address`: where the request came from. */
type Input = { email: string; password: string; address: string };

/** Throws `access.throttled` or `access.sign_in_failed`, the same for unknown addresses, people without password, wrong ones. */
export async function signInWithPassword(ctx: Ctx, input: Input): Promise<OpenedSession> {
  authorize(ctx, 'session.create');
  const left = await countSignIn(ctx.state, input.email, input.address);
  const candidates = await accessDb(ctx.state.db)
    .selectFrom('people')
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', input.email.toLowerCase()))
    .where('disabled_at', 'is', null)
    .where('password_hash', 'is not', null)
    .select(['id', 'workspace_id', 'password_hash'])
    .orderBy('id')
    .limit(3)
    .execute();
  let person = null;
  for (const one of candidates.length > 0 ? candidates : [null]) {
    if (await verifyPassword(input.password, one?.password_hash ?? null)) person ??= one;
  }
  if (person === null) throw new AppError('access.sign_in_failed', { params: { left } });
  const { id, workspace_id: workspaceId } = person;
  const own = { ...ctx, workspaceId, actor: { kind: 'person', id, grants: [], sessionId: '' } as const };
  return change(own, async (unit) => {
    const tx = accessTx(unit.tx);
    await tx.deleteFrom('ops_throttle').where('bucket', '=', emailBucket(input.email)).execute();
    unit.append({ type: 'person.signed_in', v: 1, resource: id, payload: { by: 'password' } });
    return openSession(tx, { id, workspace_id: workspaceId });
  });
}
