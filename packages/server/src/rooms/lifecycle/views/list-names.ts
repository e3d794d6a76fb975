import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { agentFigures } from '../../monitoring/index.ts';
import type { AgentNames } from '../contract.ts';
import { mostAnHour } from '../reactions/observe-agents.ts';
import type { FactStores } from './agent-rows.ts';

const most = 200;
const weekMs = 7 * 86_400_000;

/** Names of the last week that have no agent yet, busiest first, and names that are ignored. Of whole teams one may see. */
export async function listNames(ctx: Ctx, stores: FactStores): Promise<AgentNames> {
  authorize(ctx, 'agent.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'agent.read');
  const sees = ({ teamId }: { teamId: string }): boolean => teams === 'all' || teams.includes(teamId);
  const { db } = ctx.state;
  const now = ctx.clock.now();
  const { items } = await agentFigures(ctx, stores, {
    from: new Date(now - weekMs).toISOString(),
    to: new Date(now).toISOString(),
  });
  const keys = [...new Set(items.map((one) => one.agent))];
  const known = new Set<string>();
  for (let at = 0; at < keys.length; at += 1000) {
    const rows = db.selectFrom('agents').select(['team_id', 'key']).where('workspace_id', '=', ctx.workspaceId);
    for (const row of await rows.where('key', 'in', keys.slice(at, at + 1000)).execute())
      known.add(`${row.team_id} ${row.key}`);
  }
  const ignored = await db
    .selectFrom('ignored_agent_names')
    .select(['team_id as teamId', 'name', 'service'])
    .where('workspace_id', '=', ctx.workspaceId)
    .orderBy('name')
    .limit(1000)
    .execute();
  const isIgnored = (teamId: string, name: string): boolean =>
    ignored.some((one) => one.teamId === teamId && one.name === name && one.service === '');
  return {
    waiting: items
      .filter((one) => sees(one) && !known.has(`${one.teamId} ${one.agent}`) && !isIgnored(one.teamId, one.agent))
      .toSorted((a, b) => b.invocations - a.invocations)
      .slice(0, most)
      .map(({ teamId, agent, invocations, firstAt, lastAt }) => ({
        teamId,
        name: agent,
        invocations,
        firstAt,
        lastAt,
      })),
    ignored: ignored.filter(sees),
    mostAnHour,
  };
}
