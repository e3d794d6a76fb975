import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { FailureStanding } from '../contract-failures.ts';
import { failureToChange, say } from '../failures/said.ts';

/** It is looked at again. */
export async function reopenFailure(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<FailureStanding> {
  authorize(ctx, 'failure.change', 'anywhere');
  const { team_id: teamId } = await failureToChange(ctx, id);
  return change(ctx, async ({ tx, append }) => {
    const { before, after, standing } = await say(tx, ctx, id, ({ assignee_id }) => ({
      ...{ state: 'open', reason, until: null, release: null, assignee_id },
    }));
    append({ type: 'failure.reopened', v: 1, resource: id, payload: { teamId, before, after } });
    return standing;
  });
}
