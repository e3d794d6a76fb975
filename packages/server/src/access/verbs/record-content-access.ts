import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notRecorded } from '../not-recorded.ts';
import { accessDb, accessTx } from '../tables.ts';

export type ContentAccess = { runId: string; how: 'read' | 'exported' };

const quietMinutes = 10;

/**
 * Leaves the trace of somebody's reading or taking out the content of a run, before it is shown: ids only, one event for an actor,
 * run and way in ten minutes of database time. Throws `access.not_recorded` where that fails: then nothing may be shown.
 */
export async function recordContentAccess(ctx: Ctx, { runId, how }: ContentAccess): Promise<void> {
  authorize(ctx, how === 'read' ? 'content.read' : 'content.export', 'anywhere');
  const key = { workspace_id: ctx.workspaceId, actor: ctx.actor.id, run_id: runId, how };
  const since = sql<Date>`now() - make_interval(mins => ${quietMinutes})`;
  try {
    const known = accessDb(ctx.state.db).selectFrom('ops_content_reads').select('at').where('at', '>', since);
    const mine = known.where('workspace_id', '=', key.workspace_id).where('actor', '=', key.actor);
    if ((await mine.where('run_id', '=', runId).where('how', '=', how).executeTakeFirst()) !== undefined) return;
    await change(ctx, async (unit) => {
      const tx = accessTx(unit.tx);
      await tx.deleteFrom('ops_content_reads').where('how', '!=', 'listed').where('at', '<=', since).execute();
      const first = await tx
        .insertInto('ops_content_reads')
        .values({ ...key, at: sql<Date>`now()` })
        .onConflict((conflict) => conflict.doNothing())
        .returning('run_id')
        .executeTakeFirst();
      if (first !== undefined) unit.append({ type: `content.${how}`, v: 1, resource: runId, payload: {} });
    });
  } catch (cause) {
    throw notRecorded(cause);
  }
}
