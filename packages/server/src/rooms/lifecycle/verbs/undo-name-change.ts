import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import { reassemble, undoDays, undoableUntil } from '../names/changes.ts';
import type { NameChange } from '../contract.ts';
import { type Edit, inverse } from '../model/naming.ts';
import { changeOf } from '../names/rows.ts';
import { applyEdits, lockTeam } from '../store.ts';
import { lifecycleTx } from '../tables.ts';

/** Puts every value back to what it was. Refused after 30 days, twice, or where a later change concerns the same names. */
export async function undoNameChange(ctx: Ctx, { id }: { id: string }): Promise<NameChange> {
  authorize(ctx, 'agent.change', 'anywhere');
  return change(ctx, async ({ tx, append }) => {
    const mine = lifecycleTx(tx).selectFrom('name_changes').where('workspace_id', '=', ctx.workspaceId);
    const row = await mine.where('id', '=', id).selectAll().forUpdate().executeTakeFirst();
    if (row === undefined || !allows(ctx.actor, 'agent.change', { teamId: row.team_id }))
      throw new AppError('lifecycle.not_found', { params: { noun: 'change of names with this id' } });
    const { team_id: teamId } = row;
    const now = new Date(ctx.clock.now());
    if (row.undone_at !== null || now.toISOString() > undoableUntil(row.made_at))
      throw new AppError('lifecycle.undo_over', { params: { days: undoDays } });
    const place = { workspaceId: ctx.workspaceId, teamId };
    await lockTeam(tx, place);
    const back = inverse(JSON.parse(row.edits) as Edit[]);
    await applyEdits(tx, place, back);
    const reassemblyId = await reassemble(tx, place, back);
    await lifecycleTx(tx)
      .updateTable('name_changes')
      .set({ undone_at: now, reassembly_id: reassemblyId })
      .where('id', '=', id)
      .execute();
    const agentIds = JSON.parse(row.agent_ids) as string[];
    append({ type: 'name_change.undone', v: 1, resource: id, payload: { teamId, verb: row.verb, agentIds } });
    return changeOf({ ...row, undone_at: now, reassembly_id: reassemblyId });
  });
}
