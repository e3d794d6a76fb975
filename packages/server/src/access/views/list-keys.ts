import { authorize, visibleTeams } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { Key } from '../contract.ts';
import { keyOf } from '../model/rows.ts';
import { accessDb } from '../tables.ts';
import { pageOf, type Page, type PageQuery } from './page.ts';

/** Keys of the teams the actor may see, revoked ones too, oldest first. Never a secret or its hash. */
export async function listKeys(ctx: Ctx, query: PageQuery): Promise<Page<Key>> {
  authorize(ctx, 'key.read', 'anywhere');
  const visible = visibleTeams(ctx.actor, 'key.read');
  let keys = accessDb(ctx.state.db)
    .selectFrom('keys as k')
    .leftJoin('ops_key_uses as u', 'u.key_id', 'k.id')
    .where('k.workspace_id', '=', ctx.workspaceId)
    .select(['k.id', 'k.name', 'k.team_id', 'k.agent', 'k.environment', 'k.scopes'])
    .select([
      'k.created_at',
      'k.expires_at',
      'k.revoked_at',
      'k.service_account_id',
      'k.content_mode',
      'k.origins',
      'u.last_used_at',
    ]);
  if (visible !== 'all') keys = keys.where('k.team_id', 'in', visible.length > 0 ? [...visible] : ['']);
  if (query.after !== null) keys = keys.where('k.id', '>', query.after);
  const rows = await keys
    .orderBy('k.id')
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query.limit, keyOf);
}
