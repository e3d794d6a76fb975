import type { Ctx } from '../../../../spine/ctx.ts';
import type { FailureState } from '../../failures/model/standing.ts';
import type { MonitoringTables } from '../../tables.ts';
import type { Ids } from './filter.ts';

/** As many as fit a statement; more than these are said something of, and the list leaves the older ones out. */
const most = 5_000;

/** The groups in a state: most are open, so those are all but the others. Muting that is over is open. */
export async function idsIn(ctx: Ctx, state: FailureState): Promise<Ids> {
  const states = ctx.state.db
    .withTables<MonitoringTables>()
    .selectFrom('failure_states')
    .where('workspace_id', '=', ctx.workspaceId)
    .select('failure_id')
    .orderBy('at', 'desc')
    .limit(most);
  const now = new Date(ctx.clock.now());
  const still = states.where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now)]));
  const rows = await (
    state === 'open' ? still.where('state', '!=', 'open') : still.where('state', '=', state)
  ).execute();
  const ids = rows.map((row) => row.failure_id);
  return state === 'open' ? { but: ids } : { in: ids };
}
