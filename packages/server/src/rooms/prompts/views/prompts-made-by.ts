import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { promptDb } from '../tables.ts';

type Made = { teamId: string; by: readonly string[]; isArchived: boolean };

/** Prompts of a team that these actors made, archived or not, the oldest first. */
export async function promptsMadeBy(ctx: Ctx, { teamId, by, isArchived }: Made): Promise<{ id: string }[]> {
  authorize(ctx, 'prompt.read', { teamId });
  return promptDb(ctx.state.db)
    .selectFrom('prompts')
    .select('id')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('team_id', '=', teamId)
    .where('created_by', 'in', by)
    .where('archived_at', isArchived ? 'is not' : 'is', null)
    .orderBy('id')
    .execute();
}
