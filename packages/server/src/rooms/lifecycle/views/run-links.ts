import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { LinksOf } from '../../monitoring/index.ts';
import { promptsNamed } from '../../prompts/index.ts';
import { agentColumns, seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';

/**
 * What a run names, as it is kept here: the release by the digest that its spans carry, prompts by name and number. What the actor
 * may not see is not told; that an agent was merged into another since does not hide its releases.
 */
export const runLinks: LinksOf = async (ctx, { teamId, agent, release, prompts }) => {
  authorize(ctx, 'run.read', 'anywhere');
  return {
    release: await releaseOf(ctx, { teamId, agent, digest: release.replace(/^sha256:/, '') }),
    prompts: await promptsNamed(ctx, prompts),
  };
};

type Links = Awaited<ReturnType<LinksOf>>;
type Carried = { teamId: string; agent: string; digest: string };

async function releaseOf(ctx: Ctx, { teamId, agent, digest }: Carried): Promise<Links['release']> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return null;
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('releases')
    .select(['id', 'agent_id as agentId', 'version'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('digest', '=', digest)
    .orderBy('number', 'desc')
    .limit(50)
    .execute();
  if (rows.length === 0) return null;
  const agents = await ctx.state.db
    .selectFrom('agents')
    .select(agentColumns)
    .where(
      'id',
      'in',
      rows.map((one) => one.agentId),
    )
    .execute();
  // Two agents may be made of the same parts: that of the run's own agent is meant.
  const own = agents.filter((one) => one.teamId === teamId && seenEnvironments(ctx, one).length > 0);
  const meant = own.find((one) => one.key === agent) ?? (own.length === 1 ? own[0] : undefined);
  return rows.find((one) => one.agentId === meant?.id) ?? null;
}
