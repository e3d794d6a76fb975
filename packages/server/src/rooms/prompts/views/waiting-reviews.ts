import { namesOfPeople } from '../../../access/index.ts';
import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { WaitingReviews } from '../contract.ts';
import { promptDb } from '../tables.ts';

/** Reviews that the caller was asked for and has not given, oldest first. */
export async function waitingReviews(ctx: Ctx): Promise<WaitingReviews['items']> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'prompt.read');
  let query = promptDb(ctx.state.db)
    .selectFrom('prompt_reviews as r')
    .innerJoin('prompts as p', 'p.id', 'r.prompt_id')
    .select([
      'p.id as promptId',
      'p.name',
      'p.team_id as teamId',
      'r.number',
      'r.requested_by',
      'r.requested_at',
      'r.due_at',
    ])
    .where('p.workspace_id', '=', ctx.workspaceId)
    .where('p.archived_at', 'is', null)
    .where('r.reviewer_id', '=', ctx.actor.id)
    .where('r.verdict', 'is', null)
    .where('r.voided_at', 'is', null);
  if (teams !== 'all') query = query.where('p.team_id', 'in', [...teams, '']);
  const rows = await query.orderBy('r.requested_at').orderBy('r.id').limit(200).execute();
  const names = await namesOfPeople(
    ctx,
    rows.map((row) => row.requested_by),
  );
  return rows.map(({ requested_by, requested_at, due_at: dueAt, ...review }) => ({
    ...review,
    requestedBy: requested_by,
    requestedByName: names.get(requested_by) ?? null,
    requestedAt: requested_at.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
    isDue: dueAt !== null && dueAt.getTime() <= ctx.clock.now(),
  }));
}
