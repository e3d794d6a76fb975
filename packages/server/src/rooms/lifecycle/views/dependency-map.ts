import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { DependencyMap, MapQuery } from '../contract-fleet.ts';
import { mapOf, type SeenCall } from '../model/fleet/map.ts';
import { profilesOf } from '../registry/profiles.ts';
import { type CatalogAgent, findAgent } from '../registry/find-agent.ts';
import { isAway } from './agent-rows.ts';
import { visibleAgents } from './list-agents.ts';
import { windowOf } from './window.ts';

const dayMs = 86_400_000;
const mostEdges = 5_000;

/** Who calls whom among agents one may see: as telemetry tells it, and as they say themselves. `agent`: only around this one. */
export async function dependencyMap(
  ctx: Ctx,
  warehouse: Warehouse,
  { agent, ...query }: MapQuery & { agent?: string },
): Promise<DependencyMap> {
  authorize(ctx, 'agent.read', 'anywhere');
  const center = agent === undefined ? null : (await findAgent(ctx, agent)).id;
  const to = query.to === undefined ? ctx.clock.now() : Date.parse(query.to);
  const from = query.from ?? new Date(to - 7 * dayMs).toISOString();
  const window = windowOf({ from, to: new Date(to).toISOString() }, to);
  const [agents, profiles] = [await visibleAgents(ctx), await profilesOf(ctx)];
  const seen = await seenCalls(ctx, warehouse, agents, window);
  const ofTeam = agents.flatMap((one) => (one.teamId === query.teamId ? [one.id] : []));
  const around = center !== null ? new Set([center]) : query.teamId === undefined ? null : new Set(ofTeam);
  const mapped = agents.map((one) => ({ ...one, calls: profiles.get(one.id)?.calls ?? [] }));
  return {
    ...mapOf(mapped, seen ?? [], around),
    readable: seen !== null,
    truncated: (seen?.length ?? 0) >= mostEdges,
    ...{ from: window.from, to: window.to },
  };
}

/** null = telemetry cannot be read now. */
async function seenCalls(
  { workspaceId: workspace }: Ctx,
  warehouse: Warehouse,
  agents: readonly CatalogAgent[],
  { from, to }: { from: string; to: string },
): Promise<SeenCall[] | null> {
  const params = { workspace, low: Math.floor(Date.parse(from) / 1000), high: Math.ceil(Date.parse(to) / 1000) };
  const ids = new Map(agents.map((one) => [`${one.teamId} ${one.key}`, one.id]));
  try {
    const rows = await warehouse.query<{ team: string; agent: string; team2: string; agent2: string; n: string }>(
      `SELECT p.team_id AS team, p.agent AS agent, c.team_id AS team2, c.agent AS agent2, count() AS n
       FROM (SELECT trace_id, span_id, team_id, agent FROM invocations FINAL WHERE ${within}) AS p
       INNER JOIN (SELECT trace_id, parent_invocation_id, team_id, agent FROM invocations FINAL
         WHERE ${within} AND parent_invocation_id != '') AS c
       ON p.trace_id = c.trace_id AND p.span_id = c.parent_invocation_id
       GROUP BY team, agent, team2, agent2 ORDER BY n DESC, team, agent, team2, agent2 LIMIT ${mostEdges}`,
      params,
    );
    return rows.flatMap(({ team, agent, team2, agent2, n }) => {
      const [caller, called] = [ids.get(`${team} ${agent}`), ids.get(`${team2} ${agent2}`)];
      return caller === undefined || called === undefined ? [] : [{ from: caller, to: called, invocations: Number(n) }];
    });
  } catch (error) {
    if (isAway(error)) return null;
    throw error;
  }
}

const within =
  'workspace_id = {workspace:String} AND is_deleted = 0 AND bucket BETWEEN toDateTime({low:UInt32}) AND toDateTime({high:UInt32})';
