import type { Jobs } from '../../../ports/jobs.ts';
import type { Clock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { UsesOf } from '../uses.ts';
import { remindReviewers } from './remind-reviewers.ts';
import { tellOwners } from './tell-owners.ts';

const queue = 'prompts.reminders';
type Deps = { state: Transactor; clock: Clock; usesOf: UsesOf };

/** Every minute, on one node: reviews that are due are marked, owners are told what changed. Its queue is made here. */
export async function remindOnTime(jobs: Jobs, deps: Deps): Promise<void> {
  await jobs.work(queue, () => remindAll(deps), 10_000);
  await jobs.schedule(queue, '* * * * *');
}

export async function remindAll({ state, clock, usesOf }: Deps): Promise<void> {
  for (const { id: workspaceId } of await state.db.selectFrom('workspaces').select('id').execute()) {
    const actor = { kind: 'job', id: queue } as const;
    const ctx: Ctx = { actor, workspaceId, requestId: newId('req', clock.now()), clock, state };
    while ((await remindReviewers(ctx)) > 0);
    while ((await tellOwners(ctx, usesOf)) > 0);
  }
}
