import { nameOfPerson, personIdOf } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { FailureStanding } from '../contract-failures.ts';
import { failureToChange, say } from '../failures/said.ts';

/** Who looks after it, by id or address; null = nobody. Its state stays. Throws `monitoring.failure_person`. */
export async function assignFailure(
  ctx: Ctx,
  { id, person }: { id: string; person: string | null },
): Promise<FailureStanding> {
  authorize(ctx, 'failure.change', 'anywhere');
  const { team_id: teamId } = await failureToChange(ctx, id);
  const assignee = person === null ? null : await personOf(ctx, person);
  return change(ctx, async ({ tx, append }) => {
    const { before, after, standing } = await say(tx, ctx, id, ({ state, reason, until, release }) => ({
      ...{ state, reason, until, release, assignee_id: assignee, keepsWhen: true as const },
    }));
    append({ type: 'failure.assigned', v: 1, resource: id, payload: { teamId, before, after } });
    return standing;
  });
}

async function personOf(ctx: Ctx, idOrEmail: string): Promise<string> {
  const id = idOrEmail.includes('@') ? await personIdOf(ctx, idOrEmail) : idOrEmail;
  if (id === null || (await nameOfPerson(ctx, id)) === null)
    throw new AppError('monitoring.failure_person', { params: { person: idOrEmail } });
  return id;
}
