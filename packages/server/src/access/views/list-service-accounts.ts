import { authorize, visibleTeams } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { ServiceAccount } from '../contract.ts';
import { serviceAccountOf } from '../model/rows.ts';
import { accountsOf } from '../service-accounts.ts';
import { accessDb } from '../tables.ts';
import { pageOf, type Page, type PageQuery } from './page.ts';

/** Service accounts of the teams the actor may see, ended ones too, oldest first. */
export async function listServiceAccounts(ctx: Ctx, query: PageQuery): Promise<Page<ServiceAccount>> {
  authorize(ctx, 'key.read', 'anywhere');
  const visible = visibleTeams(ctx.actor, 'key.read');
  let accounts = accountsOf(accessDb(ctx.state.db), ctx.workspaceId);
  if (visible !== 'all') accounts = accounts.where('s.team_id', 'in', visible.length > 0 ? [...visible] : ['']);
  if (query.after !== null) accounts = accounts.where('s.id', '>', query.after);
  const rows = await accounts
    .orderBy('s.id')
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query.limit, serviceAccountOf);
}
