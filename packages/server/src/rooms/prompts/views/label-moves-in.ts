import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { promptDb } from '../tables.ts';

/** One move of a label; from null = it was new, to null = it was taken away. */
export type MovedLabel = {
  id: string;
  promptId: string;
  prompt: string;
  teamId: string;
  label: string;
  from: number | null;
  to: number | null;
  reason: string;
  by: string;
  at: Date;
};
type Asked = { from: Date; to: Date; teamId: string | undefined; promptIds: readonly string[] | null };

/** Labels that moved in a time, of prompts that one may see; the latest 500. `promptIds` null = of all. */
export async function labelMovesIn(ctx: Ctx, { from, to, teamId, promptIds }: Asked): Promise<MovedLabel[]> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'prompt.read');
  if (promptIds?.length === 0 || (teams !== 'all' && teams.length === 0)) return [];
  let rows = promptDb(ctx.state.db)
    .selectFrom('prompt_label_moves as m')
    .innerJoin('prompts as p', 'p.id', 'm.prompt_id')
    .select(['m.id as id', 'p.id as promptId', 'p.name as prompt', 'p.team_id as teamId', 'm.label as label'])
    .select([
      'm.from_number as from',
      'm.to_number as to',
      'm.reason as reason',
      'm.moved_by as by',
      'm.moved_at as at',
    ])
    .where('p.workspace_id', '=', ctx.workspaceId)
    .where('m.moved_at', '>=', from)
    .where('m.moved_at', '<', to);
  if (teams !== 'all') rows = rows.where('p.team_id', 'in', teams);
  if (teamId !== undefined) rows = rows.where('p.team_id', '=', teamId);
  if (promptIds !== null) rows = rows.where('p.id', 'in', promptIds);
  return rows.orderBy('m.seq', 'desc').limit(500).execute();
}
