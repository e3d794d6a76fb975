import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { flagLeftBehind } from '../left-behind.ts';
import { syncGrants } from '../provider-grants.ts';
import { accessTx } from '../tables.ts';

/**
 * The provider refuses this person: sessions and links end, what groups gave is taken back, and what stands in their name is flagged.
 * Also of the last admin: who is out there is out here, and the machine's operator can always make another.
 */
export async function lockOutPerson(ctx: Ctx, input: { id: string; issuer: string }): Promise<void> {
  authorize(ctx, 'person.disable');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.id);
    const person = await mine.where('locked_out_at', 'is', null).select('id').forUpdate().executeTakeFirst();
    if (person === undefined) return;
    const locked_out_at = new Date(ctx.clock.now());
    await tx.updateTable('people').set({ locked_out_at }).where('id', '=', person.id).execute();
    await tx.deleteFrom('ops_sessions').where('person_id', '=', person.id).execute();
    await tx.deleteFrom('ops_sign_in_links').where('person_id', '=', person.id).execute();
    unit.append({ type: 'person.locked_out', v: 1, resource: person.id, payload: { issuer: input.issuer } });
    await flagLeftBehind(unit, person.id);
    await syncGrants(unit, ctx, person.id, []);
  });
}
