import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { FailureStanding } from '../contract-failures.ts';
import { failureToChange, say } from '../failures/said.ts';

type Input = { id: string; reason: string; release?: string | undefined };

/** It is done away with: seen again in a later run, or in a release newer than `release`, it has regressed. */
export async function resolveFailure(ctx: Ctx, { id, reason, release }: Input): Promise<FailureStanding> {
  authorize(ctx, 'failure.change', 'anywhere');
  const { team_id: teamId } = await failureToChange(ctx, id);
  return change(ctx, async ({ tx, append }) => {
    const { before, after, standing } = await say(tx, ctx, id, ({ assignee_id }) => ({
      ...{ state: 'resolved', reason, until: null, release: release ?? null, assignee_id },
    }));
    append({ type: 'failure.resolved', v: 1, resource: id, payload: { teamId, before, after } });
    return standing;
  });
}
