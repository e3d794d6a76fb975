import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { GrantedAction } from '../../../spine/rights.ts';
import { missing } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';
import type { SyncRow } from './store.ts';

/** Throws `prompts.not_found` for what is not there and what the actor may not see alike, `access.denied` for what may be seen only. */
export async function findSync(ctx: Ctx, id: string, action: GrantedAction): Promise<SyncRow> {
  authorize(ctx, action, 'anywhere');
  const rows = promptDb(ctx.state.db)
    .selectFrom('prompt_syncs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId);
  const sync = await rows.where('id', '=', id).executeTakeFirst();
  if (sync === undefined || !allows(ctx.actor, 'prompt.read', { teamId: sync.team_id })) throw missing('sync');
  authorize(ctx, action, { teamId: sync.team_id });
  return sync;
}
