import { type Selectable, sql } from 'kysely';
import type { Db, Transactor } from '../../../spine/tx.ts';
import type { PlaygroundCell, Turn } from '../contract-playground.ts';
import { type CellResult, noResult } from './model/result.ts';
import { playgroundTx, type PlaygroundDb, type PlaygroundTables } from './tables.ts';

export type RunRow = Selectable<PlaygroundTables['ops_playground_runs']>;
export type CellRow = Selectable<PlaygroundTables['ops_playground_cells']>;
export type Place = { lane: number; row: number };
type CellChange = { state: PlaygroundCell['state']; result?: CellResult; turns?: readonly Turn[] };

/** One cell of a run that goes on. false = the run does not any more: cancelled, interrupted or gone. */
export async function changeCell(
  state: Transactor,
  run: { id: string; at: Date },
  place: Place,
  { state: next, result, turns }: CellChange,
): Promise<boolean> {
  return state.transact(async (transaction) => {
    const tx = playgroundTx(transaction);
    const counted = tx
      .updateTable('ops_playground_runs')
      .set({ seq: sql`seq + 1`, touched_at: run.at })
      .where('id', '=', run.id)
      .where('state', '=', 'running');
    const head = await counted.returning('seq').executeTakeFirst();
    if (head === undefined) return false;
    await tx
      .updateTable('ops_playground_cells')
      .set({
        ...{ seq: head.seq, state: next },
        ...(result !== undefined && { result: JSON.stringify(result), cost_usd: result.costUsd }),
        ...(turns !== undefined && { turns: JSON.stringify(turns) }),
      })
      .where('run_id', '=', run.id)
      .where('lane', '=', place.lane)
      .where('row', '=', place.row)
      .execute();
    return true;
  });
}

/** Ends a run that goes on; what has no answer yet is cancelled. Does nothing to one that has ended. */
export async function endRun(
  state: Transactor,
  { id, at }: { id: string; at: Date },
  end: 'cancelled' | 'interrupted',
): Promise<void> {
  await state.transact(async (transaction) => {
    const tx = playgroundTx(transaction);
    const runs = tx.updateTable('ops_playground_runs').where('id', '=', id);
    const ended = await runs
      .set({ state: end, touched_at: at, finished_at: at })
      .where('state', '=', 'running')
      .returning('seq')
      .executeTakeFirst();
    if (ended === undefined) return;
    // Each with a number of its own, as if they had changed one after the other: pages of changes go by it.
    const { numAffectedRows = 0n } = await sql`
      update ops_playground_cells c set state = 'cancelled', seq = ${ended.seq}::integer + p.n
      from (select lane, "row", row_number() over (order by lane, "row") as n from ops_playground_cells
        where run_id = ${id} and state in ('waiting', 'running')) p
      where c.run_id = ${id} and c.lane = p.lane and c."row" = p."row"`.execute(tx);
    await runs.set({ seq: ended.seq + Number(numAffectedRows) }).execute();
  });
}

/** A run is done once no cell waits for its answer; another job of it may still be under way. */
export async function finishRun({ db }: Transactor, { id, at }: { id: string; at: Date }): Promise<void> {
  await sql`update ops_playground_runs set state = 'done', touched_at = ${at}, finished_at = ${at}
    where id = ${id} and state = 'running' and not exists (
      select 1 from ops_playground_cells where run_id = ${id} and state in ('waiting', 'running'))`.execute(db);
}

export const waitingCell = (runId: string, { lane, row }: Place): CellRow => ({
  ...{ run_id: runId, lane, row, seq: 0, state: 'waiting', cost_usd: null },
  ...{ result: JSON.stringify(noResult), turns: '[]' },
});

/** A run of the actor's own. */
export const ownRun = (db: PlaygroundDb, ctx: { workspaceId: string; actor: { id: string } }) =>
  db
    .selectFrom('ops_playground_runs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('created_by', '=', ctx.actor.id);

/** Deletes runs past their time. Returns how many. */
export async function forgetRuns(db: Db): Promise<number> {
  const gone = await sql`delete from ops_playground_runs where expires_at < now() returning 1`.execute(db);
  return gone.rows.length;
}
