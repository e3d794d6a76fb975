import type { Selectable } from 'kysely';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { Clock } from '../../../spine/clock.ts';
import { changeDeployment } from '../deployments/deployments.ts';
import { lifecycleDb, lifecycleTx, type LifecycleTables } from '../tables.ts';

type Due = Selectable<LifecycleTables['deployment_schedules']> & { teamId: string; key: string };

/** Deploys what is due. What cannot be deployed now is refused for good, and says why. Returns how many were looked at. */
export async function deployDue(state: Transactor, clock: Clock): Promise<number> {
  const due = await lifecycleDb(state.db)
    .selectFrom('deployment_schedules')
    .innerJoin('agents', 'agents.id', 'deployment_schedules.agent_id')
    .selectAll('deployment_schedules')
    .select(['agents.team_id as teamId', 'agents.key as key'])
    .where('deployment_schedules.state', '=', 'waiting')
    .where('due_at', '<=', new Date(clock.now()))
    .orderBy('due_at')
    .limit(200)
    .execute();
  for (const one of due) {
    const actor = { kind: 'job', id: 'lifecycle.deployments' } as const;
    await deploy({ actor, workspaceId: one.workspace_id, requestId: newId('req'), clock, state }, one);
  }
  return due.length;
}

async function deploy(ctx: Ctx, one: Due): Promise<void> {
  const { agent_id: agentId, environment, teamId, key } = one;
  try {
    await changeDeployment(ctx, {
      ...{ place: { agentId, environment, teamId, key }, verb: 'deploy', expected: null, reason: one.reason },
      order: { verb: 'deploy', releaseId: one.release_id, share: one.share, salt: one.id },
      schedule: one.id,
      event: (payload) => ({
        ...{ type: 'deployment.made', v: 1, resource: agentId },
        payload: { ...payload, scheduleId: one.id },
      }),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    await refuse(ctx, one, error.code);
  }
}

async function refuse(ctx: Ctx, one: Due, refusal: string): Promise<void> {
  await change(ctx, async ({ tx, append }) => {
    const waiting = lifecycleTx(tx).updateTable('deployment_schedules').set({ state: 'refused', refusal });
    const done = await waiting.where('id', '=', one.id).where('state', '=', 'waiting').executeTakeFirst();
    if (done.numUpdatedRows === 0n) return;
    const { teamId, environment, release_id: releaseId, id: scheduleId } = one;
    const payload = { teamId, environment, releaseId, scheduleId, refusal };
    append({ type: 'deployment.refused', v: 1, resource: one.agent_id, payload });
  });
}
