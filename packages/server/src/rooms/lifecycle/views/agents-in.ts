import type { Warehouse } from '../../../ports/warehouse.ts';
import type { ChangedNames } from '../../monitoring/index.ts';

/** An agent by the key that derived rows carry, and the start of its first invocation here. */
export type SeenAgent = { teamId: string; key: string; firstAt: Date };

const dayMs = 86_400_000;

/**
 * Who worked in the traces of these runs, by the team whose key sent it: in a trace of two teams not the run's own. First come
 * first. An agent that no span names is its service's: that is only known once the run has settled, since the span that
 * names it may still come.
 */
export async function agentsIn(
  warehouse: Warehouse,
  workspaceId: string,
  changes: readonly Pick<ChangedNames, 'deleted' | 'run'>[],
): Promise<SeenAgent[]> {
  const live = changes.filter((one) => !one.deleted);
  if (live.length === 0) return [];
  const starts = live.map((one) => Date.parse(one.run.startedAt));
  const rows = await warehouse.query<{ team: string; agent: string; first: string }>(
    `SELECT team_id AS team, agent, toUnixTimestamp64Milli(min(start_time)) AS first FROM invocations FINAL
     WHERE workspace_id = {workspace:String} AND trace_id IN {traces:Array(String)} AND is_deleted = 0 AND agent != ''
       AND (agent IN {named:Array(String)} OR trace_id IN {settled:Array(String)})
       AND (bucket BETWEEN toDateTime({low:UInt32}) AND toDateTime({high:UInt32}) OR bucket = toDateTime(0))
     GROUP BY team, agent ORDER BY first, agent`,
    {
      workspace: workspaceId,
      named: [...new Set(live.flatMap((one) => one.run.agents))],
      settled: [...new Set(live.flatMap((one) => (one.run.state === 'running' ? [] : one.run.traceId)))],
      traces: [...new Set(live.map((one) => one.run.traceId))],
      low: Math.max(0, Math.floor((Math.min(...starts) - dayMs) / 1000)),
      high: Math.min(4_294_967_295, Math.ceil((Math.max(...starts) + dayMs) / 1000)),
    },
  );
  return rows.map(({ team, agent, first }) => ({ teamId: team, key: agent, firstAt: new Date(Number(first)) }));
}
