import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { hashPassword } from '../password.ts';
import { accessTx } from '../tables.ts';

/** The signed-in person's own password. Ends their other sessions. */
export async function setPassword(ctx: Ctx, input: { password: string }): Promise<void> {
  authorize(ctx, 'self.change');
  const { id, sessionId } = ctx.actor as Extract<Ctx['actor'], { kind: 'person' }>;
  const password_hash = await hashPassword(input.password);
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    await tx.updateTable('people').set({ password_hash }).where('id', '=', id).execute();
    await tx.deleteFrom('ops_sessions').where('person_id', '=', id).where('id', '!=', sessionId).execute();
    unit.append({ type: 'person.password_set', v: 1, resource: id, payload: {} });
  });
}
