import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { placeOf } from '../model/place.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/** Refused from now on: at once by this process, within 5 s by others. Repeating it changes nothing. */
export async function revokeKey(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  authorize(ctx, 'key.revoke', 'anywhere');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = tx.selectFrom('keys').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.id);
    const key = await mine
      .select(['id', 'team_id', 'agent', 'environment', 'revoked_at'])
      .forUpdate()
      .executeTakeFirst();
    if (key === undefined) throw notFound('key');
    const place = placeOf({ teamId: key.team_id, agent: key.agent, environment: key.environment });
    if (!allows(ctx.actor, 'key.revoke', place)) throw notFound('key');
    if (key.revoked_at !== null) return;
    await tx
      .updateTable('keys')
      .set({ revoked_at: new Date(ctx.clock.now()) })
      .where('id', '=', key.id)
      .execute();
    const payload = { teamId: key.team_id, reason: input.reason };
    unit.append({ type: 'key.revoked', v: 1, resource: key.id, payload });
  });
}
