import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { FailureStanding } from '../contract-failures.ts';
import { failureToChange, say } from '../failures/said.ts';

const mostDays = 90;

/** It is known and not looked at until then. Throws `monitoring.failure_mute_time`. */
export async function muteFailure(
  ctx: Ctx,
  { id, reason, until }: { id: string; reason: string; until: string },
): Promise<FailureStanding> {
  authorize(ctx, 'failure.change', 'anywhere');
  const { team_id: teamId } = await failureToChange(ctx, id);
  const ahead = Date.parse(until) - ctx.clock.now();
  if (ahead <= 0 || ahead > mostDays * 86_400_000)
    throw new AppError('monitoring.failure_mute_time', { params: { days: mostDays } });
  return change(ctx, async ({ tx, append }) => {
    const { before, after, standing } = await say(tx, ctx, id, ({ assignee_id }) => ({
      ...{ state: 'muted', reason, until: new Date(until), release: null, assignee_id },
    }));
    append({ type: 'failure.muted', v: 1, resource: id, payload: { teamId, before, after } });
    return standing;
  });
}
