import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { AgentSuggestions } from '../contract.ts';

const hours = 24;
/** Fewer are no pattern. */
const least = 3;

/**
 * Steps that look like agents: they call a model themselves and no span says whose they are. Only a suggestion, for a name of
 * a span or of a graph's node changes with the code; what is an agent is declared by `signalbox.agent`.
 */
export async function suggestAgents(ctx: Ctx, warehouse: Warehouse): Promise<AgentSuggestions> {
  authorize(ctx, 'agent.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'agent.read');
  const mine = `workspace_id = {workspace:String} AND bucket >= toDateTime({low:UInt32})
    ${teams === 'all' ? '' : 'AND team_id IN {teams:Array(String)}'}`;
  const rows = await warehouse.query<{ team: string; service: string; name: string; steps: string; last: string }>(
    `SELECT team_id AS team, service, name, count() AS steps, toUnixTimestamp64Milli(max(start_time)) AS last
     FROM (SELECT team_id, service, name, trace_id, span_id, start_time FROM spans
       WHERE ${mine} AND kind IN ('chain', 'other') AND agent = '' AND name != ''
       LIMIT 1 BY trace_id, span_id, team_id)
     WHERE (trace_id, span_id) IN (SELECT trace_id, parent_span_id FROM spans
       WHERE ${mine} AND kind = 'llm' AND parent_span_id != '')
     GROUP BY team, service, name HAVING steps >= {least:UInt32} ORDER BY steps DESC, name LIMIT 50`,
    {
      workspace: ctx.workspaceId,
      low: Math.floor(ctx.clock.now() / 1000) - hours * 3600,
      ...{ least, teams: teams === 'all' ? [] : teams },
    },
  );
  return {
    items: rows.map(({ team, service, name, steps, last }) => ({
      ...{ teamId: team, service, name, steps: Number(steps) },
      lastAt: new Date(Number(last)).toISOString(),
    })),
  };
}
