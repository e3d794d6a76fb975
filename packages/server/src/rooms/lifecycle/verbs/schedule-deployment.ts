import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { ScheduledDeployment, ScheduleDeployment } from '../contract-deployments.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { shareOf } from '../deployments/rows.ts';
import { releaseOf } from '../deployments/deployments.ts';
import { lifecycleTx } from '../tables.ts';
import { scheduledOf } from '../views/scheduled.ts';

/** A deployment for later. Freezes and sign-offs are looked at when it is due, within a minute of `dueAt`. */
export async function scheduleDeployment(
  ctx: Ctx,
  at: Address,
  input: ScheduleDeployment,
): Promise<ScheduledDeployment> {
  authorize(ctx, 'deployment.change', 'anywhere');
  const { agentId, teamId, environment } = await placeFor(ctx, 'deployment.change', at);
  const { releaseId, percent, reason, dueAt } = input;
  return change(ctx, async ({ tx, append }) => {
    await releaseOf(tx, { agentId }, releaseId);
    const now = new Date(ctx.clock.now());
    const row = {
      ...{ id: newId('sch', now.getTime()), workspace_id: ctx.workspaceId, agent_id: agentId, environment },
      ...{ release_id: releaseId, share: shareOf(percent), due_at: new Date(dueAt), reason, made_at: now },
      ...{ made_by: ctx.actor.id, state: 'waiting' as const, refusal: null },
    };
    await lifecycleTx(tx).insertInto('deployment_schedules').values(row).execute();
    const payload = { teamId, environment, releaseId, scheduleId: row.id, dueAt: row.due_at.toISOString() };
    append({ type: 'deployment.scheduled', v: 1, resource: agentId, payload });
    return scheduledOf(row);
  });
}
