import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Tx } from '../../../spine/tx.ts';
import type { ScheduledDeployment } from '../contract-deployments.ts';
import { placeFor } from '../deployments/place.ts';
import { lifecycleDb, lifecycleTx } from '../tables.ts';
import { scheduledOf } from '../views/scheduled.ts';

/** What was to be deployed later is not. Throws `lifecycle.schedule_over` where it was, or was refused. */
export async function cancelSchedule(ctx: Ctx, { id }: { id: string }): Promise<ScheduledDeployment> {
  authorize(ctx, 'deployment.change', 'anywhere');
  const rows = lifecycleDb(ctx.state.db).selectFrom('deployment_schedules').selectAll();
  const found = await rows.where('workspace_id', '=', ctx.workspaceId).where('id', '=', id).executeTakeFirst();
  if (found === undefined) throw new AppError('lifecycle.not_found', { params: { noun: 'planned deployment' } });
  const { teamId, agentId, environment } = await placeFor(ctx, 'deployment.change', {
    ...{ agent: found.agent_id, environment: found.environment },
  });
  return change(ctx, async ({ tx, append }) => {
    const mine = lifecycleTx(tx).updateTable('deployment_schedules').set({ state: 'cancelled' }).where('id', '=', id);
    const row = await mine.where('state', '=', 'waiting').returningAll().executeTakeFirst();
    if (row === undefined) throw new AppError('lifecycle.schedule_over', { params: { state: await stateOf(tx, id) } });
    const payload = { teamId, environment, releaseId: row.release_id, scheduleId: id };
    append({ type: 'deployment.unscheduled', v: 1, resource: agentId, payload });
    return scheduledOf(row);
  });
}

/** By now: another may have been quicker. */
async function stateOf(tx: Tx, id: string): Promise<string> {
  const rows = lifecycleTx(tx).selectFrom('deployment_schedules').select('state').where('id', '=', id);
  return (await rows.executeTakeFirstOrThrow()).state;
}
