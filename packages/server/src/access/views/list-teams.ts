import { authorize, visibleTeams } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { Team } from '../contract.ts';
import { teamOf } from '../model/rows.ts';
import { pageOf, type Page, type PageQuery } from './page.ts';

/** Teams the actor may see, oldest first. */
export async function listTeams(ctx: Ctx, query: PageQuery): Promise<Page<Team>> {
  authorize(ctx, 'team.read', 'anywhere');
  const visible = visibleTeams(ctx.actor, 'team.read');
  let teams = ctx.state.db.selectFrom('teams').selectAll().where('workspace_id', '=', ctx.workspaceId);
  // `in ()` is no SQL: an empty list matches nothing.
  if (visible !== 'all') teams = teams.where('id', 'in', visible.length > 0 ? [...visible] : ['']);
  if (query.after !== null) teams = teams.where('id', '>', query.after);
  const rows = await teams
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query.limit, teamOf);
}
