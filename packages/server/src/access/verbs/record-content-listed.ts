import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notRecorded } from '../not-recorded.ts';
import { accessDb, accessTx, type AccessTx } from '../tables.ts';

/** An agent whose texts stood in a list, by the key that its runs carry. */
export type ListedAgent = { teamId: string; agent: string };

const nameOf = ({ teamId, agent }: ListedAgent): string => `${teamId}/${agent}`;

/**
 * Leaves the trace of somebody's seeing the first lines of what was said, in a list: one event for an actor, agent and day (UTC, of the
 * database), however often they look. Throws `access.not_recorded` where that fails: then nothing may be shown.
 */
export async function recordContentListed(ctx: Ctx, listed: readonly ListedAgent[]): Promise<void> {
  // open to all: who was shown no text leaves no trace.
  if (listed.length === 0) return;
  authorize(ctx, 'content.read', 'anywhere');
  const agents = new Map(listed.map((one) => [nameOf(one), one]));
  const mine = { workspace_id: ctx.workspaceId, actor: ctx.actor.id, how: 'listed' } as const;
  const today = sql<Date>`date_trunc('day', now(), 'UTC')`;
  try {
    const known = await accessDb(ctx.state.db)
      .selectFrom('ops_content_reads')
      .where('workspace_id', '=', mine.workspace_id)
      .where('actor', '=', mine.actor)
      .where('how', '=', mine.how)
      .where('run_id', 'in', [...agents.keys()])
      .where('at', '>=', today)
      .select('run_id')
      .execute();
    for (const { run_id: name } of known) agents.delete(name);
    if (agents.size === 0) return;
    await change(ctx, async (unit) => {
      const tx = accessTx(unit.tx);
      await tx.deleteFrom('ops_content_reads').where('how', '=', mine.how).where('at', '<', today).execute();
      const fresh = await tx
        .insertInto('ops_content_reads')
        .values([...agents.keys()].map((name) => ({ ...mine, run_id: name, at: sql<Date>`now()` })))
        .onConflict((conflict) => conflict.doNothing())
        .returning('run_id')
        .execute();
      for (const { run_id: name } of fresh) {
        const { teamId, agent } = agents.get(name)!;
        const resource = (await idOf(tx, ctx, { teamId, agent })) ?? teamId;
        unit.append({ type: 'content.listed', v: 1, resource, payload: { teamId, agent } });
      }
    });
  } catch (cause) {
    throw notRecorded(cause);
  }
}

/** null for an agent that the catalog does not have yet. */
async function idOf(tx: AccessTx, ctx: Ctx, { teamId, agent }: ListedAgent): Promise<string | null> {
  const agents = tx.selectFrom('agents').where('workspace_id', '=', ctx.workspaceId).where('team_id', '=', teamId);
  return (await agents.where('key', '=', agent).select('id').executeTakeFirst())?.id ?? null;
}
