import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { FailureStanding } from '../contract-failures.ts';
import { earlierOf, failureToChange, say } from '../failures/said.ts';

/** Brings back what stood there before the last thing that was said of it. Throws `monitoring.failure_undo`. */
export async function undoFailure(ctx: Ctx, { id }: { id: string }): Promise<FailureStanding> {
  authorize(ctx, 'failure.change', 'anywhere');
  const { team_id: teamId } = await failureToChange(ctx, id);
  return change(ctx, async ({ tx, append }) => {
    const { before, after, standing } = await say(tx, ctx, id, (_, row) => {
      const earlier = earlierOf(row);
      if (earlier === null) throw new AppError('monitoring.failure_undo');
      return { ...earlier, isUndo: true };
    });
    append({ type: 'failure.undone', v: 1, resource: id, payload: { teamId, before, after } });
    return standing;
  });
}
