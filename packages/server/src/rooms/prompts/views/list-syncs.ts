import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Sync } from '../contract-sync.ts';
import { syncOf } from '../sync/rows.ts';
import { conflictsOf } from '../sync/store.ts';
import { promptDb } from '../tables.ts';

/** Syncs of teams that the caller may see, with where they stand; never a credential. At most 200. */
export async function listSyncs(ctx: Ctx): Promise<Sync[]> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'prompt.read');
  const db = promptDb(ctx.state.db);
  let query = db.selectFrom('prompt_syncs').selectAll().where('workspace_id', '=', ctx.workspaceId);
  if (teams !== 'all') query = query.where('team_id', 'in', [...teams, '']);
  const items: Sync[] = [];
  for (const row of await query.orderBy('team_id').orderBy('folder').limit(200).execute()) {
    const state = await db.selectFrom('ops_prompt_syncs').selectAll().where('sync_id', '=', row.id).executeTakeFirst();
    const conflicts = await conflictsOf(db, row.id);
    const ids = conflicts.map((one) => one.prompt_id);
    const named =
      ids.length === 0 ? [] : await db.selectFrom('prompts').select(['id', 'name']).where('id', 'in', ids).execute();
    items.push(syncOf(row, state, { conflicts, names: new Map(named.map(({ id, name }) => [id, name])) }));
  }
  return items;
}
