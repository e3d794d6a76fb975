import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/** Lets a disabled person in again, with the grants they had. They sign in anew; repeating it changes nothing. */
export async function enablePerson(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  authorize(ctx, 'person.disable');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.id);
    const person = await mine.select(['id', 'disabled_at']).forUpdate().executeTakeFirst();
    if (person === undefined) throw notFound('person');
    if (person.disabled_at === null) return;
    await tx.updateTable('people').set({ disabled_at: null }).where('id', '=', person.id).execute();
    unit.append({ type: 'person.enabled', v: 1, resource: person.id, payload: { reason: input.reason } });
  });
}
