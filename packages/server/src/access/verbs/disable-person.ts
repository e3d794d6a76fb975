import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { flagLeftBehind } from '../left-behind.ts';
import { keepAnAdmin, lockWorkspace } from '../last-admin.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/** Ends the person's sessions and links at once; what they did stays in the ledger. Repeating it changes nothing. */
export async function disablePerson(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  authorize(ctx, 'person.disable');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    await lockWorkspace(tx, ctx.workspaceId);
    const mine = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.id);
    const person = await mine.select(['id', 'disabled_at']).forUpdate().executeTakeFirst();
    if (person === undefined) throw notFound('person');
    if (person.disabled_at !== null) return;
    await tx
      .updateTable('people')
      .set({ disabled_at: new Date(ctx.clock.now()) })
      .where('id', '=', person.id)
      .execute();
    await tx.deleteFrom('ops_sessions').where('person_id', '=', person.id).execute();
    await tx.deleteFrom('ops_sign_in_links').where('person_id', '=', person.id).execute();
    await keepAnAdmin(tx, ctx.workspaceId);
    unit.append({ type: 'person.disabled', v: 1, resource: person.id, payload: { reason: input.reason } });
    await flagLeftBehind(unit, person.id);
  });
}
