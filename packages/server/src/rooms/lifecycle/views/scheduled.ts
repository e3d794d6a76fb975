import type { Selectable } from 'kysely';
import type { ScheduledDeployment } from '../contract-deployments.ts';
import { percentOf } from '../deployments/rows.ts';
import type { LifecycleTables } from '../tables.ts';

/** A row as people read it. */
export function scheduledOf(row: Selectable<LifecycleTables['deployment_schedules']>): ScheduledDeployment {
  const { id, environment, reason, state, refusal } = row;
  return {
    ...{ id, environment, reason, state, refusal, agentId: row.agent_id, releaseId: row.release_id },
    ...{ percent: percentOf(row.share), dueAt: row.due_at.toISOString(), madeBy: row.made_by },
  };
}
