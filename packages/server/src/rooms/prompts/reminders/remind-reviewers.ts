import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { promptTx } from '../tables.ts';

/** Marks reviews whose time has come, once each, with an event for each version. Returns how many. */
export const remindReviewers = (ctx: Ctx): Promise<number> =>
  change(ctx, async ({ tx, append }) => {
    const at = new Date(ctx.clock.now());
    const due = await promptTx(tx)
      .selectFrom('prompt_reviews as r')
      .innerJoin('prompts as p', 'p.id', 'r.prompt_id')
      .select(['r.id', 'r.prompt_id', 'r.number', 'r.reviewer_id', 'p.team_id'])
      .where('p.workspace_id', '=', ctx.workspaceId)
      .where('p.archived_at', 'is', null)
      .where('r.due_at', '<=', at)
      .where('r.reminded_at', 'is', null)
      .where('r.verdict', 'is', null)
      .where('r.voided_at', 'is', null)
      .limit(500)
      .execute();
    if (due.length === 0) return 0;
    const ids = due.map((one) => one.id);
    await promptTx(tx).updateTable('prompt_reviews').set({ reminded_at: at }).where('id', 'in', ids).execute();
    for (const own of Map.groupBy(due, (one) => `${one.prompt_id} ${one.number}`).values()) {
      const { prompt_id: resource, team_id: teamId, number } = own[0]!;
      const reviewerIds = own.map((one) => one.reviewer_id);
      append({ type: 'prompt.review_due', v: 1, resource, payload: { teamId, number, reviewerIds } });
    }
    return due.length;
  });
