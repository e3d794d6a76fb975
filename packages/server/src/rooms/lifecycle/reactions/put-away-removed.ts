import type { Ctx } from '../../../spine/ctx.ts';
import type { NewEvent } from '../../../spine/events.ts';
import { consumeLedger } from '../../../spine/ledger/consume-ledger.ts';
import { writeEvents } from '../../../spine/ledger/write-events.ts';

/** Agents of a team whose telemetry was removed leave the lists, but for those that somebody owns. They come back when they send again. */
export async function putAwayRemoved(ctx: Ctx): Promise<number> {
  const { state, workspaceId } = ctx;
  let touched: string[] = [];
  const handled = await consumeLedger(state, 'lifecycle.removals', workspaceId, async (tx, events) => {
    const teams = events.flatMap((event) => (event.type === 'telemetry.removed' ? [event.resource] : []));
    if (teams.length === 0) return;
    const gone = await tx
      .updateTable('agents')
      .set({ put_away: 'removed' })
      .where('workspace_id', '=', workspaceId)
      .where('team_id', 'in', teams)
      .where('put_away', 'is', null)
      .where('owner_id', 'is', null)
      .returning(['id', 'team_id as teamId'])
      .execute();
    const told = gone.map(({ id, teamId }): NewEvent => ({
      type: 'agent.put_away',
      v: 1,
      resource: id,
      payload: { teamId },
    }));
    touched = await writeEvents(tx, ctx, told);
  });
  if (touched.length > 0) state.ledgerAdvanced(touched);
  return handled;
}
