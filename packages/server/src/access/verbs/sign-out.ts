import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { accessTx } from '../tables.ts';

/** Ends this session only. */
export async function signOut(ctx: Ctx): Promise<void> {
  authorize(ctx, 'session.end');
  const { sessionId } = ctx.actor as Extract<Ctx['actor'], { kind: 'person' }>;
  await ctx.state.transact(async (tx) => {
    await accessTx(tx).deleteFrom('ops_sessions').where('id', '=', sessionId).execute();
  });
}
