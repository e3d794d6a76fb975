import type { Ctx } from '../../../spine/ctx.ts';
import { agentFigures } from '../../monitoring/index.ts';
import type { AgentOverview, AgentQuery } from '../contract.ts';
import { type CatalogAgent, findAgent } from '../registry/find-agent.ts';
import { figuresOf } from '../model/figures.ts';
import { agentOf, sentNames } from '../model/naming.ts';
import { changeOf } from '../names/rows.ts';
import { readNaming } from '../store.ts';
import { lifecycleDb } from '../tables.ts';
import { agentRows, type FactStores, figuresByAgent, isAway } from './agent-rows.ts';
import { dependencies } from './dependencies.ts';
import { type Window, windowOf } from './window.ts';

const mostChanges = 50;

/** One agent as a whole. `id`: id, slug, or a slug it had. Throws `lifecycle.not_found`. */
export async function getAgent(
  ctx: Ctx,
  stores: FactStores,
  { id, query }: { id: string; query: AgentQuery },
): Promise<AgentOverview> {
  const found = await findAgent(ctx, id);
  const now = ctx.clock.now();
  const window = windowOf(query, now);
  const [figures, naming, facts] = await Promise.all([
    figuresByAgent(ctx, stores, { ...query, teamId: found.teamId, agent: found.key }, window),
    readNaming(ctx.state.db, { workspaceId: ctx.workspaceId, teamId: found.teamId }),
    factsOf(ctx, stores, found, window),
  ]);
  const [agent] = await agentRows(ctx, stores, [found], { figures, window });
  const named = naming.agents.find((one) => one.id === found.id)!;
  const into = found.putAway === 'merged' ? agentOf(naming, found.key, '') : undefined;
  return {
    agent: agent!,
    putAway: found.putAway,
    mergedInto: into === undefined ? null : { id: into.id, slug: into.slug, name: into.name },
    names: sentNames(naming, named),
    ...(await pastOf(ctx, found)),
    ...facts,
    readable: figures !== null,
    ...{ from: window.from, to: window.to, asOf: new Date(now).toISOString() },
  };
}

type Facts = Pick<AgentOverview, 'byRelease' | 'byEnvironment' | 'callers' | 'callees'>;

async function factsOf(ctx: Ctx, stores: FactStores, agent: CatalogAgent, window: Window): Promise<Facts> {
  const { from, to } = window;
  const split = async (by: 'release' | 'environment'): Promise<AgentOverview['byRelease']> => {
    const { items } = await agentFigures(ctx, stores, { from, to, teamId: agent.teamId, agent: agent.key, by });
    return items.map((one) => ({ value: one.split, figures: figuresOf(one) }));
  };
  try {
    const [byRelease, byEnvironment, called] = await Promise.all([
      split('release'),
      split('environment'),
      dependencies(ctx, stores.warehouse, agent, window),
    ]);
    return { byRelease, byEnvironment, ...called };
  } catch (error) {
    if (isAway(error)) return { byRelease: [], byEnvironment: [], callers: [], callees: [] };
    throw error;
  }
}

async function pastOf(ctx: Ctx, { id, teamId }: CatalogAgent): Promise<Pick<AgentOverview, 'formerSlugs' | 'changes'>> {
  const db = lifecycleDb(ctx.state.db);
  const slugs = await db.selectFrom('agent_slugs').select('slug').where('agent_id', '=', id).orderBy('slug').execute();
  const changes = await db
    .selectFrom('name_changes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('team_id', '=', teamId)
    .where('agent_ids', 'like', `%"${id}"%`)
    .orderBy('id', 'desc')
    .limit(mostChanges)
    .execute();
  return { formerSlugs: slugs.map((one) => one.slug), changes: changes.map(changeOf) };
}
