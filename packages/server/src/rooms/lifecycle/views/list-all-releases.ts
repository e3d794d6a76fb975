import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { AllReleases } from '../contract-everywhere.ts';
import { releasesFrom } from '../releases/rows.ts';
import { lifecycleDb } from '../tables.ts';
import { visibleAgents } from './list-agents.ts';

type Page = { items: AllReleases['items']; next: string | null };
type Asked = { limit: number; teamId: string | undefined; before: string | null };

/** Releases of all agents that the actor may see, the newest first. `before`: where the last page ended; ids rise with time. */
export async function listAllReleases(ctx: Ctx, { limit, teamId, before }: Asked): Promise<Page> {
  authorize(ctx, 'agent.read', 'anywhere');
  const agents = new Map((await visibleAgents(ctx, teamId)).map((one) => [one.id, one]));
  if (agents.size === 0) return { items: [], next: null };
  let rows = lifecycleDb(ctx.state.db)
    .selectFrom('releases')
    .selectAll()
    .where('agent_id', 'in', [...agents.keys()]);
  if (before !== null) rows = rows.where('id', '<', before);
  const found = await rows
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  return {
    items: (await releasesFrom(ctx, page)).map(({ manifest: _m, signature: _s, keyId: _k, notes: _n, ...one }) => {
      const { id, slug, name, teamId: team } = agents.get(one.agentId)!;
      return { ...one, agent: { id, slug, name, teamId: team } };
    }),
    next: found.length > limit ? page.at(-1)!.id : null,
  };
}
