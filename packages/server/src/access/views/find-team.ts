import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';

/** Id of the team with this slug. Throws `access.not_found`. */
export async function findTeam(ctx: Ctx, slug: string): Promise<string> {
  authorize(ctx, 'team.read');
  const teams = ctx.state.db.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('slug', '=', slug);
  const found = await teams.select('id').executeTakeFirst();
  if (found === undefined) throw new AppError('access.not_found', { params: { noun: `team "${slug}"` } });
  return found.id;
}
