import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { PromptUseCounts } from '../contract-history.ts';
import { promptDb } from '../tables.ts';
import type { CountUses } from '../uses.ts';

const most = 200;

/** How many agents and releases use each of these prompts; those that one may not see, or nobody uses, are left out. */
export async function countPromptUses(
  ctx: Ctx,
  countUses: CountUses | undefined,
  ids: readonly string[],
): Promise<PromptUseCounts['items']> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const wanted = ids.filter((id) => id !== '').slice(0, most);
  if (wanted.length === 0 || countUses === undefined) return [];
  const teams = visibleTeams(ctx.actor, 'prompt.read');
  let query = promptDb(ctx.state.db)
    .selectFrom('prompt_names as n')
    .innerJoin('prompts as p', 'p.id', 'n.prompt_id')
    .select(['p.id as promptId', 'n.name'])
    .where('p.workspace_id', '=', ctx.workspaceId)
    .where('p.id', 'in', wanted);
  if (teams !== 'all') query = query.where('p.team_id', 'in', [...teams, '']);
  const names = await query.execute();
  const seen = [...new Set(names.map((one) => one.promptId))];
  if (seen.length === 0) return [];
  return countUses(ctx, [...names, ...seen.map((promptId) => ({ promptId, name: promptId }))]);
}
