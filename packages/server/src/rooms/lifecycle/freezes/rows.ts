import type { Selectable } from 'kysely';
import type { NewEvent } from '../../../spine/events.ts';
import type { Freeze } from '../contract-deployments.ts';
import type { LifecycleTables } from '../tables.ts';

type Row = Selectable<LifecycleTables['freeze_windows']>;
type Override = Selectable<LifecycleTables['freeze_overrides']>;

export function freezeOf(row: Row, overrides: readonly Override[] = []): Freeze {
  const { id, environment, reason } = row;
  return {
    ...{ id, environment, reason, teamId: row.team_id, agentId: row.agent_id, ownerId: row.owner_id },
    ...{ from: row.from_at.toISOString(), until: row.until_at.toISOString(), timeZone: row.time_zone },
    liftedAt: row.lifted_at?.toISOString() ?? null,
    overrides: overrides
      .filter((one) => one.freeze_id === id)
      .map((one) => ({
        ...{ agentId: one.agent_id, environment: one.environment, personId: one.person_id, reason: one.reason },
      })),
  };
}

export function freezeEvent(
  type: 'freeze.begun' | 'freeze.lifted',
  { id, teamId, agentId, environment, from, until, reason }: Freeze,
): NewEvent {
  return { type, v: 1, resource: id, payload: { teamId, agentId, environment, from, until, reason } };
}
