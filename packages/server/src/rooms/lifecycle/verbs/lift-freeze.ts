import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Freeze } from '../contract-deployments.ts';
import { lift } from '../freezes/begin.ts';
import { freezeOf } from '../freezes/rows.ts';
import { lifecycleTx } from '../tables.ts';

/** A freeze ends before its time, by its owner or by whoever may lift what holds everywhere. Lifting twice changes nothing. */
export async function liftFreeze(ctx: Ctx, { id }: { id: string }): Promise<Freeze> {
  authorize(ctx, 'freeze.change', 'anywhere');
  return change(ctx, async ({ tx, append }) => {
    const mine = lifecycleTx(tx).selectFrom('freeze_windows').selectAll().where('workspace_id', '=', ctx.workspaceId);
    const row = await mine.where('id', '=', id).forUpdate().executeTakeFirst();
    if (row === undefined || !mayKnow(ctx, row))
      throw new AppError('lifecycle.not_found', { params: { noun: 'freeze with this id' } });
    if (row.owner_id !== ctx.actor.id && !allows(ctx.actor, 'freeze.change', {}))
      throw new AppError('access.denied', { params: { action: 'freeze.change' } });
    if (row.lifted_at !== null) return freezeOf(row);
    return lift({ tx, append }, ctx, row);
  });
}

/** As it is in the list of freezes: those of other teams are not told of. */
const mayKnow = ({ actor }: Ctx, row: { team_id: string | null; owner_id: string }): boolean =>
  row.team_id === null || row.owner_id === actor.id || allows(actor, 'team.read', { teamId: row.team_id });
