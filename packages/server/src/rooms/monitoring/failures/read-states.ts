import type { Db } from '../../../spine/tx.ts';
import type { MonitoringTables } from '../tables.ts';
import type { Said } from './model/standing.ts';

export type FailureStateRow = {
  failure_id: string;
  state: Said['state'];
  at: Date;
  by_id: string;
  reason: string;
  until: Date | null;
  release: string | null;
  assignee_id: string | null;
  before: string | null;
};

const columns = [
  ...(['failure_id', 'state', 'at', 'by_id', 'reason'] as const),
  ...(['until', 'release', 'assignee_id', 'before'] as const),
] as const;

/** What people said of these groups, by id. */
export async function readStates(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, FailureStateRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .withTables<MonitoringTables>()
    .selectFrom('failure_states')
    .where('workspace_id', '=', workspaceId)
    .where('failure_id', 'in', [...ids])
    .select(columns)
    .execute();
  return new Map(rows.map((row) => [row.failure_id, row]));
}

export const saidOf = ({ state, at, until, release }: FailureStateRow): Said => ({
  ...{ state, release, at: at.getTime(), until: until?.getTime() ?? null },
});
