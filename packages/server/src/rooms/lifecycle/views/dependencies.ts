import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { AgentOverview } from '../contract.ts';
import type { CatalogAgent } from '../registry/find-agent.ts';
import { visibleAgents } from './list-agents.ts';
import type { Window } from './window.ts';

type Called = Pick<AgentOverview, 'callers' | 'callees'>;

const own = 'workspace_id = {workspace:String} AND team_id = {team:String} AND agent = {key:String}';
const within = 'is_deleted = 0 AND bucket BETWEEN toDateTime({low:UInt32}) AND toDateTime({high:UInt32})';

/** Whom the agent called and who called it, by its invocations in the window; agents that one may not see are left out. */
export async function dependencies(
  ctx: Ctx,
  warehouse: Warehouse,
  agent: CatalogAgent,
  { from, to }: Window,
): Promise<Called> {
  const params = {
    ...{ workspace: ctx.workspaceId, team: agent.teamId, key: agent.key },
    ...{ low: Math.floor(Date.parse(from) / 1000), high: Math.ceil(Date.parse(to) / 1000) },
  };
  const visible = await visibleAgents(ctx);
  const ask = async (mine: 'p' | 'c'): Promise<Called['callers']> => {
    const of = (side: 'p' | 'c'): string => (side === mine ? own : 'workspace_id = {workspace:String}');
    const other = mine === 'p' ? 'c' : 'p';
    const rows = await warehouse.query<{ team: string; agent: string; n: string }>(
      `SELECT ${other}.team_id AS team, ${other}.agent AS agent, count() AS n
       FROM (SELECT trace_id, span_id, team_id, agent FROM invocations FINAL WHERE ${of('p')} AND ${within}) AS p
       INNER JOIN (SELECT trace_id, parent_invocation_id, team_id, agent FROM invocations FINAL
         WHERE ${of('c')} AND ${within} AND parent_invocation_id != '') AS c
       ON p.trace_id = c.trace_id AND p.span_id = c.parent_invocation_id
       GROUP BY team, agent ORDER BY n DESC, agent LIMIT 50`,
      params,
    );
    return rows.flatMap(({ team, agent: key, n }) => {
      const seen = visible.find((one) => one.teamId === team && one.key === key);
      return seen === undefined
        ? []
        : [{ key, teamId: team, slug: seen.slug, name: seen.name, invocations: Number(n) }];
    });
  };
  const [callees, callers] = await Promise.all([ask('p'), ask('c')]);
  return { callers, callees };
}
