import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Grant } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { addGrant } from '../grants.ts';
import { placeOf } from '../model/place.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/**
 * An emergency grant of admin for oneself, in a team one has a hand in, or in the workspace with a grant over all of it. It ends by itself, opens nothing that hands out rights, and
 * compliance is told: by the ledger, and by a flag at the person. `minutes` on database time, 5 to 240.
 */
export async function breakGlass(
  ctx: Ctx,
  input: { reason: string; teamId: string | null; minutes: number },
): Promise<Grant> {
  authorize(ctx, 'glass.break', placeOf(input));
  if (ctx.actor.kind !== 'person') throw new AppError('access.denied', { params: { action: 'glass.break' } });
  const personId = ctx.actor.id;
  return uniqueOr('Your emergency grant there', () =>
    change(ctx, async (unit) => {
      const tx = accessTx(unit.tx);
      if (input.teamId !== null) {
        const teams = tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId);
        if ((await teams.where('id', '=', input.teamId).select('id').executeTakeFirst()) === undefined)
          throw notFound('team');
      }
      const { rows } = await sql<{
        until: Date;
      }>`select now() + make_interval(mins => ${input.minutes}) as until`.execute(tx);
      const { until } = rows[0]!;
      const place = { role: 'admin', teamId: input.teamId, agentId: null, environment: null } as const;
      const { reason } = input;
      const id = newId('grt');
      const grant = await addGrant(tx, ctx, { ...place, id, personId, until, source: 'emergency', reason });
      const payload = { ...place, personId, reason, until: until.toISOString() };
      unit.append({ type: 'glass.broken', v: 1, resource: id, payload });
      return grant;
    }),
  );
}
