import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Freeze, OverrideFreeze } from '../contract-deployments.ts';
import { placeFor } from '../deployments/place.ts';
import { freezeOf } from '../freezes/rows.ts';
import { covers } from '../model/deployment/freeze.ts';
import { lifecycleTx } from '../tables.ts';

/** One person agrees that a place changes although it is frozen; with the second one it may. Agreeing twice is agreeing once. Throws `lifecycle.not_found`. */
export async function overrideFreeze(ctx: Ctx, { id, ...input }: { id: string } & OverrideFreeze): Promise<Freeze> {
  authorize(ctx, 'freeze.override', 'anywhere');
  const place = await placeFor(ctx, 'freeze.override', { agent: input.agentId, environment: input.environment });
  const { agentId, teamId, environment } = place;
  return change(ctx, async ({ tx, append }) => {
    const windows = lifecycleTx(tx).selectFrom('freeze_windows').selectAll();
    const row = await windows.where('workspace_id', '=', ctx.workspaceId).where('id', '=', id).executeTakeFirst();
    const concerns = row && covers(freezeOf(row), place);
    if (concerns !== true)
      throw new AppError('lifecycle.not_found', { params: { noun: 'freeze of this place with this id' } });
    const consent = {
      ...{ freeze_id: id, agent_id: agentId, environment, person_id: ctx.actor.id, workspace_id: ctx.workspaceId },
      ...{ reason: input.reason, at: new Date(ctx.clock.now()) },
    };
    const added = await lifecycleTx(tx)
      .insertInto('freeze_overrides')
      .values(consent)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 1n) {
      const payload = { teamId, agentId, environment, reason: input.reason };
      append({ type: 'freeze.overridden', v: 1, resource: id, payload });
    }
    const given = lifecycleTx(tx).selectFrom('freeze_overrides').selectAll().where('freeze_id', '=', id);
    return freezeOf(row, await given.orderBy('at').execute());
  });
}
