import type { Ctx } from '../../../spine/ctx.ts';
import type { Release } from '../contract-releases.ts';
import { findAgent } from '../registry/find-agent.ts';
import { releasesFrom } from '../releases/rows.ts';
import { lifecycleDb } from '../tables.ts';

type Page = { items: Release[]; next: number | null };

/** Releases of an agent, newest first. `before`: where the last page ended. Throws `lifecycle.not_found`. */
export async function listReleases(
  ctx: Ctx,
  { id, limit, before }: { id: string; limit: number; before: number | null },
): Promise<Page> {
  const agent = await findAgent(ctx, id);
  let rows = lifecycleDb(ctx.state.db).selectFrom('releases').selectAll().where('agent_id', '=', agent.id);
  if (before !== null) rows = rows.where('number', '<', before);
  const found = await rows
    .orderBy('number', 'desc')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  return { items: await releasesFrom(ctx, page), next: found.length > limit ? page.at(-1)!.number : null };
}
