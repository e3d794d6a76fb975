import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { Run } from '../../contract.ts';
import type { FactsPosition } from './changed-runs.ts';

/** Of a changed run only who worked in it: a tenth of the columns, for readers that look at every run there is. */
export type ChangedNames = FactsPosition & {
  deleted: boolean;
  run: Pick<Run, 'teamId' | 'traceId' | 'state' | 'agent' | 'agents' | 'startedAt'>;
};

type Row = {
  run_id: string;
  version: string;
  deleted: 0 | 1;
  team: string;
  trace: string;
  state: Run['state'];
  agent: string;
  agents: string[];
  started: string;
};

/** As `changedRuns`: after a position, in order of (version, run id), at most `limit`. Empty = caught up. */
export async function changedNames(
  warehouse: Warehouse,
  workspaceId: string,
  after: FactsPosition | null,
  limit: number,
): Promise<ChangedNames[]> {
  const rows = await warehouse.query<Row>(
    `SELECT run_id, version, is_deleted AS deleted, team_id AS team, trace_id AS trace, state, agent, agents,
       toUnixTimestamp64Milli(start_time) AS started
     FROM runs WHERE workspace_id = {workspace:String} AND version >= {version:UInt64}
       AND (version > {version:UInt64} OR run_id > {run:String})
     ORDER BY version, run_id, is_deleted LIMIT 1 BY version, run_id LIMIT {limit:UInt32}`,
    { workspace: workspaceId, version: after?.version ?? '0', run: after?.runId ?? '', limit },
  );
  return rows.map(({ run_id, version, deleted, team, trace, started, ...row }) => ({
    runId: run_id,
    version,
    deleted: deleted === 1,
    run: { ...row, teamId: team, traceId: trace, startedAt: new Date(Number(started)).toISOString() },
  }));
}
